"""Runs side by side, runs killed at any step: one version, an unmoved champion, and nothing left behind."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.integration.processes import recipe_processes
from tests.integration.telco import TYPES, Telco, install
from tests.integration.test_replay_frozen import CHAMPIONS, champion
from tests.waiting import until

MONTHS = ("2019-01", "2019-02", "2019-03")
MONTH = "2019-03"
LAB = r"/projects/TELCO/(lab|models/lab)"
MOMENTS = {
    "the claim is named": ("PUT", LAB + r"/\w+$"),
    "the task is made": ("POST", LAB + r"/\w+/models$"),
    "its settings are saved": ("POST", LAB + r"/\w+/\w+/settings$"),
    "it trains": ("POST", LAB + r"/\w+/\w+/train$"),
    "the model is labelled": ("PUT", LAB + r"/\w+/\w+/models/[\w-]+/user-meta$"),
}
REDEPLOYED = ("POST", LAB + r"/\w+/\w+/models/[\w-]+/actions/redeployToFlow$")


class Tripwire(list):  # type: ignore[type-arg]
    """A request log that kills the recipe once, when the server has done something and has not yet answered."""

    def __init__(self, method: str, path: str) -> None:
        super().__init__()
        self.method, self.path, self.is_sprung = method, re.compile(path), False

    def append(self, line: Any) -> None:
        """Keep the line; kill when it is the awaited one."""
        super().append(line)
        if not self.is_sprung and line[0] == self.method and self.path.search(line[1].rstrip("/")):
            self.is_sprung = True
            for process in recipe_processes():
                os.kill(process, signal.SIGKILL)


def killed(standin: Running, telco: Telco, moment: tuple[str, str]) -> None:
    """Run the recipe and kill it at a moment."""
    standin.dss.request_log = wire = Tripwire(*moment)
    log = telco.run(MONTH)
    standin.dss.request_log = []
    assert wire.is_sprung
    assert log.startswith("FAILED")


def analyses(telco: Telco) -> dict[str, str]:
    """Names of the project's analyses, by id."""
    return {item["analysisId"]: item["analysisName"] for item in telco.project.list_analyses()}


def aged(telco: Telco, but: str = "no claim") -> None:
    """Let the claims of dead runs grow old, as the minutes would; those with these words are of others."""
    for analysis_id, name in analyses(telco).items():
        if but in name:
            continue
        definition = telco.project.get_analysis(analysis_id).get_definition()
        definition.get_raw()["name"] = re.sub(r" at 20\S+$", " at 2019-01-01T00:00:00Z", name)
        definition.save()


@contextmanager
def score(workspace: Path, **switches: Any) -> Iterator[tuple[Running, Telco]]:
    """A telecom score in a stand-in with these switches."""
    with running(workspace, switches=Switches(**switches)) as served:
        install(served.client())
        yield served, Telco(served.client(), months=MONTHS)


def test_a_run_killed_at_any_step_leaves_nothing_that_the_next_run_does_not_name(tmp_path: Path) -> None:
    """The champion stays, no version is half made, the leftovers are deleted and the user's analyses are not."""
    with score(tmp_path) as (standin, telco):
        telco.project.create_analysis("customers")
        users = set(analyses(telco))
        for moment in MOMENTS.values():
            killed(standin, telco, moment)
            aged(telco)
            assert (telco.active(), len(telco.versions())) == ("initial", 1)
            assert len(set(analyses(telco)) - users) == 1
        assert telco.run(MONTH).startswith("DONE")
        log = telco.rows("retraining_log", MONTH)
        ours = set(analyses(telco)) - users

        assert users < set(analyses(telco))
        assert log["change"].tolist()[0] == "leftover found"
        assert log["action"][0] == "deleted: no version comes from it"
        assert (telco.active(), len(telco.versions()), len(ours)) == ("initial", 2, 1)
        assert all(name.endswith(" done") for key, name in analyses(telco).items() if key in ours)


def test_a_run_after_a_dead_one_does_not_wait(tmp_path: Path) -> None:
    """DSS says that no other run of the recipe goes on; a claim that is not a minute old does not count."""
    with score(tmp_path) as (standin, telco):
        killed(standin, telco, MOMENTS["it trains"])
        log = telco.run(MONTH)

        assert log.startswith("DONE")
        assert re.search(r"Run \w+ is dead: no other run of this recipe goes on in the project", log)
        assert "Waiting for run" not in log
        assert len(telco.versions()) == 2


def test_where_dss_does_not_tell_what_runs_the_dead_is_waited_for(tmp_path: Path) -> None:
    """Until its claim is old; the log says for whom."""
    with score(tmp_path, activities_told=False) as (standin, telco):
        killed(standin, telco, MOMENTS["it trains"])
        job = telco.recipe.run(partitions=MONTH, wait=False)
        until(lambda: "Waiting for run" in job.get_log(), "the run to wait")
        aged(telco, but=" place 2 ")
        until(lambda: job.get_status()["baseStatus"]["state"] in ("DONE", "FAILED"), "the job's end")

        assert job.get_status()["baseStatus"]["state"] == "DONE"
        assert "no other run of this recipe goes on" not in job.get_log()
        assert len(telco.versions()) == 2


@pytest.mark.parametrize("copied", [True, False], ids=["label follows", "label does not follow"])
def test_a_run_killed_at_the_redeployment_leaves_a_version_that_the_next_run_knows(
    tmp_path: Path, copied: bool
) -> None:
    """Its label, or the one of its model in the lab, says what it is: no twin is trained."""
    with score(tmp_path, user_meta_copied_on_redeploy=copied) as (standin, telco):
        killed(standin, telco, REDEPLOYED)
        aged(telco)
        assert (telco.active(), len(telco.versions())) == ("initial", 2)
        assert telco.run(MONTH).startswith("DONE")
        log = telco.rows("retraining_log", MONTH)

        assert log["change"].iloc[-1].startswith("already trained as")
        assert ("unlabelled version found" in set(log["change"])) is not copied
        assert (telco.active(), len(telco.versions())) == ("initial", 2)
        assert all(
            r["out_of_time"] == "yes" for _, r in telco.rows("performance", MONTH).iterrows() if r["trained_until"]
        )


def test_two_runs_at_once_on_one_model_make_one_version(tmp_path: Path) -> None:
    """Both evaluate it; one trained, the other waited."""
    with score(tmp_path) as (standin, telco):
        for name in ("performance_b", "log_b"):
            telco.output(name)
        other = telco.create_recipe("other", performance="performance_b", retraining_log="log_b", scores="")
        jobs = [recipe.run(partitions=MONTH, wait=False) for recipe in (telco.recipe, other)]
        while any(job.get_status()["baseStatus"]["state"] not in ("DONE", "FAILED", "ABORTED") for job in jobs):
            time.sleep(0.2)
        outcomes = [telco.rows(name, MONTH)["change"].iloc[-1] for name in ("retraining_log", "log_b")]

        assert [job.get_status()["baseStatus"]["state"] for job in jobs] == ["DONE", "DONE"]
        assert sorted(outcomes)[1] == "trained"
        assert sorted(outcomes)[0].startswith("already trained as")
        assert sum(path.endswith("/train") for _, path, *_ in standin.dss.request_log) == 2
        assert len(telco.versions()) == 2
        for name in ("performance", "performance_b"):
            assert telco.rows(name, MONTH)["version_id"].nunique() == 2
        assert len([name for name in analyses(telco).values() if name.startswith("champion-challenger")]) == 1


def test_where_analyses_cannot_be_made_the_retraining_is_refused_with_that_reason(tmp_path: Path) -> None:
    """The evaluation is written; the message says what to do."""
    with score(tmp_path) as (standin, telco):
        standin.dss.switches = Switches(analyses_refused=True)
        log = telco.run(MONTH)

        assert "you may not create analyses in project TELCO" in log
        assert "retrain there, or clear the retraining" in log
        assert telco.rows("performance", MONTH)["version_id"].unique().tolist() == ["initial"]


def test_a_host_that_takes_no_model_of_another_task_keeps_its_reason(tmp_path: Path) -> None:
    """Nothing is left behind."""
    with score(tmp_path, redeploy_across_tasks="refused") as (_, telco):
        before = analyses(telco)
        log = telco.run(MONTH)

        assert "comes from another ML task" in log
        assert analyses(telco) == before
        assert (telco.active(), len(telco.versions())) == ("initial", 1)


def test_a_host_that_activates_although_asked_not_to_fails_the_run(tmp_path: Path) -> None:
    """It is told at once, with what to do; the recipe itself never activates, not even back."""
    with score(tmp_path, redeploy_across_tasks="activates") as (_, telco):
        log = telco.run(MONTH)

        assert log.startswith("FAILED")
        assert "though it was asked not to. Activate initial again" in log


def test_a_reduction_that_the_host_does_not_tell_of_is_refused(tmp_path: Path) -> None:
    """A replay would choose again."""
    with score(tmp_path, kept_variables="absent") as (_, telco):
        champion(telco, *CHAMPIONS["REDUCED"])

        assert "its details do not tell which ones it kept" in telco.run(MONTH)
        assert len(telco.versions()) == 1


def test_leftovers_are_found_where_lists_do_not_tell_names(tmp_path: Path) -> None:
    """The names are then read one by one; publishing by a person is no reason to warn."""
    with score(tmp_path, analysis_name_listed=False, publish_policy_manual_value="MANUAL") as (standin, telco):
        settings = telco.project.get_saved_model(telco.model_id).get_settings()
        settings.get_raw()["publishPolicy"] = "MANUAL"
        settings.save()
        killed(standin, telco, MOMENTS["it trains"])
        standin.dss.switches = Switches(publish_policy_manual_value="MANUAL")
        aged(telco)
        standin.dss.switches = Switches(publish_policy_manual_value="MANUAL", analysis_name_listed=False)
        assert telco.run(MONTH).startswith("DONE")
        log = telco.rows("retraining_log", MONTH)

        assert "leftover found" in set(log["change"])
        assert "activation on build" not in set(log["change"])


def test_a_training_that_is_seen_late_is_waited_for_and_a_second_model_is_refused(tmp_path: Path) -> None:
    """The host may say that nothing trains before the session has begun."""
    with score(tmp_path) as (standin, telco):
        standin.dss.switches = Switches(training_flag_at_once=False)
        assert telco.run(MONTH).startswith("DONE")
        assert len(telco.versions()) == 2
        telco.put("2019-01", telco.data("2019-01").head(1100), "archive")
        standin.dss.switches = Switches(train_second_model=True)

        assert "expected one trained model, found 2" in telco.run(MONTH)
        assert len(telco.versions()) == 2


def test_a_build_cannot_search_again_even_where_a_redeployment_leaves_the_grid(tmp_path: Path) -> None:
    """The replay's own grid holds single values; the recipe's had several."""
    with score(tmp_path, redeploy_without_search="full_grid") as (_, telco):
        recipe, model = telco.project.get_recipe("train_Churn"), telco.project.get_saved_model(telco.model_id)
        before = recipe.get_settings().obj_payload["modeling"]["gridLength"]
        assert telco.run(MONTH).startswith("DONE")
        log = telco.rows("retraining_log", MONTH).set_index("change")

        assert (before, recipe.get_settings().obj_payload["modeling"]["gridLength"]) == (5, 1)
        assert log.loc["train recipe: design", "after"] == model.get_settings().get_raw()["lastExportedFrom"]
        assert "train recipe: search" not in log.index


def test_partitions_run_at_once_on_one_unpartitioned_window_make_one_version(tmp_path: Path) -> None:
    """Three processes, one design, one set of rows."""
    with score(tmp_path) as (_, telco):
        folder = telco.project.create_managed_folder("all")
        folder.put_file("customers.csv", telco.data("2019-02").to_csv(index=False).encode())
        dataset = folder.create_dataset_from_files("all_customers")
        settings = dataset.get_settings()
        settings.set_csv_format()
        settings.save()
        telco.type_columns("all_customers", TYPES)
        telco.connect(training_data="all_customers")

        assert telco.run("2019-01/2019-03").startswith("DONE")
        outcomes = [telco.rows("retraining_log", month)["change"].iloc[-1] for month in MONTHS]
        assert sorted(outcome.partition(" as ")[0] for outcome in outcomes) == ["already trained"] * 2 + ["trained"]
        assert (telco.active(), len(telco.versions())) == ("initial", 2)


@pytest.mark.slow
def test_a_long_training_gives_signs_of_life_and_meets_its_deadline(tmp_path: Path) -> None:
    """The name of its analysis tells the time again; in the end the analysis goes."""
    with score(tmp_path, training_never_ends=False) as (standin, telco):
        before = analyses(telco)
        standin.dss.switches = Switches(training_never_ends=True)
        telco.configure(training_deadline_minutes=1)
        job = telco.recipe.run(partitions=MONTH, wait=False)
        seen = set()
        while job.get_status()["baseStatus"]["state"] not in ("DONE", "FAILED", "ABORTED"):
            seen |= {name for name in analyses(telco).values() if " place 1 at " in name}
            time.sleep(0.5)

        assert len(seen) >= 3
        assert "training did not end within 1 minute" in job.get_log()
        assert analyses(telco) == before
