"""From everybody to everybody: how each group rates each entry of the same list, such as departments each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cxkit.plots.alts import redrawable, tell
from cxkit.plots.heat_maps import _Heads
from cxkit.plots.layout import EDGE, Column, Label, Notes, calm, laid_out
from cxkit.plots.lettering import SMALL, TEXT, Words, soft, write
from cxkit.plots.rows import found, near, room_for, shown, the_dimension, why
from cxkit.plots.tokens import colours, diverging, shade
from cxkit.reports.report import Report
from cxkit.reports.wording import check_attribute, group_name, groups_of, of_n, of_ns, points
from cxkit.survey.parts import Dimension
from cxkit.words import say

Row = Mapping[str, Any]
Pair = tuple[str, str]
Cells = dict[Pair, Row]


@redrawable
def matrix(report: Report, *, attribute: str, dimension: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how each group of an attribute (a row) rates each item of a dimension (a column), 0–100.

    Where an item has a group's name, the group's rating of itself is outlined. The strongest and the weakest cell
    between two are framed and named, and so is the pair that rates each other most unequally.

    Args:
        dimension: The survey's first where none is named.

    Raises:
        ReportError: The report does not have the attribute or the dimension.
    """
    check_attribute(report, attribute)
    table = _Table.of(report, attribute, the_dimension(report, dimension))
    if not any(map(shown, table.cells.values())):
        return calm(ax, table.title, say("figures.nothing"), why(report))
    said = table.found()
    ax = _draw(table, said, report.thresholds.scores, ax)
    return tell(ax, table.title, say("figures.matrix_alt"), *table.told(), *said)


@dataclass(frozen=True, kw_only=True)
class _Table:
    """Who rates, who is rated, by name; and the report's cells of both."""

    title: str
    raters: tuple[str, ...]
    rated: tuple[str, ...]
    cells: Cells

    @classmethod
    def of(cls, report: Report, attribute: str, dimension: Dimension) -> _Table:
        """Take an attribute's groups and a dimension's items from a report."""
        raters = {group: group_name(report, attribute, group) for group in groups_of(report, attribute)}
        rated = {item.id: str(item.text).rstrip(".") for item in dimension.items}
        cells = {
            (raters[row["group"]], rated[row["item"]]): row
            for row in report.tables["group_items"]
            if row["attribute"] == attribute and row["item"] in rated
        }
        title = str(dimension.question or dimension.title)
        return cls(title=title, raters=tuple(raters.values()), rated=tuple(rated.values()), cells=cells)

    @cached_property
    def between(self) -> dict[Pair, float]:
        """The means that are shown of one group's rating of another."""
        return {pair: row["mean"] for pair, row in self.cells.items() if shown(row) and pair[0] != pair[1]}

    @cached_property
    def ends(self) -> tuple[Pair, ...]:
        """The strongest and the weakest cell between two; none where there are fewer than two."""
        if len(self.between) < 2:
            return ()
        ends = (most(self.between, key=lambda pair: self.between[pair]) for most in (max, min))
        return tuple(ends)

    def found(self) -> list[str]:
        """Say what stands out: the ends, and which two rate each other most unequally."""
        said = []
        for place, (a, b) in enumerate(self.ends):
            rated = {"one": a, "two": b, "mean": points(self.between[a, b])}
            said.append(say("figures.weakest", **rated) if place else say("figures.strongest", **rated))
        uneven = {
            (a, b): mean - self.between[b, a]
            for (a, b), mean in self.between.items()
            if mean > self.between.get((b, a), mean)
        }
        if uneven:
            a, b = max(uneven, key=lambda pair: uneven[pair])
            there, back = points(self.between[a, b]), points(self.between[b, a])
            said.append(say("figures.most_unequal", one=a, two=b, there=there, back=back))
        return said

    def told(self) -> list[str]:
        """Say every cell, a part for each who rates."""
        said = []
        for rater in self.raters:
            row = [self.cells.get((rater, name)) for name in self.rated]
            each = ", ".join(f"{name} {_cell(cell)}" for name, cell in zip(self.rated, row, strict=True))
            told = any(cell and not _untold(cell) for cell in row)
            said.append(f"{rater}: {each if told else say('report.hidden')}")
        return said

    def ns(self) -> list[str]:
        """Say the n of each column, from the least to the most; of the cells that are shown."""
        said = []
        for name in self.rated:
            rows = [self.cells.get((rater, name)) for rater in self.raters]
            ns = [row["n"] for row in rows if row is not None and shown(row)]
            said.append(of_ns(ns) if ns else say("report.hidden"))
        return said


def _draw(table: _Table, said: list[str], least: int, ax: Axes | None) -> Axes:
    room = room_for(ax)
    column = Column.of([Label(text=name, size=SMALL) for name in table.raters], room * 0.28, gutter=8)
    heads = _heads(table, (room - column.width - 8) / len(table.rated))
    wide = column.width + 8 + heads.wide * len(table.rated)
    hidden = any(_untold(table.cells.get((rater, name))) for rater in table.raters for name in table.rated)
    read = say("figures.matrix_reading")
    if set(table.raters) & set(table.rated):
        read = f"{read} {say('figures.matrix_own')}"
    notes = Notes.of([read, *([say("figures.matrix_striped", least=least)] if hidden else [])], wide - 8, drop=12)
    caption = found(table.title, said, wide - 8, lift=heads.high)
    ax = laid_out(ax, column, caption, notes, pitch=column.pitch(0.42), wide=wide / 72 + 2 * EDGE)
    means = np.array([[_mean(table.cells.get((rater, name))) for name in table.rated] for rater in table.raters])
    sns.heatmap(
        means, vmin=0, vmax=100, cmap=diverging(), cbar=False, linewidths=1.5, linecolor=colours()["paper"],
        xticklabels=False, yticklabels=False, ax=ax,
    )  # fmt: skip
    ax.grid(visible=False)
    for y, rater in enumerate(table.raters):
        for x, name in enumerate(table.rated):
            framed = (rater, name) in table.ends
            _write(ax, x, y, table.cells.get((rater, name)), bold=framed)
            if rater == name or framed:
                _frame(ax, x, y, *(("ink", 2.2) if framed else ("line", 1.2)))
    ax.set(xlabel="", ylabel="", xticks=[])
    column.write(ax, first=0.5)
    heads.write(ax)
    return ax


def _heads(table: _Table, wide: float) -> _Heads:
    """Lay out the columns' names: upright, so that many fit into a page's column."""
    many = [""] * 9  # as many as make them stand upright
    least = max(_Heads.least([*table.rated, *many], [*table.ns(), *many]), 28.0, wide)
    heads = _Heads.of([*table.rated, *many], [*table.ns(), *many], least)
    return replace(heads, names=heads.names[: len(table.rated)], ns=heads.ns[: len(table.rated)])


def _write(ax: Axes, x: int, y: int, row: Row | None, *, bold: bool) -> None:
    if row is not None and shown(row):
        write(ax, (x + 0.5, y + 0.5), Words(text=points(row["mean"]), size=TEXT, bold=bold), anchor=0.5)
    elif told := near(row):
        write(ax, (x + 0.5, y + 0.5), soft(told), anchor=0.5)
    else:
        stripes = Rectangle((x + 0.06, y + 0.08), 0.88, 0.84, hatch="////", fill=False, linewidth=0)
        stripes.set_edgecolor(shade("line", 0.5))
        ax.add_patch(stripes)


def _frame(ax: Axes, x: int, y: int, token: str, width: float) -> None:
    ax.add_patch(
        Rectangle((x + 0.05, y + 0.06), 0.9, 0.88, fill=False, edgecolor=colours()[token], linewidth=width, zorder=5)
    )


def _mean(row: Row | None) -> float:
    return float(row["mean"]) if row is not None and shown(row) else np.nan


def _untold(row: Row | None) -> bool:
    return not shown(row) and near(row) is None


def _cell(row: Row | None) -> str:
    return (
        f"{points(row['mean'])} ({of_n(row['n'])})"
        if row is not None and shown(row)
        else near(row) or say("report.hidden")
    )
