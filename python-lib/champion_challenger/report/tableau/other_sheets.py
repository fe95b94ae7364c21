"""The sheets over gains curves, decision rules and the activation log."""

from __future__ import annotations

from collections.abc import Iterator

from champion_challenger.report.tableau.datasources import Subject
from champion_challenger.report.tableau.nodes import quote
from champion_challenger.report.tableau.sheets import Filter, Layer, Sheet
from champion_challenger.report.tableau.sources import Source

_LOG = ("activated_at", "to_version", "from_version", "by", "how", "reason")
GAINS_SCORE, GAINS_COHORT, GAINS_VERSION, RULES_SCORE = 11, 12, 13, 14
"""Groups of filters."""


def gains_sheet(source: Source, subject: Subject, score: str) -> Sheet:
    """Share of the positives reached against share targeted, on one cohort."""
    words = subject.words
    percent, reached = source.pill("calc_percent", type="quantitative"), source.pill("calc_reached", "Avg")
    version = source.pill("version_id")
    return Sheet(
        "gains",
        source,
        words.text("gains.name"),
        rows=(reached,),
        columns=(percent,),
        layers=(Layer("Line", (("color", version),)),),
        filters=(Filter(source.pill("calc_all_customers"), "true"), *gains_filters(source, subject, score)),
        titles=((reached, source.fields["calc_reached"].caption), (percent, source.fields["calc_percent"].caption)),
        subtitle=words.text("tableau.gains_meaning"),
    )


def gains_filters(source: Source, subject: Subject, score: str) -> tuple[Filter, ...]:
    """What a reader changes: score, cohort (the last one first), versions."""
    curves = subject.rows.tables["gains_curves"]
    cohorts = curves.loc[curves["score_id"] == score, "cohort"]
    known = next(evidence for evidence in subject.evidence if evidence.source.score == score).cohorts
    last = [cohort for cohort in known if cohort in set(cohorts)] or [str(curves["cohort"].max())]
    return (
        Filter(source.pill("score_id"), quote(score), GAINS_SCORE),
        Filter(source.pill("cohort"), quote(last[-1]), GAINS_COHORT),
        Filter(source.pill("version_id"), None, GAINS_VERSION),
    )


def rules_sheets(source: Source, subject: Subject, score: str) -> Iterator[Sheet]:
    """What each decision rule would have gained in total: over the cohorts, and on the last one with bounds."""
    words = subject.words
    date, rule = source.pill("calc_target_date", type="quantitative"), source.pill("calc_rule")
    total, low = source.pill("total_extra_positives", "Avg"), source.pill("total_extra_positives_low", "Avg")
    chosen = rules_filter(source, score)
    yield Sheet(
        "rules",
        source,
        words.text("decisions.title"),
        rows=(total,),
        columns=(date,),
        layers=(Layer("Line", (("color", rule), ("tooltip", source.pill("version_label", "Attribute")))),),
        filters=(chosen,),
        titles=((total, words.text("decisions.chart")), (date, "")),
        subtitle=words.text("tableau.rules_meaning"),
    )
    yield Sheet(
        "rules_last",
        source,
        words.text("tableau.rules_last"),
        rows=(rule,),
        columns=(low, total),
        layers=(
            Layer("GanttBar", (("color", rule), ("size", source.pill("calc_width", "Avg"))), low),
            Layer("Circle", (("color", rule), ("tooltip", source.pill("total_positives", "Avg"))), total),
        ),
        filters=(chosen, Filter(source.pill("calc_is_newest"), "true")),
        titles=((low, words.text("decisions.chart")),),
    )


def rules_filter(source: Source, score: str) -> Filter:
    """What a reader changes: the score."""
    return Filter(source.pill("score_id"), quote(score), RULES_SCORE)


def activations_sheet(source: Source, subject: Subject) -> Sheet:
    """The activation log as a table."""
    rows = tuple(source.pill(name) for name in _LOG)
    return Sheet("activations", source, subject.words.text("tableau.activations"), rows=rows, layers=(Layer("Text"),))
