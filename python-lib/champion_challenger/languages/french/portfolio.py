"""Texts of the portfolio in French."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "portfolio.title": "Portefeuille de scores",
    "portfolio.subtitle": {"one": "{n} score de {projects}, au {day}", "other": "{n} scores de {projects}, au {day}"},
    "portfolio.projects": {"one": "{n} projet", "other": "{n} projets"},
    "portfolio.score": "Score",
    "portfolio.next": "À faire",
    "portfolio.production": "Modèle en production",
    "portfolio.now": "Lift actuel",
    "portfolio.then": "Lift à l'activation",
    "portfolio.challenger": "Meilleur challenger",
    "portfolio.gain": "Écart de lift attendu",
    "portfolio.recommendation": "Recommandation",
    "portfolio.fresh": "Dernière cohorte",
    "portfolio.warnings": "Avertissements",
    "portfolio.action.read": "illisible",
    "portfolio.action.evaluate": "réévaluer",
    "portfolio.action.decide": "décider",
    "portfolio.action.refresh": "mettre à jour",
    "portfolio.action.none": "rien à faire",
    "portfolio.rate": "{rate} ciblés",
    "portfolio.last_final": "définitif jusqu'à {cohort}",
    "portfolio.no_final": "aucune n'est encore définitive",
    "portfolio.change": "activer {label}",
    "portfolio.keep": "garder {label}",
    "portfolio.positives": "{gain} {event} attendus",
    "portfolio.computed": "calculé le {day}",
    "portfolio.days": {"one": "il y a {n} jour", "other": "il y a {n} jours"},
    "portfolio.today": "aujourd'hui",
    "portfolio.warning.no_champion": "aucun modèle en production",
    "portfolio.warning.new_champion": "modèle en production non évalué",
    "portfolio.warning.outdated_summary": "synthèse périmée",
    "portfolio.warning.not_compared": "dernière cohorte non comparée",
    "portfolio.warning.knew_outcomes": "entraîné sur la dernière cohorte",
    "portfolio.warning.not_joined": "résultats pas encore connus",
    "portfolio.warning.provisional": "provisoire",
    "portfolio.warning.campaign": "campagne sans groupe témoin",
    "portfolio.warning.old": "chiffres anciens",
    "portfolio.explained": "Signification des avertissements",
    "portfolio.colon": " : ",
    "portfolio.meaning.no_champion": (
        "aucune version n'est marquée comme modèle en production : rien ne peut lui être comparé. Relancer "
        "l'évaluation d'une cohorte."
    ),
    "portfolio.meaning.new_champion": (
        "le modèle en production aujourd'hui n'a encore été évalué sur aucune cohorte. Relancer l'évaluation de la "
        "dernière cohorte, sauf s'il a été entraîné sur ses résultats."
    ),
    "portfolio.meaning.outdated_summary": (
        "un autre modèle était en production lors du calcul de la synthèse ; ses verdicts sur plusieurs cohortes et sa "
        "recommandation sont ignorés. Relancer Summarise performance."
    ),
    "portfolio.meaning.not_compared": (
        "un autre modèle était en production lors de l'évaluation de la dernière cohorte, et rien n'y est comparé à "
        "celui d'aujourd'hui. Relancer l'évaluation de cette cohorte."
    ),
    "portfolio.meaning.knew_outcomes": (
        "le modèle en production a été entraîné sur des résultats de l'époque de la dernière cohorte, évaluée alors "
        "qu'un autre était en production. Seules les cohortes qui suivent son entraînement peuvent lui être comparées."
    ),
    "portfolio.meaning.not_joined": (
        "les résultats de la dernière cohorte ne sont pas encore connus. Relancer son évaluation dès qu'ils le seront."
    ),
    "portfolio.meaning.provisional": (
        "les résultats de la dernière cohorte ne sont pas définitifs, et ses chiffres vont changer."
    ),
    "portfolio.meaning.campaign": (
        "une campagne sur la liste de ciblage a pu modifier les résultats qui fondent le verdict, et celui-ci ne "
        "repose pas sur un groupe témoin. Lire le rapport avant toute décision."
    ),
    "portfolio.meaning.old": (
        "les chiffres sont plus anciens que d'habitude pour ce score, dont les cohortes auraient dû en apporter de "
        "nouveaux. Vérifier son scénario, puis lancer Summarise performance."
    ),
    "portfolio.reading": (
        "Ce qui demande une action vient en premier ; « décider » porte sur une activation. Lift actuel : celui du "
        "modèle en production sur la dernière cohorte définitive, au taux de ciblage des verdicts. Lift à "
        "l'activation : sur sa première cohorte définitive en production. Les clients sur lesquels il a été "
        "entraîné sont exclus des deux. Écart de lift attendu : celui du meilleur challenger avec le modèle en "
        "production, compte tenu du choix parmi plusieurs, avec des bornes à 95 %. La recommandation dit de quelle "
        "version on attend le meilleur résultat, prouvé ou non. L'activation reste une décision humaine."
    ),
}
