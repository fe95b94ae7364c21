"""Texts of the report in French; ``{event}`` is whom the score looks for, in the plural, ``{of_event}`` with its de.

``REASONS`` turns the reasons of a summary, which the dataset holds in English, into French.
"""

from __future__ import annotations

FRENCH = {
    "event": "clients positifs",
    "title": "Le modèle en production face à ses concurrents",
    "interval": "{low} à {high}",
    "in_production": "(en production)",
    "best_challenger": "(meilleur challenger)",
    "auc.name": "AUC",
    "auc.meaning": "qualité du classement de tous les clients ; 0,5 = hasard",
    "lift.name": "Lift",
    "lift.meaning": "combien de fois mieux qu'un ciblage au hasard",
    "precision.name": "Précision",
    "precision.meaning": "% des ciblés réellement {event}",
    "sensitivity.name": "Sensibilité",
    "sensitivity.meaning": "% {of_event} bien scorés",
    "accuracy.name": "Bien classés",
    "accuracy.meaning": "% de clients bien scorés",
    "targeted": "Clients ciblés",
    "targeted.of": "{targeted} sur {n}",
    "production": "Modèle en production",
    "production.unknown": "aucun n'est connu",
    "since.active": "actif depuis le {day}",
    "since.noticed": "actif depuis le {day} au plus tard",
    "since.cohort": "actif depuis la cohorte {cohort} au plus tard",
    "since.unknown": "date d'activation inconnue",
    "used": "Modèles utilisés lors de la dernière évaluation",
    "used.rules_one": "et 1 colonne de score",
    "used.rules": "et {n} colonnes de score",
    "used.failed": "{n} sans score",
    "used.all_scored": "tous ont été scorés",
    "cohort.last": "Dernière cohorte",
    "cohort.base": "{share} {of_event}",
    "cohort.number": "cohorte numéro {n}",
    "status.final": "définitive",
    "status.provisional": "provisoire",
    "status.scored": "scoré",
    "status.scored_with_missing_features": "scoré, variables manquantes",
    "status.not_scorable": "non scorable",
    "status.not_enough_data": "données insuffisantes",
    "notice.no_champion": "Aucune version n'est marquée comme modèle en production : rien ne peut lui être comparé.",
    "notice.new_champion": (
        "Le modèle en production aujourd'hui n'a encore été évalué sur aucune cohorte. Celui qui est montré "
        "comme étant en production est celui de la cohorte {cohort}."
    ),
    "notice.one_cohort": (
        "Il n'y a qu'une cohorte : chaque courbe est un point, et rien ne peut être dit de l'évolution."
    ),
    "notice.one_version": "Il n'y a qu'une version : elle n'a pas encore de concurrent.",
    "notice.no_bounds": (
        "Les lignes n'ont pas de bornes, aucune bande n'est tracée : les écarts peuvent être dus au hasard."
    ),
    "notice.provisional": "La cohorte {cohort} est provisoire : ses résultats ne sont pas définitifs et vont changer.",
    "verdicts.title": "Verdicts",
    "verdicts.note": (
        "Un verdict repose sur les cohortes citées ; le lift à {primary} de clients ciblés est comparé à celui du "
        "modèle en production sur les clients scorés par les deux, avec des bornes à 95 %. Le gain en {event} et "
        "les cibles communes sont ceux de la dernière cohorte, à {rate} de clients ciblés et nombre de contacts "
        "égal. Un verdict recommande ; une personne active."
    ),
    "headline": "Le meilleur challenger, {label}, est {verdict}.",
    "headline.none": "Aucun challenger n'a pu être jugé sur des clients hors de son apprentissage.",
    "headline.lift": "À {rate} de clients ciblés, son lift diffère de {delta}{bounds} sur {on}.",
    "headline.extra": (
        "Sur {cohort}, avec {rate} de clients ciblés, il atteint {extra} {event} à nombre de contacts égal."
    ),
    "headline.overlap": "{overlap} de la liste des ciblés reste la même.",
    "verdict": "Verdict",
    "verdict.delta": "Écart de lift",
    "verdict.rests_on": "Repose sur",
    "verdict.champion": "en production",
    "verdict.challenger_better": "meilleur que le modèle en production",
    "verdict.champion_better": "moins bon que le modèle en production",
    "verdict.not_distinguishable": "impossible à distinguer du modèle en production",
    "verdict.not_comparable": "non comparable",
    "verdict.not_enough_data": "non jugé : les données sont insuffisantes",
    "verdict.unknown": "non comparé",
    "verdict.one_more": "environ une cohorte de plus comme celles-ci permettrait de trancher",
    "verdict.more": "environ {n} cohortes de plus comme celles-ci permettraient de trancher",
    "figures.title": "Au fil des cohortes",
    "chart.over_cohorts": "{figure} au fil des cohortes",
    "chart.by_age": "{figure} selon l'âge",
    "legend.left_out": "et {n} autres, dans les tableaux seulement",
    "last.title": "Dernière cohorte, {cohort}, {rate} de clients ciblés",
    "version": "Version",
    "algorithm": "Algorithme",
    "hits": "Trouvés",
    "extra": "Gain en {event}",
    "overlap": "Cibles communes",
    "trained_until": "Appris jusqu'au",
    "age": "Âge (jours)",
    "gains.title": "Qui atteint-on en ciblant davantage ?",
    "gains.name": "Courbe de gain",
    "gains.start": "Les premiers {most}",
    "gains.meaning": "% {of_event} atteints selon le % de clients ciblés, cohorte {cohort}",
    "gains.chance": "au hasard",
    "age.title": "À quelle vitesse nos modèles s'usent-ils ?",
    "age.meaning": "selon le nombre de mois entre la fin de l'apprentissage et la cohorte",
    "age.loses": (
        "Sur une même cohorte, un modèle plus vieux d'un mois a un lift plus bas de {share} en moyenne ({n} "
        "évaluations)."
    ),
    "age.gains": (
        "Sur une même cohorte, un modèle plus vieux d'un mois a un lift plus haut de {share} en moyenne ({n} "
        "évaluations) : aucune usure ne se voit."
    ),
    "age.unknown": (
        "Il n'y a pas deux versions d'âges différents évaluées sur une même cohorte : l'usure ne se mesure pas encore."
    ),
    "decisions.title": "Ce que chaque règle de décision aurait apporté",
    "decisions.meaning": (
        "Chaque règle choisit avec les résultats définitifs au début de la cohorte. {rate} de clients ciblés, "
        "cohortes {first} à {last}."
    ),
    "decisions.chart": "Gain en {event}",
    "decisions.chart_meaning": "par rapport au premier modèle gardé en production, cumulé au fil des cohortes",
    "decisions.rule": "Règle",
    "decisions.reached": "Atteints",
    "decisions.extra": "Gain",
    "decisions.bounds": "95 %",
    "rule.keep_the_champion": "Garder le modèle en production",
    "rule.always_the_newest": "Toujours le plus récent",
    "rule.best_figure_of_last_month": "Le meilleur du mois précédent",
    "rule.our_verdict": "Suivre le verdict",
    "problems.title": "Ce qui n'a pas pu être scoré, et pourquoi",
    "problems.none": "Toutes les versions ont pu être scorées sur toutes les cohortes.",
    "problems.more": "et {n} autres dans le dataset de performance",
    "cohort": "Cohorte",
    "status": "Statut",
    "why": "Pourquoi",
    "log.title": "Activations",
    "log.when": "Quand (UTC)",
    "log.by": "Par",
    "log.from": "De",
    "log.to": "À",
    "log.why": "Motif",
    "footer": "Calculé le {at} par champion-challenger {version}, exécution {run}.",
    "footer.reading": (
        "Un ▲ marque la meilleure valeur d'une colonne. Les trouvés sont les {event} parmi les ciblés. Les "
        "bandes sont les bornes à 95 % du modèle en production et du meilleur challenger. Les versions "
        "portent la date de fin de leurs données d'apprentissage."
    ),
    "select.score": "Score",
    "select.rate": "Clients ciblés",
    "select.first": "De",
    "select.last": "à",
    "select.versions": "Concurrents",
    "select.champion": "Le modèle en production est toujours montré.",
    "select.download": "Télécharger les lignes montrées",
    "select.link": "Lien vers cette vue",
    "select.reset": "Tout montrer",
}

REASONS = (
    ("the difference may be chance", "l'écart peut être dû au hasard"),
    ("better by (.+), which is less than the margin of (.+)", "meilleur de {0}, moins que la marge de {1}"),
    ("(.+) positive customers in all, at least (.+) are needed", "{0} clients positifs en tout, il en faut {1}"),
    (
        "(.+) positive customers on the target lists, at least (.+) are needed",
        "{0} clients positifs parmi les ciblés, il en faut {1}",
    ),
    ("no model in production is known", "aucun modèle en production n'est connu"),
    ("no cohort is final yet", "aucune cohorte n'est encore définitive"),
    ("it was not scored on any final cohort", "il n'a été scoré sur aucune cohorte définitive"),
    (
        "the model in production was not scored on any final cohort",
        "le modèle en production n'a été scoré sur aucune cohorte définitive",
    ),
    (
        "no final cohort is known to come after its training",
        "aucune cohorte définitive ne suit son apprentissage",
    ),
    (
        "no final cohort is known to come after the training of the model in production",
        "aucune cohorte définitive ne suit l'apprentissage du modèle en production",
    ),
    (
        "no final cohort compares it with the champion",
        "aucune cohorte définitive ne le compare au modèle en production",
    ),
    ("no row at the primary rate over all customers", "aucune ligne au taux de référence sur tous les clients"),
)
