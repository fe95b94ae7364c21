"""The page of the macro Create score project, in the language of the project's names."""

from __future__ import annotations

from html import unescape

import pytest

from champion_challenger.core.score_project.outcome import CHANGES, Outcome, PartOutcome
from champion_challenger.core.score_project.parts import Dimensions, Template, blueprint
from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.french import FRENCH
from champion_challenger.report.score_project_page import score_project_page
from champion_challenger.settings.create_score_project import ScoreProject
from champion_challenger.settings.form import Form
from tests.unit.languages.english_words import english_words
from tests.unit.report.samples import checked

FORM = {
    "score_name": "Renewal", "training_data": "TELCO.history", "cohort": "TELCO.customers", "outcome_column": "renewed",
    "customer_id_column": "id", "horizon": "1 month", "project_key": "RENEWAL",
}  # fmt: skip
STATES = ("made", "kept", *CHANGES)


def page(language: str, made_by: str = "0.1.0", **states: str) -> str:
    """Page of a project with all its parts, in all states, or in the states of some kinds."""
    parts = blueprint(ScoreProject.from_form(Form({**FORM, "language": language})), Template(), Dimensions(None, None))
    told = [
        PartOutcome(
            part.kind, part.name, states.get(part.kind, "" if states else STATES[place % len(STATES)]) or "kept"
        )
        for place, part in enumerate(parts)
    ]
    return score_project_page(Outcome("RENEWAL", "Renewal", made_by, "0.2.0", tuple(told), language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_has_its_kind_and_state(language: str) -> None:
    """In the words of the language; differences are emphasised."""
    texts, found = LANGUAGES[language].texts, unescape(page(language))

    checked(f'<!DOCTYPE html><html lang="{language}"><body>{page(language)}</body></html>')
    for state in STATES:
        text = str(texts[f"made.state.{state}"])
        assert (f"<strong>{text}</strong>" if state in CHANGES else f'<td class="text">{text}</td>') in found
    for key in (key for key in texts if key.startswith("made.kind.")):
        assert f'<td class="text">{texts[key]}</td>' in found


def test_no_english_word_is_left() -> None:
    """Whatever the run did; names of the data are those of the form."""
    names = ["champion-challenger", "Score", "Renewal", "RENEWAL", "TELCO.history", "TELCO.customers", "activation_log", "performance"]  # fmt: skip
    pages = [page("fr"), page("fr", variables="kept"), page("fr", variables="would change")]

    assert [english_words(one, FRENCH, names) for one in pages] == [set()] * 3
    assert {"made", "hand"} <= english_words(page("en"), FRENCH)


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({"model": "made"}, "1 élément de RENEWAL a été créé."),
        ({"dataset": "made"}, "8 éléments de RENEWAL ont été créés."),
        ({"model": "kept"}, "Rien n'a été modifié\u00a0: RENEWAL est tel qu'il serait créé aujourd'hui."),
        ({"model": "is gone"}, "la version 0.2.0 créerait 1 élément autrement."),
    ],
)
def test_the_sentence_reads_as_french(states: dict[str, str], said: str) -> None:
    """Made, kept, or differing."""
    assert said in unescape(page("fr", **states))


def test_a_part_of_a_later_version_has_no_kind() -> None:
    """Its name is as it was recorded."""
    outcome = Outcome("P", "p", "0.3.0", "0.2.0", (PartOutcome("", "cloud <nine>", "no longer made"),), "fr")

    assert '<td class="text"></td><td class="text reason">cloud &lt;nine&gt;</td>' in score_project_page(outcome)
