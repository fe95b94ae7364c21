"""Reading the labelled cohort: once, checked, with its date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from champion_challenger.core.arrival import OutcomeCounts, reason_not_joined
from champion_challenger.core.calendar import cohort_status
from champion_challenger.core.campaign import Contacts, read_contacts
from champion_challenger.core.figures.weighted import Strata
from champion_challenger.core.outcomes import Outcomes, realised_outcomes
from champion_challenger.core.reasons import Reason
from champion_challenger.core.tables.frames import cell_text
from champion_challenger.errors import DataError
from champion_challenger.languages.english.phrases import count_of
from champion_challenger.operations.evaluation.chunks import Chunks
from champion_challenger.operations.evaluation.dates import CohortRules, period_rows, snapshot_of_rows
from champion_challenger.records.runs import DatedCohort, Flow

MOST_SEGMENTS = 50
_MOST_COLUMNS = 5
EXACT = 2**53
"""Up to here a decimal number holds every whole number."""


@dataclass(frozen=True)
class Segment:
    """Customers evaluated together: ``all``, or those with one value of a column.

    Attributes
    ----------
    rows
        True for the customers that belong to it; one per row of the cohort.
    strata
        Of all customers, where outcomes count of a part of them only and are weighted.
    obstacle
        Why no version is compared on it; None where they are.
    shortage
        Why there is too little evidence for a verdict.
    """

    name: str
    rows: npt.NDArray[np.bool_]
    strata: Strata | None = None
    obstacle: Reason | None = None
    shortage: Reason | None = None


@dataclass(frozen=True)
class Cohort(DatedCohort):
    """The customers of one snapshot, with what they did.

    Attributes
    ----------
    late
        Why its outcomes cannot have been joined yet; None when nothing speaks against it.
    contacts
        What a campaign did; None when no contact column is named.
    empty_cells
        Columns of numbers with empty cells, and how many there are.
    was_read_whole
        Whether it was read again with all columns, since a version asks for more than its details name.
    snapshot_day
        ``first`` or ``last``: whether the snapshot was taken at the begin of its day, or at the end.
    """

    rows: Chunks
    outcomes: Outcomes
    segments: tuple[Segment, ...]
    late: Reason | None = None
    contacts: Contacts | None = None
    empty_cells: Mapping[str, int] = field(default_factory=dict)
    was_read_whole: bool = False
    snapshot_day: str = "last"

    @property
    def n(self) -> int:
        """Customers, labelled or not."""
        return len(self.outcomes.y_true)

    @property
    def counts(self) -> OutcomeCounts:
        """What is known of the customers."""
        return OutcomeCounts(self.n, int((~self.outcomes.is_known).sum()), int(self.outcomes.y_true.sum()))


def read_cohort(
    frames: Iterable[pd.DataFrame], rules: CohortRules, flow: Flow, classes: tuple[str, ...], today: date
) -> Cohort:
    """Read the cohort, refuse what cannot be evaluated, and date it.

    Raises
    ------
    DataError
        When it is empty, has duplicate customers, or outcomes that are not the two classes.
    SettingsError
        When the snapshot date lies outside the partition asked for.
    """
    rows = Chunks(period_rows(frames, rules, flow))
    n, empty_cells = _count(rows)
    if n == 0:
        raise DataError(_empty(rules, flow))
    if rules.customer_id_column:
        check_customers(rows.column(rules.customer_id_column), rules.customer_id_column, flow.cohort.name)
    snapshot = snapshot_of_rows(rows, rules, flow)
    column = rules.outcome_column
    outcomes = realised_outcomes(rows.column(column), classes, rules.positive_class, column)
    status = cohort_status(snapshot.start, rules.horizon, today, snapshot.day)
    contact = rules.contact
    # Read here, so that a customer without a value stops the run before anything is trained.
    contacts = read_contacts(rows.column(contact.column), contact) if contact.column else None
    parts = tuple(segments(rows, n, rules.segment_columns))
    return Cohort(
        flow.partition,
        snapshot.start,
        status,
        rows,
        outcomes,
        parts,
        contacts=contacts,
        empty_cells=empty_cells,
        snapshot_day=snapshot.day,
    )


def with_arrival(cohort: Cohort, earlier: Sequence[OutcomeCounts]) -> Cohort:
    """Cohort that is provisional, with the reason, when its outcomes cannot have been joined yet."""
    late = reason_not_joined(cohort.counts, earlier)
    return cohort if late is None else replace(cohort, status="provisional", late=late)


def cohort_sentence(cohort: DatedCohort, counts: OutcomeCounts, late: Reason | None) -> str:
    """A cohort in a sentence, for the log; WARN where its outcomes are not there yet."""
    known = counts.n - counts.n_unlabelled
    unknown = f", {counts.n_unlabelled:,} without outcome" if counts.n_unlabelled else ""
    share = f" ({counts.n_positive / known:.2%})" if known else ""
    warning = f" WARN: {late}. The cohort stays provisional and has to be evaluated again." if late else ""
    return (
        f"Cohort {cohort.name}: {count_of(counts.n, 'customer')}{unknown}, {counts.n_positive:,} positive{share}, "
        f"snapshot {cohort.start}, {cohort.status}.{warning}"
    )


def gaps_sentence(cohort: Cohort, outcome_column: str) -> str:
    """Empty cells in columns of numbers in a sentence, for the log; "" when there are none.

    A host may drop a cell that is no number, such as ``16,44``: it cannot be told from an empty one.
    """
    counts = {name: n for name, n in cohort.empty_cells.items() if name != outcome_column}
    if not counts:
        return ""
    most = sorted(counts, key=lambda name: -counts[name])[:_MOST_COLUMNS]
    listed = ", ".join(f"{name} {counts[name]:,}" for name in most)
    others = f" and {count_of(len(counts) - len(most), 'more column')}" if len(counts) > len(most) else ""
    return (
        f"Empty cells in columns of numbers, of {count_of(cohort.n, 'row')}: {listed}{others}. If that is more than "
        "usual, "
        "DSS may have dropped cells that are no numbers, such as 16,44."
    )


def check_customers(ids: pd.Series, column: str, dataset: str) -> None:
    """Refuse customers without an id, ids that decimal numbers cannot tell apart, and customers that appear twice.

    Raises
    ------
    DataError
        With the count, and three ids.
    """
    # As objects, which compare with a text alike whatever type the column has.
    nameless = int((ids.isna() | (ids.astype("object") == "")).sum())
    if nameless:
        msg = f"{dataset}: {count_of(nameless, 'row has', 'rows have')} no {column}. Every customer needs an id."
        raise DataError(msg)
    # Two ids may have become one number already: their duplicates would be somebody else.
    if pd.api.types.is_float_dtype(ids.dtype) and (ids.abs() > EXACT).any():
        msg = (
            f"{dataset}: column {column} holds decimal numbers beyond 2**53, where neighbouring ids are one number. "
            "Make it a bigint or a string column, from the source on."
        )
        raise DataError(msg)
    repeated = ids[ids.duplicated()]
    if len(repeated):
        examples = ", ".join(str(value) for value in repeated.unique()[:3])
        msg = (
            f"{dataset}: {count_of(repeated.nunique(), 'customer appears', 'customers appear')} more than once "
            f"(column {column}: {examples}"
            f"{', …' if repeated.nunique() > 3 else ''}), {count_of(len(repeated), 'row')} too many. Keep one row "
            "per customer, "
            "with a Distinct or Group recipe."
        )
        raise DataError(msg)


def segments(rows: Chunks, n: int, columns: tuple[str, ...]) -> Iterator[Segment]:
    """All customers, then each value of each column, in the order of their spelling.

    Null is a value, ``column=``. Texts are taken as they are: ``01`` and ``1`` are two segments. A NUL becomes its
    visible sign: pandas before 2 ends a text there.

    Raises
    ------
    DataError
        When a column has more values than anyone can read.
    """
    yield Segment("all", np.ones(n, dtype=bool))
    for column in columns:
        # Null has become a text before: factorize() would give it no code.
        codes, values = pd.factorize(rows.column(column).astype("object").map(_segment_text))
        if len(values) > MOST_SEGMENTS:
            msg = (
                f"Segment columns: column {column} has {count_of(len(values), 'value')}, more than anyone can read "
                f"({MOST_SEGMENTS} at most). Group them in a Prepare recipe."
            )
            raise DataError(msg)
        # In the order of spelling, so that rows come in the same order from memory and from a database.
        for place in np.argsort(values.astype(str)):
            yield Segment(f"{column}={values[place]}", codes == place)


def _count(rows: Chunks) -> tuple[int, dict[str, int]]:
    """Rows, and the empty cells of each column of numbers that has some."""
    n, empty = 0, Counter[str]()
    for frame in rows:
        n += len(frame)
        for name, values in frame.items():
            if pd.api.types.is_numeric_dtype(values.dtype):
                empty[str(name)] += int(values.isna().sum())
    # The plus drops the counts of 0.
    return n, dict(+empty)


def _segment_text(value: object) -> str:
    text = cell_text(value)
    return text.replace("\0", "\u2400") if "\0" in text else text


def _empty(rules: CohortRules, flow: Flow) -> str:
    if rules.snapshot_column and not flow.cohort.dimensions:
        return (
            f"Cohort {flow.cohort.name}: no row has a {rules.snapshot_column} in {flow.partition}. "
            "Ask for a partition that the dataset holds."
        )
    return f"Cohort {flow.cohort.name}, {flow.partition}: it has no rows. Build it first; nothing was changed."
