"""DuckDB and PostgreSQL count the newest cohort as the core does; so does Teradata's text, transpiled to both."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.drift import drift_query, list_change_query, newest_cohort_query
from champion_challenger.core.sql.drift_answer import stored_change
from champion_challenger.core.sql.steps import QueryForm
from tests.engines.conftest import Engine, transpiled
from tests.engines.edge_drift import COHORTS, NEWEST, NEWEST_ROWS, RATES, assert_change, assert_drift, drift_rows

FORMS = {"with": QueryForm(), "derived": QueryForm(is_derived=True)}


@pytest.fixture(scope="module")
def cohorts() -> pd.DataFrame:
    """All edge cases."""
    return drift_rows()


@pytest.fixture(params=["own", "teradata"])
def language(request: pytest.FixtureRequest) -> str:
    """What the engine is asked in."""
    return str(request.param)


def asked(engine: Engine, language: str, text_of: object) -> list[dict[str, object]]:
    """Rows of an answer, in the engine's own dialect or in Teradata's by way of a translation."""
    name, answer = engine
    text = text_of(DIALECTS[language if language == "teradata" else name])  # type: ignore[operator]
    return answer(transpiled(text, name) if language == "teradata" else text)


def test_the_newest_cohort_is_the_last_period(engine: Engine, language: str) -> None:
    """Null where there is none after the evaluated one; a name that is no period is none."""
    last = replace(COHORTS, cohort=replace(COHORTS.cohort, names=(NEWEST,)))
    for scores, newest in ((COHORTS, NEWEST), (last, None)):
        (row,) = asked(engine, language, lambda d, s=scores: newest_cohort_query(s, d))

        assert (None if pd.isna(row["newest"]) else row["newest"]) == newest


@pytest.mark.parametrize("form", FORMS)
def test_the_engines_count_tenths_as_the_core(engine: Engine, language: str, cohorts: pd.DataFrame, form: str) -> None:
    """Ties, few distinct scores, no customer on one side, scores that are none."""
    answer = asked(engine, language, lambda dialect: drift_query(COHORTS, NEWEST_ROWS, dialect, FORMS[form]))

    assert_drift(answer, cohorts)


@pytest.mark.parametrize("form", FORMS)
def test_the_engines_compare_lists_as_the_core(engine: Engine, language: str, cohorts: pd.DataFrame, form: str) -> None:
    """On the customers of both, whoever they are; those tied at a cut-off are drawn alike."""
    answer = asked(
        engine, language, lambda dialect: list_change_query(COHORTS, NEWEST_ROWS, RATES, dialect, FORMS[form])
    )

    assert_change(answer, cohorts)


@pytest.mark.parametrize("decimals", [1, 4])
def test_rounded_scores_are_compared_as_the_core_compares_them(
    engine: Engine, cohorts: pd.DataFrame, decimals: int
) -> None:
    """Edges, counts and lists of rounded scores."""
    rounded = replace(COHORTS, decimals=decimals)

    assert_drift(asked(engine, "own", lambda d: drift_query(rounded, NEWEST_ROWS, d)), cohorts, decimals)
    assert_change(asked(engine, "own", lambda d: list_change_query(rounded, NEWEST_ROWS, RATES, d)), cohorts, decimals)


def test_newest_rows_without_a_customer_or_with_one_twice_are_counted(engine: Engine) -> None:
    """Those of the evaluated cohort are not asked for here."""
    version = "CASE WHEN customer_id = 5 THEN 4 WHEN customer_id = 6 THEN NULL ELSE customer_id END"
    source = f"(SELECT {version} AS customer_id, cohort, score, 'v1' AS version_id FROM cohorts WHERE version_id = 'continuous same 30')"  # fmt: skip
    (row,) = asked(engine, "own", lambda d: list_change_query(replace(COHORTS, table=source), NEWEST_ROWS, RATES, d))
    found = stored_change(row, RATES)

    assert (found.n_rows_newest, found.n_nameless, found.n_repeated, found.n_both) == (30, 1, 1, 28)
