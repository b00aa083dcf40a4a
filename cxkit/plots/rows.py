"""The one builder of figures made of rows: a label at the left, marks along a scale, and numbers at the right.

A figure says what its rows are; a row whose numbers must not be drawn has words instead of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from itertools import zip_longest
from math import inf
from typing import Any

from matplotlib.axes import Axes

from cxkit.plots.alts import described
from cxkit.plots.layout import GUTTER, WIDE, Frame, Label, Labels, calm, span
from cxkit.plots.lettering import TEXT, Words, soft, widest, width, write
from cxkit.plots.tokens import paint
from cxkit.reports.wording import why_hidden

_BASELINE = -5.2
"""Points: the baseline of a label's one line, from the middle of its row."""


@dataclass(frozen=True)
class Bar:
    """A bar: its width on the scale, its colour, and where it begins. edge: the colour round it."""

    width: float
    colour: Any
    _: KW_ONLY
    left: float = 0.0
    edge: str = "none"


@dataclass(frozen=True)
class Stroke:
    """A line along the row from one number to another."""

    ends: tuple[float, float]
    colour: str
    _: KW_ONLY
    width: float
    opacity: float | None = None
    layer: float = 2.0


@dataclass(frozen=True)
class Dot:
    """A mark at a number. area: in square points; edge: the colour of its rim, which is `rim` points wide."""

    x: float
    colour: str
    _: KW_ONLY
    area: float
    marker: str = "o"
    edge: str = "none"
    rim: float = 0.0


@dataclass(frozen=True)
class Tag:
    """Words at a number. away: points from there; room: how much of the scale they may take, or they are left out."""

    x: float
    words: Sequence[Words]
    _: KW_ONLY
    away: tuple[float, float] = (0.0, 0.0)
    anchor: float = 0.5
    room: float = inf


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row: its label, and what stands in it. alt: the same in words; of a heading, its own.

    numbers: what stands at the right: for each column its lines. None in a heading, and none where it is hidden.
    hidden: the words that stand there instead of marks and numbers. aside: it is only said, in a note.
    """

    label: Label
    alt: str = ""
    hidden: str = ""
    aside: bool = False
    bars: Sequence[Bar] = ()
    strokes: Sequence[Stroke] = ()
    dots: Sequence[Dot] = ()
    tags: Sequence[Tag] = ()
    numbers: Sequence[Sequence[Words]] = ()


@dataclass(frozen=True)
class Column:
    """A column of numbers. before: the points left free at its left; centred: in the middle of the row."""

    before: float
    _: KW_ONLY
    flush_right: bool = False
    centred: bool = False
    head: Words = field(default_factory=Words)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The x axis, the same whatever the numbers are: its ends, and what its ticks are called."""

    ends: tuple[float, float]
    ticks: Mapping[float, str]


SCORES = Scale(ends=(0, 100), ticks={0: "0", 25: "25", 50: "50", 75: "75", 100: "100"})


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a figure made of rows is measured.

    share: how much of the width labels may take; gutter: points between them and the scale; pitch: inches that a row
    has at least; thick: the height of bars in inches; lift, drop: points left free over the rows and under them.
    """

    columns: Sequence[Column]
    scale: Scale = SCORES
    wide: float = WIDE
    share: float
    gutter: float = GUTTER
    pitch: float
    thick: float = 0.0
    lift: float = 0.0
    drop: float = 26.0

    def labels(self, rows: Iterable[Row], room: float) -> Labels:
        """Return the labels of rows, in a figure that is so many points wide."""
        return Labels(labels=tuple(row.label for row in rows), room=room * self.share, gutter=self.gutter)

    def draw(
        self,
        rows: Sequence[Row],
        ax: Axes | None,
        *,
        title: str,
        notes: Sequence[str],
        alt: Sequence[str],
        why: str = "",
        found: Sequence[str] = (),
        key: Sequence[Sequence[Words]] = (),
        comparing: bool = False,
        also: Callable[[Axes, Labels], object] | None = None,
    ) -> Axes:
        """Draw rows with a caption over them and notes under them; words where none has anything to show.

        notes: how to read them; why: why something is hidden, if not as usual; alt: what the alt text says before the
        numbers; found: what it begins with, and so does the figure; comparing: whether they compare; also: draws what
        is in no row.
        """
        why = why or why_hidden()
        if not any(row.numbers for row in rows):
            return calm(ax, title, why, comparing=comparing)
        notes = [*notes, *(row.alt for row in rows if row.aside)]
        if any(row.hidden and not row.aside for row in rows):
            notes.append(why)
        said, rows = [row.alt for row in rows], [row for row in rows if not row.aside]
        room = span(ax, self.wide)
        labels = self.labels(rows, room)
        frame = Frame(title=title, room=room, key=key, found=found, notes=notes, lift=self.lift, drop=self.drop)
        ax = frame.opened(ax, labels, pitch=labels.pitch(self.pitch), wide=self.wide)
        self.fill(ax, rows, labels)
        if also:
            also(ax, labels)
        return described(ax, *found, *alt, *said)

    def fill(self, ax: Axes, rows: Sequence[Row], labels: Labels) -> None:
        """Draw the scale, the labels, and what stands in the rows."""
        ax.set_xlim(*self.scale.ends)
        ax.set_xticks([*self.scale.ticks], [*self.scale.ticks.values()])
        labels.write(ax)
        places = list(enumerate(rows))
        if self.thick:
            for place, row in places:
                _draw_bars(ax, place, row.bars or [Bar(0, "paper")], self.thick / labels.pitch(self.pitch))
        for place, row in places:
            _draw_strokes(ax, place, row.strokes)
        for dots in zip_longest(*(row.dots for row in rows)):
            _draw_dots(ax, {place: dot for place, dot in enumerate(dots) if dot})
        ends = self._ends(rows)
        low, high = self.scale.ends
        step = max(span(ax) + labels.left - ends[-1][1], 40.0) / (high - low)  # points a point of the scale, about
        for place, row in places:
            for tag in row.tags:
                if width(tag.words) + 3 <= tag.room * step:
                    write(ax, (tag.x, place), *tag.words, offset=tag.away, anchor=tag.anchor)
            if row.hidden:
                words = soft(row.hidden, size=TEXT, italic=True)
                write(ax, (0, place), words, offset=(3, _BASELINE), coords=ax.get_yaxis_transform(), va="baseline")
            for column, (left, right), lines in zip(self.columns, ends, row.numbers):  # noqa: B905  (none in a heading)
                _write_number(ax, place, column, right if column.flush_right else left, lines)
        for column, (_, right) in zip(self.columns, ends, strict=True):
            if column.head.text:
                write(ax, (1, 1), column.head, offset=(right, 4), coords="axes fraction", anchor=1, va="baseline")

    def _ends(self, rows: Sequence[Row]) -> list[tuple[float, float]]:
        """Return where each column begins and ends, in points from the right end of the scale."""
        ends, x = [], 0.0
        for place, column in enumerate(self.columns):
            lines = [[words] for row in rows if row.numbers for words in row.numbers[place]]
            ends.append((x + column.before, x := x + column.before + widest([[column.head], *lines])))
        return ends


def _draw_bars(ax: Axes, place: int, bars: Iterable[Bar], thick: float) -> None:
    for bar in bars:
        ax.barh(place, bar.width, left=bar.left, height=thick, color=[paint(bar.colour)], edgecolor=paint(bar.edge))


def _draw_strokes(ax: Axes, place: int, strokes: Iterable[Stroke]) -> None:
    for stroke in strokes:
        ax.plot(
            stroke.ends, [place, place], color=paint(stroke.colour), linewidth=stroke.width, alpha=stroke.opacity,
            zorder=stroke.layer, solid_capstyle="butt",
        )  # fmt: skip


def _draw_dots(ax: Axes, dots: Mapping[int, Dot]) -> None:
    """Draw one mark of each row, which all are of one shape."""
    first = next(iter(dots.values()))
    ax.scatter(
        [dot.x for dot in dots.values()], [*dots], s=[dot.area for dot in dots.values()], marker=first.marker,
        facecolors=[paint(dot.colour) for dot in dots.values()], edgecolors=[paint(dot.edge) for dot in dots.values()],
        linewidths=first.rim, zorder=3, clip_on=False,
    )  # fmt: skip


def _write_number(ax: Axes, place: int, column: Column, x: float, lines: Sequence[Words]) -> None:
    across, anchor = ax.get_yaxis_transform(), float(column.flush_right)
    if len(lines) == 1 and not column.centred:
        write(ax, (1, place), *lines, offset=(x, _BASELINE), coords=across, anchor=anchor, va="baseline")
        return
    for step, words in enumerate(lines):
        write(ax, (1, place), words, offset=(x, 8 * (len(lines) - 1) - 16 * step), coords=across, anchor=anchor)
