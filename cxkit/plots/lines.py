"""What people do when something has gone wrong: above the line they own it, below it they do not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes

from cxkit.plots.alts import redrawable, tell
from cxkit.plots.layout import GUTTER, Caption, Column, Label, Notes, calm, laid_out
from cxkit.plots.lettering import LARGE, TEXT
from cxkit.plots.profiles import _bars, _beside, _told
from cxkit.plots.rows import NARROW, item_line, item_rows, room_for, the_dimension, why
from cxkit.plots.sections import Line
from cxkit.plots.tokens import colours
from cxkit.reports.report import Report
from cxkit.survey.parts import Item
from cxkit.words import say


@redrawable
def above_below(report: Report, *, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how often each item of a dimension is seen: the good above a line, reverse-keyed items below it.

    Items below the line are drawn as answered, so that a long bar says: often.

    Args:
        dimension: The survey's first with a reverse-keyed item where none is named.

    Raises:
        ReportError: The survey does not have the dimension.
    """
    first = next((each.id for each in report.survey.dimensions if any(i.reverse_keyed for i in each.items)), None)
    own = the_dimension(report, dimension or first)
    rows = item_rows(report, own)
    title = str(own.question or own.title)
    sides = [[item for item in own.items if item.reverse_keyed is turned] for turned in (False, True)]
    found: list[Line] = []
    names = say("figures.above_the_line"), say("figures.below_the_line")
    for name, items, hue in zip(names, sides, ("favourable", "unfavourable"), strict=True):
        heading = Label(text=name, bold=True, size=TEXT + 1, heading=True)
        found.append(Line(label=heading, said=name, hue=colours()[hue]))
        found += [
            item_line(replace(item, reverse_keyed=False), _as_answered(item, rows[item.id]), hue=hue) for item in items
        ]
    if not any(line.shown for line in found):
        return calm(ax, title, say("figures.nothing"), why(report))
    room = room_for(ax)
    column = Column.of([line.label for line in found], room * 0.44)
    notes = Notes.of(
        [say("figures.line_reading"), *([why(report)] if any(line.hidden for line in found) else [])], room
    )
    pitch = column.pitch(0.42)
    ax = laid_out(ax, column, Caption.of(title, room), notes, pitch=pitch, wide=NARROW)
    _bars(ax, found, column, thick=0.24 / pitch)
    _beside(ax, found, LARGE, x=GUTTER - 4)
    y = len(sides[0]) + 0.5
    ax.axhline(y, linewidth=2.2, color=colours()["ink"])
    stroke = {"linewidth": 2.2, "color": colours()["ink"], "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (0, y), (column.left, 0), textcoords="offset points", annotation_clip=False,
                arrowprops={"arrowstyle": "-", **stroke})  # fmt: skip
    told = [line.said if line.row is None else _told(line) for line in found]
    return tell(ax, title, say("figures.line_alt"), *told)


def _as_answered(item: Item, row: Any) -> dict[str, Any]:
    """Return a row with its numbers as they were answered: a reverse-keyed item's are turned back."""
    if not item.reverse_keyed:
        return dict(row)
    ends = {"mean": "mean", "low": "high", "high": "low", "at_least": "at_most", "at_most": "at_least"}
    turned = {end: None if row.get(other) is None else 100 - row[other] for end, other in ends.items()}
    return {**row, **turned}
