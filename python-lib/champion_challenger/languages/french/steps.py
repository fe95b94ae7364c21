"""What scenario steps say in French: lines, alerts and logs, by code."""

from __future__ import annotations

from champion_challenger.languages.language import Text

REASONS: dict[str, Text] = {
    # the steps
    "step_retrieve": "lecture de métriques et de contrôles",
    "step_volumes": "stabilité des volumes",
    "step_call": "appel d'une procédure Teradata",
    # the end of every step
    "step_outcome": "Issue : {outcome}.",
    "step_line": "{outcome} : {place}, {item} : {reason}.",
    "variables_set": "Variables posées pour les étapes suivantes :",
    "run_condition": (
        "Une condition d'exécution à coller dans l'étape suivante (Run this step : If condition satisfied) :"
    ),
    "alert_subject": "{outcome} : {step} ({project})",
    "alert_step": "Étape : {step} (projet {project})",
    "alert_outcome": "Issue : {outcome}",
    "alert_variables": "Variables :",
    "alert_times": {
        "one": "Début {start} UTC, fin {end} UTC, {n:g} minute.",
        "other": "Début {start} UTC, fin {end} UTC, {n:g} minutes.",
    },
    "alert_sent": "Alerte envoyée par le canal {channel} à {recipients}.",
    "alert_sent_to_its_list": "Alerte envoyée par le canal {channel} à ses propres destinataires.",
    "alert_unsent": "L'alerte n'a pas pu être envoyée par le canal {channel} : {reason}",
    # values and durations
    "value_alone": "{value}",
    "value_true": "vrai",
    "value_false": "faux",
    "said_of": "{subject} : {reason}",
    "duration_seconds": {"one": "{n:g} seconde", "other": "{n:g} secondes"},
    "duration_minutes": {"one": "{n:g} minute", "other": "{n:g} minutes"},
    "duration_hours": {"one": "{n:g} heure", "other": "{n:g} heures"},
    "duration_days": {"one": "{n:g} jour", "other": "{n:g} jours"},
    # what DSS answered
    "dss_answered": "Réponse de DSS : {answer}",
    "dss_was_silent": "DSS n'a pas répondu : {answer}",
    "work_without_result": (
        "DSS dit que le travail est terminé, mais n'en a pas le résultat ; son journal en donne peut-être la raison"
    ),
    "no_result_after": "DSS n'a pas de résultat après {duration}",
    "absent": "le projet, le dataset ou la partition n'existe pas. {reason}",
    "no_permission_to_read": (
        "accès refusé. L'utilisateur qui exécute le scénario doit avoir le droit de lire le projet {project} "
        "lui-même ; un dataset seulement partagé montre ses lignes, pas ses métriques. DSS répond de même quand aucun "
        "projet n'a cette clé. {reason}"
    ),
    "no_permission_to_compute": (
        "accès refusé. L'utilisateur qui exécute le scénario doit avoir le droit de lire le projet {project} lui-même, "
        "et d'y écrire pour calculer d'abord ; un dataset seulement partagé montre ses lignes, pas ses métriques. DSS "
        "répond de même quand aucun projet n'a cette clé. {reason}"
    ),
    # what is retrieved
    "item_metric": "métrique {id}",
    "item_check": "contrôle {id}",
    "item_rule": "règle de qualité {id}",
    "item_all_rules": "toutes les règles de qualité",
    "rule_never_computed": "{name} : jamais calculée",
    "no_rule": "il n'y a aucune règle de qualité",
    "no_such_metric": "la métrique « {id} » n'existe pas",
    "no_such_check": "le contrôle « {id} » n'existe pas",
    "no_such_rule": "la règle de qualité « {id} » n'existe pas",
    "several_metrics": "plusieurs métriques répondent à « {id} »",
    "several_checks": "plusieurs contrôles répondent à « {id} »",
    "several_rules": "plusieurs règles de qualité répondent à « {id} »",
    "ids_known": "Identifiants existants : {names}",
    "ids_with_this_end": "Identifiants qui se terminent ainsi : {names}",
    "ids_none": "Identifiants existants : aucun pour l'instant",
    "names_and_others": {"one": "{names} et {n} autre", "other": "{names} et {n} autres"},
    "id_unknown": "{problem}. {existing}",
    "id_unknown_because": "{problem}. {existing}. {cause}",
    "nothing_computed": (
        "Rien n'a encore été calculé : cocher « Compute first », ou faire calculer à la construction du dataset"
    ),
    "never_computed": "aucune valeur n'a encore été calculée, ou elle n'est pas définie à cet endroit",
    "never_computed_first": (
        "aucune valeur n'a encore été calculée, ou elle n'est pas définie à cet endroit ; cocher « Compute first », ou "
        "faire calculer à la construction du dataset"
    ),
    # how it is judged
    "computed_without_value": "le calcul a été fait, et n'a donné aucune valeur",
    "computed_no_figure": "le calcul a donné {value}, qui n'est pas un nombre",
    "own_outcome": "son issue est {outcome}",
    "expected_value": "valeur attendue : {expected}, valeur trouvée : {value}",
    "expected_number": "un nombre était attendu, valeur trouvée : {value}",
    "below_minimum": "{value} est inférieur au minimum de {bound}",
    "above_maximum": "{value} est supérieur au maximum de {bound}",
    "age_unknown": "DSS ne dit pas de quand date le calcul",
    "too_old": "le calcul date d'il y a {age}, et ne devrait pas dater de plus de {limit} (fait le {moment} UTC)",
    # volumes
    "figure_rows": "nombre de lignes",
    "figure_positives": "part de positifs ({column})",
    "figure_nulls": "part de valeurs vides ({column})",
    "figure_metric": "métrique {id}",
    "volume_no_value": "il n'y a pas de valeur",
    "volume_no_figure": "la valeur est {value}, qui n'est pas un nombre",
    "volume_none": "il n'y en a aucune",
    "volume_no_rows": "il n'y a aucune ligne",
    "volume_none_there": "il n'y en a aucune dans {place}",
    "volume_no_other": "il n'y a rien à quoi comparer dans {place}",
    "volume_no_year_before": "il n'y a pas de valeur d'un an plus tôt à laquelle comparer",
    "volume_no_history": "il n'y a pas d'historique auquel comparer",
    "volume_no_trend": "il n'y a pas de tendance à laquelle comparer",
    "volume_too_few": "{base}, c'est trop peu pour comparer (minimum {bound})",
    "volume_compared": "{value}, soit {change} {reference} ({base})",
    "volume_rare": "{value}, soit {change} {reference} ({base}), z robuste {z}",
    "equal_to": "autant que",
    "about_equal_to": "à peu près autant que",
    "percent_below": "{size:.1%} de moins que",
    "percent_above": "{size:.1%} de plus que",
    "points_below": {"one": "{n:.1f} point de moins que", "other": "{n:.1f} points de moins que"},
    "points_above": {"one": "{n:.1f} point de plus que", "other": "{n:.1f} points de plus que"},
    "much_below": "beaucoup moins que",
    "much_above": "beaucoup plus que",
    "reference_other": "{place}",
    "reference_year": "la valeur d'un an plus tôt",
    "reference_last": "la dernière valeur",
    "reference_median": {
        "one": "la seule valeur antérieure",
        "other": "la médiane de {n} valeurs antérieures",
    },
    "reference_trend": "la tendance de l'année écoulée",
    "history_unreadable": "son historique n'a pas pu être lu. {reason}",
    "history_compared": {
        "one": "comparaison avec {n} valeur antérieure ({names})",
        "other": "comparaison avec {n} valeurs antérieures ({names})",
    },
    "history_empty": "comparaison avec aucune valeur antérieure",
    "history_left_out": "écartées, car elles étaient en alerte : {names}",
    "history_trend": ("comparaison avec {before}, corrigée de l'évolution sur un an observée de {first} à {last}"),
    "name_of_day": "{day}",
    "volume_unsaved": "WARNING : les issues n'ont pas pu être gardées sur {place}. {reason}",
    # procedures
    "call_without_rows": "CALL {procedure} s'est terminé sans jeu de résultats (tentative {attempt}).",
    "call_with_rows": {
        "one": "CALL {procedure} s'est terminé avec un jeu de résultats de {n} ligne (tentative {attempt}).",
        "other": "CALL {procedure} s'est terminé avec un jeu de résultats de {n} lignes (tentative {attempt}).",
    },
    "call_with_sets": (
        "CALL {procedure} s'est terminé avec plusieurs jeux de résultats, de {counts} lignes (tentative {attempt})."
    ),
    "call_failed": "ERROR : CALL {procedure} : {reason}.",
    "call_attempts": {"one": "{reason}, après {n} tentative", "other": "{reason}, après {n} tentatives"},
    "call_explained": "{reason} ({meaning})",
    "call_again": {
        "of": "seconds",
        "one": "La tentative {attempt} a échoué ; la suivante a lieu dans {seconds:.0f} seconde : {reason}",
        "other": "La tentative {attempt} a échoué ; la suivante a lieu dans {seconds:.0f} secondes : {reason}",
    },
    "call_may_be_repeatable": "si l'appel peut être relancé sans risque, cocher « Safe to retry » : il sera répété",
    "call_work_unknown": "vérifier si son travail est fait avant de relancer l'appel",
    "call_time_is_short": "sa durée limite ne laisse pas le temps d'une autre tentative",
    "call_ended_at_limit": "l'appel a été arrêté après {limit}, sa durée limite",
    "call_without_answer": "l'appel s'est terminé sans réponse ; le journal ci-dessus en dit la raison",
    "connection_type_unknown": (
        "WARNING : le type de la connexion {connection} n'est pas connu, et aucun COMMIT ne suit l'appel, comme pour "
        "Teradata : une base qui ne valide pas d'elle-même annule le travail. Permettez à l'utilisateur qui exécute le "
        "scénario de lire les détails de la connexion. {reason}"
    ),
    "driver_missing": (
        "le pilote teradatasql n'est pas installé dans l'environnement de code du plugin. Ajouter la ligne "
        "teradatasql>=20.0 à ses paquets et le mettre à jour, ou choisir l'appel par une connexion SQL de DSS, qui se "
        "passe de pilote"
    ),
    "band_refused": "Le query band a été refusé, l'appel continue : {reason}",
    "output_as_expected": "OK : {name} vaut {value}.",
    "output_differs": "ERROR : {name} : valeur attendue : {expected}, valeur trouvée : {value}.",
    "output_missing": "ERROR : {name} : valeur attendue : {expected}, aucune valeur trouvée.",
    "output_no_figure": (
        "WARNING : {name} vaut {value}, qui n'est pas un nombre : sa variable est vide. L'appel lui-même est fait."
    ),
    # what errors of Teradata mean
    "database_unreachable": "la base n'a pas pu être jointe",
    "host_unresolved": "le nom de l'hôte n'a pas été résolu",
    "deadlock": "interblocage",
    "spool_exhausted": "plus d'espace de spool : faire examiner la requête ou le spool de l'utilisateur",
    "answer_lost": (
        "la requête est terminée, et sa réponse s'est perdue : vérifier si son travail est fait avant de relancer "
        "l'appel"
    ),
    "no_right": "pas de droit sur l'objet",
    "no_database": "cette base n'existe pas",
    "no_object": "cette table, vue ou procédure n'existe pas",
    "no_procedure": "cette procédure n'existe pas",
    "other_session_mode": (
        "la procédure a été créée dans l'autre mode de session (ANSI ou TERA) : le régler dans le preset ou la "
        "connexion"
    ),
    "logon_refused": "utilisateur ou mot de passe incorrect, ou compte verrouillé",
}
