"""English, the language of datasets, forms and logs."""

from __future__ import annotations

from champion_challenger.languages.english.activation import TEXTS as ACTIVATION_TEXTS
from champion_challenger.languages.english.advice import ADVICE
from champion_challenger.languages.english.advice import FIELDS as ADVICE_FIELDS
from champion_challenger.languages.english.algorithms import TEXTS as ALGORITHM_TEXTS
from champion_challenger.languages.english.calculations import CALCULATIONS
from champion_challenger.languages.english.charts import TEXTS as CHART_TEXTS
from champion_challenger.languages.english.fields import FIELDS
from champion_challenger.languages.english.flags import REASONS as FLAG_REASONS
from champion_challenger.languages.english.headlines import TEXTS as HEADLINE_TEXTS
from champion_challenger.languages.english.mails import TEXTS as MAIL_TEXTS
from champion_challenger.languages.english.pages import TEXTS
from champion_challenger.languages.english.portfolio import TEXTS as PORTFOLIO_TEXTS
from champion_challenger.languages.english.reasons import REASONS
from champion_challenger.languages.english.score_project import TEXTS as PROJECT_TEXTS
from champion_challenger.languages.english.sections import TEXTS as SECTION_TEXTS
from champion_challenger.languages.english.steps import REASONS as STEP_REASONS
from champion_challenger.languages.english.warnings import TEXTS as WARNING_TEXTS
from champion_challenger.languages.english.workbook import TEXTS as WORKBOOK_TEXTS
from champion_challenger.languages.language import Language

ENGLISH = Language(
    code="en",
    name="English",
    texts={
        **TEXTS,
        **HEADLINE_TEXTS,
        **ALGORITHM_TEXTS,
        **CHART_TEXTS,
        **SECTION_TEXTS,
        **ACTIVATION_TEXTS,
        **ADVICE,
        **WORKBOOK_TEXTS,
        **PORTFOLIO_TEXTS,
        **PROJECT_TEXTS,
        **WARNING_TEXTS,
        **MAIL_TEXTS,
    },
    reasons={**REASONS, **FLAG_REASONS, **STEP_REASONS},
    fields={**FIELDS, **ADVICE_FIELDS, **CALCULATIONS},
)
