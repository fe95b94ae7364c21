"""Counts with their nouns: 1 customer, 2 customers, in messages, in the log and on pages, in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from champion_challenger.languages import LANGUAGES

LIBRARY = Path(__file__).parents[3] / "python-lib" / "champion_challenger"
NOUNS = (
    "analyses attempts attributes cells cohorts columns contacts customers datasets decimals features hits months "
    "partitions positives rows scores values versions weeks "
    "cellules clients cohortes colonnes contacts décimales lignes mois positifs témoins valeurs variables"
).split()
COUNT = rf"(?:(?!des?\b)[a-zé]+[ \u00a0])?(?:{'|'.join(NOUNS)})\b"

NEVER_ONE = {
    *("operations/evaluation/contest.py", "settings/times.py"),  # several versions at once; a century of days
    *("core/figures/comparison.py", "core/figures/counts.py", "core/figures/pairs.py", "core/figures/ranking.py"),
    *(
        "core/figures/weighted_counts.py",
        "core/score_project/scripts",
    ),  # errors of programmers are above, and here is no plugin
    *("core/replay/log_entries.py", "operations/installation/model.py", "core/installation/cohort.py"),
    *("adapters/dss/create_score_project.py", "core/score_project/outcome.py"),  # none or several
    "operations/summary/clusters.py",  # "of 3 versions", of which some
}
"""Files whose other counts are several: limits, samples, and what was refused since there is more than one."""

SEVERAL = {
    *("cohort.many", "from_many_cohorts_together", "needs_more_than_pooled", "age.loses", "age.open"),
    *("notice.control", "notice.uncontacted", "notice.incremental", "plan.best_rate"),  # a control group, a list
    *("cohorts_overlap", "gains.start", "call_with_sets"),
}
"""Texts whose number is never 1."""


def counts(text: str) -> Iterator[str]:
    """Counts with a plural that an f-string of a file has."""
    for node in ast.walk(ast.parse(text)):
        for part, after in zip(node.values, node.values[1:]) if isinstance(node, ast.JoinedStr) else ():
            written = after.value if isinstance(after, ast.Constant) else ""
            if isinstance(part, ast.FormattedValue) and re.match(rf" {COUNT}", str(written)):
                yield f"{ast.unparse(part.value)}{str(written)[:30]}"


def test_the_log_says_one_customer() -> None:
    """Whoever writes a count of the log takes `count_of`."""
    found = {
        file.relative_to(LIBRARY).as_posix(): listed
        for file in LIBRARY.rglob("*.py")
        if (listed := list(counts(file.read_text(encoding="utf-8"))))
        and not any(file.relative_to(LIBRARY).as_posix().startswith(name) for name in NEVER_ONE)
    }

    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.name)
def test_texts_with_a_count_have_plural_forms(language: object) -> None:
    """But for those whose number is never 1."""
    texts = {**language.texts, **language.reasons}  # type: ignore[attr-defined]
    single = {key for key, text in texts.items() if isinstance(text, str)}
    counting = {key for key in single if re.search(rf"\{{[a-z_]+(:[^}}]*)?\}}[ \u00a0]{COUNT}", str(texts[key]))}

    assert counting <= SEVERAL, counting - SEVERAL


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.name)
def test_forms_name_a_number_that_they_show(language: object) -> None:
    """The number that decides is among the placeholders, in every form."""
    texts = {**language.texts, **language.reasons}  # type: ignore[attr-defined]
    for key, text in texts.items():
        if not isinstance(text, str):
            name = text.get("of", "n")
            assert name == "n" or all(f"{{{name}" in text[form] for form in ("one", "other")), key


@pytest.mark.parametrize(
    ("code", "values", "english", "french"),
    [
        ("few_hits", {"hits": 1, "least": 10}, "1 positive customer on", "1 client positif"),
        ("few_cohorts", {"n": 2, "least": 3}, "2 cohorts that compare the two", "2 cohortes comparent"),
        ("few_positives", {"n": 1, "least": 30}, "1 positive customer in all", "1 client positif"),
        ("no_positive", {"n": 1}, "the only customer is not positive", "le seul client n'est pas positif"),
    ],
)
def test_one_is_singular(code: str, values: dict[str, object], english: str, french: str) -> None:
    """In both languages."""
    said = {name: language.fill(language.reasons[code], values) for name, language in LANGUAGES.items()}

    assert english in said["en"]
    assert french in said["fr"]
