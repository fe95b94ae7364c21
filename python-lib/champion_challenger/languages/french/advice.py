"""Texts of the recommendation in French; ``{event}`` is whom the score looks for, in the plural."""

from __future__ import annotations

from champion_challenger.languages.language import Text

ADVICE: dict[str, Text] = {
    "advice.title": "Recommandation",
    "advice.note": (
        "Les verdicts disent ce qui est prouvé. La recommandation dit de quelle version on attend le meilleur "
        "résultat, prouvé ou non : un changement coûte peu, et garder un modèle est aussi un choix. La décision "
        "revient à une personne."
    ),
    "advice.none": (
        "Aucune version n’est recommandée pour l’instant : aucune cohorte définitive ne compare de version au modèle "
        "en production."
    ),
    "advice.change": "Recommandé : {label}, à la place de {held} en production, selon la règle « {rule} ».",
    "advice.keep": "Recommandé : garder {held} en production, selon la règle « {rule} ».",
    "advice.no_other": (
        "Aucun changement n’en vaut la peine : de toute autre version activable on attend moins de {share} de mieux, "
        "ou son verdict est moins bon ou pratiquement égal."
    ),
    "advice.column": (
        "{leader} est en tête des verdicts, mais c’est une colonne de score : elle ne peut pas être activée."
    ),
    "advice.better_still": "{leader} a aussi fait mieux que {held} ; on attend encore mieux de {label}.",
    "advice.gain": (
        "Attendu : {gain} {event} par rapport au modèle en production{bounds}, sur une cohorte comme la dernière "
        "définitive, avec autant de contacts."
    ),
    "advice.bounds": " (95 % : {interval})",
    "advice.not_judged": (
        "On en sait trop peu sur {label} pour un verdict : l’attente repose surtout sur ce que les versions plus "
        "récentes ont apporté ici jusqu’à présent."
    ),
    "advice.not_proven": "Ce n’est pas certain : le changement peut ne rien apporter, ou faire perdre.",
    "advice.past": {
        "one": (
            "Sur la seule cohorte disponible, cette règle aurait apporté {gain} {event} par rapport au premier modèle "
            "en production{bounds} ; la meilleure, « {best} », {best_gain}{best_bounds}."
        ),
        "other": (
            "Sur les {n} cohortes disponibles, cette règle aurait apporté {gain} {event} par rapport au premier modèle "
            "en production{bounds} ; la meilleure, « {best} », {best_gain}{best_bounds}."
        ),
    },
    "advice.past_best": {
        "one": (
            "Sur la seule cohorte disponible, aucune règle n’aurait fait mieux : {gain} {event} par rapport au premier "
            "modèle en production{bounds}."
        ),
        "other": (
            "Sur les {n} cohortes disponibles, aucune règle n’aurait fait mieux : {gain} {event} par rapport au "
            "premier modèle en production{bounds}."
        ),
    },
    "advice.short": "Le passé est court, et la meilleure de plusieurs règles paraît meilleure qu’elle ne l’est.",
    "advice.gone": "{label} n’est plus une version du modèle : reconstruisez la synthèse.",
    "advice.other_shown": "La version montrée sur cette page est {shown}.",
}
