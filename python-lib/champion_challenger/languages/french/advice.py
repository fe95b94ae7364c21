"""The recommendation in French: its texts, with ``{event}`` for whom the score looks for, and captions of columns."""

from __future__ import annotations

from champion_challenger.languages.language import FieldText, Text

ADVICE: dict[str, Text] = {
    "advice.title": "Quelle version ensuite ?",
    "advice.note": (
        "Les verdicts disent ce qui est prouvé. Ici, on dit de quelle version on attend ensuite le meilleur résultat, "
        "prouvé ou non : un changement coûte peu, et garder un modèle est aussi un choix. La prévision repose sur ce "
        "que les versions plus récentes ont apporté ici jusqu’à présent, en plus des cohortes des verdicts ; elle "
        "diffère donc de l’écart à attendre ci-dessus, qui ne repose que sur ces cohortes."
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
        "Prévision : {gain} {event} par rapport au modèle en production{bounds}, sur une cohorte comme la dernière "
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
    "action.change": (
        "{label} peut maintenant être activé à la place de {held} : prévision de {gain} {event} par rapport au modèle "
        "en production{bounds}, sur une cohorte comme la dernière définitive, avec autant de contacts. L’activation "
        "reste une décision humaine : la macro Activate challenger montre d’abord les preuves."
    ),
    "action.keep": "Rien n’est à changer pour l’instant : garder {held} en production.",
    "action.column": (
        "{leader} est une colonne de score et ne peut pas être activée. Rien d’autre n’est à changer pour l’instant : "
        "garder {held}."
    ),
    "action.none": (
        "Rien n’est encore à décider : aucune cohorte définitive ne compare de version au modèle en production."
    ),
    "advice.gone": "{label} n’est plus une version du modèle : reconstruisez la synthèse.",
    "advice.other_shown": "La version montrée sur cette page est {label}.",
}

FIELDS: dict[str, FieldText] = {
    "is_recommended": FieldText(
        "Recommandée", "La version à utiliser ensuite : celle dont on attend le meilleur résultat, prouvé ou non"
    ),
    "recommended_by": FieldText("Règle qui recommande", "Comme dans decision_rules ; vide quand rien n’est recommandé"),
    "expected_gain": FieldText(
        "Positifs en plus attendus",
        "Positifs attendus en plus de ceux du modèle en production, sur une cohorte comme la dernière définitive",
    ),
    "expected_gain_low": FieldText("Positifs en plus attendus, borne basse", "Borne basse à 95 % de expected_gain"),
    "expected_gain_high": FieldText("Positifs en plus attendus, borne haute", "Borne haute à 95 % de expected_gain"),
    "rule_gain": FieldText(
        "Gain de la règle qui recommande",
        "Positifs apportés jusqu’à présent par la règle qui recommande, en plus du premier modèle en production",
    ),
    "rule_gain_low": FieldText("Gain de la règle qui recommande, borne basse", "Borne basse à 95 % de rule_gain"),
    "rule_gain_high": FieldText("Gain de la règle qui recommande, borne haute", "Borne haute à 95 % de rule_gain"),
    "best_rule": FieldText(
        "Meilleure règle jusqu’à présent", "Règle qui aurait atteint le plus de positifs jusqu’à présent"
    ),
    "best_rule_gain": FieldText(
        "Gain de la meilleure règle", "Positifs qu’elle aurait apportés en plus du premier modèle en production"
    ),
    "best_rule_gain_low": FieldText("Gain de la meilleure règle, borne basse", "Borne basse à 95 % de best_rule_gain"),
    "best_rule_gain_high": FieldText("Gain de la meilleure règle, borne haute", "Borne haute à 95 % de best_rule_gain"),
    "rule_cohorts": FieldText("Cohortes des règles", "Cohortes sur lesquelles les règles ont été comparées"),
}
