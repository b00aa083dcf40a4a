"""Reports of several rooms next to each other: what each shows on its own, and nothing of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxkit.reports.report import Report
from cxkit.reports.rows import shown
from cxkit.reports.same_questions import comparable
from cxkit.reports.text import aligned
from cxkit.reports.wording import whole
from cxkit.words import say


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one room says of a dimension. said: in words why there is no number; "": mean (in whole points) and n."""

    said: str = ""
    mean: int = 0
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A survey's dimensions, a row each, with a cell for each room. names: of the rooms."""

    title: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def beside(reports: Sequence[tuple[str, Report]]) -> Beside:
    """Lay out Reports of one survey, each with its room's name.

    Nothing is added up or subtracted, so that no more is told than by each Report alone. A dimension that a room was
    asked otherwise than the last one is left open there.
    """
    latest = reports[-1][1]
    rows = []
    for dimension in latest.survey.dimensions:
        cells = []
        for _, report in reports:
            row = next((one for one in report.tables.dimensions if one.dimension == dimension.id), None)
            if dimension.id not in comparable(report, latest):
                cells.append(Cell(said=say("report.asked_otherwise")))
            else:
                cells.append(Cell(mean=whole(row.mean), n=row.n) if shown(row) else Cell(said=say("report.hidden")))
        rows.append((str(dimension.title), tuple(cells)))
    return Beside(title=str(latest.survey.title), names=tuple(name for name, _ in reports), rows=tuple(rows))


def side_by_side(reports: Sequence[tuple[str, Report]]) -> str:
    """Return the same as text: a column a room."""
    table = beside(reports)
    rows = [
        [title, *(one.said or say("report.with_n", mean=one.mean, n=one.n) for one in cells)]
        for title, cells in table.rows
    ]
    return aligned([[table.title, *table.names], *rows])
