"""The section of early warnings."""

from __future__ import annotations

from typing import Any

import pytest

from champion_challenger.core.monitoring.early_warnings import MissingShare, histogram_text, missing_text
from champion_challenger.core.reasons import Reason, reason_codes
from champion_challenger.core.report.rows import with_active_version
from champion_challenger.report.page import page
from champion_challenger.settings.performance_report import ReportOptions
from tests.unit.operations.stored_scores.test_newest import known, tables
from tests.unit.report.samples import checked, plain, report_of, two_cohorts
from tests.unit.report.test_opening import ADVISED, with_expected

EDGES = [tenth / 10 for tenth in range(1, 10)]
COUNTED: dict[str, Any] = {
    "expected_positives": 1612.4,
    "newest_cohort": "1998-07-15",
    "n_newest": 1000,
    "score_psi": 0.3127,
    "score_psi_limit": 0.0234,
    "list_changed": 0.412,
    "score_histogram": histogram_text(EDGES, [100] * 10, [50, 50, 50, 50, 100, 100, 100, 100, 150, 250]),
    "early_warnings": "large_score_drift",
}


def page_of(language: str = "en", **changes: Any) -> str:
    """Page whose rows of the last cohort have early warnings."""
    rows = [{**row, **({**COUNTED, **changes} if row["cohort"] == "1998-05" else {})} for row in two_cohorts()]
    return page(report_of(rows), ReportOptions(language=language))


def section(text: str, title: str = "Early warnings") -> str:
    """The section of a page."""
    return text[text.index(f"<h2>{title}") :].split("<h2>")[1]


def test_each_version_has_its_drift_and_its_warning() -> None:
    """With the limit of chance, the list, the positives expected and those that came."""
    found = section(page_of())

    for cell in ("0.313", "0.023", "41.2 %", "1\u202f612", "1\u202f507", "large drift"):
        assert f">{cell}</td>" in found
    assert "scores have drifted far (PSI 0.313; chance reaches 0.023)." in found
    assert 'class="notice"' in found


def test_the_chart_has_a_bar_for_each_tenth_the_highest_first() -> None:
    """Share of the newest customers; the table below says the same."""
    checked(page_of())
    found = section(page_of())

    assert found.count('class="bar"') % 10 == 0
    assert found.index("1: 25.0 % (10.0 %)") < found.index("2: 15.0 % (10.0 %)") < found.index("10: 5.0 % (10.0 %)")
    assert "<td>0.9000</td><td>10.0 %</td><td>25.0 %</td>" in found


def test_features_are_listed_with_both_shares() -> None:
    """Escaped."""
    found = section(page_of(missing_values=missing_text([MissingShare("<income>", 0.01, 0.4)])))

    assert "&lt;income&gt;</td><td>1.0 %</td><td>40.0 %</td>" in found


def test_features_of_the_former_champion_are_not_shown_as_those_of_the_model_in_production() -> None:
    """After an activation its row is there still."""
    text = missing_text([MissingShare("income", 0.01, 0.4)])
    rows = [
        {**one, **COUNTED, "missing_values": text if one["version_id"] == "initial" else None} for one in two_cohorts()
    ]
    source = with_active_version(report_of(rows), "19980331")

    assert "income" in section(page(report_of(rows)))
    assert "income" not in section(page(source))


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("en", "Early warnings", "look like those of "),
        ("fr", "Alertes précoces", "ressemblent à ceux de "),
    ],
)
def test_no_warning_is_said_too(language: str, title: str, said: str) -> None:
    """In both languages, and not as a notice."""
    found = section(page_of(language, early_warnings=None, score_psi=0.01), title)

    assert said in found
    assert 'class="notice"' not in found


def test_without_newest_customers_the_section_says_how_to_have_them() -> None:
    """Rows of an older plugin have no section."""
    nothing = dict.fromkeys(COUNTED, None)

    assert "connect Newest customers" in section(page_of(**{**nothing, "expected_positives": 12.0}))
    assert "Early warnings" not in page_of(**nothing)
    assert "Early warnings" not in page(report_of(two_cohorts()), ReportOptions())


OF_A_DATABASE = reason_codes({"missing_values": [Reason("missing_values_not_in_database")]})


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("en", "Early warnings", "Features: missing values are not counted inside a database"),
        ("fr", "Alertes précoces", "les valeurs manquantes ne sont pas comptées dans une base de données"),
    ],
)
def test_rows_of_either_recipe_are_shown_alike(language: str, title: str, said: str) -> None:
    """But for a line that says why missing values are not known."""
    in_memory, in_database = (section(page_of(language, reason_codes=codes), title) for codes in (None, OF_A_DATABASE))
    (line,) = [part for part in in_database.split("<p ") if said in part]

    assert in_database.replace(f"<p {line.split('</p>')[0]}</p>", "") == in_memory


def test_a_version_without_newest_scores_says_so() -> None:
    """In the place of its warning; nobody takes it for one."""
    codes = reason_codes({"early_warnings": [Reason("version_without_newest_scores", {"cohort": "1998-07"})]})
    nothing = dict.fromkeys([name for name in COUNTED if name != "expected_positives"], None)
    changes = {**nothing, "reason_codes": codes}
    rows = [{**row, **(COUNTED if row["version_id"] == "initial" else {**COUNTED, **changes})} for row in two_cohorts()]
    found = section(page(report_of(rows)))

    n = len({row["version_id"] for row in rows if row["cohort"] == "1998-05"} - {"initial"})
    assert found.count('<td class="text reason">this version has no stored scores in 1998-07</td>') == n > 0


def test_a_table_without_a_later_cohort_says_so() -> None:
    """It is not the other recipe that lacks an input."""
    codes = reason_codes({"early_warnings": [Reason("no_newer_stored_scores", {"cohort": "1998-05"})]})
    found = section(page_of(**{**dict.fromkeys(COUNTED, None), "expected_positives": 12.0, "reason_codes": codes}))

    assert "Not counted: the table of stored scores has no cohort after 1998-05." in found
    assert "Newest customers" not in found


def test_cells_of_a_later_plugin_are_left_out() -> None:
    """A chart that cannot be read, a code that is not known."""
    found = section(page_of(score_histogram="{}", early_warnings="of_next_year"))

    assert "<svg" not in found
    assert "No early warnings" in found


def test_the_rows_that_both_recipes_wrote_have_the_same_section() -> None:
    """Of the same customers: every number, code and bar; no feature's values are missing here."""
    main, scores = tables()
    found = known(scores, score_id="Churn")[1]
    in_memory, in_database = (
        section(page(report_of(rows.to_dict("records")), ReportOptions())) for rows in (main, found)
    )
    line = next(part for part in in_database.split("<p ") if "Features: missing values" in part)

    assert "scores have drifted far" in in_memory
    assert in_database.replace(f"<p {line.split('</p>')[0]}</p>", "") == in_memory


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Early warnings for 1998-04-30, 1998-07-15 against 1998-05: scores have drifted far (PSI 0.313; chance"),
        ("fr", "Alertes précoces pour 30/04/1998, 1998-07-15 par rapport à 1998-05"),
    ],
)
def test_the_recommendation_tells_the_warnings_of_its_version(language: str, said: str) -> None:
    """The model in production has none, so that the section itself says nothing of them."""
    rows = with_expected(**ADVISED, **COUNTED)
    text = plain(page(report_of(rows), ReportOptions(language=language)))
    title = {"en": "Which version next?", "fr": "Quelle version ensuite"}[language]
    advice = text[text.index(title) :].split("<h2>")[0]

    assert said in advice.replace("\u00a0", " ")
    assert "PSI" not in plain(page(report_of(with_expected(**ADVISED)))).split("<h2>Over the cohorts")[0]
