"""Variety: whether the answers of some people differ enough to be told.

A number is told where at least three people answered otherwise than most did. Then it is true, too, that nobody's
answer follows from it: two colleagues who put their answers together still do not know that all others agree. Of a
group it takes four. What its hidden answers add up to is known, and so may be which answer most of them gave: with one
person more, whoever sees that a number is not told cannot say that nobody else differs.

On a scale of many steps answers can differ and still lie close together. Then a group that is too small to be told has
about everybody's mean, whoever is in it. So they must lie so far apart that its mean stays open, too.
"""

from collections.abc import Iterable, Mapping
from operator import mul

DIFFERENT = 3
"""How many people must have answered otherwise than most; in a group, one more."""
LEAST = DIFFERENT + 2
"""The fewest people of a group whose answers can differ so much."""
FROM_END = 3
"""How many steps the sum of few people's answers is from the least and the greatest: fewer ways would tell them."""
PROTECTED = 20
"""How many points of 100 there are at least between what a small group's mean may be: nobody knows it to ten."""


def varied(
    counts: Mapping[int, int],
    different: int,
    threshold: int,
    distributions: int,
    *,
    full: int,
    grain: int = 1,
    small: int = 0,
) -> bool:
    """Tell whether the sum of some people's answers may be told.

    counts: {how far above the lower end: people}. different: how many must have answered otherwise than most.
    full: how far the upper end is; grain: one step of it. threshold: the fewest people of whom it may be told.
    distributions: the fewest people of whom every answer may be; of fewer, the sum must leave several ways to add up.
    small: the most of these people of whom nobody should know the mean; 0: that is not asked.
    """
    n = sum(counts.values())
    if n < max(threshold, LEAST) or n - max(counts.values()) < different:
        return False
    if n >= distributions:
        ordered = sorted(counts.items()) if small else []
        least, most = _sum(ordered, small), _sum(reversed(ordered), small)
        return 100 * (most - least) >= PROTECTED * full * small
    total: int = sum(map(mul, counts, counts.values()))
    least, most = max(0, total - (n - small) * full), min(total, small * full)
    if 100 * (most - least) < PROTECTED * full * small:
        return False
    alike = n - different
    spare = (sum(place // alike for place in range(n)) + FROM_END) * grain
    return spare <= total <= n * full - spare


def _sum(counts: Iterable[tuple[int, int]], people: int) -> int:
    """Return what the first so many people's answers add up to."""
    total = 0
    for value, n in counts:
        if n >= people:
            return total + value * people
        total, people = total + value * n, people - n
    return total
