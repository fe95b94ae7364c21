"""The populations on which a campaign did nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.reasons import read_reasons
from champion_challenger.errors import DataError, HostError
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate
from champion_challenger.settings.contact import ContactRules
from champion_challenger.settings.evaluation_policy import Policy
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.fake_models import FakeScorer
from tests.unit.operations.fakes import FakeHost, customers, host

CONTACT = ContactRules("contact", ("called",), ("control",))
SETTINGS = Settings(customer_id_column="customer", contact=CONTACT)
TWINS = (FakeScorer({"x": 1.0, "z": 0.5}), FakeScorer({"x": 1.0, "w": 0.5}))


def campaign(n: int = 6_000, *, control: str = "everyone", effect: float = 0.2) -> pd.DataFrame:
    """Customers of whom those with the champion's highest scores were called, which most often prevents their churn."""
    frame, rng = customers(n), np.random.default_rng(11)
    frame["w"] = rng.normal(size=n)
    score = frame["x"] + 0.5 * frame["z"]
    listed, drawn = (score >= score.nlargest(n // 20).min()).to_numpy(), rng.random(n) < 0.3
    held_out = drawn if control == "everyone" else drawn & listed
    frame["contact"] = np.select([held_out, listed], ["control", "called"], "none")
    is_kept = (frame["contact"] == "called") & (rng.random(n) > effect)
    frame.loc[is_kept, "churned"] = 0
    return frame


def run(frame: pd.DataFrame, **settings: Any) -> tuple[FakeHost, pd.DataFrame]:
    """Rows at 5 % of two versions that are equally good, by segment and version."""
    given = host(frame, training_data=None)
    given.model.scorers = {"v1": TWINS[0], "v2": TWINS[1]}
    performance = retrain_and_evaluate(replace(SETTINGS, **settings), given).performance
    return given, performance.query("targeting_rate == 0.05").set_index(["segment", "version_id"])


@pytest.mark.parametrize("control", ["everyone", "list"])
def test_a_campaign_decides_the_verdict_over_all_customers_only(control: str) -> None:
    """Prevented churn makes an equal challenger look better; those not contacted, weighted, show that it is not."""
    _, rows = run(campaign(control=control))

    assert rows.loc[("all", "v2"), "verdict"] == "challenger_better"
    assert rows.loc[("uncontacted", "v2"), "verdict"] == "not_distinguishable"
    assert abs(rows.loc[("uncontacted", "v2"), "lift_delta"]) < 1


def test_counts_of_the_populations_are_customers() -> None:
    """Whole, and the target list is that of everybody."""
    frame = campaign()
    _, rows = run(frame)
    weighted = rows.loc[("uncontacted", "v1")]

    assert rows.loc[("control", "v1"), "n"] == (frame["contact"] == "control").sum()
    assert weighted["n"] == (frame["contact"] != "called").sum()
    assert weighted["n_targeted"] == 300
    assert weighted["true_positives"] < weighted["precision"] * 300


def test_verdicts_figures_and_the_table_rest_on_the_policys_population() -> None:
    """The row says on which."""
    given, rows = run(campaign(), policy=Policy(population="control"))

    assert set(rows["verdict_population"]) == {"control"}
    assert rows.loc[("control", "v2"), "verdict"] == "not_distinguishable"
    assert given.said


def test_a_control_group_of_the_list_alone_judges_nobody() -> None:
    """It is no sample of all customers."""
    _, rows = run(campaign(control="list"))

    assert rows.loc[("control", "v2"), "verdict"] == "not_comparable"
    assert "was drawn from the target list" in rows.loc[("control", "v2"), "reason"]


def test_few_positive_control_customers_are_too_little_for_a_verdict() -> None:
    """Figures and differences are shown."""
    frame = campaign(n=600)
    frame.loc[frame.index[frame["contact"] == "control"][20:], "contact"] = "none"
    _, rows = run(frame, policy=Policy(minimum_positives=0, minimum_hits=0))

    assert rows.loc[("control", "v2"), "verdict"] == "not_enough_data"
    assert "positive control customers, at least 10 needed" in rows.loc[("control", "v2"), "reason"]


def test_a_control_value_that_does_not_occur_is_told() -> None:
    """In the log, and in the rows of both populations."""
    given, rows = run(campaign().replace({"contact": {"control": "none"}}))

    assert any(line.startswith("WARN: there is no control group: column contact has") for line in given.said)
    assert rows.loc[("control", "v2"), "status"] == "not_enough_data"
    assert "no control customer stands for it" in rows.loc[("uncontacted", "v2"), "reason"]


def test_a_champion_without_scores_is_named_before_the_list() -> None:
    """Nothing is known of the list either; the cause is the champion."""
    given = host(campaign(), training_data=None)
    given.model.scorers = {"v1": HostError("it does not load"), "v2": TWINS[1]}

    assert codes_of_uncontacted(given) == ["champion_could_not_score"]


def test_versions_without_a_common_customer_are_told_apart_among_those_not_contacted() -> None:
    """As among all customers."""
    frame = campaign()
    is_first = frame.index % 2 == 0
    frame["a"], frame["b"] = frame["x"].where(is_first), frame["x"].where(~is_first)
    is_listed = frame["a"] >= frame["a"].nlargest(300).min()
    frame["contact"] = np.select([frame["contact"] == "control", is_listed], ["control", "called"], "none")
    given = host(frame, training_data=None)
    given.model.scorers = {"v1": FakeScorer({"a": 1.0}), "v2": FakeScorer({"b": 1.0})}

    assert "no_common_customer" in codes_of_uncontacted(given)


def codes_of_uncontacted(given: FakeHost) -> list[str]:
    """Codes of the challenger's reasons at 5 % on those not contacted."""
    rows = retrain_and_evaluate(SETTINGS, given).performance.set_index(["segment", "version_id", "targeting_rate"])
    return [reason.code for reason in read_reasons(rows.loc[("uncontacted", "v2", 0.05), "reason_codes"], "reason")]


def test_customers_without_a_contact_value_stop_the_run() -> None:
    """Before anything is trained."""
    frame = campaign(n=600)
    frame.loc[3, "contact"] = None

    with pytest.raises(DataError, match=r"Contact column contact: expected a value for each customer, found 1 of 600"):
        run(frame)


def test_without_a_control_group_there_are_no_populations() -> None:
    """And without a contact column neither."""
    _, rows = run(campaign(), contact=ContactRules("contact", ("called",)))

    assert set(rows.index.get_level_values("segment")) == {"all"}


@pytest.mark.parametrize(
    ("contact", "code"),
    [
        (ContactRules("contact", ("called",)), "no control group is named"),
        (CONTACT, "verdicts rest on all customers"),
    ],
)
def test_the_champions_row_says_that_a_campaign_may_decide(contact: ContactRules, code: str) -> None:
    """Over all customers, with the direction; never on a population without a campaign."""
    _, rows = run(campaign(), contact=contact)

    assert code in rows.loc[("all", "v1"), "reason"]
    assert "favour the challengers" in rows.loc[("all", "v1"), "reason"]
    assert rows["reason"].dropna().str.contains("campaign's doing").sum() == 1


def test_a_campaign_that_reached_everybody_alike_is_not_told() -> None:
    """It decides nothing between two lists."""
    frame = campaign()
    frame["contact"] = np.where(np.arange(len(frame)) % 2, "called", "none")
    _, rows = run(frame, contact=ContactRules("contact", ("called",)))

    assert rows["reason"].isna().all()


@pytest.mark.parametrize("control", ["everyone", "list"])
def test_the_champions_rows_say_what_the_contacts_changed(control: str) -> None:
    """Contacted against the control customers of their list: four of five churners were kept."""
    frame = campaign(control=control)
    _, rows = run(frame)
    champion = rows.loc[("all", "v1")]
    listed = frame["x"] + 0.5 * frame["z"] >= (frame["x"] + 0.5 * frame["z"]).nlargest(300).min()
    held_out = frame[listed & (frame["contact"] == "control")]

    assert champion["n_contacted"] == (frame["contact"] == "called").sum()
    assert champion["n_control"] == pytest.approx(len(held_out), abs=2)
    called = frame.loc[frame["contact"] == "called", "churned"].mean()
    assert champion["incremental_rate"] == pytest.approx(called - held_out["churned"].mean(), abs=0.02)
    assert champion["incremental_rate_high"] < 0
    assert rows.loc[("uncontacted", "v1"), "incremental_rate"] == champion["incremental_rate"]
    assert rows.xs("v2", level="version_id")["n_contacted"].isna().all()


def test_without_a_control_group_nobody_knows_what_the_contacts_changed() -> None:
    """Nor where it is not known which control customers the list had."""
    _, unnamed = run(campaign(), contact=ContactRules("contact", ("called",)))
    shuffled = campaign()
    shuffled["contact"] = shuffled["contact"].sample(frac=1, random_state=1).to_numpy()
    _, unknown = run(shuffled)

    assert unnamed["incremental_rate"].isna().all()
    assert unknown["incremental_rate"].isna().all()


def tied_campaign() -> pd.DataFrame:
    """Customers with one of three scores; the list is drawn at random from the best, and a contact changes nothing."""
    rng, n = np.random.default_rng(3), 6_000
    leaf = rng.choice([0, 1, 2], n, p=[0.6, 0.25, 0.15])
    best = rng.choice(np.flatnonzero(leaf == 2), n // 20, replace=False)
    frame = pd.DataFrame({"customer": [f"{i:05d}" for i in range(n)], "x": leaf.astype(float), "z": rng.normal(size=n)})
    frame["w"] = rng.normal(size=n)
    frame["churned"] = (rng.random(n) < np.array([0.02, 0.05, 0.2])[leaf]).astype(int)
    frame["contact"] = np.select([rng.random(n) < 0.1, np.isin(np.arange(n), best)], ["control", "called"], "none")
    return frame


@pytest.mark.parametrize("by", ["contact", "churned", "customer"])
@pytest.mark.parametrize("is_ascending", [True, False])
def test_sorting_the_rows_changes_no_figure(by: str, is_ascending: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor a verdict, the notice, or what the contacts changed, where the champion's scores tie."""
    monkeypatch.setattr(f"{__name__}.TWINS", (FakeScorer({"x": 1.0}), FakeScorer({"x": 1.0, "z": 0.01})))
    frame = tied_campaign()
    ordered = frame.sort_values(by, ascending=is_ascending, kind="stable").reset_index(drop=True)
    of_run = ["run_id", "computed_at", "scoring_seconds"]
    tables = [run(rows)[1].drop(columns=of_run) for rows in (frame, ordered)]

    pd.testing.assert_frame_equal(*tables, rtol=1e-12)
