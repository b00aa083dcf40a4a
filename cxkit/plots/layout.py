"""The plan of a figure: a caption, labels flush left, notes below. Distances are points."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.layout_engine import ConstrainedLayoutEngine

from cxkit.plots.alts import described, made_up
from cxkit.plots.lettering import LEADING, SMALL, TEXT, TITLE, Words, flow, measure, soft, wrap, write
from cxkit.plots.tokens import colours, family
from cxkit.words import say

WIDE = 10.0
"""Inches: 11 points then are 21 pixels on a projector of 1366."""

NARROW = 5.2
"""Inches, as wide as a page's column: on a phone 11 points then still are 10 pixels."""

GUTTER = 16.0
EDGE = 0.16
_LOWER = 0.14


def opened(ax: Axes | None, *, height: float, wide: float = WIDE) -> Axes:
    """Return the axes to draw on, in house style: the given ones, or new ones of that size in inches."""
    if ax is None:
        _, ax = plt.subplots(figsize=(wide, height), layout=ConstrainedLayoutEngine(w_pad=EDGE, h_pad=EDGE))
    ax.figure.set_facecolor("none")  # the page's own paper, light or dark
    ax.set_facecolor("none")
    sns.despine(ax=ax, left=True, bottom=True)
    ax.tick_params(length=0, colors=colours()["soft"], labelsize=SMALL, labelfontfamily=list(family()))
    ax.grid(axis="x", color=colours()["rule"], linewidth=0.8)
    ax.grid(visible=False, axis="y")
    ax.set_axisbelow(True)
    return ax


def span(ax: Axes | None, wide: float = WIDE) -> float:
    """Return how wide a figure may be in points: a new one of so many inches within its edges, or the given axes."""
    return 72 * (wide - 2 * EDGE) if ax is None else ax.get_window_extent().width * 72 / ax.figure.dpi


@dataclass(frozen=True, kw_only=True)
class Label:
    """What stands at the left of a row."""

    text: str
    bold: bool = False
    size: float = TEXT
    heading: bool = False


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The labels of all rows in a column no wider than `room` points. gutter: what is left free beside it."""

    labels: tuple[Label, ...]
    room: float
    gutter: float = GUTTER

    @cached_property
    def lines(self) -> list[tuple[str, ...]]:
        """The lines of each label."""
        return [wrap(label.text, label.size, self.room, bold=label.bold) for label in self.labels]

    @cached_property
    def width(self) -> float:
        """The width in points that they need."""
        pairs = zip(self.labels, self.lines, strict=True)
        return max(measure(line, label.size, bold=label.bold) for label, own in pairs for line in own)

    @property
    def left(self) -> float:
        """Where the labels begin, from the left edge of the axes."""
        return -self.width - self.gutter

    def pitch(self, least: float) -> float:
        """Return the height of every row in inches: at least `least`, and the longest label's lines with some air."""
        need = [len(own) * label.size * LEADING for label, own in zip(self.labels, self.lines, strict=True)]
        return max(least, (max(need) + 9) / 72)

    def write(self, ax: Axes, *, first: float = 0.0) -> None:
        """Write the labels as the ticks of the y axis, the first on top, in the middle of its row."""
        many = len(self.labels)
        ax.set_ylim(many - 0.5 + first, first - 0.5)
        # A heading stands nearer to what it heads than to what goes before.
        places = [first + place + (_LOWER if label.heading else 0) for place, label in enumerate(self.labels)]
        ax.set_yticks(places, ["\n".join(own) for own in self.lines])
        ax.tick_params(axis="y", pad=-self.left)
        for tick, label in zip(ax.get_yticklabels(), self.labels, strict=True):
            tick.set(**Words(size=label.size, bold=label.bold).style(), ha="left", linespacing=1.2)
            tick.set_multialignment("left")


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What stands over the rows, a title and a key, and what stands under them: notes. In points.

    found: what the figure says, in sentences: the first is the title then, and what it is called stands under that.
    room: how wide they may be; lift, drop: what is left free between them and the rows.
    """

    title: str
    room: float
    key: Sequence[Sequence[Words]] = ()
    found: Sequence[str] = ()
    notes: Sequence[str] = ()
    lift: float = 0.0
    drop: float = 26.0

    @cached_property
    def over(self) -> tuple[list[tuple[float, Sequence[Words]]], float]:
        """The lines over the rows, each with how high it stands, and how high they are together."""
        title = self.found[0] if self.found else self.title
        below = [self.title, *self.found[1:]] if self.found else []
        found = [line for words in below for line in wrap(words, SMALL, self.room, even=False)]
        lines, y = list[tuple[float, Sequence[Words]]](), self.lift + 8
        key = [*self.key, [soft(words)]] if (words := made_up()) else self.key
        for line in reversed(flow([*key, *([Words(text=line, size=SMALL)] for line in found)], self.room)):
            lines.append((y, line))
            y += 18
        y += 6
        for text in reversed(wrap(title, TITLE, self.room, bold=True)):
            lines.append((y, [Words(text=text, size=TITLE, bold=True)]))
            y += TITLE * LEADING
        return lines, y

    @cached_property
    def under(self) -> tuple[list[tuple[float, Sequence[Words]]], float]:
        """The lines under the rows, each with how low it stands, and how low they reach."""
        notes = [line for note in self.notes for line in wrap(note, SMALL, self.room, even=False)]
        lines, y = list[tuple[float, Sequence[Words]]](), self.drop
        for note in notes:
            lines.append((y, [soft(note)]))
            y += SMALL * 1.35
        return lines, y

    def write(self, ax: Axes, left: float) -> None:
        """Write them over and under axes, from `left` points of their left edge."""
        for y, words in self.over[0]:
            write(ax, (0, 1), *words, offset=(left, y), coords="axes fraction", va="baseline")
        for y, words in self.under[0]:
            write(ax, (0, 0), *words, offset=(left, -y), coords="axes fraction", va="top")

    def opened(self, ax: Axes | None, labels: Labels, *, pitch: float, wide: float) -> Axes:
        """Return axes within it that have room for every row. pitch: inches a row; wide: inches in all."""
        height = pitch * len(labels.labels) + (self.over[1] + self.under[1]) / 72 + 2 * EDGE
        ax = opened(ax, height=height, wide=wide)
        self.write(ax, labels.left)
        return ax


def calm(ax: Axes | None, title: str, why: str, *, comparing: bool = False, said: str = "") -> Axes:
    """Draw words instead of a figure that would have nothing to show. why: what hides it; said: what is known of it."""
    reasons = (said or (say("figures.nothing_to_compare") if comparing else say("figures.nothing")), why)
    room = span(ax)
    lines = [Words(text=line, size=TITLE, bold=True) for line in wrap(title, TITLE, room, bold=True)]
    lines += [soft(line, size=TEXT) for reason in reasons for line in wrap(reason, TEXT, room, even=False)]
    drops = [words.size * (LEADING if words.bold else 1.6) for words in lines]
    ax = opened(ax, height=(sum(drops) + 12) / 72 + 2 * EDGE)
    ax.set(xlim=(0, 100), ylim=(0, 1), xticks=[], yticks=[])
    ax.grid(visible=False)
    for words, drop in zip(lines, accumulate(drops), strict=True):
        write(ax, (0, 1), words, offset=(0, -drop), coords="axes fraction", va="baseline")
    return described(ax, title, *reasons)
