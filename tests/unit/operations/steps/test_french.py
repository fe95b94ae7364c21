"""Steps of a French project: lines, alerts and logs are French, but for what DSS, a database or a form says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from champion_challenger.core.monitoring.judgement import MetricPoint
from champion_challenger.core.procedures.calls import CallResult
from champion_challenger.errors import HostError
from champion_challenger.languages.french import FRENCH
from champion_challenger.operations.call_teradata_procedure import call_teradata_procedure
from champion_challenger.operations.check_volume_stability import check_volume_stability
from champion_challenger.operations.retrieve_metrics_and_checks import retrieve_metrics_and_checks
from champion_challenger.operations.steps.conclude import Report, conclude
from champion_challenger.settings.call_teradata_procedure import ProcedureSettings
from champion_challenger.settings.check_volume_stability import VolumeSettings
from champion_challenger.settings.form import Form
from champion_challenger.settings.retrieve_metrics_and_checks import Place, RetrieveSettings
from champion_challenger.settings.step_ending import Ending
from tests.unit.languages.english_words import english_words
from tests.unit.operations.steps.fakes import NOON, FakeFigures, FakeStep
from tests.unit.operations.steps.procedures import FakeCallStep, FakeProcedures
from tests.unit.operations.test_call_teradata_procedure import DONE, OUT, refused
from tests.unit.operations.test_check_volume_stability import daily, growing, monthly

ROWS = "records:COUNT_RECORDS"
ORDERS = Place("UP", "orders")
SHARED = {
    "language": "fr",
    "fail_on": "never",
    "alert_channel": "mail",
    "alert_recipients": "a@b",
    "alert_when": "always",
}
NAMES = (
    "mkt.refresh",
    "TELCO.customers",
    "UP.orders",
    "UP.nothing",
    "TELCO",
    "Run this step",
    "If condition satisfied",
    "Compute first",
    "Safe to retry",
    "OUT",
    "words",
    "EMPTY",
)
QUOTED = re.compile(r"Réponse de DSS.: .*|^  \w+ [=|].*|[\w.]*_\w+|\[.*\]|\w+:[\w:]+", re.MULTILINE)
"""Answers of DSS and of the database, lines of variables, ids."""


def everything(report: Report, ending: Ending, host: FakeStep) -> str:
    """All that the step writes: log and alert."""
    conclude(report, ending, host)
    ((_, subject, message),) = host.sent
    return "\n".join([*host.said, subject, message])


def volumes(shelf: FakeFigures, **form: Any) -> str:
    """What the step that watches volumes writes."""
    values = {"dataset": "customers", "partition": "2019-05", "compute_first": False, **SHARED, **form}
    settings, host = VolumeSettings.from_form(Form(values, project_key="TELCO")), FakeStep()
    return everything(check_volume_stability(settings, shelf, host), settings.ending, host)


def retrieved(*points: MetricPoint, compute_first: bool = False, **row: Any) -> str:
    """What the step that retrieves writes of the orders."""
    held: dict[str, list[MetricPoint]] = {
        "col_stats:MIN:a": [],
        "col_stats:MAX:a": [],
        **{f"x:{n}": [] for n in range(9)},
    }
    shelf = FakeFigures({ORDERS: {ROWS: list(points), **held}}, forbidden={"SECRET"})
    readings = [{"dataset": "UP.orders", "id": ROWS, "name": "v", **row}]
    settings = RetrieveSettings.from_form(Form({"readings": readings, "compute_first": compute_first, **SHARED}))
    host = FakeStep()
    return everything(retrieve_metrics_and_checks(settings, shelf, host), settings.ending, host)


def called(*answers: CallResult | HostError, **form: Any) -> str:
    """What the step that calls writes."""
    values = {"connection": "teradata", "procedure": "mkt.refresh", "parameters": OUT, **SHARED, **form}
    settings, host = ProcedureSettings.from_form(Form(values)), FakeCallStep()
    return everything(call_teradata_procedure(settings, FakeProcedures(list(answers)), host), settings.ending, host)


def unsaved() -> FakeFigures:
    """Customers whose outcome cannot be saved."""
    return FakeFigures(monthly(1000, 1000).held, refuses_to_save=True)


OLD = MetricPoint(12345.5, NOON - timedelta(hours=3))
CASES: dict[str, Callable[[], str]] = {
    "a drop": lambda: volumes(monthly(100_000, 101_000, 70_000)),
    "a rare value": lambda: volumes(daily(*[1000, 1001, 999] * 4, 920), partition=""),
    "no history": lambda: volumes(monthly(1000)),
    "too few rows": lambda: volumes(monthly(10, 10)),
    "no rows": lambda: volumes(monthly(10, 0)),
    "a trend": lambda: volumes(growing(25, now=0.8)),
    "last year": lambda: volumes(monthly(10, 10), compare_with="last_year"),
    "other metrics": lambda: volumes(unsaved(), null_columns="a", positive_column="b", metric_ids="x:c"),
    "another dataset": lambda: volumes(monthly(1000), compare_with="other_dataset", other_dataset="UP.nothing"),
    "a value": lambda: retrieved(OLD),
    "bounds": lambda: retrieved(OLD, minimum="20000", equals="7", not_older_than="1 hour"),
    "an upper bound": lambda: retrieved(OLD, maximum="100"),
    "a text": lambda: retrieved(MetricPoint("x"), minimum="1", not_older_than="1 hour"),
    "no value": lambda: retrieved(MetricPoint("", NOON)),
    "no figure": lambda: retrieved(MetricPoint(float("nan"), NOON)),
    "never computed": lambda: retrieved(),
    "an absent dataset": lambda: retrieved(dataset="UP.nothing"),
    "a forbidden project": lambda: retrieved(dataset="SECRET.x", compute_first=True),
    "an unknown id": lambda: retrieved(id="nope"),
    "an unknown id to compute": lambda: retrieved(id="nope", compute_first=True),
    "several ids": lambda: retrieved(id="a"),
    "an unknown check": lambda: retrieved(kind="check", id="nope"),
    "no rules": lambda: retrieved(kind="data_quality", id=""),
    "a call": lambda: called(DONE),
    "another code": lambda: called(CallResult({"p_rc": 4}, {}, (1,))),
    "no code": lambda: called(CallResult({}, {})),
    "an output without a figure": lambda: called(CallResult({"p_rc": 0, "p_msg": float("nan")}, {})),
    "a deadlock": lambda: called(refused(2631)),
    "a deadlock that stays": lambda: called(refused(2631), is_repeatable=True, time_limit="1 minute", attempts=99),
    **{f"error {code}": partial(called, refused(code)) for code in (444, 493, 2646, 2826, 3523, 3802, 3807, 5495, 5510, 8017)},
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_no_word_is_english(case: str) -> None:
    """Outcomes, names of variables and fields, and what others say are left as they are."""
    text = CASES[case]()

    assert english_words(QUOTED.sub(" ", text), FRENCH, NAMES) == set(), text
    assert not re.search(r"\d\.\d", re.sub(r"[\w.]+@[\w.]+|^  \w+ [=].*|\[.*\]", "", text, flags=re.MULTILINE)), text


def test_an_alert_is_read_as_french() -> None:
    """Numbers, days and spaces as people there write them."""
    _, _, alert = volumes(monthly(100_000, 101_000, 70_000)).partition("ERROR\u00a0: stabilité des volumes (TELCO)\n")

    assert alert == "\n".join(
        [
            "Étape\u00a0: stabilité des volumes (projet TELCO)",
            "Issue\u00a0: ERROR",
            "",
            "ERROR\u00a0: TELCO.customers, partition 2019-05, nombre de lignes\u00a0: 70\u202f000, soit 30,7\u00a0% de "
            "moins que la dernière valeur (101\u202f000).",
            "",
            "Variables\u00a0:",
            "  rows = 70\u202f000",
            "  rows_change = −0,306931",
            "  rows_reference = 100\u202f500",
            "",
            "Début 05/06/2019 12:00 UTC, fin 05/06/2019 12:00 UTC, 0,07 minute.",
        ]
    )


def test_variables_hold_what_conditions_read() -> None:
    """A number is a number in every language; the text beside it is for mails."""
    settings = RetrieveSettings.from_form(
        Form({"readings": [{"dataset": "UP.orders", "id": ROWS, "name": "v"}], "language": "fr"})
    )
    report = retrieve_metrics_and_checks(settings, FakeFigures({ORDERS: {ROWS: [OLD]}}), FakeStep())

    assert report.variables == {"v": 12345.5, "v_outcome": "OK", "v_text": "12\u202f345,5", "v_age_hours": 3.0}


def test_a_form_without_the_field_stays_english() -> None:
    """Steps of older projects."""
    settings = VolumeSettings.from_form(
        Form({"dataset": "customers", "partition": "2019-05", "compute_first": False}, project_key="TELCO")
    )
    report = check_volume_stability(settings, monthly(1000, 700), FakeStep())

    assert report.lines == [
        "ERROR: TELCO.customers, partition 2019-05, rows: 700 is 30.0 % below the median of 1 (1000)."
    ]
