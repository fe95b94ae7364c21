"""Which month, day and cohorts a run of a scenario is about, by its program."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pytest
import time_machine

from champion_challenger.core.calendar import final_from, snapshot_of
from champion_challenger.core.score_project.scenario_steps import script_text
from champion_challenger.records.models import Horizon
from tests.unit.core.score_project.scripts_host import SCHEDULE, FakeDSS, run


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
