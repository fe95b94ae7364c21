"""Summarise all cohorts of all scores: pooled verdicts, and what each decision rule would have brought."""

import logging

from champion_challenger.adapters.dss.summarise_performance import SummarisePerformanceHost
from champion_challenger.operations.summarise_performance import summarise_performance, write
from champion_challenger.settings.summarise_performance import SummarySettings

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")

host = SummarisePerformanceHost()
settings = SummarySettings.from_form(host.form, host.variables)
write(summarise_performance(settings, host), host)
