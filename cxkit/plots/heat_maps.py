"""Means by item and group, as a table whose cells are tinted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cxkit.plots.alts import tell
from cxkit.plots.layout import EDGE, GUTTER, WIDE, Caption, Column, Label, Notes, calm, laid_out, span
from cxkit.plots.lettering import LEADING, SMALL, TEXT, Words, measure, soft, wrap, write
from cxkit.plots.tokens import colours, diverging, shade
from cxkit.reports.report import Report
from cxkit.reports.status import SHOWN, limit
from cxkit.reports.wording import (
    check_attribute,
    chosen,
    group_name,
    groups_of,
    item_words,
    of_n,
    of_ns,
    points,
    why_hidden,
)
from cxkit.words import say

Row = Mapping[str, Any]

_UPRIGHT = 8
"""More columns than this have their names set upright, from bottom to top."""

_TALL = 190.0
"""Points: upright names that are longer take a second line."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A row: its label, and its cells from everybody to the last group. begins: a dimension whose items follow."""

    label: Label
    cells: tuple[Row | None, ...]
    begins: bool = False
    turned: bool = False


def heat_map(
    report: Report, *, attribute: str, items: bool = False, dimension: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the means, 0–100, of everybody and of each group of an attribute as a tinted table.

    A row a dimension; with `items` each dimension's items under it; with a dimension only that one and its items.
    Suppressed cells are striped. Each column says its n.

    Raises:
        ReportError: The report does not have the attribute or the dimension.
    """
    check_attribute(report, attribute)
    groups = groups_of(report, attribute)
    found = _lines(report, attribute, groups, items=items or dimension is not None, dimension=dimension)
    names = [group_name(report, None, None), *(group_name(report, attribute, group) for group in groups)]
    title = say("figures.heat_title", attribute=report.survey.attribute(attribute).title)
    if not any(_shown(cell) for line in found for cell in line.cells):
        return calm(ax, title, say("figures.nothing"), why_hidden(report.thresholds.scores))
    return tell(
        _draw(found, names, title, report.thresholds.scores, ax),
        say("figures.heat_alt", title=title),
        *[_told(line, names) for line in found],
    )


def _draw(found: list[_Line], names: list[str], title: str, least_n: int, ax: Axes | None) -> Axes:
    room = span(ax)
    ns = [_range([line.cells[place] for line in found]) for place in range(len(names))]
    least = _Heads.least(names, ns)
    column = Column.of([line.label for line in found], max(room - len(names) * least - GUTTER, room * 0.28))
    heads = _Heads.of(names, ns, max((room - column.width - GUTTER) / len(names), least))
    wide = max(WIDE, (column.width + GUTTER + len(names) * heads.wide) / 72 + 2 * EDGE)
    caption = Caption.of(title, room, lift=heads.high)
    untold = [cell for line in found for cell in line.cells if cell is not None and not _shown(cell)]
    notes = Notes.of(
        [
            say("figures.heat_reading"),
            *([say("figures.heat_reversed")] if any(line.turned for line in found) else []),
            *([say("figures.heat_striped", least=least_n)] if any(limit(cell) is None for cell in untold) else []),
            *([say("report.near")] if any(map(limit, untold)) else []),
        ],
        room,
        drop=14,
    )
    pitch = column.pitch(0.42)
    ax = laid_out(ax, column, caption, notes, pitch=pitch, wide=wide)
    _cells(ax, found)
    column.write(ax, first=0.5)
    heads.write(ax)
    return ax


def _cells(ax: Axes, found: list[_Line]) -> None:
    means = np.array([[cell["mean"] if _shown(cell) else np.nan for cell in line.cells] for line in found])
    sns.heatmap(
        means, vmin=0, vmax=100, cmap=diverging(), cbar=False, linewidths=1.5, linecolor=colours()["paper"],
        xticklabels=False, yticklabels=False, ax=ax,
    )  # fmt: skip
    ax.grid(visible=False)
    for y, line in enumerate(found):
        for x, cell in enumerate(line.cells):
            if _shown(cell):
                words = Words(text=points(cell["mean"]), size=TEXT + 1, bold=line.label.bold)
                write(ax, (x + 0.5, y + 0.5), words, anchor=0.5)
            elif cell and (told := limit(cell)):
                write(ax, (x + 0.5, y + 0.5), soft(told), anchor=0.5)
            elif cell:
                stripes = Rectangle((x + 0.04, y + 0.06), 0.92, 0.88, hatch="////", fill=False, linewidth=0)
                stripes.set_edgecolor(shade("line", 0.5))
                ax.add_patch(stripes)
        if line.begins and y:
            ax.axhline(y, color=colours()["paper"], linewidth=9)
    ax.axvline(1, color=colours()["paper"], linewidth=9)
    ax.set(xlabel="", ylabel="", xticks=[])


@dataclass(frozen=True, kw_only=True)
class _Heads:
    """What the columns are called: a name over its n, upright where the columns are many. Widths in points."""

    names: tuple[tuple[str, ...], ...]
    ns: tuple[str, ...]
    upright: bool
    wide: float
    high: float

    @staticmethod
    def least(names: list[str], ns: list[str]) -> float:
        """Return how wide a column must be at least: upright names need little, others their longest word."""
        if len(names) > _UPRIGHT:
            lines = max(len(wrap(name, SMALL, _TALL)) for name in names)
            return max(25.0, lines * SMALL * LEADING + 6)
        words = [*ns, *(word for name in names for word in name.split())]
        return min(max(measure(word, SMALL) for word in words), 90.0) + 10

    @classmethod
    def of(cls, names: list[str], ns: list[str], wide: float) -> _Heads:
        """Wrap the names for columns of that width."""
        upright = len(names) > _UPRIGHT
        lines = tuple(wrap(name, SMALL, _TALL if upright else wide - 10) for name in names)
        if upright:
            high = max(measure(line, SMALL) for own in lines for line in own) + _n_room(ns) + 16
        else:
            high = (max(len(own) for own in lines) + 1) * SMALL * LEADING + 8
        return cls(names=lines, ns=tuple(ns), upright=upright, wide=wide, high=high)

    def write(self, ax: Axes) -> None:
        """Write them over the columns."""
        for place, (name, n) in enumerate(zip(self.names, self.ns, strict=True)):
            colour = "soft" if n == say("report.hidden") else "ink"
            if self.upright:
                self._upright(ax, place, name, n, colour)
                continue
            said = [soft(n, italic=n == say("report.hidden"))]
            said += [Words(text=line, size=SMALL, colour=colour) for line in reversed(name)]
            for step, words in enumerate(said):
                offset, coords = (0, 6 + step * SMALL * LEADING), ax.get_xaxis_transform()
                write(ax, (place + 0.5, 1), words, offset=offset, coords=coords, anchor=0.5, va="baseline")

    def _upright(self, ax: Axes, place: int, name: tuple[str, ...], n: str, colour: str) -> None:
        texts = (
            (soft(n, italic=n == say("report.hidden")), n, 6.0),
            (Words(text="", size=SMALL, colour=colour), "\n".join(name), 14 + _n_room(self.ns)),
        )
        for words, text, y in texts:
            ax.annotate(
                text, (place + 0.5, 1), xytext=(0, y), xycoords=ax.get_xaxis_transform(), textcoords="offset points",
                rotation=90, ha="center", va="bottom", linespacing=1.1, annotation_clip=False, **words.style(),
            )  # fmt: skip


def _n_room(ns: list[str] | tuple[str, ...]) -> float:
    return max(measure(n, SMALL) for n in ns)


def _lines(report: Report, attribute: str, groups: list[str], *, items: bool, dimension: str | None) -> list[_Line]:
    table: dict[tuple[str, str | None, str | None], Row] = {
        (row["dimension"], None, None): row for row in report.tables["dimensions"]
    }
    table |= {(row["dimension"], row["item"], None): row for row in report.tables["items"]}
    own = [row for row in (*report.tables["groups"], *report.tables["group_items"]) if row["attribute"] == attribute]
    table |= {(row["dimension"], row.get("item"), row["group"]): row for row in own}
    found = []
    for each in chosen(report, dimension):
        cells = tuple(table.get((each.id, None, group)) for group in (None, *groups))
        title = Label(text=str(each.title), bold=items, size=TEXT + 1)
        found.append(_Line(label=title, cells=cells, begins=items))
        for item in each.items if items else ():
            cells = tuple(table.get((each.id, item.id, group)) for group in (None, *groups))
            label = Label(text=item_words(item), size=SMALL)
            found.append(_Line(label=label, cells=cells, turned=item.reverse_keyed))
    return found


def _shown(cell: Row | None) -> TypeGuard[Row]:
    return cell is not None and cell["status"] == SHOWN


def _range(cells: list[Row | None]) -> str:
    """Return the n of a column's cells, from the least to the most; of the shown ones, for the others have none."""
    ns = [cell["n"] for cell in cells if _shown(cell)]
    if not ns:
        return say("report.hidden")
    return of_ns(ns)


def _told(line: _Line, names: list[str]) -> str:
    said = [
        f"{name} {points(cell['mean'])} ({of_n(cell['n'])})"
        if _shown(cell)
        else f"{name} {limit(cell) or say('report.hidden')}"
        for name, cell in zip(names, line.cells, strict=True)
        if cell is not None
    ]
    return f"{line.label.text.rstrip('.')}: {', '.join(said)}"
