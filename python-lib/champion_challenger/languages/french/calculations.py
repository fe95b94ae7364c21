"""Captions and descriptions of what a workbook computes, in French."""

from __future__ import annotations

from champion_challenger.languages.language import FieldText

CALCULATIONS: dict[str, FieldText] = {
    "calc_counts": FieldText(
        "Ligne comptée",
        "De la population sur laquelle reposent les verdicts, comme dans le rapport",
    ),
    "calc_key": FieldText("Clé de la version", "Projet, modèle enregistré et version"),
    "calc_name": FieldText("Nom de la version sur la cohorte", "Son libellé, sinon son identifiant"),
    "calc_label": FieldText("Nom de la version", "Son nom sur sa cohorte la plus récente"),
    "calc_version": FieldText(
        "Version",
        "Fin des données d'entraînement (AAAAMMJJ) ; avec l'identifiant quand deux versions portent le même nom",
    ),
    "calc_order": FieldText(
        "Ordre de la version",
        "Le modèle en production d'abord, puis par date d'entraînement décroissante, colonnes de score en dernier",
    ),
    "calc_verdict": FieldText("Verdict", "De la version sur plusieurs cohortes ; une recommandation"),
    "calc_status": FieldText(
        "Statut de la cohorte", "Définitive quand l'horizon après l'observation est passé, sinon provisoire"
    ),
    "calc_rule": FieldText("Règle de décision", "Comment une version aurait été choisie chaque mois"),
    "calc_weight": FieldText("Épaisseur de la ligne", "Plus forte pour le modèle en production"),
    "calc_rate": FieldText("% de clients ciblés", "Scores les plus élevés d'abord"),
    "calc_cohort_date": FieldText("Date de la cohorte", "Date d'observation"),
    "calc_trained_until": FieldText("Entraîné jusqu'au", "Jour où le dernier résultat d'entraînement était définitif"),
    "calc_place": FieldText("Rang de la cohorte", "Date d'observation et nom, qui ordonnent les cohortes"),
    "calc_is_last": FieldText("Dernière cohorte", "La cohorte la plus récente du score"),
    "calc_used": FieldText(
        "Modèles utilisés lors de la dernière évaluation",
        "Versions évaluées sur la dernière cohorte, colonnes de score non comptées",
    ),
    "calc_better": FieldText(
        "Challengers meilleurs",
        "Challengers dont le verdict sur plusieurs cohortes est meilleur",
    ),
    "calc_led": FieldText(
        "A un modèle en production", "Une version était en production lors de l'évaluation de la cohorte"
    ),
    "calc_led_now": FieldText(
        "Comparée directement",
        "La cohorte a été évaluée alors que le modèle en production aujourd'hui l'était déjà",
    ),
    "calc_pooled_width": FieldText("Largeur de l'intervalle sur les cohortes", "Borne haute moins borne basse"),
    "calc_all_customers": FieldText("Tous les clients", "Et non un des segments"),
    "calc_percent": FieldText("% ciblé", "Part des clients ciblés"),
    "calc_reached": FieldText("Part des positifs atteints", "Positifs trouvés divisés par leur total"),
    "calc_target_date": FieldText("Date du ciblage", "Date d'observation de la cohorte ciblée"),
    "calc_is_newest": FieldText("Dernière cohorte ciblée", "La plus récente du score"),
    "calc_width": FieldText("Largeur de l'intervalle", "Borne haute moins borne basse"),
    "calc_lift_delta": FieldText(
        "Écart de lift",
        "Lift moins celui du modèle en production ; en passant par celui de la cohorte si c'en était un autre",
    ),
    "calc_lift_delta_low": FieldText("Écart de lift, borne basse", "Borne basse à 95 %"),
    "calc_lift_delta_high": FieldText("Écart de lift, borne haute", "Borne haute à 95 %"),
    "calc_lift_delta_width": FieldText("Écart de lift, largeur", "Borne haute moins borne basse"),
    "calc_lift_delta_own": FieldText("Écart de lift au modèle de la cohorte", "0 pour ce modèle lui-même"),
    "calc_lift_delta_half": FieldText(
        "Écart de lift au modèle de la cohorte, demi-largeur",
        "Moitié de son intervalle",
    ),
    "calc_auc_delta": FieldText(
        "Écart d'AUC",
        "AUC moins celle du modèle en production ; en passant par celui de la cohorte si c'en était un autre",
    ),
    "calc_auc_delta_low": FieldText("Écart d'AUC, borne basse", "Borne basse à 95 %"),
    "calc_auc_delta_high": FieldText("Écart d'AUC, borne haute", "Borne haute à 95 %"),
    "calc_auc_delta_width": FieldText("Écart d'AUC, largeur", "Borne haute moins borne basse"),
    "calc_auc_delta_own": FieldText("Écart d'AUC au modèle de la cohorte", "0 pour ce modèle lui-même"),
    "calc_auc_delta_half": FieldText("Écart d'AUC au modèle de la cohorte, demi-largeur", "Moitié de son intervalle"),
}
