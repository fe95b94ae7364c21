"""The mail of the month's verdict, as a score with a mail channel sends it."""

from __future__ import annotations

from html import escape

from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.scenario import DSSScenario

from examples.demo.errors import DemoError
from examples.demo.score import score_project
from examples.scenarios.mailbox import Mail, mailbox

CHANNEL, ANN, SENDER = "team-mail", "ann@example.com", "dss@example.com"
_STYLE = """
body { margin: 0; background: #fff; font: 14px/1.5 "DejaVu Sans", Arial, sans-serif; color: #1c2430; }
main { width: 760px; padding: 18px 22px; }
dl { display: grid; grid-template-columns: 80px 1fr; gap: 2px 10px; margin: 0; }
dt { color: #5a6472; } dd { margin: 0; } dd.subject { font-weight: 700; }
pre { font: inherit; white-space: pre-wrap; margin: 14px 0 0; padding-top: 14px; border-top: 1px solid #d9dee5; }
"""


def verdict_mail(data: DSSProject, score: DSSProject, month: str) -> Mail:
    """Run the score's monthly scenario with the mails of a score that was made with a channel; return the verdict's."""
    client, name = data.client, "Score_Repurchase"
    with mailbox() as box:
        client.create_messaging_channel("smtp", CHANNEL, {"host": "127.0.0.1", "port": box.port, "sender": SENDER})
        form = {"template_project": score.project_key, "mail_channel": CHANNEL, "recipients": [ANN]}
        form |= {"score_name": "Repurchase", "first_training_partitions": month}
        mailing = score_project(data, "REPURCHASE_MAILS", **form)
        settings = _scenario(score, name).get_settings()
        settings.get_raw()["reporters"] = _scenario(mailing, name).get_settings().get_raw()["reporters"]
        settings.save()
        run = _scenario(score, name).run_and_wait({"month_ref": month}, no_fail=True)
        verdicts = [mail for mail in box.mails if mail.subject.startswith("Score ")]
    if not verdicts:
        end = run.get_log()[-2000:]
        raise DemoError(f"The scenario {name} ended {run.outcome} and sent no verdict; the end of its log:\n{end}")
    return verdicts[0]


def mail_page(mail: Mail) -> str:
    """A mail as a page."""
    heads = {"From": SENDER, "To": ", ".join(mail.recipients), "Subject": mail.subject}
    lines = "".join(f'<dt>{name}</dt><dd class="{name.lower()}">{escape(text)}</dd>' for name, text in heads.items())
    body = f"<main><dl>{lines}</dl><pre>{escape(mail.text.strip())}</pre></main>"
    return f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><style>{_STYLE}</style>{body}</html>'


def _scenario(project: DSSProject, name: str) -> DSSScenario:
    found = {one["name"]: one["id"] for one in project.list_scenarios()}
    return project.get_scenario(found[name])
