"""Each figure as a function of the counts: what it means, where it lies, when it is not defined.

One rule for all: without rows, or with one class only, a figure is None; the counts remain. Never NaN.
The higher, the better, for every figure of this module.
"""

from __future__ import annotations

from champion_challenger.core.figures.counts import PRECISION_UNIT, Cut, Statistics


def base_rate(counted: Statistics) -> float | None:
    """Share of positives, in [0, 1]; None without rows.

    Examples
    --------
    >>> base_rate(Statistics(8, 2, 0, 0, 0, 0))
    0.25
    """
    return counted.n_positive / counted.n if counted.n else None


def auc(counted: Statistics) -> float | None:
    """Area under the ROC curve, in [0, 1]; 0.5 for random scores.

    The probability that a random positive scores higher than a random negative; a tie counts one half.

    Examples
    --------
    >>> from champion_challenger.core.figures.counts import statistics
    >>> auc(statistics([0, 1, 1], [0.2, 0.2, 0.7]))
    0.75
    """
    if not counted.has_both_classes:
        return None
    return counted.auc_numerator / (2 * counted.n_positive * counted.n_negative)


def average_precision(counted: Statistics) -> float | None:
    """Precision averaged over the positives, in (0, 1]; about the base rate for random scores.

    Over the distinct scores, the sum of ``(recall - recall at the next higher score) * precision``: each positive
    counts the precision of a list of all customers with its score or a higher one. Ties are one group, as in scikit-
    learn's ``average_precision_score``; nothing is interpolated. Where positives are rare it tells more about the top
    of the ranking than the AUC. None with one class, and where it was not counted.

    References
    ----------
    Zhu (2004), Recall, precision and average precision, University of Waterloo.

    Examples
    --------
    >>> from champion_challenger.core.figures.counts import statistics
    >>> average_precision(statistics([1, 0, 1, 0], [0.9, 0.5, 0.4, 0.1]))  # (1/1 + 2/3) / 2
    0.8333333333333333
    """
    if not counted.has_both_classes or not counted.precision_numerator:
        return None
    return counted.precision_numerator / (PRECISION_UNIT * counted.n_positive)


def gini(counted: Statistics) -> float | None:
    """Gini coefficient ``2 * AUC - 1``, in [-1, 1]; 0 for random scores.

    Examples
    --------
    >>> from champion_challenger.core.figures.counts import statistics
    >>> gini(statistics([0, 1, 1], [0.2, 0.2, 0.7]))
    0.5
    """
    # Not from the AUC as a float: 2 * AUC - 1 loses digits near chance, where the whole numbers lose none.
    pairs = counted.n_positive * counted.n_negative
    return (counted.auc_numerator - pairs) / pairs if pairs else None


def ks(counted: Statistics) -> float | None:
    """Kolmogorov-Smirnov distance between the scores of positives and of negatives, in [0, 1].

    The largest gap between the two distribution functions, over all distinct scores (not over deciles).

    Examples
    --------
    >>> from champion_challenger.core.figures.counts import statistics
    >>> ks(statistics([0, 0, 1, 1], [0.1, 0.3, 0.2, 0.4]))
    0.5
    """
    if not counted.has_both_classes:
        return None
    return counted.ks_numerator / (counted.n_positive * counted.n_negative)


def true_positives(cut: Cut) -> float:
    """Positives among the targeted, in [0, n_targeted].

    Where the cut-off falls among equal scores: the mean over all ways to draw the targeted among the tied.

    Examples
    --------
    >>> true_positives(Cut(1_000, 10, 0.5, 8, 4, 4, 1, 0, 0))
    4.5
    """
    return cut.positives_above + (cut.positives_tied * n_taken(cut) / cut.n_tied if cut.n_tied else 0.0)


def true_positives_worst(cut: Cut) -> int:
    """Positives among the targeted when every tie at the cut-off is broken against us.

    Examples
    --------
    >>> true_positives_worst(Cut(1_000, 10, 0.5, 8, 4, 4, 3, 0, 0))
    5
    """
    return cut.positives_above + max(0, n_taken(cut) - (cut.n_tied - cut.positives_tied))


def true_positives_best(cut: Cut) -> int:
    """Positives among the targeted when every tie at the cut-off is broken in our favour.

    Examples
    --------
    >>> true_positives_best(Cut(1_000, 10, 0.5, 8, 4, 4, 3, 0, 0))
    6
    """
    return cut.positives_above + min(n_taken(cut), cut.positives_tied)


def n_taken(cut: Cut) -> int:
    """Rows targeted among those that have the cut-off as score.

    Examples
    --------
    >>> n_taken(Cut(1_000, 10, 0.5, 8, 4, 4, 3, 0, 0))
    2
    """
    return cut.n_targeted - cut.n_above


def precision(counted: Statistics, cut: Cut) -> float | None:
    """Share of positives among the targeted, in [0, 1]: ``true_positives / n_targeted``.

    Examples
    --------
    >>> precision(Statistics(100, 20, 0, 0, 0, 0), Cut(1_000, 10, 0.5, 8, 4, 4, 1, 0, 0))
    0.45
    """
    return true_positives(cut) / cut.n_targeted if counted.has_both_classes else None


def sensitivity(counted: Statistics, cut: Cut) -> float | None:
    """Share of the positives that is targeted, in [0, 1]: ``true_positives / n_positive``.

    Examples
    --------
    >>> sensitivity(Statistics(100, 20, 0, 0, 0, 0), Cut(1_000, 10, 0.5, 8, 4, 4, 1, 0, 0))
    0.225
    """
    return true_positives(cut) / counted.n_positive if counted.has_both_classes else None


def lift(counted: Statistics, cut: Cut) -> float | None:
    """Precision relative to the base rate, at least 0: ``(true_positives / n_targeted) / (n_positive / n)``.

    1 for a random choice; at most ``min(n / n_positive, n / n_targeted)``.

    Examples
    --------
    >>> lift(Statistics(100, 20, 0, 0, 0, 0), Cut(1_000, 10, 0.5, 8, 4, 4, 1, 0, 0))
    2.25
    """
    if not counted.has_both_classes:
        return None
    return true_positives(cut) * counted.n / (cut.n_targeted * counted.n_positive)


def accuracy(counted: Statistics, cut: Cut) -> float | None:
    """Share of rows well classified when the targeted are called positive, in [0, 1].

    ``1 - (n_targeted + n_positive - 2 * true_positives) / n``. Dominated by the base rate: a random choice at rate r
    has ``1 - r - base_rate + 2 * r * base_rate``.

    Examples
    --------
    >>> accuracy(Statistics(100, 20, 0, 0, 0, 0), Cut(1_000, 10, 0.5, 8, 4, 4, 1, 0, 0))
    0.79
    """
    if not counted.has_both_classes:
        return None
    return (counted.n - cut.n_targeted - counted.n_positive + 2 * true_positives(cut)) / counted.n
