"""`Score_<score>`: on the first of the month, replay the champion, evaluate all versions, and mail the verdict."""

from __future__ import annotations

from dataikuapi.dss.project import DSSProject
from dataikuapi.dss.scenario import DSSScenario

from examples.scenarios.parts import build_step, created, monthly, plugin_step
from examples.scenarios.timing import first_step, last_step, mails

_DATES = """
last = date.today().replace(day=1) - timedelta(days=1)
variables = {"month_ref": asked.get("month_ref") or last.strftime("%Y-%m")}
"""
_FIGURES = ("champion_lift", "best_challenger", "best_challenger_lift", "best_challenger_gain", "versions_evaluated")


def production(project: DSSProject, score: str, channel: str, recipient: str) -> DSSScenario:
    """Make the scenario."""
    readings = [{"dataset": "performance", "partition": "${month_ref}", "id": name} for name in _FIGURES]
    verdict = plugin_step(
        "retrieve-metrics-and-checks",
        "Verdict",
        readings=readings,
        prefix="verdict",
        alert_channel=channel,
        alert_recipients=recipient,
        alert_when="always",
    )
    steps = [
        first_step(_DATES),
        build_step("Retrain_and_evaluate", "performance", "${month_ref}"),
        build_step("Summarise_performance", "performance_summary"),
        verdict,
        last_step(),
    ]
    trigger = monthly("1er_jour_mois", hour=6, minute=0)
    return created(project, f"Score_{score}", trigger, steps, mails(channel, recipient))
