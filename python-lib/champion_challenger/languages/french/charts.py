"""Texts of the chart of differences, and of deciles and profit, in French; ``{of_event}`` as in `pages`."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "differences.title.lift": "Écart de lift avec le modèle en production",
    "differences.title.auc": "Écart d'AUC avec le modèle en production",
    "differences.reading": (
        "à droite de la ligne, un challenger a fait mieux. Anneau : l'écart mesuré, avec les bornes à 95 % de la paire."
    ),
    "differences.expected": "Point : l'écart à attendre, qui tient compte du choix du meilleur parmi plusieurs.",
    "differences.margin": "Bande grise : écarts plus petits que ce que la politique appelle un avantage.",
    "differences.unjudged": "En grisé : pas encore de verdict.",
    "differences.left_out": {
        "one": "{n} autre, qui a fait moins bien, figure dans le tableau.",
        "other": "{n} autres, qui ont fait moins bien, figurent dans le tableau.",
    },
    "differences.measured": "{label} : écart mesuré {delta}",
    "differences.to_expect": "à attendre {delta}",
    "plan.lift": "Lift selon la part contactée",
    "plan.lift.meaning": "combien de fois mieux qu'un choix au hasard, à mesure que l'on contacte davantage de clients",
    "plan.profit": "Profit attendu",
    "plan.profit.meaning": "valeur des {event} atteints moins le coût des contacts, avec des bornes à 95 %",
    "plan.thousands": "en milliers",
    "plan.millions": "en millions",
    "plan.best_rate": (
        "{label} rapporterait le plus avec {rate} de clients contactés ({n} clients) : {amount} ({low} à {high})."
    ),
    "plan.no_profit": "Avec {label}, aucun contact ne rapporterait plus qu'il ne coûte.",
    "decile": "Décile",
    "decile.title": "Déciles de la cohorte {cohort}",
    "decile.customers": "Clients",
    "decile.hits": "{event}",
    "decile.reached": "atteints jusqu'ici",
    "decile.lift": "lift",
    "decile.note": (
        "Le décile 1 a les scores les plus élevés. Atteints jusqu'ici : part {of_event} jusqu'à ce décile compris."
    ),
}
