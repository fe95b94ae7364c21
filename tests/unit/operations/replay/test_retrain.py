"""A replay on a host in memory: what is trained, refused, told and tidied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from champion_challenger.errors import HostError
from champion_challenger.operations.replay.history import ReplayRequest
from champion_challenger.operations.replay.retrain import Retraining, retrain
from champion_challenger.records.models import Horizon, Thresholds, TrainedOn, TrainingFacts, TrainRecipe, VersionLabel
from champion_challenger.records.runs import Claim, RunFacts, TrainingSummary
from tests.unit.operations.fake_lab import DETAILS
from tests.unit.operations.fake_models import FACTS, version
from tests.unit.operations.fakes import FakeHost, host


def replayed(given: FakeHost, run: RunFacts | None = None, schema_policy: str = "adapt") -> Retraining:
    """Replay the champion for the cohort of 2019-06."""
    assert given.flow.training_data
    champion = next(v for v in given.model.listed if v.is_active)
    month = Horizon(1, "month")
    training = given.flow.training_data
    request = ReplayRequest(training, "2019-06", run or given.run, "1", month, schema_policy=schema_policy)
    return retrain(champion, request, given.model, given.lab)


def told(found: Retraining) -> dict[str, tuple[str, str, str]]:
    """Before, after and action of each change."""
    return {entry.change: (entry.before, entry.after, entry.action) for entry in found.log}


def test_the_log_tells_each_change_and_ends_with_the_outcome_and_its_seconds() -> None:
    """Rows and base rate before and after, the new column, the train recipe, the policy of builds."""
    given = host()
    given.model.facts = replace(FACTS, activates_on_build=True)
    given.lab.source = TrainedOn(rows=640, row_limit=640)
    found = replayed(given)

    assert [entry.change for entry in found.log][-1] == "trained"
    assert told(found)["rows"] == ("640", "1,000", "")
    assert told(found)["base rate"] == ("not told", "10.00 %", "")
    assert told(found)["sampling lifted"] == ("at most 640 rows", "none", "all 1,000 rows are taken")
    assert told(found)["feature added"][1] == "NUMERIC"
    assert "activation on build" in told(found)
    assert found.log[-1].action.startswith("deployed, not activated; ")
    assert found.log[-1].action.endswith(" s")
    assert {entry.version_id for entry in found.log} == {"r2"}


def test_the_label_carries_window_rows_champion_and_plugin_version() -> None:
    """The next run reads them back."""
    given = host()
    label = given.model.listed[-1].label if replayed(given).version_id else None

    assert label is not None
    assert label.trained_until == date(2019, 6, 30)
    facts = label.facts
    assert (facts.partitions, facts.rows, facts.champion) == ("2019-03/2019-05", 1000, "v1")
    assert (facts.plugin_version, facts.run_id) == ("0.1.0", "run1")


def test_the_base_rate_before_is_that_of_the_champions_label_else_of_its_design() -> None:
    """A replay says it itself; for a model made by hand the host's own count does."""
    given = host()
    counted = [{"sourceValue": "0", "mappedValue": 0, "sampleFreq": 75}]
    counted.append({"sourceValue": "1", "mappedValue": 1, "sampleFreq": 25})
    given.lab.details = {**DETAILS, "preprocessing": {**DETAILS["preprocessing"], "target_remapping": counted}}
    given.lab.source = TrainedOn(rows=100)
    by_hand = told(replayed(given))["base rate"]
    given.model.listed[0] = version("v1", active=True, label=VersionLabel(None, "f00d", TrainingFacts(base_rate=0.2)))
    given.lab.counts = {"0": 901, "1": 99}

    assert by_hand[0] == "25.00 %"
    assert told(replayed(given))["base rate"] == ("20.00 %", "9.90 %", "")


def test_a_changed_schema_asks_for_a_new_version_of_the_same_rows() -> None:
    """The fingerprint tells the columns, too."""
    given = host()
    replayed(given)
    training = given.flow.training_data
    assert training
    given.flow = replace(given.flow, training_data=replace(training, columns=training.columns[:-2]))
    replayed(given)

    assert len(given.lab.trained) == 2


def test_a_champion_of_the_same_rows_with_other_columns_is_replayed() -> None:
    """It is no twin."""
    given = host()
    given.lab.source = TrainedOn("TELCO.history", ("2019-03", "2019-04", "2019-05"), 1000)

    assert replayed(given).version_id == "r2"


def test_a_champion_trained_on_rows_without_an_outcome_is_no_twin_of_itself() -> None:
    """The host trains on those with one: the champion's rows are these."""
    given = host()
    given.lab.counts = {"0": 900, "1": 100, "": 3}
    given.lab.source = TrainedOn("TELCO.history", ("2019-03", "2019-04", "2019-05"), 1000)
    features = {name: {"role": "INPUT", "type": "NUMERIC"} for name in given.frame}
    given.lab.details = {**DETAILS, "preprocessing": {**DETAILS["preprocessing"], "per_feature": features}}

    assert replayed(given).outcome == "already trained as v1"
    assert given.lab.trained == []


def test_a_champion_whose_design_drops_rows_is_recognised_too() -> None:
    """Rows that lack a cell that it needs are counted apart."""
    given = host()
    given.lab.held = ["2019-05"]
    given.lab.by_partition = {"2019-05": TrainingSummary({"0": 90, "1": 10}, n_incomplete=4)}
    given.lab.source = TrainedOn("TELCO.history", ("2019-05",), 96)
    features = {name: {"role": "INPUT", "type": "NUMERIC", "missing_handling": "DROP_ROW"} for name in given.frame}
    given.lab.details = {**DETAILS, "preprocessing": {**DETAILS["preprocessing"], "per_feature": features}}

    assert replayed(given).outcome == "already trained as v1"


def test_a_month_left_out_is_in_the_log_first() -> None:
    """With its reason; the rest is trained on."""
    given = host()
    given.lab.by_partition = {"2019-05": TrainingSummary({"": 300})}
    found = replayed(given)

    assert (found.log[0].change, found.log[0].before) == ("partition left out", "2019-05")
    assert found.log[0].action == "outcomes not joined yet: none of 300 customers has one"
    assert given.lab.trained[0]["splitParams"]["ssdSelection"]["selectedPartitions"] == ["2019-03", "2019-04"]


def test_columns_in_another_order_are_told() -> None:
    """They may change the model."""
    given = host()
    features = {"z": {"role": "INPUT", "type": "NUMERIC"}, "x": {"role": "INPUT", "type": "NUMERIC"}}
    given.lab.details = {**DETAILS, "preprocessing": {**DETAILS["preprocessing"], "per_feature": features}}

    assert told(replayed(given))["columns in another order"][:2] == ("z, x", "x, z")


def edited(given: FakeHost, **changes: Any) -> None:
    """Let the trained model come out with other details than were asked for."""
    given.lab.model_details = lambda task, model: {**DETAILS, **changes}  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"actualParams": {"resolved": {"logit": {"C": 10}}}}, "c 0.1 became 10"),
        ({"modeling": {"algorithm": "KNN"}}, "algorithm LOGISTIC_REGRESSION became KNN"),
        ({"preprocessing": {"per_feature": {"x": {"role": "REJECT"}, "z": {}}}}, "role of x 'INPUT' became 'REJECT'"),
        ({"preprocessing": {"per_feature": {"x": {"role": "INPUT"}}}}, "feature z is gone"),
    ],
)
def test_a_model_that_somebody_edited_meanwhile_is_not_deployed(changes: dict[str, Any], message: str) -> None:
    """Hyperparameters, algorithm, roles and handlings are checked before the redeployment."""
    given = host()
    edited(given, **changes)
    found = replayed(given)

    assert message in found.failure
    assert [v.version_id for v in given.model.listed] == ["v1", "v2"]
    assert given.lab.discarded == ["a0"]


def test_an_analysis_that_a_version_came_from_is_kept_even_when_the_run_fails_after_it() -> None:
    """A failure between the redeployment and the label."""
    given = host()
    redeploy = given.lab.redeploy

    def broken(*asked: Any) -> str:
        redeploy(*asked)
        raise HostError("DSS was asked to label the version, and answered: gone")

    given.lab.redeploy = broken  # type: ignore[method-assign]

    assert "gone" in replayed(given).failure
    assert given.lab.discarded == []


def test_the_version_has_the_champions_threshold() -> None:
    """Whatever the training would have found; where the host tells none, the training's is left."""
    given = host()
    replayed(given)
    given.lab.details = {**DETAILS, "userMeta": {"activeClassifierThreshold": 0.35}}
    given.model.listed.pop()
    replayed(given)

    assert given.lab.thresholds == [Thresholds(None, None), Thresholds(0.35, None)]


def test_a_train_recipe_that_forces_its_threshold_goes_on_doing_so() -> None:
    """The redeployment rewrites the recipe, and would let it optimise."""
    given = host()
    policy = {"autoOptimizeThreshold": False, "forcedClassifierThreshold": 0.3}
    given.lab.recipe = TrainRecipe("train_Churn", ("TELCO.history",), {"modeling": policy})
    replayed(given)

    assert given.lab.thresholds == [Thresholds(None, 0.3)]


def test_refuse_any_change_trains_nothing_and_logs_what_was_refused() -> None:
    """The analysis goes, too."""
    given = host()
    found = replayed(given, schema_policy="refuse")

    assert "columns changed (feature added z), and the form refuses any change" in found.failure
    assert told(found)["feature added"][2] == "refused: nothing was trained"
    assert (given.lab.trained, given.lab.discarded) == ([], ["a0"])


def test_keep_to_the_frozen_features_rejects_new_columns() -> None:
    """The new column is told, and takes no part."""
    given = host()
    replayed(given, schema_policy="keep_features")

    assert given.lab.trained[0]["preprocessing"]["per_feature"]["z"]["role"] == "REJECT"


def test_a_run_that_comes_second_waits_and_uses_the_first_ones_version() -> None:
    """One version results; its own analysis goes."""
    given, mark = host(), ""
    rival = given.lab.claim("?", "other")

    def finishes() -> None:
        label = VersionLabel(None, mark, TrainingFacts(run_id="other"))
        given.model.listed.append(version("r9", 20, label=label))

    claim = given.lab.claim

    def claimed(fingerprint: str, run_id: str) -> Claim:
        nonlocal mark
        mark = fingerprint
        given.lab.renew(replace(rival, fingerprint=fingerprint, place=1))
        return claim(fingerprint, run_id)

    given.lab.claim, given.lab.meanwhile = claimed, finishes  # type: ignore[method-assign]
    found = replayed(given)

    assert (found.version_id, found.outcome) == ("r9", "already trained as r9")
    assert given.lab.trained == []
    assert given.lab.discarded == ["a1"]


def test_leftovers_of_dead_runs_are_named_and_deleted_unless_a_version_came_from_them() -> None:
    """Those of live runs stay, and so do those that something names."""
    given = host()
    for run in ("dead", "named", "done"):
        given.lab.claim(f"mark {run}", run)
    given.lab.origins = {"v2": "a1"}
    given.lab.close(given.lab.analyses["a2"])
    given.lab.pause(600)
    given.lab.claim("mark live", "live")
    found = replayed(given)

    leftovers = [entry.before for entry in found.log if entry.change == "leftover found"]
    actions = [entry.action for entry in found.log if entry.change == "leftover found"]
    assert leftovers == ["analysis a0 of run dead", "analysis a2 of run done"]
    assert actions == ["deleted: no version comes from it", "deleted: its version does not exist any more"]
    assert set(given.lab.analyses) >= {"a1", "a3"}


def test_an_unlabelled_version_of_ours_is_labelled_before_anything_is_compared() -> None:
    """A run was killed between the redeployment and the label."""
    given = host()
    given.lab.lost = {"v2": VersionLabel(date(2019, 5, 31), "f00d", TrainingFacts(run_id="dead"))}
    found = replayed(given)

    assert given.model.listed[1].label == given.lab.lost["v2"]
    assert found.log[0].change == "unlabelled version found"
    assert found.log[0].version_id == "v2"


def test_leftovers_that_cannot_be_tidied_are_told_and_the_replay_goes_on() -> None:
    """The next run tries again."""
    given = host()
    given.lab.lost_labels = lambda: (_ for _ in ()).throw(HostError("no answer"))  # type: ignore[method-assign]
    found = replayed(given)

    assert found.log[0].change == "leftovers could not be tidied"


def test_what_the_redeployment_did_to_the_train_recipe_is_told() -> None:
    """Another input, a search that came back."""
    given = host()
    payload = {"modeling": {"gridLength": 5}, "generatingModelId": "A-1"}
    given.lab.recipe = TrainRecipe("train_Churn", ("TELCO.old",), payload)
    log = told(replayed(given))

    assert log["train recipe: input not re-pointed"][:2] == ("TELCO.old", "TELCO.history")
    assert log["train recipe: search"][:2] == ("1", "5")
