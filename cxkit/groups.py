"""Statistics of groups, from tallies: means, intervals, favourable shares, gaps. Each number with its n.

Sums are fractions, so the same answers give the same bits whatever their order or batches.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from scipy.special import stdtrit

from cxkit.survey import Dimension, Item
from cxkit.tallies import Tally

CONFIDENCE = 0.95
IN_LINE = 10.0
"""Two groups are called in line when the whole interval of their difference lies within ±10 points of 100."""


@dataclass(frozen=True, kw_only=True)
class Stat:
    """A mean of 0–100 values with its n, the sample standard deviation (n−1) and the 95% t-interval of the mean.

    mean is None for n = 0; sd, low and high are None for n < 2. The interval is cut at 0 and 100.
    """

    n: int
    mean: float | None
    sd: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Shares (0–1) of n answers that are favourable, neutral and unfavourable, after reversing."""

    n: int
    favourable: float
    neutral: float
    unfavourable: float


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The first group's mean minus the other's, with Welch's 95% interval, and what to call it."""

    difference: float
    low: float | None
    high: float | None
    label: str


def dimension_stat(tally: Tally, dimension: Dimension) -> Stat:
    """Return the statistics of person scores of those who answered enough items."""
    counts: dict[Fraction, int] = {}
    for (_, id, answered, total), n in tally.scores.items():
        if id == dimension.id and answered >= dimension.min_answered:
            value = Fraction(100 * total, answered * dimension.unit)
            counts[value] = counts.get(value, 0) + n
    return _stat(counts)


def item_stat(tally: Tally, item: Item) -> Stat:
    """Return the statistics of one item, on 0–100 after reversing."""
    scale = item.response_scale
    return _stat(
        {Fraction(100 * (value - scale.min), scale.range): n for value, n in _keyed_counts(tally, item).items()}
    )


def shares(tally: Tally, items: tuple[Item, ...]) -> Shares:
    """Pool the answers to the items and return the favourable, neutral and unfavourable shares. n counts answers."""
    favourable = unfavourable = answers = 0
    for item in items:
        for value, n in _keyed_counts(tally, item).items():
            favourable += n * (value in item.response_scale.favourable)
            unfavourable += n * (value in item.response_scale.unfavourable)
            answers += n
    if not answers:
        return Shares(n=0, favourable=0.0, neutral=0.0, unfavourable=0.0)
    return Shares(
        n=answers,
        favourable=favourable / answers,
        neutral=(answers - favourable - unfavourable) / answers,
        unfavourable=unfavourable / answers,
    )


def difference(one: Stat, other: Stat) -> Difference:
    """Compare two groups' means (Welch 1947). Both need n ≥ 1, the interval n ≥ 2. No variance: no width."""
    if one.mean is None or other.mean is None:
        raise ValueError("A difference needs two means.")
    apart = one.mean - other.mean
    if one.sd is None or other.sd is None:
        return Difference(difference=apart, low=None, high=None, label="too few to tell")
    parts = one.sd**2 / one.n, other.sd**2 / other.n
    if sum(parts) == 0:
        half = 0.0
    else:
        freedom = sum(parts) ** 2 / (parts[0] ** 2 / (one.n - 1) + parts[1] ** 2 / (other.n - 1))
        half = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * sqrt(sum(parts))
    low, high = apart - half, apart + half
    return Difference(difference=apart, low=low, high=high, label=_label(low, high))


def _label(low: float, high: float) -> str:
    if low > 0:
        return "blind spot"
    if high < 0:
        return "hidden strength"
    return "in line" if low >= -IN_LINE and high <= IN_LINE else "too few to tell"


def _keyed_counts(tally: Tally, item: Item) -> dict[int, int]:
    """Count the answers to an item by value, after reversing."""
    scale = item.response_scale
    counts: dict[int, int] = {}
    for (_, id, value), n in tally.answers.items():
        if id == item.id and isinstance(value, int):
            keyed = scale.min + scale.max - value if item.reverse_keyed else value
            counts[keyed] = counts.get(keyed, 0) + n
    return counts


def _stat(counts: dict[Fraction, int]) -> Stat:
    n = sum(counts.values())
    if n == 0:
        return Stat(n=0, mean=None, sd=None, low=None, high=None)
    mean = sum((value * times for value, times in counts.items()), Fraction()) / n
    if n == 1:
        return Stat(n=1, mean=float(mean), sd=None, low=None, high=None)
    squares = sum(((value - mean) ** 2 * times for value, times in counts.items()), Fraction())
    sd = sqrt(squares / (n - 1))
    half = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * sd / sqrt(n)
    return Stat(n=n, mean=float(mean), sd=sd, low=max(0.0, float(mean) - half), high=min(100.0, float(mean) + half))
