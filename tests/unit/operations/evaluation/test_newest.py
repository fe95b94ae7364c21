"""Early warnings: the newest customers beside the evaluated cohort."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from champion_challenger.errors import HostError, SettingsError
from champion_challenger.operations.evaluation.newest import _n_missing
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate, write
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.unit.operations.fake_models import FakeScorer
from tests.unit.operations.fakes import FakeHost, customers, dataset, host

SETTINGS = Settings(customer_id_column="customer", retrain=False, rates_bp=(500, 1_000))
LATER = ("2019-08-01",)


def with_newest(newest: pd.DataFrame, **changes: Any) -> FakeHost:
    """A host with newest customers, whose outcomes are not there."""
    given = host(customers(2_000))
    given.newest = newest
    given.flow = replace(given.flow, newest=replace(dataset("TELCO.today", newest, LATER), **changes))
    return given


def later(n: int = 2_000, shift: float = 0.0) -> pd.DataFrame:
    """Customers of a later day, half of them those of the cohort."""
    frame = customers(n, seed=1).drop(columns="churned")
    frame["customer"] = [f"{number + n // 2:05d}" for number in range(n)]
    return frame.assign(x=frame["x"] + shift)


def rows_of(given: FakeHost) -> pd.DataFrame:
    """What the recipe writes of all customers."""
    write(retrain_and_evaluate(SETTINGS, given), given)
    return given.written["performance"]


def scores(frame: pd.DataFrame) -> np.ndarray:
    """The champion's scores."""
    return 1 / (1 + np.exp(-frame["x"].to_numpy()))


def test_drift_is_the_index_over_the_tenths_of_the_cohort() -> None:
    """Computed here once more, from the scores; the limit from both sizes."""
    newest = later(shift=0.6)
    given = with_newest(newest)
    row = rows_of(given).query("is_champion").iloc[0]
    before = np.sort(scores(given.frame))
    edges = before[[2_000 - 200 * tenth for tenth in range(9, 0, -1)]]
    shares = [np.bincount(np.searchsorted(edges, s, "right"), minlength=10) / 2_000 for s in (before, scores(newest))]

    assert row["score_psi"] == pytest.approx(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum(), abs=1e-12)
    assert row["score_psi_limit"] == pytest.approx(chi2.ppf(0.99, 9) / 1_000, abs=1e-9)
    assert (row["newest_cohort"], row["n_newest"]) == ("2019-08-01", 2_000)
    assert row["early_warnings"] == "large_score_drift"
    assert json.loads(row["score_histogram"])["evaluated"] == [200] * 10


def test_equal_customers_give_no_warning() -> None:
    """Chance is no drift."""
    found = rows_of(with_newest(later()))

    assert found["early_warnings"].isna().all()
    assert (found["score_psi"] < 0.1).all()


def test_the_list_changes_among_customers_of_both() -> None:
    """At each rate: those of the old list whom the new one has not."""
    given = with_newest(later())
    found = rows_of(given).query("is_champion").set_index("targeting_rate")["list_changed"]
    both = given.frame.merge(given.newest, on="customer")
    for rate, k in ((0.05, 50), (0.1, 100)):
        lists = [set(both.nlargest(k, name)["customer"]) for name in ("x_x", "x_y")]

        assert found[rate] == pytest.approx(len(lists[0] - lists[1]) / k, abs=1e-12)


def test_positives_are_expected_from_the_scores_of_the_customers_counted() -> None:
    """In every segment, with or without newest customers."""
    given = with_newest(later())
    row = rows_of(given).query("is_champion").iloc[0]

    assert row["expected_positives"] == pytest.approx(scores(given.frame).sum(), rel=1e-12)
    assert row["newest_expected_positives"] == pytest.approx(scores(given.newest).sum(), rel=1e-12)


@pytest.mark.parametrize(("feature", "users"), [("x", {"v1", "v2"}), ("z", {"v2"})])
def test_features_without_values_are_named_on_the_rows_of_versions_that_use_them(feature: str, users: set[str]) -> None:
    """With both shares: whichever of them goes into production, its warning is there."""
    newest = later()
    newest.loc[:599, feature] = np.nan
    found = rows_of(with_newest(newest))
    named = found[found["missing_values"].notna()]

    assert set(named["version_id"]) == users
    assert {tuple(json.loads(text)[0]) for text in named["missing_values"]} == {(feature, 0.0, 0.3)}
    assert named["early_warnings"].str.contains("missing_values").all()
    assert (named["n_newest"] == 1_400).all()


@pytest.mark.parametrize("dtype", ["object", "string"])
def test_an_empty_text_is_missing_as_no_value_is(dtype: str) -> None:
    """Whatever type pandas gives to texts."""
    assert _n_missing(pd.Series(["", None, "a"], dtype=dtype)) == 2


def test_a_version_that_cannot_score_the_newest_is_a_warning() -> None:
    """The run goes on."""
    given = with_newest(later().drop(columns="z"))
    found = rows_of(given).set_index("version_id")

    assert set(found.loc["v2", "early_warnings"]) == {"not_scored"}
    assert found.loc["v1", "early_warnings"].isna().all()
    assert any("version v2 cannot score TELCO.today" in line for line in given.said)


@pytest.mark.parametrize("newest", [later().iloc[:0], pd.concat([later(), later()])])
def test_newest_customers_that_cannot_be_used_stop_nothing(newest: pd.DataFrame) -> None:
    """None at all, or some twice: the log says so."""
    given = with_newest(newest)
    found = rows_of(given)

    assert found["newest_cohort"].isna().all()
    assert any(line.startswith("WARN: no early warnings: TELCO.today") for line in given.said)


def test_a_host_that_breaks_off_stops_nothing() -> None:
    """Early warnings are not worth a failed month."""
    given = with_newest(later())

    def refuse(reader: Any, columns: Any) -> Any:
        raise HostError("DSS does not answer")

    given.read_newest = refuse  # type: ignore[method-assign]

    assert rows_of(given)["lift"].notna().all()
    assert "WARN: no early warnings: DSS does not answer" in given.said


def test_wrong_connections_are_refused() -> None:
    """The cohort itself, and several partitions."""
    for changes, message in (
        ({"name": "TELCO.customers"}, "is the cohort itself"),
        ({"partitions": ("2019-07-01", "2019-08-01")}, "was handed 2. Set the dependency to 'Latest available'"),
    ):
        with pytest.raises(SettingsError, match=message):
            retrain_and_evaluate(SETTINGS, with_newest(later(), **changes))


def test_without_a_partition_nothing_is_known() -> None:
    """Before the first application, for example: the month is evaluated all the same."""
    given = with_newest(later(), partitions=())

    assert rows_of(given)["newest_cohort"].isna().all()
    assert "WARN: no early warnings: TELCO.today has no partition yet." in given.said


def dated(days: list[str]) -> FakeHost:
    """Newest customers of several days in one dataset without partitions, as many of each; the cohort has its own."""
    newest = pd.concat([later(shift=0.1 * place).assign(day=day) for place, day in enumerate(days)])
    given = with_newest(newest, dimensions=(), partitions=())
    given.frame = given.frame.assign(day="2019-06-30")
    given.flow = replace(given.flow, cohort=dataset("TELCO.customers", given.frame))
    return given


def test_without_partitions_a_snapshot_column_chooses_the_newest_period() -> None:
    """As it does of a cohort: years in one table are neither repeated customers nor customers of today."""
    settings = replace(SETTINGS, snapshot_column="day")
    given, alone = dated(["2019-05-31", "2019-07-30", "2019-06-30"]), dated(["2019-06-30", "2019-07-30"])
    rows, expected = (retrain_and_evaluate(settings, one).performance for one in (given, alone))

    assert set(rows["newest_cohort"]) == {"2019-07"}
    assert set(rows["n_newest"]) == {2_000}
    assert rows["score_psi"].tolist() == expected["score_psi"].tolist()
    assert "Newest customers, 2019-07: 2,000 are scored for early warnings; their outcomes are not read." in given.said


def test_without_partitions_and_days_all_rows_are_the_newest() -> None:
    """They have the dataset's name."""
    row = rows_of(with_newest(later(), dimensions=(), partitions=())).iloc[0]

    assert (row["newest_cohort"], row["n_newest"]) == ("TELCO.today", 2_000)


def test_days_that_cannot_be_read_stop_nothing() -> None:
    """The log names the column."""
    given = dated(["2019-06-30", "30/07/2019"])
    rows = retrain_and_evaluate(replace(SETTINGS, snapshot_column="day"), given).performance

    assert rows["newest_cohort"].isna().all()
    assert any(line.startswith("WARN: no early warnings: Snapshot date column day") for line in given.said)


def test_without_ids_lists_are_not_compared() -> None:
    """Drift is."""
    given = with_newest(later().drop(columns="customer"))
    found = rows_of(given)

    assert found["list_changed"].isna().all()
    assert found["score_psi"].notna().all()
    assert any("has no column customer: how lists changed is not known" in line for line in given.said)


def test_without_newest_customers_nothing_is_known() -> None:
    """As before."""
    given = host(customers())
    given.model.scorers["v1"] = FakeScorer({"x": 1.0})

    assert rows_of(given)[["newest_cohort", "score_psi", "early_warnings"]].isna().all(axis=None)


def test_newest_customers_without_any_score_are_a_warning() -> None:
    """The version could be asked, and no customer has a score: this is not an unchanged cohort."""
    newest = later()
    newest["z"] = np.nan
    found = rows_of(with_newest(newest)).set_index("version_id")

    assert found.loc["v2", "n_newest"].unique().tolist() == [0]
    assert set(found.loc["v2", "early_warnings"]) == {"not_scored, missing_values"}
    assert not found.loc["v1", "early_warnings"].str.contains("not_scored", na=False).any()


@pytest.mark.parametrize("partition", ["2019-06", "2019-05", "2019-06-30"])
def test_customers_of_the_cohort_or_before_it_are_not_newer(partition: str) -> None:
    """They would look like themselves."""
    given = with_newest(later(), partitions=(partition,))

    assert rows_of(given)["early_warnings"].isna().all()
    assert given.written["performance"]["score_psi"].isna().all()
    assert any(
        f"WARN: no early warnings: TELCO.today, {partition}: these customers are not newer than the evaluated" in line
        for line in given.said
    )


def test_a_dataset_without_rows_is_named_once() -> None:
    """One without partitions has its own name."""
    given = with_newest(later().iloc[:0], dimensions=(), partitions=())
    rows_of(given)

    assert any("no early warnings: TELCO.today: it has no rows." in line for line in given.said)
