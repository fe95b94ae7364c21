"""Columns and first rows of a cohort, judged."""

from __future__ import annotations

import pandas as pd
import pytest

from champion_challenger.core.installation.cohort import NO_VALUES, type_findings, word_finding
from champion_challenger.records.datasets import Column, DatasetFacts


def facts(**types: str) -> DatasetFacts:
    """A dataset with columns of these types."""
    return DatasetFacts("TELCO.customers", tuple(Column(name, kind) for name, kind in types.items()))


@pytest.mark.parametrize(
    ("types", "level", "words"),
    [
        ({"id": "string", "age": "string"}, "look", "all 2 columns are texts"),
        ({"id": "string", "age": "bigint", "day": "date"}, "ok", "1 of texts, 1 of numbers, 1 of dates"),
        ({}, "fix", "has no columns"),
    ],
)
def test_types_of_a_schema(types: dict[str, str], level: str, words: str) -> None:
    """An uploaded CSV has texts only, until its types are inferred."""
    (finding,) = type_findings(facts(**types))
    assert (finding.level, words in finding.observation, bool(finding.advice)) == (level, True, level != "ok")


def test_booleans_are_named_with_how_they_are_read() -> None:
    """As models know them."""
    *_, finding = type_findings(facts(id="string", flag="boolean"))
    assert (finding.level, finding.observation.startswith("flag: read as the texts true and false")) == ("ok", True)


@pytest.mark.parametrize("word", NO_VALUES)
def test_words_that_pandas_takes_for_missing_are_counted(word: str) -> None:
    """In columns of texts; a gap in a column of numbers is one."""
    rows = pd.DataFrame({"country": [word, "FR", None], "age": [1.0, None, 3.0]})
    finding = word_finding(facts(country="string", age="double"), rows)

    assert (finding.level, finding.observation) == ("look", "country (1 of 3 rows)")
    assert "empty these cells in a Prepare recipe" in finding.advice


def test_texts_without_such_words_are_green() -> None:
    """Names that contain one are names."""
    finding = word_finding(facts(country="string"), pd.DataFrame({"country": ["NAMIBIA", "FR"]}))
    assert (finding.level, finding.advice) == ("ok", "")
