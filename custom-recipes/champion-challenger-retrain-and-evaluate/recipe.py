"""Retrain the score's frozen algorithm, and evaluate every version on what customers really did."""

import logging

from champion_challenger.adapters.dss.retrain_and_evaluate import RetrainAndEvaluateHost
from champion_challenger.operations.retrain_and_evaluate import raise_failures, retrain_and_evaluate, write
from champion_challenger.settings.retrain_and_evaluate import Settings

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")

host = RetrainAndEvaluateHost()
settings = Settings.from_form(host.form, host.variables)
result = retrain_and_evaluate(settings, host)
write(result, host)
raise_failures(result)
