"""Exchange: whether a few people could have given other answers, with nothing told to show it.

Where it is known how everybody answered, and only the means of some groups, these groups' answers add up to what is
known, step by step. Then a small group's answers are open only if two of its people could have given what two of
another such group gave, the sums of both groups staying as they are.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement

from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.variety import DIFFERENT

Counts = Mapping[int, int]
"""{a step: how many people gave it}."""


def bound(
    groups: Sequence[Answers], place: int, means: Collection[int], hidden: Collection[int], distributions: int
) -> set[int]:
    """Return the rows of small groups whose answers to an item, by its place, could not have been others.

    means: rows of which only the mean is told, and among them hidden: of which nothing is, which are told together.
    distributions: the fewest people of a group whose answers may be known.
    """
    apart = {row: groups[row].steps[place] for row in means if row not in hidden}
    together = [Answers.sum([groups[row] for row in hidden]).steps[place]] if hidden else []
    return {
        row
        for row, counts in apart.items()
        if groups[row].n(place) < distributions
        and not any(_exchange(counts, other) for other in (*together, *(apart[one] for one in apart if one != row)))
    }


def _exchange(mine: Counts, others: Counts) -> bool:
    """Tell whether two people on either side could change answers, of equal sums, and both sides still vary enough."""
    theirs: dict[int, list[tuple[int, int]]] = {}
    for two in _pairs(others):
        theirs.setdefault(sum(two), []).append(two)
    return any(
        two != given and _varied(mine, two, given) and _varied(others, given, two)
        for two in _pairs(mine)
        for given in theirs.get(sum(two), ())
    )


def _pairs(counts: Counts) -> Iterator[tuple[int, int]]:
    for one, other in combinations_with_replacement(sorted(step for step, n in counts.items() if n), 2):
        if one != other or counts[one] > 1:
            yield one, other


def _varied(counts: Counts, without: tuple[int, int], along: tuple[int, int]) -> bool:
    """Tell whether enough would differ from most, had two people given other answers."""
    changed = dict(counts)
    for step in without:
        changed[step] -= 1
    for step in along:
        changed[step] = changed.get(step, 0) + 1
    return sum(changed.values()) - max(changed.values()) > DIFFERENT
