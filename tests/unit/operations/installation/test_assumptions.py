"""What is assumed of a host, under each answer."""

from __future__ import annotations

import pytest

from champion_challenger.errors import HostError
from champion_challenger.operations.installation.assumptions import (
    analysis_names_finding,
    figures_finding,
    model_findings,
    reading_finding,
    untried_findings,
)
from champion_challenger.operations.installation.model import Sample
from tests.unit.operations.fakes import customers, dataset
from tests.unit.operations.installation.fakes import checked_model, installation


@pytest.mark.parametrize(
    ("sample", "level"),
    [
        (None, "untried"),
        (HostError("Integer column has NA values"), "untried"),
        (HostError("TypeError: na_values is a list"), "fix"),
        (Sample(dataset("T.c", customers()), customers()), "ok"),
    ],
)
def test_a_read_tries_the_words_for_missing_cells(sample: Sample | HostError | None, level: str) -> None:
    """Another failure of the read tells nothing of them."""
    finding = reading_finding(sample)
    assert (finding.level, bool(finding.advice)) == (level, level != "ok")


@pytest.mark.parametrize(
    ("names", "level", "words"),
    [(["a"], "ok", "in the list"), ([None], "ok", "read one by one"), ([], "untried", "no analysis")],
)
def test_either_list_of_analyses_will_do(names: list[str | None], level: str, words: str) -> None:
    """The page says which it is."""
    finding = analysis_names_finding("TELCO", installation(analyses=names))
    assert (finding.level, words in finding.observation) == (level, True)


@pytest.mark.parametrize(("tells", "levels"), [(True, ["ok"] * 3), (False, ["look", "look", "ok"])])
def test_the_champion_tells_what_a_replay_needs(tells: bool, levels: list[str]) -> None:
    """Where it does not, what follows from that."""
    model = checked_model()
    model.tells = tells
    found = list(model_findings(model, model.listed[0]))

    assert [finding.level for finding in found] == levels
    assert [bool(finding.advice) for finding in found] == [level != "ok" for level in levels]


@pytest.mark.parametrize(
    ("months", "metrics", "level"),
    [
        (["2019-06"], ["external:external:versions_failed"], "ok"),
        (["2019-06"], ["records:COUNT_RECORDS"], "look"),
        ([], [], "untried"),
    ],
)
def test_pushed_figures_are_found_by_their_names(months: list[str], metrics: list[str], level: str) -> None:
    """Before the first run there are none."""
    finding = figures_finding("TELCO.performance", installation(months=months, metrics=metrics))
    assert (finding.level, bool(finding.advice)) == (level, level != "ok")


def test_what_would_leave_a_trace_is_grey() -> None:
    """With what tries it later."""
    assert {finding.level for finding in untried_findings()} == {"untried"}
    assert all("tries it" in finding.advice for finding in untried_findings())
