"""Texts of the report's first sentence, of its segments, the confusion table and the ROC curve, in French."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "opening.decision": "Le verdict est une recommandation ; l'activation reste une décision humaine.",
    "opening.production": "{label} est en production, {since}",
    "opening.not_evaluated": "{label} est en production et n'a encore été évalué sur aucune cohorte",
    "opening.no_production": "aucun modèle en production n'est connu",
    "opening.better": "{label} a fait mieux : attendez un écart de lift d'environ {delta}{bounds}",
    "opening.measured.lift": "{label} a fait mieux : écart de lift de {delta}{bounds}",
    "opening.measured.auc": "{label} a fait mieux : écart d'AUC de {delta}{bounds}",
    "opening.better_only": "{label} a fait mieux",
    "opening.none_better": "aucun challenger n'a fait mieux de façon prouvée jusqu'ici",
    "opening.change": (
        "une personne pourrait maintenant activer {label}, avec une prévision de {gain} {event} sur une cohorte comme "
        "la dernière définitive"
    ),
    "opening.keep": "rien n'est à changer pour l'instant",
    "opening.column_keep": (
        "{leader} est une colonne de score et ne peut pas être activée, et rien d'autre n'est à changer pour l'instant"
    ),
    "opening.activate": "une personne pourrait maintenant l'activer",
    "opening.column": "c'est une colonne de score, qui ne peut pas être activée",
    "opening.nothing": "rien n'est à décider pour l'instant",
    "opening.evaluate": "relancez l'évaluation de la cohorte {cohort} avant toute décision",
    "opening.activate_any": "activez une version, puis relancez l'évaluation",
    "opening.summarise": "relancez Summarise performance avant toute décision",
    "log.found": "trouvée active lors de la première évaluation",
    "log.noticed": "activée en dehors de la macro ; constatée lors de l'évaluation",
    "campaign.title": "Ce que la campagne a changé",
    "confusion.title": "Matrice de confusion, {cohort}, {rate} de clients ciblés",
    "confusion.true_positives": "Ciblés, {event}",
    "confusion.false_positives": "Ciblés, autres",
    "confusion.false_negatives": "Non ciblés, {event}",
    "confusion.true_negatives": "Non ciblés, autres",
    "roc.name": "Courbe ROC",
    "roc.meaning": "% {of_event} atteints selon le % des autres contactés en vain, cohorte {cohort}",
    "segments.title": "Segments",
    "segments.meaning": (
        "Chaque segment de la cohorte {cohort} a sa propre liste de ciblage. Les écarts sont ceux avec le modèle en "
        "production, avec des bornes à 95 % ; parmi de nombreux segments, l'un ou l'autre se distingue par hasard."
    ),
    "segments.at_rate": "{rate} de chaque segment ciblés",
    "segments.segment": "Segment",
    "segments.customers": "Clients",
    "segments.base": "Part {of_event}",
    "segments.lift": "Lift de {label}",
    "segments.delta": "Écart de lift",
    "segments.extra": "Gain en {event}",
    "segments.more": {
        "one": "et {n} autre dans le dataset de performance",
        "other": "et {n} autres dans le dataset de performance",
    },
    "decisions.why_less": {
        "one": (
            "Suivre le verdict a rapporté {fewer} {event} de moins que prendre toujours le plus récent. Un verdict ne "
            "change le modèle qu'une fois l'avantage certain ; d'ici là il a gardé une version plus ancienne, sur "
            "{older} cohorte sur {n}, et l'attente coûte ce que la plus récente aurait apporté."
        ),
        "other": (
            "Suivre le verdict a rapporté {fewer} {event} de moins que prendre toujours le plus récent. Un verdict ne "
            "change le modèle qu'une fois l'avantage certain ; d'ici là il a gardé une version plus ancienne, sur "
            "{older} cohortes sur {n}, et l'attente coûte ce que la plus récente aurait apporté."
        ),
    },
    "headline.more": {
        "one": (
            "Sur {cohort}, avec {rate} de clients ciblés, il touche {extra} de plus des {event}, à nombre de contacts "
            "égal."
        ),
        "other": (
            "Sur {cohort}, avec {rate} de clients ciblés, il touche {extra} {event} de plus à nombre de contacts égal."
        ),
    },
    "headline.fewer": {
        "one": (
            "Sur {cohort}, avec {rate} de clients ciblés, il touche {extra} de moins des {event}, à nombre de contacts "
            "égal."
        ),
        "other": (
            "Sur {cohort}, avec {rate} de clients ciblés, il touche {extra} {event} de moins à nombre de contacts égal."
        ),
    },
}
