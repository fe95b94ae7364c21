"""What the summary says of a score as a whole: one word, the challenger it rests on, and a sentence for people."""

from __future__ import annotations

from typing import Any

import pandas as pd

from champion_challenger.core.tables.columns import VERDICTS
from champion_challenger.core.tables.frames import version_keys
from champion_challenger.core.tables.reading import champion_now, counted_rows, judged_cohort
from champion_challenger.core.verdicts.advice import advice_sentences, read_advice
from champion_challenger.core.verdicts.campaign_notice import campaign_notice, notice_sentence, population_notice
from champion_challenger.core.verdicts.version_verdict import STRONGEST_FIRST, leading_challenger, version_verdicts
from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.english import ENGLISH

_OPENINGS = {
    "challenger_better": "{label} is better than the model in production",
    "challenger_slightly_better": "{label} did better than the model in production, by less than the margin",
    "practically_equal": "{label} and the model in production are practically equal",
    "not_distinguishable": "No challenger is clearly better than the model in production; the nearest is {label}",
    "champion_better": "The model in production is better than every challenger compared; the nearest is {label}",
    "not_enough_data": "Too little is known of any challenger; the nearest is {label}",
    "not_comparable": "No challenger can be compared with the model in production yet",
    "champion": "There is no challenger yet",
}
_OF_A_VERSION = ["project_key", "model_id", "version_id"]


def score_verdict(rows: pd.DataFrame, figure: str) -> dict[str, Any]:
    """Verdict of one score, as figures that scenarios act on; none of them is null, and counts of 0 are among them.

    A score's verdict is the strongest that any of its challengers has, in the order of `STRONGEST_FIRST`; `champion`
    without challengers.

    Parameters
    ----------
    rows
        Rows of performance_summary of one score, at least one.
    figure
        Primary figure: ``lift`` or ``auc``.

    Returns
    -------
    dict
        ``verdict``, ``best_challenger`` (version id, or ``none``), ``sentence``, and ``verdicts_<word>`` for each word;
        apart from these ``recommendation`` (``change``, ``keep`` or ``none``), ``recommended_version`` (version id, or
        ``none``) and ``recommendation_sentence``, with that in each further language.
    """
    versions = rows.drop_duplicates(_OF_A_VERSION)
    counts = {f"verdicts_{word}": int((versions["pooled_verdict"] == word).sum()) for word in VERDICTS}
    word = next((word for word in STRONGEST_FIRST if counts[f"verdicts_{word}"]), "champion")
    best = _leading_row(rows, versions[versions["pooled_verdict"] == word])
    is_measured = pd.notna(best[f"pooled_{figure}_delta"])
    return {
        "verdict": word,
        "best_challenger": str(best["version_id"]) if is_measured else "none",
        "sentence": _sentence(word, best, figure, _is_reason_shared(versions, word)) + _campaign(rows),
        **counts,
        **_recommendation(rows),
    }


def _recommendation(rows: pd.DataFrame) -> dict[str, str]:
    """What to do next, apart from what is proven."""
    advice = read_advice(counted_rows(rows))
    ends = {code: "" if language is ENGLISH else f"_{code}" for code, language in LANGUAGES.items()}
    sentences = {
        f"recommendation_sentence{ends[code]}": " ".join(advice_sentences(advice, language))
        for code, language in LANGUAGES.items()
    }
    if advice is None:
        return {"recommendation": "none", "recommended_version": "none", **sentences}
    kind = "change" if advice.is_change else "keep"
    return {"recommendation": kind, "recommended_version": advice.version_id, **sentences}


def _campaign(rows: pd.DataFrame) -> str:
    """On whom the verdict rests, or that a campaign may have decided it, after its sentence."""
    counted = counted_rows(rows)
    notices = [notice for notice in (population_notice(counted), campaign_notice(counted)) if notice]
    return "".join(f" {notice_sentence(str(notice))}" for notice in notices)


def _leading_row(rows: pd.DataFrame, candidates: pd.DataFrame) -> pd.Series:
    """Row of the challenger that leads; where none does, of one that was evaluated on the cohort of the verdicts."""
    counted = counted_rows(rows)
    leader = leading_challenger(counted, version_verdicts(counted, champion_now(counted).key))
    evaluated = version_keys(counted[counted["cohort"] == judged_cohort(counted)])
    keys = version_keys(candidates)
    ranks = (keys == leader).to_numpy() * 2 + keys.isin(set(evaluated)).to_numpy()
    row: pd.Series = candidates.iloc[int(ranks.argmax())]
    return row


def _is_reason_shared(versions: pd.DataFrame, word: str) -> bool:
    """Whether several versions have a verdict, all for one reason."""
    reasons = versions.loc[versions["pooled_verdict"] == word, "pooled_reason"]
    return len(reasons) > 1 and bool(reasons.nunique(dropna=False) == 1)


def _sentence(word: str, row: pd.Series, figure: str, is_reason_shared: bool) -> str:
    sentence = _OPENINGS[word].format(label=row["version_label"])
    if word != "champion":
        is_named = "{label}" in _OPENINGS[word] or is_reason_shared
        sentence += _confirmed(row) + _difference(row, figure) + _cohorts(row) + _reason(row, is_named) + _wait(row)
    return f"{sentence}."


def _expected(row: pd.Series) -> str:
    delta, low, high = (row[f"expected_lift_delta{end}"] for end in ("", "_low", "_high"))
    if pd.isna(delta) or row["pooled_verdict"] in ("not_comparable", "not_enough_data"):
        return ""
    return f"expect about {delta:+.3g} of lift (95 % {low:+.3g} to {high:+.3g}); measured: "


def _confirmed(row: pd.Series) -> str:
    is_confirmed = row["pooled_confirmed"] is True or row["pooled_confirmed"] == 1
    return ", confirmed however often one looks" if is_confirmed else ""


def _difference(row: pd.Series, figure: str) -> str:
    delta, low, high = (row[f"pooled_{figure}_delta{end}"] for end in ("", "_low", "_high"))
    if pd.isna(delta):
        return ""
    name = f"lift at {100 * row['pooled_targeting_rate']:g} %" if figure == "lift" else "AUC"
    return f": {_expected(row)}{name} {delta:+.3g} (95 % {low:+.3g} to {high:+.3g})"


def _cohorts(row: pd.Series) -> str:
    return "" if pd.isna(row["pooled_cohorts"]) else f" over {ENGLISH.cohorts(row['pooled_cohorts'])}"


def _reason(row: pd.Series, is_named: bool) -> str:
    """Reason of the verdict, with the version that it is about unless the sentence named it."""
    whose = "" if is_named else f"{row['version_label']}: "
    return "" if pd.isna(row["pooled_reason"]) else f"; {whose}{row['pooled_reason']}"


def _wait(row: pd.Series) -> str:
    more = row["cohorts_to_settle"]
    if pd.isna(more):
        return ""
    return (
        "; about one more cohort would settle it" if more == 1 else f"; about {int(more)} more cohorts would settle it"
    )
