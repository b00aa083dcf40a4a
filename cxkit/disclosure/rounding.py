"""Controlled rounding: how a number is shown that would tell too much exactly.

A mean and an exact spread together can tell what all others said to the one who differed. So where there are too few
people for a distribution, or too much alike, a mean comes with everybody's spread. Where that would tell too much, too,
it is the upper end of a band of five points; bands are merged where a single dissenter could otherwise recognise that
all the others agree. Beside hidden items numbers are told in whole points: they must not add up exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, sqrt

from cxkit.statistics.estimates import Stat, finite, t_quantile

LEAST_SPREAD = 10
"""A smaller standard deviation is told as this one: otherwise everybody would be known to stand near the mean."""
BAND = 5
_WIDEST = 75  # more than any standard deviation of values from 0 to 100 (two people at the ends: 70.7)


def publishable(stat: Stat, sd: float, freedom: int, invited: int | None, *, rounded: bool) -> Stat:
    """Return a group's statistics as they may be published.

    sd: as told, the group's or everybody's, with its degrees of freedom. rounded: in whole points, the interval widened
    to them. The group has a mean.
    """
    n, mean = stat.n, stat.mean or 0.0
    half = t_quantile(freedom) * sd / sqrt(n) * finite(n, invited)
    if not rounded:
        return Stat(n=n, mean=mean, sd=sd, low=max(0.0, mean - half), high=min(100.0, mean + half))
    whole = floor(mean + 0.5)
    low, high = max(0, floor(whole - half)), min(100, ceil(whole + half))
    return Stat(n=n, mean=float(whole), sd=sd, low=float(low), high=float(high))


def whole_spread(sd: float) -> float:
    """Return a group's own standard deviation in whole points, rounded up."""
    return float(max(ceil(sd), LEAST_SPREAD))


def publishable_spread(n: int, sd: float, total: int | None, steps: int) -> float:
    """Return a standard deviation of n people as it may be published: the next larger of `spreads`.

    total: the sum that the mean comes from, in whole steps, `steps` of them from 0 to 100; None where people answered
    different numbers of items, so that there is no such sum.
    """
    return next(float(edge) for edge in spreads(n, total, steps) if edge >= sd - 1e-9)


def spreads(n: int, total: int | None, steps: int) -> Iterator[int]:
    """Yield the standard deviations that may be told of n people whose steps add up to `total`, least first."""
    # Compared in whole numbers, in hundredths of a step and times n: no rounding decides what may be told.
    agreed = [] if total is None or n < 2 else list(_all_but_one(n, total, steps))
    pair = 2 * n * 100**2  # what two people add to the squares by moving a step away from each other
    for edge in range(LEAST_SPREAD, _WIDEST, BAND):
        squares = n * (n - 1) * (edge * steps) ** 2
        if not any(known <= squares < known + pair for known in agreed):
            yield edge
    yield _WIDEST


def spread_before(n: int, total: int, steps: int, sd: float) -> float:
    """Return the next smaller standard deviation that could have been told; −1 where there is none."""
    return max((float(edge) for edge in spreads(n, total, steps) if edge < sd), default=-1.0)


def _all_but_one(n: int, total: int, steps: int) -> Iterator[int]:
    """Yield the sums of squares, times n, that all but one (or all) agreeing would have, in hundredths of a step."""
    for one in range(steps + 1):
        others, rest = divmod(total - one, n - 1)
        if rest == 0 and 0 <= others <= steps:
            yield (one - others) ** 2 * 100**2 * (n - 1)
