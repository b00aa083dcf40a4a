"""Variety: whether the answers of some people differ enough to be told.

A number is told where at least three people answered otherwise than most did. Then it is true, too, that nobody's
answer follows from it: two colleagues who put their answers together still do not know that all others agree. Of a
group it takes four. What its hidden answers add up to is known, and so may be which answer most of them gave: with one
person more, whoever sees that a number is not told cannot say that nobody else differs.
"""

from __future__ import annotations

from collections.abc import Mapping

DIFFERENT = 3
"""How many people must have answered otherwise than most; in a group, one more."""
LEAST = DIFFERENT + 2
"""The fewest people of a group whose answers can differ so much."""
FROM_END = 3
"""How many steps the sum of few people's answers is from the least and the greatest: fewer ways would tell them."""


def varied(
    counts: Mapping[int, int], different: int, threshold: int, distributions: int, *, full: int, grain: int = 1
) -> bool:
    """Tell whether the sum of some people's answers may be told.

    counts: {how far above the lower end: people}. different: how many must have answered otherwise than most.
    full: how far the upper end is; grain: one step of it. threshold: the fewest people of whom it may be told.
    distributions: the fewest people of whom every answer may be; of fewer, the sum must leave several ways to add up.
    """
    n = sum(counts.values())
    if n < max(threshold, LEAST) or n - max(counts.values()) < different:
        return False
    if n >= distributions:
        return True
    alike = n - different
    least = sum(place // alike for place in range(n))
    total = sum(value * people for value, people in counts.items())
    spare = (least + FROM_END) * grain
    return spare <= total <= n * full - spare
