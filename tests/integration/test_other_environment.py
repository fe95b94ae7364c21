"""Models that need what this code environment, or the user's rights, do not give: one row's reason, and what to change."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import joblib
import pandas as pd
import pytest

from dss_standin.running import Running, running
from dss_standin.switches import Switches
from tests.integration.telco import MONTHS, Telco, install

MODULE = "gone_boosting"


class Incompatible:
    """What cannot be loaded, as a tree of another scikit-learn."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Fail with a number that is none."""
        return int, ("node array from the pickle has an incompatible dtype",)


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A host on which project SECRET may be read by others only."""
    with running(tmp_path_factory.mktemp("workspace"), Switches(forbidden_projects="SECRET")) as served:
        install(served.client())
        yield served


@pytest.fixture(scope="module")
def score(host: Running) -> Telco:
    """A score with three versions, each from another environment, beside a model that is only shared."""
    secret = Telco(host.client(), key="SECRET", months=MONTHS[:2])
    made = Telco(host.client(), months=MONTHS[:4])
    for month in MONTHS[2:4]:
        assert made.run(month).startswith("DONE")
    second, third = (version["id"] for version in made.versions() if version["id"] != "initial")
    replace(host, made, "initial")
    replace(host, made, second, broken=Incompatible())
    with pytest.MonkeyPatch.context() as patch:
        module = ModuleType(MODULE)
        module.Booster = type("Booster", (), {"__module__": MODULE})  # type: ignore[attr-defined]
        patch.setitem(sys.modules, MODULE, module)
        replace(host, made, third, broken=module.Booster())
    key = f"projects/TELCO/savedmodels/{made.model_id}/versions/{second}/details"
    details = host.dss.store.read(key)
    details["coreParams"]["executionParams"] = {"envSelection": {"envMode": "EXPLICIT_ENV", "envName": "old_ml"}}
    host.dss.store.write(key, details)
    made.connect(other_models=f"SECRET.{secret.model_id}")
    made.configure(retrain=False)
    return made


def bundle(host: Running, score: Telco, version: str) -> Path:
    """File with the estimator of a version."""
    (file,) = host.dss.store.path(f"projects/TELCO/savedmodels/{score.model_id}/versions/{version}").glob("*.joblib")
    return Path(file)


def replace(host: Running, score: Telco, version: str, **more: Any) -> None:
    """Write a version as an environment with scikit-learn 1.0.2 would have, with more after its estimator."""
    file = bundle(host, score, version)
    content = {**joblib.load(file), **more}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sklearn.base.__version__", "1.0.2")
        joblib.dump(content, file)


@pytest.fixture(scope="module")
def outcome(score: Telco) -> tuple[str, pd.DataFrame]:
    """Log and rows of a run."""
    log = score.run(MONTHS[3])
    return log, score.rows("performance", MONTHS[3])


def reasons(rows: pd.DataFrame) -> str:
    """All reasons of rows that were not scored."""
    return "\n".join(rows.loc[rows["status"] == "not_scorable", "reason"].unique())


def test_another_scikit_learn_is_named_beside_our_own(outcome: tuple[str, pd.DataFrame]) -> None:
    """Where a version does not load; where it does, the log warns."""
    told = "It was trained with scikit-learn 1.0.2"
    log, rows = outcome

    assert f"incompatible dtype'. {told} in code env old_ml, and this is code env " in reasons(rows)
    assert f"Version initial of Churn: {told}, and this is code env " in log
    champion = rows[rows["version_id"] == "initial"]
    assert champion["lift"].notna().all()
    assert champion["reason"].str.startswith("trained with scikit-learn 1.0.2 and scored with ").all()


def test_a_missing_module_is_named_with_the_page_to_add_it(outcome: tuple[str, pd.DataFrame]) -> None:
    """The package, the environment, and where its packages are chosen."""
    told = reasons(outcome[1])

    assert f"No module named '{MODULE}'. This is code env " in told
    assert f"which has no package {MODULE}. On the page of this code environment in DSS" in told


def test_a_shared_model_without_rights_is_one_row(outcome: tuple[str, pd.DataFrame], score: Telco) -> None:
    """The run goes on, and says who has to give which right."""
    assert "you are not authorized to read project SECRET" in reasons(outcome[1])
    assert "needs the right to read project SECRET (its Security > Permissions" in reasons(outcome[1])
