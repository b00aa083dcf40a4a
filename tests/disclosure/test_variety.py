"""Whether answers differ enough to be told: tried on every set of answers that few people can give."""

from collections import Counter, defaultdict
from itertools import combinations_with_replacement

import pytest

from cxkit.disclosure.variety import DIFFERENT, varied


def ways(people: int, points: int, different: int) -> dict[int, list[Counter[int]]]:
    """Return the answers that may be told, by what they add up to."""
    found = defaultdict(list)
    for answers in combinations_with_replacement(range(points), people):
        counts = Counter(answers)
        if varied(counts, different, 5, 8, full=points - 1):
            found[sum(answers)].append(counts)
    return found


@pytest.mark.parametrize("different", [DIFFERENT, DIFFERENT + 1])
@pytest.mark.parametrize("points", [2, 3, 5, 7])
@pytest.mark.parametrize("people", [5, 6, 7])
def test_of_few_people_no_sum_tells_who_gave_which_answers(people: int, points: int, different: int) -> None:
    """Where a sum may be told at all, several sets of answers that may be told add up to it."""
    for total, sets in ways(people, points, different).items():
        assert len(sets) > 1, (total, sets)


@pytest.mark.parametrize("points", [2, 3, 5])
@pytest.mark.parametrize("people", [5, 7, 9])
def test_two_who_put_their_answers_together_never_know_that_all_others_agree(people: int, points: int) -> None:
    """Whichever two: where something is told, the others differ among themselves."""
    for sets in ways(people, points, DIFFERENT).values():
        for counts in sets:
            for two in combinations_with_replacement(sorted(counts), 2):
                if not Counter(two) - counts:
                    assert len(counts - Counter(two)) > 1


def test_of_enough_people_only_their_variety_counts() -> None:
    """Eight, of whom five agree, may be told by everybody's rule and not by a group's, at whatever end."""
    assert varied({0: 5, 4: 3}, DIFFERENT, 5, 8, full=4)
    assert not varied({0: 5, 4: 3}, DIFFERENT + 1, 5, 8, full=4)
    assert not varied({}, DIFFERENT, 3, 3, full=4)
    assert not varied({0: 1, 1: 1, 3: 1, 4: 1}, DIFFERENT, 3, 3, full=4)


@pytest.mark.parametrize(("people", "points", "threshold", "distributions"), [
    (6, 5, 5, 8), (6, 7, 6, 8), (7, 7, 7, 8), (7, 7, 5, 5), (6, 11, 5, 8), (5, 11, 3, 3), (5, 11, 5, 5),
])  # fmt: skip
def test_no_small_groups_mean_is_known_to_ten_points(
    people: int, points: int, threshold: int, distributions: int
) -> None:
    """However many points a scale has: the mean of each group below the threshold may lie anywhere in 20 points."""
    full, told = points - 1, 0
    every = list(combinations_with_replacement(range(points), people))
    by_sum = defaultdict(list)
    for answers in every:
        by_sum[sum(answers)].append(answers)
    for answers in every:
        if not varied(Counter(answers), DIFFERENT, threshold, distributions, full=full, small=threshold - 1):
            continue
        told += 1
        known = [answers] if people >= distributions else by_sum[sum(answers)]
        for size in range(1, threshold):
            most, least = max(sum(one[-size:]) for one in known), min(sum(one[:size]) for one in known)
            assert (most - least) / size >= 0.2 * full - 1e-9, (answers, size)
    assert told or people == threshold == 7  # six of seven are nearly all: their mean is everybody's


def test_of_answers_that_differ_by_one_step_of_seven_none_is_told() -> None:
    """Five gave the least answer and three the next: of any two of them the mean is known to nine points."""
    counts = {0: 5, 1: 3}
    assert varied(counts, DIFFERENT, 5, 8, full=6)
    assert not varied(counts, DIFFERENT, 5, 8, full=6, small=4)
    assert varied({0: 5, 4: 3}, DIFFERENT, 5, 8, full=6, small=4)
