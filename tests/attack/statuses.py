"""What our rule asks about answers before it tells a number, and what keeps the replies: decisions as constraints."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.hiding import OF_GROUP, by_groups, of_everybody
from cxkit.disclosure.told import Split
from cxkit.disclosure.variety import DIFFERENT, FROM_END, LEAST
from cxkit.reports.rows import OTHERS
from cxkit.statistics.estimates import parts
from cxkit.survey.parts import Thresholds
from tests.attack.exchange import Exchange, Feature, Flags, Vector
from tests.attack.people import Ints, People

Limit = tuple[Vector, float, float]
"""What changes add to something, and between which ends."""


class Question(NamedTuple):
    """Whether answers of these cells are fit to be told ("fit"), near an "end", or "lacks" some; 0: of a dimension."""

    what: str
    inside: bytes
    column: int
    different: int


MODES = 8
"""How many answers are looked at that nearly all could have given."""


@dataclass(kw_only=True)
class Statuses:
    """The questions about one dimension, and what keeps the replies that the truth gives."""

    exchange: Exchange
    sets: dict[tuple[str, int], set[frozenset[int]]] = field(init=False, default_factory=dict)
    """Rows of an attribute's groups, by column, of which it is asked together."""
    orders: dict[str, tuple[str, ...]] = field(init=False)
    """The groups that are told of each attribute, in truth."""
    replies: Mapping[Question, int] = field(init=False)
    rows: int = field(init=False)

    def __post_init__(self) -> None:
        self.rows = len(self.exchange.rows)
        self.orders = self.groups(self.exchange.truth)
        self.replies = self.ask(self.exchange.truth)

    def forget(self) -> None:
        """Ask only what numbers ask."""
        for some in (self.exchange.rows, self.exchange.low, self.exchange.high):
            del some[self.rows :]
        self.exchange.either.clear()

    def groups(self, people: People) -> dict[str, tuple[str, ...]]:
        """Return which groups of each attribute are told."""
        return {split.attribute: split.order for split in self._splits(people)}

    def _splits(self, people: People) -> list[Split]:
        world, tally = people.world, people.tally()
        return [Split.of(tally, world.survey, id, world.consenting.get(id), alone=world.alone) for id in world.by]

    def ask(self, people: People) -> dict[Question, int]:
        """Return the reply to each question: of everybody, of each group, and of those that may be hidden together."""
        world, dimension, splits = people.world, self.exchange.dimension, self._splits(people)
        thresholds, tally, many = world.survey.confidentiality, people.tally(), len(world.survey.attributes)
        others, every = Answers.of(tally, dimension), np.ones(len(world.cells), dtype=bool)
        for split in splits:
            if split.consenting:
                others = others.less(Answers.of(split.parts[split.consenting], dimension))
                every &= ~self._inside(split, (split.consenting,))
        whole = of_everybody(others, thresholds)
        replies: dict[Question, int] = {}
        for column in range(len(dimension.items) + 1):
            replies[Question("fit", every.tobytes(), column, DIFFERENT)] = _fit(others, column, thresholds, DIFFERENT)
            for split in splits:
                rows = [Answers.of(split.parts[group], dimension) for group in split.order]
                same = rows and split.order == self.orders[split.attribute]
                if same and (split.attribute, column) not in self.sets:
                    hidden = by_groups(rows, whole, thresholds, many, merged=OTHERS in split.order)
                    self.sets[split.attribute, column] = _sets(rows, hidden.hides(column), column, thresholds)
                for some in self.sets.get((split.attribute, column), ()) if same else ():
                    inside = self._inside(split, [split.order[row] for row in some]).tobytes()
                    together = Answers.sum([rows[row] for row in sorted(some)])
                    replies[Question("fit", inside, column, OF_GROUP)] = _fit(together, column, thresholds, OF_GROUP)
                    if column and len(some) == 1:
                        given = len({step for row in rows for step in row.steps[column - 1]})
                        replies[Question("lacks", inside, column, 0)] = int(together.lacks(column - 1, given, many))
                        replies[Question("end", inside, column, 0)] = together.near_end(column - 1)
        return replies

    def _inside(self, split: Split, groups: Sequence[str]) -> Flags:
        names = split.members(groups) or groups
        inside = self.exchange.truth.world.within([((split.attribute, group),) for group in names])
        assert inside is not None
        return inside

    def keep(self, people: People) -> bool:
        """Ask that replies stay which these people changed; tell whether there are any that were not asked for."""
        theirs, before = self.ask(people), len(self.exchange.rows) + len(self.exchange.either)
        if self.groups(people) != self.orders:  # others are told together: let groups be as large as they are
            for inside in people.world.inside:
                self.exchange.keep(self.exchange.vector(inside, lambda steps: np.ones(len(steps))), 0, 0)
        for question, reply in self.replies.items():
            if theirs.get(question, reply) != reply:
                for row, low, high in self._constraints(question, reply, people):
                    self.exchange.keep(row, low, high)
        return len(self.exchange.rows) + len(self.exchange.either) > before

    def _constraints(self, question: Question, reply: int, people: People) -> Iterator[Limit]:
        ex, inside = self.exchange, np.frombuffer(question.inside, dtype=bool)
        item = ex.items[question.column - 1] if question.column else None
        counted: Feature = ex.scored if item is None else ex.given(item)
        values: Feature = ex.score if item is None else (lambda steps: steps[:, item])
        full = parts(ex.dimension) if item is None else ex.truth.world.points - 1
        grain = full // (len(ex.items) * ex.dimension.unit) if item is None else 1
        n, counting = ex.total(inside, counted), ex.vector(inside, counted)

        def gave(value: int) -> Feature:
            return lambda steps: values(steps) == value

        def others(value: int, low: float, high: float) -> Limit:
            """Ask that so many give something else."""
            now = n - ex.total(inside, gave(value))
            return counting - ex.vector(inside, gave(value)), low - now, high - now

        def counts(some: People) -> Ints:
            mine = values(some.steps[inside[some.cell]])
            return np.bincount(mine[mine >= 0], minlength=full + 1)

        mine, theirs = counts(ex.truth), counts(people)
        if question.what == "end":
            for end, value in ((1, full), (-1, 0)):
                yield others(
                    value, *((0, DIFFERENT) if reply == end else (DIFFERENT + 1, np.inf) if not reply else (0, np.inf))
                )
            return
        if question.what == "lacks":
            for value in range(full + 1):
                row = ex.vector(inside, gave(value))
                if reply and not mine[value]:
                    yield row, 0, 0
                elif not reply and mine[value]:
                    yield row, 1 - mine[value], np.inf
            return
        thresholds = ex.truth.world.survey.confidentiality
        least = max(thresholds.scores, LEAST)
        total = ex.total(inside, lambda steps: np.maximum(values(steps), 0))
        adding = ex.vector(inside, lambda steps: np.maximum(values(steps), 0))
        if mine.sum() < thresholds.distributions:
            alike = max(int(n) - question.different, 1)
            spare = (sum(place // alike for place in range(int(n))) + FROM_END) * grain
            middle = spare - total, n * full - spare - total
        else:
            middle = -np.inf, np.inf
        if reply:
            yield counting, min(least - n, 0), np.inf
            yield others(int(theirs.argmax()), question.different, np.inf)
            yield adding, *middle
        elif n < least:
            yield counting, -np.inf, least - 1 - n
        else:  # nearly all gave one answer, whichever, or they add up to what few ways do, or they are too few
            likely = np.argsort(-mine)[:MODES]
            ends = [(adding, middle[0] - 1), (-adding, -middle[1] - 1)] if middle[1] < np.inf else []
            modes = [others(int(value), 0, question.different - 1) for value in likely]
            ex.either.append([*((row, high) for row, _, high in modes), *ends, (counting, least - 1 - n)])


def _sets(rows: Sequence[Answers], hidden: Collection[int], column: int, thresholds: Thresholds) -> set[frozenset[int]]:
    """Return each row, and what may be hidden together on the way to what is."""
    first = {row for row in hidden if not _fit(rows[row], column, thresholds, OF_GROUP)}
    on_the_way = {frozenset({*first, *range(row)}) for row in range(len(rows) + 1)}
    return ({frozenset({row}) for row in range(len(rows))} | on_the_way | {frozenset(hidden)}) - {frozenset()}


def _fit(answers: Answers, column: int, thresholds: Thresholds, different: int) -> int:
    return int(answers.fit(column - 1 if column else None, thresholds, different))
