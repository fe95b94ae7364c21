"""Texts of early warnings in French."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "warnings.title": "Alertes précoces",
    "warnings.intro": (
        "Clients les plus récents ({newest}), dont le résultat n'est pas encore connu, à côté de ceux de la cohorte "
        "{cohort}, sur lesquels reposent les chiffres de cette page."
    ),
    "warnings.intro.not_joined": (
        "Les clients les plus récents, {newest}, dont le résultat n'est pas encore connu, à côté de ceux de la cohorte "
        "{cohort}, dont les résultats ne sont pas encore connus non plus."
    ),
    "warnings.not_counted": (
        "Non calculées : reliez Newest customers, les clients scorés actuellement, à la recette Retrain and evaluate."
    ),
    "warnings.not_counted_because": "Non calculées : {reason}.",
    "warnings.none": (
        "Aucune alerte précoce : pour le modèle en production, les clients les plus récents ({newest}) ressemblent à "
        "ceux de {cohort}."
    ),
    "warnings.sentence": "Alertes précoces pour le modèle en production, {newest} par rapport à {cohort} : {warnings}.",
    "warnings.of_version": (
        "Alertes précoces pour {label}, {newest} par rapport à {cohort} : {warnings} ; une version sans alerte est un "
        "choix plus sûr."
    ),
    "warnings.unknown": "Les alertes précoces ne sont pas calculées.",
    "warnings.said.not_scored": "il ne peut pas scorer les clients les plus récents",
    "warnings.said.score_drift": "les scores ont dérivé (PSI {psi} ; le hasard atteint {limit})",
    "warnings.said.large_score_drift": "les scores ont fortement dérivé (PSI {psi} ; le hasard atteint {limit})",
    "warnings.said.missing_values": "les valeurs manquantes ont changé ({features})",
    "warnings.feature": "{feature} : de {before} à {now}",
    "warnings.code.not_scored": "non scorés",
    "warnings.code.score_drift": "dérive",
    "warnings.code.large_score_drift": "forte dérive",
    "warnings.code.missing_values": "valeurs manquantes",
    "warnings.psi": "Dérive des scores (PSI)",
    "warnings.limit": "Le hasard atteint",
    "warnings.changed": "Liste modifiée, {rate}",
    "warnings.expected": "Attendus d'après les scores",
    "warnings.observed": "Observés",
    "warnings.word": "Alerte",
    "warnings.note": (
        "Le PSI compare les scores des deux : 0 = aucune dérive, à partir de 0,1 elle compte, en dessous de ce que le "
        "hasard atteint elle peut n'être rien. Liste modifiée : parmi autant de ciblés et parmi les clients communs, "
        "part de ceux qui ont changé. Attendus : somme des scores sur {cohort} ; un modèle aux classes pondérées en "
        "promet trop."
    ),
    "warnings.tenths": "Scores des clients les plus récents, {label}",
    "warnings.tenths.meaning": (
        "leur part en % dans chaque dixième des scores de {cohort}, les plus élevés d'abord ; le trait est sans dérive"
    ),
    "warnings.tenth": "Dixième",
    "warnings.from": "scores à partir de",
    "warnings.missing.title": "Variables aux valeurs manquantes différentes",
    "warnings.missing.unknown": "Variables : {reason}.",
    "warnings.missing.feature": "Variable",
    "portfolio.warning.not_scored": "clients récents non scorés",
    "portfolio.warning.large_score_drift": "forte dérive des scores",
    "portfolio.warning.score_drift": "dérive des scores",
    "portfolio.warning.missing_values": "valeurs manquantes",
    "portfolio.meaning.not_scored": (
        "le modèle en production ne peut pas scorer les clients les plus récents : une "
        "variable a disparu ou est devenue du texte. Voir le journal de Retrain and evaluate."
    ),
    "portfolio.meaning.large_score_drift": (
        "ses scores des clients les plus récents sont loin de ceux de la dernière cohorte. "
        "Les chiffres peuvent ne plus tenir : voir Alertes précoces dans le rapport."
    ),
    "portfolio.meaning.score_drift": (
        "ses scores des clients les plus récents ne sont plus répartis comme sur la dernière "
        "cohorte, au-delà du hasard. Voir Alertes précoces dans le rapport."
    ),
    "portfolio.meaning.missing_values": (
        "des variables des clients les plus récents manquent plus souvent, ou moins souvent, "
        "que sur la dernière cohorte. Regardez d'abord leur source."
    ),
}
