"""What the summary says of a score as a whole: one word, the challenger it rests on, and a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from champion_challenger.core.reasons import read_reasons, sentence
from champion_challenger.core.tables.columns import VERDICTS
from champion_challenger.core.tables.frames import version_keys
from champion_challenger.core.tables.reading import champion_now, counted_rows, judged_cohort
from champion_challenger.core.verdicts.advice import action_sentence, advice_sentences, read_advice
from champion_challenger.core.verdicts.campaign_notice import campaign_notice, notice_sentence, population_notice
from champion_challenger.core.verdicts.ranks import STRONGEST_FIRST, verdict_rank
from champion_challenger.core.verdicts.version_verdict import leading_challenger, version_verdicts
from champion_challenger.languages import LANGUAGES
from champion_challenger.languages.english import ENGLISH
from champion_challenger.languages.language import Language

_END = {code: "" if code == ENGLISH.code else f"_{code}" for code in LANGUAGES}
_OF_A_VERSION = ["project_key", "model_id", "version_id"]


def score_verdict(rows: pd.DataFrame, figure: str) -> dict[str, Any]:
    """Verdict of one score, as figures that scenarios act on; none of them is null, and counts of 0 are among them.

    A score's verdict is the strongest that any of its challengers has, in the order of `STRONGEST_FIRST`; `champion`
    without challengers. The best challenger is that of `leading_challenger`, which pages name too.

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
        ``none``), ``recommendation_sentence`` and ``action_sentence``; ``verdict_subject`` is the verdict in a few
        words. Sentences and words are there in each further language too, as ``sentence_fr``.
    """
    versions = rows.drop_duplicates(_OF_A_VERSION)
    counts = {f"verdicts_{word}": int((versions["pooled_verdict"] == word).sum()) for word in VERDICTS}
    # The score is as good as its best challenger: one better version is enough for a decision.
    word = next((word for word in STRONGEST_FIRST if counts[f"verdicts_{word}"]), "champion")
    # Of the same rank, not of the same word: the best challenger may be equal where another one is undecided.
    is_candidate = versions["pooled_verdict"].map(verdict_rank) == verdict_rank(word)
    best = _leading_row(rows, versions[is_candidate])
    is_measured = pd.notna(best[f"pooled_{figure}_delta"])
    sentences: dict[str, str] = {}
    for code, language in LANGUAGES.items():
        telling = _Telling(best, figure, language, is_reason_shared=_is_reason_shared(versions, word))
        sentences[f"sentence{_END[code]}"] = telling.sentence(word) + _campaign(rows, language)
        sentences[f"verdict_subject{_END[code]}"] = language.fill(language.texts[f"subject.{word}"], {})
    return {
        "verdict": word,
        "best_challenger": str(best["version_id"]) if is_measured else "none",
        "sentence": sentences["sentence"],
        **counts,
        **_recommendation(rows),
        **{name: text for name, text in sentences.items() if name != "sentence"},
    }


def _recommendation(rows: pd.DataFrame) -> dict[str, str]:
    """What to do next, apart from what is proven."""
    advice = read_advice(counted_rows(rows))
    sentences = {
        f"recommendation_sentence{_END[code]}": " ".join(advice_sentences(advice, language))
        for code, language in LANGUAGES.items()
    }
    for code, language in LANGUAGES.items():
        sentences[f"action_sentence{_END[code]}"] = action_sentence(advice, language)
    if advice is None:
        return {"recommendation": "none", "recommended_version": "none", **sentences}
    kind = "change" if advice.is_change else "keep"
    return {"recommendation": kind, "recommended_version": advice.version_id, **sentences}


def _campaign(rows: pd.DataFrame, language: Language) -> str:
    """On whom the verdict rests, or that a campaign may have decided it, after its sentence."""
    counted = counted_rows(rows)
    notices = [notice for notice in (population_notice(counted), campaign_notice(counted)) if notice]
    worded = [str(notice) if language is ENGLISH else notice.wording(language) for notice in notices]
    return "".join(f" {notice_sentence(text)}" for text in worded)


def _leading_row(rows: pd.DataFrame, candidates: pd.DataFrame) -> pd.Series:
    """Row of the challenger that leads; where none does, of one that was evaluated on the cohort of the verdicts."""
    counted = counted_rows(rows)
    leader = leading_challenger(counted, version_verdicts(counted, champion_now(counted).key))
    evaluated = version_keys(counted[counted["cohort"] == judged_cohort(counted)])
    keys = version_keys(candidates)
    # The leader first, then any version of the cohort of the verdicts; argmax takes the first of equal ones.
    ranks = (keys == leader).to_numpy() * 2 + keys.isin(set(evaluated)).to_numpy()
    row: pd.Series = candidates.iloc[int(ranks.argmax())]
    return row


def _is_reason_shared(versions: pd.DataFrame, word: str) -> bool:
    """Whether several versions have a verdict, all for one reason."""
    reasons = versions.loc[versions["pooled_verdict"] == word, "pooled_reason"]
    return len(reasons) > 1 and bool(reasons.nunique(dropna=False) == 1)


@dataclass(frozen=True)
class _Telling:
    """What the sentence says of the row of the challenger that leads, in a language."""

    row: pd.Series
    figure: str
    language: Language
    is_reason_shared: bool

    def sentence(self, word: str) -> str:
        """The whole sentence for a verdict."""
        opening = self._text(f"sentence.{word}", label=self._label)
        if word == "champion":
            return f"{opening}."
        is_named = "{label}" in str(self.language.texts[f"sentence.{word}"]) or self.is_reason_shared
        parts = [
            self._confirmed_sentence(),
            self._difference(),
            self._cohorts(),
            self._reason(is_named=is_named),
            self._wait(),
        ]
        return f"{opening}{''.join(parts)}."

    @property
    def _label(self) -> str:
        """Name of the version, days as the language writes them."""
        return self.language.version(str(self.row["version_label"]))

    def _text(self, key: str, **values: object) -> str:
        return self.language.fill(self.language.texts[key], values)

    def _confirmed_sentence(self) -> str:
        is_confirmed = self.row["pooled_confirmed"] is True or self.row["pooled_confirmed"] == 1
        return self._text("sentence.confirmed") if is_confirmed else ""

    def _with_bounds(self, name: str) -> dict[str, float]:
        return {key: self.row[f"{name}_delta{end}"] for key, end in (("delta", ""), ("low", "_low"), ("high", "_high"))}

    def _expected_sentence(self) -> str:
        values = self._with_bounds("expected_lift")
        if pd.isna(values["delta"]) or self.row["pooled_verdict"] in ("not_comparable", "not_enough_data"):
            return ""
        return self._text("sentence.expected", **values)

    def _difference(self) -> str:
        values = self._with_bounds(f"pooled_{self.figure}")
        if pd.isna(values["delta"]):
            return ""
        rate = 100 * self.row["pooled_targeting_rate"]
        return self._text(f"sentence.{self.figure}", expected=self._expected_sentence(), rate=rate, **values)

    def _cohorts(self) -> str:
        cohorts = self.row["pooled_cohorts"]
        return "" if pd.isna(cohorts) else self._text("sentence.over", cohorts=self.language.cohorts(cohorts))

    def _reason(self, *, is_named: bool) -> str:
        """Reason of the verdict, with the version that it is about unless the sentence named it."""
        text = self.row["pooled_reason"]
        if pd.isna(text):
            return ""
        # The column holds the English sentence; its codes may be missing where they exceeded the width of a text
        # column.
        if self.language is not ENGLISH:
            text = sentence(read_reasons(self.row["reason_codes"], "pooled_reason"), self.language) or text
        key = "sentence.reason" if is_named else "sentence.reason_of"
        return self._text(key, reason=text, **({} if is_named else {"label": self._label}))

    def _wait(self) -> str:
        more = self.row["cohorts_to_settle"]
        return "" if pd.isna(more) else self._text("sentence.wait", n=float(more))
