"""Which DSS this is, and the calls whose form differs between versions: each takes what this DSS has.

Inside DSS, the packages ``dataiku`` and ``dataikuapi`` are those of that DSS, so their signatures tell what it knows.
"""

from __future__ import annotations

import inspect
import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any, Callable

import pandas as pd

from champion_challenger.adapters.dss.asking import answer_to
from champion_challenger.core.installation.support import FULL, SUPPORTED, TOO_OLD, support_of
from champion_challenger.errors import HostError

_WHOLE_NUMBERS = ("tinyint", "smallint", "int", "bigint")
_TEXTS = ("string", "boolean")
_WRONG_CELL = re.compile(
    r"could not convert string|Unable to parse string|invalid literal for|cannot safely cast|Error parsing datetime"
    r"|[Oo]ut of (bounds|range)|Integer column has NA|too big to convert|int too large"
)
# pandas' own words for a missing number, which have to be named where its defaults are switched off.
_NO_NUMBERS = ["", "NA", "N/A", "NaN", "nan", "NULL", "null", "None"]
logger = logging.getLogger("champion_challenger")


def check_dss(client: Any) -> None:
    """Refuse a DSS that is too old, before anything is read or trained; log a version that is not supported.

    Raises
    ------
    HostError
        When the version of DSS is before 12.6.
    """
    text = dss_version(client)
    support = support_of(text)
    if support == TOO_OLD:
        raise HostError(f"This plugin needs {SUPPORTED}, and this is DSS {text}. Run it on a newer DSS.")
    if support != FULL:
        logger.warning("This is DSS %s; the plugin is tested with %s.", text or "of an unknown version", SUPPORTED)


def typed_frames(
    dataset: Any, rows: int, limit: int | None = None, columns: Sequence[str] | None = None
) -> Iterator[pd.DataFrame]:
    """Rows under the types of the schema, in frames of so many; whole numbers may have gaps, booleans are texts.

    Columns come in the order of the schema. Nullable integers came with DSS 13.1. Before, the schema's types are
    changed by hand, `limit` limits nothing, and all columns are read, of which the others are dropped frame by frame.
    """
    schema = [column for column in dataset.read_schema() if columns is None or column["name"] in columns]
    wanted = None if columns is None else [column["name"] for column in schema]
    gaps = _gaps(dataset.iter_dataframes, schema)
    # Without it, a whole number in a column with gaps goes through a float, and long ids lose digits.
    if takes(dataset.iter_dataframes, "use_nullable_integers"):
        part = {name: value for name, value in (("limit", limit), ("columns", wanted)) if value is not None}
        options = {"infer_with_pandas": False, "bool_as_str": True, "use_nullable_integers": True, **part, **gaps}
        yield from dataset.iter_dataframes(rows, **options)
        return
    # All columns again: this call takes names by position in the file, and cannot leave any out.
    schema = dataset.read_schema()
    names, types, dates = dataset.get_dataframe_schema_st(schema, bool_as_str=True)
    nullable = {column["name"]: "Int64" for column in schema if column["type"] in _WHOLE_NUMBERS}
    gaps = _gaps(dataset.iter_dataframes_forced_types, schema)
    frames = dataset.iter_dataframes_forced_types(names, {**types, **nullable}, dates, chunksize=rows, **gaps)
    yield from frames if wanted is None else (frame[wanted] for frame in frames)


def _gaps(reader: Callable[..., Any], schema: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Keywords by which a text is missing only where its cell is empty: NA, NULL and nan are names and codes."""
    words = {column["name"]: [""] if column["type"] in _TEXTS else _NO_NUMBERS for column in schema}
    keywords = {"keep_default_na": False, "na_values": words}
    # Older versions lack one or the other keyword, and refuse what they do not know.
    return {name: value for name, value in keywords.items() if takes(reader, name)}


def explained_words(error: HostError) -> HostError:
    """Error of a read, with what to do: about cells that are no values of their column's type, or about this DSS."""
    words = str(error)
    # The one assumption that a read rests on: where it is wrong, nobody could do anything about it but us.
    if "na_values" in words:
        advice = "This DSS takes no na_values by column. Report it, with the version of DSS, to the plugin's authors."
    elif _WRONG_CELL.search(words):
        advice = (
            "A cell is no value of its column's type, such as a number with a decimal comma in a column of numbers. "
            "Convert the column in a Prepare recipe, or make it a string in the dataset's schema."
        )
    else:
        return error
    return type(error)(f"{words}. {advice}")


def chosen_columns(dataset: Any, columns: Sequence[str], partitions: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Rows of a dataset of the public client, with these columns alone; no partition is all of them.

    The client takes ``columns`` since version 15. Before, whole rows come, in the order of the schema.
    """
    # An empty list would ask for no partition at all.
    spec = list(partitions) or None
    if takes(dataset.iter_rows, "columns"):
        yield from dataset.iter_rows(partitions=spec, columns=list(columns))
        return
    names = [column["name"] for column in dataset.get_schema()["columns"]]
    places = [names.index(column) for column in columns]
    for row in dataset.iter_rows(partitions=spec):
        yield [row[place] for place in places]


def redeployment_options(task: Any, threshold: float | None) -> dict[str, Any]:
    """Keywords of ``redeploy_to_flow`` for a train recipe that does not search again and keeps a forced threshold.

    They came with DSS 13.2.2. Before, there is nothing to choose: the train recipe is as DSS writes it.
    """
    if not takes(task.redeploy_to_flow, "redo_optimization"):
        return {}
    forced = {} if threshold is None else {"redo_threshold_optimization": False, "fixed_threshold": threshold}
    return {"redo_optimization": False, **forced}


def takes(function: Callable[..., Any], keyword: str) -> bool:
    """Whether a function of the host has a keyword.

    >>> takes(inspect.getsource, "object"), takes(inspect.getsource, "colour")
    (True, False)
    """
    # By the signature, not by the version: fixes come back into older lines of DSS.
    return keyword in inspect.signature(function).parameters


def dss_version(client: Any) -> str:
    """Version as DSS spells it; "" where it is not known, which is no reason to stop."""
    try:
        return str(answer_to("for its version", client.get_instance_info).raw.get("dssVersion") or "")
    except HostError as error:
        logger.warning("%s", error)
        return ""
