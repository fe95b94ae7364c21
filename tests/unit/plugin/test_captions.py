"""Every column has a caption in every language, which a Tableau workbook shows."""

from __future__ import annotations

import pytest

from champion_challenger.core.report.workbook import TABLES
from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.english import ENGLISH
from champion_challenger.languages.language import Language
from champion_challenger.report.tableau.formulas import gains_formulas, performance_formulas, rules_formulas


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_a_language_names_every_field(language: Language) -> None:
    """Columns of the datasets that a workbook holds, and its calculations; no two captions of a dataset are alike."""
    calculations = {*performance_formulas(""), *gains_formulas(), *rules_formulas()}
    columns = {column.name for table in TABLES.values() for column in table}
    missing = sorted((calculations | columns) - set(language.fields))
    assert missing == [], f"Please add them to fields.py of the language {language.code}."
    assert set(language.fields) == calculations | columns
    for table in TABLES.values():
        captions = [language.fields[column.name].caption for column in table]
        assert len(set(captions)) == len(captions)
    described = calculations if language.code == ENGLISH.code else set(language.fields)
    assert all(language.fields[name].description for name in described)
