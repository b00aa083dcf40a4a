"""Whether a few people's answers could have been others: compared with all answers that leave the same numbers."""

from collections import Counter
from itertools import combinations_with_replacement

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.disclosure.exchange import bound
from cxkit.disclosure.group_answers import Answers
from tests.strategies import item_survey

DIMENSION = item_survey({}).dimensions[0]
steps = st.lists(st.integers(0, 4), min_size=6, max_size=9)


def of(answers: list[int]) -> Answers:
    """Return the answers of a group to the one item."""
    return Answers(dimension=DIMENSION, scores={}, steps=(Counter(answers),))


def varied(counts: Counter[int]) -> bool:
    """Whether four people answered otherwise than most did."""
    return counts.total() - max(counts.values()) >= 4


def others(mine: list[int], theirs: list[int]) -> int:
    """Count the answers that a group can have given, where its sum and how both together answered are known."""
    pool = Counter(mine) + Counter(theirs)
    ways = (Counter(way) for way in combinations_with_replacement(range(5), len(mine)))
    return sum(sum(way.elements()) == sum(mine) and way <= pool and varied(way) and varied(pool - way) for way in ways)


@given(steps, steps)
def test_who_is_not_bound_could_have_answered_otherwise(mine: list[int], theirs: list[int]) -> None:
    """Of two groups whose means are told: there is another set of answers with the same numbers."""
    if varied(Counter(mine)) and varied(Counter(theirs)) and not bound([of(mine), of(theirs)], 0, {0, 1}, (), 10):
        assert others(mine, theirs) > 1


def test_of_seven_people_between_known_ends_only_one_set_of_answers_is_left() -> None:
    """Nobody answered above the middle, four differ from most, and they add up to eight: so 0 0 1 1 2 2 2."""
    seven, eight = [0, 0, 1, 1, 2, 2, 2], [0, 0, 0, 1, 1, 1, 2, 2]
    assert others(seven, eight) == 1
    assert bound([of(seven), of(eight)], 0, {0, 1}, (), 8) == {0}
    assert bound([of(seven), of(eight)], 0, {0, 1}, {1}, 8) == {0}, "those who are hidden are told together"


def test_large_groups_and_those_who_are_hidden_are_not_asked_of() -> None:
    """How large ones answered may be known; of what is hidden no sum is told."""
    seven, eight = [0, 0, 1, 1, 2, 2, 2], [0, 0, 0, 1, 1, 1, 2, 2]
    assert bound([of(seven), of(eight)], 0, {0, 1}, (), 7) == set()
    assert bound([of(seven), of(eight)], 0, {0, 1}, {0, 1}, 8) == set()


def test_a_report_hides_the_mean_that_would_tell_how_seven_people_answered() -> None:
    """Beside what everybody answered; it shows it where one of the others answered higher."""
    survey = item_survey({}, attributes=[{"id": "team", "title": "Team", "options": ["seven", "eight"]}])
    seven = [0, 0, 1, 1, 2, 2, 2]
    for eight, told in (([0, 0, 0, 1, 1, 1, 2, 2], False), ([0, 0, 0, 1, 1, 2, 2, 3], True)):
        people = [("seven", step) for step in seven] + [("eight", step) for step in eight]
        answers = pd.DataFrame([{"team": team, "i0": step + 1} for team, step in people])
        rows = {row.group: row for row in cx.report(answers, survey, by="team").tables.group_items}
        assert (rows["seven"].mean is not None) == told, eight
