"""How exactly a number is told."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement
from statistics import stdev

import pytest

from cxkit.disclosure.rounding import publishable, publishable_spread, spread_before, spreads, whole_spread
from cxkit.statistics.estimates import Stat


def stat(n: int, mean: float) -> Stat:
    return Stat(n=n, mean=mean, sd=None, low=None, high=None)


def test_means_are_whole_points_and_intervals_follow_from_what_is_told() -> None:
    """25 people, spread 20: 2.064 × 20 / 5 on either side, widened to whole points."""
    told_so = publishable(stat(25, 62.95), 20.0, 24, None, rounded=True)
    assert (told_so.mean, told_so.sd, told_so.low, told_so.high) == (63.0, 20.0, 54.0, 72.0)


def test_everybodys_spread_gives_a_group_its_interval() -> None:
    """Five of 81 people: t of 80 degrees of freedom, 1.990, × 20 / √5; of five invited there is no doubt."""
    low, high = (getattr(publishable(stat(5, 62.95), 20.0, 80, None, rounded=False), end) for end in ("low", "high"))
    assert (low, high) == pytest.approx((62.95 - 17.80, 62.95 + 17.80), abs=0.005)
    assert publishable(stat(5, 62.95), 20.0, 80, 5, rounded=False).low == 62.95


def test_halves_are_rounded_up_and_ends_are_kept() -> None:
    """Not to the even number; and nothing lies beyond the scale."""
    assert publishable(stat(5, 12.5), 30.0, 4, None, rounded=True).mean == 13.0
    ends = [
        publishable(stat(5, mean), 30.0, 4, None, rounded=rounded) for mean in (2.0, 98.0) for rounded in (True, False)
    ]
    assert [each.low for each in ends if each.mean == 2.0] == [0.0, 0.0]
    assert [each.high for each in ends if each.mean == 98.0] == [100.0, 100.0]


def test_a_groups_own_spread_is_rounded_up() -> None:
    """And a small one is not told."""
    assert [whole_spread(sd) for sd in (9.2, 10.0, 21.01)] == [10.0, 10.0, 22.0]


@pytest.mark.parametrize(("n", "steps"), [(5, 4), (6, 4), (8, 4), (7, 2)])
def test_who_differs_cannot_tell_from_the_spread_that_all_others_agree(n: int, steps: int) -> None:
    """For all answers that n people can give: whoever knows one answer, the sum and the band is left with several."""
    bands: dict[tuple[int, float], list[tuple[int, ...]]] = {}
    for answers in combinations_with_replacement(range(steps + 1), n):
        total = sum(answers)
        band = publishable_spread(n, stdev(answer * 100 / steps for answer in answers), total, steps)
        bands.setdefault((total, band), []).append(answers)
    for (total, _), possible in bands.items():
        if steps < total < n * steps - steps:  # nearer the ends no mean is told
            for own in range(steps + 1):
                others = set()
                for answers in possible:
                    if own in answers:
                        rest = list(answers)
                        rest.remove(own)
                        others.add(tuple(rest))
                assert not others or any(len(set(rest)) > 1 for rest in others)


def test_a_small_spread_is_never_told() -> None:
    """Or everybody would be known to stand near the mean."""
    assert publishable_spread(50, 0.0, None, 4) == publishable_spread(50, 9.0, None, 4) == 10.0
    assert publishable_spread(50, 20.1, None, 4) == 25.0
    assert list(spreads(50, None, 4))[:3] == [10, 15, 20]
    assert spread_before(50, 101, 4, 10.0) == -1.0


@pytest.mark.parametrize(("n", "steps", "total"), [(2, 4, 4), (3, 28, 12), (3, 28, 24), (5, 24, 40), (9, 12, 60)])
def test_which_spreads_are_told_is_decided_on_whole_numbers(n: int, steps: int, total: int) -> None:
    """By fractions: one is left out if all but one agreeing would be in its band, less than a pair's step below it."""
    agreed = [
        Fraction(100 * (one - Fraction(total - one, n - 1)), steps) ** 2 * (n - 1) / n
        for one in range(steps + 1)
        if (total - one) % (n - 1) == 0 and 0 <= (total - one) // (n - 1) <= steps
    ]
    pair = 2 * Fraction(100, steps) ** 2
    expected = [
        edge for edge in range(10, 75, 5) if not any(each <= (n - 1) * edge**2 < each + pair for each in agreed)
    ]
    assert list(spreads(n, total, steps)) == [*expected, 75]


def test_one_person_alone_has_spreads_too() -> None:
    """Nobody is left who could agree."""
    assert publishable_spread(1, 0.0, 3, 4) == 10.0
