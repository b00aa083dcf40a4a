"""The items of a dimension from the highest to the lowest: votes, and whatever else is put in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes

from cxkit.plots.alts import redrawable, tell
from cxkit.plots.layout import GUTTER, Caption, Column, Notes, calm, laid_out
from cxkit.plots.lettering import LARGE
from cxkit.plots.profiles import _bars, _beside, _told
from cxkit.plots.rows import NARROW, item_line, item_rows, room_for, shown, the_dimension, why
from cxkit.reports.report import Report
from cxkit.words import say


@redrawable
def ranking(report: Report, *, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the items of a dimension in order of their means, with intervals and n; hidden ones come last.

    Of a vote (a response scale of two points) the mean is the share that said yes, in percent. Equal items stand in the
    survey's order.

    Args:
        dimension: The survey's first where none is named.

    Raises:
        ReportError: The survey does not have the dimension.
    """
    own = the_dimension(report, dimension)
    rows = item_rows(report, own)
    title = str(own.question or own.title)
    order = sorted(own.items, key=lambda item: -rows[item.id]["mean"] if shown(rows[item.id]) else 1)
    vote = all(item.response_scale.range == 1 for item in own.items)
    found = [item_line(item, _share(rows[item.id]) if vote else rows[item.id], hue="dim-1") for item in order]
    if not any(line.shown for line in found):
        return calm(ax, title, say("figures.nothing"), why(report))
    read = say("figures.vote_reading") if vote else say("figures.ranking_reading")
    room = room_for(ax)
    column = Column.of([line.label for line in found], room * 0.42)
    caption = Caption.of(title, room)
    notes = Notes.of([f"{read}.", *([why(report)] if any(line.hidden for line in found) else [])], room)
    pitch = column.pitch(0.42)
    ax = laid_out(ax, column, caption, notes, pitch=pitch, wide=NARROW)
    _bars(ax, found, column, thick=0.24 / pitch)
    _beside(ax, found, LARGE, x=GUTTER - 4)
    return tell(ax, title, read, *[_told(line) for line in found])


def _share(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a vote's row with Wilson's interval of its share, which holds where all say one thing, too."""
    if not shown(row) or row["favourable_low"] is None or round(100 * row["favourable"] - row["mean"], 9):
        return row
    return {**row, "low": 100 * row["favourable_low"], "high": 100 * row["favourable_high"]}
