"""What performance rows say for and against a version, and which rows count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from champion_challenger.core.activation.evidence import Evidence, evidence
from champion_challenger.core.activation.token import DecisionBasis, Viewer, list_changes, token
from champion_challenger.core.tables.columns import SUMMARY
from champion_challenger.core.tables.frames import lacking_columns, table
from champion_challenger.languages.english import ENGLISH
from champion_challenger.languages.french import FRENCH
from champion_challenger.records.models import Version, VersionLabel
from tests.unit.operations.fake_models import FACTS, version
from tests.unit.performance_rows import against, champion, performance, row

VERSIONS = [version("v0", 1, active=True), version("v1", 2), version("v2", 3)]


def gathered(rows: list[dict[str, Any]], versions: list[Version] = VERSIONS) -> Evidence:
    """Evidence without a summary, from one run."""
    return evidence(performance([{"run_id": "r1", **one} for one in rows]), None, FACTS, versions)


def flags(version_id: str, rows: list[dict[str, Any]]) -> list[tuple[str, bool]]:
    """Beginning of each flag of a version, and whether it is serious."""
    standing = gathered(rows).standing(version_id)
    assert standing is not None
    return [(flag.sentence[:28], flag.is_serious) for flag in standing.flags]


def test_every_version_that_is_not_active_is_listed_newest_first() -> None:
    """Evaluated or not."""
    standings = gathered(against("v1", [0.3])).standings
    assert [standing.version.version_id for standing in standings] == ["v2", "v1"]


def test_rows_of_other_models_and_segments_say_nothing() -> None:
    """A dataset may hold several scores."""
    rows = [champion("2019-06"), row("v1", "2019-06", model_id="m2"), row("v1", "2019-06", segment="region=north")]
    standing = gathered(rows).standing("v1")
    assert standing is not None
    assert standing.cohorts == ()


def test_of_several_runs_on_a_cohort_the_last_one_counts() -> None:
    """An older row may have been left behind by a restored backup."""
    older, newer = (
        row("v1", "2019-06", lift=lift, computed_at=day) for lift, day in ((2.0, "2021-01-01"), (3.0, "2021-02-01"))
    )
    standing = gathered([champion("2019-06"), newer, older]).standing("v1")
    assert standing is not None
    assert [cohort["lift"] for cohort in standing.cohorts] == [3.0]


def test_a_version_that_was_never_evaluated_cannot_be_activated_just_like_that() -> None:
    """The flag is serious."""
    assert flags("v2", against("v1", [0.3])) == [("It was never evaluated: no r", True)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"verdict": "challenger_better"}, []),
        ({"verdict": "champion_better"}, [("The verdict is worse: over c", True)]),
        ({"verdict": "not_distinguishable"}, [("There is no clear verdict (n", False)]),
        ({"verdict": "challenger_better", "out_of_time": "no"}, [("It was not evaluated out of ", True)]),
        ({"verdict": "challenger_better", "cohort_status": "provisional"}, [("No cohort on which it was co", False)]),
    ],
)
def test_what_the_last_final_cohort_says_becomes_a_flag(
    changes: dict[str, Any], expected: list[tuple[str, bool]]
) -> None:
    """Nothing speaks against a version that is better on a final cohort, out of time."""
    assert flags("v1", against("v1", [0.3], **changes)) == expected


def test_a_comparison_with_a_former_champion_is_no_comparison() -> None:
    """The cohort was evaluated while another version was in production."""
    rows = [champion("2019-06", "v2"), row("v1", "2019-06", verdict="challenger_better")]
    assert ("No cohort compares it with 2", False) in flags("v1", rows)


def test_the_active_version_is_named_by_its_label() -> None:
    """An id of DSS is a time, whose day may be the label of another version."""
    active = version("1572588001280", 1, active=True, label=VersionLabel(date(2019, 9, 30)))
    challenger = version("1569909603242", 2, label=VersionLabel(date(2019, 8, 31)))
    rows = [champion("2019-07", "old"), row(challenger.version_id, "2019-07", trained_until="2019-08-31")]
    standing = gathered(rows, [active, challenger]).standing(challenger.version_id)

    assert standing is not None
    for language, name in ((ENGLISH, "2019-09-30, in production"), (FRENCH, "30/09/2019, en production")):
        sentences = [flag.reason.wording(language) for flag in standing.flags]
        assert any(name in sentence for sentence in sentences)
        assert "2019-11-01" not in "".join(sentences)
        assert not any("run the evaluation" in sentence or "lancer" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"model_id": "m2"}, "The summary has no row about this model"),
        ({"is_champion_now": False}, "The summary marks no version of this model as the one in production"),
        ({}, "The summary was built while another version was in production"),
    ],
)
def test_a_summary_that_is_left_out_says_why(changes: dict[str, Any], said: str) -> None:
    """It is of another model, marks nobody, or marks another version."""
    rows = against("v1", [0.3])
    marked = [{**one, "is_champion_now": one["version_id"] == "v1", **changes} for one in rows]
    standing = evidence(performance(rows), table(marked, SUMMARY), FACTS, VERSIONS).standing("v1")

    assert standing is not None
    assert said in standing.flags[-1].sentence


def test_a_cohort_without_a_row_at_the_rate_has_one_at_the_nearest() -> None:
    """The rates of the recipe changed: a version of before was evaluated all the same."""
    rows = [champion("2019-05"), *(row("v1", "2019-05", targeting_rate=rate) for rate in (0.01, 0.05))]
    rows += [champion("2019-06", targeting_rate=0.1, verdict="champion", verdict_rate=0.1)]
    found = gathered(rows)
    standing = found.standing("v1")

    assert standing is not None
    assert (found.rate, [cohort["targeting_rate"] for cohort in standing.cohorts]) == (0.1, [0.05])


def test_the_common_targets_are_those_with_the_active_version() -> None:
    """On a later cohort it was compared with another one."""
    rows = [champion("2019-05"), row("v1", "2019-05", target_overlap=0.8)]
    rows += [champion("2019-06", "v2"), row("v1", "2019-06", target_overlap=0.3)]
    standing = gathered(rows).standing("v1")

    assert standing is not None
    assert standing.overlap == 0.8


def test_the_token_rests_on_model_versions_and_run() -> None:
    """As the page shows them."""
    standing = gathered(against("v1", [0.3])).standing("v1")
    assert standing is not None
    found, expected = standing.token, token(DecisionBasis("TELCO.m1", "v1", "v0", "r1"))
    assert found.split("-")[:4] == expected.split("-")[:4]


def test_the_token_rests_on_evidence_summary_person_and_log() -> None:
    """Each of them alone makes it stale."""
    rows = performance([{"run_id": "r1", **one} for one in against("v1", [0.3])])
    worse = rows.assign(lift_delta=-0.3)
    others = {
        "the evidence on this version": (worse, None, Viewer("ann", "line")),
        "performance_summary": (rows, rows, Viewer("ann", "line")),
        "another person": (rows, None, Viewer("bob", "line")),
        "a newer line": (rows, None, Viewer("ann", "another")),
    }
    given = evidence(rows, None, FACTS, VERSIONS, Viewer("ann", "line")).standing("v1")
    assert given is not None
    for part, (frame, summary, viewer) in others.items():
        now = evidence(frame, summary, FACTS, VERSIONS, viewer).standing("v1")
        assert now is not None
        assert part in "".join(list_changes(given.token, now.token))


def test_columns_that_a_performance_dataset_needs() -> None:
    """Any other table is refused by what it lacks."""
    assert lacking_columns(performance([])) == []
    assert lacking_columns(performance([]).drop(columns=["cohort", "run_id"])) == ["cohort", "run_id"]


def test_the_last_run_and_cohort_are_the_newest_of_the_model() -> None:
    """A token is stale once another run has computed anything; a version left out of it is flagged."""
    older = [champion("2019-05", run_id="r1"), row("v1", "2019-05", run_id="r1")]
    newer = champion("2019-06", run_id="r2", computed_at="2021-02-01T00:00:00Z")
    found = evidence(performance([newer, *older]), None, FACTS, VERSIONS)
    assert (found.last_run, found.last_cohort) == ("r2", "2019-06")


@pytest.mark.parametrize(("champion_now", "word"), [("v0", "challenger_better"), ("v2", "")])
def test_the_verdict_of_the_summary_counts_when_it_judged_against_the_active_version(
    champion_now: str, word: str
) -> None:
    """Over several cohorts; one that was built before the last activation is left out."""
    rows = against("v1", [0.3], verdict="not_distinguishable", cohort_status="provisional")
    pooled = {"v1": {"pooled_verdict": "challenger_better", "pooled_cohorts": "2019-05, 2019-06"}}
    summary = table(
        [
            {**one, "is_champion_now": one["version_id"] == champion_now, **pooled.get(one["version_id"], {})}
            for one in [*rows, row("v2", "2019-01")]
        ],
        SUMMARY,
    )
    standing = evidence(performance(rows), summary, FACTS, VERSIONS).standing("v1")
    assert standing is not None
    assert standing.verdict.word == word
