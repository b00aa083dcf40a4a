"""Statistics of groups, from tallies: means, intervals, favourable shares, gaps. Each number with its n.

Sums are of whole numbers, so the same answers give the same bits whatever their order or batches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot, lcm, sqrt
from typing import TYPE_CHECKING

from cxkit.statistics.student import NORMAL, gamma_ratio, student, t_quantile
from cxkit.survey.parts import Dimension

if TYPE_CHECKING:
    from cxkit.statistics.tally import Tally

IN_LINE = 10.0
"""Two groups are called in line when the whole interval of their difference lies within ±10 points of 100."""


GAP = ("blind spot", "hidden strength", "in line")
UNTOLD = "too few to tell"


@dataclass(frozen=True, kw_only=True)
class Stat:
    """A mean of 0–100 values with its n, the sample standard deviation (n−1) and the 95% t-interval of the mean.

    mean is None for n = 0; sd is None for n < 2; low and high are None for n < 2 and where all values are equal: no
    spread is no evidence of certainty. The interval is cut at 0 and 100. Where the number invited is known it is
    narrowed by the finite-population correction √(1 − n/invited), and has no width when everybody answered.
    """

    n: int
    mean: float | None
    sd: float | None
    low: float | None
    high: float | None

    @classmethod
    def of(cls, counts: Mapping[int, int], parts: int, invited: int | None) -> "Stat":
        """Return the statistics of whole numbers out of `parts`, on 0–100. Sums are exact, in any order."""
        n = total = squared = 0
        for value, times in counts.items():  # once: a report has thousands of these
            n += times
            total += value * times
            squared += value * value * times
        if n == 0:
            return cls(n=0, mean=None, sd=None, low=None, high=None)
        mean = 100 * total / (n * parts)  # Python divides whole numbers of any size exactly, and rounds once
        if n == 1:
            return cls(n=1, mean=mean, sd=None, low=None, high=None)
        squares = n * squared - total * total
        if not squares:
            return cls(n=n, mean=mean, sd=0.0, low=None, high=None)
        sd = 100 * sqrt(squares / (n * (n - 1) * parts * parts))
        half = t_quantile(n - 1) * sd / sqrt(n) * finite(n, invited)
        return cls(n=n, mean=mean, sd=sd, low=max(0.0, mean - half), high=min(100.0, mean + half))


@dataclass(frozen=True)
class Shares:
    """Shares (0–1) of n answers that are favourable, neutral and unfavourable, after reversing, with Wilson intervals.

    The intervals take answers for independent, which those of one person to several items are not: for a dimension
    they are too narrow, the more so the more a person's answers resemble each other.
    """

    n: int
    favourable: float
    neutral: float
    unfavourable: float
    favourable_low: float
    favourable_high: float
    neutral_low: float
    neutral_high: float
    unfavourable_low: float
    unfavourable_high: float

    @classmethod
    def of(cls, favourable: int, unfavourable: int, n: int) -> "Shares":
        """Return the shares of counts; all 0, with intervals 0–1, for n = 0."""
        neutral, many = n - favourable - unfavourable, n or 1
        shares = favourable / many, neutral / many, unfavourable / many
        return cls(n, *shares, *wilson(favourable, n), *wilson(neutral, n), *wilson(unfavourable, n))


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The first group's mean minus the other's, with Welch's 95% interval and p, Hedges' g, and what to call it.

    low, high and p are None where a group has fewer than two people or neither has any spread; g (the difference in
    pooled standard deviations, corrected for small n) where there is none to divide by.
    """

    difference: float
    low: float | None
    high: float | None
    g: float | None
    p: float | None
    label: str


def scores(tally: "Tally", dimension: Dimension) -> dict[int, int]:
    """Return {score in whole parts: respondents} of those who answered enough items; `parts` of them are 100."""
    each, least, counts = parts(dimension) // dimension.unit, dimension.min_answered, dict[int, int]()
    for (answered, total), n in tally.by_dimension.get(dimension.id, {}).items():
        if answered >= least:
            score = total * (each // answered)
            counts[score] = counts.get(score, 0) + n
    return counts


def parts(dimension: Dimension) -> int:
    """Return into how many parts 100 is divided, so that every score is whole however many items were answered."""
    return dimension.unit * lcm(*range(1, len(dimension.items) + 1))


def wilson(count: int, n: int) -> tuple[float, float]:
    """Return the 95% interval of a share (Wilson 1927); 0–1 for n = 0.

    >>> from cxkit.statistics.estimates import wilson
    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.49, 0.943]
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if not n:
        return 0.0, 1.0
    share, square, all_of = count / n, NORMAL * NORMAL, 1 + NORMAL * NORMAL / n
    middle = (share + square / (2 * n)) / all_of
    half = NORMAL / all_of * sqrt(share * (1 - share) / n + square / (4 * n * n))
    # At the ends rounding would leave a trace of less than nothing, or more than all.
    return max(0.0, middle - half) if count else 0.0, min(1.0, middle + half) if count < n else 1.0


def difference(one: Stat, other: Stat, *, pairs: tuple[int, float] | None = None) -> Difference:
    """Compare two groups' means (Welch 1947; Hedges 1981). Both need n ≥ 1, all but the difference itself n ≥ 2.

    pairs: how many people are in both, and the correlation of their values: then the interval allows for it
    (Derrick, Toher & White 2017). Where everybody is, that is the paired t-test.
    """
    if one.mean is None or other.mean is None:
        raise ValueError("A difference needs two means.")
    apart = one.mean - other.mean
    if one.sd is None or other.sd is None:
        return Difference(difference=apart, low=None, high=None, g=None, p=None, label=UNTOLD)
    error = hypot(one.sd / sqrt(one.n), other.sd / sqrt(other.n))
    if not error:  # all of each say the same: nothing to compute a doubt from
        return Difference(difference=apart, low=None, high=None, g=None, p=None, label=called(apart, apart))
    parts = (one.sd / error) ** 2 / one.n, (other.sd / error) ** 2 / other.n  # of the doubt, each group's
    freedom = 1 / (parts[0] ** 2 / (one.n - 1) + parts[1] ** 2 / (other.n - 1))
    if pairs:
        n, r = pairs
        shared = 2 * r * n * one.sd * other.sd / (one.n * other.n)
        error = sqrt(max(0.0, error * error - shared)) or error
        alone = one.n + other.n - 2 * n
        freedom = n - 1 + (freedom - n + 1) * alone / (alone + 2 * n)
    half = t_quantile(freedom) * error
    pooled = one.n + other.n - 2
    spread = hypot(one.sd * sqrt(one.n - 1), other.sd * sqrt(other.n - 1)) / sqrt(pooled)
    small = gamma_ratio((pooled - 1) / 2) / sqrt(pooled / 2)
    return Difference(
        difference=apart,
        low=apart - half,
        high=apart + half,
        g=apart / spread * small,
        p=2 * student(-abs(apart) / error, freedom),
        label=called(apart - half, apart + half),
    )


def holm(p: Sequence[float | None]) -> list[float | None]:
    """Adjust p values for how many they are (Holm 1979), in their order; None stays None and is not counted.

    >>> from cxkit.statistics.estimates import holm
    >>> holm([0.01, 0.04, None, 0.03])
    [0.03, 0.06, None, 0.06]
    """
    known = sorted((value, place) for place, value in enumerate(p) if value is not None)
    adjusted: list[float | None] = [None] * len(p)
    least = 0.0
    for rank, (value, place) in enumerate(known):
        least = max(least, min(1.0, value * (len(known) - rank)))
        adjusted[place] = least
    return adjusted


def rwg_j(sds: Sequence[float], points: Sequence[int]) -> float:
    """Return within-group agreement (0–1) from the items' standard deviations (0–100) and numbers of points.

    One minus the mean item variance over that of answers spread evenly over all A points, (A²−1)/12, stepped up for
    the number of items (James, Demaree & Wolf 1984); 0 where people differ more than evenly spread answers would.

    >>> from cxkit.statistics.estimates import rwg_j
    >>> round(rwg_j([25.0, 25.0], [5, 5]), 3), rwg_j([50.0, 50.0], [5, 5])
    (0.667, 0.0)
    """
    parts = [(sd * (a - 1) / 100) ** 2 * 12 / (a * a - 1) for sd, a in zip(sds, points, strict=True)]
    ratio = min(1.0, sum(parts) / len(parts))
    return len(parts) * (1 - ratio) / (len(parts) * (1 - ratio) + ratio)


def called(low: float, high: float, words: tuple[str, str, str] = GAP) -> str:
    """Name a difference by its whole interval: above zero, below it, or surely small, even where surely not nothing."""
    above, below, small = words
    if low >= -IN_LINE and high <= IN_LINE:
        return small
    if low > 0:
        return above
    return below if high < 0 else UNTOLD


def finite(n: int, invited: int | None) -> float:
    """Return what an interval narrows to when n of so many invited answered: √(1 − n/invited); 1 where unknown."""
    return sqrt(max(0.0, 1 - n / invited)) if invited else 1.0
