"""French."""

from __future__ import annotations

from collections.abc import Mapping

from champion_challenger.languages.french.activation import TEXTS as ACTIVATION_TEXTS
from champion_challenger.languages.french.advice import ADVICE
from champion_challenger.languages.french.advice import FIELDS as ADVICE_FIELDS
from champion_challenger.languages.french.algorithms import TEXTS as ALGORITHM_TEXTS
from champion_challenger.languages.french.calculations import CALCULATIONS
from champion_challenger.languages.french.charts import TEXTS as CHART_TEXTS
from champion_challenger.languages.french.fields import FIELDS
from champion_challenger.languages.french.flags import REASONS as FLAG_REASONS
from champion_challenger.languages.french.headlines import TEXTS as HEADLINE_TEXTS
from champion_challenger.languages.french.mails import TEXTS as MAIL_TEXTS
from champion_challenger.languages.french.pages import TEXTS
from champion_challenger.languages.french.portfolio import TEXTS as PORTFOLIO_TEXTS
from champion_challenger.languages.french.reasons import REASONS
from champion_challenger.languages.french.score_project import TEXTS as PROJECT_TEXTS
from champion_challenger.languages.french.sections import TEXTS as SECTION_TEXTS
from champion_challenger.languages.french.steps import REASONS as STEP_REASONS
from champion_challenger.languages.french.warnings import TEXTS as WARNING_TEXTS
from champion_challenger.languages.french.workbook import TEXTS as WORKBOOK_TEXTS
from champion_challenger.languages.language import Language
from champion_challenger.languages.numbers import NumberFormat
from champion_challenger.languages.typography import fields_with_unbroken_spaces, with_unbroken_spaces

NUMBERS = NumberFormat(decimal_mark=",", percent_sign="\u00a0%")
_VOWELS = "aeiouyhàâéèêëîïôöùûü"


def _plural_form(number: float) -> str:
    return "one" if abs(number) < 2 else "other"


def _event_forms(event: str) -> Mapping[str, str]:
    return {"of_event": f"d'{event}" if event[:1].lower() in _VOWELS else f"de {event}"}


FRENCH = Language(
    code="fr",
    name="Français",
    texts=with_unbroken_spaces(
        {
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
        }
    ),
    reasons=with_unbroken_spaces({**REASONS, **FLAG_REASONS, **STEP_REASONS}),
    numbers=NUMBERS,
    figures=NUMBERS,
    day_format="%d/%m/%Y",
    moment_format="%d/%m/%Y %H:%M",
    plural_form=_plural_form,
    event_forms=_event_forms,
    fields=fields_with_unbroken_spaces({**FIELDS, **ADVICE_FIELDS, **CALCULATIONS}),
    clause_separator="\u00a0; ",
)
