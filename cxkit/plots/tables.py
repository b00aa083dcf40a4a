"""The builder of tinted tables: columns with their names and n above, and a mean or stripes in each cell."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cxkit.plots.layout import Frame, Labels
from cxkit.plots.lettering import LEADING, SMALL, Words, measure, soft, wrap, write
from cxkit.plots.tokens import colours, diverging, shade
from cxkit.reports.cells import Cell, Cells
from cxkit.reports.rows import shown
from cxkit.reports.wording import of_ns, points, whole
from cxkit.words import say

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
    bold: Container[int],
) -> Axes:
    """Draw a table within a frame: its cells tinted, their means written, and what nothing is told of striped.

    each: how wide a column is in points; wide: the whole in inches; size: of the means; bold: in which rows they are.
    """
    ax = frame.opened(ax, labels, pitch=labels.pitch(0.42), wide=wide)
    own = [[cell.mean if shown(cell := each.result) and not each.together else np.nan for each in row] for row in cells]
    sns.heatmap(
        np.array(own), vmin=0, vmax=100, cmap=diverging(), cbar=False, linewidths=1.5, linecolor=colours()["paper"],
        xticklabels=False, yticklabels=False, ax=ax,
    )  # fmt: skip
    ax.grid(visible=False)
    ax.set(xlabel="", ylabel="", xticks=[])
    for y, line in enumerate(cells):
        for told, run in groupby(range(len(line)), key=line.__getitem__):
            first, *more = run
            _draw_cell(ax, told, (first, y, 1 + len(more)), size, bold=y in bold)
    labels.write(ax, first=0.5)
    heads.write(ax, each)
    return ax


def _draw_cell(ax: Axes, cell: Cell, at: tuple[int, int, int], size: float, *, bold: bool) -> None:
    """Write a mean, or draw stripes. at: where, and how wide: what is told of several cells is drawn once."""
    x, y, wide = at
    result, box = cell.result, Rectangle((x + 0.05, y + 0.15), wide - 0.1, 0.7, linewidth=0)
    if shown(result):
        if cell.together:
            *rgb, opacity = diverging()(whole(result.mean))
            ax.add_patch(box).set(facecolor=(*rgb, opacity / 2), edgecolor=colours()["line"], linewidth=0.8)
        words = Words(text=points(result.mean), size=size, bold=bold, italic=cell.together)
        write(ax, (x + wide / 2, y + 0.5), words, anchor=0.5)
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
