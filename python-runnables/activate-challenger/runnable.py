"""Show the evidence for and against the versions of a model, and activate the one that a person chose."""

import logging

import dataiku
from dataiku.runnables import Runnable

from champion_challenger.adapters.dss.activate_challenger import ActivateChallengerHost
from champion_challenger.operations.activate_challenger import activate_challenger
from champion_challenger.report.activation_page import activation_page
from champion_challenger.settings.activate_challenger import ActivationSettings

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")


class ActivateChallenger(Runnable):
    """The macro."""

    def __init__(self, project_key, config, plugin_config):
        self.project_key, self.config = project_key, config

    def get_progress_target(self):
        """No progress is told: it takes seconds."""

    def run(self, progress_callback):
        """Return the page."""
        settings = ActivationSettings.from_form(self.config, dataiku.get_custom_variables(), self.project_key)
        return activation_page(activate_challenger(settings, ActivateChallengerHost(settings)))
