"""Mail the report of the month, as a page attached."""

import logging
from typing import Any

import dataiku
from dataiku.scenario import Scenario

PARAMETERS: "dict[str, Any]" = {
    "score": "",
    "reports": "",
    "file": "report.html",
    "channel": "",
    "recipients": [],
    "subject": "{month}: report",
    "text": "See the page attached.",
}

logging.basicConfig(level=logging.INFO)
variables = Scenario().get_all_variables()
month = variables["month_ref"]
text = PARAMETERS["text"].replace("{place}", variables.get("report_place") or PARAMETERS["file"])
if variables.get("score_outcomes") == "not joined yet":
    text += "\n\n" + variables["score_outcomes_sentence"]
with dataiku.Folder(PARAMETERS["reports"]).get_download_stream(PARAMETERS["file"]) as stream:
    page = stream.read()
channel = dataiku.api_client().get_messaging_channel(PARAMETERS["channel"])
if hasattr(channel, "send"):
    channel.send(
        dataiku.default_project_key(),
        PARAMETERS["recipients"],
        " ".join(PARAMETERS["subject"].replace("{month}", month).split()),
        text,
        attachments=[[PARAMETERS["file"].replace(".html", "-" + month + ".html"), page, "text/html"]],
        plain_text=True,
    )
else:
    logging.info("Channel %s sends no mails; the report is in the folder", PARAMETERS["channel"])
