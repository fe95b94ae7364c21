"""Captions and descriptions of fields in French, as a workbook shows them."""

from __future__ import annotations

from champion_challenger.languages.language import FieldText

FIELDS: dict[str, FieldText] = {
    "score_id": FieldText("Score", "Nom du score"),
    "version_id": FieldText(
        "Identifiant de version",
        "Version du modèle, ou column:NOM pour une colonne de score existante",
    ),
    "version_label": FieldText("Libellé de version", "AAAAMMJJ de l'entraînement, ou nom de la colonne de score"),
    "is_champion": FieldText(
        "En production lors de l'évaluation",
        "La version était active quand la ligne a été calculée",
    ),
    "cohort": FieldText("Cohorte", "Partition des clients évalués"),
    "cohort_start": FieldText("Date d'observation (texte)", "Date d'observation de la cohorte, AAAA-MM-JJ"),
    "cohort_status": FieldText(
        "Statut de la cohorte (code)",
        "final quand l'horizon après l'observation est passé, sinon provisional",
    ),
    "targeting_rate": FieldText(
        "Taux de ciblage",
        "Part des clients ciblés, scores les plus élevés d'abord, dans ]0, 1]",
    ),
    "lift": FieldText("Lift", "Précision divisée par le taux de base ; plus il est élevé, mieux c'est, 1 = hasard"),
    "auc": FieldText("AUC", "Aire sous la courbe ROC, les ex æquo comptent pour moitié ; dans [0, 1], 0,5 = hasard"),
    "precision": FieldText("Précision", "Part des clients ciblés qui sont positifs, dans [0, 1]"),
    "sensitivity": FieldText("Sensibilité", "Part des clients positifs qui sont ciblés, dans [0, 1]"),
    "accuracy": FieldText("Bien classés", "Part des clients bien classés, dans [0, 1]"),
    "gini": FieldText("Gini", "2 AUC - 1, dans [-1, 1]"),
    "ks": FieldText("KS", "Plus grand écart entre les distributions de scores des deux classes, dans [0, 1]"),
    "lift_low": FieldText("Lift, borne basse", "Borne basse à 95 % du lift"),
    "lift_high": FieldText("Lift, borne haute", "Borne haute à 95 % du lift"),
    "auc_low": FieldText("AUC, borne basse", "Borne basse à 95 % de l'AUC"),
    "auc_high": FieldText("AUC, borne haute", "Borne haute à 95 % de l'AUC"),
    "precision_low": FieldText("Précision, borne basse", "Borne basse à 95 % de la précision"),
    "precision_high": FieldText("Précision, borne haute", "Borne haute à 95 % de la précision"),
    "sensitivity_low": FieldText("Sensibilité, borne basse", "Borne basse à 95 % de la sensibilité"),
    "sensitivity_high": FieldText("Sensibilité, borne haute", "Borne haute à 95 % de la sensibilité"),
    "segment": FieldText("Segment", "all, colonne=valeur, ou les populations control et uncontacted"),
    "n": FieldText("Clients", "Clients qui ont un résultat et un score"),
    "n_positive": FieldText("Clients positifs", "Clients positifs parmi eux"),
    "base_rate": FieldText("Taux de base", "n_positive / n"),
    "n_targeted": FieldText("Nombre de clients ciblés", "Clients ciblés : taux de ciblage x n, arrondi au-dessus"),
    "cutoff_score": FieldText("Score seuil", "Plus petit score encore ciblé"),
    "true_positives": FieldText(
        "Positifs trouvés",
        "Clients positifs ciblés ; les ex æquo au seuil sont partagés au prorata",
    ),
    "true_positives_worst": FieldText(
        "Positifs trouvés, au pire",
        "Le moins qu'un choix parmi les ex æquo pourrait atteindre",
    ),
    "true_positives_best": FieldText(
        "Positifs trouvés, au mieux",
        "Le plus qu'un choix parmi les ex æquo pourrait atteindre",
    ),
    "n_unlabelled": FieldText("Clients sans résultat", "Clients écartés car leur résultat est inconnu"),
    "n_unscored": FieldText("Clients sans score", "Clients écartés car cette version ne leur a pas donné de score"),
    "lift_delta": FieldText(
        "Écart de lift lors de l'évaluation",
        "Lift moins celui du modèle alors en production, sur les clients scorés par les deux",
    ),
    "lift_delta_low": FieldText("Écart de lift lors de l'évaluation, borne basse", "Borne basse à 95 % de lift_delta"),
    "lift_delta_high": FieldText("Écart de lift lors de l'évaluation, borne haute", "Borne haute à 95 % de lift_delta"),
    "auc_delta": FieldText(
        "Écart d'AUC lors de l'évaluation",
        "AUC moins celle du modèle alors en production, sur les clients scorés par les deux",
    ),
    "auc_delta_low": FieldText("Écart d'AUC lors de l'évaluation, borne basse", "Borne basse à 95 % de auc_delta"),
    "auc_delta_high": FieldText("Écart d'AUC lors de l'évaluation, borne haute", "Borne haute à 95 % de auc_delta"),
    "p_value": FieldText(
        "Valeur p",
        "Bilatérale, de l'indicateur principal au taux principal, face au modèle en production",
    ),
    "p_adjusted": FieldText("Valeur p ajustée", "p_value après Holm sur les versions comparées dans l'exécution"),
    "target_overlap": FieldText(
        "Cibles communes",
        "Part de la liste des clients ciblés par le modèle en production que cette version cible aussi",
    ),
    "extra_positives": FieldText(
        "Positifs en plus",
        "Positifs atteints en plus de ceux du modèle en production, à nombre de contacts égal",
    ),
    "verdict": FieldText("Verdict de la cohorte", "Sur cette cohorte seule"),
    "trained_until": FieldText(
        "Entraîné jusqu'au (texte)",
        "Jour où le dernier résultat d'entraînement était définitif, AAAA-MM-JJ",
    ),
    "out_of_time": FieldText(
        "Hors période d'entraînement",
        "yes quand la cohorte commence à trained_until ou après ; no ; unknown",
    ),
    "model_age_days": FieldText("Âge du modèle (jours)", "Jours entre la fin de l'entraînement et l'observation"),
    "project_key": FieldText("Projet", "Projet du modèle"),
    "model_id": FieldText("Modèle enregistré", "Modèle enregistré"),
    "algorithm": FieldText("Algorithme", "Algorithme de la version"),
    "status": FieldText("Statut", "scored, scored_with_missing_features, not_scorable, not_enough_data"),
    "reason": FieldText("Motif", "Pourquoi un indicateur manque, ou ce qu'il faut vérifier, en anglais"),
    "scoring_seconds": FieldText("Durée du scoring (s)", "Secondes qu'a pris le scoring de la cohorte"),
    "run_id": FieldText("Exécution", "Exécution qui a écrit la ligne"),
    "computed_at": FieldText("Calculé le (UTC)", "Quand, en UTC"),
    "plugin_version": FieldText("Version du plugin", "Version du plugin"),
    "is_champion_now": FieldText("En production", "La version était active quand la synthèse a été calculée"),
    "pooled_verdict": FieldText("Verdict (code)", "De la version sur plusieurs cohortes ; une recommandation"),
    "pooled_reason": FieldText("Motif du verdict", "Pourquoi il n'y a pas de verdict clair, en anglais"),
    "pooled_cohorts": FieldText(
        "Cohortes du verdict",
        "Cohortes réunies : définitives, hors période d'entraînement, sans recouvrement",
    ),
    "pooled_targeting_rate": FieldText(
        "Taux de ciblage du verdict",
        "Taux principal, auquel les cohortes sont réunies",
    ),
    "pooled_lift_delta": FieldText(
        "Écart de lift sur les cohortes",
        "Lift sur plusieurs cohortes moins celui du modèle en production",
    ),
    "pooled_lift_delta_low": FieldText(
        "Écart de lift sur les cohortes, borne basse",
        "Borne basse à 95 % de pooled_lift_delta",
    ),
    "pooled_lift_delta_high": FieldText(
        "Écart de lift sur les cohortes, borne haute",
        "Borne haute à 95 % de pooled_lift_delta",
    ),
    "pooled_auc_delta": FieldText(
        "Écart d'AUC sur les cohortes",
        "AUC sur plusieurs cohortes moins celle du modèle en production",
    ),
    "pooled_auc_delta_low": FieldText(
        "Écart d'AUC sur les cohortes, borne basse",
        "Borne basse à 95 % de pooled_auc_delta",
    ),
    "pooled_auc_delta_high": FieldText(
        "Écart d'AUC sur les cohortes, borne haute",
        "Borne haute à 95 % de pooled_auc_delta",
    ),
    "pooled_p_value": FieldText(
        "Valeur p du verdict",
        "Bilatérale, de l'indicateur principal sur les cohortes réunies",
    ),
    "pooled_p_adjusted": FieldText(
        "Valeur p du verdict, ajustée",
        "pooled_p_value après Holm sur les challengers du score",
    ),
    "cohorts_to_settle": FieldText(
        "Cohortes pour trancher",
        "Environ combien de cohortes de plus permettraient de trancher",
    ),
    "reason_codes": FieldText("Motifs codés", "Les motifs de la ligne en JSON : codes et valeurs"),
    "verdict_rate": FieldText(
        "Taux de ciblage du verdict de la cohorte",
        "Taux auquel verdict et p_value ont été décidés",
    ),
    "verdict_figure": FieldText(
        "Indicateur du verdict de la cohorte",
        "Indicateur que verdict et p_value comparent : lift ou auc",
    ),
    "verdict_population": FieldText(
        "Population du verdict de la cohorte",
        "Segment sur lequel reposent les verdicts : all, control ou uncontacted",
    ),
    "pooled_figure": FieldText(
        "Indicateur du verdict",
        "Indicateur que pooled_verdict et pooled_p_value comparent : lift ou auc",
    ),
    "expected_lift_delta": FieldText(
        "Écart de lift attendu",
        "Écart de lift sur plusieurs cohortes auquel s'attendre, resserré pour tenir compte du choix",
    ),
    "expected_lift_delta_low": FieldText(
        "Écart de lift attendu, borne basse",
        "Borne basse à 95 % de expected_lift_delta",
    ),
    "expected_lift_delta_high": FieldText(
        "Écart de lift attendu, borne haute",
        "Borne haute à 95 % de expected_lift_delta",
    ),
    "pooled_confirmed": FieldText("Avance confirmée", "L'avance tient, même vérifiée chaque mois"),
    "pooled_basis": FieldText("Ce dont les erreurs tiennent compte", "sampling, between_cohorts, repeating_events"),
    "pooled_smallest_found": FieldText(
        "Plus petite avance décelée",
        "Plus petite avance réelle que de telles cohortes montrent trois à quatre fois sur cinq",
    ),
    "pooled_population": FieldText(
        "Population du verdict",
        "Segment sur lequel reposent les verdicts sur plusieurs cohortes : all, control ou uncontacted",
    ),
    "pooled_margin": FieldText(
        "Marge du verdict", "Avance dans pooled_figure à partir de laquelle la politique dit un challenger meilleur"
    ),
    "accuracy_low": FieldText("Bien classés, borne basse", "Borne basse à 95 % de la part des bien classés"),
    "accuracy_high": FieldText("Bien classés, borne haute", "Borne haute à 95 % de la part des bien classés"),
    "average_precision": FieldText(
        "Précision moyenne", "Moyenne de la précision sur les clients positifs, dans (0, 1]"
    ),
    "expected_positives": FieldText(
        "Positifs attendus d'après les scores",
        "Positifs que promettent les scores des clients comptés : leur somme ; vide si ce ne sont pas des probabilités",
    ),
    "newest_cohort": FieldText(
        "Clients les plus récents",
        "Clients les plus récents, scorés aussi, dont personne ne connaît encore le résultat",
    ),
    "n_newest": FieldText("Clients récents scorés", "Clients récents qui ont un score de cette version"),
    "newest_expected_positives": FieldText(
        "Positifs attendus parmi les clients récents",
        "Positifs que promettent leurs scores ; vide si ce ne sont pas des probabilités",
    ),
    "score_psi": FieldText(
        "Dérive des scores (PSI)",
        "Indice de stabilité des scores : clients récents par rapport à cette cohorte ; 0 = aucune dérive",
    ),
    "score_psi_limit": FieldText(
        "Dérive des scores, limite du hasard", "Indice que le hasard dépasse dans 1 % des cohortes de ces tailles"
    ),
    "list_changed": FieldText(
        "Part de la liste qui a changé",
        "Part de la liste de ciblage qui a changé depuis cette cohorte, parmi les clients communs, dans [0, 1]",
    ),
    "score_histogram": FieldText(
        "Scores par dixième",
        "Clients dans chaque dixième des scores de cette cohorte, en JSON : edges, evaluated, newest",
    ),
    "missing_values": FieldText(
        "Variables aux valeurs manquantes différentes",
        "Variables plus ou moins souvent manquantes, en JSON : nom, part sur cette cohorte, part parmi les récents",
    ),
    "early_warnings": FieldText(
        "Alertes précoces",
        "Alertes avant de connaître les résultats : not_scored, large_score_drift, score_drift, missing_values",
    ),
    "incremental_rate": FieldText(
        "Apport d'un contact",
        "Positifs qu'un contact a ajoutés : part parmi les contactés moins celle des clients témoins de leur liste",
    ),
    "incremental_rate_low": FieldText("Apport d'un contact, borne basse", "Borne basse à 95 % de incremental_rate"),
    "incremental_rate_high": FieldText("Apport d'un contact, borne haute", "Borne haute à 95 % de incremental_rate"),
    "n_contacted": FieldText(
        "Clients contactés", "Clients contactés au résultat connu ; sur les lignes du modèle en production"
    ),
    "n_control": FieldText(
        "Clients témoins",
        "Clients témoins de la liste contactée, au résultat connu ; sur les lignes du modèle en production",
    ),
    "percent": FieldText("Pourcentage ciblé", "Part des clients ciblés, en pourcentage, de 1 à 100"),
    "rule": FieldText(
        "Règle de décision (code)",
        "keep_the_champion, always_the_newest, best_figure_of_last_month, our_verdict, newest_unless_worse, "
        "highest_expected",
    ),
    "n_known_cohorts": FieldText(
        "Cohortes connues",
        "Cohortes dont les résultats étaient définitifs quand la règle a choisi",
    ),
    "positives": FieldText("Positifs atteints", "Clients positifs atteints"),
    "extra_positives_low": FieldText("Positifs en plus, borne basse", "Borne basse à 95 % de extra_positives"),
    "extra_positives_high": FieldText("Positifs en plus, borne haute", "Borne haute à 95 % de extra_positives"),
    "total_positives": FieldText("Positifs atteints au total", "Clients positifs atteints depuis la première cohorte"),
    "total_extra_positives": FieldText(
        "Positifs en plus au total",
        "En plus de ceux atteints en gardant le modèle en production, depuis la première cohorte",
    ),
    "total_extra_positives_low": FieldText(
        "Positifs en plus au total, borne basse",
        "Borne basse à 95 % de total_extra_positives",
    ),
    "total_extra_positives_high": FieldText(
        "Positifs en plus au total, borne haute",
        "Borne haute à 95 % de total_extra_positives",
    ),
    "activated_at": FieldText(
        "Quand (UTC)",
        "Quand, en UTC ; quand elle a été constatée, pour une activation faite dans les écrans de DSS",
    ),
    "by": FieldText("Par", "Utilisateur ; vide s'il n'est pas connu"),
    "from_version": FieldText("De", "Version active auparavant ; vide pour la première du journal"),
    "to_version": FieldText("À", "Version active depuis"),
    "token": FieldText("Jeton", "Jeton du dossier sur lequel repose la décision ; vide pour une activation constatée"),
    "how": FieldText(
        "Comment",
        "macro : par la macro Activate challenger ; noticed : constatée active par une exécution",
    ),
}
