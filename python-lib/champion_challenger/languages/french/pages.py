"""Texts of the report and of the webapp in French; ``{of_event}`` is the event's name with its *de*."""

from __future__ import annotations

from champion_challenger.languages.language import Text

TEXTS: dict[str, Text] = {
    "event": "clients positifs",
    "title": "Le modèle en production face à ses concurrents",
    "interval": "{low} à {high}",
    "in_production": "(en production)",
    "in_production_then": "(en production sur {cohort})",
    "in_sample": "(entraîné sur ces résultats)",
    "in_production_here": "en production ici",
    "activated": "activation de {label}",
    "activated.on": "activation de {label} le {day}",
    "best_challenger": "(meilleur challenger)",
    "auc.name": "AUC",
    "auc.meaning": "qualité du classement de tous les clients ; 0,5 = hasard",
    "average_precision.name": "Précision moyenne",
    "average_precision.meaning": "moyenne de la précision sur les positifs ; taux de base = hasard",
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
    "targeted.on": "{counts}, cohorte {cohort}",
    "production": "Modèle en production",
    "production.unknown": "aucun n'est connu",
    "production.not_evaluated": "pas encore évalué",
    "since.active": "actif depuis le {day}",
    "since.noticed": "actif depuis le {day} au plus tard",
    "since.cohort": "actif depuis la cohorte {cohort} au plus tard",
    "since.unknown": "date d'activation inconnue",
    "used": "Modèles utilisés lors de la dernière évaluation",
    "used.rules": {"one": "et {n} colonne de score", "other": "et {n} colonnes de score"},
    "used.failed": {"one": "{n} n'a pas pu produire de score", "other": "{n} n'ont pas pu produire de score"},
    "used.no_figures": {
        "one": "{n} a produit un score, sans indicateurs",
        "other": "{n} ont produit un score, sans indicateurs",
    },
    "used.all_scored": "tous ont produit un score",
    "cohort.last": "Dernière cohorte",
    "cohort.base": "{share} {of_event}",
    "cohort.many": "{n} cohortes (de {first} à {last})",
    "cohort.number": {"one": "{n}re cohorte", "other": "{n}e cohorte"},
    "status.final": "définitive",
    "status.provisional": "provisoire",
    "status.not_joined": "résultats pas encore connus",
    "notice.no_champion": "Aucune version n'est marquée comme modèle en production : rien ne peut lui être comparé.",
    "notice.new_champion": (
        "Le modèle en production aujourd'hui n'a encore été évalué sur aucune cohorte : rien ne lui est comparé. "
        "Relancer l'évaluation de la cohorte {cohort}, sauf s'il a été entraîné sur ses résultats ; {former} était "
        "alors en production."
    ),
    "notice.outdated_summary": (
        "La synthèse a été calculée alors que {former} était en production. Ses verdicts sur plusieurs cohortes sont "
        "ignorés : relancer Summarise performance."
    ),
    "notice.through": (
        "La cohorte {cohort} a été évaluée alors que {former} était en production. Les écarts à {now}, en production "
        "aujourd'hui, passent par {former} et leurs bornes sont prudentes ; les cibles communes des autres versions "
        "sont inconnues. Relancer l'évaluation de cette cohorte pour une comparaison directe."
    ),
    "notice.not_compared": (
        "La cohorte {cohort} a été évaluée alors que {former} était en production, et rien n'y est comparé à {now}, en "
        "production aujourd'hui. Relancer l'évaluation de cette cohorte."
    ),
    "notice.knew_outcomes": (
        "La cohorte {cohort} a été évaluée alors que {former} était en production. {now}, en production aujourd'hui, a "
        "été entraîné sur des résultats de cette époque : seules les cohortes qui suivent son entraînement peuvent lui "
        "être comparées."
    ),
    "notice.not_joined": (
        "Les résultats de la cohorte {cohort} ne sont pas encore connus : rien ne peut en être dit d'ici là. Relancer "
        "ensuite son évaluation."
    ),
    "figures.of_cohort": "D'ici là, les chiffres de la dernière cohorte sont ceux de {cohort}.",
    "figures.of_none": "Aucune cohorte affichée n'a de résultats : il n'y a pas de chiffres d'une dernière cohorte.",
    "notice.one_cohort": (
        "Il n'y a qu'une cohorte : chaque courbe se réduit à un point, et rien ne peut être dit de l'évolution."
    ),
    "notice.one_version": "Il n'y a qu'une version : elle n'a pas encore de concurrent.",
    "notice.no_bounds": (
        "Les lignes n'ont pas de bornes, aucune bande n'est tracée : les écarts peuvent être dus au hasard."
    ),
    "notice.provisional": "La cohorte {cohort} est provisoire : ses résultats ne sont pas définitifs et vont changer.",
    "notice.control": (
        "Les chiffres et les verdicts sont ceux du groupe témoin : {n} clients de la cohorte {cohort}, tenus à l'écart "
        "des campagnes au hasard."
    ),
    "notice.uncontacted": (
        "Les chiffres et les verdicts sont ceux des {n} clients de la cohorte {cohort} qui n'ont pas été contactés ; "
        "chaque témoin de la liste de ciblage en représente plusieurs : les taux et les écarts valent pour tous les "
        "clients."
    ),
    "notice.planning": (
        "Avec un groupe témoin de {share} de tous les clients, tiré au hasard, des cohortes comme celles-ci "
        "montreraient un avantage de {control} de lift trois à quatre fois sur cinq ; avec la population de verdict "
        "uncontacted, un avantage de {uncontacted} (avec tous les clients : {all}, mais de façon biaisée)."
    ),
    "notice.incremental": (
        "Pour 100 contacts, la campagne sur la cohorte {cohort} a changé le nombre {of_event} de {rate}{bounds} : "
        "{total} pour ses {n} contacts. Les clients contactés sont comparés aux {n_control} témoins de leur liste."
    ),
    "verdicts.title": "Verdicts",
    "verdicts.note": (
        "Un verdict repose sur les cohortes citées ; {compared} du "
        "modèle en production sur les clients scorés par les deux, avec des bornes à 95 %."
    ),
    "verdicts.last_cohort": (
        "Les trois dernières colonnes ne concernent que la dernière cohorte, pour {rate} de clients ciblés et à nombre "
        "de contacts égal."
    ),
    "verdicts.last_joined": (
        "Les trois dernières colonnes ne concernent que la cohorte {cohort}, la dernière dont les résultats sont "
        "connus, pour {rate} de clients ciblés et à nombre de contacts égal."
    ),
    "verdicts.no_last_cohort": (
        "Il n'y a pas de colonnes sur la dernière cohorte : aucune cohorte affichée n'a de résultats."
    ),
    "verdicts.keep_rate": "Les verdicts restent ceux pour {primary} de clients ciblés, quel que soit le taux affiché.",
    "verdicts.power": {
        "one": "Une telle cohorte montre trois à quatre fois sur cinq un avantage d'au moins {smallest} de {figure}.",
        "other": (
            "{n} telles cohortes montrent trois à quatre fois sur cinq un avantage d'au moins {smallest} de {figure}."
        ),
    },
    "verdicts.power.lift": "lift",
    "verdicts.power.auc": "AUC",
    "figure.at_rate": "{meaning} ; {rate} de clients ciblés",
    "chart.values": "Valeurs",
    "legend.none": "aucune",
    "legend.others": {
        "one": "{n} autre version, en gris : la choisir pour la faire ressortir",
        "other": "{n} autres versions, en gris : en choisir une pour la faire ressortir",
    },
    "verdicts.each_alone": (
        "Chaque intervalle, pris seul, contient la vraie valeur dans 95 % des cas ; pas tous à la fois."
    ),
    "verdicts.compared.lift": "le lift pour {primary} de clients ciblés est comparé à celui",
    "verdicts.compared.auc": "l'AUC est comparée à celle",
    "verdict": "Verdict",
    "verdict.delta.lift": "Écart de lift",
    "verdict.delta.auc": "Écart d'AUC",
    "verdict.rests_on": "Repose sur",
    "verdict.last.lift": "Écart de lift, dernière cohorte",
    "verdict.last.auc": "Écart d'AUC, dernière cohorte",
    "verdict.champion": "en production",
    "verdict.challenger_better": "meilleur que le modèle en production",
    "verdict.champion_better": "moins bon que le modèle en production",
    "verdict.challenger_slightly_better": "meilleur que le modèle en production, de moins que la marge",
    "verdict.practically_equal": "pratiquement égal au modèle en production",
    "verdict.not_distinguishable": "pas de différence significative avec le modèle en production",
    "verdict.not_comparable": "non comparable",
    "verdict.not_enough_data": "non jugé, données insuffisantes",
    "verdict.unknown": "non comparé",
    "verdict.more": {
        "one": "environ une cohorte de plus comme celles-ci permettrait de trancher",
        "other": "environ {n} cohortes de plus comme celles-ci permettraient de trancher",
    },
    "figures.title": "Au fil des cohortes",
    "chart.over_cohorts": "{figure} au fil des cohortes",
    "chart.by_age": "{figure} selon l'âge",
    "legend.production": (
        "Un trait vertical pointillé marque une activation. La ligne la plus épaisse est celle de la version alors en "
        "production : elle y change de version."
    ),
    "legend.in_sample": (
        "Les points d'une version sur une cohorte dont les résultats ont servi à l'entraîner ne sont pas tracés : elle "
        "paraîtrait meilleure qu'elle n'est."
    ),
    "legend.waiting": "Aucun point là où les résultats ne sont pas encore connus : {cohorts}.",
    "legend.left_out": {
        "one": "et {n} autre, dans les tableaux seulement",
        "other": "et {n} autres, dans les tableaux seulement",
    },
    "last.title": "Dernière cohorte, {cohort}, {rate} de clients ciblés",
    "last.title_of_view": "Dernière des cohortes affichées, {cohort}, {rate} de clients ciblés",
    "last.title.joined": "Dernière cohorte avec résultats, {cohort}, {rate} de clients ciblés",
    "last.title_of_view.joined": ("Dernière des cohortes affichées avec résultats, {cohort}, {rate} de clients ciblés"),
    "filter": "Vue filtrée : {parts}. Les faits et les verdicts ci-dessus portent sur toutes les lignes.",
    "filter.versions": {"one": "{n} concurrent sur {total}", "other": "{n} concurrents sur {total}"},
    "filter.period": {
        "one": "{n} cohorte sur {total}, {first}",
        "other": "{n} cohortes sur {total}, de {first} à {last}",
    },
    "filter.rate": "indicateurs pour {rate} de clients ciblés, verdicts pour {primary}",
    "filter.reversed": (
        "La période commence à {first} et finit à {last}, qui est antérieure : elle est affichée dans l'autre sens."
    ),
    "version": "Version",
    "algorithm": "Algorithme",
    "hits": "Positifs trouvés",
    "extra": "Gain en {event}",
    "overlap": "Cibles communes",
    "trained_until": "Entraîné jusqu'au",
    "age": "Âge (jours)",
    "gains.title": "Qui atteint-on en ciblant davantage ?",
    "gains.name": "Courbe de gain",
    "gains.start": "Les {percent} premiers %",
    "gains.meaning": "% {of_event} atteints selon le % de clients ciblés, cohorte {cohort}",
    "gains.left_out": "Absent, car entraîné sur des résultats de la cohorte {cohort} : {labels}.",
    "gains.chance": "au hasard",
    "age.title": "À quelle vitesse nos modèles s'usent-ils ?",
    "age.meaning": "selon le nombre de mois entre la fin de l'entraînement et la cohorte",
    "age.loses": (
        "Sur la même cohorte, un modèle plus âgé d'un mois que le plus récent a un lift inférieur de {share} "
        "({bounds}, {n} versions)."
    ),
    "age.open": (
        "Aucune usure au-delà du hasard : sur la même cohorte, un mois d'âge change le lift de {share} ({bounds}, {n} "
        "versions)."
    ),
    "age.few": {
        "one": "L'usure ne se mesure pas encore : {n} version comparée selon l'âge, il en faut au moins {least}.",
        "other": "L'usure ne se mesure pas encore : {n} versions comparées selon l'âge, il en faut au moins {least}.",
    },
    "age.unknown": (
        "Il n'y a pas deux versions d'âges différents évaluées sur une même cohorte : l'usure ne se mesure pas encore."
    ),
    "decisions.title": "Ce que chaque règle de décision aurait apporté",
    "decisions.meaning": (
        "Chaque règle choisit selon les résultats qui étaient définitifs au début de la cohorte. {rate} de clients "
        "ciblés, cohortes {first} à {last}."
    ),
    "decisions.chart": "Gain en {event}",
    "decisions.chart_meaning": (
        "par rapport au maintien de {kept}, premier modèle en production, cumulé au fil des cohortes"
    ),
    "decisions.rule": "Règle",
    "decisions.reached": "Touchés",
    "decisions.extra": "Gain",
    "decisions.bounds": "95 %",
    "rule.keep_the_champion": "Garder le modèle en production",
    "rule.always_the_newest": "Toujours le plus récent",
    "rule.best_figure_of_last_month": "Le meilleur du mois précédent",
    "rule.our_verdict": "Suivre le verdict",
    "rule.newest_unless_worse": "Le plus récent, sauf s’il est moins bon",
    "rule.highest_expected": "Le meilleur attendu",
    "problems.title": "Ce qui manque ou appelle une réserve, et pourquoi",
    "problems.none": (
        "Rien : toutes les versions ont été évaluées sur la dernière cohorte, et aucune évaluation n'appelle de "
        "réserve."
    ),
    "finding": "Constat",
    "finding.not_evaluated": "pas évaluée",
    "finding.last_evaluated": "aucune ligne sur cette cohorte ; sa dernière évaluation est celle de {cohort}",
    "finding.not_scorable": "aucun score",
    "finding.not_joined": "score produit, résultats pas encore connus",
    "finding.not_compared": "score produit, non comparée",
    "finding.not_enough_data": "score produit, sans indicateurs",
    "finding.scored_with_missing_features": "score produit, variables manquantes",
    "finding.in_sample": "score produit, entraînée sur ces résultats",
    "finding.in_sample.why": (
        "elle a été entraînée sur des résultats de la période de cette cohorte : ses chiffres sont meilleurs qu'elle"
    ),
    "finding.reservation": "score produit, avec une réserve",
    "problems.more": {
        "one": "et {n} autre dans le dataset de performance",
        "other": "et {n} autres dans le dataset de performance",
    },
    "cohort": "Cohorte",
    "why": "Pourquoi",
    "log.title": "Activations",
    "log.when": "Quand (UTC)",
    "log.by": "Par",
    "log.from": "De",
    "log.to": "À",
    "log.why": "Motif",
    "footer": "Calculé le {at} (UTC) par champion-challenger {version}, exécution {run}.",
    "footer.reading": (
        "Un ▲ marque la meilleure valeur d'une colonne. Les positifs trouvés sont les {event} parmi les clients "
        "ciblés. Les bandes sont les bornes à 95 % du modèle en production et du meilleur challenger. Les versions "
        "portent la date de fin de leurs données d'entraînement."
    ),
    "select.score": "Score",
    "select.rate": "Clients ciblés",
    "select.first": "De",
    "select.last": "à",
    "select.versions": "Concurrents",
    "select.champion": "Le modèle en production est toujours affiché.",
    "select.download": "Télécharger les lignes affichées",
    "select.link": "Lien vers cette vue",
    "select.reset": "Tout afficher",
    "select.all_scores": "Tous les scores",
    "select.all": "Tous",
    "select.none": "Aucun",
    "select.failed": "Le serveur n'a pas pu répondre. Son journal dit pourquoi.",
}
