"""What to know before a version is activated, and what a verdict rests on, in French."""

from __future__ import annotations

from champion_challenger.languages.language import Text

REASONS: dict[str, Text] = {
    "flag_never_evaluated": "Elle n'a jamais été évaluée : aucune ligne du dataset de performance ne la concerne.",
    "flag_not_out_of_time": (
        "Elle n'a pas été évaluée hors de sa période d'entraînement. Aucune cohorte ne suit la fin de son "
        "entraînement : elle peut avoir vu les résultats sur lesquels elle est jugée."
    ),
    "flag_outdated": (
        "Elle n'a pas été évaluée sur la dernière cohorte, {last} ; sa dernière évaluation est celle de {cohort}."
    ),
    "flag_not_scored": "Elle n'a pas pu produire de score sur la cohorte {cohort} : {reason}.",
    "flag_no_figures": "Elle a produit un score sur la cohorte {cohort}, sans indicateurs : {reason}.",
    "flag_lacked_features": "Il lui manquait des variables sur la cohorte {cohort} : {reason}.",
    "flag_early_warnings": (
        "Elle a des alertes précoces, clients les plus récents {newest} par rapport à {cohort} : {warnings}. Une "
        "version sans alerte est un choix plus sûr."
    ),
    "early_not_scored": "elle ne peut pas les scorer",
    "early_score_drift": "ses scores ont dérivé (PSI {psi} ; le hasard atteint {limit})",
    "early_large_score_drift": "ses scores ont fortement dérivé (PSI {psi} ; le hasard atteint {limit})",
    "early_missing_values": "des valeurs manquantes ont changé ({features})",
    "flag_worse": "Le verdict est défavorable : sur {source}, le modèle en production est meilleur.",
    "flag_challenger_slightly_better": (
        "Elle est meilleure, mais de moins que la marge, sur {source} : un changement apporterait peu."
    ),
    "flag_practically_equal": (
        "Les deux sont pratiquement égales, sur {source} : un changement n'apporterait presque rien."
    ),
    "flag_no_clear_verdict": "Le verdict n'est pas net ({verdict}, sur {source}).",
    "flag_no_clear_verdict_because": "Le verdict n'est pas net ({verdict}, sur {source}) : {reason}.",
    "flag_through_former": (
        "La cohorte {cohort} a été évaluée alors que {former} était en production : les écarts à {active}, en "
        "production aujourd'hui, passent par {former} et leurs bornes sont prudentes. Relancer l'évaluation pour une "
        "comparaison directe."
    ),
    "flag_no_active_version": "Aucune version du modèle n'est en production : il n'y a rien à quoi la comparer.",
    "flag_not_compared": (
        "Aucune cohorte ne la compare à {active}, en production aujourd'hui : lancer d'abord l'évaluation."
    ),
    "flag_not_comparable": "Aucune cohorte ne la compare à {active}, en production aujourd'hui : {reason}.",
    "flag_no_final_comparison": (
        "Aucune cohorte sur laquelle elle a été comparée au modèle en production n'est encore définitive."
    ),
    "flag_summary_outdated": (
        "La synthèse a été calculée alors qu'une autre version était en production, elle est ignorée : la recalculer."
    ),
    "flag_summary_without_model": (
        "La synthèse n'a aucune ligne sur ce modèle, elle est ignorée : choisir ou calculer la sienne."
    ),
    "flag_summary_without_champion": (
        "La synthèse ne marque aucune version de ce modèle comme étant en production, elle est ignorée : lancer "
        "l'évaluation, puis la recalculer."
    ),
    "verdict_not_distinguishable": "pas de différence significative",
    "verdict_not_enough_data": "données insuffisantes",
    "verdict_not_comparable": "non comparable",
    "from_cohorts_together": "les cohortes {cohorts} ensemble",
    "from_many_cohorts_together": "{n} cohortes (de {first} à {last}) ensemble",
    "from_all_cohorts": "toutes les cohortes",
    "from_cohort_alone": "la cohorte {cohort} seule",
    "no_reason_given": "aucune raison n'est donnée",
}
