"""What a run leaves that dies, or whose answers are lost, before its analysis has a name: the next run finds it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dss_standin.running import Running
from tests.integration.telco import Telco
from tests.integration.test_faults import Faults
from tests.integration.test_replay_lab import LAB, MONTH, REDEPLOYED, analyses, killed, score

MADE = ("POST", r"/projects/TELCO/lab$")
Fault = Callable[[Running, Telco], None]


def dies(standin: Running, telco: Telco) -> None:
    """The run is killed when its analysis is made, and not yet named."""
    killed(standin, telco, MADE)


def loses_the_answer(standin: Running, telco: Telco) -> None:
    """The analysis is made, and nobody says so."""
    standin.dss.is_lost = Faults(" ".join(MADE), 1)
    assert telco.run(MONTH).startswith("FAILED")
    standin.dss.is_lost = lambda method, path: False


def neither_names_nor_deletes(standin: Running, telco: Telco) -> None:
    """The analysis is made; DSS then takes neither its name nor its end."""
    standin.dss.is_broken = Faults(rf"(PUT|DELETE) {LAB}/\w+$", 2)
    assert telco.run(MONTH).startswith("FAILED")
    standin.dss.is_broken = lambda method, path: False


@pytest.mark.parametrize("fault", [dies, loses_the_answer, neither_names_nor_deletes])
def test_an_analysis_without_a_name_is_found(tmp_path: Path, fault: Fault) -> None:
    """It is deleted; those of users stay, on the same dataset and untouched, whenever they were made."""
    with score(tmp_path) as (standin, telco):
        telco.project.create_analysis("customers_history")
        fault(standin, telco)
        left = set(analyses(telco).values())
        telco.project.create_analysis("customers_history")
        log = telco.run(MONTH)
        names = sorted(analyses(telco).values())

        assert "Analyze TELCO.customers_history" in left
        assert log.startswith("DONE")
        assert "leftover found" in set(telco.rows("retraining_log", MONTH)["change"])
        assert names[:2] == ["Analyze customers_history"] * 2
        assert re.search(r"champion-challenger replay of .* done$", names[-1])
        assert "Analyze TELCO.customers_history" not in names
        assert (telco.active(), len(telco.versions())) == ("initial", 2)


@pytest.mark.parametrize("answer", ["shortened", "refused"])
def test_an_analysis_that_may_be_of_a_user_is_kept(tmp_path: Path, answer: str) -> None:
    """Where DSS tells it as a user's; the retraining works all the same."""
    with score(tmp_path, analysis_input=answer) as (standin, telco):
        dies(standin, telco)
        users = set(analyses(telco))
        log = telco.run(MONTH)

        assert log.startswith("DONE")
        assert users <= set(analyses(telco))
        assert len(telco.versions()) == 2


def test_a_month_whose_run_died_between_rows_and_figures_is_evaluated_again(tmp_path: Path) -> None:
    """However final it was: its status says so to the monthly scenario, and the next run writes both."""
    with score(tmp_path) as (standin, telco):
        assert telco.run(MONTH).startswith("DONE")
        before = figures(telco)
        killed(standin, telco, ("POST", "/datasets/performance/rows$"))
        between = figures(telco)
        assert telco.run(MONTH).startswith("DONE")
        after = figures(telco)

    assert (before.pop("cohort_status"), between.pop("cohort_status")) == ("final", "provisional")
    assert before == between
    assert after["cohort_status"] == "final"


def figures(telco: Telco) -> dict[str, str]:
    """Last values of the figures that the recipe saved for the month."""
    raw = telco.project.get_dataset("performance").get_last_metric_values(MONTH).get_raw()["metrics"]
    return {
        one["metric"]["id"].rpartition(":")[2]: str(one["lastValues"][0]["value"])
        for one in raw
        if one["lastValues"] and "external" in one["metric"]["id"]
    }


def test_a_run_without_retraining_knows_a_version_that_was_killed_before_its_label(tmp_path: Path) -> None:
    """On a host that copies no label: the model in the lab has it."""
    with score(tmp_path, user_meta_copied_on_redeploy=False) as (standin, telco):
        killed(standin, telco, REDEPLOYED)
        telco.configure(retrain=False)
        log = telco.run(MONTH)
        rows = telco.rows("performance", MONTH)
        new = rows[rows["version_id"] != "initial"]

        assert "had no label: made by run" in log
        assert new["out_of_time"].unique().tolist() == ["yes"]
        assert "version_of_unknown_training" not in new["reason"].str.cat(na_rep="")
