"""Evaluate stored scores inside their database: the same figures, and no row leaves it."""

import logging

from champion_challenger.adapters.dss.evaluate_stored_scores import EvaluateStoredScoresHost
from champion_challenger.operations.evaluate_stored_scores import evaluate_stored_scores, write
from champion_challenger.settings.evaluate_stored_scores import StoredSettings

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")

host = EvaluateStoredScoresHost()
settings = StoredSettings.from_form(host.form, host.variables)
write(evaluate_stored_scores(settings, host), host)
