"""What is told cell by cell, of some things by groups: a mean of a group alone, or one of several together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any

from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Place, Result, shown
from cxkit.reports.wording import explained, groups_of, joined, labels, points, together, told_for, why_hidden
from cxkit.words import say


@dataclass(frozen=True)
class Cell:
    """What stands in a place: its own result or, `together`, that of several groups; None: there is nothing to say."""

    result: Result | None
    together: bool = False

    @classmethod
    def at(cls, cells: Mapping[Place, Result], place: Place, others: Sequence[str]) -> "Cell":
        """Take what is told at a place from a report's results. others: the groups that always are told together."""
        told = told_for(cells, place)
        alone = told is None or told.group != OTHERS or (place[1] == OTHERS and told.members == others)
        return cls(told or cells.get(place), together=not alone)

    @property
    def words(self) -> str:
        """What it says."""
        if not shown(self.result):
            return say("report.hidden")
        said: dict[str, Any] = {"mean": points(self.result.mean), "n": self.result.n}
        return say("figures.told_together", **said) if self.together else say("report.with_n", **said)


Cells = Sequence[Sequence[Cell]]


def is_told(cells: Iterable[Cell]) -> bool:
    """Tell whether any of some cells has a number."""
    return any(shown(cell.result) for cell in cells)


def by_group(
    report: Report, attribute: str, things: Iterable[tuple[str | None, str]]
) -> tuple[list[str | None], list[list[Cell]], list[str]]:
    """Return what is told of some things (item or None, dimension) by the groups of an attribute.

    The groups of which something is told, everybody first; for each thing their cells, where everybody's stands for
    all groups if none is told; and the names of those that are hidden throughout.
    """
    results, others = {result.place: result for result in report.tables.results}, together(report, attribute)
    groups = [None, *groups_of(report, attribute)]
    places = [[(attribute if group is not None else None, group, *thing) for group in groups] for thing in things]
    lines = [[Cell.at(results, place, others) for place in line] for line in places]
    told = [True, *(is_told(column) for column in [*zip(*lines, strict=True)][1:])]
    hidden = labels(report, attribute, (group for group, known in zip(groups, told, strict=True) if not known))
    for place, (everybody, *own) in enumerate(lines):
        if shown(everybody.result) and not is_told(own):
            lines[place] = [everybody, *[replace(everybody, together=True)] * len(own)]
    cells = [[*compress(line, told)] for line in lines]
    return [*compress(groups, told)], cells, hidden


def notes_on(
    report: Report, attribute: str, groups: Sequence[str | None], cells: Cells, hidden: Sequence[str]
) -> list[str]:
    """Return the notes under a table on what is told together, and hidden: what by_group says of it."""
    every = [cell for row in cells for cell in row]
    notes = [say("figures.cells_together")] if any(cell.together for cell in every) else []
    notes += [explained(report, attribute, together(report, attribute))] if OTHERS in groups else []
    notes += [say("report.hidden_names", names=joined(hidden))] if hidden else []
    striped = any(cell.result and not shown(cell.result) for cell in every)
    return [*notes, why_hidden()] if striped else notes
