"""Texts of the Tableau workbook and of its page in English."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "tableau.main": "Model against competitors",
    "tableau.differences": "Differences",
    "tableau.delta_title": "Differences to the model in production",
    "tableau.gains": "Gains",
    "tableau.rules": "Decision rules",
    "tableau.portfolio": "All scores",
    "tableau.production": "Date of the model in production",
    "tableau.used": "Number of models used in the last evaluation",
    "tableau.pooled": "Difference in lift over the cohorts",
    "tableau.pooled_meaning": "to the model in production, with 95 % bounds, at the rate of the verdict",
    "tableau.delta.lift": "Difference in lift, cohort by cohort",
    "tableau.delta.auc": "Difference in AUC, cohort by cohort",
    "tableau.delta_meaning": "to the model in production now, with 95 % bounds",
    "tableau.gains_meaning": "% of {event} reached against % of customers targeted",
    "tableau.rules_meaning": "extra {event} compared with keeping the first model in production, in total",
    "tableau.rules_last": "Total on the last cohort, with 95 % bounds",
    "tableau.portfolio_title": "All scores: model in production on the last cohort",
    "tableau.portfolio_meaning": "the last column counts the challengers whose verdict is better",
    "tableau.period": "Period",
    "tableau.activations": "Activations",
    "workbook.title": "Tableau workbook",
    "workbook.kept": "The workbook {file} is in the folder.",
    "workbook.download": "Download it ({size:,.0f} KB)",
    "workbook.holds": "Its dashboards",
    "workbook.rows": "Rows in its text files: {counts}.",
    "workbook.untried": (
        "For Tableau {version} or later. It is valid against Tableau's published schema, and was not opened in Tableau "
        "Desktop yet: docs/how-to/tableau.md says what to look at first."
    ),
    "workbook.outdated": (
        "{score}: another version was activated after the summary was computed. The workbook marks {former} as the "
        "model in production; run Summarise performance, then this macro again."
    ),
}
