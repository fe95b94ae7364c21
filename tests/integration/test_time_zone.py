"""Snapshots at midnight of a country, some customers without an outcome: both evaluating recipes say the same."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from champion_challenger.core.calendar import first_day
from dss_standin.running import Running
from tests.integration.telco import CONFIG, TYPES, Telco, customers
from tests.integration.test_stored_scores import Stored, assert_same_figures

MONTHS, PARIS = ("2019-01", "2019-02", "2019-03", "2019-04"), ZoneInfo("Europe/Paris")
CUSTOMERS = {"snapshot_column": "seen", "time_zone": "Europe/Paris"}


def seen_at_midnight(month: str) -> pd.DataFrame:
    """Customers of the first of a month, at midnight in Paris; 115 of them have no outcome, 7 no number of calls."""
    midnight = datetime.combine(first_day(month), datetime.min.time(), PARIS).astimezone(ZoneInfo("UTC"))
    frame = customers(month).astype({"churned": "Int64"}).assign(seen=f"{midnight:%Y-%m-%dT%H:%M:%S.000Z}")
    frame.loc[:114, "churned"] = None
    return frame


@pytest.fixture(scope="module")
def stored(standin: Running) -> Stored:
    """A score in Paris, two months of it evaluated, its scores in a database."""
    telco = Telco(
        standin.client(),
        key="PARIS",
        months=MONTHS,
        data=seen_at_midnight,
        config={**CONFIG, **CUSTOMERS},
        types={**TYPES, "seen": "date"},
        rejected=("customer_id", "seen"),
        trained_until="2019-02-01",
    )
    return Stored(standin.client(), "PARIS", "duckdb", MONTHS[1:3], telco, dialect="duckdb", time_zone="Europe/Paris")


def test_a_snapshot_at_local_midnight_is_of_the_day_in_the_time_zone(stored: Stored) -> None:
    """In UTC it would be of the month before; the replay's training ends in the zone, too."""
    rows = stored.telco.rows("performance", "2019-03").drop_duplicates("version_id").set_index("is_champion")

    assert rows["cohort_start"].unique().tolist() == ["2019-03-01"]
    assert rows["trained_until"].to_dict() == {True: "2019-02-01", False: "2019-03-01"}
    assert rows["out_of_time"].unique().tolist() == ["yes"]
    assert rows["n_unlabelled"].unique().tolist() == [115]


def test_stored_scores_agree_without_a_word_in_their_form(stored: Stored) -> None:
    """Snapshot, age, out of time, customers without an outcome: the dataset scores says them."""
    stored.telco.output("by_month")
    log = stored.run(stored.recipe("evaluate_by_month", "by_month"), "2019-03")

    assert log.startswith("DONE"), log
    assert_same_figures(stored, "by_month", "2019-03")


def test_the_log_tells_the_first_and_the_last_moment(stored: Stored) -> None:
    """And asks, where the days are read in UTC, whether they are midnights of another zone."""
    paris = stored.telco.run("2019-04")
    stored.telco.configure(time_zone="UTC")
    utc = stored.telco.run("2019-04")
    stored.telco.configure(time_zone="Europe/Paris")

    assert "Days are those of Europe/Paris: period from 2019-04-01 00:00:00+02:00 to 2019-04-30 23:59:59+02:00" in paris
    assert "outcomes from 2019-04-01 00:00:00+02:00 to 2019-04-30 23:59:59+02:00" in paris
    assert "every seen is 2019-04-01, the first day of its period" in paris
    assert "WARN: every seen is at 22:00:00 in UTC" in utc


def test_a_time_zone_that_does_not_exist_is_refused_with_an_example(stored: Stored) -> None:
    """Before anything is read."""
    stored.telco.configure(time_zone="Paris")
    log = stored.telco.run("2019-04")
    stored.telco.configure(time_zone="Europe/Paris")

    assert log.startswith("FAILED")
    assert "Time zone of days: expected the name of a time zone, such as Europe/Paris or UTC, found 'Paris'." in log


def test_the_next_score_reads_days_in_the_time_zone_too(stored: Stored, standin: Running) -> None:
    """Its first champion is trained until the day that its own replay would say, its scenarios know the zone."""
    form = {"score_name": "Lyon", "template_project": "PARIS", "training_data": "customers_history"}
    macro = stored.telco.project.get_macro("pyrunnable_champion-challenger_create-score-project")
    form |= {"cohort": "customers", "first_training_partitions": "2019-01", "connection": "filesystem_managed"}
    macro.run(params=form)
    project = standin.client().get_project("LYON")
    (model,) = project.list_saved_models()
    (version,) = project.get_saved_model(model["id"]).list_versions()
    recipe = project.get_recipe("retrain_and_evaluate").get_settings().get_recipe_raw_definition()
    scenarios = [project.get_scenario(one["id"]).get_settings() for one in project.list_scenarios()]

    assert "trained until 2019-02-01" in version["snippet"]["userMeta"]["description"]
    assert recipe["params"]["customConfig"]["time_zone"] == "Europe/Paris"
    assert all("Europe/Paris" in str(one.raw_steps) for one in scenarios)
