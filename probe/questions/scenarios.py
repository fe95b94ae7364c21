"""Scenarios: variables, conditions, mails, and how they end."""

from __future__ import annotations

from probe.errors import NotTried, Unanswered
from probe.registry import Found, question
from probe.runs import finished, inside, log_of, python_step, scenario, script, wait_for_end
from probe.stage import Stage

_MAILS = '`${name!"-"}` of the run\'s variables'
_SUBJECT = "Probe: a variable that is not set"
_CONDITIONS = "`runConditionType: RUN_CONDITIONALLY`"


@question("`Scenario().get_all_variables()`", ("all", "missing"))
def run_variables(stage: Stage) -> Found:
    """Has a run the variables that mails and conditions name?"""
    result = stage.once(inside).of("run_variables")
    return Found(result["answer"], result["seen"])


@question(_CONDITIONS, ("by_variables", "otherwise"))
def run_condition(stage: Stage) -> Found:
    """Does a variable of the run decide whether a later step runs?"""
    run = stage.once(inside)
    run.of("condition")
    answer = "by_variables" if "when yes" in run.steps and "when no" not in run.steps else "otherwise"
    return Found(answer, ", ".join(run.steps))


@question("an aborted scenario sends SIGTERM", ("sigterm", "nothing"))
def abort_signal(stage: Stage) -> str:
    """Is the process of a step asked to end when its scenario is aborted?"""
    waiting = scenario(stage, "Probe of an abort", [python_step("wait", script("wait"))])
    run = waiting.run().wait_for_scenario_run()
    try:
        stage.wait(lambda: "probe_waits" in _variables(stage) or _is_over(run), "the start of a step")
        if "probe_waits" not in _variables(stage):
            raise Unanswered("the step ended before it was aborted")
    finally:
        waiting.abort()
        wait_for_end(stage, run)
    was_asked = "probe_signal" in _variables(stage) or "PROBE WAS ASKED TO END" in log_of(run)
    return "sigterm" if was_asked else "nothing"


@question("`sys.tracebacklimit`", (True, False), switch=True)
def traceback_limit_kept(stage: Stage) -> bool:
    """Does a step that failed print no frame where `sys.tracebacklimit` is 0?"""
    step = python_step("fail", script("fail"))
    log = log_of(finished(stage, scenario(stage, "Probe of an error", [step])))
    if "PROBE FAILS" not in log:
        raise Unanswered("the log of a step that failed does not have its message")
    return "in probe_fails" not in log


@question(_MAILS, ("mail_fails", "sent"))
def mail_unknown_variable(stage: Stage) -> Found:
    """Does one variable that is not set stop a mail? One mail is sent."""
    channel, to = stage.options.mail_channel, stage.options.mail_to
    if not channel or not to:
        raise NotTried("no channel and recipient were named (MAIL_CHANNEL, MAIL_TO)")
    configuration = {
        "channelId": channel,
        "recipient": to,
        "subject": _SUBJECT,
        "message": "If you read this, it is empty: >${probe_never_set}<",
        "messageSource": "INLINE",
        "templateFormat": "FREEMARKER",
        "sendAsHTML": False,
        "attachments": [],
    }
    reporter = {"active": True, "name": "unknown variable", "phase": "END", "runConditionEnabled": False}
    reporter["messaging"] = {"type": "mail-scenario", "configuration": configuration}
    step = python_step("nothing", "print('nothing to do')")
    run = finished(stage, scenario(stage, "Probe of a mail", [step], [reporter]))
    if "null or missing" in log_of(run):
        return Found("mail_fails", "the log of the run says so")
    raise Unanswered(f"look into the mailbox: the mail '{_SUBJECT}' is there if such a mail is sent")


def _variables(stage: Stage) -> dict[str, str]:
    return dict(stage.project.get_variables()["standard"])


def _is_over(run: object) -> bool:
    run.refresh()  # type: ignore[attr-defined]
    return not run.running  # type: ignore[attr-defined]
