"""The cohort and the performance dataset, looked at: types, rows, partitioning."""

from __future__ import annotations

from collections.abc import Iterator

from champion_challenger.core.installation.cohort import type_findings, word_finding
from champion_challenger.core.installation.findings import FIX, LOOK, OK, Finding, try_question
from champion_challenger.core.tables.frames import other_dataset
from champion_challenger.errors import HostError
from champion_challenger.operations.dataset_checks import (
    dimensions_text,
    output_problems,
    partitioning_problems,
    table_problems,
)
from champion_challenger.operations.installation.model import Sample
from champion_challenger.operations.installation.ports import CheckHost
from champion_challenger.records.datasets import DatasetFacts, StoredTable

FIRST_ROWS = 1000
_READ = "Check the name, and that whoever runs this may read the project of the dataset (its Security > Permissions)"
_REFUSED = "Do as it says: a run is refused until then"
_ROWS = "Open the dataset in DSS: it has to show its rows there"


def cohort_findings(facts: DatasetFacts, sample: Sample | HostError) -> Iterator[Finding]:
    """Types of the columns, words such as NA among the first rows, partitioning."""
    yield from type_findings(facts)
    if isinstance(sample, HostError):
        yield Finding(FIX, "Rows", str(sample), _ROWS)
    elif sample.rows.empty:
        yield Finding(LOOK, "Rows", "it has no rows", "Build it: a run on a cohort without rows is refused")
    else:
        yield Finding(OK, "Rows", f"the first {len(sample.rows):,} were read under the types of the schema")
        yield word_finding(facts, sample.rows)
    yield _cohort_partitioning(facts)


def read_sample(facts: DatasetFacts, host: CheckHost) -> Sample | HostError:
    """First rows of the cohort, or why they cannot be read."""
    try:
        return Sample(facts, host.first_rows(facts.name, FIRST_ROWS))
    except HostError as error:
        return error


def performance_findings(table: StoredTable, cohort: DatasetFacts | None, host: CheckHost) -> Iterator[Finding]:
    """Partitioning of the output, alone and against the cohort's; columns of its table; months that it has."""
    facts = table.facts
    other = other_kind(facts)
    if other:
        yield Finding(FIX, "Performance", other, "What follows of performance was not looked at")
        return
    problems = [*partitioning_problems(facts), *table_problems("performance", facts)]
    yield from (Finding(FIX, "Performance", problem, _REFUSED) for problem in problems)
    if not problems:
        yield Finding(OK, "Performance", f"{facts.name}: {dimensions_text(facts)}")
    if cohort is not None and cohort.dimensions and not problems:
        yield _agreement(facts, cohort)
    if not problems:
        yield from _others(facts, host)
    yield try_question("Months evaluated", lambda: _months(facts, host), _READ)


def other_kind(facts: DatasetFacts) -> str:
    """Why a dataset cannot be a performance dataset, by its columns; "" where it may be one, or has none yet."""
    return other_dataset(facts.name, "performance", facts.column_names) if facts.column_names else ""


def _others(performance: DatasetFacts, host: CheckHost) -> Iterator[Finding]:
    """Other outputs of the recipe that writes it."""
    try:
        outputs = host.outputs_with(performance.name)
    except HostError as error:
        yield Finding(FIX, "Outputs of the recipe", str(error), _READ)
        return
    for role, facts in outputs.items():
        problems = list(output_problems(role, facts, performance))
        yield from (Finding(FIX, f"Output {role}", problem, _REFUSED) for problem in problems)
        if not problems and facts.name != performance.name:
            yield Finding(OK, f"Output {role}", f"{facts.name}: {dimensions_text(facts)}")


def unread(subject: str, error: HostError) -> Finding:
    """A dataset that cannot be looked at."""
    return Finding(FIX, subject, str(error), _READ)


def _cohort_partitioning(facts: DatasetFacts) -> Finding:
    if facts.dimensions:
        return Finding(OK, "Partitioning", dimensions_text(facts))
    advice = "In the recipe's form, choose the Snapshot date column, or give a snapshot date (Advanced)"
    return Finding(LOOK, "Partitioning", f"{facts.name} is not partitioned: a run takes its date from a column", advice)


def _agreement(performance: DatasetFacts, cohort: DatasetFacts) -> Finding:
    if [period for _, period in performance.dimensions] == [period for _, period in cohort.dimensions]:
        return Finding(OK, "Partitions of both", "the recipe's dependency 'Equals' fits")
    observation = f"the cohort has {dimensions_text(cohort)}, performance {dimensions_text(performance)}"
    advice = "Give both the same time dimension, so that the recipe's dependency 'Equals' finds the month's customers"
    return Finding(FIX, "Partitions of both", observation, advice)


def _months(facts: DatasetFacts, host: CheckHost) -> Finding:
    months = host.partitions(facts.name) if facts.dimensions else []
    if not months:
        return Finding(OK, "Months evaluated", "none yet")
    return Finding(OK, "Months evaluated", f"{len(months)}, from {min(months)} to {max(months)}")
