"""DuckDB and PostgreSQL count pairs as the core does; so does Teradata's text, transpiled to both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from champion_challenger.core.sql.answer import stored_pair
from champion_challenger.core.sql.dialects import DIALECTS
from champion_challenger.core.sql.pairs import Pairing, common_statistics_query, pairs_query
from champion_challenger.core.sql.steps import QueryForm
from tests.engines.conftest import Engine, transpiled
from tests.engines.edge_pairs import (
    CHALLENGERS,
    CHAMPION,
    PAIRS,
    RATES,
    Sides,
    assert_general,
    assert_shared,
    expected_sides,
    pair_rows,
)

FORMS = {"with": QueryForm(), "derived": QueryForm(is_derived=True)}
PAIRING = Pairing(CHAMPION)
SHARED = replace(PAIRING, is_shared=True)


@pytest.fixture(scope="module")
def sides() -> Sides:
    """All edge cases in memory."""
    return expected_sides(pair_rows())


@pytest.fixture(params=["own", "teradata"])
def language(request: pytest.FixtureRequest) -> str:
    """What the engine is asked in."""
    return str(request.param)


def asked(engine: Engine, language: str, text_of: object, form: str = "with") -> list[dict[str, object]]:
    """Rows of an answer, in the engine's own dialect or in Teradata's by way of a translation."""
    name, answer = engine
    if name == "postgresql" and language == "teradata" and form == "derived":
        pytest.skip("PostgreSQL joins large nested tables row by row, and is asked with a WITH clause alone")
    text = text_of(DIALECTS[language if language == "teradata" else name])  # type: ignore[operator]
    if language != "teradata":
        return answer(text)
    if name != "postgresql":
        return answer(transpiled(text, name))
    # its planner would join Teradata's text row by row; PostgreSQL's own is written against that
    answer("SELECT set_config('enable_nestloop', 'off', false)")
    try:
        return answer(transpiled(text, name))
    finally:
        answer("SELECT set_config('enable_nestloop', 'on', false)")


@pytest.mark.parametrize("form", FORMS)
def test_ranks_taken_once_count_what_the_core_counts(engine: Engine, language: str, sides: Sides, form: str) -> None:
    """Where all scored the same customers: one class, n = 1, all tied, ties across the cut-off, strange outcomes."""
    text_of = lambda dialect: pairs_query(PAIRS, SHARED, RATES, dialect, FORMS[form])  # noqa: E731

    assert_shared(asked(engine, language, text_of, form), sides)


@pytest.mark.parametrize("form", FORMS)
def test_ranks_of_each_pair_count_what_the_core_counts(engine: Engine, language: str, sides: Sides, form: str) -> None:
    """Whoever scored whom: some customers in common, none, no champion at all."""
    answer = asked(engine, language, lambda dialect: pairs_query(PAIRS, PAIRING, RATES, dialect, FORMS[form]), form)
    statistics = asked(
        engine, language, lambda dialect: common_statistics_query(PAIRS, PAIRING, RATES, dialect, FORMS[form])
    )

    assert_general(answer, statistics, sides)


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_pairing_may_name_its_challengers(engine: Engine, is_shared: bool) -> None:
    """The others are not counted."""
    pairing = replace(PAIRING, challengers=CHALLENGERS[1:])
    answer = asked(engine, "own", lambda d: pairs_query(PAIRS, replace(pairing, is_shared=is_shared), RATES, d))

    assert {stored_pair(row, RATES).version_id for row in answer} == {"v3"}


def test_more_rates_than_digits_of_a_number(engine: Engine) -> None:
    """Standings at twenty rates are one number; further rates have the next."""
    rates = tuple(range(100, 2_500, 100))
    answer = asked(engine, "own", lambda dialect: pairs_query(PAIRS, SHARED, rates, dialect))
    few = asked(engine, "own", lambda dialect: pairs_query(PAIRS, SHARED, rates[-3:], dialect))
    crossed = [
        {(one.cohort, one.version_id): one.crossed[-3:] for one in (stored_pair(row, asked_for) for row in rows)}
        for rows, asked_for in ((answer, rates), (few, rates[-3:]))
    ]

    assert crossed[0] == crossed[1]


def test_outcomes_that_contradict_each_other_are_counted(engine: Engine) -> None:
    """A customer has one outcome, whatever version scored."""
    source = "(SELECT customer_id, version_id, cohort, score, CASE WHEN version_id = 'v3' THEN 1 - outcome ELSE outcome END AS outcome FROM pairs WHERE outcome < 2)"  # fmt: skip
    contradicting = replace(PAIRS, table=source)
    for is_shared in (True, False):
        pairing = replace(PAIRING, is_shared=is_shared)
        answer = asked(engine, "own", lambda d, pairing=pairing: pairs_query(contradicting, pairing, RATES, d))
        found = [stored_pair(row, RATES) for row in answer]

        assert all(one.n_contradicting == (one.n if one.version_id == "v3" else 0) for one in found)
