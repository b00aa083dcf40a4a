"""The builder of tinted tables: columns with their names and n above, and a mean or stripes in each cell."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cxkit.plots.layout import Frame, Labels
from cxkit.plots.lettering import LEADING, SMALL, Words, measure, soft, wrap, write
from cxkit.plots.tokens import colours, diverging, shade
from cxkit.reports.rows import Place, Result, shown
from cxkit.reports.wording import joined, of_ns, points, told_for, why_hidden
from cxkit.words import say


@dataclass(frozen=True)
class Cell:
    """What stands in a place: its own result or, `together`, that of several groups; None: there is nothing to say."""

    result: Result | None
    together: bool = False

    @classmethod
    def at(cls, cells: Mapping[Place, Result], place: Place) -> Cell:
        """Take what is told at a place from a report's results."""
        own, told = cells.get(place), told_for(cells, place)
        return cls(own) if told is None or told is own else cls(told, together=True)

    @property
    def words(self) -> str:
        """What it says."""
        if not shown(self.result):
            return say("report.hidden")
        said: dict[str, Any] = {"mean": points(self.result.mean), "n": self.result.n}
        return say("figures.told_together", **said) if self.together else say("report.with_n", **said)


Cells = Sequence[Sequence[Cell]]

_TALL = 190.0
"""Points: upright names that are longer take a second line."""


@dataclass(frozen=True, kw_only=True)
class Heads:
    """What the columns are called: a name over its n; upright, from bottom to top, where the columns are many."""

    names: Sequence[str]
    ns: Sequence[str]
    upright: bool

    @property
    def least(self) -> float:
        """How wide a column must be at least, in points: upright names need little, others their longest word."""
        if self.upright:
            return max(25.0, max(len(wrap(name, SMALL, _TALL)) for name in self.names) * SMALL * LEADING + 6)
        words = [*self.ns, *(word for name in self.names for word in name.split())]
        return min(max(measure(word, SMALL) for word in words), 90.0) + 10

    @property
    def _n_room(self) -> float:
        return max(measure(n, SMALL) for n in self.ns)

    def lines(self, wide: float) -> list[tuple[str, ...]]:
        """Wrap the names for columns of that width."""
        return [wrap(name, SMALL, _TALL if self.upright else wide - 10) for name in self.names]

    def height(self, wide: float) -> float:
        """Return how high they are over columns of that width."""
        lines = self.lines(wide)
        if self.upright:
            return max(measure(line, SMALL) for own in lines for line in own) + self._n_room + 16
        return (max(map(len, lines)) + 1) * SMALL * LEADING + 8

    def write(self, ax: Axes, wide: float) -> None:
        """Write them over columns of that width."""
        over = ax.get_xaxis_transform()
        for place, (name, n) in enumerate(zip(self.lines(wide), self.ns, strict=True)):
            hidden = n == say("report.hidden")
            colour, of = "soft" if hidden else "ink", soft(n, italic=hidden)
            if not self.upright:
                said = [of, *(Words(text=line, size=SMALL, colour=colour) for line in reversed(name))]
                for step, words in enumerate(said):
                    offset = (0, 6 + step * SMALL * LEADING)
                    write(ax, (place + 0.5, 1), words, offset=offset, coords=over, anchor=0.5, va="baseline")
                continue
            for words, y in (
                (of, 6.0),
                (Words(text="\n".join(name), size=SMALL, colour=colour), 14 + self._n_room),
            ):
                ax.annotate(
                    words.text, (place + 0.5, 1), xytext=(0, y), xycoords=over, textcoords="offset points",
                    rotation=90, ha="center", va="bottom", linespacing=1.1, annotation_clip=False, **words.style(),
                )  # fmt: skip


def draw_table(
    ax: Axes | None,
    cells: Cells,
    labels: Labels,
    heads: Heads,
    frame: Frame,
    *,
    each: float,
    wide: float,
    size: float,
    bold: Container[tuple[int, int]],
) -> Axes:
    """Draw a table within a frame: its cells tinted, their means written, and what nothing is told of striped.

    each: how wide a column is in points; wide: the whole in inches; size, bold: of the means, those at (row, column).
    """
    ax = frame.opened(ax, labels, pitch=labels.pitch(0.42), wide=wide)
    own = [[cell.mean if shown(cell := each.result) and not each.together else np.nan for each in row] for row in cells]
    sns.heatmap(
        np.array(own), vmin=0, vmax=100, cmap=diverging(), cbar=False, linewidths=1.5, linecolor=colours()["paper"],
        xticklabels=False, yticklabels=False, ax=ax,
    )  # fmt: skip
    ax.grid(visible=False)
    ax.set(xlabel="", ylabel="", xticks=[])
    for y, row in enumerate(cells):
        for cell, run in groupby(range(len(row)), key=row.__getitem__):
            x, *more = run
            _draw_cell(ax, cell, (x, y), 1 + len(more), size, bold=(y, x) in bold)
    labels.write(ax, first=0.5)
    heads.write(ax, each)
    return ax


def _draw_cell(ax: Axes, cell: Cell, at: tuple[int, int], many: int, size: float, *, bold: bool) -> None:
    """Write a mean, or draw stripes. What is told of several cells together is drawn once, and paler."""
    (x, y), result = at, cell.result
    box = Rectangle((x + 0.05, y + 0.15), many - 0.1, 0.7, linewidth=0)
    if shown(result):
        if cell.together:
            *rgb, opacity = diverging()(round(result.mean))
            ax.add_patch(box).set(facecolor=(*rgb, opacity / 2), edgecolor=colours()["line"], linewidth=0.8)
        words = Words(text=points(result.mean), size=size, bold=bold, italic=cell.together)
        write(ax, (x + many / 2, y + 0.5), words, anchor=0.5)
    elif result:
        ax.add_patch(box).set(hatch="////", fill=False, edgecolor=shade("line", 0.5))


def column_ns(cells: Cells) -> list[str]:
    """Return the n of each column: of its own cells that are shown, or else of those told together with others."""
    ns = []
    for column in zip(*cells, strict=True):
        told = [cell for cell in column if shown(cell.result)]
        own = [cell for cell in told if not cell.together] or told
        ns.append(of_ns([cell.result.n or 0 for cell in own if cell.result]))
    return ns


def is_told(cells: Iterable[Cell]) -> bool:
    """Tell whether any of some cells has a number."""
    return any(shown(cell.result) for cell in cells)


def notes_on(cells: Cells, hidden: Sequence[str]) -> list[str]:
    """Return the notes under a table on what is not told cell by cell. hidden: the columns and rows left out."""
    every = [cell for row in cells for cell in row]
    notes = [say("figures.cells_together")] if any(cell.together for cell in every) else []
    notes += [f"{joined(hidden)}: {say('report.hidden')}."] if hidden else []
    return notes + (
        [why_hidden()] if hidden or not all(cell.result is None or is_told([cell]) for cell in every) else []
    )
