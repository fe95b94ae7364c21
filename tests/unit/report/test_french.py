"""The page in French."""

from __future__ import annotations

from html import unescape

import pandas as pd

from champion_challenger.languages.french import FRENCH
from champion_challenger.operations.activate_challenger import activate_challenger
from champion_challenger.report.activation_page import activation_page
from champion_challenger.settings.activate_challenger import ActivationSettings
from champion_challenger.settings.performance_report import ReportOptions
from tests.unit.languages.english_words import english_words
from tests.unit.operations.activation.fakes import macro_host
from tests.unit.report.samples import activation, decisions, gains, report_of, row, two_cohorts
from tests.unit.report.samples import plain_page as page


def french_page(rows: list[dict[str, object]], event: str = "acheteurs") -> str:
    """Page with everything that can be given, its entities resolved."""
    others = {
        "gains": pd.DataFrame(gains("initial") + gains("19980331")),
        "decisions": pd.DataFrame(decisions()),
        "activations": pd.DataFrame([activation()]),
    }
    return unescape(page(report_of(rows, **others), ReportOptions("fr", event)))


def test_captions_are_those_that_the_users_know() -> None:
    """AUC, Lift, Précision, Sensibilité, Bien classés; numbers with a comma."""
    text = french_page(two_cohorts(), event="churners")
    for name, meaning in (
        ("Précision", "% des ciblés réellement churners"),
        ("Sensibilité", "% de churners bien scorés"),
        ("Bien classés", "% de clients bien scorés"),
    ):
        assert f"<strong>{name}</strong> – {meaning}" in text
    assert "<strong>AUC</strong>" in text
    assert "<strong>Lift</strong>" in text
    assert "+0,40 (+0,21 à +0,59)" in text
    assert '<html lang="fr">' in text


def test_sentences_read_as_french() -> None:
    """Extra positives in words, days as people there write them, algorithms by their French names."""
    text = french_page([{**one, "trained_until": "1997-05-31"} for one in two_cohorts()])
    for part in (
        "Le meilleur challenger est 31/03/1998\u00a0: meilleur que le modèle en production.",
        "il touche 38 acheteurs de plus à nombre de contacts égal.",
        "Le verdict est une recommandation\u00a0; l'activation reste une décision humaine.",
        ">Entraîné jusqu'au</th>",
        "<td>31/05/1997</td>",
        "<small>Forêt aléatoire, actif depuis le 02/05/1997</small>",
        '<td class="text reason">02/05/1997 09:00</td>',
        "Calculé le 01/07/1998 00:00 (UTC)",
        "<strong>Les 20 premiers\u00a0%</strong>",
        "2e cohorte",
        "et 1 colonne de score",
    ):
        assert part in text


def test_reasons_are_french_too() -> None:
    """From their codes: why a version has no score, and why there is no clear verdict."""
    codes = '{"reason":[{"code":"no_longer_in_model"}],"pooled_reason":[{"code":"few_hits","hits":7.5,"least":10}]}'
    lost = row("19980228", "1998-05", None, status="not_scorable", reason="no longer in the model", reason_codes=codes)
    lost.update(pooled_verdict="not_enough_data", pooled_reason="7.5 positive customers", cohorts_to_settle=1)
    text = french_page([*two_cohorts(), lost])
    assert (
        '<td class="text reason">choisie dans le formulaire, mais absente du modèle\u00a0: la retirer des versions à '
        "comparer</td>"
    ) in text
    assert (
        "<div>7,5 clients positifs parmi les ciblés, il en faut au moins 10\u00a0; environ une cohorte de plus comme "
        "celles-ci permettrait de trancher</div>"
    ) in text


def test_no_english_word_is_left() -> None:
    """On a page with all its parts; a version without scores among them."""
    text = french_page([*two_cohorts(), row("19980228", "1998-05", None, status="not_scorable")])

    assert (
        english_words(
            text, FRENCH, ["champion-challenger", "rule_score", "first champion", "Repurchase", "run-1", "older"]
        )
        == set()
    )
    assert {"the", "model", "with"} <= english_words(page(report_of(two_cohorts())), FRENCH)


def test_the_activation_page_reads_as_french() -> None:
    """In the words of the report."""
    text = activation_page(
        activate_challenger(ActivationSettings("TELCO.m1", "TELCO.performance", version="v2"), macro_host()), "fr"
    )

    assert "Modèle en production" in text
    assert "meilleur que le modèle en production" in text
    assert english_words(text, FRENCH, ["activation_log", "Override red flags", "Activate", "Churn", "run-"]) == set()
