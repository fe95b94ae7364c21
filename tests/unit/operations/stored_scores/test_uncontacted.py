"""Those not contacted, weighted, on stored scores: the rows of the main job, whatever is known of the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from champion_challenger.core.reasons import read_reasons
from champion_challenger.core.tables.columns import COLUMNS
from champion_challenger.errors import DataError
from champion_challenger.settings.evaluation_policy import Policy
from tests.unit.operations.evaluation.test_populations import campaign
from tests.unit.operations.stored_scores.fakes import FakeStoredHost, run_stored, stored_host
from tests.unit.operations.stored_scores.test_campaigns import FORM, codes, contacted_scores, run
from tests.unit.operations.stored_scores.test_verdicts import NOT_COUNTED, both_recipes

EASY = Policy(minimum_positives=0, minimum_hits=0, population="uncontacted")


def changed(kind: str) -> pd.DataFrame:
    """Customers of a campaign; `late`, of which one version needs a value, is missing for some."""
    frame = campaign(1_500, control="list" if kind == "control of the list" else "everyone")
    frame["late"] = np.where(np.arange(len(frame)) % 5 == 0, np.nan, frame["z"])
    contact, is_positive = frame["contact"].to_numpy(dtype=object), frame["churned"].to_numpy() == 1
    drawn = np.random.default_rng(6).random(len(frame))
    of_champion, of_another = (frame["x"] + 0.5 * frame["z"]).to_numpy(), (frame["x"] + frame["w"]).to_numpy()
    if kind == "nobody contacted":
        contact = np.where(contact == "called", "none", contact)
    if kind == "no control group":
        contact = np.where(contact == "control", "none", contact)
    if kind == "everybody contacted":
        contact = np.where(drawn < 0.3, "control", "called")
    if kind == "control group off the list":
        contact = np.where((contact == "control") & (of_champion > np.quantile(of_champion, 0.945)), "called", contact)
    if kind == "control of the list of another model":
        listed = of_another > np.quantile(of_another, 0.8)
        contact = np.select([listed & (drawn < 0.5), listed], ["control", "called"], "none")
    if kind == "another model":  # of which the champion knows nothing
        contact = np.random.default_rng(5).permutation(contact)
    if kind == "few control customers":
        few = np.flatnonzero((contact == "control") & is_positive)[5:]
        frame.loc[few, "churned"] = 0
    if kind == "one class":
        frame.loc[contact != "called", "churned"] = 0
    return frame.assign(contact=contact)


KINDS = {
    "control of everyone": "",
    "control of the list": "",
    "control of the list of another model": "",
    "everybody contacted": "",
    "nobody contacted": "",
    "few control customers": "few_control_positives",
    "one class": "no_positive",
    "no control group": "no_control_on_the_list",
    "control group off the list": "no_control_on_the_list",
    "another model": "target_list_unknown",
}


NOT_JUDGED = ("no control group", "control group off the list", "another model")


@pytest.mark.parametrize("kind", KINDS)
def test_the_rows_are_those_of_the_main_job(kind: str) -> None:
    """Figures, differences, verdicts and reasons to 1e-12: ranks taken once, and for a pair that lacks some scores."""
    main, found = both_recipes(changed(kind), EASY)
    names = [column.name for column in COLUMNS if column.name not in NOT_COUNTED]
    keys = ["version_id", "targeting_rate"]
    one, other = (
        rows[rows["segment"] == "uncontacted"].sort_values(keys).reset_index(drop=True) for rows in (main, found)
    )

    pd.testing.assert_frame_equal(one[names], other[names], rtol=0, atol=1e-12, check_dtype=False)
    assert [set(codes(row)) for _, row in one.iterrows()] == [set(codes(row)) for _, row in other.iterrows()]
    assert KINDS[kind] in ("", *codes(other[other["version_id"] == "v2"].iloc[0]))
    assert (other["verdict"] == "not_comparable").any() == (kind in NOT_JUDGED)


def test_scores_promise_nothing_of_weighted_outcomes() -> None:
    """As in memory; where nothing is weighted, they do."""
    _, found = run(contacted_scores())
    _, plain = run(contacted_scores().replace({"contact": {"held out": "none"}}), control_values=["kept back"])

    assert np.isnan(found.loc[("uncontacted", "v1"), "expected_positives"])
    assert plain.loc[("uncontacted", "v1"), "expected_positives"] > 0


def test_rounded_scores_say_how_far_weighted_figures_can_be_off() -> None:
    """Pairs that rounding ties, with their weights; the figures of more digits lie within."""
    main, found = both_recipes(changed("control of the list of another model"), EASY, score_decimals="1")
    exact, rounded = (
        rows.query("segment == 'uncontacted' and targeting_rate == 0.05").set_index("version_id")
        for rows in (main, found)
    )
    for version, row in rounded.iterrows():
        reasons = {one.code: one.values for one in read_reasons(row["reason_codes"], "reason")}
        errors = reasons["scores_were_rounded"]

        assert 0 < abs(row["auc"] - exact.loc[version, "auc"]) <= errors["auc_error"] < 0.2
        assert -1e-12 <= exact.loc[version, "ks"] - row["ks"] <= errors["ks_error"]


def test_a_list_needs_the_champions_scores() -> None:
    """Without them nobody knows which control customers it had."""
    given = stored_host(contacted_scores())
    found = run_stored(given, champion_version="v9", **FORM)

    assert "champion_without_stored_scores" in codes(found.query("segment == 'uncontacted'").iloc[0])
    assert not any("weight_off" in text for text in given.asked)


def test_a_champion_whose_name_cannot_be_quoted_tells_no_list() -> None:
    """Queries of the host take no parameters."""
    scores = contacted_scores().replace({"version_id": {"v1": "o'hara"}})
    found = run_stored(stored_host(scores), champion_version="o'hara", **FORM)

    assert "champion_not_quotable" in codes(found.query("segment == 'uncontacted' and version_id == 'v2'").iloc[0])


def test_cohorts_whose_lists_are_told_alike_are_one_query() -> None:
    """Two cohorts with a list of the champion's, and none in the third."""
    scores = contacted_scores()
    june = scores[scores["cohort"] == "2019-06"]
    scores = pd.concat([scores, june.assign(cohort="2019-07", contact="none")], ignore_index=True)
    given = stored_host(scores, partition="")
    found = run_stored(given, **FORM)
    counted = [text for text in given.asked if "weight_off" in text]

    assert len(counted) == 2
    assert found.query("segment == 'uncontacted'").groupby("cohort")["auc"].nunique().to_dict() == {
        "2019-05": 2,
        "2019-06": 2,
        "2019-07": 2,
    }


@dataclass
class LoadedMeanwhile(FakeStoredHost):
    """A host whose table changes before a query: it loses a few customers."""

    before: str = "weight_off"
    change: str = "DELETE FROM scores WHERE customer_id < '0010'"

    def query(self, text: str) -> list[Mapping[str, Any]]:
        """Answer, and change the table first where the query is the one."""
        if self.before in text:
            self.database.execute(self.change)
        return super().query(text)


def test_tables_that_change_meanwhile_are_told() -> None:
    """The count by stratum has other customers than the one before."""
    given = stored_host(contacted_scores())
    host = LoadedMeanwhile(given.flow, given.database, given.model)

    with pytest.raises(
        DataError, match=r"expected \d+ rows in the counts, found \d+.*tables change while they are read"
    ):
        run_stored(host, **FORM)
