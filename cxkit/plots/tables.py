"""The builder of tinted tables: columns with their names and n above, and a mean, a limit or stripes in each cell."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cxkit.plots.layout import Frame, Labels
from cxkit.plots.lettering import LEADING, SMALL, Words, measure, soft, wrap, write
from cxkit.plots.tokens import colours, diverging, shade
from cxkit.reports.rows import Result, shown
from cxkit.reports.wording import of_n, of_ns, points
from cxkit.words import say

Cells = Sequence[Sequence[Result | None]]
"""Rows of cells; None: there is nothing to say."""

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
    """Draw a table within a frame: its cells tinted, their means written, and what is hidden striped.

    each: how wide a column is in points; wide: the whole in inches; size, bold: of the means, those at (row, column).
    """
    ax = frame.opened(ax, labels, pitch=labels.pitch(0.42), wide=wide)
    means = np.array([[cell.mean if shown(cell) else np.nan for cell in row] for row in cells])
    sns.heatmap(
        means, vmin=0, vmax=100, cmap=diverging(), cbar=False, linewidths=1.5, linecolor=colours()["paper"],
        xticklabels=False, yticklabels=False, ax=ax,
    )  # fmt: skip
    ax.grid(visible=False)
    ax.set(xlabel="", ylabel="", xticks=[])
    for y, row in enumerate(cells):
        for x, cell in enumerate(row):
            if shown(cell):
                words = Words(text=points(cell.mean), size=size, bold=(y, x) in bold)
                write(ax, (x + 0.5, y + 0.5), words, anchor=0.5)
            elif cell:
                stripes = Rectangle((x + 0.05, y + 0.07), 0.9, 0.86, hatch="////", fill=False, linewidth=0)
                stripes.set_edgecolor(shade("line", 0.5))
                ax.add_patch(stripes)
    labels.write(ax, first=0.5)
    heads.write(ax, each)
    return ax


def column_ns(cells: Cells) -> list[str]:
    """Return the n of each column, of the cells that are shown, for the others have none."""
    return [of_ns([cell.n for cell in column if shown(cell)]) for column in zip(*cells, strict=True)]


def in_words(cell: Result) -> str:
    """Return what a cell says."""
    return f"{points(cell.mean)} ({of_n(cell.n)})" if shown(cell) else say("report.hidden")
