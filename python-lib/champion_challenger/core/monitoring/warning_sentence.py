"""Early warnings of the model in production in a sentence, for mails, logs and pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from champion_challenger.core.monitoring.early_warnings import known_codes, read_missing
from champion_challenger.core.tables.frames import text_or_empty
from champion_challenger.core.tables.reading import in_order
from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.language import Language

_FEATURES = 3


def warnings_sentence(row: Mapping[Any, Any], language: Language) -> str:
    """What a row of the champion warns of.

    Parameters
    ----------
    row
        Of all customers, with the columns of ``performance``.
    """
    texts = language.texts
    newest = text_or_empty(row["newest_cohort"])
    if not newest:
        return language.fill(texts["warnings.unknown"], {})
    cohorts = {"newest": newest, "cohort": str(row["cohort"])}
    clauses = [language.fill(texts[f"warnings.said.{code}"], _values(row, language)) for code in _codes(row)]
    if not clauses:
        return language.fill(texts["warnings.none"], cohorts)
    return language.fill(texts["warnings.sentence"], {**cohorts, "warnings": language.clause_separator.join(clauses)})


def version_warnings(row: Mapping[Any, Any], label: str, language: Language) -> str:
    """The same of any version by its name; "" for one that warns of nothing."""
    clauses = [language.fill(language.texts[f"warnings.said.{code}"], _values(row, language)) for code in _codes(row)]
    if not clauses:
        return ""
    values = {"label": label, "newest": text_or_empty(row["newest_cohort"]), "cohort": str(row["cohort"])}
    return language.fill(
        language.texts["warnings.of_version"], {**values, "warnings": language.clause_separator.join(clauses)}
    )


def warnings_metrics(rows: pd.DataFrame) -> dict[str, str]:
    """Early warnings of a score's newest cohort, as codes and in a sentence, for scenarios and mails.

    Returns
    -------
    dict
        ``early_warnings``: codes of the model in production, ``none``, or ``not counted``; and
        ``early_warnings_sentence``, with WARN where there is one, and the same in each further language, as
        ``early_warnings_sentence_fr``.
    """
    # English has no ending: scenarios and mails knew its name before there were other languages.
    ends = {code: "" if code == "en" else f"_{code}" for code in LANGUAGES}
    champions = in_order(rows[(rows["segment"] == "all") & rows["is_champion"]])
    if champions.empty:
        unknown = {code: language.fill(language.texts["warnings.unknown"], {}) for code, language in LANGUAGES.items()}
        return {
            "early_warnings": "not counted",
            **{f"early_warnings_sentence{ends[code]}": text for code, text in unknown.items()},
        }
    row = champions.iloc[-1].to_dict()
    codes = _codes(row)
    sentences = {
        f"early_warnings_sentence{ends[code]}": ("WARN: " if codes else "") + warnings_sentence(row, language)
        for code, language in LANGUAGES.items()
    }
    word = ", ".join(codes) or ("none" if text_or_empty(row["newest_cohort"]) else "not counted")
    return {"early_warnings": word, **sentences}


def _codes(row: Mapping[Any, Any]) -> tuple[str, ...]:
    return known_codes(row["early_warnings"])


def _values(row: Mapping[Any, Any], language: Language) -> dict[str, Any]:
    changes = read_missing(row["missing_values"])[:_FEATURES]
    shares = language.numbers.share
    features = [
        language.fill(
            language.texts["warnings.feature"],
            {"feature": change.feature, "before": shares(change.evaluated), "now": shares(change.newest)},
        )
        for change in changes
    ]
    numbers = {name: language.numbers.decimals(row[f"score_{column}"], 3) for name, column in _INDEXES.items()}
    return {**numbers, "features": ", ".join(features)}


_INDEXES = {"psi": "psi", "limit": "psi_limit"}
