"""The main job on a host in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.errors import DataError, HostError, IncompleteRunError, SettingsError, UnreachableError
from champion_challenger.operations.retrain_and_evaluate import raise_failures, retrain_and_evaluate, write
from champion_challenger.records.models import TrainedOn
from champion_challenger.records.runs import TrainingSummary
from champion_challenger.settings.retrain_and_evaluate import Settings, VersionChoice
from tests.unit.operations.fake_lab import DETAILS
from tests.unit.operations.fake_models import FakeModel, FakeScorer, version
from tests.unit.operations.fakes import FakeHost, customers, host

SETTINGS = Settings(customer_id_column="customer")


def run(given: FakeHost, settings: Settings = SETTINGS) -> pd.DataFrame:
    """Run, write, and return the performance rows."""
    result = retrain_and_evaluate(settings, given)
    write(result, given)
    raise_failures(result)
    return given.written["performance"]


def test_every_version_has_a_row_for_each_rate_with_the_champion_first() -> None:
    """Champion, challenger and the version just trained: three rates each."""
    performance = run(host())

    assert performance["version_id"].tolist() == ["v1"] * 3 + ["r2"] * 3 + ["v2"] * 3
    assert performance["targeting_rate"].tolist() == [0.01, 0.05, 0.1] * 3
    assert performance["is_champion"].tolist() == [True] * 3 + [False] * 6


def test_the_columns_are_the_documented_ones() -> None:
    """Names and order never depend on the run."""
    assert run(host()).columns.tolist() == [column.name for column in COLUMNS]


def test_figures_equal_scikit_learn_on_the_rows_of_scores() -> None:
    """What is written to scores is what the figures were computed on."""
    given = host()
    performance = run(given)
    scores = given.written["scores"]

    for version_id, rows in scores.groupby("version_id"):
        expected = roc_auc_score(rows["outcome"], rows["score"])
        found = performance.loc[performance["version_id"] == version_id, "auc"]
        assert np.allclose(found, expected, rtol=0, atol=1e-12)


def test_a_month_whose_outcomes_are_late_is_told_and_stays_provisional() -> None:
    """In the log, the rows and the figures; compared with the months before."""
    frame = customers()
    frame.loc[:149, "churned"] = None
    given = host(frame)
    usual = {"cohort_n": 200, "cohort_n_unlabelled": 4, "cohort_n_positive": 20}
    given.earlier = {"2019-05": usual, "2019-04": usual}
    performance = run(given)

    reason = "outcomes not joined yet: 75.0 % of the customers have none, 2.0 % in the cohorts before"
    assert set(performance["cohort_status"]) == {"provisional"}
    assert performance["reason"].str.contains(reason, regex=False).all()
    assert (given.metrics["cohort_status"], given.metrics["cohort_outcomes"]) == ("provisional", "not joined yet")
    assert any(f"WARN: {reason}" in line for line in given.said)


def test_a_month_without_any_outcome_is_no_failure() -> None:
    """Figures need both classes; every version says why it has none."""
    given = host(customers().assign(churned=None))
    performance = run(given)

    assert set(performance["status"]) == {"not_enough_data"}
    assert performance["reason"].str.startswith("outcomes not joined yet: none of 200 customers has one").all()
    assert given.metrics["cohort_outcomes"] == "not joined yet"


def test_late_outcomes_restate_a_cohort() -> None:
    """The log says by how much."""
    given = host()
    given.earlier = {"2019-06": {"cohort_n": 200, "cohort_n_unlabelled": 150, "cohort_n_positive": 5}}
    run(given)

    (line,) = [line for line in given.said if "restated" in line]
    assert line.startswith("Cohort 2019-06 is restated: 200 of 200 customers have an outcome (50 of 200 before)")


def test_the_log_tells_the_moments_of_the_cohort_in_the_time_zone() -> None:
    """And the day of the run is one of it."""
    given = host()
    given.run = replace(given.run, started_at=datetime(2019, 7, 31, 23, tzinfo=timezone.utc))
    utc, paris = run(given), run(given, replace(SETTINGS, zone=ZoneInfo("Europe/Paris")))

    assert [set(rows["cohort_status"]) for rows in (utc, paris)] == [{"provisional"}, {"final"}]
    assert any("outcomes from 2019-07-01 00:00:00+02:00 to 2019-07-31 23:59:59+02:00" in line for line in given.said)


def test_the_scores_say_the_snapshot_and_who_has_no_row() -> None:
    """What another recipe needs to find the same figures."""
    frame = customers().astype({"churned": "float64"})
    frame.loc[:4, "churned"] = np.nan
    frame.loc[5:7, "x"] = np.nan
    given = host(frame, training_data=None)
    run(given)
    columns = ["cohort_start", "n_unlabelled", "n_unscored"]

    assert given.written["scores"][columns].drop_duplicates().to_numpy().tolist() == [["2019-06-30", 5, 3]]


def test_performance_is_written_last() -> None:
    """A run killed before leaves the former partition of performance."""
    given = host()
    run(given)

    assert list(given.written)[-1] == "performance"


def test_the_cohort_is_read_once() -> None:
    """However many versions there are."""
    given = host()
    run(given)

    assert given.reads == 1


def test_a_second_run_trains_nothing_and_finds_the_same_figures() -> None:
    """The fingerprint on the version made before is recognised."""
    given = host()
    first, second = run(given), run(given)

    assert len(given.lab.trained) == 1
    pd.testing.assert_frame_equal(first.drop(columns="scoring_seconds"), second.drop(columns="scoring_seconds"))


def test_a_champion_trained_on_the_very_window_is_not_replayed() -> None:
    """The first month after a deployment makes no twin of the champion."""
    given = host()
    given.lab.source = TrainedOn("TELCO.history", ("2019-03", "2019-04", "2019-05"), 1000)
    features = {name: {"role": "INPUT", "type": "NUMERIC"} for name in given.frame}
    given.lab.details = {**DETAILS, "preprocessing": {**DETAILS["preprocessing"], "per_feature": features}}
    run(given)

    assert given.lab.trained == []


def test_without_training_data_nothing_is_trained() -> None:
    """The role is optional."""
    given = host(training_data=None)

    assert set(run(given)["version_id"]) == {"v1", "v2"}


def test_a_failing_training_is_told_after_the_evaluation_was_written() -> None:
    """Nothing of the evaluation is lost."""
    given = host()
    given.lab.error = HostError("the training ended as FAILED: out of memory")

    with pytest.raises(IncompleteRunError, match="out of memory"):
        run(given)

    assert set(given.written["performance"]["version_id"]) == {"v1", "v2"}
    assert len(given.lab.discarded) == 1


def test_a_version_that_does_not_load_has_rows_with_the_reason_and_fails_the_run_at_the_end() -> None:
    """The other versions are evaluated and written."""
    given = host(training_data=None)
    given.model.scorers["v2"] = HostError("No module named 'catboost'")

    with pytest.raises(IncompleteRunError, match=r"Version v2: No module named 'catboost'"):
        run(given)

    rows = given.written["performance"].set_index("version_id")
    assert rows.loc["v2", "status"].tolist() == ["not_scorable"] * 3
    assert rows.loc["v1", "lift"].notna().all()


def test_when_no_version_loads_the_run_names_the_environment_and_writes_nothing() -> None:
    """One message, and the former partition stays."""
    given = host(training_data=None)
    given.model.scorers = dict.fromkeys(given.model.scorers, HostError("pickle too new"))

    with pytest.raises(HostError, match=r"No version could score the cohort in code env test\..*v1: .*v2: "):
        run(given)

    assert given.written == {}


def test_what_the_retraining_did_is_written_although_no_version_can_score() -> None:
    """A version was deployed: the log says so, and the former performance stays."""
    given = host()
    given.flow = replace(
        given.flow, outputs={**given.flow.outputs, "retraining_log": given.flow.outputs["performance"]}
    )
    given.model.load = lambda version_id: (_ for _ in ()).throw(HostError("pickle too new"))  # type: ignore[method-assign]

    with pytest.raises(HostError, match="No version could score the cohort"):
        run(given)

    assert given.written["retraining_log"]["change"].iloc[-1] == "trained"
    assert list(given.written) == ["retraining_log"]


def test_the_log_tells_a_month_that_the_training_leaves_out_and_says_retraining_once() -> None:
    """Also of a retraining that failed."""
    given = host()
    given.lab.by_partition = {"2019-05": TrainingSummary({"": 300})}
    given.lab.error = HostError("out of memory")

    with pytest.raises(IncompleteRunError, match="Retraining: out of memory"):
        run(given)

    warning = "WARN: training data TELCO.history, partition left out: 2019-05: outcomes not joined yet: none of 300"
    assert any(line.startswith(warning) for line in given.said)
    assert any(line.startswith("Retraining: out of memory") for line in given.said)


def test_a_version_whose_feature_vanished_is_named_and_does_not_fail_the_run() -> None:
    """Old versions on new data are an ordinary thing."""
    frame = customers().drop(columns="z")
    performance = run(host(frame, training_data=None))

    reasons = performance.loc[performance["version_id"] == "v2", "reason"]
    assert reasons.str.contains("lacks 1 feature of this version: z").all()


def test_numbers_that_became_text_are_named() -> None:
    """Amounts that are words now."""
    frame = customers().astype({"x": str, "z": str}).assign(x="about 1")

    with pytest.raises(HostError, match="are text in the cohort's schema: x"):
        run(host(frame, training_data=None))


def test_rows_without_outcome_or_score_are_dropped_and_counted() -> None:
    """They belong to no figure."""
    frame = customers().astype({"churned": "float64"})
    frame.loc[:4, "churned"] = np.nan
    frame.loc[5:7, "x"] = np.nan
    performance = run(host(frame, training_data=None))

    assert performance["n_unlabelled"].unique().tolist() == [5]
    assert performance["n_unscored"].unique().tolist() == [3]
    assert performance["n"].unique().tolist() == [192]


def test_a_cohort_without_positives_has_rows_without_figures() -> None:
    """One class only: a status, never an exception."""
    performance = run(host(customers().assign(churned=0), training_data=None))

    assert performance["status"].unique().tolist() == ["not_enough_data"]
    assert performance[["lift", "auc", "precision"]].isna().all().all()


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (customers().iloc[:0], "it has no rows"),
        (
            pd.concat([customers(), customers().head(4)]),
            r"4 customers appear more than once .*00000, 00001, 00002, …",
        ),
        (customers().assign(churned=2), r"expected the classes '0' and '1', found '2' \(200 rows\)"),
        (customers().assign(customer=None), "200 rows have no customer"),
    ],
)
def test_a_cohort_that_cannot_be_evaluated_is_refused_and_nothing_is_written(frame: pd.DataFrame, message: str) -> None:
    """The message says what was found and where."""
    given = host(frame)

    with pytest.raises(DataError, match=message):
        run(given)

    assert given.written == {}
    assert given.lab.trained == []


def test_a_chosen_version_that_is_gone_is_told_and_the_others_are_written() -> None:
    """The list of the form may be older than the model."""
    given = host(training_data=None)
    settings = replace(SETTINGS, versions=VersionChoice("chosen", listed=("v2", "v0")))

    with pytest.raises(IncompleteRunError, match="Version v0: chosen in the form, and no longer in the model"):
        run(given, settings)

    assert set(given.written["performance"]["version_id"]) == {"v1", "v2", "v0"}


def test_without_an_active_version_there_is_no_champion() -> None:
    """The message says what to do."""
    given = host()
    given.model.activate("none of them")

    with pytest.raises(SettingsError, match="no active version, so there is no champion"):
        run(given)


def test_a_version_activated_by_a_person_meanwhile_is_told() -> None:
    """The figures keep the champion of the beginning."""
    given = host(training_data=None)
    load = given.model.load
    given.model.load = lambda version_id: (given.model.activate("v2"), load(version_id))[1]  # type: ignore[method-assign]
    performance = run(given)

    assert performance.loc[performance["is_champion"], "version_id"].unique().tolist() == ["v1"]
    assert any("was v1 when the run began and is v2 now" in line for line in given.said)


def test_a_champion_with_preparation_steps_is_refused_before_any_work() -> None:
    """Neither a replay nor a predictor applies them."""
    given = host()
    given.lab.preparation = True

    with pytest.raises(SettingsError, match="Move them to a Prepare recipe"):
        run(given)


def test_score_columns_and_other_models_join_the_comparison() -> None:
    """A rule, and the active version of another model."""
    frame = customers()
    frame["rule"] = -frame["z"]
    given = host(frame, training_data=None)
    given.other_models = [FakeModel([version("v1", active=True)], {"v1": FakeScorer({"z": 1.0})})]
    performance = run(given, replace(SETTINGS, score_columns=("rule",)))

    assert performance["version_id"].unique().tolist() == ["v1", "v2", "m1:v1", "column:rule"]
    assert performance["is_champion"].sum() == 3


def test_figures_that_scenarios_act_on_are_saved() -> None:
    """The champion's, the best challenger's and counts, those of 0 too; none of them null."""
    given = host(training_data=None)
    run(given)

    assert given.metrics["best_challenger"] == "v2"
    assert given.metrics["versions_evaluated"] == 2
    assert given.metrics["versions_not_scored"] == given.metrics["verdicts_champion_better"] == 0
    assert None not in given.metrics.values()


def test_the_replay_keeps_the_winning_value_and_all_rows() -> None:
    """One algorithm, single values, the window's partitions, no sampling."""
    given = host()
    run(given)
    settings = given.lab.trained[0]

    assert settings["modeling"]["logistic_regression"]["C"]["values"] == [0.1]
    assert settings["modeling"]["knn"]["enabled"] is False
    assert settings["splitParams"]["ssdSelection"]["selectedPartitions"] == ["2019-03", "2019-04", "2019-05"]
    assert settings["splitParams"]["ssdSelection"]["samplingMethod"] == "FULL"


def test_good_rows_are_not_replaced_by_worse_ones_for_a_reason_of_the_hosts() -> None:
    """The month was good; a version that does not load today is no reason to lose its figures."""
    fake = host()
    fake.model.scorers["v2"] = UnreachableError("DSS was asked to load version v2, and there was no answer: HTTP 500")
    fake.earlier["2019-06"] = {"versions_failed": 0}

    with pytest.raises(HostError, match="2019-06 was evaluated before without a failure.*HTTP 500.*good rows are kept"):
        run(fake)
    assert "performance" not in fake.written
    fake.earlier["2019-06"] = {"versions_failed": "1"}
    with pytest.raises(IncompleteRunError, match="HTTP 500"):
        run(fake)
    assert set(fake.written["performance"]["status"]) == {"scored", "not_scorable"}
