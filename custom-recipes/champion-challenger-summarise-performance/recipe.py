"""Summarise all cohorts of all scores: pooled verdicts, and what each decision rule would have brought."""

import logging

from champion_challenger.adapters.dss.summary import RecipeOfSummary
from champion_challenger.operations.summarise import summarise, write
from champion_challenger.summary_settings import SummarySettings

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")

host = RecipeOfSummary()
settings = SummarySettings.from_form(host.form, host.variables)
write(summarise(settings, host), host)
