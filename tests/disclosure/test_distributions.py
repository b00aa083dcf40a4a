"""Whose answers to an item may be told apart, by kind or by value."""

from __future__ import annotations

from itertools import combinations, combinations_with_replacement

import numpy as np
import pandas as pd
import pytest

import cxkit as cx
from cxkit.disclosure.distributions import Breakdown, Kinds, Values, hidden_rows, kinds_of, lackable, may_lack
from cxkit.disclosure.group_answers import Answers
from tests.strategies import small_survey

NOBODY = np.zeros(3, dtype=bool)


def test_shares_of_one_hidden_group_have_another_beside_them() -> None:
    """And the two together have some of every kind."""
    kinds = Kinds(counts=np.array([[9, 0, 0], [3, 3, 3], [4, 0, 5]]))
    assert hidden_rows(kinds, 8, [0, 1, 2], np.zeros(3, dtype=bool)).tolist() == [True, True, False]


def test_people_too_much_alike_are_not_told_nor_what_would_leave_them() -> None:
    """Of nine people eight have one score; another group is hidden with them until three differ."""
    scores = Breakdown(counts=np.array([[8, 1, 0], [5, 4, 0], [3, 3, 3]]))
    assert scores.unfit(8).tolist() == [True, False, False]
    assert hidden_rows(scores, 8, [0, 1, 2], NOBODY).tolist() == [True, True, False]


def test_a_distribution_is_hidden_where_a_group_across_could_leave_one_answer() -> None:
    """Nobody in a team gave two of the five answers: a role that lacks two others would leave the fifth."""
    few = Values(counts=np.array([[0, 0, 4, 4, 4], [3, 3, 3, 3, 3], [3, 3, 3, 3, 3]]), may_lack=1)
    assert few.unfit(8).tolist() == [True, False, False]
    assert hidden_rows(few, 8, [0, 1, 2], NOBODY).tolist() == [True, True, False]


def test_what_is_left_reaches_as_far_as_everybody_does() -> None:
    """Else a hidden group's mean could be at the end of what is left, and tell what each of them said."""
    short = np.array([[0, 4, 2, 1, 0], [0, 4, 4, 4, 0], [3, 3, 3, 3, 3]])
    longer = short + np.array([[1, 0, 0, 0, 1]])
    assert not Values(counts=short, may_lack=3).fit_together(short[:2].sum(axis=0), 8)
    assert Values(counts=longer, may_lack=3).fit_together(longer[:2].sum(axis=0), 8)


@pytest.mark.parametrize("attributes", [1, 2, 3])
@pytest.mark.parametrize("points", range(2, 8))
def test_groups_across_always_leave_two_answers(points: int, attributes: int) -> None:
    """Whatever everybody, and each group by value or by kind, is known to lack: by trying all of it."""
    kinds = [set(kind) for kind in kinds_of(small_survey(response_scale={"min": 1, "max": points}).items[0]) if kind]
    steps = kinds_of(small_survey(response_scale={"min": 1, "max": points}).items[0])
    for many in range(points):
        for never in map(set, combinations(range(points), many)):
            lack = may_lack(steps, sorted(set(range(points)) - never), attributes)
            if lack >= 0:
                ways = [*map(set, lackable(steps)), *(set(values) for values in combinations(range(points), lack))]
                for known in combinations_with_replacement(ways, attributes):
                    left = set(range(points)) - never.union(*known)
                    assert len(left) >= 2 or all(any(kind <= never.union(way) for way in known) for kind in kinds)


def test_a_common_distribution_may_be_told() -> None:
    """Of five points, by one attribute, two and three: so many answers may be missing, of those that anybody gave."""
    steps = kinds_of(small_survey().items[0])
    assert [may_lack(steps, range(5), attributes) for attributes in (1, 2, 3)] == [3, 1, 0]
    assert may_lack(steps, range(1, 5), 2) == 1
    assert may_lack(steps, range(4), 2) == -1  # all of one role favourable: each said the fourth


def test_what_is_left_lacks_no_more_answers_than_a_group_may() -> None:
    """One that nobody in a pair gave is told by subtraction, just as one that a group lacks."""
    pair = np.array([[4, 0, 3, 3], [3, 1, 0, 4], [4, 4, 4, 4]])
    assert Values(counts=pair, may_lack=0).fit_together(pair[:2].sum(axis=0), 8)
    assert not Values(counts=pair, may_lack=0).fit_together(np.array([7, 0, 3, 7]), 8)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([0, 6, 4, 0, 6], True),
        ([1, 5, 4, 0, 6], True),
        ([0, 6, 4, 2, 4], False),
        ([6, 0, 4, 6, 0], True),
        ([6, 0, 4, 5, 1], True),
        ([5, 1, 4, 5, 1], False),
        ([6, 0, 4, 0, 6], False),
        ([0, 6, 4, 6, 0], False),
    ],
)
def test_where_all_but_one_are_at_one_end_of_their_kind_the_sum_would_tell_it(counts: list[int], hidden: bool) -> None:
    """How many of sixteen said 1 to 5; there are enough of each kind."""
    people = [value for value, n in enumerate(counts, 1) for _ in range(n)]
    survey = small_survey()
    table = pd.DataFrame({"listens": people, "helps": 3, "quick": 3, "waits": 3})
    care = survey.dimension("care")
    assert Answers(cx.tally(table, survey), care).pressed(care.items[0]) == hidden
