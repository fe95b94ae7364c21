"""What is refused before any work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.errors import SettingsError
from champion_challenger.operations.evaluation.checks import guard
from champion_challenger.operations.evaluation.dates import CohortRules
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.records.models import Horizon
from champion_challenger.records.runs import Flow
from champion_challenger.settings.contact import ContactRules
from tests.unit.operations.fake_models import FACTS
from tests.unit.operations.fakes import MONTH, customers, dataset

RULES = CohortRules("churned", "customer", Horizon(1, "month"))


def flow(**changes: Any) -> Flow:
    """A flow that fits, changed."""
    outputs = {"performance": DatasetFacts("TELCO.performance", (), MONTH, ("2019-06",))}
    facts = Flow("2019-06", dataset("TELCO.customers", customers()), None, outputs)
    return replace(facts, **changes)


def performance(**changes: Any) -> dict[str, DatasetFacts]:
    """Outputs with a performance dataset, changed."""
    return {"performance": replace(flow().outputs["performance"], **changes)}


def test_a_flow_that_fits_passes() -> None:
    """Nothing is said."""
    guard(RULES, (), flow(), FACTS)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"outputs": performance(dimensions=())}, r"not partitioned\. Create a managed dataset .*'month' by month"),
        (
            {"outputs": performance(dimensions=(("region", "value"),))},
            r"expected a time dimension, found region \(value\)",
        ),
        (
            {"outputs": performance(dimensions=(("cohort", "MONTH"),))},
            "the dimension is named cohort, which is a column",
        ),
        (
            {"outputs": performance(dimensions=(("MONTH", "MONTH"),))},
            r"named MONTH, and DSS keeps DKU_DST_MONTH for a part of the date.* Rename it 'month'",
        ),
        ({"outputs": performance(dimensions=MONTH * 2)}, "expected one time dimension, found month"),
        ({"outputs": performance(is_appending=True)}, "Untick 'Append instead of overwrite'"),
        (
            {"outputs": {**performance(), "scores": DatasetFacts("TELCO.scores", ())}},
            r"Output scores: expected the partitioning of performance \(month \(MONTH\)\), found no partitioning",
        ),
        ({"cohort": dataset("TELCO.customers", customers(), ())}, "expected its partition 2019-06, was handed none"),
        (
            {"cohort": dataset("TELCO.customers", customers(), ("2019-05", "2019-06"))},
            "was handed 2019-05, 2019-06. Set the dependency to 'Equals'",
        ),
        ({"cohort": replace(dataset("TELCO.customers", customers()), dimensions=())}, "its date has to come from"),
        (
            {"cohort": dataset("TELCO.customers", customers().drop(columns="churned"))},
            "has no column 'churned'; it has",
        ),
        ({"training_data": dataset("TELCO.customers", customers())}, "is the cohort itself. Make a second dataset"),
        (
            {"training_data": dataset("TELCO.history", customers().drop(columns="churned"))},
            "Fresh training data: TELCO.history has no column 'churned'; it has customer, x, z",
        ),
        (
            {"newest": dataset("TELCO.history", customers()), "training_data": dataset("TELCO.history", customers())},
            "Newest customers: TELCO.history is the training data itself. Make a second dataset",
        ),
    ],
)
def test_a_flow_that_does_not_fit_is_refused(changes: dict[str, Any], message: str) -> None:
    """Each message says what was expected, what was found and what to do."""
    with pytest.raises(SettingsError, match=message):
        guard(RULES, (), flow(**changes), FACTS)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"prediction_type": "REGRESSION"}, "classification, found regression"),
        ({"prediction_type": "MULTICLASS"}, "classification, found multiclass"),
        ({"kind": "MLFLOW_PYFUNC"}, "found MLFLOW_PYFUNC, which is not supported"),
        ({"kind": "PROXY_MODEL"}, "found PROXY_MODEL, which is not supported"),
        ({"is_partitioned": True}, "it is a partitioned model"),
    ],
)
def test_a_model_of_another_kind_is_refused(changes: dict[str, Any], message: str) -> None:
    """Only two-class models of visual ML, unpartitioned."""
    with pytest.raises(SettingsError, match=message):
        guard(RULES, (), flow(), replace(FACTS, **changes))


def test_all_problems_are_told_at_once() -> None:
    """The analyst corrects them in one go."""
    with pytest.raises(SettingsError, match="Please correct 3 settings") as told:
        guard(
            replace(RULES, snapshot_column="day"),
            ("customer",),
            flow(outputs=performance(dimensions=())),
            FACTS,
        )

    assert len(told.value.problems) == 3


def test_an_unpartitioned_cohort_may_take_its_date_from_the_form() -> None:
    """Or from a column."""
    cohort = replace(flow().cohort, dimensions=(), partitions=())

    guard(replace(RULES, snapshot_date=date(2019, 6, 30)), (), flow(cohort=cohort), FACTS)


def test_a_table_that_lacks_a_newer_column_is_told_how_to_be_altered() -> None:
    """Nothing is dropped for a new column."""
    older = tuple(column for column in COLUMNS if column.name not in ("ks", "n_unscored"))
    outputs = performance(columns=older, is_sql=True, table='"dwh"."perf"')

    with pytest.raises(
        SettingsError, match=r'ALTER TABLE "dwh"\."perf" ADD "ks" DOUBLE PRECISION, ADD "n_unscored" BIGINT'
    ):
        guard(RULES, (), flow(outputs=outputs), FACTS)


@pytest.mark.parametrize(
    ("column", "role"),
    [
        ("churned", "the outcome column"),
        ("customer", "the customer id column"),
        ("x", "the contact column"),
        ("z", "the snapshot date column"),
    ],
)
def test_a_column_of_another_role_is_no_score(column: str, role: str) -> None:
    """The outcome would be the best of all scores."""
    rules = replace(RULES, contact=ContactRules("x", ("1",)), snapshot_column="z")

    with pytest.raises(SettingsError, match=rf"Score columns to compare: '{column}' is {role}\. Choose a column that"):
        guard(rules, (column,), flow(), FACTS)


def test_an_unknown_contact_column_is_named_with_the_others() -> None:
    """All wrong columns at once, and the positive class with them."""
    rules = replace(RULES, outcome_column="gone", contact=ContactRules("contact", ("yes",)), positive_class="2")

    with pytest.raises(
        SettingsError,
        match=r"(?s)4 settings.*no column 'gone'.*Contact column: .* no column 'contact'.*Segment.*Positive class: .*'0' and '1'",
    ):
        guard(replace(rules, segment_columns=("region",)), (), flow(), FACTS, ("0", "1"))
