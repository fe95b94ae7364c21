"""The segments of the last cohort: where the best challenger does better than the model in production."""

from __future__ import annotations

from typing import Any

import pandas as pd

from champion_challenger.core.tables.frames import number_or_none, version_keys
from champion_challenger.core.tables.reading import cohort_names, rows_at
from champion_challenger.core.verdicts.known_figures import is_in_sample
from champion_challenger.core.verdicts.rows_against import rows_against
from champion_challenger.languages.numbers import MISSING
from champion_challenger.report.markup import Child, Markup, element, unbroken
from champion_challenger.report.rates import rate_id
from champion_challenger.report.shown import ReportEvidence, ShownVersion
from champion_challenger.report.tables import wide_table, with_bounds
from champion_challenger.report.wording import Wording

_MOST = 40


def segments_section(evidence: ReportEvidence, words: Wording) -> list[Markup]:
    """A row for each segment, at each rate; nothing where none was evaluated."""
    rows = segment_rows(evidence)
    versions = [version for version in (evidence.champion, evidence.best) if version is not None]
    if rows.empty or not versions:
        return []
    cohort = str(rows["cohort"].iloc[-1])
    panels = [_panel(rows_at(rows, rate), rate, versions, words) for rate in evidence.rates]
    return [
        element("h2", words.text("segments.title")),
        element("p", unbroken(words.text("segments.meaning", cohort=cohort)), class_="note"),
        element("div", *panels, class_="panels"),
    ]


def segment_rows(evidence: ReportEvidence) -> pd.DataFrame:
    """Rows of the segments on the newest of the cohorts shown that has any figure of one, against production now."""
    rows = evidence.source.segments
    # An empty frame has no columns to ask for.
    shown = set(evidence.cohorts) - evidence.waiting
    rows = rows[rows["cohort"].isin(shown) & rows["lift"].notna()] if len(rows) else rows
    if rows.empty:
        return rows
    last: pd.DataFrame = rows[rows["cohort"] == cohort_names(rows)[-1]]
    cohort = evidence.rows[evidence.rows["cohort"] == cohort_names(rows)[-1]]
    # Rows of segments do not say it themselves: a version trained on these outcomes is no evidence here either.
    last = last[~version_keys(last).isin(cohort.loc[is_in_sample(cohort), "key"])]
    compared: pd.DataFrame = rows_against(last, evidence.source.compared_with).assign(key=version_keys(last))
    return compared


def _panel(rows: pd.DataFrame, rate: float, versions: list[ShownVersion], words: Wording) -> Markup:
    best = next((version for version in versions if not version.is_champion), None)
    heads = [element("th", words.text("segments.segment"), class_="text")]
    heads += [element("th", words.text(f"segments.{name}")) for name in ("customers", "base")]
    heads += [element("th", words.text("segments.lift", label=version.label)) for version in versions]
    if best is not None:
        heads += [element("th", words.text(f"segments.{name}")) for name in ("delta", "extra")]
    names = list(dict.fromkeys(rows.sort_values("segment", kind="stable")["segment"]))
    body = [_row(name, rows[rows["segment"] == name].set_index("key"), versions, best, words) for name in names[:_MOST]]
    left_out = len(names) - _MOST
    more = [element("p", words.text("segments.more", n=left_out), class_="note")] if left_out > 0 else []
    title = element("h3", words.text("segments.at_rate", rate=words.rate(rate)))
    return element("div", element("div", title, wide_table(heads, body), *more), class_=f"panel {rate_id(rate)}")


def _row(
    name: str, rows: pd.DataFrame, versions: list[ShownVersion], best: ShownVersion | None, words: Wording
) -> Markup:
    column, _, label = name.partition("=")
    any_row = rows.iloc[-1]
    cells = [
        element("td", f"{column} = {label}", class_="text name"),
        element("td", words.count(any_row["n"])),
        element("td", words.percent(any_row["base_rate"])),
    ]
    cells += [element("td", _lift(rows, version, words)) for version in versions]
    if best is not None:
        own = rows.loc[best.key] if best.key in rows.index else None
        cells += [element("td", text) for text in _against(own, words)]
    return element("tr", *cells)


def _lift(rows: pd.DataFrame, version: ShownVersion, words: Wording) -> str:
    return words.number(rows.loc[version.key]["lift"], 2) if version.key in rows.index else MISSING


def _against(row: pd.Series[Any] | None, words: Wording) -> tuple[Child, Child]:
    if row is None:
        return MISSING, MISSING
    delta, low, high = (number_or_none(row[f"lift_delta{end}"]) for end in ("", "_low", "_high"))
    return with_bounds(words.with_sign(delta, 2), words.interval(low, high, 2)), words.with_sign(
        number_or_none(row["extra_positives"]), 0
    )
