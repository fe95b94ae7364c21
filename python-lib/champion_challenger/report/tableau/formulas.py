"""What the sheets compute from the columns, in Tableau's own language.

The text files hold the datasets as they are, so that a data source which DSS publishes can take their place: which rows
count, how versions are named and what compares them with the model in production now is computed in the workbook, by
the rules of `core.tables.reading`, `report.shown` and `core.verdicts.rows_against`.
"""

from __future__ import annotations

from collections.abc import Mapping

_COHORT = "[score_id], [cohort]"
_BESIDE = "[score_id], [cohort], [segment], [targeting_rate]"
"""Rows that are compared with each other: one cohort, segment and rate."""

_NONE: Mapping[str, str] = {}
_SEGMENT = '(IF LEN([segment]) > 0 THEN [segment] ELSE "all" END)'
DATE = "MAKEDATE(INT(LEFT([{0}], 4)), INT(MID([{0}], 6, 2)), INT(MID([{0}], 9, 2)))"
"""Day of a column that holds an ISO date as text, in every locale."""


Names = Mapping[str, str]
"""What people read instead of a value."""


def performance_formulas(in_production: str, verdicts: Names = _NONE, statuses: Names = _NONE) -> Mapping[str, str]:
    """Formulas over ``performance_summary``, by field.

    Parameters
    ----------
    in_production
        What follows the name of the model in production, such as ``(in production)``.
    verdicts, statuses
        Their names in the language of the workbook: a published data source has no aliases.
    """
    return {
        "calc_counts": (
            f"{_SEGMENT} = (IF LEN([pooled_population]) > 0 THEN [pooled_population] "
            'ELSEIF LEN([verdict_population]) > 0 THEN [verdict_population] ELSE "all" END)'
        ),
        "calc_key": 'IFNULL([project_key], "") + "." + IFNULL([model_id], "") + "." + [version_id]',
        "calc_name": "IF LEN([version_label]) > 0 THEN [version_label] ELSE [version_id] END",
        # The name on the newest cohort, after its date, which always has ten characters.
        "calc_label": (
            "MID({FIXED [score_id], [calc_key] : "
            'MAX(LEFT(IFNULL([cohort_start], "") + "          ", 10) + [calc_name])}, 11)'
        ),
        "calc_version": (
            "[calc_label] + (IF {FIXED [score_id], [calc_label] : COUNTD([calc_key])} > 1 "
            'THEN " (" + [version_id] + ")" ELSE "" END) '
            f'+ (IF [is_champion_now] THEN " {_escape(in_production)}" ELSE "" END)'
        ),
        "calc_order": (
            'IF [is_champion_now] THEN 99999999 ELSEIF STARTSWITH([version_id], "column:") THEN 0 '
            'ELSE IFNULL(INT(REPLACE([trained_until], "-", "")), IFNULL(INT([version_label]), 1)) END'
        ),
        "calc_verdict": _value_name("pooled_verdict", verdicts),
        "calc_status": _value_name("cohort_status", statuses),
        "calc_weight": "IF [is_champion_now] THEN 3 ELSE 1 END",
        "calc_rate": "ROUND([targeting_rate], 4)",
        "calc_cohort_date": DATE.format("cohort_start"),
        "calc_trained_until": DATE.format("trained_until"),
        "calc_place": 'IFNULL([cohort_start], "") + " " + [cohort]',
        "calc_is_last": "[calc_place] = {FIXED [score_id] : MAX(IF [calc_counts] THEN [calc_place] END)}",
        "calc_used": (
            "{FIXED [score_id] : COUNTD(IF [calc_counts] AND [calc_is_last] "
            'AND NOT STARTSWITH([version_id], "column:") THEN [calc_key] END)}'
        ),
        "calc_better": '{FIXED [score_id] : COUNTD(IF [pooled_verdict] = "challenger_better" THEN [calc_key] END)}',
        "calc_led": f"{{FIXED {_COHORT} : MAX(IF [is_champion] THEN 1 ELSE 0 END)}}",
        "calc_led_now": f"{{FIXED {_COHORT} : MAX(IF [is_champion] AND [is_champion_now] THEN 1 ELSE 0 END)}}",
        **_differences("lift"),
        **_differences("auc"),
        "calc_pooled_width": "[pooled_lift_delta_high] - [pooled_lift_delta_low]",
    }


def gains_formulas() -> Mapping[str, str]:
    """Formulas over ``gains_curves``, by field."""
    most = "{FIXED [score_id], [version_id], [cohort], [segment] : MAX([true_positives])}"
    return {
        "calc_all_customers": f'{_SEGMENT} = "all"',
        "calc_percent": "[percent] / 100",
        "calc_reached": f"IF {most} > 0 THEN [true_positives] / {most} ELSE 0.0 END",
    }


def rules_formulas(rules: Names = _NONE) -> Mapping[str, str]:
    """Formulas over ``decision_rules``, by field."""
    return {
        "calc_rule": _value_name("rule", rules),
        "calc_target_date": DATE.format("cohort_start"),
        "calc_is_newest": "[cohort_start] = {FIXED [score_id] : MAX([cohort_start])}",
        "calc_width": "[total_extra_positives_high] - [total_extra_positives_low]",
    }


def _differences(figure: str) -> Mapping[str, str]:
    """Difference to the model in production now, through the champion of the cohort where that was another one.

    As `rows_against` has it: differences are subtracted, and the halves of their intervals are added.
    """
    delta, low, high = (f"[{figure}_delta{end}]" for end in ("", "_low", "_high"))
    known = f"NOT ISNULL({delta}) AND NOT ISNULL({low}) AND NOT ISNULL({high})"
    half = f"({high} - {low}) / 2"
    name = f"calc_{figure}_delta"

    def of_now(value: str) -> str:
        """Value in the row of the model in production now, beside each row of its cohort, segment and rate."""
        return f"{{FIXED {_BESIDE} : MAX(IF [is_champion_now] AND {known} THEN {value} END)}}"

    return {
        f"{name}_own": f"IF [is_champion] THEN 0.0 ELSEIF {known} THEN {delta} END",
        f"{name}_half": f"IF [is_champion] THEN 0.0 ELSEIF {known} THEN {half} END",
        name: (
            f"IF [calc_led_now] = 1 THEN {delta} "
            f"ELSEIF [calc_led] = 1 AND NOT [is_champion_now] THEN [{name}_own] - {of_now(delta)} END"
        ),
        f"{name}_low": f"IF [calc_led_now] = 1 THEN {low} ELSE [{name}] - [{name}_half] - {of_now(half)} END",
        f"{name}_high": f"IF [calc_led_now] = 1 THEN {high} ELSE [{name}] + [{name}_half] + {of_now(half)} END",
        f"{name}_width": f"[{name}_high] - [{name}_low]",
    }


def _value_name(column: str, names: Names) -> str:
    """Name of a value; the value itself where a later version of the plugin wrote another one."""
    branches = [f'[{column}] = "{value}" THEN "{_escape(name)}"' for value, name in names.items()]
    return f"IF {' ELSEIF '.join(branches)} ELSE [{column}] END" if branches else f"[{column}]"


def _escape(text: str) -> str:
    return text.replace('"', '""')
