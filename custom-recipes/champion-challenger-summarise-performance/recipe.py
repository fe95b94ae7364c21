"""Summarise all cohorts of all scores: pooled verdicts, and what each decision rule would have brought."""

from champion_challenger.adapters.dss.entry import OnlyItsLine, recipe_form, start_log
from champion_challenger.adapters.dss.summarise_performance import SummarisePerformanceHost
from champion_challenger.operations.summarise_performance import summarise_performance, write
from champion_challenger.settings.summarise_performance import SummarySettings

start_log()

with OnlyItsLine():
    settings = SummarySettings.from_form(recipe_form())
    host = SummarisePerformanceHost()
    write(summarise_performance(settings, host), host)
