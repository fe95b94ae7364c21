"""Reading a form: variables, lists, types, and problems under the names of fields."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from champion_challenger.errors import SettingsError
from champion_challenger.records.models import Horizon
from champion_challenger.settings.form import Form
from champion_challenger.settings.shared_fields import read_horizon, read_rates, read_snapshot_day


def test_texts_keep_their_order_and_come_once() -> None:
    """Commas and lines separate; blanks inside a name stay."""
    form = Form({"a": "b, a,,\nb", "c": ["net\u00a0sales ", None, "a, b"], "d": "[not, json"})

    assert form.texts("a", "A") == ("b", "a")
    assert form.texts("c", "C") == ("net\u00a0sales", "a, b")
    assert form.texts("d", "D") == ("[not", "json")


def test_a_text_has_its_variables_and_no_blanks_around_it() -> None:
    """A variable that is empty leaves the default; other values of JSON are written as JSON."""
    form = Form(
        {"a": "\ufeff ${x}-${y} ", "b": "${empty}", "c": "${yes}"}, {"x": 1, "y": "z", "empty": None, "yes": True}
    )

    assert (form.text("a", "A"), form.text("b", "B", "none"), form.text("c", "C")) == ("1-z", "none", "true")


def test_an_unknown_variable_is_one_problem() -> None:
    """What the text would have meant is not judged; the names of all others are not a page."""
    form = Form({"horizon": "${wait} days"}, {f"v{number:03}": 1 for number in range(99)})

    assert read_horizon(form) == Horizon(1, "month")
    assert form.problems == [
        "Outcome known after: no variable is called wait (in '${wait} days'); defined are: "
        + ", ".join(f"v{number:03}" for number in range(30))
        + " and 69 others."
    ]


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        (True, True),
        ("true", True),
        ("Oui", True),
        ("Y", True),
        ("off", False),
        ("0.0", False),
        (1, True),
        ("${f}", True),
        (False, False),
        ("0", False),
        (None, True),
    ],
)
def test_flags_may_come_from_variables(value: Any, flag: bool) -> None:
    """Which are texts; nothing gives the default."""
    assert Form({"f": value}, {"f": "TRUE"}).flag("f", "F", default=True) is flag


def test_values_of_another_kind_are_problems_of_their_fields() -> None:
    """All of them, in one message; the defaults stand for them."""
    form = Form({"a": "maybe", "b": "best", "c": [1], "d": "x", "e": "rows", "f": [1], "g": "map", "h": 5})

    assert form.flag("a", "A", default=True)
    assert form.choice("b", "B", ("last", "first")) == read_snapshot_day(form) == "last"
    assert form.text("c", "C") == ""
    assert form.integer("d", "D", default=3) == 3
    assert form.rows("e", "E", "Row") == form.rows("f", "F", "Row") == []
    assert form.fields("g", "G", "a map") == {}
    assert form.verbatim("h", "H") == ""
    with pytest.raises(SettingsError, match=r"(?s)Please correct 8 settings:\n 1\. A: .* 8\. H: expected a text\.$"):
        form.check()


def test_problems_of_a_part_are_problems_of_the_form() -> None:
    """Under the place of the part."""
    form = Form({"rows": [{}, {"n": "x"}]}, project_key="P")
    rows = form.rows("rows", "Rows", "Row")
    rows[1].integer("n", "Number", default=1)
    rows[1].part({}, "Inside").required("m", "M", "Fill it in")

    assert form.problems == [
        "Row 2, Number: expected a whole number from 1 to 1,000,000, found 'x'.",
        "Row 2, Inside, M: it is empty. Fill it in.",
    ]
    assert rows[0].project_key == "P"


def test_a_verbatim_text_is_not_touched() -> None:
    """A password or a reason may contain anything."""
    assert Form({"p": " ${x}, "}, {"x": 1}).verbatim("p", "P") == " ${x}, "


@pytest.mark.parametrize("text", ["${" * 40_000, "${a" * 40_000, "$" * 80_000, "[" * 80_000, "${" + "a" * 80_000])
def test_many_beginnings_of_variables_take_no_time(text: str) -> None:
    """It took 36 seconds; a second is a thousand times what it takes."""
    begin = time.process_time()
    form = Form({"targeting_rates": text})
    read_rates(form)

    assert time.process_time() - begin < 1
    assert len(form.problems) == 1
    assert len(form.problems[0]) < 400


@given(st.dictionaries(st.sampled_from("abc"), st.text("${}ab ,[]\"'", max_size=20)), st.text("${}ab ,[]", max_size=30))
def test_no_text_breaks_the_replacement_of_variables(variables: dict[str, str], text: str) -> None:
    """Neither as a text nor as a list; what a variable contains is not replaced again."""
    form = Form({"a": text}, variables)
    form.text("a", "A")
    form.texts("a", "A")

    assert all("no variable is called" in problem or "expected a text" in problem for problem in form.problems)


def test_half_a_character_is_refused() -> None:
    """No file and no log could hold it."""
    form = Form({"a": "x\ud800", "b": "${v}", "c": "\udc00"}, {"v": "\ud800"})

    assert (form.text("a", "A"), form.texts("b", "B"), form.verbatim("c", "C")) == ("", (), "")
    assert [problem.split(", found")[0] for problem in form.problems] == [
        f"{label}: expected a text" for label in "ABC"
    ]
    "".join(form.problems).encode()


@pytest.mark.parametrize("text", ["a\nBcc: x", "a\r\nb", "a\x00b", "a\u2028b", "a\x1bb", "a\u202eb"])
def test_a_line_has_no_line_break(text: str) -> None:
    """It becomes the subject of a mail, or a heading."""
    form = Form({"name": text})
    assert form.line("name", "Name of the score") == ""
    assert form.problems[0].startswith("Name of the score: expected one line without control characters, found ")
    assert Form({"name": " Résiliation "}).line("name", "Name") == "Résiliation"


def test_of_many_variables_the_nearest_come_first() -> None:
    """Whoever misspelt one finds it."""
    form = Form({"horizon": "${waits}"}, {**{f"v{number:03}": 1 for number in range(99)}, "wait": "1 month"})
    read_horizon(form)

    assert "defined are: wait, v000" in form.problems[0]
