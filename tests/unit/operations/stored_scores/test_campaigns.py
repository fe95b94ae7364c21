"""Campaigns on cohorts that a database counts: the control group, the notice, and what is refused."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.figures.at_rates import figures
from champion_challenger.core.figures.counts import statistics
from champion_challenger.core.reasons import read_reasons
from champion_challenger.errors import DataError, SettingsError
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate
from champion_challenger.settings.contact import ContactRules
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.evaluation.test_populations import tied_campaign
from tests.unit.operations.fake_models import FakeScorer
from tests.unit.operations.fakes import host
from tests.unit.operations.stored_scores.fakes import FakeStoredHost, run_stored, stored_host, stored_scores

COMPARED = (
    "verdict", "reason", "lift", "lift_high", "true_positives_worst", "lift_delta", "lift_delta_low",
    "incremental_rate", "n_control",
)  # fmt: skip
FORM = {"contact_column": "contact", "contacted_values": ["called"], "control_values": ["held out"]}


def contacted_scores(*, control: str = "everyone") -> pd.DataFrame:
    """Stored scores of customers of whom the champion's highest twentieth was called, a fifth held out."""
    scores = stored_scores(n=600)
    of_champion = scores[scores["version_id"] == "v1"].set_index(["cohort", "customer_id"])["score"]
    is_listed = of_champion.groupby("cohort").rank(ascending=False) <= 100
    drawn = pd.Series(np.random.default_rng(3).random(len(of_champion)) < 0.2, of_champion.index)
    held_out = drawn if control == "everyone" else drawn & is_listed
    contact = pd.Series(np.select([held_out, is_listed], ["held out", "called"], "none"), of_champion.index)
    keys = pd.MultiIndex.from_frame(scores[["cohort", "customer_id"]])
    return scores.assign(contact=contact.reindex(keys).to_numpy())


def run(scores: pd.DataFrame, outcomes: pd.DataFrame | None = None, **form: Any) -> tuple[FakeStoredHost, pd.DataFrame]:
    """What a run with the setting wrote, by segment and version, at the lowest rate."""
    host = stored_host(scores, outcomes)
    found = run_stored(host, **{**FORM, **form})
    return host, found.query("targeting_rate == 0.05").set_index(["segment", "version_id"])


def codes(row: pd.Series) -> list[str]:
    """Codes of a row's reasons."""
    return [reason.code for reason in read_reasons(row["reason_codes"], "reason")]


@pytest.mark.parametrize("place", ["scores", "outcomes"])
def test_the_control_group_has_the_figures_of_the_core(place: str) -> None:
    """Whether the scores or the realised outcomes say who was held out; all customers keep theirs."""
    scores = contacted_scores()
    known = scores[scores["version_id"] == "v1"][["customer_id", "cohort", "outcome", "contact"]]
    tables = (scores, None) if place == "scores" else (scores.drop(columns=["outcome", "contact"]), known)
    _, found = run(*tables)

    june = scores[(scores["cohort"] == "2019-06") & (scores["version_id"] == "v2")]
    for segment, rows in (("all", june), ("control", june[june["contact"] == "held out"])):
        wanted = asdict(figures(statistics(rows["outcome"], rows["score"], [500]))[0])
        assert found.loc[(segment, "v2"), list(wanted)].to_dict() == pytest.approx(wanted)


def test_the_notice_is_that_of_the_champion_over_all_customers() -> None:
    """As in memory: the share of the list that was contacted."""
    _, found = run(contacted_scores())
    _, unnamed = run(contacted_scores(), control_values=[])

    assert "campaign_control_unused" in codes(found.loc[("all", "v1")])
    assert "campaign_control_unused" not in codes(found.loc[("all", "v2")])
    assert "campaign_without_control" in codes(unnamed.loc[("all", "v1")])
    assert unnamed.index.unique("segment").tolist() == ["all"]


@pytest.mark.parametrize("by", ["customer", "contact"])
def test_tied_scores_have_the_rows_of_memory(by: str) -> None:
    """Verdicts, reasons with the notice, and what the contacts changed, in whatever order memory reads the rows."""
    frame = tied_campaign().sort_values(by, kind="stable").reset_index(drop=True)
    scorers = {"v1": FakeScorer({"x": 1.0}), "v2": FakeScorer({"x": 1.0, "z": 0.01})}
    of_scores = frame.rename(columns={"customer": "customer_id", "churned": "outcome"}).assign(cohort="2019-06")
    stored = [of_scores.assign(version_id=name, score=one.scores(frame, "1")) for name, one in scorers.items()]
    found = run(pd.concat(stored, ignore_index=True), control_values=["control"])[1]
    given = host(frame, training_data=None)
    given.model.scorers = scorers
    settings = Settings(customer_id_column="customer", contact=ContactRules("contact", ("called",), ("control",)))
    rows = retrain_and_evaluate(settings, given).performance.query("targeting_rate == 0.05")
    wanted = rows.set_index(["segment", "version_id"])[list(COMPARED)]

    pd.testing.assert_frame_equal(found[list(COMPARED)], wanted, rtol=1e-12, check_like=True)


def test_few_hits_among_those_not_contacted_are_told() -> None:
    """Their bounds are those of a share; the champion's rows say so too."""
    _, found = run(contacted_scores())

    for version in ("v1", "v2"):
        row = found.loc[("uncontacted", version)]
        assert row["true_positives"] < 10
        assert codes(row)[-1] == "bounds_of_few_hits"
        assert row["lift_high"] <= 1 / row["base_rate"]


def test_the_notice_knows_a_control_group_whose_outcomes_are_missing() -> None:
    """As in memory: who was held out is known."""
    scores = contacted_scores()
    is_open = scores["contact"] == "held out"
    _, found = run(scores.assign(outcome=scores["outcome"].astype(float).mask(is_open)))

    assert "campaign_control_unused" in codes(found.loc[("all", "v1")])


def test_a_champion_without_stored_scores_is_named_before_the_list() -> None:
    """Nothing is known of the list either; the cause is the champion."""
    scores = contacted_scores()
    _, found = run(scores[scores["version_id"] != "v1"])

    for segment in ("control", "uncontacted"):
        assert codes(found.loc[(segment, "v2")])[0] == "champion_without_stored_scores"


def test_versions_without_a_common_customer_are_told_apart_among_those_not_contacted() -> None:
    """As among all customers."""
    scores = contacted_scores()
    is_first = scores["customer_id"].isin(sorted(set(scores["customer_id"]))[::2])
    _, found = run(scores[(scores["version_id"] == "v1") == is_first])

    assert "no_common_customer" in codes(found.loc[("uncontacted", "v2")])


def test_nobody_contacted_is_no_campaign() -> None:
    """And the log says which values there are."""
    host, found = run(contacted_scores().assign(contact="none"))

    assert "campaign_control_unused" not in codes(found.loc[("all", "v1")])
    assert any("WARN: Cohort 2019-06: nobody was contacted: column contact has none" in line for line in host.said)


def test_a_control_value_that_does_not_occur_has_rows_with_the_reason() -> None:
    """Nobody is in the group, and the log names the values."""
    host, found = run(contacted_scores(), control_values=["kept back"])

    assert found.loc[("control", "v1"), "n"] == 0
    assert "few_control_positives" in codes(found.loc[("control", "v2")])
    assert any("WARN" in line and "kept back; it has values from called to none. Are" in line for line in host.said)


def test_both_populations_have_rows() -> None:
    """The log names them."""
    host, found = run(contacted_scores())

    assert found.index.unique("segment").tolist() == ["all", "control", "uncontacted"]
    assert any("Populations: all, control, and uncontacted (weighted" in line for line in host.said)


def test_a_control_group_of_the_list_is_told() -> None:
    """It says nothing of all customers."""
    _, found = run(contacted_scores(control="list"))
    _, of_everyone = run(contacted_scores())

    assert "control_of_the_list_only" in codes(found.loc[("control", "v2")])
    assert "control_of_the_list_only" not in codes(of_everyone.loc[("control", "v2")])


def test_what_contacts_changed_is_on_the_rows_of_the_champion() -> None:
    """The contacted against the control customers of the list; nothing where another model made the list."""
    scores = contacted_scores()
    _, found = run(scores)
    by_chance = np.random.default_rng(8).random(len(scores)) < 0.2
    _, unknown = run(scores.assign(contact=np.where(by_chance, "called", scores["contact"].replace("called", "none"))))
    june = scores[(scores["cohort"] == "2019-06") & (scores["version_id"] == "v1")]

    for segment in ("all", "control"):
        assert found.loc[(segment, "v1"), "n_contacted"] == (june["contact"] == "called").sum()
        assert 0 < found.loc[(segment, "v1"), "n_control"] < (june["contact"] == "held out").sum()
        assert np.isnan(found.loc[(segment, "v2"), "incremental_rate"])
    assert unknown["incremental_rate"].isna().all()


def test_customers_without_a_contact_value_are_refused() -> None:
    """Whether they were contacted is not known."""
    scores = contacted_scores()
    scores.loc[scores.index[-4:], "contact"] = [None, "", " ", None]

    with pytest.raises(DataError, match=r"contact column contact, found 4 of 600 rows without one.*Prepare"):
        run(scores)


@pytest.mark.parametrize(
    ("values", "form"),
    [
        ({"called": 1, "held out": 2, "none": 0}, {"contacted_values": ["1"], "control_values": ["2.0", "x"]}),
        ({"called": 1.0, "held out": 2.0, "none": 0.5}, {"contacted_values": ["1"], "control_values": ["2"]}),
        ({"called": True, "held out": False, "none": True}, {"contacted_values": ["True"], "control_values": ["0"]}),
    ],
    ids=["whole", "decimal", "boolean"],
)
def test_values_are_matched_by_what_they_mean(values: dict[str, Any], form: dict[str, Any]) -> None:
    """As in memory: numbers and booleans under any spelling."""
    scores = contacted_scores()
    n_control = int((scores["contact"] == "held out").sum()) // 4
    _, found = run(scores.assign(contact=scores["contact"].map(values)), **form)

    assert found.loc[("control", "v1"), "n"] == pytest.approx(n_control, abs=20)


def test_a_column_that_is_missing_and_values_that_cannot_be_quoted_are_refused() -> None:
    """Before anything is asked."""
    host = stored_host(contacted_scores())

    with pytest.raises(SettingsError, match="Contact column: .*missing"):
        run_stored(host, **{**FORM, "contact_column": "missing"})
    with pytest.raises(SettingsError, match='contacted or control: expected letters, .*found "x\'; DROP"'):
        run_stored(host, **{**FORM, "control_values": ["x'; DROP"]})
    assert host.asked == []
