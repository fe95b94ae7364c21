"""The wiki page of a score project, in Markdown."""

from __future__ import annotations

from champion_challenger.core.score_project.timetable import (
    APPLICATION,
    EVALUATION,
    MINUTES_ALLOWED,
    PROCEDURE_LIMIT,
)
from champion_challenger.settings.create_score_project import ScoreProject

_PAGE = """# {name}

This project was made by the macro *Create score project* of the plugin Champion / challenger.

## What happens, and when

| | |
|---|---|
| each month | scenario `{evaluation.scenario}{code_name}` (trigger `{evaluation.trigger}`): the rows of the new \
cohort are compared with its history; \
recipe `retrain_and_evaluate` replays the champion's design on fresh data **without activating** the result \
and compares all versions on what customers really did; \
`summarise_performance` says over several cohorts whether a challenger is better; verdict \
and report (folder `reports`) are mailed |
| twice a week | scenario `{application.scenario}{code_name}` (trigger `{application.trigger}`): where they are named, \
the upstream dataset must have rows, the stored procedure is called, and the number of customers that it prepared is \
compared with the newest cohort; then the customers are scored into `customer_scores` |
| when somebody decides | macro *Activate challenger*: shows the evidence and activates a version; \
`activation_log` keeps who, when and why |

Both scenarios are **inactive** until you switch them on. Run each by hand once before.

## Where the data comes from

| | |
|---|---|
| training data | `{training_data}`, outcome `{outcome}` |
| labelled cohort | `{cohort}` |
| customers to score | `{customers}` |
| outcome known after | {horizon} |

These datasets stay in their own project and are shared with this one.

## To do by hand, once

1. Webapp: **</> > Webapps > + New webapp > Visual webapp > Score performance**; choose `performance_summary`, \
`gains_curves` and `activation_log`. DSS has no API to create a plugin's webapp.
2. Switch the scenarios on (**Scenarios**, column *Active*), after a run by hand.
3. Project variables: `{minutes_allowed}`, `{procedure_limit}`.
4. The user that the scenarios run as needs the right to write in the projects of the data and upstream: metrics are \
computed there.
"""

_MARKUP = frozenset("\\`*_{}[]()<>#+-!|:~@&=$^")


def wiki_article(settings: ScoreProject) -> str:
    """Explain the flow, the scenarios, and what has to be done by hand.

    Names come from people: characters that would be markup are escaped.
    """
    return _PAGE.format(
        name=_plain(settings.name),
        code_name=_code(settings.name),
        training_data=_code(settings.training_data),
        outcome=_code(settings.outcome),
        cohort=_code(settings.cohort),
        customers=_code(settings.customers),
        horizon=settings.horizon,
        application=APPLICATION,
        evaluation=EVALUATION,
        minutes_allowed=MINUTES_ALLOWED,
        procedure_limit=PROCEDURE_LIMIT,
    )


def _plain(text: str) -> str:
    """Text that is no markup: no link, image, heading, table or tag.

    >>> _plain("# ![x](http://a.b)")
    '&#35; &#33;&#91;x&#93;&#40;http&#58;//a.b&#41;'
    """
    return "".join(f"&#{ord(sign)};" if sign in _MARKUP else sign for sign in _one_line(text))


def _code(text: str) -> str:
    """Text between backticks, where only these, and the bars of a table, are markup.

    >>> _code("<script>`x`|y")
    '&lt;script&gt;x/y'
    """
    plain = _one_line(text).replace("`", "").replace("|", "/")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _one_line(text: str) -> str:
    return " ".join(text.split())
