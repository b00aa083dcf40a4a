"""Reports of several rooms next to each other: what each shows on its own, and nothing of them together."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxkit.reports.headline import headline
from cxkit.reports.marks import Mark
from cxkit.reports.report import Report
from cxkit.reports.rows import shown
from cxkit.reports.same_questions import comparable
from cxkit.reports.text import aligned
from cxkit.reports.wording import whole
from cxkit.words import say


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one room says of a dimension, or one of its groups does.

    said: in words why there is no number, or that there is no such group; "": mean (in whole points) and n.
    """

    said: str = ""
    mean: int = 0
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class Row:
    """A dimension's cells, one a room; or those of a group that a room compares on it (part)."""

    title: str
    cells: tuple[Cell, ...]
    part: bool = False


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A survey's dimensions, with a cell for each room. names: of the rooms."""

    title: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]


def beside(reports: Sequence[tuple[str, Report]]) -> Beside:
    """Lay out Reports of one survey, each with its room's name: what everybody says, and the two groups compared.

    Nothing is added up or subtracted, so that no more is told than by each Report alone. A dimension that a room was
    not asked, or otherwise than the last one was, is left open there.
    """
    latest = {one.id: (one, report) for _, report in reports for one in report.survey.dimensions}
    longest = max((report.survey for _, report in reports), key=lambda survey: len(survey.dimensions))
    order = [one.id for one in longest.dimensions]
    rows: list[Row] = []
    for id in sorted(latest, key=lambda id: order.index(id) if id in order else len(order)):
        dimension, last = latest[id]
        cells, groups = zip(*(_told(report, id, last) for _, report in reports), strict=True)
        rows.append(Row(title=str(dimension.title), cells=cells))
        for name in dict.fromkeys(name for told in groups for name in told):
            parts = (told.get(name) or _no_group(report, id) for told, (_, report) in zip(groups, reports, strict=True))
            rows.append(Row(title=name, cells=tuple(parts), part=True))
    return Beside(title=str(longest.title), names=tuple(name for name, _ in reports), rows=tuple(rows))


def _told(report: Report, dimension: str, last: Report) -> tuple[Cell, dict[str, Cell]]:
    """Return what a room says of a dimension: everybody, and the groups. last: the report it is laid beside."""
    if dimension not in {one.id for one in report.survey.dimensions}:
        return Cell(said="–"), {}
    if dimension not in comparable(report, last):
        return Cell(said=say("report.asked_otherwise")), {}
    row = next((one for one in report.tables.dimensions if one.dimension == dimension), None)
    everybody = Cell(mean=whole(row.mean), n=row.n) if shown(row) else Cell(said=say("report.hidden"))
    return everybody, _compared(report, dimension)


def _no_group(report: Report, dimension: str) -> Cell:
    """Say that a room hides the groups that it compares, or that it has no such group."""
    gaps = [row for row in report.tables.gaps if row.dimension == dimension]
    return Cell(said=say("report.hidden") if gaps and not any(map(shown, gaps)) else "–")


def _compared(report: Report, dimension: str) -> dict[str, Cell]:
    """Return what the two groups say that the room sees beside each other on a dimension, by their names there."""
    marks = [one for one in headline(report, dimension).rows if isinstance(one, Mark)]
    compared = any(shown(row) for row in report.tables.gaps if row.dimension == dimension)
    return {mark.name: Cell(mean=whole(mark.value), n=mark.n) for mark in marks} if compared else {}


def side_by_side(reports: Sequence[tuple[str, Report]]) -> str:
    """Return the same as text: a column a room."""
    table = beside(reports)
    rows = [
        [
            f"  {row.title}" if row.part else row.title,
            *(one.said or say("report.with_n", mean=one.mean, n=one.n) for one in row.cells),
        ]
        for row in table.rows
    ]
    return aligned([[table.title, *table.names], *rows])
