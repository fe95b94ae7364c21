"""Captions and descriptions of what a workbook computes, in English."""

from __future__ import annotations

from champion_challenger.languages.language import FieldText

CALCULATIONS: dict[str, FieldText] = {
    "calc_counts": FieldText("Row counts", "Of the population on which the verdicts rest, as in the report"),
    "calc_key": FieldText("Key of the version", "Project, saved model and version"),
    "calc_name": FieldText("Name of the version on the cohort", "Its label, or its id without one"),
    "calc_label": FieldText("Name of the version", "Its name on its newest cohort"),
    "calc_version": FieldText(
        "Version",
        "End of the training data (YYYYMMDD); with the id where two versions have one name",
    ),
    "calc_order": FieldText(
        "Order of the version",
        "The model in production first, then by training date, the newest first, score columns last",
    ),
    "calc_verdict": FieldText("Verdict", "Of the version over several cohorts; a recommendation"),
    "calc_status": FieldText("Status of the cohort", "Final when the horizon is past, else provisional"),
    "calc_rule": FieldText("Decision rule", "How a version would have been chosen each month"),
    "calc_weight": FieldText("Weight of the line", "Heavier for the model in production"),
    "calc_rate": FieldText("% of customers targeted", "Highest scores first"),
    "calc_cohort_date": FieldText("Date of the cohort", "Snapshot date"),
    "calc_trained_until": FieldText("Trained until", "Day on which the last training outcome was final"),
    "calc_place": FieldText("Place of the cohort", "Snapshot date and name, which order the cohorts"),
    "calc_is_last": FieldText("Last cohort", "The newest cohort of the score"),
    "calc_used": FieldText(
        "Models used in the last evaluation",
        "Versions with a row on the last cohort, score columns not counted",
    ),
    "calc_better": FieldText("Better challengers", "Challengers whose verdict over the cohorts is better"),
    "calc_led": FieldText("Has a champion", "A version was in production when the cohort was evaluated"),
    "calc_led_now": FieldText(
        "Compared directly",
        "The cohort was evaluated while the model in production now was in production",
    ),
    "calc_pooled_width": FieldText("Width of the interval over the cohorts", "Upper minus lower bound"),
    "calc_all_customers": FieldText("All customers", "Not one of the segments"),
    "calc_percent": FieldText("% targeted", "Share of the customers targeted"),
    "calc_reached": FieldText("Share of the positives reached", "True positives divided by all of them"),
    "calc_target_date": FieldText("Date of the targeting", "Snapshot date of the cohort that was targeted"),
    "calc_is_newest": FieldText("Newest cohort targeted", "The last one of the score"),
    "calc_width": FieldText("Width of the interval", "Upper minus lower bound"),
    "calc_lift_delta": FieldText(
        "Difference in lift",
        "Lift minus that of the model in production now; through the champion of the cohort where that was another one",
    ),
    "calc_lift_delta_low": FieldText("Difference in lift, lower bound", "Lower 95 % bound"),
    "calc_lift_delta_high": FieldText("Difference in lift, upper bound", "Upper 95 % bound"),
    "calc_lift_delta_width": FieldText("Difference in lift, width", "Upper minus lower bound"),
    "calc_lift_delta_own": FieldText("Difference in lift to the champion of the cohort", "0 for that champion itself"),
    "calc_lift_delta_half": FieldText(
        "Difference in lift to the champion of the cohort, half width",
        "Half of its interval",
    ),
    "calc_auc_delta": FieldText(
        "Difference in AUC",
        "AUC minus that of the model in production now; through the champion of the cohort where that was another one",
    ),
    "calc_auc_delta_low": FieldText("Difference in AUC, lower bound", "Lower 95 % bound"),
    "calc_auc_delta_high": FieldText("Difference in AUC, upper bound", "Upper 95 % bound"),
    "calc_auc_delta_width": FieldText("Difference in AUC, width", "Upper minus lower bound"),
    "calc_auc_delta_own": FieldText("Difference in AUC to the champion of the cohort", "0 for that champion itself"),
    "calc_auc_delta_half": FieldText(
        "Difference in AUC to the champion of the cohort, half width",
        "Half of its interval",
    ),
}
