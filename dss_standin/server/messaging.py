"""Routes of messaging channels, and mails sent through them."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request

from dss_standin.datasets.definitions import require_project
from dss_standin.errors import DSSError
from dss_standin.scenarios import mail
from dss_standin.server.request import body, dss, flag, text

blueprint = Blueprint("messaging", __name__, url_prefix="/messaging-channels")


@blueprint.get("")
def list_channels() -> Response:
    """List the channels, of one type or family when asked."""
    channels = [mail.channel(dss(), name) for name in dss().store.names("messaging")]
    wanted = {"type": text("channelType"), "family": text("channelFamily")}
    asked = {name: value for name, value in wanted.items() if value}
    return jsonify(
        [channel for channel in channels if all(channel.get(name) == value for name, value in asked.items())]
    )


@blueprint.post("")
def create() -> Response:
    """Make a channel."""
    return jsonify(mail.create_channel(dss(), body()))


@blueprint.get("/<channel_id>")
def get_channel(channel_id: str) -> Response:
    """Return a channel without its secrets."""
    return jsonify(mail.channel(dss(), channel_id))


@blueprint.delete("/<channel_id>")
def delete(channel_id: str) -> Response:
    """Forget a channel."""
    mail.kept_channel(dss(), channel_id)
    dss().store.delete(f"messaging/{channel_id}")
    return jsonify({})


@blueprint.get("/<channel_id>/<any(settings, permissions):part>")
def get_part(channel_id: str, part: str) -> Response:
    """Return settings or permissions."""
    return jsonify(mail.kept_channel(dss(), channel_id)[part])


@blueprint.put("/<channel_id>/<any(settings, permissions):part>")
def put_part(channel_id: str, part: str) -> Response:
    """Replace settings or permissions."""
    mail.change_channel(dss(), channel_id, part, body())
    return jsonify({})


@blueprint.post("/<channel_id>/actions/send")
def send(channel_id: str) -> Response:
    """Send a mail, one to each recipient unless a single message is asked for."""
    require_project(dss(), text("projectKey"))
    part = request.files.get("message")
    if part is None:
        raise DSSError("Sending expects a multipart body with a part named 'message'")
    given = json.load(part.stream)
    together = flag("sendAsSingleMessage")
    for recipients in [given["to"]] if together else [[recipient] for recipient in given["to"]]:
        mail.send(dss(), channel_id, _mail(given, recipients))
    return jsonify({})


def _mail(given: dict[str, Any], recipients: list[str]) -> mail.Mail:
    files = request.files.getlist("attachments")
    attachments = [(file.filename or "file", file.stream.read(), file.mimetype) for file in files]
    for file in files:
        file.stream.seek(0)
    return mail.Mail(
        sender=given.get("from"),
        to=recipients,
        subject=str(given.get("subject") or ""),
        body=str(given.get("body") or ""),
        plain_text=bool(given.get("plainText")),
        cc=given.get("cc") or (),
        bcc=given.get("bcc") or (),
        attachments=attachments,
    )
