"""Whether a cohort's outcomes have arrived, and what changed since it was last evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from champion_challenger.core.reasons import Reason
from champion_challenger.languages.english.phrases import count_of

MARGIN = 0.10
"""By how much more customers than usual, as a share of all, are without outcome when outcomes are not joined yet."""

TIMES = 3.0
"""How many times the usual share it is at least."""
_ROUND_OFF = 1e-12


@dataclass(frozen=True)
class OutcomeCounts:
    """What is known of a cohort's customers.

    Attributes
    ----------
    n
        Customers, with or without an outcome.
    """

    n: int
    n_unlabelled: int
    n_positive: int

    @property
    def unlabelled_share(self) -> float:
        """Share of the customers without outcome, in [0, 1]; 0 without customers."""
        return self.n_unlabelled / self.n if self.n else 0.0

    def as_metrics(self) -> dict[str, int]:
        """Figures under which a run saves the counts, and a later run finds them."""
        return {f"cohort_{name}": value for name, value in asdict(self).items()}


NO_CUSTOMERS = OutcomeCounts(0, 0, 0)


def reason_not_joined(counts: OutcomeCounts, earlier: Sequence[OutcomeCounts]) -> Reason | None:
    """Why the outcomes cannot have been joined yet; None when nothing speaks against it.

    They are not when no customer has one, when no customer is positive, or when the share of customers without one is
    far above that of the cohorts before: by `MARGIN` and `TIMES` the median, or so far that less than half as many as
    usual have one. Without earlier cohorts only the first two are known.

    Examples
    --------
    >>> usual = [OutcomeCounts(1000, 20, 50), OutcomeCounts(1000, 30, 40)]
    >>> print(reason_not_joined(OutcomeCounts(1000, 600, 12), usual))
    outcomes not joined yet: 60.0 % of the customers have none, 2.5 % in the cohorts before
    >>> reason_not_joined(OutcomeCounts(1000, 60, 12), usual), reason_not_joined(OutcomeCounts(1000, 600, 12), [])
    (None, None)
    >>> print(reason_not_joined(OutcomeCounts(1000, 0, 0), []))
    outcomes not joined yet: none of 1,000 customers is positive
    """
    if counts.n == counts.n_unlabelled:
        return Reason("outcomes_absent", {"n": counts.n})
    if counts.n_positive == 0:
        return Reason("outcomes_without_positive", {"n": counts.n - counts.n_unlabelled})
    if not earlier:
        return None
    usual, share = median(cohort.unlabelled_share for cohort in earlier), counts.unlabelled_share
    # Both bounds: where few are usually missing a multiple is soon reached, where many are, a margin is. Where more
    # than a fifth are, a multiple may be more than all customers: there the outcomes that are known are compared.
    limit = min(max(usual + MARGIN, TIMES * usual), (1 + usual) / 2)
    if share <= limit + _ROUND_OFF:
        return None
    return Reason("outcomes_fewer_than_usual", {"share": share, "usual": usual})


def arrival_metrics(counts: OutcomeCounts, late: Reason | None) -> dict[str, str | int]:
    """Figures of a cohort's outcomes, on which scenarios and later runs rest."""
    known = "not joined yet" if late else "joined"
    return {"cohort_outcomes": known, "cohort_outcomes_reason": str(late or "none"), **counts.as_metrics()}


def restatement(name: str, counts: OutcomeCounts, before: OutcomeCounts | None) -> str:
    """What changed in a cohort's outcomes since it was evaluated before; "" when nothing did.

    Examples
    --------
    >>> print(restatement("2019-06", OutcomeCounts(100, 2, 5), OutcomeCounts(100, 40, 3)))
    Cohort 2019-06 is restated: 98 of 100 customers have an outcome (60 of 100 before), 5 are positive (3 before).
    >>> restatement("2019-06", OutcomeCounts(1000, 20, 50), OutcomeCounts(1000, 20, 50))
    ''
    """
    if before is None or before == counts:
        return ""
    known, known_before = counts.n - counts.n_unlabelled, before.n - before.n_unlabelled
    has, are = "has" if known == 1 else "have", "is" if counts.n_positive == 1 else "are"
    customers = count_of(counts.n, "customer")
    return (
        f"Cohort {name} is restated: {known:,} of {customers} {has} an outcome ({known_before:,} of {before.n:,} "
        f"before), {counts.n_positive:,} {are} positive ({before.n_positive:,} before)."
    )


def counts_of(metrics: dict[str, object]) -> OutcomeCounts | None:
    """Counts among the figures that a run saved; None when they are not all there.

    Examples
    --------
    >>> counts_of({"cohort_n": 10, "cohort_n_unlabelled": "1", "cohort_n_positive": 2.0})
    OutcomeCounts(n=10, n_unlabelled=1, n_positive=2)
    >>> counts_of({"cohort_n": 10})
    """
    names = ("n", "n_unlabelled", "n_positive")
    try:
        # A figure comes back from the host as number or text, and a count sometimes as 12.0.
        n, n_unlabelled, n_positive = (int(float(str(metrics[f"cohort_{name}"]))) for name in names)
    except (KeyError, ValueError, OverflowError):
        return None
    return OutcomeCounts(n, n_unlabelled, n_positive)
