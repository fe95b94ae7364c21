"""The page of the macro Activate challenger: the evidence, what would change, and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from champion_challenger.core.activation.decision import Change, Decision
from champion_challenger.core.activation.evidence import Evidence, VersionEvidence
from champion_challenger.core.activation.log import Activation
from champion_challenger.core.activation.verdict import Verdict
from champion_challenger.core.versions import version_label
from champion_challenger.languages.english import ENGLISH
from champion_challenger.languages.numbers import MISSING
from champion_challenger.records.models import Version
from champion_challenger.report.advice import advised
from champion_challenger.report.frame import framed
from champion_challenger.report.markup import Child, Markup, element
from champion_challenger.report.style import SHEET
from champion_challenger.report.wording import Wording

_TITLE = "Activate a challenger"
_EXTRA = "code { font: 600 14px/1.4 Consolas, monospace; } .serious { color: var(--alarm); font-weight: 600; }"
_WORDS = {
    "challenger_better": "better than the active version",
    "champion_better": "worse than the active version",
    "challenger_slightly_better": "better than the active version, by less than the margin",
    "practically_equal": "practically equal to the active version",
    "not_distinguishable": "no difference beyond chance",
    "not_enough_data": "not enough data",
    "not_comparable": "cannot be compared",
    "champion": "was the active version",
    "": "not compared with the active version",
}
_ENGLISH = Wording(ENGLISH)
_FIGURES = {"lift": "lift", "auc": "AUC"}
_PLACES = {"lift": 2, "auc": 4}
_NUMBERS = (
    "Lift against active",
    "AUC against active",
    "Difference to active",
    "Cohorts",
    "Customers",
    "Positives",
    "Lift",
    "Against active",
    "AUC",
)


def activation_page(decision: Decision) -> str:
    """The page as a fragment, which DSS shows inside a page of its own: no script, every value escaped."""
    return framed(_parts(decision), SHEET + _EXTRA, "en")


def _parts(decision: Decision) -> list[Markup]:
    evidence = decision.evidence
    title = element("h1", evidence.model.name)
    if decision.activation:
        return [title, element("p", "Activated", class_="subtitle"), *_done(decision, decision.activation)]
    parts = [title, element("p", _TITLE, class_="subtitle"), _facts(evidence)]
    if not evidence.standings:
        return [*parts, element("p", "The model has no version beside the active one: there is nothing to activate.")]
    if decision.change is None:
        versions = element("h2", "Versions that could be activated")
        return [*parts, versions, _overview(evidence), *advised(evidence), _how_to_go_on(decision)]
    (standing,) = evidence.standings
    detail = _detail(standing, evidence, decision.change)
    return [*parts, *detail[:2], *advised(evidence, standing), *detail[2:], _how_to_go_on(decision)]


def _facts(evidence: Evidence) -> Markup:
    rate = _ENGLISH.rate(evidence.rate) if evidence.rate is not None else MISSING
    active, model = evidence.active, evidence.model
    facts = [
        ("Active version", _named(active), active.version_id if active else "none is active"),
        ("Last cohort evaluated", evidence.last_cohort, f"run {evidence.last_run}"),
        ("Customers targeted", rate, _rate_note(evidence)),
        ("Versions shown", _ENGLISH.count(len(evidence.standings)), f"{model.project_key}.{model.model_id}"),
    ]
    entries = [
        element("div", element("dt", name), element("dd", value, element("small", note))) for name, value, note in facts
    ]
    return element("dl", *entries, class_="facts")


def _rate_note(evidence: Evidence) -> str:
    """Which figures are of the rate shown: a verdict of another rate says so itself."""
    rates = {standing.verdict.rate for standing in evidence.standings}
    rates |= {row["targeting_rate"] for standing in evidence.standings for row in standing.cohorts}
    is_only_one = rates <= {None, evidence.rate}
    return "the rate of all figures here" if is_only_one else "the rate of figures that name no other"


def _overview(evidence: Evidence) -> Markup:
    heads = ("Version", "Algorithm", "Verdict", _difference_head(evidence), "Cohorts", "To know", "Token")
    rows = [element("tr", *_overview_cells(standing, evidence)) for standing in evidence.standings]
    return _table(heads, rows)


def _overview_cells(standing: VersionEvidence, evidence: Evidence) -> list[Markup]:
    version = element("small", f" {standing.version.version_id}")
    return [
        element("td", standing.label, version, class_="text"),
        element("td", _ENGLISH.algorithm(standing.version.algorithm), class_="text"),
        element("td", _WORDS.get(standing.verdict.word, standing.verdict.word), class_="text"),
        element("td", _delta(standing.verdict), _basis(standing.verdict, evidence)),
        element("td", _ENGLISH.count(len(standing.cohorts))),
        element("td", _flags(standing), class_="text reason sentence"),
        element("td", element("code", standing.token), class_="text"),
    ]


def _detail(standing: VersionEvidence, evidence: Evidence, change: Change) -> list[Markup]:
    verdict = standing.verdict
    sentence = f"Verdict: {_WORDS.get(verdict.word, verdict.word)}"
    rate = verdict.rate if verdict.figure == "lift" else None
    at = "" if rate is None else f" at {_ENGLISH.rate(rate)} targeted"
    figure = _FIGURES[verdict.figure]
    rests = ""
    if verdict.source:
        rests = f" ({verdict.source}){_expected(verdict)}; {figure}{at} against the active version {_delta(verdict)}"
    return [
        element("h2", f"Version {standing.label}"),
        element("p", element("strong", sentence), rests, "."),
        element("h2", "To know before activating"),
        _flags(standing),
        element("h2", "What will change"),
        _changes(standing, evidence, change),
        element("h2", "Cohort by cohort"),
        _cohorts(standing, evidence),
        element("p", "Each interval is a 95 % one by itself, not all of them at once."),
        element("h2", "Token"),
        element("p", element("code", standing.token)),
    ]


def _changes(standing: VersionEvidence, evidence: Evidence, change: Change) -> Markup:
    active = evidence.active
    before = f"instead of {_named(active)} ({active.version_id})" if active else "as the first one"
    items = [f"Version {standing.label} ({standing.version.version_id}) becomes active, {before}."]
    used = ", ".join(change.users)
    items.append(
        f"Used from their next run on: {used}."
        if used
        else "No recipe uses the model: look at API services and others."
    )
    if change.new_features:
        items.append(f"Features that it needs and the active version does not: {', '.join(change.new_features)}.")
    if change.dropped_features:
        items.append(f"Features that it no longer needs: {', '.join(change.dropped_features)}.")
    if standing.overlap is not None:
        items.append(f"{_ENGLISH.percent(standing.overlap)} of the customers targeted stay the same.")
    items.append("Nothing that was scored before is scored again, and no version is deleted.")
    return element("ul", *(element("li", item) for item in items))


def _cohorts(standing: VersionEvidence, evidence: Evidence) -> Markup:
    heads = ("Cohort", "Status", "Out of time", "Customers", "Positives", "Lift", "Against active", "AUC", "Verdict")
    rows = [element("tr", *_cohort_cells(row, evidence.rate)) for row in standing.cohorts]
    return _table(heads, rows) if rows else element("p", "No cohort was evaluated with it.")


def _cohort_cells(row: Mapping[str, Any], rate: float | None) -> list[Markup]:
    delta = _interval(row.get("lift_delta"), row.get("lift_delta_low"), row.get("lift_delta_high"))
    status = f"{row.get('cohort_status') or MISSING}, {row.get('status') or MISSING}"
    verdict = str(row.get("verdict") or "").replace("_", " ")
    if verdict:
        verdict += _other_rate(row["verdict_rate"], row["targeting_rate"])
    cohort = f"{row['cohort']}{_other_rate(row['targeting_rate'], rate)}"
    texts: list[Child] = [cohort, status, str(row.get("out_of_time") or MISSING)]
    numbers: list[Child] = [
        _ENGLISH.count(row.get("n")),
        _ENGLISH.count(row.get("n_positive")),
        _interval(row.get("lift"), row.get("lift_low"), row.get("lift_high")),
        delta,
        _ENGLISH.number(row.get("auc"), 3),
    ]
    last = element("td", verdict or _without_verdict(row), class_="text reason")
    return [
        *(element("td", text, class_="text") for text in texts),
        *(element("td", number) for number in numbers),
        last,
    ]


def _without_verdict(row: Mapping[str, Any]) -> str:
    """Why a cohort has no verdict against the active version."""
    if row.get("not_compared"):
        return str(row["not_compared"])
    if row.get("compared_through"):
        return f"evaluated while {row['former_label']} was in production; the difference goes through it"
    return str(row.get("reason") or MISSING)


def _flags(standing: VersionEvidence) -> Markup:
    if not standing.flags:
        return element("p", "Nothing speaks against it.")
    items = [
        element("li", flag.sentence, **({"class_": "serious"} if flag.is_serious else {})) for flag in standing.flags
    ]
    return element("ul", *items)


def _how_to_go_on(decision: Decision) -> Markup:
    return element(
        "p",
        "To activate a version, run this macro again in the mode ",
        element("strong", "Activate"),
        " with the version, its token and a reason. The token fits as long as the active version and the last "
        f"evaluation are those shown here. Who, when, why, from and to are written to {decision.log_name}. "
        "Red flags prevent the activation unless you select 'Override red flags'.",
    )


def _done(decision: Decision, activation: Activation) -> list[Markup]:
    heads = ("When (UTC)", "By", "From", "To", "Reason", "Token")
    values = (
        activation.activated_at,
        activation.by,
        activation.from_version or "none",
        activation.to_version,
        activation.reason,
        activation.token,
    )
    row = element("tr", *(element("td", value, class_="text reason") for value in values))
    standing = decision.evidence.standing(activation.to_version)
    overridden = [element("h2", "Overridden flags"), _flags(standing)] if standing and standing.serious else []
    users = ", ".join(decision.change.users) if decision.change else ""
    used = f" Used from their next run on: {users}." if users else ""
    return [
        element("p", f"Version {activation.to_version} is active.{used}"),
        _table(heads, [row]),
        *overridden,
        element(
            "p",
            f"Written to {decision.log_name}, and read back. To go back, activate "
            f"{activation.from_version or 'another'} in the same way.",
        ),
    ]


def _table(heads: tuple[str, ...], rows: list[Markup]) -> Markup:
    head = element("tr", *(element("th", name, class_="" if name in _NUMBERS else "text") for name in heads))
    return element("div", element("table", element("thead", head), element("tbody", *rows)), class_="wide", tabindex=0)


def _expected(verdict: Verdict) -> str:
    """The difference to be expected, shrunken for the choice among many, and whether it is confirmed."""
    expected = verdict.expected_lift
    if expected.delta is None:
        return ""
    confirmed = "; confirmed, however often one looks" if verdict.is_confirmed else ""
    return f"{confirmed}; expect a difference in lift of about {_interval(expected.delta, *expected.bounds)}"


def _difference_head(evidence: Evidence) -> str:
    """Head of the differences: the figure's name where all verdicts compare the same."""
    figures = _figures_judged(evidence)
    return f"{_capital(_FIGURES[figures[0]])} against active" if len(figures) == 1 else "Difference to active"


def _figures_judged(evidence: Evidence) -> list[str]:
    return sorted({standing.verdict.figure for standing in evidence.standings if standing.verdict.word}) or ["lift"]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _basis(verdict: Verdict, evidence: Evidence) -> str:
    """What a difference is of, where the head of its column does not say so."""
    if verdict.delta is None:
        return ""
    figure = f" in {_FIGURES[verdict.figure]}" if len(_figures_judged(evidence)) > 1 else ""
    return figure + (_other_rate(verdict.rate, evidence.rate) if verdict.figure == "lift" else "")


def _delta(verdict: Verdict) -> str:
    return _interval(verdict.delta, verdict.bounds.low, verdict.bounds.high, _PLACES[verdict.figure])


def _other_rate(own: float | None, rate: float | None) -> str:
    """Rate of what is shown beside figures of another one."""
    return "" if own is None or own == rate else f" at {_ENGLISH.rate(own)}"


def _interval(value: float | None, low: float | None, high: float | None, places: int = 2) -> str:
    if value is None or low is None or high is None:
        return _ENGLISH.number(value, places)
    return f"{_ENGLISH.number(value, places)} [{_ENGLISH.number(low, places)}; {_ENGLISH.number(high, places)}]"


def _named(version: Version | None) -> str:
    return version_label(version) if version else "none"
