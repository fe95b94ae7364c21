"""What campaigns mean for a report: whose figures they are, which way they lean, and what the contacts changed."""

from __future__ import annotations

from collections.abc import Iterator

from champion_challenger.core.tables.frames import number_or_none
from champion_challenger.core.tables.reading import in_order
from champion_challenger.core.verdicts.campaign_notice import campaign_notice, notice_sentence
from champion_challenger.core.verdicts.planning import with_control
from champion_challenger.report.markup import Markup, element, unbroken
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.wording import Wording

_PLANNED = 0.1
"""Share of the customers that a first control group may have."""


def campaign_sentences(evidence: ReportEvidence, words: Wording) -> list[str]:
    """What to know of campaigns before reading on; nothing where nothing is known of any."""
    notice = campaign_notice(evidence.rows)
    sentences = [notice_sentence(notice.wording(words.language)), *_planning(evidence, words)] if notice else []
    return [*_population(evidence, words), *sentences]


def _population(evidence: ReportEvidence, words: Wording) -> Iterator[str]:
    """Whose figures they are, where not those of all customers."""
    last = evidence.last_figures(evidence.rate)
    # All rows of the evidence are of one population: any of them names it.
    segment = str(evidence.rows["segment"].iloc[-1])
    if segment in ("control", "uncontacted") and len(last):
        yield words.text(f"notice.{segment}", n=words.count(last["n"].max()), cohort=evidence.figures_cohort)


def _planning(evidence: ReportEvidence, words: Wording) -> Iterator[str]:
    """What a control group would find, where a campaign may have decided the verdict and none is used."""
    best = evidence.best
    if best is None or evidence.verdict(best).figure != "lift":
        return
    smallest = number_or_none(evidence.last_row(best)["pooled_smallest_found"])
    if smallest is not None:
        smallest_by_population = {name: with_control(smallest, _PLANNED, name) for name in ("control", "uncontacted")}
        values = {name: words.number(value, 2) for name, value in {**smallest_by_population, "all": smallest}.items()}
        yield words.text("notice.planning", share=words.rate(_PLANNED), **values)


def campaign_effect(evidence: ReportEvidence, words: Wording) -> list[Markup]:
    """Positives that the contacts added, on the newest cohort where a control group tells it; nothing without one."""
    known = in_order(evidence.rows.dropna(subset=["incremental_rate"]))
    if known.empty:
        return []
    row = known.iloc[-1]
    bounds = words.interval(100 * row["incremental_rate_low"], 100 * row["incremental_rate_high"], 1)
    sentence = words.text(
        "notice.incremental",
        cohort=row["cohort"],
        rate=words.with_sign(100 * row["incremental_rate"], 1),
        bounds=f" ({bounds})" if bounds else "",
        total=words.with_sign(row["incremental_rate"] * row["n_contacted"], 0),
        n=words.count(row["n_contacted"]),
        n_control=words.count(row["n_control"]),
    )
    return [element("h2", words.text("campaign.title")), element("p", unbroken(sentence))]
