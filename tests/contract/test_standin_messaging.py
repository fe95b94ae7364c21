"""Messaging channels of the stand-in: mails by REST, from steps and from reporters, to a real SMTP server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dataikuapi
import pytest
from dataikuapi.dss.project import DSSProject
from dataikuapi.utils import DataikuException

from tests.contract.mailbox import Mailbox, free_port, mailbox
from tests.contract.scenario_probe import outcomes, python, ran

pytestmark = pytest.mark.usefixtures("quick_polls")


@pytest.fixture
def mails(client: dataikuapi.DSSClient) -> Iterator[Mailbox]:
    """A mail server, and the channel `team` to it."""
    with mailbox() as kept:
        channel(client, "team", kept.port)
        yield kept


def channel(client: dataikuapi.DSSClient, name: str, port: int, **more: Any) -> Any:
    """Return an SMTP channel to a port of this machine."""
    configuration = {"host": "127.0.0.1", "port": port, "sender": "dss@example.org", **more}
    return client.create_messaging_channel("smtp", name, configuration)


def reporter(condition: str = "", phase: str = "END", **more: Any) -> dict[str, Any]:
    """Return a mail reporter on the channel `team`."""
    configuration = {
        "channelId": "team",
        "recipient": "a@example.org, b@example.org",
        "messageSource": "INLINE",
        **more,
    }
    flags = {"active": True, "phase": phase, "runConditionEnabled": bool(condition), "runCondition": condition}
    return {"name": "mail", **flags, "messaging": {"type": "mail-scenario", "configuration": configuration}}


def test_a_channel_keeps_its_secrets_in_its_settings(client: dataikuapi.DSSClient) -> None:
    """Made by the client's creator; listed by type and family without host and password."""
    creator = client.new_messaging_channel("smtp").with_id("office")
    creator.channel_configuration.update({"host": "h", "port": 25, "password": "secret", "sender": "me@example.org"})
    made = creator.create()
    assert (made.sender, made.family) == ("me@example.org", "mail")
    assert made.get_settings().get_raw()["password"] == "secret"
    assert [one.id for one in client.list_messaging_channels(channel_family="mail")] == ["office"]
    assert "secret" not in str(client.list_messaging_channels(channel_type="smtp"))
    made.delete()
    assert client.list_messaging_channels() == []


def test_a_mail_by_rest(client: dataikuapi.DSSClient, project: DSSProject, mails: Mailbox) -> None:
    """One message to each recipient by default, with attachments; a single one when asked."""
    team = client.get_messaging_channel("team")
    to = ["a@example.org", "b@example.org"]
    team.send("RENEWAL", to, "Figures", "<b>42</b>", attachments=[("figures.csv", b"n\n42\n", "text/csv")])
    team.send("RENEWAL", to, "Both", "text", plain_text=True, send_as_single_message=True)
    assert mails.recipients == [["a@example.org"], ["b@example.org"], to]
    assert mails.texts()[0] == "Figures: <b>42</b>"
    assert [one.get_content() for one in mails.mails[0].iter_attachments()] == ["n\n42\n"]


def test_a_step_sends_a_mail(project: DSSProject, mails: Mailbox) -> None:
    """By the message sender of the scenario, through the channel's server."""
    call = "scenario.get_message_sender('team').send(recipient='a@example.org', subject='Volumes', message='-33 %')"
    run = ran(project, python(call))
    assert run.outcome == "SUCCESS", run.get_log()
    assert mails.texts() == ["Volumes: -33 %"]


def test_reporters_look_at_the_outcome(project: DSSProject, mails: Mailbox) -> None:
    """One for the start, one for failures, one for successes; variables are filled in."""
    told = {"subject": "${scenarioName} ${outcome}", "message": '${rows} rows, ${unknown!"none"}'}
    reporters = [
        reporter(phase="START", subject="begins", message="-"),
        reporter("outcome == 'FAILED' || outcome == 'ABORTED'", **told),
        reporter("outcome == 'SUCCESS'", subject="fine", message="-"),
    ]
    step = python("scenario.set_scenario_variables(rows=3)\nraise ValueError('late')")
    assert ran(project, step, reporters=reporters).outcome == "FAILED"
    assert mails.texts() == ["begins: -", "Monthly run FAILED: 3 rows, none"]


def test_one_unknown_variable_makes_the_whole_mail_fail(project: DSSProject, mails: Mailbox) -> None:
    """As FreeMarker does, unless the template says what stands for it; numbers have the server's format."""
    reporters = [reporter(subject="lost", message="${unknown}"), reporter(subject="kept", message="${rows}")]
    run = ran(project, python("scenario.set_scenario_variables(rows=1234.5)"), reporters=reporters)

    assert mails.texts() == ["kept: 1,234.5"]
    assert "The following has evaluated to null or missing: ==> unknown" in run.get_log()


def test_a_reporter_that_fails_is_told_in_the_log(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """A scenario is not a failure because its mail is; a step that cannot send is."""
    port = free_port()
    channel(client, "team", port)
    call = "scenario.get_message_sender('team').send(recipient='a@example.org', subject='s', message='m')"
    run = ran(project, python("", name="work"), reporters=[reporter(subject="s", message="m")])
    assert run.outcome == "SUCCESS"
    assert f"Channel team cannot send to 127.0.0.1:{port}" in run.get_log()
    assert outcomes(ran(project, python(call, name="send"))) == {"send": "FAILED"}


def test_what_a_channel_refuses(client: dataikuapi.DSSClient, project: DSSProject) -> None:
    """Addresses outside its domains, mails to nobody, and a channel that does not exist."""
    team = channel(client, "team", 25, authorizedDomain="example.org")
    with pytest.raises(DataikuException, match="sends to example.org only, not to a@elsewhere.org"):
        team.send("RENEWAL", ["a@elsewhere.org"], "s", "b")
    with pytest.raises(DataikuException, match="does not exist: other; there are team"):
        client.get_messaging_channel("other")
    run = ran(project, python("scenario.get_message_sender('team').send(subject='s', message='m')"))
    assert "has no recipient" in run.get_log()
