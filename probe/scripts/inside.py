"""A step inside DSS: asks the package `dataiku`, and leaves the answers in the variables of the project."""

from collections.abc import Callable

import dataiku
import pandas as pd
from dataiku.scenario import Scenario

EXPECTED = ("scenarioName", "scenarioProjectKey", "outcome", "scenarioTriggerParams")


def invalid_cells() -> tuple:
    """Return how a cell arrives that is no number in a column of whole numbers."""
    value = dataiku.Dataset("probe_cells").get_dataframe()["number"].iloc[1]
    answer = "null" if pd.isna(value) else "kept" if str(value) == "n.d." else "changed"
    return answer, ""


def na_values_by_column() -> tuple:
    """Return whether `na_values` takes a dict, so that the text NA stays a text."""
    options = {"infer_with_pandas": False, "bool_as_str": True, "keep_default_na": False}
    try:
        frames = list(dataiku.Dataset("probe_words").iter_dataframes(na_values={"number": [""]}, **options))
    except Exception as error:  # noqa: BLE001 -- its class is the answer
        return False, type(error).__name__
    read = [str(word) for frame in frames for word in frame["word"]]
    return (True, "") if read == ["NA", "x"] else ("NA is lost", "")


def pushed() -> tuple:
    """Push a figure and the outcome of a check."""
    dataset = dataiku.Dataset("probe_words", ignore_flow=True)
    dataset.save_external_metric_values({"probe_figure": 1.5})
    dataset.save_external_check_values({"probe_check": "OK"})
    return "done", ""


def run_variables() -> tuple:
    """Return whether a run has the variables that mails and conditions name."""
    missing = [name for name in EXPECTED if name not in Scenario().get_all_variables()]
    return "missing" if missing else "all", ", ".join(missing)


def condition() -> tuple:
    """Set a variable for the step after this one."""
    Scenario().set_scenario_variables(probe_condition="yes")
    return "done", ""


def whole_numbers_of_sql() -> tuple:
    """Return the type of a BIGINT in the answer of a query."""
    ((number,),) = query("SELECT CAST(1 AS BIGINT) AS n")
    return {int: "whole", float: "float"}.get(type(number), "other"), type(number).__name__


def wrong_query() -> tuple:
    """Return whether a query that cannot run raises."""
    try:
        query("SELECT n FROM probe_table_that_does_not_exist")
    except Exception as error:  # noqa: BLE001 -- its class is the answer
        return "raises", type(error).__name__
    return "silent", ""


def query(text: str) -> list:
    """Return the answer of a query through the connection that the person named."""
    connection = Scenario().get_all_variables()["probe_connection"]
    asked = dataiku.api_client().sql_query(text, connection=connection)
    rows = list(asked.iter_rows())
    asked.verify()
    return rows


def answer_of(ask: Callable) -> dict:
    """Return an answer, or the class of the error: messages may hold names of the instance."""
    try:
        answer, seen = ask()
    except Exception as error:  # noqa: BLE001 -- one question that fails does not stop the others
        return {"error": type(error).__name__}
    return {"answer": answer, "seen": seen}


ASKED = [invalid_cells, na_values_by_column, pushed, run_variables, condition]
if "probe_connection" in Scenario().get_all_variables():
    ASKED += [whole_numbers_of_sql, wrong_query]
answers = {ask.__name__: answer_of(ask) for ask in ASKED}
project = dataiku.api_client().get_project(dataiku.default_project_key())
variables = project.get_variables()
variables["standard"]["probe_inside"] = answers
project.set_variables(variables)
