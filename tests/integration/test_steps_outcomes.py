"""Every outcome of every step, by its entry script as the host runs it, and whether the step after it runs.

The host gives the other answers here: futures that fail without a word, 500 for what is absent, a forbidden project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest
from dataikuapi.dss.dataset import DSSDataset
from dataikuapi.dss.project import DSSProject

from champion_challenger.languages.french import FRENCH
from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.integration.steps import Run, marker, plugin_step, run, table
from tests.integration.telco import install
from tests.integration.test_steps_volumes import monthly
from tests.unit.languages.english_words import english_words

PostgreSQL = pytest.importorskip("tests.engines.postgresql").PostgreSQL
OTHER_ANSWERS = Switches(
    forbidden_projects="SECRET",
    metrics_envelope="future",
    failing_future="never_done",
    missing_object_status=500,
    quality_status_case="capitalised",
    metrics_of_unknown_partition="refused",
)
ROWS = "records:COUNT_RECORDS"
PROCEDURES = """
CREATE PROCEDURE prepare(n integer, INOUT p_rc integer) LANGUAGE plpgsql AS 'BEGIN p_rc := n; END';
CREATE PROCEDURE hidden() LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON PROCEDURE hidden() FROM PUBLIC;
CREATE ROLE guest LOGIN;
"""
SAID_BY_OTHERS = (
    r"Réponse de DSS.: .*|(ERROR|WARNING) records:COUNT_RECORDS is \d+, (below|above) \d+|\w+\.\w+|\w+:[\w:]+"
    r"|contrôle \w+|règle de qualité \w+|(full|late|crowded|crowd|plenty)\b|CALL \w+"
)
"""Answers of DSS, and names of datasets, metrics, checks, rules and procedures."""
NAMES = ("EMPTY", "Compute first", "Safe to retry", "INFO")


@dataclass(frozen=True)
class Case:
    """A step of a form, and what becomes of it; the step is called as its variables begin."""

    name: str
    form: dict[str, Any]
    outcome: str
    words: tuple[str, ...]


def retrieve(name: str, outcome: str, words: str, *readings: dict[str, Any], **form: Any) -> Case:
    """Readings, all of which have the outcome, and some words for each."""
    named = [{"dataset": "UP.orders", "id": ROWS, "name": f"v{n}", **one} for n, one in enumerate(readings)]
    return Case(f"retrieve_{name}", {"readings": named, **form}, outcome, tuple(words.split(" | ")))


def volumes(name: str, partition: str, outcome: str, words: str, **form: Any) -> Case:
    """A month of customers; the months before are computed where they never were."""
    return Case(
        f"volumes_{name}", {"dataset": "customers", "partition": partition, **form}, outcome, tuple(words.split(" | "))
    )


def call(name: str, procedure: str, outcome: str, words: str, *values: str, **form: Any) -> Case:
    """A procedure on the real PostgreSQL, unless another connection is given."""
    parameters = [{"type": "integer", "value": value} for value in values]
    if procedure == "prepare":
        parameters.append({"name": "p_rc", "direction": "OUT", "type": "integer", "equals": "0"})
    fields = {"connection": "postgres", "procedure": procedure, "parameters": parameters, **form}
    return Case(f"call_{name}", fields, outcome, (words,))


CHECK, RULE = {"kind": "check"}, {"kind": "data_quality"}
CASES = [
    retrieve(
        "ok", "OK", "COUNT_RECORDS: 40. | COUNT_RECORDS: 1. | check rows: OK. | rule enough: OK.",
        {}, {"dataset": "UP.returns"}, {**CHECK, "id": "rows"}, {**RULE, "id": "enough"}, compute_first=True,
    ),
    retrieve(
        "warning", "WARNING", "above the maximum of 10 | full: its outcome is WARNING | below 50",
        {"maximum": "10", "severity": "WARNING"}, {**CHECK, "id": "full"}, {**RULE, "id": "plenty"},
    ),
    retrieve(
        "error", "ERROR", "below the minimum of 41 | crowded: its outcome is ERROR | WARNING records:COUNT_RECORDS is 40, below 50; crowd: ERROR records:COUNT_RECORDS is 40, above 9; late: never computed",
        {"minimum": "41"}, {**CHECK, "id": "crowded"}, {**RULE, "id": ""},
    ),
    retrieve(
        "empty", "EMPTY", "it was never computed, or is not defined there; tick | rule lazy: it was never computed",
        {"dataset": "customers", "partition": "2019-02"}, {**RULE, "dataset": "UP.returns", "id": "lazy"},
    ),
    retrieve("stale", "ERROR", "old, and should not be older than 0 seconds", {"not_older_than": "0.001 seconds"}),
    retrieve(
        "missing", "ERROR", "UP.none, metric | NO.orders, metric | There are: col_stats | over, and has no result",
        {"dataset": "UP.none"}, {"dataset": "NO.orders"}, {"id": "col_stats:MEAN:who"}, compute_first=True,
    ),
    retrieve(
        "forbidden", "ERROR", "no permission. Whoever the scenario runs as needs the right to read project SECRET",
        {"dataset": "SECRET.orders"},
    ),
    volumes(
        "ok", "2019-02", "OK", "204 is 2.0 % above the median of 1 (200) | share of nulls of id: 0 is equal to",
        null_columns="id",
    ),
    volumes("error", "2019-03", "ERROR", "130 is 36.3 % below the last one (204)"),
    volumes("none", "2019-05", "ERROR", "there are none at all"),
    volumes("warning", "2019-06", "WARNING", "(2019-01, 2019-02, 2019-04); left out, since they alarmed: 2019-03, 2019-05"),
    volumes("empty", "2019-01", "EMPTY", "there is no history to compare with"),
    volumes("year", "2019-04", "EMPTY", "no value of a year earlier to compare with", compare_with="last_year"),
    volumes("time", "", "EMPTY", "rows: compared with 0 earlier (none)", dataset="UP.orders", minimum_base=1),
    volumes("city", "2019-02|paris", "OK", "compared with 1 earlier (2019-01|paris)", dataset="visits", minimum_base=1),
    volumes("missing", "2019-02", "ERROR", "UP.none: ", compare_with="other_dataset", other_dataset="UP.none"),
    volumes(
        "forbidden", "2019-02", "ERROR", "SECRET.orders: records:COUNT_RECORDS: no permission",
        compare_with="other_dataset", other_dataset="SECRET.orders",
    ),
    call("ok", "prepare", "OK", "OK: p_rc is 0.", "0"),
    call("rows", "range", "OK", "ended with a result set of 3 rows", "3", connection="duckdb"),
    call("error", "prepare", "ERROR", "p_rc: expected 0, found 4.", "4"),
    call("missing", "nothing", "ERROR", "procedure nothing() does not exist"),
    call("forbidden", "hidden", "ERROR", "permission denied for procedure hidden", connection="guest"),
]  # fmt: skip


@dataclass
class Played:
    """One run of all cases: what was set, what each step said, and which steps ran."""

    run: Run
    logs: dict[str, str]


@pytest.fixture(scope="module")
def standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A stand-in that gives the other answers, with the plugin's zip installed."""
    with running(tmp_path_factory.mktemp("workspace"), OTHER_ANSWERS) as served:
        install(served.client())
        yield served


@pytest.fixture(scope="module")
def project(standin: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DSSProject]:
    """Customers by month; an upstream project with checks and rules; a forbidden one; a real database."""
    client = standin.client()
    for key in ("UP", "SECRET"):
        orders = table(client.create_project(key, key, owner="admin"), "orders", pd.DataFrame({"who": list("ab") * 20}))
        orders.compute_metrics(metric_ids=[ROWS, "col_stats:COUNT_NULL:who"])
    checked(client.get_project("UP").get_dataset("orders"))
    ruled(table(client.get_project("UP"), "returns", pd.DataFrame({"id": [1]})), lazy={"minimum": 1})
    here = client.create_project("OUTCOMES", "Outcomes", owner="admin")
    monthly(here, {"2019-01": 200, "2019-02": 204, "2019-03": 130, "2019-04": 199, "2019-05": 0, "2019-06": 170})
    visits(here)
    here.get_dataset("customers").compute_metrics("2019-01", metric_ids=[ROWS])
    with PostgreSQL(tmp_path_factory.mktemp("postgres")) as server:
        server.execute(PROCEDURES)
        client.create_connection("postgres", "PostgreSQL", server.params)
        client.create_connection("guest", "PostgreSQL", {**server.params, "user": "guest"})
        yield here


def ruled(dataset: DSSDataset, **rules: dict[str, int]) -> None:
    """Make data-quality rules on the number of rows."""
    for name, limits in rules.items():
        enabled = {f"{limit}Enabled": True for limit in limits}
        dataset.get_data_quality_rules().create_rule(
            {"type": "RecordCountInRangeRule", "displayName": name, "enabled": True, **limits, **enabled}
        )


def checked(dataset: DSSDataset) -> None:
    """Give the 40 orders a check and a rule of each outcome, and compute them."""
    settings = dataset.get_settings()
    for name, limit, value in (("rows", "minimum", 1), ("full", "softMaximum", 9), ("crowded", "maximum", 9)):
        check = {"type": "numericRange", "metricId": ROWS, limit: value, f"{limit}Enabled": True}
        settings.get_raw()["metricsChecks"]["checks"].append({**check, "meta": {"label": name}})
    settings.save()
    dataset.run_checks()
    ruled(dataset, enough={"minimum": 1}, plenty={"softMinimum": 50}, crowd={"maximum": 9})
    dataset.get_data_quality_rules().compute_rules().wait_for_result()
    ruled(dataset, late={"minimum": 1})


def visits(project: DSSProject) -> None:
    """Visits of two cities by month; those of Lyon are no history of those of Paris."""
    folder = project.create_managed_folder("visits_files")
    for place, count in {"2019-01/paris": 20, "2019-02/paris": 20, "2019-01/lyon": 5, "2019-02/lyon": 5}.items():
        folder.put_file(f"{place}/rows.csv", pd.DataFrame({"id": range(count)}).to_csv(index=False).encode())
    settings = folder.create_dataset_from_files("visits").get_settings()
    settings.set_csv_format()
    settings.add_time_partitioning_dimension("month", "MONTH")
    settings.add_discrete_partitioning_dimension("city")
    settings.set_partitioning_file_pattern("%Y-%M/%{city}/.*")
    settings.save()
    project.get_dataset("visits").set_schema({"columns": [{"name": "id", "type": "bigint"}], "userModified": True})


@pytest.fixture(scope="module")
def played(project: DSSProject) -> Played:
    """All cases in one scenario; each sets its variables only, and has a step after it that runs when all is well."""
    return play(project)


@pytest.fixture(scope="module")
def played_in_french(project: DSSProject, played: Played) -> Played:
    """All cases once more, in French."""
    return play(project, language="fr")


def play(project: DSSProject, **form: Any) -> Played:
    """Run all cases, with these fields of the form too."""
    steps = []
    for case in CASES:
        folder = {"retrieve": "retrieve-metrics-and-checks", "volumes": "check-volume-stability"}
        kind = folder.get(case.name.partition("_")[0], "call-teradata-procedure")
        steps.append(plugin_step(kind, case.name, prefix=case.name, fail_on="never", **case.form, **form))
        is_well = f"{case.name}_outcome == 'OK' || {case.name}_outcome == 'WARNING'"
        steps.append(marker(f"after {case.name}", is_well))
    done = run(project, *steps)
    parts = done.log.split("\n--- ")
    return Played(done, {part.removeprefix("--- ").partition(" ")[0]: part for part in parts})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_outcome_is_set_told_and_decides_what_comes_next(played: Played, case: Case) -> None:
    """Each with words of its own, and no step after an ERROR or an EMPTY."""
    assert played.run.variables[f"{case.name}_outcome"] == case.outcome, played.logs[case.name]
    assert [words for words in case.words if words not in played.logs[case.name]] == [], played.logs[case.name]
    assert (f"after {case.name}" in played.run.steps) == (case.outcome in ("OK", "WARNING"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_in_french_no_word_is_english(played_in_french: Played, case: Case) -> None:
    """But for what DSS and the database say, names, and outcomes."""
    log = played_in_french.logs[case.name]
    told = re.sub(SAID_BY_OTHERS, " ", log.partition("INFO ")[2].partition("Variables posées")[0])

    assert "Issue\u00a0: " in told, log
    assert english_words(told, FRENCH, NAMES) == set(), told


def test_every_single_value_of_a_step_has_the_outcome(played: Played) -> None:
    """So that the worst of them is not all that was looked at."""
    for case in CASES:
        found = [played.run.variables[f"{case.name}_{one['name']}_outcome"] for one in case.form.get("readings", [])]
        assert set(found) <= {case.outcome}, case.name


def test_the_first_row_of_a_result_set_becomes_variables(played: Played) -> None:
    """By a connection to DuckDB, whose table functions can be called."""
    assert (played.run.variables["call_rows_row_range"], played.run.variables["call_rows_rows"]) == (0, 3)
