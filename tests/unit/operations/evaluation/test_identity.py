"""The columns that name score, version, cohort and run are the same in both recipes."""

from __future__ import annotations

from datetime import date, datetime, timezone

import pandas as pd
import pytest

from champion_challenger.operations.evaluation.identity import identity
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate
from champion_challenger.records.models import Contestant
from champion_challenger.records.runs import DatedCohort, RunFacts
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.fakes import host
from tests.unit.operations.stored_scores.fakes import run_stored, stored_host

COHORT = DatedCohort("2019-06", date(2019, 6, 30), "final")
RUN = RunFacts("run1", datetime(2019, 8, 15, 12, 30, tzinfo=timezone.utc), "0.1.0", "code env")
TRAINED = Contestant("v1", "20190401", True, "TELCO", "m1", "FOREST", date(2019, 4, 30), date(2019, 4, 30), "yes")


def test_all_columns_of_a_trained_version() -> None:
    """Dates are texts, so that they are the same in files and tables."""
    assert identity(TRAINED, COHORT, "churn", RUN) == {
        "score_id": "churn",
        "version_id": "v1",
        "version_label": "20190401",
        "is_champion": True,
        "project_key": "TELCO",
        "model_id": "m1",
        "algorithm": "FOREST",
        "cohort": "2019-06",
        "cohort_start": "2019-06-30",
        "cohort_status": "final",
        "trained_until": "2019-04-30",
        "out_of_time": "yes",
        "model_age_days": 61,
        "run_id": "run1",
        "computed_at": "2019-08-15T12:30:00+00:00",
        "plugin_version": "0.1.0",
    }


def test_score_column_belongs_to_no_model() -> None:
    """What a score column does not have is null, not an empty text."""
    columns = identity(Contestant("column:old", "old"), COHORT, "churn", RUN)
    assert [columns[name] for name in ("project_key", "model_id", "algorithm", "trained_until")] == [None] * 4


@pytest.mark.parametrize(("out_of_time", "age"), [("yes", 30), ("no", 30), ("unknown", None)])
def test_age_needs_a_known_end_of_training(out_of_time: str, age: int | None) -> None:
    """The host's training date alone does not say what the model has seen."""
    contestant = Contestant("v1", "v1", known_on=date(2019, 5, 31), out_of_time=out_of_time)
    assert identity(contestant, COHORT, "churn", RUN)["model_age_days"] == age


def test_both_recipes_write_the_same_columns_for_a_version() -> None:
    """Evaluated in memory or in the database, a version has one name, one date and one age."""
    names = [*identity(TRAINED, COHORT, "churn", RUN)]
    in_memory = retrain_and_evaluate(Settings(retrain=False, customer_id_column="customer"), host()).performance
    in_database = run_stored(stored_host(), score_id="Churn")

    first, second = (frame[frame["version_id"] == "v1"][names].iloc[:1] for frame in (in_memory, in_database))
    pd.testing.assert_frame_equal(first.reset_index(drop=True), second.reset_index(drop=True))
