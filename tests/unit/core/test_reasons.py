"""Reasons as codes with values: worded in any language, written to a dataset and read back."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import champion_challenger
from champion_challenger.core.reasons import LONGEST, Reason, read_reasons, reason_codes, sentence
from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.english import ENGLISH

LACKING = Reason("cohort_lacks_features", {"n": 2, "features": ["spend", "région"]})
SOURCES = [
    path.read_text(encoding="utf-8") for path in Path(champion_challenger.__file__).parent.glob("[aco]*/**/*.py")
]
VALUES = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(), st.lists(st.text()))


def given_reasons() -> Iterator[ast.Call]:
    """Every place of core, operations and adapters where a reason is made."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
                yield node


def test_each_code_that_is_given_has_a_template_with_its_values() -> None:
    """Where both are written in one place."""
    for call in given_reasons():
        code = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
        template = ENGLISH.reasons.get(code, "") if code else ""
        assert code is None or template, code
        if len(call.args) == 2 and isinstance(call.args[1], ast.Dict) and isinstance(template, str) and code:
            keys = {key.value for key in call.args[1].keys if isinstance(key, ast.Constant)}
            complete = None not in call.args[1].keys
            shown = {name for _, name, _, _ in string.Formatter().parse(template) if name}
            assert keys == shown if complete else keys <= shown, code


@pytest.mark.parametrize("code", sorted(ENGLISH.reasons))
def test_each_template_is_the_reason_of_something(code: str) -> None:
    """None is left over."""
    assert any(f'"{code}"' in source for source in SOURCES)


def test_a_reason_is_worded_in_each_language() -> None:
    """Its plural, its numbers and its reasons within are those of the language."""
    reason = Reason("scored_as_if_empty", {"obstacles": (LACKING,)})
    rare = Reason("no_positive", {"n": 1234})
    assert str(reason) == "scored as if empty: the cohort lacks 2 features of this version: spend, région"
    assert reason.wording(LANGUAGES["fr"]) == (
        "score calculé comme si des variables étaient vides\u00a0: il manque à la cohorte 2 variables de cette "
        "version\u00a0: spend, région"
    )
    assert sentence([rare, rare], LANGUAGES["fr"]).endswith(
        "; les mesures demandent les deux classes\u00a0: aucun positif parmi 1\u202f234 clients"
    )
    assert str(rare).endswith("no positive among 1,234 customers")


@given(st.lists(st.builds(Reason, st.sampled_from(["a", "b"]), st.dictionaries(st.sampled_from(["n", "m"]), VALUES))))
def test_reasons_are_read_back_as_they_were_written(reasons: list[Reason]) -> None:
    """Where they fit into the column."""
    written = reason_codes({"reason": reasons})
    assert read_reasons(written, "reason") == (tuple(reasons) if written else ())
    assert written is None or len(written) <= LONGEST


def test_a_summary_adds_its_reasons_to_those_of_the_row() -> None:
    """Each column has its own; numbers of numpy are numbers."""
    before = reason_codes({"reason": [Reason("no_positive", {"n": np.int64(400)})]})
    written = reason_codes({"pooled_reason": [Reason("below_margin", {"delta": np.float64(0.5)})]}, before)
    assert read_reasons(written, "reason") == (Reason("no_positive", {"n": 400}),)
    assert read_reasons(written, "pooled_reason") == (Reason("below_margin", {"delta": 0.5}),)


@pytest.mark.parametrize("codes", [None, "", float("nan"), "{", "[]", "3", '{"reason":{}}', '{"reason":["few"]}'])
def test_what_is_no_reason_is_none(codes: object) -> None:
    """Rows of an older version of the plugin, and texts that a person changed."""
    assert read_reasons(codes, "reason") == ()


def test_a_text_that_a_column_cannot_hold_is_left_out() -> None:
    """The sentence beside it is shown instead."""
    assert reason_codes({"reason": [Reason("host_said", {"message": "x" * LONGEST})]}) is None


@pytest.mark.parametrize(
    ("hits", "said"), [(7.33333, "7.3 hits, fewer"), (9.9999, "9.9 hits, fewer"), (7.0, "7 hits,")]
)
def test_hits_have_one_decimal_at_most(hits: float, said: str) -> None:
    """Under ties they are no whole number; fewer than 10 are never called 10."""
    assert str(Reason("bounds_of_few_hits", {"hits": hits})).startswith(said)
