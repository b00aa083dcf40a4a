"""What one group (or everybody) answered to one dimension, in whole steps: what protection is decided on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import lcm, sqrt

from cxkit.disclosure.distributions import kinds_of, lackable
from cxkit.disclosure.rounding import publishable_spread
from cxkit.statistics.tally import Tally
from cxkit.survey.parts import Dimension, Item


class Answers:
    """The answers of one group (or everybody) to one dimension. As in a table, it is column 0, its items follow."""

    def __init__(self, part: Tally, dimension: Dimension) -> None:
        self.part = part
        self.dimension = dimension

    @cached_property
    def items(self) -> dict[str, dict[int, int]]:
        """Return {item id: {keyed steps above the least favourable answer: respondents}}."""
        result = {}
        for item in self.dimension.items:
            scale, answers = item.response_scale, self.part.by_item.get(item.id, {})
            result[item.id] = {
                scale.max - value if item.reverse_keyed else value - scale.min: n for value, n in answers.items() if n
            }
        return result

    def values(self, item: Item) -> list[int]:
        """Return how many gave each answer to an item, by keyed steps."""
        counts = self.items[item.id]
        return [counts.get(step, 0) for step in range(item.response_scale.range + 1)]

    @cached_property
    def _parts(self) -> int:
        """A person's score is a mean over any number of items: so many parts make all of them whole numbers.

        Beyond 20 items as good as whole: the parts of more would not fit into the whole numbers of a machine.
        """
        return lcm(*range(1, min(len(self.dimension.items), 20) + 1))

    def ends(self, threshold: int, *, furthest: bool = False) -> list[tuple[int, int]]:
        """Return the lowest and the highest sum that one person has, for the dimension and each item, as in `sums`.

        For an item, of all who answered it; without the one who went furthest, who knows of the others that they did
        not, unless that one is asked for. For the dimension, of one who went to the same end on every item.
        Where fewer than the threshold answered, nobody will be told, and the ends are those of the response scale.
        """
        place = 0 if furthest else 1
        items = [
            (_person(counts, sorted(counts), place), _person(counts, sorted(counts)[::-1], place))
            for counts in self._known(threshold)
        ]
        k = len(items)
        units = [self.dimension.unit // item.response_scale.range for item in self.dimension.items]
        low, high = (sum(end[side] * unit for end, unit in zip(items, units, strict=True)) for side in (0, 1))
        return [(low * self._parts // k, high * self._parts // k), *items]

    @cached_property
    def full(self) -> list[int]:
        """Return what one person adds at most to the sum of the dimension and of each item."""
        return [self._parts * self.dimension.unit, *(item.response_scale.range for item in self.dimension.items)]

    def _known(self, threshold: int) -> list[dict[int, int]]:
        """Return the answers to each item that everybody's shares may tell; any answers where these are not told."""
        return [
            counts if sum(counts.values()) >= threshold else dict.fromkeys(range(item.response_scale.range + 1), 2)
            for item, counts in zip(self.dimension.items, self.items.values(), strict=True)
        ]

    def steps(self, threshold: int) -> list[int]:
        """Return by how much at least an answer short of an end changes the sums: of the dimension, of each item.

        Answers that nobody gave do not count, where everybody's shares may tell that there are none.
        """
        steps = []
        for counts, end in zip(self._known(threshold), self.ends(threshold)[1:], strict=True):
            given = sorted({value for value in counts if end[0] <= value <= end[1]} | set(end))
            steps.append(max([1, *(given[i + 1] - given[i] for i in (0, len(given) - 2) if len(given) > 1)]))
        k, unit = len(steps), self.dimension.unit
        most = max(
            step * unit // item.response_scale.range for step, item in zip(steps, self.dimension.items, strict=True)
        )
        return [self._parts * most // k, *steps]

    @property
    def _scores(self) -> Mapping[tuple[int, int], int]:
        return self.part.by_dimension.get(self.dimension.id, {})

    @cached_property
    def scored(self) -> dict[int, int]:
        """Return {score in parts of a step: respondents} of those who answered enough items."""
        counts: dict[int, int] = {}
        for (answered, total), n in self._scores.items():
            if answered >= self.dimension.min_answered:
                score = total * self._parts // answered
                counts[score] = counts.get(score, 0) + n
        return counts

    @cached_property
    def sums(self) -> list[tuple[int, int]]:
        """Return (n, sum) for the dimension and each item, in steps: an item's own, the dimension's finer ones."""
        return [
            (sum(counts.values()), sum(steps * n for steps, n in counts.items()))
            for counts in (self.scored, *self.items.values())
        ]

    def kinds(self, item: Item) -> list[int]:
        """Return how many answers to the item are favourable, neutral and unfavourable."""
        return self._kinds[item.id]

    @cached_property
    def _kinds(self) -> dict[str, list[int]]:
        result = {}
        for item, counts in zip(self.dimension.items, self.items.values(), strict=True):
            favourable, neutral, _ = kinds_of(item)
            result[item.id] = kinds = [0, 0, 0]
            for step, n in counts.items():
                kinds[0 if step in favourable else 1 if step in neutral else 2] += n
        return result

    def pressed(self, item: Item) -> bool:
        """Tell whether the shares, with the mean, would tell answers.

        They would where at most one is on one side, and the others are all at that end of what remains, but for what
        one person may have answered.
        """
        scale, counts = item.response_scale, self.items[item.id]
        for side, towards in ((scale.favourable, 1), (scale.unfavourable, -1)):
            rest = [step for step in range(scale.range + 1) if step + scale.min not in side]
            beyond = sum(n for step, n in counts.items() if step not in rest)
            if beyond <= 1 and rest:
                end = max(rest) if towards > 0 else min(rest)
                away = sum(abs(end - step) * n for step, n in counts.items() if step in rest)
                if away <= max(rest) - min(rest):
                    return True
        return self._at_ends_of_kinds(item) or self._lacking(item) or self._alike(item)

    def _at_ends_of_kinds(self, item: Item) -> bool:
        """Tell whether nearly everyone is at the upper, or at the lower, end of their kind: the sum would tell it."""
        kinds, counts, total = kinds_of(item), self.kinds(item), sum(s * n for s, n in self.items[item.id].items())
        widest = max(max(kind) - min(kind) for kind in kinds if kind)
        most = sum(n * max(kind) for kind, n in zip(kinds, counts, strict=True) if n)
        least = sum(n * min(kind) for kind, n in zip(kinds, counts, strict=True) if n)
        return bool(widest) and (most - total <= widest or total - least <= widest)

    def _alike(self, item: Item) -> bool:
        """Tell whether all but one of those who gave most people's kind of answer gave the very same answer."""
        for kind in kinds_of(item):
            answers = [self.items[item.id].get(step, 0) for step in kind]
            if len(kind) > 1 and 2 * sum(answers) > sum(self.items[item.id].values()):
                return sum(answers) - max(answers) <= 1
        return False

    def alike(self, threshold: int) -> bool:
        """Tell whether to one of the items too few answered, or all, or all but one, gave the same answer."""
        return any(
            sum(counts.values()) < max(threshold, 2 + max(counts.values(), default=0)) for counts in self.items.values()
        )

    def _lacking(self, item: Item) -> bool:
        """Tell whether there is at most one answer of a kind that a group may not lack."""
        kinds = kinds_of(item)
        may = lackable(kinds)
        return bool(may) and any(
            count <= 1 for count, kind in zip(self.kinds(item), kinds, strict=True) if kind not in may
        )

    def spread(self, column: int) -> float:
        """Return the standard deviation of the dimension (column 0) or of an item as it may be told, on 0–100."""
        if column == 0:
            return _publishable_spread(self.scored, self.full[0], *self._steps())
        counts, full = list(self.items.values())[column - 1], self.full[column]
        return _publishable_spread(counts, full, sum(steps * n for steps, n in counts.items()), full)

    def _steps(self) -> tuple[int | None, int]:
        """Return the sum of the score's steps (None: of different numbers of items), how many lead from 0 to 100."""
        k, need = len(self.dimension.items), self.dimension.min_answered
        scored = [(answered, total * n) for (answered, total), n in self._scores.items() if answered >= need]
        complete = all(answered == k for answered, _ in scored)
        return sum(total for _, total in scored) if complete else None, k * self.dimension.unit


def _person(counts: Mapping[int, int], values: Sequence[int], place: int) -> int:
    """Return the value of the person at this place, counting in this order of values; 0 where there is none."""
    people = [value for value in values[:2] for _ in range(min(counts[value], 2))]
    return people[place] if len(people) > place else 0


def _publishable_spread(counts: Mapping[int, int], full: int, total: int | None, steps: int) -> float:
    n = sum(counts.values())
    ones, squares = (sum(n * value**power for value, n in counts.items()) for power in (1, 2))
    sd = 100 * sqrt((n * squares - ones**2) / (n * (n - 1))) / full if n > 1 else 0.0
    return publishable_spread(n, sd, total, steps)
