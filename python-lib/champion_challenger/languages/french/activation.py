"""Texts of the page of the macro Activate challenger in French; names of fields are those of its form, in English."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "activation.title": "Activer un challenger",
    "activation.done_title": "Activation effectuée",
    "activation.none_active": "aucune n'est active",
    "activation.run": "exécution {run}",
    "activation.one_rate": "taux de tous les chiffres de cette page",
    "activation.other_rates": "taux des chiffres qui n'en citent pas d'autre",
    "activation.versions": "Versions affichées",
    "activation.no_other": "Le modèle n'a pas d'autre version que celle en production : il n'y a rien à activer.",
    "activation.choice": "Versions qui peuvent être activées",
    "activation.cohorts": "Cohortes",
    "activation.flags": "À savoir",
    "activation.token": "Jeton",
    "activation.version": "Version {label}",
    "activation.verdict": "Verdict : {verdict}",
    "activation.measured": " ; écart mesuré avec le modèle en production, {figure}{at} : {delta}",
    "activation.expect": " ; écart de lift à attendre, compte tenu du choix parmi plusieurs, environ {delta}",
    "activation.confirmed": " ; avance confirmée, même vérifiée chaque mois",
    "activation.at": " pour {rate} de clients ciblés",
    "activation.in_figure": " ({figure})",
    "activation.difference": "Écart",
    "activation.before": "À savoir avant d'activer",
    "activation.nothing_against": "Rien ne s'y oppose.",
    "activation.changes": "Ce qui va changer",
    "activation.becomes": "La version {label} ({version}) passe en production, à la place de {before}.",
    "activation.becomes_first": "La version {label} ({version}) passe en production, comme première.",
    "activation.users": "Utilisée dès leur prochaine exécution par : {users}.",
    "activation.no_users": "Aucune recette n'utilise le modèle : voir les services d'API et autres.",
    "activation.new_features": "Variables dont elle a besoin, et le modèle en production non : {features}.",
    "activation.dropped_features": "Variables dont elle n'a plus besoin : {features}.",
    "activation.overlap": "{overlap} de la liste des clients ciblés reste inchangée.",
    "activation.untouched": "Les scores déjà calculés ne sont pas recalculés, et aucune version n'est supprimée.",
    "activation.by_cohort": "Cohorte par cohorte",
    "activation.status": "Statut",
    "activation.out_of_time": "Hors période d'entraînement",
    "out_of_time.yes": "oui",
    "out_of_time.no": "non",
    "out_of_time.unknown": "inconnu",
    "status.scored": "score produit",
    "activation.customers": "Clients",
    "activation.positives": "Positifs",
    "activation.never_evaluated": "Aucune cohorte n'a été évaluée avec elle.",
    "activation.through": "évaluée alors que {former} était en production ; l'écart passe par ce modèle",
    "activation.go_on": (
        "Pour activer une version, relancez cette macro avec l'action Activate, la version, son jeton et un motif. Le "
        "jeton reste valable tant que le modèle en production et la dernière évaluation sont ceux affichés ici. Qui, "
        "quand, pourquoi, de quelle version à quelle version : tout est écrit dans {log}. Les alertes rouges empêchent "
        "l'activation, sauf si vous cochez Override red flags."
    ),
    "activation.is_active": "La version {label} est active.",
    "activation.overridden": "Alertes ignorées",
    "activation.written": "Écrit dans {log}, et relu. Pour revenir en arrière, activez {before} de la même façon.",
    "activation.another": "une autre",
    "activation.none": "aucune",
}
