"""What one group (or everybody) answered to one dimension, in whole steps: what protection is decided on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from cxkit.disclosure.variety import DIFFERENT, LEAST, varied
from cxkit.statistics.estimates import parts, scores
from cxkit.statistics.tally import Tally
from cxkit.survey.kinds import KINDS
from cxkit.survey.parts import Dimension, Thresholds


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers of some people to one dimension.

    scores: {score, in `parts` of 100: people}. steps: for each item, {keyed steps above the lower end: people}.
    """

    dimension: Dimension
    scores: Mapping[int, int]
    steps: tuple[Mapping[int, int], ...]

    @classmethod
    def of(cls, part: Tally, dimension: Dimension) -> Self:
        """Return the answers that a tally counts."""
        steps = []
        for item in dimension.items:
            scale = item.response_scale
            steps.append(
                {
                    scale.max - value if item.reverse_keyed else value - scale.min: n
                    for value, n in part.by_item.get(item.id, {}).items()
                    if n
                }
            )
        return cls(dimension=dimension, scores=scores(part, dimension), steps=tuple(steps))

    @classmethod
    def sum(cls, groups: Sequence[Self]) -> Self:
        """Return the answers of several groups together."""
        steps = tuple(map(_sum, zip(*(group.steps for group in groups), strict=True)))
        return cls(dimension=groups[0].dimension, scores=_sum([group.scores for group in groups]), steps=steps)

    def less(self, others: Self) -> Self:
        """Return the answers of those who are not among others, who are all among these."""
        return type(self)(
            dimension=self.dimension,
            scores=_less(self.scores, others.scores),
            steps=tuple(_less(mine, theirs) for mine, theirs in zip(self.steps, others.steps, strict=True)),
        )

    def apart(self) -> list[Self]:
        """Return the answers to each item, as to a dimension of its own."""
        items = self.dimension.items
        return [
            type(self)(dimension=replace(self.dimension, items=(item,), min_answered=1), scores=steps, steps=(steps,))
            for item, steps in zip(items, self.steps, strict=True)
        ]

    @cached_property
    def together(self) -> bool:
        """Whether one answer bears on the others, so that all are told or none."""
        return KINDS[self.dimension.kind].together

    def told_together(self, thresholds: Thresholds) -> frozenset[int]:
        """Return the places of the items of which it may be told how many gave each answer: where one bears on others.

        All of them or none; of a case the steps to which enough came. Who came to no step and gave no token has said
        nothing there, and that all did so may be told.
        """
        enough, people, alike = self._together(thresholds)
        if people < max(thresholds.distributions, LEAST) or people - alike < DIFFERENT:
            return frozenset()
        return frozenset(place for place, item in enumerate(self.dimension.items) if item.id in enough)

    def agreement_alone(self, thresholds: Thresholds) -> bool:
        """Tell whether it is only said of so few people whether they agree, and no number, whatever they answered.

        Beside a number of the same people's next answers it would tell, with how few changed theirs, what they said.
        """
        return KINDS[self.dimension.kind].agreement and 0 < self.n(0) < thresholds.distributions

    def agree(self, thresholds: Thresholds) -> bool | None:
        """Tell whether nearly all gave one answer, which is said where no number is; None of too few for that, too.

        It does not say which answer, so that whoever gave any does not know whether the others gave this one: more
        than two in three did, or, where some may have said nothing, all but two. Of so many that numbers may be told it
        says no more than that none is.
        """
        if self.together:
            _, people, alike = self._together(thresholds)
        else:
            people, alike = self.n(0), max(self.steps[0].values(), default=0)
        if people < max(thresholds.scores, LEAST):
            return None
        if people >= thresholds.distributions or KINDS[self.dimension.kind].nothing is not None:
            return people - alike < DIFFERENT
        return 3 * alike > 2 * people

    def _together(self, thresholds: Thresholds) -> tuple[frozenset[str], int, int]:
        """Return the items that enough were asked, how many people there are, and the most who gave one answer."""
        kind, people = KINDS[self.dimension.kind], max(map(self.n, range(len(self.steps))), default=0)
        enough = kind.enough(self.dimension, self.steps, thresholds.scores)
        items = [pair for pair in zip(self.dimension.items, self.steps, strict=True) if pair[0].id in enough]
        said = [n for item, steps in items for s, n in steps.items() if s + item.response_scale.min != kind.nothing]
        return enough, people, max(said, default=0)

    @cached_property
    def people(self) -> int:
        """How many have a score."""
        return sum(self.scores.values())

    def n(self, place: int) -> int:
        """Return how many answered the item at that place."""
        return sum(self.steps[place].values())

    @cached_property
    def kinds(self) -> list[tuple[int, int, int]]:
        """How many answers to each item are favourable, how many unfavourable, and how many all."""
        found = []
        for item, steps in zip(self.dimension.items, self.steps, strict=True):
            scale = item.response_scale
            good, bad = (
                sum([steps.get(value - scale.min, 0) for value in values])
                for values in (scale.favourable, scale.unfavourable)
            )
            found.append((good, bad, sum(steps.values())))
        return found

    def distribution(self, place: int) -> tuple[int, ...]:
        """Return how many gave each answer to the item at that place, as answered, from the least value up."""
        item, steps = self.dimension.items[place], self.steps[place]
        given = tuple([steps.get(step, 0) for step in range(item.response_scale.range + 1)])
        return given[::-1] if item.reverse_keyed else given

    def fit(self, place: int | None, thresholds: Thresholds, different: int = DIFFERENT) -> bool:
        """Tell whether the mean of an item by its place, or of the scores (None), may be told."""
        counts = self.scores if place is None else self.steps[place]
        if not counts:
            return True  # there is nobody to protect
        if place is None:
            full = parts(self.dimension)
            grain = full // (len(self.steps) * self.dimension.unit)
        else:
            full, grain = self.dimension.items[place].response_scale.range, 1
        # A score of one item is that item; what is chosen has no mean that says anything.
        one = (place is not None or len(self.steps) == 1) and not KINDS[self.dimension.kind].agreement
        small = thresholds.scores - 1 if one else 0
        least = thresholds.scores, thresholds.distributions
        return varied(counts, different, *least, full=full, grain=grain, small=small)

    def near_one(self, place: int, others: int) -> bool:
        """Tell whether all but so many others, or fewer, answered an item at its upper end, or at its lower one.

        Of two items, one of which follows from the other, also whether all but four above, and four below, gave any one
        answer. Whose score leaves nothing else is not one of the others; but so many as did not answer this item may be
        among them.
        """
        counts, full, many = self.steps[place], parts(self.dimension), len(self.steps)
        top, elsewhere = self.dimension.items[place].response_scale.range, self.people - self.n(place)
        few = {step: DIFFERENT + 1 for step in range(top + 1) if many == 2} | {0: others, top: others}
        for step, most in few.items():
            below = sum(n for score, n in self.scores.items() if top * score * many < step * full)
            above = sum(n for score, n in self.scores.items() if top * (score * many - full * (many - 1)) > step * full)
            under = sum(n for one, n in counts.items() if one < step) - max(0, below - elsewhere)
            over = sum(n for one, n in counts.items() if one > step) - max(0, above - elsewhere)
            if max(under, over) <= most:
                return True
        return False

    def lacks(self, place: int, given: int, attributes: int) -> bool:
        """Tell whether these people lack too many of the answers to an item that were given at all, `given` of them.

        Who is in a team and a role gave an answer that both have: two such answers at least must be left.
        """
        return attributes > 1 and given - len(self.steps[place]) > (given - 2) // attributes


def _sum(counts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    total: dict[int, int] = {}
    for each in counts:
        for value, n in each.items():
            total[value] = total.get(value, 0) + n
    return total


def _less(counts: Mapping[int, int], others: Mapping[int, int]) -> dict[int, int]:
    return {value: rest for value, n in counts.items() if (rest := n - others.get(value, 0))}
