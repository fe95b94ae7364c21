"""What every entry script begins with: the log, and the form that a person filled in."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from contextlib import ContextDecorator
from types import TracebackType
from typing import Any

import dataiku
from dataiku import customrecipe, customstep
from dataiku.scenario import Scenario

from champion_challenger.adapters.dss.asking import answer_to
from champion_challenger.adapters.dss.job_log import logger
from champion_challenger.adapters.dss.versions import check_dss
from champion_challenger.errors import ChampionChallengerError
from champion_challenger.settings.form import Form


def start_log() -> None:
    """Show the plugin's own lines in the log of the job, of the scenario or of the macro."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")


class OnlyTheMessage(ContextDecorator):
    """Ends a failed step or macro with its message alone, where the host prints errors as Python does.

    Only errors that a person can act on are shortened: anything else is a fault of ours, and keeps its traceback. The
    causes are logged at level DEBUG.
    """

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Cut off what led to the error."""
        if isinstance(error, ChampionChallengerError):
            logger.debug("The causes of what follows", exc_info=error)
            sys.tracebacklimit = 0  # the process of a step or of a macro does nothing after this
            raise error.with_traceback(None) from None


class OnlyItsLine(ContextDecorator):
    """Ends a failed recipe with its message, below the line of the recipe alone.

    That line stays, since DSS reads it from the traceback and begins the message of the job with it. All else is as in
    `OnlyTheMessage`.
    """

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cut off what the line called, and the causes."""
        if isinstance(error, ChampionChallengerError) and trace is not None:
            logger.debug("The causes of what follows", exc_info=error)
            trace.tb_next = None
            # Causes would be printed above the message, each with its own traceback.
            error.__cause__, error.__suppress_context__ = None, True


def recipe_form() -> Form:
    """Form of a recipe, with the variables of the project, of the instance and of the run."""
    check_dss(dataiku.api_client())
    # Those of the run come last: they redefine the project's.
    variables = {**dataiku.get_custom_variables(), **flow_variables()}
    return Form(customrecipe.get_recipe_config(), variables, dataiku.default_project_key())


def step_form() -> Form:
    """Form of a scenario step, with the variables of the project, of the instance and of the scenario's run."""
    check_dss(dataiku.api_client())
    variables = answer_to(
        "for the variables of the scenario",
        lambda: {**dataiku.get_custom_variables(), **(Scenario().get_all_variables() or {})},
    )
    return Form(customstep.get_step_config(), variables, dataiku.default_project_key())


def page_form(values: Mapping[str, Any], project_key: str = "") -> Form:
    """Form of a macro or of a webapp, with the variables of the project and of the instance."""
    check_dss(dataiku.api_client())
    return any_form(values, project_key)


def any_form(values: Mapping[str, Any], project_key: str = "") -> Form:
    """Form of a macro that also runs on a DSS that is not supported, and says so itself."""
    return Form(values, dataiku.get_custom_variables(), project_key or dataiku.default_project_key())


def flow_variables() -> Mapping[str, Any]:
    """Variables of a recipe's run, such as the partition that is written; none outside a recipe."""
    variables: Mapping[str, Any] = getattr(dataiku, "dku_flow_variables", None) or {}
    return variables
