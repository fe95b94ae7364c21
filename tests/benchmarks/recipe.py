"""The whole run on a host in memory: a million customers from Parquet, real scikit-learn predictors."""

from __future__ import annotations

import copy
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from champion_challenger.core.outcomes import Outcomes
from champion_challenger.operations.evaluation.cohort import Cohort, Segment
from champion_challenger.operations.evaluation.compare import ComparisonRules
from champion_challenger.operations.evaluation.rows import evaluate
from champion_challenger.operations.evaluation.score import Question, Scoring, contestant, score_chunks
from champion_challenger.operations.retrain_and_evaluate import retrain_and_evaluate, write
from champion_challenger.records.datasets import Column
from champion_challenger.settings.retrain_and_evaluate import Settings
from tests.benchmarks.clock import interleaved, median_ratio
from tests.unit.operations.fake_models import FakeModel, FakeScorer, version
from tests.unit.operations.fakes import SNAPSHOT, FakeHost, dataset, host

FEATURES = [f"x{number}" for number in range(30)]
SETTINGS = Settings(customer_id_column="customer")


@dataclass
class Estimator:
    """A scikit-learn model as a version in memory; it counts its own seconds."""

    model: Any
    seconds: float = 0.0
    features: tuple[str, ...] = tuple(FEATURES)
    other_scikit_learn: tuple[str, str] | None = None

    def scores(self, frame: pd.DataFrame, positive_class: str) -> np.ndarray:
        """Probability of the positive class."""
        started = time.perf_counter()
        found = self.model.predict_proba(frame[FEATURES])[:, 1]
        self.seconds += time.perf_counter() - started
        return np.asarray(found)


class Counting(FakeModel):
    """A saved model that loads a fresh predictor each time, and counts those that are still in memory."""

    most_alive = 0

    def load(self, version_id: str) -> Any:
        """Copy the version's scorer, and look which former copies are still held by somebody."""
        scorer = copy.copy(super().load(version_id))
        self._held = [one for one in getattr(self, "_held", []) if one() is not None] + [weakref.ref(scorer)]
        self.most_alive = max(self.most_alive, len(self._held))
        return scorer


def customers(n: int) -> pd.DataFrame:
    """Customers with thirty features, some of which tell."""
    rng = np.random.default_rng(30)
    frame = pd.DataFrame(rng.normal(size=(n, 30)), columns=FEATURES)
    risk = frame[FEATURES[:5]].sum(axis=1) - 4.5
    frame["churned"] = (rng.random(n) < 1 / (1 + np.exp(-risk))).astype("int64")
    frame["customer"] = np.arange(n).astype(str)
    return frame


def estimators(n: int) -> list[Any]:
    """Fourteen models that score `n` customers, trained on 50,000 at most: once for all benchmarks."""
    return _estimators(14, min(n, 50_000))


@cache
def _estimators(n_versions: int, n_trained: int) -> list[Any]:
    """Half logistic regressions, half forests of fifty trees of scikit-learn's depth, trained on samples of their own."""
    found, everybody = [], customers(2 * n_trained)
    for number in range(n_versions):
        sample = everybody.sample(n_trained, random_state=number)
        forest = RandomForestClassifier(50, random_state=number, n_jobs=2)
        model = forest if number % 2 else make_pipeline(StandardScaler(), LogisticRegression())
        found.append(model.fit(sample[FEATURES], sample["churned"]))
        forest.n_jobs = None
    return found


@dataclass
class ParquetHost(FakeHost):
    """A host whose cohort lies in a file."""

    path: Path = Path()

    def chunks(self) -> Iterator[pd.DataFrame]:
        """Yield chunks of 50,000 rows."""
        for batch in pq.ParquetFile(self.path).iter_batches(50_000):
            yield batch.to_pandas()

    def write(self, role: str, columns: Sequence[Column], frames: Iterator[pd.DataFrame]) -> None:
        """Take each frame, and leave what a host does with it to the host."""
        for _ in frames:
            pass


def hosted(path: Path, frame: pd.DataFrame, models: list[Any]) -> ParquetHost:
    """A host with these models as versions, the first of them active."""
    plain = host(customers(10))
    listed = [version(f"v{number}", number % 28 + 1, active=number == 0) for number in range(len(models))]
    model = FakeModel(listed, {one.version_id: Estimator(found) for one, found in zip(listed, models)})  # type: ignore[misc]
    flow = replace(plain.flow, cohort=dataset("TELCO.customers", frame), training_data=None)
    return ParquetHost(model, frame, flow, plain.lab, path=path)


def overhead(n: int, repetitions: int) -> dict[str, float]:
    """Share of a run's wall time outside the predictors' own predict, reading and handing over included; medians."""
    frame, models = customers(n), estimators(n)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cohort.parquet"
        frame.to_parquet(path)
        runs = [_run(hosted(path, frame, models)) for _ in range(repetitions)]
    return {
        "overhead_share_14x1e6": median(1 - predicting / wall for wall, predicting in runs),
        "outside_predict_seconds_14x1e6": median(wall - predicting for wall, predicting in runs),
        "recipe_seconds_14x1e6": median(wall for wall, _ in runs),
    }


def _run(given: ParquetHost) -> tuple[float, float]:
    """Seconds of a run, and those of them in which predictors predicted."""
    started = time.perf_counter()
    write(retrain_and_evaluate(SETTINGS, given), given)
    wall = time.perf_counter() - started
    return wall, sum(scorer.seconds for scorer in given.model.scorers.values())  # type: ignore[union-attr]


def threads(n: int) -> dict[str, float]:
    """Two threads over chunks of one forest, divided by one thread; scores bit-equal."""
    frame = customers(n)
    chunks = [frame.iloc[start : start + 50_000] for start in range(0, n, 50_000)]
    scorer = Estimator(estimators(n)[1])
    asked = {count: Question(chunks, {}, "1", threads=count) for count in (1, 2)}  # type: ignore[arg-type]
    one, two = (score_chunks(scorer, iter(chunks), asked[count]) for count in (1, 2))
    if not np.array_equal(one, two):
        raise AssertionError("Two threads gave other scores than one.")

    def job(count: int) -> Callable[[], np.ndarray]:
        return lambda: score_chunks(scorer, iter(chunks), asked[count])

    jobs: dict[str, Callable[[], Any]] = {str(count): job(count) for count in (1, 2)}
    seconds = interleaved(jobs, 5)
    return {"scoring_wall_vs_serial": median_ratio(seconds["2"], seconds["1"])}


def reads(n_versions: list[int]) -> dict[str, float]:
    """Readings of the cohort, and predictors in memory at once, whatever the number of versions."""
    worst_reads = most_alive = 0
    for count in n_versions:
        given = host(training_data=None)
        listed = [version(f"v{i}", i % 28 + 1, active=i == 0) for i in range(count)]
        given.model = Counting(listed, {one.version_id: FakeScorer({"x": 1.0}) for one in listed})
        retrain_and_evaluate(SETTINGS, given)
        worst_reads, most_alive = max(worst_reads, given.reads), max(most_alive, given.model.most_alive)
    return {"cohort_reads": worst_reads, "predictors_in_memory": most_alive}


def growth(sizes: list[int], versions: list[int]) -> dict[str, float]:
    """Exponents of the cost of evaluating, fitted over rows and over versions."""
    by_rows = {n: _evaluation_seconds(n, 4) for n in sizes}
    by_versions = {m: _evaluation_seconds(100_000, m) for m in versions}
    return {"growth_n_exponent": _exponent(by_rows), "growth_m_exponent": _exponent(by_versions)}


def _evaluation_seconds(n: int, n_versions: int) -> float:
    rng = np.random.default_rng(n)
    log_odds = rng.normal(size=n) - 3.5
    y_true = (rng.random(n) < 1 / (1 + np.exp(-log_odds))).astype("int8")
    cohort = Cohort(
        "2019-06",
        SNAPSHOT,
        "final",
        None,  # type: ignore[arg-type]  # no version is scored here, so there are no rows
        Outcomes(y_true, np.ones(n, bool)),
        (Segment("all", np.ones(n, bool)),),
    )
    listed = [version(f"v{i}", i % 28 + 1, active=i == 0) for i in range(n_versions)]
    scores = [1 / (1 + np.exp(-log_odds - rng.normal(scale=0.5, size=n))) for _ in listed]
    scorings = [Scoring(contestant(v, SNAPSHOT), s) for v, s in zip(listed, scores)]
    rules = ComparisonRules(SETTINGS.rates_bp, SETTINGS.policy)
    found = []
    for _ in range(3):
        started = time.perf_counter()
        evaluate(scorings, cohort, rules, "Churn", host().run)
        found.append(time.perf_counter() - started)
    return min(found)


def _exponent(seconds: dict[int, float]) -> float:
    return float(np.polyfit(np.log(list(seconds)), np.log(list(seconds.values())), 1)[0])
