"""What a view leaves out, in a line: facts and verdicts are of all rows, whatever is shown."""

from __future__ import annotations

from collections.abc import Iterator

from champion_challenger.core.report.view import ViewedRows
from champion_challenger.core.tables.reading import basis_points
from champion_challenger.report.markup import Markup, element
from champion_challenger.report.shown import ReportEvidence
from champion_challenger.report.wording import Wording


def filter_lines(viewed: ViewedRows, evidence: ReportEvidence, visible: ReportEvidence, words: Wording) -> list[Markup]:
    """What is filtered, and that a period was given backwards; nothing where all is shown."""
    parts = list(_parts(viewed, evidence, visible, words))
    lines = [words.text("filter", parts=", ".join(parts))] if parts else []
    view = viewed.view
    if is_reversed(viewed, evidence):
        lines.append(words.text("filter.reversed", first=view.first, last=view.last))
    return [element("p", line, class_="notice") for line in lines]


def is_reversed(viewed: ViewedRows, evidence: ReportEvidence) -> bool:
    """Whether the first cohort of the period comes after the last."""
    first, last = viewed.view.first, viewed.view.last
    return bool(first and last) and evidence.cohorts.index(first) > evidence.cohorts.index(last)


def last_title(evidence: ReportEvidence) -> str:
    """Key of the title above the last cohort, which may be the last of those shown only."""
    title = "last.title" if evidence.is_last_of_all else "last.title_of_view"
    return title if evidence.figures_cohort == evidence.last_cohort else f"{title}.joined"


def _parts(viewed: ViewedRows, evidence: ReportEvidence, visible: ReportEvidence, words: Wording) -> Iterator[str]:
    rivals = [version for version in evidence.versions if not version.is_champion]
    chosen = [version for version in rivals if version.key in viewed.view.versions]
    if viewed.view.versions and len(chosen) < len(rivals):
        yield words.text("filter.versions", n=len(chosen), total=len(rivals))
    if len(visible.cohorts) < len(evidence.cohorts):
        first, last = visible.cohorts[0], visible.cohorts[-1]
        yield words.text("filter.period", n=len(visible.cohorts), total=len(evidence.cohorts), first=first, last=last)
    rate, primary = viewed.view.rate, evidence.source.rate
    if rate is not None and primary is not None and basis_points(rate) != basis_points(primary):
        yield words.text("filter.rate", rate=words.rate(rate), primary=words.rate(primary))
