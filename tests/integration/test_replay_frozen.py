"""What stays as it was: champions of several kinds, replayed on the very rows that they were trained on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from dataikuapi.dss.utils import DSSDatasetSelectionBuilder

from dss_standin.running import Running
from tests.integration.telco import TYPES, Telco
from tests.integration.test_replay import MONTH, WINDOW, features, newest, resolved

Raw = dict[str, Any]


def grid_searched(raw: Raw) -> None:
    """Search over depths and leaves, three folds, on the log loss."""
    forest = raw["modeling"]["random_forest_classification"]
    forest["n_estimators"]["values"] = [20]
    forest["max_tree_depth"]["values"], forest["min_samples_leaf"]["values"] = [2, 5], [3, 30]
    raw["modeling"]["gridSearchParams"]["mode"] = "KFOLD"
    raw["modeling"]["metrics"]["evaluationMetric"] = "LOG_LOSS"


def random_searched(raw: Raw) -> None:
    """Draw three candidates at random from ranges."""
    forest = raw["modeling"]["random_forest_classification"]
    forest["n_estimators"]["values"] = [20]
    forest["max_tree_depth"].update(randomMode="RANGE", range={"min": 2, "max": 6, "nbValues": 5, "scaling": "LINEAR"})
    raw["modeling"]["gridSearchParams"].update(strategy="RANDOM", nIterRandom=3)


def reduced(raw: Raw) -> None:
    """Keep the two columns most correlated with churn."""
    chosen = {"min_abs_correlation": 0.0, "max_abs_correlation": 1.0, "n_features": 2}
    raw["preprocessing"]["feature_selection_params"].update(method="CORRELATION", correlation_params=chosen)
    for feature in raw["preprocessing"]["per_feature"].values():
        feature["role"] = "REJECT" if feature["role"] == "INPUT" and feature["type"] == "CATEGORY" else feature["role"]


def set_by_hand(raw: Raw) -> None:
    """Handlings, weights, split and a rejected feature, none of them the host's default."""
    raw["preprocessing"]["per_feature"]["spend"].update(missing_impute_with="MEDIAN", rescaling="MINMAX")
    raw["preprocessing"]["per_feature"]["age"]["role"] = "REJECT"
    raw["weight"]["weightMethod"] = "NO_WEIGHTING"
    raw["splitParams"].update(ssdSeed=77, ssdTrainingRatio=0.6)


def folded(raw: Raw) -> None:
    """Five folds instead of one split."""
    raw["splitParams"].update(kfold=True, nFolds=5)


CHAMPIONS: dict[str, tuple[str, Callable[[Raw], None]]] = {
    "GRID": ("RANDOM_FOREST_CLASSIFICATION", grid_searched),
    "RANDOM": ("RANDOM_FOREST_CLASSIFICATION", random_searched),
    "REDUCED": ("LOGISTIC_REGRESSION", reduced),
    "BYHAND": ("LOGISTIC_REGRESSION", set_by_hand),
    "FOLDED": ("LOGISTIC_REGRESSION", folded),
}


def champion(telco: Telco, algorithm: str, design: Callable[[Raw], None]) -> None:
    """Train a champion of this design on the window, and give it to the recipe."""
    task = telco.project.create_prediction_ml_task("customers_history", telco.outcome)
    settings = task.get_settings()
    settings.disable_all_algorithms()
    settings.set_algorithm_enabled(algorithm, True)
    for name in telco.rejected:
        settings.reject_feature(name)
    chosen = DSSDatasetSelectionBuilder().with_all_data_sampling().with_selected_partitions([telco.champion_month])
    settings.split_params.set_split_random(0.8, selection=chosen)
    design(settings.get_raw())
    settings.save()
    (model,) = task.train()
    telco.model_id = task.deploy_to_flow(model, "Designed", "customers_history")["savedModelId"]
    telco.connect(model=telco.model_id)


def designed(standin: Running, key: str) -> Telco:
    """A score whose recipe trains on a second dataset over the champion's files."""
    telco = Telco(standin.client(), key=key, months=(WINDOW, MONTH))
    champion(telco, *CHAMPIONS[key])
    telco.dataset("customers_copy", "archive")
    telco.connect(training_data="customers_copy")
    return telco


@pytest.mark.parametrize("key", CHAMPIONS)
def test_with_unchanged_schema_data_and_seed_the_scores_are_the_champions(standin: Running, key: str) -> None:
    """To 1e-12, whatever the design; the hyperparameters are equal and nothing is searched or chosen again."""
    telco = designed(standin, key)
    assert telco.run(MONTH).startswith("DONE")
    made = newest(telco)

    scores = telco.rows("scores", MONTH).pivot(index="customer_id", columns="version_id", values="score")
    assert (scores["initial"] - scores[made]).abs().max() <= 1e-12
    assert resolved(telco, made) == resolved(telco, "initial")
    snippet = next(version["snippet"] for version in telco.versions() if version["id"] == made)
    assert (snippet["gridLength"], telco.active()) == (1, "initial")


def details(telco: Telco, version: str) -> Raw:
    """Details of a version."""
    found: Raw = telco.project.get_saved_model(telco.model_id).get_version_details(version).get_raw()
    return found


def test_a_reduction_is_not_chosen_again(standin: Running) -> None:
    """The features that were kept are the new version's, whatever would correlate now."""
    telco = Telco(standin.client(), key="KEPT", months=(WINDOW, MONTH))
    champion(telco, *CHAMPIONS["REDUCED"])
    frame = telco.data(WINDOW).head(1100)
    telco.put(WINDOW, frame.assign(age=frame["churned"] * 40 + 20), "archive")
    assert telco.run(MONTH).startswith("DONE")
    made = newest(telco)

    assert features(telco, made) == set(details(telco, "initial")["iperf"]["keptVariables"]) == {"spend", "calls"}
    assert details(telco, made)["preprocessing"]["feature_selection_params"]["method"] == "NONE"
    log = telco.rows("retraining_log", MONTH).set_index("change")
    assert log.loc["feature reduction frozen", "before"] == "CORRELATION: 2 columns of 2 features"
    assert log.loc["feature reduction frozen", "action"] == "its choice is kept: age rejected"


def with_threshold(telco: Telco, threshold: float) -> None:
    """Set the champion's threshold, as on its page, and have the train recipe force another one."""
    version = telco.project.get_saved_model(telco.model_id).get_version_details(telco.active())
    version.get_user_meta()["activeClassifierThreshold"] = threshold
    version.save_user_meta()
    settings = telco.project.get_recipe("train_Designed").get_settings()
    settings.obj_payload["modeling"].update(autoOptimizeThreshold=False, forcedClassifierThreshold=threshold + 0.1)
    settings.save()


@pytest.mark.clients
def test_threshold_and_split_are_the_champions(standin: Running) -> None:
    """The threshold of the version; that of the train recipe is forced as before."""
    telco = Telco(standin.client(), key="FORCED", months=(WINDOW, MONTH))
    champion(telco, *CHAMPIONS["BYHAND"])
    with_threshold(telco, 0.3)
    telco.put(WINDOW, telco.data(WINDOW).head(1100), "archive")
    assert telco.run(MONTH).startswith("DONE")
    found = details(telco, newest(telco))

    assert found["userMeta"]["activeClassifierThreshold"] == 0.3
    assert found["coreParams"]["weight"]["weightMethod"] == "NO_WEIGHTING"
    assert found["splitDesc"] == {"trainRows": 660, "testRows": 440}
    payload = telco.project.get_recipe("train_Designed").get_settings().obj_payload
    assert payload["modeling"]["forcedClassifierThreshold"] == 0.4
    assert payload["modeling"]["autoOptimizeThreshold"] is False
    assert payload["splitParams"]["ssdSeed"] == 77


def sampled(raw: Raw) -> None:
    """Take the first 300 rows only."""
    raw["splitParams"]["ssdSelection"].update(samplingMethod="HEAD_SEQUENTIAL", maxRecords=300)


def test_a_sampling_that_would_hide_rows_is_lifted_and_told(standin: Running) -> None:
    """The replay takes every row of the window."""
    telco = Telco(standin.client(), key="SAMPLED", months=(WINDOW, MONTH))
    champion(telco, "LOGISTIC_REGRESSION", sampled)
    assert telco.run(MONTH).startswith("DONE")
    log = telco.rows("retraining_log", MONTH).set_index("change")

    assert log.loc["rows", ["before", "after"]].tolist() == ["300", "1,200"]
    assert log.loc["sampling lifted", "before"] == "at most 300 rows"
    assert sum(details(telco, newest(telco))["splitDesc"].values()) == 1200


def test_a_champion_whose_analysis_was_edited_or_deleted_is_replayed_all_the_same(standin: Running) -> None:
    """Its own details say what it is; only the split is not known any more, and that is told."""
    telco = Telco(standin.client(), key="ORPHAN", months=(WINDOW, MONTH))
    (origin,) = telco.project.list_ml_tasks()["mlTasks"]
    settings = telco.project.get_ml_task(origin["analysisId"], origin["mlTaskId"]).get_settings()
    settings.reject_feature("calls")
    settings.get_raw()["splitParams"]["ssdSelection"]["selectedPartitions"] = []
    settings.save()
    assert telco.run(MONTH).startswith("DONE")
    edited = newest(telco)
    telco.project.get_analysis(origin["analysisId"]).delete()
    assert telco.run(MONTH).startswith("DONE")

    assert features(telco, edited) == features(telco, newest(telco)) == {"age", "region", "spend", "calls"}
    assert "split not known" in set(telco.rows("retraining_log", MONTH)["change"])
    assert (telco.active(), len(telco.versions())) == ("initial", 3)


def wider(telco: Telco) -> None:
    """Add a column to the training data."""
    for month in (WINDOW, MONTH):
        telco.put(month, telco.data(month).assign(tenure=range(1200)), "archive")
    telco.type_columns("customers_history", {**TYPES, "tenure": "bigint"})


@pytest.fixture(scope="module")
def widened(standin: Running) -> Telco:
    """A score whose training data has a column more than the champion knows."""
    telco = Telco(standin.client(), key="POLICY", months=(WINDOW, MONTH))
    wider(telco)
    return telco


def test_any_change_is_refused_when_the_form_says_so(widened: Telco) -> None:
    """Nothing is trained, the evaluation is written, the run fails and says why."""
    widened.configure(schema_policy="refuse")
    log = widened.run(MONTH)
    rows = widened.rows("retraining_log", MONTH)

    assert "columns changed (feature added tenure), and the form refuses any change" in log
    assert len(widened.versions()) == 1
    assert rows["change"].tolist() == ["feature added", "rows", "base rate", "retraining failed"]
    assert rows["action"][0] == "refused: nothing was trained"
    assert len(widened.rows("performance", MONTH)) == 3


def test_the_frozen_features_are_kept_to_when_the_form_says_so(widened: Telco) -> None:
    """The new column is rejected, and told."""
    widened.configure(schema_policy="keep_features")
    assert widened.run(MONTH).startswith("DONE")

    assert features(widened, newest(widened)) == {"age", "region", "spend", "calls"}
    (action,) = widened.rows("retraining_log", MONTH).query("change == 'feature added'")["action"]
    assert action == "rejected: only the frozen features are used"


def test_another_policy_makes_another_version(widened: Telco) -> None:
    """A model with the new column is not the one without."""
    widened.configure(schema_policy="adapt")
    assert widened.run(MONTH).startswith("DONE")

    assert len(widened.versions()) == 3
    assert "already trained as" in widened.run(MONTH)


def test_versions_whose_inputs_are_gone_are_scored_as_if_empty_when_the_form_allows(standin: Running) -> None:
    """Otherwise they are named with the columns; shuffled and extra columns and unseen categories are no obstacle."""
    telco = Telco(standin.client(), key="LACKING", months=(WINDOW, MONTH))
    frame = telco.data(MONTH).drop(columns="calls").assign(age="x", region="moon", extra=1)
    telco.put(MONTH, frame[frame.columns[::-1]], "arrivals")
    kinds = {**TYPES, "age": "string", "extra": "bigint"}
    telco.type_columns("customers", {name: kinds[name] for name in frame.columns[::-1]})
    telco.configure(retrain=False)
    refused = telco.run(MONTH)
    telco.configure(scores_with_missing_features=True)
    assert telco.run(MONTH).startswith("DONE")
    rows = telco.rows("performance", MONTH)

    assert "lacks 1 feature of this version: calls; 1 feature of this version should be numbers" in refused
    assert rows["status"].unique().tolist() == ["scored_with_missing_features"]
    assert rows["reason"].str.startswith("scored as if empty: the cohort lacks 1 feature").all()
    assert rows["auc"].notna().all()


def test_integers_that_became_decimals_and_categories_never_seen_are_scored(standin: Running) -> None:
    """Shuffled and extra columns are no obstacle either, and nothing is said of them."""
    telco = Telco(standin.client(), key="DECIMALS", months=(WINDOW, MONTH))
    frame = telco.data(MONTH).assign(age=lambda f: f["age"] + 0.5, calls=lambda f: f["calls"] * 1.0, extra=1)
    frame.loc[:99, "region"] = "moon"
    telco.put(MONTH, frame[frame.columns[::-1]], "arrivals")
    kinds = {**TYPES, "age": "double", "calls": "double", "extra": "bigint"}
    telco.type_columns("customers", {name: kinds[name] for name in frame.columns[::-1]})
    telco.configure(retrain=False)
    assert telco.run(MONTH).startswith("DONE")
    rows = telco.rows("performance", MONTH)

    assert rows["status"].unique().tolist() == ["scored"]
    assert all(reason == "" or "fewer than 10" in reason for reason in rows["reason"].fillna(""))
    assert (rows["n_unscored"] == 0).all()
