"""The macro Activate challenger on a host in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from champion_challenger.core.activation.log import Activation, log_row
from champion_challenger.core.tables.columns import SUMMARY
from champion_challenger.errors import DataError, HostError, SettingsError
from champion_challenger.operations.activate_challenger import activate_challenger
from champion_challenger.report.activation_page import activation_page
from champion_challenger.settings.activate_challenger import ActivationSettings
from tests.unit.operations.activation.fakes import (
    FakeActivationHost,
    deactivated,
    macro_host,
    performance,
    performance_row,
)
from tests.unit.operations.fake_models import version

SHOW = ActivationSettings("TELCO.m1", "TELCO.performance", log="TELCO.activation_log")


def evidence_token(host: FakeActivationHost, version_id: str = "v2") -> str:
    """Token that the evidence page shows for a version."""
    standing = activate_challenger(replace(SHOW, version=version_id), host).evidence.standing(version_id)
    assert standing is not None
    return standing.token


def activating(host: FakeActivationHost, **changes: Any) -> ActivationSettings:
    """Settings of an activation of v2 with the token of now."""
    given = replace(SHOW, is_activating=True, version="v2", token=evidence_token(host), reason="better for two months")
    return replace(given, **changes)


def test_the_evidence_changes_nothing() -> None:
    """Neither the model nor the log."""
    host = macro_host()
    shown = activate_challenger(replace(SHOW, version="v2"), host)

    assert (host.activated, host.log.writes, host.log.is_open) == ([], 0, False)
    assert shown.evidence.standings[0].verdict.word == "challenger_better"
    assert shown.evidence.standings[0].flags == ()
    assert shown.change is not None
    assert (shown.change.new_features, shown.change.users) == (("z",), ("score_customers",))


def test_the_version_becomes_active_and_is_logged() -> None:
    """Who, when, why, from and to, with the token."""
    host = macro_host()
    settings = activating(host)
    done = activate_challenger(settings, host)

    assert host.activated == ["v2"]
    assert [v.version_id for v in host.model.versions() if v.is_active] == ["v2"]
    assert host.log.held == [
        {
            "activated_at": "2019-08-20T09:30:00Z",
            "by": "ann",
            "project_key": "TELCO",
            "model_id": "m1",
            "from_version": "v1",
            "to_version": "v2",
            "reason": "better for two months",
            "token": settings.token,
            "how": "macro",
        }
    ]
    assert "Version 2019-01-02 (v2) is active" in activation_page(done)


def test_a_token_is_stale_once_another_version_is_active() -> None:
    """It says so, and nothing changes."""
    host = macro_host()
    host.model.listed.append(version("v3", 3))
    settings = activating(host)
    host.model.activate("v3")

    with pytest.raises(SettingsError, match="another version is active since. Nothing was changed"):
        activate_challenger(settings, host)
    assert host.activated == []


def test_a_token_is_stale_once_new_performance_was_computed() -> None:
    """A month run again counts."""
    host = macro_host()
    settings = activating(host)
    newer = performance_row("v2", "2019-05", run_id="run-again", computed_at="2019-08-01T00:00:00+00:00")
    host.datasets["TELCO.performance"] = pd.concat([host.datasets["TELCO.performance"], performance(newer)])

    with pytest.raises(SettingsError, match="Token: .*: new performance was computed since"):
        activate_challenger(settings, host)
    assert host.activated == []


def test_a_token_of_another_version_does_not_fit() -> None:
    """Each version has its own."""
    host = macro_host()
    host.model.listed.append(version("v3", 3))

    with pytest.raises(SettingsError, match="it was given for another version"):
        activate_challenger(activating(host, token=evidence_token(host, "v3")), host)


FLAGGED = {
    "was not evaluated out of time": performance_row("v2", out_of_time="no"),
    "verdict is worse": performance_row("v2", verdict="champion_better", lift_delta=-0.5),
    "never evaluated": performance_row("v9"),
    r"could not be scored on cohort 2019-06: column spend is gone": performance_row(
        "v2", status="not_scorable", reason="column spend is gone"
    ),
}


@pytest.mark.parametrize("sentence", FLAGGED)
def test_serious_flags_stop_an_activation_unless_asked_in_spite_of_them(sentence: str) -> None:
    """The message gives the flag; the tick lets it pass."""
    host = macro_host(performance_row("v1"), FLAGGED[sentence])

    with pytest.raises(SettingsError, match=f"{sentence}.*Nothing was changed"):
        activate_challenger(activating(host), host)
    assert host.activated == []
    done = activate_challenger(activating(host, in_spite_of_flags=True), host)
    assert host.activated == ["v2"]
    assert "Overridden flags" in activation_page(done)


def test_what_is_not_clear_is_told_and_allowed() -> None:
    """No final cohort, another champion, no clear verdict: a person decides."""
    cases = {
        "is final yet": (performance_row("v1"), performance_row("v2", cohort_status="provisional")),
        "No cohort compares it with": (performance_row("v1", is_champion=False), performance_row("v2")),
        "no clear verdict": (performance_row("v1"), performance_row("v2", verdict="not_distinguishable")),
    }
    for sentence, rows in cases.items():
        host = macro_host(*rows)
        assert sentence in activation_page(activate_challenger(replace(SHOW, version="v2"), host))
        assert activate_challenger(activating(host), host).activation is not None


def test_the_summary_gives_the_verdict_over_several_cohorts() -> None:
    """Unless it was built while another version was in production: then it is left out, and that is told."""
    host = macro_host()
    rows = host.datasets["TELCO.performance"].assign(
        is_champion_now=[True, False] * 2, pooled_verdict="champion_better"
    )
    rows = rows.assign(pooled_cohorts="2019-05, 2019-06", pooled_lift_delta=-0.4).reindex(
        columns=[c.name for c in SUMMARY]
    )
    host.datasets["TELCO.summary"] = rows
    settings = replace(SHOW, version="v2", performance_summary="TELCO.summary")

    (standing,) = activate_challenger(settings, host).evidence.standings
    assert str(standing.verdict.source) == "cohorts 2019-05, 2019-06 together"
    assert standing.serious == [
        "The verdict is worse: over cohorts 2019-05, 2019-06 together, the model in production is better."
    ]
    host.datasets["TELCO.summary"] = rows.assign(is_champion_now=[False, True] * 2)
    (standing,) = activate_challenger(settings, host).evidence.standings
    assert str(standing.verdict.source) == "cohort 2019-06 alone"
    assert "is left out: build it again" in standing.flags[-1].sentence


def test_a_dataset_that_is_no_summary_is_refused_by_name() -> None:
    """A performance dataset has no verdicts over several cohorts."""
    host = macro_host()
    settings = replace(SHOW, version="v2", performance_summary="TELCO.performance")

    with pytest.raises(
        DataError,
        match=r"Performance summary: TELCO.performance is no performance summary dataset: it lacks the columns "
        r"is_champion_now, pooled_verdict\. Choose the dataset performance_summary that Summarise performance writes\.",
    ):
        activate_challenger(settings, host)


def test_versions_that_cannot_be_activated() -> None:
    """The active one, and one that is not there."""
    host = macro_host()
    with pytest.raises(SettingsError, match="v1 is active already"):
        activate_challenger(replace(SHOW, version="v1"), host)
    with pytest.raises(SettingsError, match="Churn has no version v7; it was deleted, or misspelt. Choose one of v2"):
        activate_challenger(replace(SHOW, version="v7"), host)


def test_a_score_column_cannot_be_activated_and_is_called_one() -> None:
    """By its id or its name, also where it leads the verdicts of the summary."""
    host = macro_host()
    column = performance_row("column:old", version_label="old", project_key=None, model_id=None)
    host.datasets["TELCO.performance"] = performance(performance_row("v1"), performance_row("v2"), column)
    for name in ("column:old", "old", "column:never_evaluated"):
        with pytest.raises(
            SettingsError, match=f"{name} is a score column, not a version of model Churn: it cannot be"
        ):
            activate_challenger(replace(SHOW, version=name), host)


def test_datasets_that_hold_no_evidence() -> None:
    """Empty, about another model, or no performance at all."""
    host = macro_host()
    for frame in (pd.DataFrame(), performance(performance_row("v2", model_id="other"))):
        host.datasets["TELCO.performance"] = frame
        with pytest.raises(DataError, match="has no row about model Churn"):
            activate_challenger(SHOW, host)
    host.datasets["TELCO.performance"] = pd.DataFrame({"customer": [1]})
    with pytest.raises(DataError, match="lacks the columns version_id, cohort"):
        activate_challenger(SHOW, host)


def test_a_model_without_active_version_gets_its_first() -> None:
    """There is nothing to compare with, and the log says from nothing."""
    host = macro_host()
    deactivated(host.model)
    done = activate_challenger(activating(host), host)

    assert "nothing to compare it with" in done.evidence.standings[0].flags[-1].sentence
    assert host.log.held[0]["from_version"] == ""


def test_what_cannot_be_logged_is_not_activated() -> None:
    """Nobody would know who did it."""
    host = macro_host()
    settings = activating(host)
    host.log.refusal = HostError("no space")

    with pytest.raises(HostError, match="no space"):
        activate_challenger(settings, host)
    assert host.activated == []


def test_a_line_whose_answer_is_lost_is_withdrawn() -> None:
    """It was written, and nothing is activated: no line of an activation that was not made, no used token."""
    host = macro_host()
    settings = activating(host)
    host.log.lost = [HostError("The answer was lost.")]

    with pytest.raises(HostError, match="The answer was lost"):
        activate_challenger(settings, host)
    assert (host.activated, host.log.held) == ([], [])


def test_a_token_is_used_once() -> None:
    """Also when the version before is active again, by the macro or in the screens of DSS."""
    host = macro_host()
    settings = activating(host)
    activate_challenger(settings, host)
    host.model.activate("v1")

    with pytest.raises(SettingsError, match="it was used already. Nothing was changed"):
        activate_challenger(settings, host)
    assert host.activated == ["v2"]


def test_a_token_is_stale_after_there_and_back() -> None:
    """Two activations later all is as before, and somebody has decided twice."""
    host = macro_host()
    host.model.listed.append(version("v3", 3))
    settings = activating(host)
    for target in ("v3", "v1"):
        again = replace(settings, version=target, token=evidence_token(host, target), in_spite_of_flags=True)
        activate_challenger(again, host)

    with pytest.raises(SettingsError, match="the activation log has a newer line on this model"):
        activate_challenger(settings, host)
    assert host.activated == ["v3", "v1"]


def test_a_token_is_its_persons() -> None:
    """Who activates has looked at the evidence."""
    host = macro_host()
    settings = activating(host)
    host.person = "bob"

    with pytest.raises(SettingsError, match="it was given to another person"):
        activate_challenger(settings, host)


def test_of_two_activations_at_once_one_wins() -> None:
    """The other one came first, and its line appears while ours is written."""
    host = macro_host()
    settings = activating(host)
    earlier = log_row(Activation("2019-08-20T09:29:59.5Z", "bob", "TELCO", "m1", "v1", "v3", "mine"))
    host.log.meanwhile = [lambda log: log.held.append(earlier)]

    with pytest.raises(
        SettingsError, match="bob activates v3 at this moment, and came first. This run changed nothing"
    ):
        activate_challenger(settings, host)
    assert (host.activated, host.log.held) == ([], [earlier])


def test_the_first_of_two_activations_at_once_is_made() -> None:
    """The other one withdraws."""
    host = macro_host()
    settings = activating(host)
    later = log_row(Activation("2019-08-20T09:30:00.5Z", "bob", "TELCO", "m1", "v1", "v3", "mine"))
    later["activated_at"] = "2019-08-20T09:31:00Z"
    host.log.meanwhile = [lambda log: log.held.append(later)]
    activate_challenger(settings, host)

    assert host.activated == ["v2"]
    assert [row["to_version"] for row in host.log.held] == ["v2", "v3"]


def test_an_activation_that_does_not_happen_is_told() -> None:
    """DSS answered well, and did nothing: nothing is logged."""
    host = macro_host()
    host.stays_put = True

    with pytest.raises(HostError, match="asked to activate v2, and the active version is v1"):
        activate_challenger(activating(host), host)
    assert host.log.held == []


def test_an_activation_whose_answer_is_lost_is_logged() -> None:
    """DSS says that the version is active: it was activated, whatever became of the answer."""
    host = macro_host()
    host.lost = HostError("DSS was asked to activate v2, and there was no answer.")
    done = activate_challenger(activating(host), host)

    assert done.activation is not None
    assert [row["to_version"] for row in host.log.held] == ["v2"]
    assert "there was no answer. DSS says that v2 is active" in host.said[0]


def test_a_refused_activation_leaves_no_line() -> None:
    """DSS says that another version is active."""
    host = macro_host()
    host.lost, host.stays_put = HostError("DSS was asked to activate v2, and answered: no space."), True

    with pytest.raises(HostError, match="answered: no space"):
        activate_challenger(activating(host), host)
    assert host.log.held == []


@pytest.mark.parametrize("lost", [None, HostError("The answer was lost.")])
def test_a_line_stays_while_nobody_says_which_version_is_active(lost: HostError | None) -> None:
    """The version may be active: a line too many is better than an activation that nobody made."""
    host = macro_host()
    settings = activating(host)
    host.lost, host.falls_silent = lost, HostError("DSS was asked for the versions, and answered: busy")

    with pytest.raises(HostError, match=r"Version v2: whether it is active is not known\..* busy\. Its line stays"):
        activate_challenger(settings, host)
    assert [row["to_version"] for row in host.log.held] == ["v2"]


def test_a_line_that_cannot_be_withdrawn_is_told() -> None:
    """With the refusal, which is what a person has to know first."""
    host = macro_host()
    settings = activating(host)
    host.stays_put = True
    host.log.meanwhile = [lambda log: setattr(log, "refusal", HostError("no space"))]

    with pytest.raises(HostError, match="the active version is v1.*could not be taken out"):
        activate_challenger(settings, host)


def test_every_value_is_escaped() -> None:
    """Names and reasons come from people."""
    evil = "<script>alert(1)</script>"
    host = macro_host(performance_row("v1"), performance_row("v2", status="not_scorable", reason=evil, verdict=None))
    host.model.facts = replace(host.model.facts, name=evil)
    pages = [activation_page(activate_challenger(settings, host)) for settings in (SHOW, replace(SHOW, version="v2"))]
    pages.append(activation_page(activate_challenger(activating(host, reason=evil, in_spite_of_flags=True), host)))

    assert all("<script" not in page and "&lt;script&gt;" in page for page in pages)


def test_one_version_and_a_hundred() -> None:
    """Nothing to activate is a sentence; a hundred versions are a table."""
    host = macro_host()
    host.model.listed = host.model.listed[:1]
    assert "nothing to activate" in activation_page(activate_challenger(SHOW, host))
    host.model.listed += [version(f"w{number}", 1 + number % 28) for number in range(100)]
    assert activation_page(activate_challenger(SHOW, host)).count("<code>") == 100
