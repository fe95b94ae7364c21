"""Texts of the Tableau workbook and of its page in French."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "tableau.main": "Modèle face à ses concurrents",
    "tableau.differences": "Écarts",
    "tableau.delta_title": "Écarts au modèle en production",
    "tableau.gains": "Gains",
    "tableau.rules": "Règles de décision",
    "tableau.portfolio": "Tous les scores",
    "tableau.production": "Date du modèle en production",
    "tableau.used": "Nombre de modèles utilisés lors de la dernière évaluation",
    "tableau.pooled": "Écart de lift sur plusieurs cohortes",
    "tableau.pooled_meaning": "au modèle en production, avec bornes à 95 %, au taux du verdict",
    "tableau.delta.lift": "Écart de lift, cohorte par cohorte",
    "tableau.delta.auc": "Écart d'AUC, cohorte par cohorte",
    "tableau.delta_meaning": "au modèle en production aujourd'hui, avec bornes à 95 %",
    "tableau.gains_meaning": "% {of_event} atteints selon le % de clients ciblés",
    "tableau.rules_meaning": (
        "gain en {event} par rapport au maintien du premier modèle en production, cumulé au fil des cohortes"
    ),
    "tableau.rules_last": "Cumul à la dernière cohorte, avec bornes à 95 %",
    "tableau.portfolio_title": "Tous les scores : modèle en production sur la dernière cohorte",
    "tableau.portfolio_meaning": "la dernière colonne compte les challengers dont le verdict est meilleur",
    "tableau.period": "Période",
    "tableau.activations": "Activations",
    "workbook.title": "Classeur Tableau",
    "workbook.kept": "Le classeur {file} est dans le dossier.",
    "workbook.download": "Le télécharger ({size:,.0f} Ko)",
    "workbook.holds": "Ses tableaux de bord",
    "workbook.rows": "Lignes de ses fichiers texte : {counts}.",
    "workbook.untried": (
        "Pour Tableau {version} ou plus récent. Il est valide selon le schéma publié par Tableau, et n'a pas encore "
        "été ouvert dans Tableau Desktop : docs/how-to/tableau.md dit que regarder en premier."
    ),
    "workbook.outdated": (
        "{score} : une autre version a été activée après le calcul de la synthèse. Le classeur marque {former} comme "
        "modèle en production ; relancer Summarise performance, puis cette macro."
    ),
}
