"""Retrain the score's frozen algorithm, and evaluate every version on what customers really did."""

from champion_challenger.adapters.dss.entry import OnlyItsLine, recipe_form, start_log
from champion_challenger.adapters.dss.retrain_and_evaluate import RetrainAndEvaluateHost
from champion_challenger.operations.retrain_and_evaluate import raise_failures, retrain_and_evaluate, write
from champion_challenger.settings.retrain_and_evaluate import Settings

start_log()

with OnlyItsLine():
    settings = Settings.from_form(recipe_form())
    host = RetrainAndEvaluateHost()
    result = retrain_and_evaluate(settings, host)
    write(result, host)
    raise_failures(result)
