"""What our rule asks about answers before it tells a number, and what keeps the replies."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.hiding import by_groups, different, of_everybody
from cxkit.disclosure.told import Split
from cxkit.disclosure.variety import DIFFERENT
from cxkit.reports.rows import OTHERS
from cxkit.survey.parts import Thresholds
from tests.attack.limits import Limit, Limits
from tests.attack.people import People
from tests.attack.sums import SCORE, Flags, Numbers


class Question(NamedTuple):
    """Whether answers of these cells are fit to be told ("fit"), or "lacks" some; 0: of a dimension."""

    what: str
    inside: bytes
    column: int
    different: int


@dataclass(kw_only=True)
class Statuses:
    """The questions about one dimension, and what keeps the replies that the truth gives."""

    numbers: Numbers
    sets: dict[tuple[str, int], set[frozenset[int]]] = field(init=False, default_factory=dict)
    """Rows of an attribute's groups, by column, of which it is asked together."""
    orders: dict[str, tuple[str, ...]] = field(init=False)
    """The groups that are told of each attribute, in truth."""
    replies: Mapping[Question, int] = field(init=False)

    def __post_init__(self) -> None:
        self.orders = self.groups(self.numbers.truth)
        self.replies = self.ask(self.numbers.truth)

    def groups(self, people: People) -> dict[str, tuple[str, ...]]:
        """Return which groups of each attribute are told."""
        return {split.attribute: split.order for split in self._splits(people)}

    def _splits(self, people: People) -> list[Split]:
        world, tally = people.world, people.tally()
        return [Split.of(tally, world.survey, id, world.consenting.get(id), alone=world.alone) for id in world.by]

    def ask(self, people: People) -> dict[Question, int]:
        """Return the reply to each question: of everybody, of each group, and of those that may be hidden together."""
        world, dimension, splits = people.world, self.numbers.dimension, self._splits(people)
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
                    least = different(together, column - 1 if column else None)
                    replies[Question("fit", inside, column, least)] = _fit(together, column, thresholds, least)
                    if column and len(some) == 1:
                        given = len({step for row in rows for step in row.steps[column - 1]})
                        replies[Question("lacks", inside, column, 0)] = int(together.lacks(column - 1, given, many))
        return replies

    def _inside(self, split: Split, groups: Sequence[str]) -> Flags:
        names = split.members(groups) or groups
        inside = self.numbers.truth.world.within([((split.attribute, group),) for group in names])
        assert inside is not None
        return inside

    def changed(self, people: People) -> Iterator[list[Limit]]:
        """Give what keeps each reply that these people changed: limits, of which one is enough."""
        theirs = self.ask(people)
        for question, reply in self.replies.items():
            if theirs.get(question, reply) != reply:
                yield from self._constraints(question, reply, people)

    def _constraints(self, question: Question, reply: int, people: People) -> Iterator[list[Limit]]:
        column = self.numbers.items[question.column - 1] if question.column else SCORE
        limits = Limits(numbers=self.numbers, inside=np.frombuffer(question.inside, dtype=bool), column=column)
        if question.what == "lacks":
            yield from limits.lacking(reply)
        elif reply:
            yield from limits.fitting(people, question.different)
        else:
            yield from limits.unfit(question.different)


def _sets(rows: Sequence[Answers], hidden: Collection[int], column: int, thresholds: Thresholds) -> set[frozenset[int]]:
    """Return each row, and what may be hidden together on the way to what is."""
    first = {
        row
        for row in hidden
        if not _fit(rows[row], column, thresholds, different(rows[row], column - 1 if column else None))
    }
    on_the_way = {frozenset({*first, *range(row)}) for row in range(len(rows) + 1)}
    return ({frozenset({row}) for row in range(len(rows))} | on_the_way | {frozenset(hidden)}) - {frozenset()}


def _fit(answers: Answers, column: int, thresholds: Thresholds, different: int) -> int:
    return int(answers.fit(column - 1 if column else None, thresholds, different))
