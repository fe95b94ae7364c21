"""The first sentences of the report in French."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "headline": "Le meilleur challenger est {label} : {verdict}.",
    "headline.unjudged": (
        "Le meilleur challenger est {label}, sans verdict face au modèle en production aujourd'hui : {reason}."
    ),
    "headline.none": (
        "Aucun challenger n'a de score sur la cohorte des verdicts, sur des clients absents de ses données "
        "d'entraînement."
    ),
    "headline.lift": "Pour {rate} de clients ciblés, l'écart de lift est de {delta}{bounds} sur {on}.",
    "headline.expected": ("Écart de lift attendu : environ {delta}{bounds}, compte tenu du choix parmi {n}."),
    "headline.expected_alone": "Écart de lift attendu : environ {delta}{bounds}.",
    "headline.confirmed": "L'avance est confirmée : elle tient, même vérifiée chaque mois.",
    "headline.auc": "L'écart d'AUC est de {delta}{bounds} sur {on}.",
    "headline.rate": "Ce verdict porte sur {rate} de clients ciblés, sur {on}.",
    "headline.as_many": "Sur {cohort}, avec {rate} de clients ciblés, il touche autant {of_event}.",
    "headline.overlap": "{overlap} de la liste des clients ciblés reste inchangée.",
    "headline.through": (
        "Cela passe par {former}, en production lors de l'évaluation de {cohort} ; les cibles communes sont inconnues "
        "tant qu'elle n'est pas réévaluée."
    ),
}
