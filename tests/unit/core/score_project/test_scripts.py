"""The programs of the scenarios, run as DSS runs them, with a small `dataiku` in the place of the host's."""

from __future__ import annotations

import ast
import io
import json
import re
import sys
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import time_machine

from champion_challenger.core.calendar import final_from, snapshot_of
from champion_challenger.core.score_project import scenario_steps, timetable
from champion_challenger.core.score_project.scenario_steps import python_step, script_text
from champion_challenger.records.models import Horizon

FOLDER = Path(scenario_steps.__file__).parent / "scripts"
NAMES = sorted(file.stem for file in FOLDER.glob("*.py"))
SCHEDULE = {
    "horizon": (1, "month"),
    "snapshot_day": "last",
    "period": "MONTH",
    "cohort": ("DATA", "cohort"),
    "time_zone": "UTC",
    "none": "none",
    "missed": {"alarm": "{cohort}: alarm, {month}", "gone": "{cohort}: gone", "waiting": "{cohort}: waiting"},
    "wrong_month": "month_ref: expected YYYY-MM, found {value}",
    "month_format": "YYYY-MM",
    "report": {"folder": "f1", "link": "{url} (file r.html)", "place": "in DSS, project {project}, folder reports"},
}
REPORT = {
    "score": "churn",
    "reports": "f1",
    "file": "report.html",
    "channel": "mail",
    "recipients": ["a@b.c"],
    "subject": "Score churn, {month}: report",
    "text": "See the page attached. It is kept too: {place}",
}


@dataclass
class FakeDSS:
    """A run of a scenario, with the datasets, the folder and the mail channel of its instance."""

    parameters: dict[str, str] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    set_by_run: dict[str, Any] = field(default_factory=dict)
    computed: list[tuple[str, str, str, list[str]]] = field(default_factory=list)
    polls_left: int = 0
    mails: list[tuple[Any, ...]] = field(default_factory=list)
    can_mail: bool = True
    statuses: dict[str, str | None] = field(default_factory=dict)
    cohorts: dict[str, int | None] = field(default_factory=dict)
    jobs: dict[str, str] = field(default_factory=dict)
    is_silent: bool = False
    aborted: list[str] = field(default_factory=list)

    def get_default_project(self) -> SimpleNamespace:
        """Project whose performance has these partitions, with the metric cohort_status, and is built by jobs."""
        if self.is_silent:
            raise ConnectionError("silent")
        found = partitioned(self.statuses, "cohort_status")
        found.build = lambda partitions, wait: self.job(partitions, self.jobs.get(partitions, "DONE"))
        return SimpleNamespace(get_dataset=lambda name: found)

    def get_project(self, key: str) -> SimpleNamespace:
        """Project whose datasets compute metrics, and whose cohorts have raised alarms or not."""

        if self.is_silent:
            raise ConnectionError("silent")

        def compute(name: str, partition: str, metric_ids: list[str]) -> dict[str, Any]:
            self.computed.append((key, name, partition, metric_ids))
            return {"hasResult": False} if self.polls_left else {}

        def dataset(name: str) -> SimpleNamespace:
            found = partitioned(self.cohorts, "volume_alarm_rows")
            found.compute_metrics = lambda *args, **more: compute(name, *args, **more)
            return found

        return SimpleNamespace(get_dataset=dataset)

    def get_messaging_channel(self, name: str) -> SimpleNamespace:
        """Channel that keeps its mails; one of another family sends none."""
        if not self.can_mail:
            return SimpleNamespace()
        return SimpleNamespace(send=lambda *args, **more: self.mails.append((name, *args, more)))

    def job(self, partition: str, log: str) -> SimpleNamespace:
        """Job of a partition that is done, is aborted with its scenario, or has failed with this log."""

        def status() -> dict[str, Any]:
            if log == "ABORT":
                raise SystemExit(143)
            return {"baseStatus": {"state": "DONE" if log == "DONE" else "FAILED"}}

        ended = {"get_log": lambda: log, "abort": lambda: self.aborted.append(partition)}
        return SimpleNamespace(id=f"job of {partition}", get_status=status, **ended)

    def has_result(self) -> bool:
        """Whether the computation has ended."""
        self.polls_left -= 1
        return self.polls_left < 0


def partitioned(values: dict[str, Any], name: str) -> SimpleNamespace:
    """Dataset with these partitions and the last values of one metric; a partition without a value is refused."""

    def metrics(partition: str) -> SimpleNamespace:
        if partition != "ALL" and values[partition] is None:
            raise LookupError(partition)
        metric = {"metric": {"id": f"external:{name}"}, "lastValues": [{"value": values.get(partition)}]}
        return SimpleNamespace(get_raw=lambda: {"metrics": [metric]})

    return SimpleNamespace(list_partitions=lambda: list(values), get_last_metric_values=metrics)


def run(script: str, dss: FakeDSS, monkeypatch: pytest.MonkeyPatch) -> FakeDSS:
    """Run the text of a step."""
    scenario = SimpleNamespace(
        get_trigger_params=lambda: dss.parameters,
        get_all_variables=lambda: dss.variables,
        set_scenario_variables=lambda **values: dss.set_by_run.update(values),
    )
    modules: dict[str, dict[str, Any]] = {
        "dataiku": {
            "api_client": lambda: dss,
            "default_project_key": lambda: "SCORE",
            "Folder": lambda folder: SimpleNamespace(
                get_download_stream=lambda file: io.BytesIO(f"{folder}/{file}".encode())
            ),
        },
        "dataiku.scenario": {"Scenario": lambda: scenario},
        "dataikuapi.dss.future": {"DSSFuture": SimpleNamespace(from_resp=lambda client, answer: client)},
    }
    for name, content in modules.items():
        module = ModuleType(name)
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    # Of the step's process alone, not of the tests'.
    monkeypatch.setattr("signal.signal", lambda *handler: None)
    exec(compile(script, "step.py", "exec"), {"__name__": "__main__"})
    return dss


def variables_set(text: str) -> set[str]:
    """Names of the variables that a script sets."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    setting = [call for call in calls if getattr(call.func, "attr", "") == "set_scenario_variables"]
    return {str(keyword.arg) for call in setting for keyword in call.keywords}


def test_the_scripts_set_the_variables_of_the_timetable() -> None:
    """Scenarios, mails and the wiki page name them."""
    names = {name: variables_set(script_text(name)) for name in NAMES}
    dates = {timetable.MONTH, timetable.MONTH_END, timetable.START}

    assert {name: variables for name, variables in names.items() if variables} == {
        "dates_of_application": {timetable.APPLICATION_DAY, timetable.NEWEST_COHORT, *dates},
        "dates_of_month": {timetable.COHORTS, timetable.EARLIER, timetable.MISSED, timetable.REPORT_PLACE, *dates},
        "earlier_cohorts": {timetable.MISSED},
        "end_of_run": {
            timetable.END,
            timetable.MINUTES,
            timetable.DURATION,
            timetable.FAILED_STEPS,
            *timetable.IN_MAILS,
        },
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_script_runs_in_older_code_environments(name: str) -> None:
    """The step runs in the project's environment, whose Python may be older than the plugin's; it imports no plugin."""
    text = script_text(name)

    ast.parse(text, feature_version=(3, 7))
    assert "champion_challenger" not in text
    assert len(re.findall(r"^PARAMETERS", text, re.MULTILINE)) <= 1


def test_values_stay_in_their_quotes() -> None:
    """A name may hold quotes, line ends and backslashes."""
    awkward = "UP\"; import os #\\'\n\\1"
    text = script_text("compute_metrics", targets=[(awkward, "b", "")], metrics=[])
    (line,) = [line for line in text.splitlines() if line.startswith("PARAMETERS")]

    assert ast.literal_eval(line.split(" = ", 1)[1]) == {"targets": [(awkward, "b", "")], "metrics": []}
    assert len(text.splitlines()) == len(script_text("compute_metrics").splitlines())


def test_a_step_that_always_runs_does_so_after_a_failure() -> None:
    """The others end with the first failure."""
    assert "FAILED" in python_step("End", "pass", always=True)["runConditionStatuses"]
    assert "FAILED" not in python_step("End", "pass")["runConditionStatuses"]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        (
            {"dssURL": "https://dss.example.com/"},
            "https://dss.example.com/projects/SCORE/managedfolder/f1/view/ (file r.html)",
        ),
        ({}, "in DSS, project SCORE, folder reports"),
        ({"dssURL": ""}, "in DSS, project SCORE, folder reports"),
    ],
)
def test_the_report_is_found_by_a_link_where_dss_knows_its_address(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else by the names of project, folder and file."""
    dss = run(script_text("dates_of_month", **SCHEDULE), FakeDSS(variables=variables), monkeypatch)

    assert dss.set_by_run["report_place"] == expected


@pytest.mark.parametrize(("month", "month_end"), [("2020-02", "2020-02-29"), ("2019-12", "2019-12-31")])
def test_dates_of_a_month(month: str, month_end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last day is that of its snapshot."""
    dss = run(script_text("dates_of_month"), FakeDSS({"month_ref": month}), monkeypatch)

    assert (dss.set_by_run["month_ref"], dss.set_by_run["day_ref"]) == (month, month_end)


def test_dates_of_an_application(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest month that ended before it."""
    dss = run(script_text("dates_of_application"), FakeDSS({"date_ref_appli": "2020-03-04"}), monkeypatch)

    assert dss.set_by_run.pop("calc_start")
    assert dss.set_by_run.pop("cohort_ref") == "2020-02"
    assert dss.set_by_run == {"date_ref_appli": "2020-03-04", "day_ref": "2020-02-29", "month_ref": "2020-02"}


@pytest.mark.parametrize(
    ("partitions", "newest"),
    [
        ({"2019-11": 0, "2019-12": 0, "2020-03": 0}, "2019-12"),
        ({"2019-10": 0, "2019-11": 0, "2019-12": 1}, "2019-11"),
        ({"2020-01-31": 0, "2020-02-29": 0, "2020-03-04": 0}, "2020-02-29"),
        ({}, "2020-02"),
    ],
)
def test_an_application_is_compared_with_the_newest_cohort_that_exists(
    partitions: dict[str, int], newest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last month's comes when its outcomes are joined, a horizon after its end; one that raised an alarm is no measure."""
    dss = FakeDSS({"date_ref_appli": "2020-03-04"}, cohorts=partitions)
    run(script_text("dates_of_application", cohort=("DATA", "cohort"), time_zone="UTC"), dss, monkeypatch)

    assert dss.set_by_run["cohort_ref"] == newest


@pytest.mark.parametrize("snapshot_day", ["first", "last"])
@pytest.mark.parametrize(
    "horizon", [Horizon(1, "month"), Horizon(3, "month"), Horizon(1, "quarter"), Horizon(45, "day")]
)
def test_a_month_is_evaluated_in_the_month_in_which_it_is_final(
    horizon: Horizon, snapshot_day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule of the calendar, over two years of firsts of months: the newest final one, not one day earlier."""
    script = script_text(
        "dates_of_month", **{**SCHEDULE, "horizon": (horizon.count, horizon.unit), "snapshot_day": snapshot_day}
    )
    months = [f"{year}-{month:02}" for year in (2018, 2019, 2020) for month in range(1, 13)]
    for today in [date(2019 + n // 12, n % 12 + 1, 1) for n in range(24)]:
        with time_machine.travel(datetime(today.year, today.month, 1, 6), tick=False):
            dss = run(script, FakeDSS(), monkeypatch)
        final = [m for m in months if final_from(snapshot_of(m, snapshot_day), horizon, snapshot_day) <= today]

        assert (dss.set_by_run["month_ref"], dss.set_by_run["cohorts_to_evaluate"]) == (final[-1], final[-1])


@pytest.mark.parametrize(("period", "newest"), [("MONTH", "2019-05"), ("DAY", "2019-05-31")])
def test_cohorts_whose_outcomes_were_late_are_evaluated_again(
    period: str, newest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until they are final; one whose time is not over yet waits for its month."""
    end = {"2019-03": "-31", "2019-04": "-30", "2019-06": "-30"} if period == "DAY" else {}
    known = {"2019-03": "provisional", "2019-04": "final", "2019-06": "provisional"}
    statuses = {month + end.get(month, ""): status for month, status in known.items()}
    dss = FakeDSS(statuses=statuses, cohorts=dict.fromkeys(statuses, 0))
    with time_machine.travel(datetime(2019, 7, 1, 6), tick=False):
        run(script_text("dates_of_month", **{**SCHEDULE, "period": period}), dss, monkeypatch)

    assert dss.set_by_run["cohorts_to_evaluate"] == f"2019-03{end.get('2019-03', '')},{newest}"
    assert dss.set_by_run["earlier_cohorts"] == f"2019-03{end.get('2019-03', '')}"


@pytest.mark.parametrize(
    ("cohort", "is_gone"), [(("DATA", "cohort"), True), ((), False)], ids=["partitioned", "without partitions"]
)
def test_a_late_cohort_whose_rows_were_deleted_is_named(
    cohort: tuple[str, ...], is_gone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can evaluate it again; a cohort without partitions cannot tell."""
    dss = FakeDSS(statuses={"2019-03": "provisional", "2019-04": "final"}, cohorts={"2019-04": 0, "2019-05": 0})
    with time_machine.travel(datetime(2019, 7, 1, 6), tick=False):
        run(script_text("dates_of_month", **{**SCHEDULE, "cohort": cohort}), dss, monkeypatch)

    assert dss.set_by_run["earlier_cohorts"] == ("" if is_gone else "2019-03")
    assert dss.set_by_run["cohorts_missed"] == ("\n- 2019-03: gone" if is_gone else "none")


@pytest.mark.parametrize("period", ["MONTH", "DAY"])
def test_cohorts_that_a_failed_run_missed_are_evaluated_in_the_next_one(
    period: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for those whose volumes raised an alarm, which are named; what was never a cohort is no gap."""
    end = dict(zip(["2019-02", "2019-03", "2019-04", "2019-05"], ["-28", "-31", "-30", "-31"]))
    end = end if period == "DAY" else dict.fromkeys(end, "")
    alarms = {month + end[month]: alarm for month, alarm in {"2019-03": 1, "2019-04": 0, "2019-05": 0}.items()}
    dss = FakeDSS(statuses={"2019-01" + ("-31" if period == "DAY" else ""): "final"}, cohorts=alarms)
    with time_machine.travel(datetime(2019, 7, 1, 6), tick=False):
        run(script_text("dates_of_month", **{**SCHEDULE, "period": period}), dss, monkeypatch)

    assert dss.set_by_run["cohorts_to_evaluate"] == f"2019-04{end['2019-04']},2019-05{end['2019-05']}"
    assert dss.set_by_run["earlier_cohorts"] == f"2019-04{end['2019-04']}"
    assert dss.set_by_run["cohorts_missed"] == f"\n- 2019-03{end['2019-03']}: alarm, 2019-03"


def test_a_first_run_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cohorts before the first evaluated one are history, and a dataset without partitions has none."""
    dss = FakeDSS(cohorts={"2018-12": 0, "2019-01": 0})
    without = FakeDSS(statuses={"2018-01": "final"})

    assert run(script_text("dates_of_month", **SCHEDULE), dss, monkeypatch).set_by_run["cohorts_missed"] == "none"
    run(script_text("dates_of_month", **{**SCHEDULE, "cohort": ()}), without, monkeypatch)
    assert without.set_by_run["cohorts_missed"] == "none"


def test_a_month_that_is_asked_for_is_evaluated_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Late cohorts wait for the next scheduled run."""
    cohorts = {"2018-12": 0, "2019-01": 0, "2019-02": 0}
    dss = FakeDSS({"month_ref": "2019-01"}, statuses={"2018-12": "provisional"}, cohorts=cohorts)
    run(script_text("dates_of_month", **SCHEDULE), dss, monkeypatch)

    assert (dss.set_by_run["cohorts_to_evaluate"], dss.set_by_run["earlier_cohorts"]) == ("2019-01", "")
    assert dss.set_by_run["cohorts_missed"] == "\n- 2019-02: waiting"


@pytest.mark.parametrize("value", ["June", "1997-4", "1997-13", "1997-04-30", "199704", "0000-01"])
def test_a_month_that_is_none_is_refused_in_a_sentence(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail on failure says how to write one, and when the run began."""
    dss = FakeDSS({"month_ref": value})
    with pytest.raises(ValueError, match=f"month_ref: expected YYYY-MM, found {value}"):
        run(script_text("dates_of_month", **SCHEDULE), dss, monkeypatch)

    assert dss.set_by_run.pop("calc_start")
    assert dss.set_by_run == {"month_ref": "YYYY-MM"}


@pytest.mark.parametrize("value", ["today", "2019-7-3", "2019-02-30", "20190703", "2019-07"])
def test_a_day_that_is_none_is_refused_in_a_sentence(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a month is."""
    dss = FakeDSS({"date_ref_appli": value})
    with pytest.raises(ValueError, match=f"date_ref_appli: expected YYYY-MM-DD, found {value}"):
        run(script_text("dates_of_application"), dss, monkeypatch)

    assert dss.set_by_run.pop("calc_start")
    assert dss.set_by_run == {"date_ref_appli": "YYYY-MM-DD"}


@pytest.mark.parametrize(("script", "month"), [("dates_of_month", "2019-05"), ("dates_of_application", "2019-06")])
def test_the_month_is_known_before_dss_is_asked(script: str, month: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that fails leaves the mail on failure what it needs."""
    dss = FakeDSS(is_silent=True)
    schedule = {"cohort": ("DATA", "cohort")} if script == "dates_of_application" else SCHEDULE
    text = script_text(script, **{"time_zone": "UTC", **schedule})
    with time_machine.travel(datetime(2019, 7, 1, 6), tick=False), pytest.raises(ConnectionError, match="silent"):
        run(text, dss, monkeypatch)

    assert (dss.set_by_run["month_ref"], dss.set_by_run["calc_start"]) == (month, "2019-07-01T06:00:00")


def test_a_partition_without_values_may_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a DSS that refuses what others answer with an empty list: it has raised no alarm, and is not late."""
    dss = FakeDSS(statuses={"2019-03": "final", "2019-05": None}, cohorts={"2019-03": 0, "2019-04": None})
    with time_machine.travel(datetime(2019, 7, 1, 6), tick=False):
        run(script_text("dates_of_month", **SCHEDULE), dss, monkeypatch)
        weekly = run(script_text("dates_of_application", cohort=("DATA", "cohort"), time_zone="UTC"), dss, monkeypatch)

    assert dss.set_by_run["earlier_cohorts"] == "2019-04"
    assert weekly.set_by_run["cohort_ref"] == "2019-04"


def test_each_earlier_cohort_has_a_job_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails is named with its cause, after what was missed before; the others are evaluated."""
    traceback = (
        "Traceback:\nchampion_challenger.errors.DataError: 50 customers appear more than once.\nWARN: Error: later"
    )
    dss = FakeDSS(
        variables={"earlier_cohorts": "2019-03,2019-04-30,2019-05", "cohorts_missed": "\n- 2019-01: gone"},
        jobs={"2019-03": "DONE", "2019-04-30": traceback, "2019-05": "killed"},
    )
    texts = {"none": "none", "failed": "{cohort}: {cause} month_ref = {month}", "unknown": "{job} ended {state}"}
    with pytest.raises(RuntimeError, match="2019-04-30: 50 customers appear more than once"):
        run(script_text("earlier_cohorts", **texts), dss, monkeypatch)

    assert dss.set_by_run["cohorts_missed"].splitlines()[1:] == [
        "- 2019-01: gone",
        "- 2019-04-30: 50 customers appear more than once. month_ref = 2019-04",
        "- 2019-05: job of 2019-05 ended FAILED. month_ref = 2019-05",
    ]


def test_the_job_of_an_earlier_cohort_ends_with_its_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    """When somebody aborts it; no other cohort begins."""
    dss = FakeDSS(variables={"earlier_cohorts": "2019-03,2019-04"}, jobs={"2019-03": "ABORT", "2019-04": "ABORT"})
    with pytest.raises(SystemExit, match="143"):
        run(script_text("earlier_cohorts"), dss, monkeypatch)

    assert dss.aborted == ["2019-03"]


@pytest.mark.parametrize("cohorts", ["", "2019-03"])
def test_earlier_cohorts_that_are_none_or_well_are_not_told(cohorts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was missed before stays."""
    variables = {"earlier_cohorts": cohorts, "cohorts_missed": "none"}

    assert run(script_text("earlier_cohorts"), FakeDSS(variables=variables), monkeypatch).set_by_run == {}


def test_without_parameters_an_application_is_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a trigger starts it."""
    dss = run(script_text("dates_of_application"), FakeDSS(), monkeypatch)

    assert dss.set_by_run["day_ref"].startswith(dss.set_by_run["month_ref"])
    assert dss.set_by_run["day_ref"] < dss.set_by_run["calc_start"][:7]


@pytest.mark.parametrize(
    ("zone", "month", "day"),
    [
        ("UTC", "2019-04", "2019-06-30"),
        ("Europe/Paris", "2019-05", "2019-07-01"),
        ("America/New_York", "2019-04", "2019-06-30"),
    ],
)
def test_today_is_a_day_of_the_time_zone(zone: str, month: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """July has begun in Paris at 22:30 of 30 June in UTC: there, and there alone, May is final."""
    with time_machine.travel(datetime(2019, 6, 30, 22, 30, tzinfo=timezone.utc), tick=False):
        monthly = run(script_text("dates_of_month", **{**SCHEDULE, "time_zone": zone}), FakeDSS(), monkeypatch)
        weekly = run(script_text("dates_of_application", cohort=(), time_zone=zone), FakeDSS(), monkeypatch)

    assert (monthly.set_by_run["month_ref"], weekly.set_by_run["date_ref_appli"]) == (month, day)


@pytest.mark.parametrize(("outcomes", "is_told"), [("joined", False), ("not joined yet", True)])
def test_the_mail_of_the_report_warns_of_outcomes_that_are_not_joined(
    outcomes: str, is_told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reason; a run of an older scenario has no such variable."""
    told = {
        "month_ref": "2019-06",
        "score_outcomes": outcomes,
        "score_outcomes_sentence": "WARN: 2019-06: no outcomes.",
    }
    dss = run(script_text("mail_report", **REPORT), FakeDSS(variables=told), monkeypatch)
    older = run(script_text("mail_report", **REPORT), FakeDSS(variables={"month_ref": "2019-06"}), monkeypatch)

    assert ["WARN: 2019-06: no outcomes." in one.mails[0][4] for one in (dss, older)] == [is_told, False]


def test_the_end_of_a_run_counts_its_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the start that the first step set."""
    dss = run(script_text("end_of_run"), FakeDSS(variables={"calc_start": "2020-01-01T00:00:00"}), monkeypatch)

    assert dss.set_by_run["calc_minutes"] > 0
    assert dss.set_by_run["calc_end"] > "2020"


@pytest.mark.parametrize("variables", [{"calc_start": ""}, {}])
def test_a_run_whose_beginning_is_not_known_ends_all_the_same(
    variables: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first step failed; the mail has the end."""
    dss = run(script_text("end_of_run"), FakeDSS(variables=variables), monkeypatch)

    assert dss.set_by_run["calc_end_text"] > "2020"
    assert {dss.set_by_run[name] for name in ("calc_start_text", "calc_minutes_text")} == {"-"}


def test_the_times_of_a_run_are_written_as_the_language_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """In mails; conditions read the number."""
    text = script_text("end_of_run", moment_format="%d/%m/%Y %H:%M", decimal_mark=",", failed="", unknown="?")
    dss = run(text, FakeDSS(variables={"calc_start": "2020-01-31T08:05:00"}), monkeypatch)

    assert dss.set_by_run["calc_start_text"] == "31/01/2020 08:05"
    assert dss.set_by_run["calc_minutes_text"] == str(dss.set_by_run["calc_minutes"]).replace(".", ",")


@pytest.mark.parametrize("as_text", [True, False])
def test_the_steps_that_failed_are_named_with_their_messages(as_text: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first lines; a variable in a message stays a text, and a run whose first step failed has an end too."""
    message = "RuntimeError: no partition ${x} up to {step}\n\n" + "\n".join(f"line {n}" for n in range(20))
    result: Any = {"outcome": "FAILED", "thrown": {"message": message}}
    variables = {
        "calc_start": "",
        "stepOutcome_Dates": "SUCCESS",
        "stepResult_Dates": "{}",
        "stepOutcome_Build": "FAILED",
        "stepResult_Build": json.dumps(result) if as_text else result,
        "stepOutcome_Next": "FAILED",
        "stepResult_Next": None,
    }
    text = script_text(
        "end_of_run", moment_format="%H:%M", decimal_mark=",", failed="étape {step} : {message}", unknown="?"
    )
    lines = run(text, FakeDSS(variables=variables), monkeypatch).set_by_run["failed_steps"].split("\n")

    assert lines[:2] == ["étape Build : RuntimeError: no partition $ {x} up to {step}", "line 0"]
    assert lines[-2:] == ["line 6…", "étape Next : ?"]


def test_a_run_without_a_failed_step_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody ended it, or the mail is for its length."""
    variables = {"calc_start": "2020-01-01T00:00:00", "stepOutcome_Dates": "SUCCESS"}
    dss = run(script_text("end_of_run"), FakeDSS(variables=variables), monkeypatch)

    assert dss.set_by_run["failed_steps"] == "see the run in DSS"


@pytest.mark.parametrize("polls", [0, 3])
def test_metrics_are_computed_on_the_partition_of_the_run(polls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In other projects too, whether DSS answers at once or later."""
    targets = [("UP", "rows", ""), ("DATA", "cohort", "month_ref")]
    script = script_text("compute_metrics", targets=targets, metrics=["records:COUNT_RECORDS"])
    dss = FakeDSS(variables={"month_ref": "2020-02"}, polls_left=polls)
    run(script, dss, monkeypatch)

    assert [target[:3] for target in dss.computed] == [("UP", "rows", ""), ("DATA", "cohort", "2020-02")]
    assert {tuple(target[3]) for target in dss.computed} == {("records:COUNT_RECORDS",)}


def test_a_computation_without_an_end_fails_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """After an hour of asking."""
    script = script_text("compute_metrics", targets=[("UP", "rows", "")], metrics=[])
    with pytest.raises(RuntimeError, match="DSS has no result after an hour"):
        run(script, FakeDSS(polls_left=10_000), monkeypatch)


def test_the_report_is_mailed_with_the_page_attached(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the folder, under the name of the month."""
    dss = run(script_text("mail_report", **REPORT), FakeDSS(variables={"month_ref": "2020-02"}), monkeypatch)
    channel, project, recipients, subject, _, more = dss.mails[0]

    assert (channel, project, recipients, subject) == ("mail", "SCORE", ["a@b.c"], "Score churn, 2020-02: report")
    assert more == {"attachments": [["report-2020-02.html", b"f1/report.html", "text/html"]], "plain_text": True}


def test_a_channel_without_mails_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is in the folder all the same."""
    dss = FakeDSS(variables={"month_ref": "2020-02"}, can_mail=False)

    assert run(script_text("mail_report", **REPORT), dss, monkeypatch).mails == []
