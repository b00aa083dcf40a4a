"""A disclosure audit: an attacker with everything published finds nothing by our rule, and much by the naive one.

More: make attack.
"""

from functools import cache

import numpy as np
import pytest

from cxkit.disclosure.attacker import Attacker
from tests.attack.naive import naive_report
from tests.attack.optimum import cases, share_shown
from tests.attack.organisations import Organisation, organisation, organisations
from tests.attack.trial import attack
from tests.attack.whole import AGREED, naive, ours, ours_agreed

in_halves = pytest.mark.parametrize("half", [0, pytest.param(1, marks=pytest.mark.slow)])


@cache
def small() -> list[Organisation]:
    """Return made-up organisations of at most thirty people."""
    return [made for made in organisations(60) if len(made.answers) <= 30]


@in_halves
def test_nothing_is_found_out(half: int) -> None:
    """No hidden n, no hidden mean to ±10 points, nobody's answer, not even by a colleague who knows their own."""
    found = {made.seed: list(attack(ours(made), made.answers)) for made in small()[half::2]}
    assert {seed: pins for seed, pins in found.items() if pins} == {}


@in_halves
def test_nobody_else_is_found_out_where_leaders_agreed_to_be_shown(half: int) -> None:
    """Even of one of them; everybody else is as safe as before."""
    found = {made.seed: list(attack(ours_agreed(made), made.answers, AGREED)) for made in small()[3 * half :: 6]}
    assert {seed: pins for seed, pins in found.items() if pins} == {}


@in_halves
def test_the_naive_rule_is_beaten(half: int) -> None:
    """So the attacker bites: most of these organisations give something away, of every kind."""
    pins = [list(attack(naive(made), made.answers)) for made in small()[half:12:2]]
    assert sum(map(bool, pins)) > len(pins) / 2
    assert {pin.what for found in pins for pin in found} == {"n", "mean", "answer", "colleague"}


def test_a_single_hidden_group_is_found_by_subtraction() -> None:
    """The simplest attack there is: everybody minus the others."""
    made = next(made for made in small() if len(made.survey.dimensions) == 1)
    table = made.answers.assign(team=["t0"] * 4 + ["t1"] * (len(made.answers) - 4))
    item = made.survey.items[0]
    table[item.id] = [1 + place % 2 for place in range(len(table))]
    (dimension,) = made.survey.dimensions
    attacker = Attacker(published=naive_report(table, made.survey, ["team"]), dimension=dimension)
    pin = attacker.count(item, ("team", "t0"))
    assert pin is not None
    assert pin.value == 4


def test_the_same_seed_makes_the_same_organisation() -> None:
    """So that what was found once can be looked at again."""
    assert organisation(7).answers.equals(organisation(7).answers)
    assert min(len(made.answers) for made in organisations(50)) >= 6
    assert max(len(made.answers) for made in organisations(50)) <= 300


@pytest.mark.parametrize(("items", "most", "count"), [(1, 8, 60), (2, 6, 15), (3, 4, 15)])
def test_among_safe_choices_nearly_the_best_is_made(items: int, most: int, count: int) -> None:
    """Of all choices there are: at least 98% of the cells that the best one shows."""
    found = [share_shown(case) for case in cases(count, items=items, most=most)]
    assert all(ours <= best for ours, best in found)
    assert np.mean([ours / best for ours, best in found if best]) >= 0.98
