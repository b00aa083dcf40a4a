"""The dimensions' means with their intervals."""

from __future__ import annotations

from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from cxkit.plots.alts import redrawable, tell
from cxkit.plots.layout import (
    GUTTER,
    Caption,
    Column,
    Notes,
    beside,
    calm,
    hide,
    laid_out,
    opened,
    score_axis,
    span,
    widest,
)
from cxkit.plots.lettering import LARGE, SMALL, Words, soft, wrap
from cxkit.plots.sections import Line, lines, nothing
from cxkit.plots.tokens import colours
from cxkit.reports.report import Report
from cxkit.reports.status import limit
from cxkit.reports.wording import check_attribute, of_n, points, why_hidden
from cxkit.words import say

_NARROW = 5.2


@redrawable
def profile(
    report: Report, *, attribute: str | None = None, dimension: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw each dimension's mean, 0–100, with its 95% interval and its n: for everybody, or for each group too.

    A mean without an interval has no line: with no spread in the answers there is no telling.

    Raises:
        ReportError: The report does not have the attribute or the dimension.
    """
    check_attribute(report, attribute)
    rows = [*report.tables["dimensions"]]
    rows += [row for row in report.tables["groups"] if row["attribute"] == attribute]
    found = lines(report, rows, attribute=attribute, group=None, dimension=dimension)
    told = [_told(line) for line in found if line.row is not None]
    if attribute is None:
        return tell(_everybody(report, found, ax), say("figures.scores_everyone"), *told)
    title = say("figures.scores_title", attribute=report.survey.attribute(attribute).title)
    why = why_hidden(report.thresholds.scores)
    if nothing(found):
        return calm(ax, title, say("figures.nothing"), why)
    room = span(ax)
    column = Column.of([line.label for line in found], room * 0.36)
    caption = Caption.of(title, room)
    read = say("figures.scores_reading")
    notes = Notes.of([f"{read}.", *([why] if any(line.hidden for line in found) else [])], room)
    pitch = column.pitch(0.36)
    ax = laid_out(ax, column, caption, notes, pitch=pitch)
    _bars(ax, found, column, thick=min(0.62, 0.2 / pitch))
    _beside(ax, found, LARGE, x=GUTTER)
    return tell(ax, title, read, *told)


def _everybody(report: Report, found: list[Line], ax: Axes | None) -> Axes:
    narrow = min(span(ax), 72 * _NARROW)
    column = Column.of([line.label for line in found], narrow * 0.36)
    pitch = column.pitch(0.55)
    read = wrap(say("figures.scores_reading"), SMALL, narrow + column.left - 60)
    ax = opened(ax, height=0.7 + 0.2 * len(read) + pitch * len(found), wide=_NARROW)
    _bars(ax, found, column, thick=0.275 / pitch)
    ax.set_xlabel("\n".join(read), **soft("").style(), labelpad=8, loc="left", multialignment="left")
    _beside(ax, found, LARGE + 1, x=10, hidden=say("figures.scores_hidden", least=report.thresholds.scores))
    return ax


def _bars(ax: Axes, found: list[Line], column: Column, *, thick: float) -> None:
    places = [str(place) for place in range(len(found))]
    means = [line.row["mean"] if line.row and line.shown else 0.0 for line in found]
    sns.barplot(
        x=means, y=places, hue=places, palette=[line.hue for line in found],
        orient="h", width=thick, saturation=1, errorbar=None, legend=False, ax=ax,
    )  # fmt: skip
    score_axis(ax)
    column.write(ax)
    for place, line in enumerate(found):
        if line.row and line.shown and not pd.isna(line.row["low"]):
            ends = [line.row["low"], line.row["high"]]
            for colour, width in (("paper", 4.5), ("ink", 1.6)):  # a halo, or the line is lost on its bar
                ax.plot(ends, [place, place], color=colours()[colour], linewidth=width, solid_capstyle="butt")


def _beside(ax: Axes, found: list[Line], size: int, *, x: float, hidden: str = "") -> None:
    """Write each row's mean and n at the right, or that it is hidden."""
    means = {
        place: Words(text=points(line.row["mean"]), size=size)
        for place, line in enumerate(found)
        if line.row and line.shown
    }
    right = x + widest([[words] for words in means.values()])
    for place, line in enumerate(found):
        if line.hidden:
            hide(ax, place, (line.row and limit(line.row)) or hidden or say("report.hidden"))
        elif line.row:
            beside(ax, place, means[place], x=right, anchor=1)
            beside(ax, place, soft(of_n(line.row["n"])), x=right + 10)


def _told(line: Line) -> str:
    if line.row is None or not line.shown:
        return f"{line.said}: {(line.row and limit(line.row)) or say('report.hidden')}"
    row = line.row
    said: dict[str, Any] = {"name": line.said, "mean": points(row["mean"]), "n": row["n"]}
    if pd.isna(row["low"]):
        return say("figures.mean_of", **said)
    return say("figures.mean_of_interval", **said, low=points(row["low"]), high=points(row["high"]))
