"""Crossings: of a table of one attribute's groups by another's, the cells that are told beside these groups.

A group is only split where everything of it is told (`hiding`), on every dimension: so the cells that are told are the
same on all of them, and nothing is told of a hidden group that was not before. Which, follows from how many are in each
(`covering`), and then from whether the means of all of them can be told. Of several items only their dimension is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from typing import Self

from cxkit.disclosure.covering import Cell, Cover, Table
from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.hiding import OF_GROUP, Hidden, Rows
from cxkit.disclosure.merging import Merged
from cxkit.disclosure.told import Split, Told
from cxkit.disclosure.variety import LEAST
from cxkit.errors import ResponseError, listing
from cxkit.reports.rows import OTHERS
from cxkit.statistics.tally import Tally
from cxkit.survey.crossing import CROSS
from cxkit.survey.model import Survey


@dataclass(frozen=True, kw_only=True)
class Crossed(Split):
    """The cells of a table, as a split: each that is told, and all others as one.

    rough: the cells of which only means are told.
    """

    rough: frozenset[str]

    @classmethod
    def between(cls, counted: Tally, survey: Survey, rows: Split, columns: Split, told: Sequence[Told]) -> Self:
        """Cross two attributes of the survey. told: what is told of everybody.

        Raises:
            ResponseError: A group's name reads as that of a crossing.
        """
        if unclear := [group for split in (rows, columns) for group in split.listed if CROSS in group]:
            raise ResponseError(f'A group that is crossed cannot have "{CROSS}" in its name: {listing(unclear)}.')
        id = CROSS.join((rows.attribute, columns.attribute))
        found = counted.split(id)
        # Those told together are one row, or one column: nothing is ever told of one of them.
        names = {
            cell: [*map(CROSS.join, product(*(split.members((unit,)) or (unit,) for split, unit in units)))]
            for cell in product(rows.order, columns.order)
            for units in [zip((rows, columns), cell, strict=True)]
        }
        some = {cell: [found[group] for group in groups if group in found] for cell, groups in names.items()}
        cells = {cell: Tally.of_batches(parts) for cell, parts in some.items() if parts}
        cover, rough = _covers(rows, columns, cells, told, survey)
        alone = {CROSS.join(cell): cell for cell in cells if OTHERS not in cell and cover.tells(cell)}
        # Which cells nobody is in is not told either.
        rest = [cell for cell in names if OTHERS in cell or not cover.tells(cell)] if alone else []
        together = {group for cell in rest for group in names[cell]}
        listed = [*map(CROSS.join, product(rows.listed, columns.listed))]
        parts = {group: found[group] for group in listed if group in alone}
        merged = Merged(alone=tuple(parts), together=tuple(group for group in listed if group in together))
        if rest:
            parts[OTHERS] = Tally.of_batches(cells[cell] for cell in rest if cell in cells)
        return cls(
            attribute=id,
            listed=tuple(group for group in listed if group in alone or group in together),
            parts=parts,
            known=None,
            merged=merged,
            order=tuple(sorted(parts, key=lambda group: group != OTHERS)),
            consenting=None,
            rough=frozenset(group for group, cell in alone.items() if not rough.tells(cell)),
        )

    def hidden(self, told: Told, attributes: int) -> Hidden:
        """Return what to hide of a dimension: its items, if there are several, and of rough cells all but means."""
        every, whole = frozenset(range(len(self.order))), bool(told.hidden.scores)
        rough = {row for row, group in enumerate(self.order) if self.rough and group in (OTHERS, *self.rough)}
        several = len(told.dimension.items) > 1
        return Hidden(
            scores=every if whole else frozenset(),
            items=tuple(every if whole or several else frozenset() for _ in told.dimension.items),
            counts=tuple(every if whole or several else frozenset(rough) for _ in told.dimension.items),
            spreads=every if whole else frozenset(rough),
        )


def _covers(
    rows: Split, columns: Split, cells: Mapping[Cell, Tally], told: Sequence[Told], survey: Survey
) -> tuple[Cover, Cover]:
    """Return of which cells nothing is told, and of which only means. cells: who is in each."""
    people, least = {cell: len(part) for cell, part in cells.items()}, max(survey.confidentiality.scores, LEAST)
    by_size = [sorted(split.order, key=lambda unit: (len(split.parts[unit]), unit)) for split in (rows, columns)]
    table = Table(
        rows=by_size[0],
        columns=by_size[1],
        there=dict.fromkeys(people, True),
        may=lambda some: sum(people[cell] for cell in some) >= least,
    )
    cover, rough = table.smallest(), Cover()
    asked = [one for one in told if not one.hidden.scores]
    for one in asked:
        splits = [(split, one.hidden_by(split, len(survey.attributes))) for split in (rows, columns)]
        cover = cover.beside(Cover(*(_named(split, _some_mean(hidden, one.hidden)) for split, hidden in splits)))
        rough = rough.beside(Cover(*(_named(split, _some_detail(hidden)) for split, hidden in splits)))
    answers = [{cell: Answers.of(part, one.dimension) for cell, part in cells.items()} for one in asked]
    there = {cell: all(each[cell].scores for each in answers) for cell in cells}

    def table_of(may: Callable[[Told, Answers], bool]) -> Table:
        """Return the table of cells of which every dimension may be told."""

        def all_may(some: tuple[Cell, ...]) -> bool:
            return all(
                may(one, Answers.sum([each[cell] for cell in some])) for one, each in zip(asked, answers, strict=True)
            )

        return Table(rows=rows.order, columns=columns.order, there=there, may=cache(all_may))

    cover = table_of(_fit).wider(cover)
    return cover, table_of(partial(_enough, attributes=len(survey.attributes))).wider(cover.beside(rough))


def _fit(told: Told, some: Answers) -> bool:
    """Tell whether the mean of some people may be told."""
    places = (None, 0) if len(some.steps) == 1 else (None,)
    return all(some.fit(place, told.thresholds, OF_GROUP) for place in places)


def _enough(told: Told, some: Answers, attributes: int) -> bool:
    """Tell whether their spread may be told, too, and how many gave each answer to a single item."""
    least, given = told.thresholds.distributions, len(told.others.steps[0])
    single = len(some.steps) == 1
    return some.people >= least and not (single and (some.n(0) < least or some.lacks(0, given, attributes)))


def _named(split: Split, rows: Iterable[int]) -> frozenset[str]:
    return frozenset(split.order[row] for row in rows)


def _some_mean(hidden: Hidden, whole: Hidden) -> Rows:
    """Return the rows of which a mean is hidden that everybody's is not."""
    columns = [column for column in range(len(hidden.items) + 1) if 0 not in whole.hides(column)]
    return frozenset().union(*map(hidden.hides, columns))


def _some_detail(hidden: Hidden) -> Rows:
    """Return the rows of which a spread is hidden, or how many gave each answer to a single item."""
    return hidden.spreads.union(*hidden.counts if len(hidden.counts) == 1 else ())
