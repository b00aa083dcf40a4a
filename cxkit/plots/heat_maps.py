"""Means by item and group, as a table whose cells are tinted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cxkit.plots.alts import described, of_report
from cxkit.plots.layout import EDGE, GUTTER, WIDE, Frame, Label, Labels, calm, span
from cxkit.plots.lettering import LEADING, SMALL, TEXT, Words, measure, soft, wrap, write
from cxkit.plots.tokens import colours, diverging, shade
from cxkit.reports import wording
from cxkit.reports.cells import Cell, Cells, by_group, is_told, notes_on
from cxkit.reports.report import Report
from cxkit.reports.rows import shown
from cxkit.words import say

_UPRIGHT = 8
"""More columns than this have their names set upright."""
_WIDEST = 240.0
"""Points: a column is no wider, however few there are."""
_TALL = 190.0
"""Points: upright names that are longer take a second line."""

_Line = tuple[Label, Sequence[Cell]]
"""A row: its label, and its cells from everybody to the last group."""


@of_report
def heat_map(
    report: Report, *, attribute: str, items: bool = False, dimension: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the means, 0–100, of everybody and of each group of an attribute as a tinted table.

    A row a dimension; with `items` each dimension's items under it; with a dimension only that one and its items.
    Where a group's own mean is not told, it is what several groups are together; a group or a row of which nothing is
    told is named below. Each column says its n.

    Raises:
        ReportError: The report does not have the attribute or the dimension.
    """
    items = items or dimension is not None
    wording.check_attribute(report, attribute)
    labels, things, turned = list[Label](), list[tuple[str | None, str]](), False
    for each in wording.chosen(report, dimension):
        labels.append(Label(text=str(each.title), bold=items, size=TEXT + 1))
        labels += [Label(text=wording.item_words(item), size=SMALL) for item in each.items if items]
        things += [(None, each.id), *((item.id, each.id) for item in each.items if items)]
        turned = turned or (items and any(item.reverse_keyed for item in each.items))
    groups, cells, hidden = by_group(report, attribute, things)
    silent = [label.text for label, line in zip(labels, cells, strict=True) if not is_told(line)]
    hidden += [say("figures.hidden_rows", n=len(silent), statement=silent[0].rstrip("."))] if silent else []
    lines: list[_Line] = [(label, line) for label, line in zip(labels, cells, strict=True) if is_told(line)]
    title = say("figures.heat_title", attribute=report.survey.attribute(attribute).title)
    if not lines:
        return calm(ax, title, wording.why_hidden())
    names = [wording.group_name(report, attribute, group) for group in groups]
    said = []
    for label, line in lines:
        each_told = wording.commas(f"{name} {cell.words}" for name, cell in zip(names, line, strict=True))
        said.append(f"{label.text.rstrip('.')}: {each_told}")
    notes = [say("figures.heat_reading"), *([say("figures.heat_reversed")] if turned else [])]
    left_out = [say("report.hidden_names", names=wording.joined(hidden))] if hidden else []
    notes += notes_on(report, attribute, groups, [line for _, line in lines], hidden)
    room = span(ax)
    frame = Frame(title=title, room=room, notes=notes, drop=14)
    ax = _draw(lines, names, frame, room, ax)
    return described(ax, say("figures.heat_alt", title=title), *said, *left_out)


@dataclass(frozen=True, kw_only=True)
class _Heads:
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


def _draw(lines: list[_Line], names: list[str], frame: Frame, room: float, ax: Axes | None) -> Axes:
    """Draw the table within a frame: cells tinted, their means written, and what nothing is told of striped."""
    cells = [cells for _, cells in lines]
    heads = _Heads(names=names, ns=_column_ns(cells), upright=len(names) > _UPRIGHT)
    left = max(room - len(names) * heads.least - GUTTER, room * 0.28)
    labels = Labels(labels=tuple(label for label, _ in lines), room=left)
    each = max(min((room + labels.left) / len(names), _WIDEST), heads.least)
    wide = max(WIDE, (len(names) * each - labels.left) / 72 + 2 * EDGE)
    begin = [place for place, (label, _) in enumerate(lines) if label.bold]
    frame = replace(frame, lift=heads.height(each))
    ax = frame.opened(ax, labels, pitch=labels.pitch(0.42), wide=wide)
    own = [[cell.mean if shown(cell := one.result) and not one.together else np.nan for one in row] for row in cells]
    sns.heatmap(
        np.array(own), vmin=0, vmax=100, cmap=diverging(), cbar=False, linewidths=1.5, linecolor=colours()["paper"],
        xticklabels=False, yticklabels=False, ax=ax,
    )  # fmt: skip
    ax.grid(visible=False)
    ax.set(xlabel="", ylabel="", xticks=[])
    for y, line in enumerate(cells):
        for told, run in groupby(range(len(line)), key=line.__getitem__):
            first, *more = run
            _draw_cell(ax, told, (first, y, 1 + len(more)), bold=y in begin)
    labels.write(ax, first=0.5)
    heads.write(ax, each)
    for y in begin[1:]:
        ax.axhline(y, color=colours()["paper"], linewidth=9)
    ax.axvline(1, color=colours()["paper"], linewidth=9)
    return ax


def _draw_cell(ax: Axes, cell: Cell, at: tuple[int, int, int], *, bold: bool) -> None:
    """Write a mean, or draw stripes. at: where, and how wide: what is told of several cells is drawn once."""
    x, y, wide = at
    result, box = cell.result, Rectangle((x + 0.05, y + 0.15), wide - 0.1, 0.7, linewidth=0)
    if shown(result):
        if cell.together:
            *rgb, opacity = diverging()(wording.whole(result.mean))
            ax.add_patch(box).set(facecolor=(*rgb, opacity / 2), edgecolor=colours()["line"], linewidth=0.8)
        words = Words(text=wording.points(result.mean), size=TEXT + 1, bold=bold, italic=cell.together)
        write(ax, (x + wide / 2, y + 0.5), words, anchor=0.5)
    elif result:
        ax.add_patch(box).set(hatch="////", fill=False, edgecolor=shade("line", 0.5))


def _column_ns(cells: Cells) -> list[str]:
    """Return the n of each column: of its own cells that are shown, or else of those told together with others."""
    ns = []
    for column in zip(*cells, strict=True):
        told = [cell for cell in column if shown(cell.result)]
        own = [cell for cell in told if not cell.together] or told
        ns.append(wording.of_ns([cell.result.n or 0 for cell in own if cell.result]))
    return ns
