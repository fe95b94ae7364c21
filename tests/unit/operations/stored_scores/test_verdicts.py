"""Verdicts on stored scores: those of the main job, on the scores that it wrote."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.reasons import read_reasons
from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate, write
from champion_challenger.settings.contact import ContactRules
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.evaluation.test_populations import campaign
from tests.unit.operations.fake_models import FakeScorer, version
from tests.unit.operations.fakes import host
from tests.unit.operations.stored_scores.fakes import FakeStoredHost, run_stored, stored_host, stored_scores

CONTACT = {"contact_column": "contact", "contacted_values": ["called"], "control_values": ["control"]}
SCORERS = {
    "v1": FakeScorer({"x": 1.0, "z": 0.5}),
    "v2": FakeScorer({"x": 1.0}),
    "v3": FakeScorer({"x": 1.0, "w": 0.5}),
    "v4": FakeScorer({"x": 0.5, "late": 1.0}),
}
NOT_COUNTED = {
    "n_unscored", "expected_positives", "run_id", "computed_at", "scoring_seconds", "reason", "reason_codes", "version_label", "n_unlabelled",
}  # fmt: skip


def both_recipes(frame: pd.DataFrame, policy: Policy, **form: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the main job, and of its stored scores."""
    given = host(frame, training_data=None)
    given.model.listed = [version(name, place + 1, active=name == "v1") for place, name in enumerate(SCORERS)]
    given.model.scorers = dict(SCORERS)
    contact = ContactRules("contact", ("called",), ("control",))
    settings = Settings(customer_id_column="customer", contact=contact, policy=policy)
    write(retrain_and_evaluate(settings, given), given)
    values = frame.set_index("customer")["contact"]
    scores = given.written["scores"].assign(contact=lambda rows: values.loc[rows["customer_id"]].to_numpy())
    stored = stored_host(scores)
    stored.model = given.model
    preset = {
        "primary_figure": policy.figure,
        "verdict_population": policy.population,
        "minimum_positives": policy.minimum_positives,
        "minimum_hits": policy.minimum_hits,
    }
    found = run_stored(stored, evaluation_policy=preset, score_id="Churn", **CONTACT, **form)
    main = given.written["performance"]
    return main[main["segment"].isin(["all", "control", "uncontacted"])].reset_index(drop=True), found


@pytest.mark.parametrize("form", ["with", "derived"])
@pytest.mark.parametrize("policy", [Policy(), Policy(figure="auc", population="control")], ids=["lift", "auc"])
def test_both_recipes_write_the_same_verdicts(policy: Policy, form: str) -> None:
    """Differences, p-values, Holm, overlap and extra positives to 1e-12; one version lacks the scores of some."""
    frame = campaign(3_000)
    frame["late"] = np.where(np.arange(3_000) % 5 == 0, np.nan, frame["z"])
    main, found = both_recipes(frame, policy, query_form=form)
    names = [column.name for column in COLUMNS if column.name not in NOT_COUNTED]

    assert found.loc[found["version_id"] == "v4", "n_unscored"].max() == 600
    assert found.query("version_id != 'v1'")[["lift_delta", "p_value", "p_adjusted"]].notna().all(axis=None)
    keys = ["segment", "version_id", "targeting_rate"]
    one, other = (rows[names].sort_values(keys).reset_index(drop=True) for rows in (main, found))
    pd.testing.assert_frame_equal(one, other, rtol=0, atol=1e-12, check_dtype=False)


def reasons(host: FakeStoredHost, **form: Any) -> dict[str, list[str]]:
    """Codes of the reasons of each version at the lowest rate."""
    found = run_stored(host, **form).drop_duplicates("version_id").set_index("version_id")["reason_codes"]
    return {str(name): [reason.code for reason in read_reasons(codes, "reason")] for name, codes in found.items()}


def test_versions_without_a_common_customer_are_not_compared() -> None:
    """Ids that are spelled in two ways: the row says so."""
    scores = stored_scores()
    is_other = scores["version_id"] == "v2"
    scores.loc[is_other, "customer_id"] = scores.loc[is_other, "customer_id"].str.lstrip("0") + " "
    found = reasons(stored_host(scores))

    assert "no_common_customer" in found["v2"]
    assert "no_common_customer" not in found["v1"]


def test_versions_without_a_common_customer_are_told_in_memory_too() -> None:
    """The champion lacks the scores of those whom the challenger scored."""
    frame = campaign(400)
    frame["late"] = np.where(np.arange(400) < 200, np.nan, frame["z"])
    frame["early"] = np.where(np.arange(400) < 200, frame["z"], np.nan)
    given = host(frame, training_data=None)
    given.model.scorers = {"v1": FakeScorer({"early": 1.0}), "v2": FakeScorer({"late": 1.0})}
    rows = retrain_and_evaluate(Settings(customer_id_column="customer"), given).performance

    assert rows.query("version_id == 'v2'")["reason"].str.contains("no customer in common").all()
    assert rows.query("version_id == 'v2'")["verdict"].unique().tolist() == ["not_enough_data"]


def test_a_champion_that_is_not_in_the_table_compares_nobody() -> None:
    """The challengers' rows say which one is missing."""
    given = stored_host()
    found = run_stored(given, champion_version="v9")

    assert found["verdict"].unique().tolist() == ["not_comparable"]
    assert found["reason"].str.contains("the champion v9 has no stored scores in this cohort").all()
    assert not any("paired AS" in text for text in given.asked)


def test_without_a_model_nobody_knows_the_trainings() -> None:
    """Versions may have been trained on the outcomes of the cohort: connect the model."""
    given = stored_host()
    given.model = None

    assert "training_unknown_without_model" in reasons(given, champion_version="v1")["v2"]


def test_a_champion_whose_name_cannot_be_quoted_compares_nobody() -> None:
    """Queries of the host take no parameters."""
    given = stored_host(stored_scores().replace({"version_id": {"v1": "o'hara"}}))
    assert given.model is not None
    given.model.listed = [
        replace(one, version_id={"v1": "o'hara"}.get(one.version_id, "v2")) for one in given.model.listed
    ]

    assert "champion_not_quotable" in reasons(given)["v2"]
