"""Evaluate stored scores inside their database: the same figures, and no row leaves it."""

from champion_challenger.adapters.dss.entry import OnlyItsLine, recipe_form, start_log
from champion_challenger.adapters.dss.evaluate_stored_scores import EvaluateStoredScoresHost
from champion_challenger.operations.evaluate_stored_scores import evaluate_stored_scores, write
from champion_challenger.settings.evaluate_stored_scores import StoredSettings

start_log()

with OnlyItsLine():
    settings = StoredSettings.from_form(recipe_form())
    host = EvaluateStoredScoresHost()
    write(evaluate_stored_scores(settings, host), host)
