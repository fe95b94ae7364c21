"""What a careless user would do: a clear last line in the log, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from dss_standin.running import Running
from tests.integration.telco import MONTHS, TYPES, Telco, customers

MONTH = "2019-04"


def odd_months(month: str) -> pd.DataFrame:
    """Three months that are wrong each in its way; the others are sound."""
    frame = customers(month, 400)
    if month == "2019-03":
        return pd.concat([frame, frame.head(5)])
    if month == "2019-04":
        return frame.assign(churned=0)
    return frame.iloc[:0] if month == "2019-05" else frame


@pytest.fixture(scope="module")
def odd(standin: Running) -> Telco:
    """A score over odd months."""
    return Telco(standin.client(), key="ODD", data=odd_months)


@pytest.fixture
def telco_again(telco: Telco) -> Iterator[Telco]:
    """The sound score; whatever a test changes of the recipe is taken back."""
    before = telco.recipe.get_settings().get_recipe_raw_definition()
    yield telco
    settings = telco.recipe.get_settings()
    settings.get_recipe_raw_definition().update(before)
    settings.save()


def last_line(log: str) -> str:
    """State, and the line a user reads first."""
    return f"{log.splitlines()[0]}: {log.strip().splitlines()[-1]}"


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"outcome_column": "left"}, "TELCO.customers has no column 'left'; it has customer_id, age"),
        ({"outcome_column": "calls"}, "Outcome column calls: expected the classes '0' and '1', found"),
        ({"targeting_rates": "0, 5"}, "Targeting rates (%): expected a share above 0 and up to 100 %, found '0'"),
        ({"targeting_rates": "${share}"}, "Targeting rates (%): no variable is called share"),
        ({"positive_class": "yes"}, "Positive class: expected one of the model's classes '0' and '1', found 'yes'"),
        ({"score_columns": ["region"]}, "expected numbers in column 'region' of TELCO.customers, found string"),
        ({"customer_id_column": "region"}, "3 customers appear more than once (column region"),
    ],
)
def test_a_wrong_form_fails_with_one_clear_line(telco_again: Telco, config: dict[str, Any], message: str) -> None:
    """The job's log ends in what the analyst has to correct."""
    telco_again.configure(**config)
    log = telco_again.run(MONTH)

    assert log.startswith("FAILED")
    assert message in last_line(log)
    assert re.findall(r'File "(.*)", line', log.split("Traceback")[1])[1:] == []


@pytest.mark.parametrize(
    ("month", "message"),
    [
        ("2019-03", "5 customers appear more than once"),
        ("2019-05", "it has no rows"),
        ("2019-06", "2019-06"),
    ],
)
def test_a_month_that_cannot_be_evaluated_is_refused(odd: Telco, month: str, message: str) -> None:
    """Duplicates, an empty file, no file."""
    log = odd.run(month)

    assert log.startswith("FAILED")
    assert message in last_line(log)
    assert month not in odd.project.get_dataset("performance").list_partitions()


def test_a_month_without_positives_has_rows_that_say_so(odd: Telco) -> None:
    """No exception: counts, a status and a reason; the outcomes are taken for not joined yet."""
    odd.configure(retrain=False)
    assert odd.run("2019-04").startswith("DONE")
    rows = odd.rows("performance", "2019-04")

    assert rows["status"].unique().tolist() == ["not_enough_data"]
    assert rows["reason"].unique().tolist() == ["outcomes not joined yet: none of 400 customers is positive"]
    assert rows["cohort_status"].unique().tolist() == ["provisional"]
    assert rows["lift"].isna().all()


def test_append_mode_is_refused(telco_again: Telco) -> None:
    """It would double a month's rows."""
    settings = telco_again.recipe.get_settings()
    settings.get_recipe_raw_definition()["outputs"]["performance"]["items"][0]["appendMode"] = True
    settings.save()

    assert "Untick 'Append instead of overwrite'" in telco_again.run(MONTH)


def test_an_unpartitioned_performance_is_refused_with_the_one_to_create(telco_again: Telco) -> None:
    """All of the advice is in the message."""
    telco_again.project.new_managed_dataset("flat").with_store_into("filesystem_managed").create()
    recipe = telco_again.create_recipe("flat_evaluate", performance="flat", scores="", retraining_log="")
    job = recipe.run(wait=True, no_fail=True)

    assert job.get_status()["baseStatus"]["state"] == "FAILED"
    assert "TELCO.flat is not partitioned. Create a managed dataset with one time dimension" in job.get_log()


def test_training_on_the_cohort_itself_is_refused(telco_again: Telco) -> None:
    """Two datasets over the same files will do."""
    telco_again.connect(training_data="customers")

    assert "TELCO.customers is the cohort itself. Make a second dataset over the same files" in telco_again.run(MONTH)


def test_columns_that_were_never_typed_are_read_as_the_version_knows_them(telco_again: Telco) -> None:
    """A CSV whose columns are all strings: digits are the numbers that they spell."""
    telco_again.configure(retrain=False)
    assert telco_again.run(MONTH).startswith("DONE")
    typed = telco_again.rows("performance", MONTH)
    telco_again.type_columns("customers", dict.fromkeys(TYPES, "string"))
    assert telco_again.run(MONTH).startswith("DONE")
    telco_again.type_columns("customers", TYPES)

    assert telco_again.rows("performance", MONTH)["auc"].tolist() == typed["auc"].tolist()


def test_a_champion_with_preparation_steps_is_refused(standin: Running) -> None:
    """Its steps would be lost."""
    score = Telco(standin.client(), key="PREPARED", months=MONTHS[:2])
    task = score.project.get_saved_model(score.model_id).get_origin_ml_task()
    analysis = score.project.get_analysis(task.analysis_id)
    definition = analysis.get_definition()
    definition.get_raw().setdefault("script", {})["steps"] = [{"type": "ColumnRenamer", "params": {}}]
    definition.save()

    assert "Move them to a Prepare recipe" in score.run("2019-02")


def test_a_regression_model_is_refused(standin: Running) -> None:
    """Only two classes."""
    score = Telco(standin.client(), key="REGRESSION", months=MONTHS[:2])
    task = score.project.create_prediction_ml_task("customers_history", "spend", prediction_type="REGRESSION")
    model = task.deploy_to_flow(task.train()[0], "Spend", "customers_history")["savedModelId"]
    score.connect(model=model)

    assert "classification, found regression" in score.run("2019-02")


def test_an_imported_model_is_refused(telco_again: Telco) -> None:
    """MLflow models have no design to replay."""
    model = telco_again.project.create_mlflow_pyfunc_model("Imported", "BINARY_CLASSIFICATION")
    telco_again.connect(model=model.id)

    assert "Imported: expected a model of DSS's visual ML, found MLFLOW_PYFUNC" in telco_again.run(MONTH)


def test_a_version_that_does_not_load_is_a_row_and_fails_the_job_at_the_end(standin: Running) -> None:
    """The other versions are written."""
    score = Telco(standin.client(), key="BROKEN", months=MONTHS[:3])
    score.run("2019-03")
    new = next(version["id"] for version in score.versions() if version["id"] != "initial")
    (bundle,) = standin.dss.store.path(f"projects/BROKEN/savedmodels/{score.model_id}/versions/{new}").glob("*.joblib")
    bundle.write_bytes(b"from another environment")
    log = score.run("2019-03")
    rows = score.rows("performance", "2019-03").set_index("version_id")

    assert last_line(log).startswith("FAILED: ")
    assert f"The outputs were written, but Version {new}: DSS was asked to load version {new}" in last_line(log)
    assert rows.loc[new, "status"].unique().tolist() == ["not_scorable"]
    assert rows.loc["initial", "lift"].notna().all()
