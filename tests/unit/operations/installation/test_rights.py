"""Rights that are there, that are missing, and that cannot be seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from champion_challenger.errors import ForbiddenError
from champion_challenger.operations.installation.rights import (
    analysis_finding,
    connection_finding,
    listing_findings,
    project_findings,
    write_finding,
)
from tests.unit.operations.installation.fakes import INSTANCE, installation


@pytest.mark.parametrize(("writer", "level"), [(True, "ok"), (False, "fix"), (None, "untried")])
def test_the_right_to_write_is_seen_and_never_tried(writer: bool | None, level: str) -> None:
    """An analysis would leave a trace; who may not see permissions is told whom to ask."""
    host = installation(writer=writer)
    found = [analysis_finding("TELCO", host), write_finding("TELCO", host)]

    assert [finding.level for finding in found] == [level, level]
    assert [("owner of project TELCO" in finding.advice) for finding in found] == [level != "ok"] * 2


def test_an_automation_node_makes_no_analysis() -> None:
    """Whatever the rights."""
    finding = analysis_finding("TELCO", installation(instance=replace(INSTANCE, node_type="AUTOMATION")))
    assert (finding.level, "AUTOMATION" in finding.observation) == ("fix", True)


@pytest.mark.parametrize(
    ("rules", "level"),
    [((True, True), "ok"), ((False, True), "fix"), ((True, False), "look"), ((None, None), "untried")],
)
def test_a_connection_says_what_it_allows(rules: tuple[bool | None, bool | None], level: str) -> None:
    """Writing, and new datasets."""
    finding = connection_finding("warehouse", installation(rules=rules))
    assert (finding.level, bool(finding.advice)) == (level, level != "ok")


def test_a_connection_whose_details_are_refused_is_not_tried() -> None:
    """Many users may use a connection and not look into it."""
    host = installation(refusals={"connection": ForbiddenError("no right")})
    assert connection_finding("warehouse", host).level == "untried"


def test_each_other_project_is_read() -> None:
    """Refused, it is red, with whom to ask."""
    (fine,) = project_findings(["DATA"], installation())
    (refused,) = project_findings(["DATA"], installation(refusals={"dataset_names": ForbiddenError("no right")}))

    assert (fine.level, fine.observation) == ("ok", "1 dataset")
    assert (refused.level, refused.observation) == ("fix", "no right")
    assert "owner of project DATA" in refused.advice


def test_connections_and_channels_are_listed() -> None:
    """Neither stops a score: what is missing is amber."""
    no_right = {name: ForbiddenError("no right") for name in ("connection_names", "channels")}

    assert [finding.observation for finding in listing_findings(installation())] == ["warehouse", "team-mail"]
    assert [finding.level for finding in listing_findings(installation(refusals=no_right))] == ["look", "look"]
    assert [finding.level for finding in listing_findings(installation(mail=[]))] == ["ok", "look"]
