"""What scenario steps say in English: lines, alerts and logs, by code."""

from __future__ import annotations

from champion_challenger.languages.language import Text

REASONS: dict[str, Text] = {
    # the steps
    "step_retrieve": "Retrieve metrics and checks",
    "step_volumes": "Check volume stability",
    "step_call": "Call Teradata procedure",
    # the end of every step
    "step_outcome": "Outcome {outcome}.",
    "step_line": "{outcome}: {place}, {item}: {reason}.",
    "variables_set": "Variables set for the steps that follow:",
    "run_condition": "A run condition to paste into the next step (Run this step: if condition satisfied):",
    "alert_subject": "{outcome}: {step} ({project})",
    "alert_step": "Step: {step} ({project})",
    "alert_outcome": "Outcome: {outcome}",
    "alert_variables": "Variables:",
    "alert_times": {
        "one": "Start {start} UTC, end {end} UTC, {n:g} minute.",
        "other": "Start {start} UTC, end {end} UTC, {n:g} minutes.",
    },
    "alert_sent": "Alert sent by channel {channel} to {recipients}.",
    "alert_sent_to_its_list": "Alert sent by channel {channel} to its own list.",
    "alert_unsent": "The alert could not be sent by channel {channel}: {reason}",
    # values and durations
    "value_alone": "{value}",
    "value_true": "True",
    "value_false": "False",
    "said_of": "{subject}: {reason}",
    "duration_seconds": {"one": "{n:g} second", "other": "{n:g} seconds"},
    "duration_minutes": {"one": "{n:g} minute", "other": "{n:g} minutes"},
    "duration_hours": {"one": "{n:g} hour", "other": "{n:g} hours"},
    "duration_days": {"one": "{n:g} day", "other": "{n:g} days"},
    # what DSS answered
    "dss_answered": "DSS was asked {question}, and answered: {answer}",
    "dss_was_silent": "DSS was asked {question}, and there was no answer: {answer}",
    "work_without_result": "DSS says that the work is over, and has no result of it; its own log may say why",
    "no_result_after": "DSS has no result after {duration}",
    "absent": "there is no such project, dataset or partition. {reason}",
    "no_permission_to_read": (
        "no permission. Whoever the scenario runs as needs the right to read project {project} itself; a dataset that "
        "is only shared shows its rows and not its metrics. DSS answers the same for a project key that does not "
        "exist. {reason}"
    ),
    "no_permission_to_compute": (
        "no permission. Whoever the scenario runs as needs the right to read project {project} itself, and to write "
        "there to compute first; a dataset that is only shared shows its rows and not its metrics. DSS answers the "
        "same for a project key that does not exist. {reason}"
    ),
    # what is retrieved
    "item_metric": "metric {id}",
    "item_check": "check {id}",
    "item_rule": "data-quality rule {id}",
    "item_all_rules": "all data-quality rules together",
    "rule_never_computed": "{name}: never computed",
    "no_rule": "there is no data-quality rule at all",
    "no_such_metric": "there is no metric '{id}'",
    "no_such_check": "there is no check '{id}'",
    "no_such_rule": "there is no data-quality rule '{id}'",
    "several_metrics": "there is more than one metric '{id}'",
    "several_checks": "there is more than one check '{id}'",
    "several_rules": "there is more than one data-quality rule '{id}'",
    "ids_known": "There are: {names}",
    "ids_with_this_end": "These end so: {names}",
    "ids_none": "There are: none yet",
    "names_and_others": {"one": "{names} and {n} other", "other": "{names} and {n} others"},
    "id_unknown": "{problem}. {existing}",
    "id_unknown_because": "{problem}. {existing}. {cause}",
    "nothing_computed": (
        "Nothing was computed yet: tick 'Compute first', or have it computed when the dataset is built"
    ),
    "never_computed": "it was never computed, or is not defined there",
    "never_computed_first": (
        "it was never computed, or is not defined there; tick 'Compute first', or have it computed when the dataset "
        "is built"
    ),
    # how it is judged
    "computed_without_value": "it was computed, and has no value",
    "computed_no_figure": "it was computed, and is {value}, which is no figure",
    "own_outcome": "its outcome is {outcome}",
    "expected_value": "expected {expected}, found {value}",
    "expected_number": "expected a number, found {value}",
    "below_minimum": "{value} is below the minimum of {bound}",
    "above_maximum": "{value} is above the maximum of {bound}",
    "age_unknown": "DSS does not say when it was computed",
    "too_old": "it is {age} old, and should not be older than {limit} (computed {moment} UTC)",
    # volumes
    "figure_rows": "rows",
    "figure_positives": "share of positives of {column}",
    "figure_nulls": "share of nulls of {column}",
    "figure_metric": "metric {id}",
    "volume_no_value": "there is no value",
    "volume_no_figure": "it is {value}, which is no figure",
    "volume_none": "there are none at all",
    "volume_no_rows": "there are no rows at all",
    "volume_none_there": "there are none at all in {place}",
    "volume_no_other": "there is nothing to compare with in {place}",
    "volume_no_year_before": "there is no value of a year earlier to compare with",
    "volume_no_history": "there is no history to compare with",
    "volume_no_trend": "there is no trend to compare with",
    "volume_too_few": "{base} is too few to compare with (minimum {bound})",
    "volume_compared": "{value} is {change} {reference} ({base})",
    "volume_rare": "{value} is {change} {reference} ({base}), robust z {z}",
    "equal_to": "equal to",
    "about_equal_to": "about equal to",
    "percent_below": "{size:.1%} below",
    "percent_above": "{size:.1%} above",
    "points_below": "{n:.1f} points below",
    "points_above": "{n:.1f} points above",
    "much_below": "much below",
    "much_above": "much above",
    "reference_other": "{place}",
    "reference_year": "a year earlier",
    "reference_last": "the last one",
    "reference_median": "the median of {n}",
    "reference_trend": "the trend of the last year",
    "history_unreadable": "its history cannot be read. {reason}",
    "history_compared": "compared with {n} earlier ({names})",
    "history_empty": "compared with 0 earlier (none)",
    "history_left_out": "left out, since they alarmed: {names}",
    "history_trend": "compared with {before}, changed as {first} to {last} were from the year before",
    "name_of_day": "{day}",
    "volume_unsaved": "WARNING: the outcomes could not be saved on {place}. {reason}",
    # procedures
    "call_without_rows": "CALL {procedure} ended without a result set, at attempt {attempt}.",
    "call_with_rows": {
        "one": "CALL {procedure} ended with a result set of {n} row, at attempt {attempt}.",
        "other": "CALL {procedure} ended with a result set of {n} rows, at attempt {attempt}.",
    },
    "call_with_sets": "CALL {procedure} ended with result sets of {counts} rows, at attempt {attempt}.",
    "call_failed": "ERROR: CALL {procedure}: {reason}.",
    "call_attempts": {"one": "{reason}, after {n} attempt", "other": "{reason}, after {n} attempts"},
    "call_explained": "{reason} ({meaning})",
    "call_again": {
        "of": "seconds",
        "one": "Attempt {attempt} failed, and is repeated in {seconds:.0f} second: {reason}",
        "other": "Attempt {attempt} failed, and is repeated in {seconds:.0f} seconds: {reason}",
    },
    "call_may_be_repeatable": "if the call is safe to retry, select 'Safe to retry', and it is repeated",
    "call_work_unknown": "look whether its work is done before calling again",
    "call_time_is_short": "its time limit leaves no room for another attempt",
    "call_ended_at_limit": "it was ended after {limit}, its time limit",
    "call_without_answer": "the call ended without an answer; the log above says why",
    "connection_type_unknown": (
        "WARNING: the type of connection {connection} is not known, and no COMMIT follows the call, as for Teradata: a "
        "database that does not commit by itself rolls the work back. Let the user who runs the scenario read the "
        "details of the connection. {reason}"
    ),
    "driver_missing": (
        "the driver teradatasql is not installed in the plugin's code environment. Add the line teradatasql>=20.0 to "
        "its packages and update it, or choose to call by a SQL connection of DSS, which needs no driver"
    ),
    "band_refused": "The query band was refused, and the call goes on: {reason}",
    "output_as_expected": "OK: {name} is {value}.",
    "output_differs": "ERROR: {name}: expected {expected}, found {value}.",
    "output_missing": "ERROR: {name}: expected {expected}, found nothing.",
    "output_no_figure": (
        "WARNING: {name} is {value}, which is no figure: its variable is empty. The call itself is done."
    ),
    # what errors of Teradata mean
    "database_unreachable": "the database could not be reached",
    "host_unresolved": "the name of the host was not resolved",
    "deadlock": "deadlock",
    "spool_exhausted": "no more spool space: have the query or the user's spool looked at",
    "answer_lost": (
        "the request was completed, and its answer was lost: look whether its work is done before calling again"
    ),
    "no_right": "no right to the object",
    "no_database": "there is no such database",
    "no_object": "there is no such table, view or procedure",
    "no_procedure": "there is no such procedure",
    "other_session_mode": (
        "the procedure was made in the other session mode (ANSI or TERA): set it in the preset or the connection"
    ),
    "logon_refused": "user or password is wrong, or the account is locked",
}
