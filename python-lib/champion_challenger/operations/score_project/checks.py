"""What is looked at before a score project is made, so that no half of one is left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from champion_challenger.core.score_project.outcome import Note
from champion_challenger.core.score_project.parts import Template
from champion_challenger.core.score_project.timetable import COHORT_PARTITION, CUSTOMERS_PARTITION
from champion_challenger.errors import AbsentError, HostError
from champion_challenger.languages.english.phrases import nearest
from champion_challenger.operations.dataset_checks import column_problems, dimensions_text
from champion_challenger.operations.score_project.ports import ScoreProjectHost
from champion_challenger.records.datasets import DatasetFacts
from champion_challenger.settings.create_score_project import ScoreProject

T = TypeVar("T")
_CALLED_LATER = "Procedure connection"
_MAIL, _CLASSES, _MOST_VALUES = "mail", 2, 5


@dataclass
class Look:
    """Answers of the host about the form: what is wrong, and what could not be looked at.

    Attributes
    ----------
    unchecked
        For a person to check.
    """

    host: ScoreProjectHost
    problems: list[str] = field(default_factory=list)
    unchecked: list[Note] = field(default_factory=list)

    def ask(self, label: str, value: str, question: Callable[[], T]) -> T | None:
        """Answer to a question; None, with a note, where the host gives none, and with a problem where it is absent."""
        try:
            return question()
        except AbsentError as error:
            self.problems.append(f"{label}: {error}")
        except HostError as error:
            self.host.tell(f"{label} {value} was not checked: {error}")
            self.unchecked.append(Note("made.unchecked", {"field": label, "value": value}))
        return None


def dataset_facts(settings: ScoreProject, look: Look) -> dict[str, DatasetFacts]:
    """Shapes of the datasets that the score reads; one that does not exist is a problem.

    Raises
    ------
    HostError
        When one cannot be looked at: nothing could be made of it.
    """
    labels = {
        settings.customers: "Customers to score",
        settings.cohort: "Labelled cohort",
        settings.training_data: "Training data",
    }
    facts = {}
    for name, label in reversed(labels.items()):
        try:
            facts[name] = look.host.facts(name)
        except AbsentError as error:
            look.problems.append(f"{label}: {error}")
    return facts


def shape_problems(settings: ScoreProject, template: Template, facts: Mapping[str, DatasetFacts]) -> Iterator[str]:
    """Columns that a dataset lacks, and partitions that a scenario or the recipe could not name."""
    training, cohort, customers = map(facts.get, (settings.training_data, settings.cohort, settings.customers))
    if training:
        yield from _lacking(training, settings, "Training data")
    if cohort:
        yield from _lacking(cohort, settings, "Labelled cohort")
        yield from _unfit(cohort, COHORT_PARTITION, "Labelled cohort")
        yield from _undated(cohort, settings, template)
    if customers and settings.customers != settings.cohort:
        yield from _unfit(customers, CUSTOMERS_PARTITION, "Customers to score")


def check_answers(settings: ScoreProject, facts: Mapping[str, DatasetFacts], look: Look) -> None:
    """Ask the host about all that the form names: partitions, outcome, mails, upstream dataset, connections."""
    training = facts.get(settings.training_data)
    if training:
        _check_training(settings, training, look)
    _check_mail(settings, look)
    _check_upstream(settings, look)
    _check_connections(settings, look)


def _check_training(settings: ScoreProject, training: DatasetFacts, look: Look) -> None:
    problems = len(look.problems)
    if training.dimensions or settings.first_window:
        _check_partitions(settings, training, look)
    # The outcome of partitions that are not there has no values, and its column may be missing.
    if len(look.problems) == problems and settings.outcome in training.types:
        _check_outcome(settings, training, look)


def _check_partitions(settings: ScoreProject, training: DatasetFacts, look: Look) -> None:
    label, window = "Training partitions of the first champion", settings.first_window
    if not training.dimensions:
        look.problems.append(f"{label}: {training.name} is not partitioned. Leave the field empty.")
        return
    known = look.ask(label, ", ".join(window) or training.name, lambda: look.host.partitions(training.name))
    if known is None:
        return
    if not known:
        look.problems.append(f"Training data: {training.name} has no partition yet. Build it first.")
    missing = [name for name in window if name not in known] if known else []
    for name in missing:
        look.problems.append(
            f"{label}: {training.name} has no partition {name!r}; it has {nearest(name, known)}. Name those that "
            "exist, separated by commas, or leave the field empty for all."
        )


def _check_outcome(settings: ScoreProject, training: DatasetFacts, look: Look) -> None:
    window = list(settings.first_window)
    values = look.ask(
        "Outcome column", settings.outcome, lambda: look.host.values(training.name, settings.outcome, window)
    )
    if values is None or len(values) == _CLASSES:
        return
    where = f"{training.name}, {', '.join(window)}" if window else training.name
    some = ", ".join(repr(value) for value in sorted(values)[:_MOST_VALUES])
    listed = f": {some}{', …' if len(values) > _MOST_VALUES else ''}" if values else ""
    advice = (
        "Choose a column with two, such as 0 and 1"
        if len(values) > _CLASSES
        else "Name partitions with both, or choose another column"
    )
    look.problems.append(
        f"Outcome column: expected two values of {settings.outcome!r} in {where}, found {len(values):,}{listed}. "
        f"{advice}."
    )


def _check_mail(settings: ScoreProject, look: Look) -> None:
    production = settings.production
    if not production.channel:
        return
    channels = look.ask("Mail channel", production.channel, look.host.channels)
    if channels is None:
        return
    if production.channel not in channels:
        advice = f"the instance has {nearest(production.channel, channels)}. Choose one, or leave the field empty"
        look.problems.append(f"Mail channel: no messaging channel {production.channel!r}; {advice}.")
        return
    if channels[production.channel] == _MAIL:
        look.problems += _recipient_problems(production.recipients)


def _recipient_problems(recipients: tuple[str, ...]) -> Iterator[str]:
    if not recipients:
        yield "Mail recipients: it is empty, and the channel sends mails. Name at least one address."
    # A variable of the project may be an address.
    wrong = [name for name in recipients if "@" not in name and "${" not in name]
    if wrong:
        listed = ", ".join(repr(name) for name in wrong)
        yield f"Mail recipients: expected addresses such as ann@example.com, found {listed}."


def _check_upstream(settings: ScoreProject, look: Look) -> None:
    production = settings.production
    if production.cockpit_project and production.cockpit_dataset:
        name = f"{production.cockpit_project}.{production.cockpit_dataset}"
        look.ask("Upstream dataset", name, lambda: look.host.facts(name))


def _check_connections(settings: ScoreProject, look: Look) -> None:
    named = {
        "Connection": settings.connection,
        "Connection of the reports": settings.reports_connection,
        _CALLED_LATER: settings.production.procedure_connection if settings.production.procedure else "",
    }
    named = {label: name for label, name in named.items() if name}
    if not named:
        return
    known = look.ask(" and ".join(named), ", ".join(named.values()), look.host.connections)
    for label, name in named.items():
        if known is None or name in known:
            continue
        absent = f"{label}: no connection {name!r} that you may use; there are {nearest(name, known)}."
        if label == _CALLED_LATER:
            # Whoever runs the scenario may be allowed to use it.
            look.host.tell(absent)
            look.unchecked.append(Note("made.unchecked", {"field": label, "value": name}))
        else:
            look.problems.append(absent)


def _undated(cohort: DatasetFacts, settings: ScoreProject, template: Template) -> Iterator[str]:
    if cohort.dimensions or settings.snapshot_column or template.recipe_form.get("snapshot_date"):
        return
    yield (
        f"Snapshot date column: {cohort.name} is not partitioned, so its date has to come from a column. Name the "
        "column under Advanced, or partition the cohort by month."
    )


def _unfit(facts: DatasetFacts, known: Mapping[str, str], label: str) -> list[str]:
    """The scenarios have to name the partition of a run."""
    if not facts.dimensions or (len(facts.dimensions) == 1 and facts.dimensions[0][1] in known):
        return []
    dimensions = dimensions_text(facts)
    return [f"{label}: expected one time dimension by day or by month, or none, found {dimensions} on {facts.name}."]


def _lacking(facts: DatasetFacts, settings: ScoreProject, label: str) -> list[str]:
    names = filter(None, (settings.outcome, settings.customer_id, settings.snapshot_column))
    return [problem for name in names for problem in column_problems(label, name, facts)]
