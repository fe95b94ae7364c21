"""The parts of a score project, which can be made one by one and compared with those of an earlier run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timezone
from typing import Any

from champion_challenger.core.calendar import DATE_PARTS
from champion_challenger.core.replay.design import FrozenDesign
from champion_challenger.core.score_project.convention import form_snapshot_day
from champion_challenger.core.score_project.dependencies import all_available, latest_available, same_partition
from champion_challenger.core.score_project.names import ACTIVATION_LOG, PERFORMANCE, names_of
from champion_challenger.core.score_project.scenarios import application_scenario, score_scenario
from champion_challenger.core.score_project.score_flow import ScoreFlow
from champion_challenger.core.score_project.timetable import PROJECT_VARIABLES, SCORE_NAME, SET_BY_A_RUN
from champion_challenger.core.score_project.wiki import wiki_article
from champion_challenger.settings.create_score_project import ScoreProject

MODEL, REPORTS = "${model}", "${reports}"
PLACEHOLDERS = {"model": MODEL, "folder": REPORTS}
"""Kinds of parts to which the host gives an id, and the placeholder of the id."""

RECORD = "champion_challenger"
EVALUATE = "CustomCode_champion-challenger-retrain-and-evaluate"
_SUMMARISE = "CustomCode_champion-challenger-summarise-performance"
_MONTHLY = (PERFORMANCE, "gains_curves", "retraining_log", "scores")
_UNPARTITIONED = ("performance_summary", "decision_rules", ACTIVATION_LOG)
_PATTERNS = {"YEAR": "%Y/.*", "MONTH": "%Y-%M/.*", "DAY": "%Y-%M-%D/.*", "HOUR": "%Y-%M-%D-%H/.*"}
_SCORES = "customer_scores"
OWN_VARIABLES = (*SET_BY_A_RUN, SCORE_NAME, RECORD)
"""Variables that are not copied from an existing score project."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One thing of a score project.

    Attributes
    ----------
    kind
        ``variables``, ``shared dataset``, ``dataset``, ``folder``, ``model``, ``recipe``, ``scoring recipe``,
        ``scenario`` or ``article``.
    definition
        What to make; the ids that the host gives are ``PLACEHOLDERS`` in it.
    """

    kind: str
    name: str
    definition: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Name of the part in the record."""
        return f"{self.kind} {self.name}"

    @property
    def digest(self) -> str:
        """Identifies the definition."""
        return hashlib.sha256(json.dumps(self.definition, sort_keys=True).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Template:
    """What is copied from an existing score project.

    Attributes
    ----------
    form
        Form of the macro when it made the project; empty for a project made by hand.
    recipe_form
        Form of its recipe Retrain and evaluate.
    design
        Of its champion; None when there is no template.
    """

    form: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    recipe_form: Mapping[str, Any] = field(default_factory=dict)
    design: FrozenDesign | None = None


@dataclass(frozen=True)
class Dimensions:
    """Time dimension (name, period) of the cohort and of the customers to score; None for what has none.

    Attributes
    ----------
    training
        Names of the dimensions of the training data.
    """

    cohort: tuple[str, str] | None
    customers: tuple[str, str] | None
    training: tuple[str, ...] = ()


def blueprint(
    settings: ScoreProject, template: Template, dimensions: Dimensions, snapshot_day: str = "last"
) -> tuple[Part, ...]:
    """All parts of a score project, in the order in which they can be made.

    Parameters
    ----------
    snapshot_day
        ``first`` or ``last``: whether snapshots are taken at the begin of a period, or at the end of a day.
    """
    sources = tuple(dict.fromkeys((settings.training_data, settings.cohort, settings.customers)))
    name, period = dimensions.cohort or ("month", "MONTH")
    # DSS keeps the names in capitals for parts of the date.
    month = (name.lower() if name in DATE_PARTS else name, period)
    names = names_of(settings.language)
    flow = ScoreFlow(
        settings.customers,
        settings.cohort,
        names[_SCORES],
        customers_period=dimensions.customers[1] if dimensions.customers else "",
        cohort_period=dimensions.cohort[1] if dimensions.cohort else "",
        horizon=settings.horizon,
        # A cohort by day is that of the last day of the month, whichever end of that day its snapshot is.
        snapshot_day="last" if dimensions.cohort and dimensions.cohort[1] == "DAY" else snapshot_day,
        time_zone=str(settings.zone),
        language=settings.language,
    )
    # In this order, so that what the old project has set goes before our defaults, and the name is always its own.
    variables = {**PROJECT_VARIABLES, **template.variables, SCORE_NAME: settings.name}
    return (
        Part("variables", "project variables", variables),
        *(Part("shared dataset", source, {"to": settings.project_key}) for source in sources),
        *(_dataset(names[name], settings, month) for name in _MONTHLY),
        *(_dataset(names[name], settings, None) for name in _UNPARTITIONED),
        _dataset(names[_SCORES], settings, dimensions.customers),
        Part("folder", names["reports"], {"connection": settings.reports_connection}),
        Part("model", settings.name, _model(settings, snapshot_day)),
        Part(
            "recipe",
            names["retrain_and_evaluate"],
            _evaluation(settings, template.recipe_form, dimensions, snapshot_day),
        ),
        Part("recipe", names["summarise_performance"], _summary(settings, month[0])),
        Part("scoring recipe", names["score_customers"], _scoring(settings, dimensions)),
        _scenario(application_scenario(settings.name, flow, settings.production)),
        _scenario(score_scenario(settings.name, flow, settings.production, REPORTS)),
        Part("article", f"Score {settings.name}", {"content": wiki_article(settings)}),
    )


def with_ids(definition: Any, ids: Mapping[str, str]) -> Any:
    """Definition with the ids that the host gave instead of their placeholders.

    >>> with_ids({"ref": MODEL, "deps": ["a", 1], "script": f"folder {REPORTS}"}, {MODEL: "m1", REPORTS: "f1"})
    {'ref': 'm1', 'deps': ['a', 1], 'script': 'folder f1'}
    """
    if isinstance(definition, Mapping):
        return {key: with_ids(value, ids) for key, value in definition.items()}
    if isinstance(definition, (list, tuple)):
        return [with_ids(value, ids) for value in definition]
    # Inside texts too: a script of a scenario names the folder of the reports.
    for placeholder, host_id in ids.items() if isinstance(definition, str) else ():
        definition = definition.replace(placeholder, host_id)
    return definition


def lacking_ids(part: Part, ids: Mapping[str, str]) -> list[str]:
    """Kinds whose id a part needs and that is not known yet."""
    needed = {kind: name for kind, name in PLACEHOLDERS.items() if name in str(part.definition)}
    return [kind for kind, name in needed.items() if name not in ids]


def for_another_score(design: FrozenDesign) -> FrozenDesign:
    """Design of a champion for another outcome: the features are handled alike, without its target and classes."""
    # Without target, weights and the like, which are columns of the other score.
    features = {name: how for name, how in design.features.items() if how.get("role") in ("INPUT", "REJECT")}
    preprocessing = {**design.preprocessing, "per_feature": features}
    preprocessing.pop("target_remapping", None)
    return replace(design, target="", preprocessing=preprocessing)


def form_from_template(form: Mapping[str, Any], template: Mapping[str, Any]) -> Json:
    """Form whose empty fields are those of the template, except for the names of the score and its project.

    >>> form_from_template({"score_name": "B", "outcome_column": ""}, {"score_name": "A", "outcome_column": "churned"})
    {'outcome_column': 'churned', 'score_name': 'B'}
    """
    # False and 0 are answers: only what is empty takes the template's.
    own = {name: value for name, value in form.items() if value not in (None, "", [], {})}
    return {**{name: value for name, value in template.items() if name not in (SCORE_NAME, "project_key")}, **own}


def _dataset(name: str, settings: ScoreProject, dimension: tuple[str, str] | None) -> Part:
    definition: Json = {"connection": settings.connection, "beside": settings.training_data, "dimension": None}
    if dimension:
        title, period = dimension
        definition["dimension"] = {"name": title, "period": period, "pattern": _PATTERNS.get(period, "%Y-%M/.*")}
    return Part("dataset", name, definition)


def _model(settings: ScoreProject, snapshot_day: str) -> Json:
    return {
        "training_data": settings.training_data,
        "outcome": settings.outcome,
        "partitions": list(settings.first_window),
        # An id tells customers apart, and a date cohorts: a model that learns them is worth nothing on the next cohort.
        "rejected": [name for name in (settings.customer_id, settings.snapshot_column) if name],
        "algorithm": "" if settings.template else settings.algorithm,
        "design_of": settings.template,
        "horizon": str(settings.horizon),
        "snapshot_day": snapshot_day,
        "snapshot_column": settings.snapshot_column,
        "time_zone": str(settings.zone),
    }


def _evaluation(
    settings: ScoreProject, template_form: Mapping[str, Any], dimensions: Dimensions, snapshot_day: str
) -> Json:
    own = {
        "outcome_column": settings.outcome,
        "customer_id_column": settings.customer_id,
        "snapshot_column": settings.snapshot_column,
        "targeting_rates": settings.rates,
        "score_id": settings.name,
        "horizon": str(settings.horizon),
        "activation_log": ACTIVATION_LOG,
        "time_zone": str(settings.zone) if settings.zone != timezone.utc or "time_zone" in template_form else "",
        # As the dates say it, so that the recipe has nothing to warn about.
        "snapshot_day": snapshot_day if snapshot_day != form_snapshot_day(template_form) else "",
    }
    # Scores, the last of them, name customers: without an id there is nothing to write.
    outputs = _MONTHLY if settings.customer_id else _MONTHLY[:-1]
    return {
        "type": EVALUATE,
        "inputs": {
            "model": _input(MODEL),
            "cohort": _input(settings.cohort, *_equal(dimensions.cohort, PERFORMANCE)),
            "training_data": _input(
                settings.training_data, *(all_available(name, PERFORMANCE) for name in dimensions.training)
            ),
            **_newest(settings, dimensions),
        },
        "outputs": _outputs(outputs, settings),
        "params": {"customConfig": {**template_form, **{name: value for name, value in own.items() if value}}},
    }


def _newest(settings: ScoreProject, dimensions: Dimensions) -> Json:
    """The customers to score warn early; they cannot where they are a dataset that the recipe reads otherwise."""
    if settings.customers in (settings.cohort, settings.training_data):
        return {}
    deps = [latest_available(dimensions.customers[0], PERFORMANCE)] if dimensions.customers else []
    # By "latest available", so that one partition is read, whichever month is written.
    return {"newest_customers": _input(settings.customers, *deps)}


def _summary(settings: ScoreProject, dimension: str) -> Json:
    summary = names_of(settings.language)[_UNPARTITIONED[0]]
    return {
        "type": _SUMMARISE,
        "inputs": {"performance": _input(PERFORMANCE, all_available(dimension, summary))},
        "outputs": _outputs(_UNPARTITIONED[:2], settings),
        "params": {"customConfig": {"horizon": str(settings.horizon)}},
    }


def _scoring(settings: ScoreProject, dimensions: Dimensions) -> Json:
    output = names_of(settings.language)[_SCORES]
    needed = _equal(dimensions.customers, output)
    return {"input": settings.customers, "output": output, "model": MODEL, "deps": needed}


def _equal(dimension: tuple[str, str] | None, output: str) -> list[Json]:
    return [same_partition(dimension[0], output)] if dimension else []


def _input(ref: str, *deps: Json) -> Json:
    return {"items": [{"ref": ref, "deps": list(deps)}]}


def _outputs(roles: Sequence[str], settings: ScoreProject) -> Json:
    names = names_of(settings.language)
    return {role: {"items": [{"ref": names[role], "appendMode": False}]} for role in roles}


def _scenario(definition: Json) -> Part:
    return Part("scenario", str(definition["name"]), definition)
