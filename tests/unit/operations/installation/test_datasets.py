"""Cohorts and performance datasets, as they should be and as they are."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from champion_challenger.core.installation.findings import Finding
from champion_challenger.errors import HostError
from champion_challenger.operations.installation.datasets import (
    FIRST_ROWS,
    cohort_findings,
    performance_findings,
    read_sample,
    unread,
)
from champion_challenger.operations.installation.model import Sample
from champion_challenger.records.datasets import StoredTable
from tests.unit.operations.fakes import customers, dataset
from tests.unit.operations.installation.fakes import FakeInstallation, installation

COHORT = dataset("TELCO.customers", customers())


def lines(host: FakeInstallation, dimensions: tuple[tuple[str, str], ...]) -> dict[str, Finding]:
    """Lines on performance with such a partitioning, by subject."""
    facts = replace(host.datasets["TELCO.performance"].facts, dimensions=dimensions)
    found = performance_findings(StoredTable(facts, "warehouse", "PostgreSQL"), COHORT, host)
    return {finding.subject: finding for finding in found}


def test_a_sound_cohort_is_green() -> None:
    """Types, rows, words, partitioning."""
    host = installation(rows=customers(3000))
    sample = read_sample(COHORT, host)
    found = list(cohort_findings(COHORT, sample))

    assert isinstance(sample, Sample)
    assert len(sample.rows) == FIRST_ROWS
    assert [finding.level for finding in found] == ["ok"] * 4


def test_rows_that_cannot_be_read_are_red_and_missing_ones_amber() -> None:
    """The rest of the lines is there all the same."""
    host = installation(refusals={"first_rows": HostError("Integer column has NA values")})
    refused = {one.subject: one for one in cohort_findings(COHORT, read_sample(COHORT, host))}
    empty = {one.subject: one for one in cohort_findings(COHORT, Sample(COHORT, pd.DataFrame()))}

    assert (refused["Rows"].level, refused["Rows"].observation) == ("fix", "Integer column has NA values")
    assert (empty["Rows"].level, empty["Partitioning"].level) == ("look", "ok")


def test_a_cohort_without_partitions_needs_a_date() -> None:
    """The form gives it."""
    found = list(cohort_findings(replace(COHORT, dimensions=()), Sample(COHORT, customers())))
    assert (found[-1].level, "Snapshot date column" in found[-1].advice) == ("look", True)


def test_a_sound_performance_dataset_is_green() -> None:
    """Its months are counted."""
    found = lines(installation(), (("month", "MONTH"),))

    assert {finding.level for finding in found.values()} == {"ok"}
    assert found["Months evaluated"].observation == "2, from 2019-05 to 2019-06"
    assert lines(installation(months=[]), (("month", "MONTH"),))["Months evaluated"].observation == "none yet"


def test_a_dataset_of_another_kind_is_red_and_not_looked_into() -> None:
    """By its columns; one that was just created has none, and may become one."""
    host = installation()
    other, new = (
        list(performance_findings(StoredTable(replace(COHORT, columns=columns), "files", "Filesystem"), COHORT, host))
        for columns in (COHORT.columns, ())
    )

    assert [(finding.level, finding.subject) for finding in other] == [("fix", "Performance")]
    assert "TELCO.customers is no performance dataset: it lacks the columns" in other[0].observation
    assert new[0].level == "ok"


def test_what_a_run_would_refuse_is_red() -> None:
    """No partitions, a name that DSS keeps, another period than the cohort's."""
    flat, capital = lines(installation(), ()), lines(installation(), (("MONTH", "MONTH"),))
    other = lines(installation(), (("day", "DAY"),))

    assert "is not partitioned. Create a managed dataset" in flat["Performance"].observation
    assert "Rename it 'month'" in capital["Performance"].observation
    assert (other["Partitions of both"].level, "dependency 'Equals'" in other["Partitions of both"].advice) == (
        "fix",
        True,
    )


def test_other_outputs_of_the_recipe_are_held_against_it() -> None:
    """Each in a line: partitioned otherwise, or in append mode, a run is refused."""
    performance = installation().datasets["TELCO.performance"].facts
    sound, flat = replace(performance, name="TELCO.scores"), replace(performance, name="TELCO.log", dimensions=())
    outputs = {"performance": replace(performance, is_appending=True), "scores": sound, "retraining_log": flat}
    found = lines(installation(outputs=outputs), (("month", "MONTH"),))

    assert (found["Output scores"].level, found["Output scores"].observation) == ("ok", "TELCO.scores: month (MONTH)")
    assert found["Output retraining_log"].observation.endswith("found no partitioning on TELCO.log.")
    assert "Untick 'Append instead of overwrite'" in found["Output performance"].observation


def test_a_recipe_that_may_not_be_read_is_red() -> None:
    """In the host's words."""
    host = installation(refusals={"outputs_with": HostError("no right")})
    assert lines(host, (("month", "MONTH"),))["Outputs of the recipe"].observation == "no right"


def test_a_dataset_that_may_not_be_read_is_red() -> None:
    """In the host's words."""
    assert unread("Cohort", HostError("no right")).observation == "no right"
