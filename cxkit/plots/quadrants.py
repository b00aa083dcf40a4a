"""Two dimensions that ask about the same list, one against the other: two by two, with the sweet spot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import dist

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cxkit.errors import ReportError
from cxkit.plots.alts import described, of_report
from cxkit.plots.entries import item_results, plain, the_dimension
from cxkit.plots.layout import EDGE, NARROW, Frame, calm, opened, span
from cxkit.plots.lettering import LEADING, SMALL, TEXT, Words, soft, width, wrap, write
from cxkit.plots.tokens import colours, shade
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, shown
from cxkit.reports.voice import both
from cxkit.reports.wording import of_n, of_ns, points, why_hidden
from cxkit.survey.parts import Dimension, Item
from cxkit.words import say

Place = tuple[float, float]
_Line = tuple[float, list[tuple[float, float, list[Words]]]]

_PITCH = 1.35

_SIDE = 3.9
"""Inches: how high and wide the square is."""

_AROUND = ((11, 0), (-11, 0), (0, 12), (0, -12), (9, 10), (-9, 10), (9, -10), (-9, -10))
"""Points: where a number may stand beside its dot."""


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One entry of the list. place: its means on both axes; None where one of them is hidden."""

    name: str
    place: Place | None = None
    n: tuple[int, ...] = ()

    @classmethod
    def of(cls, name: str, one: Result, two: Result) -> _Entry:
        """Take what the report says of both."""
        if not shown(one) or not shown(two):
            return cls(name=name)
        return cls(name=name, place=(one.mean, two.mean), n=(one.n, two.n))

    @property
    def sweet(self) -> bool:
        """Whether it is above the middle on both."""
        return self.place is not None and min(self.place) > 50

    def numbers(self) -> list[Words]:
        """Return what stands beside its name."""
        if self.place is None:
            return [soft(say("report.hidden"), italic=True)]
        means = " · ".join(map(points, self.place))
        return [Words(text=means, size=SMALL), soft(of_ns(self.n), before=8)]

    def said(self, axes: tuple[str, str]) -> str:
        """Say it in words."""
        if self.place is None:
            return f"{self.name}: {say('report.hidden')}"
        means = zip(axes, self.place, self.n, strict=True)
        return f"{self.name}: {', '.join(f'{axis} {points(mean)} ({of_n(n)})' for axis, mean, n in means)}"


@of_report
def quadrant(report: Report, *, x: str, y: str, corner: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the items that two dimensions share, by their means on both, 0–100, and tint where both are above 50.

    Dots are numbered from the best on, by the lower of their two means; the list beneath names them. What is hidden on
    one axis is hidden.

    Args:
        x: A dimension.
        y: Another, whose items have the same words.
        corner: What the tinted quarter is called.

    Raises:
        ReportError: Their items do not have the same words, or the survey does not have one of them.
    """
    across, up = the_dimension(report, x), the_dimension(report, y)
    results = item_results(report, across) | item_results(report, up)
    entries = [_Entry.of(plain(one), results[one.id], results[two.id]) for one, two in _pairs(across, up)]
    names = (str(across.title), str(up.title))
    title = say("figures.quadrant_title", x=names[0], y=f"{names[1][:1].lower()}{names[1][1:]}")
    corner = corner or say("figures.sweet_spot")
    why = why_hidden()
    if all(entry.place is None for entry in entries):
        return calm(ax, title, why)
    entries.sort(key=lambda entry: -min(entry.place) if entry.place else 1)
    found = both(entries[0].name, sweet=entries[0].sweet)
    ax = _draw(entries, names, (found, title, corner, why), span(ax, NARROW), ax)
    said = [
        f"{number}, {entry.said(names)}{f'; {corner.lower()}' if entry.sweet else ''}"
        for number, entry in enumerate(entries, 1)
    ]
    return described(ax, found, title, say("figures.quadrant_alt"), *said)


def _pairs(x: Dimension, y: Dimension) -> list[tuple[Item, Item]]:
    """Return the items of two dimensions that ask about the same things, by their words. Raises ReportError."""
    others = {str(item.text): item for item in y.items}
    pairs = [(item, others[str(item.text)]) for item in x.items if str(item.text) in others]
    if not pairs:
        raise ReportError(
            f'"{x.id}" and "{y.id}" have no item in common. Both should ask about the same list, word for word.'
        )
    return pairs


def _draw(
    entries: list[_Entry], names: tuple[str, str], said: tuple[str, str, str, str], room: float, ax: Axes | None
) -> Axes:
    found, title, corner, why = said
    across, up = (wrap(f"{name} →", SMALL, 72 * _SIDE - 20) for name in names)
    beside = say("figures.quadrant_beside", x=names[0], y=names[1])
    frame = Frame(title=title, found=[found], room=room, notes=[beside], drop=32 + SMALL * LEADING * len(across))
    listed = list(_listing(entries, why, room))
    below = frame.under[1] + sum(gap + SMALL * _PITCH for gap, _ in listed)
    ax = opened(ax, height=_SIDE + (frame.over[1] + below) / 72 + 2 * EDGE, wide=NARROW)
    ax.set(xlim=(0, 100), ylim=(0, 100), xticks=[0, 50, 100], yticks=[0, 50, 100])
    ax.grid(visible=False)
    ax.add_patch(Rectangle((50, 50), 50, 50, color=shade("favourable", 0.13), linewidth=0))
    for token, end in (("line", 50), ("rule", 0), ("rule", 100)):
        ax.axhline(end, color=colours()[token], linewidth=1.2)
        ax.axvline(end, color=colours()[token], linewidth=1.2)
    words = Words(text=corner, size=TEXT, bold=True, colour="favourable")
    write(ax, (100, 100), words, offset=(-6, -16), anchor=1, va="baseline")
    dots = {number: entry.place for number, entry in enumerate(entries, 1) if entry.place}
    hues = [colours()["favourable" if entry.sweet else "line"] for entry in entries if entry.place]
    ax.scatter([x for x, _ in dots.values()], [y for _, y in dots.values()], c=hues, s=58, linewidths=0)
    ax.set_xlabel("\n".join(across), **soft("").style(), labelpad=4, linespacing=1.2)
    ax.set_ylabel("\n".join(up), **soft("").style(), labelpad=2, linespacing=1.2)
    for (number, place), offset in zip(dots.items(), _beside([*dots.values()]), strict=True):
        words = Words(text=str(number), size=SMALL, bold=entries[number - 1].sweet)
        write(ax, place, words, offset=offset, anchor=0.5)
    left, drop = -30.0 - SMALL * LEADING * (len(up) - 1), frame.under[1]
    frame.write(ax, left)
    for gap, parts in listed:
        drop += gap
        for x, anchor, phrase in parts:
            write(ax, (0, 0), *phrase, offset=(left + x, -drop), coords="axes fraction", anchor=anchor, va="top")
        drop += SMALL * _PITCH
    return ax


def _listing(entries: list[_Entry], why: str, room: float) -> Iterator[_Line]:
    """Name the entries line by line: the gap over a line, and its phrases, each with its place and anchor."""
    beside = [entry.numbers() for entry in entries]
    inside = room - 26 - max(map(width, beside)) - 12
    for place, (entry, numbers) in enumerate(zip(entries, beside, strict=True), 1):
        number = Words(text=str(place) if entry.place else "–", size=SMALL, bold=entry.sweet)
        lines = wrap(entry.name, SMALL, inside, even=False)
        first, *more = ([(24.0, 0.0, [Words(text=line, size=SMALL)])] for line in lines)
        yield 4.0, [(16.0, 1.0, [number]), (room, 1.0, numbers), *first]
        yield from ((0.0, line) for line in more)
    if any(entry.place is None for entry in entries):
        reasons = wrap(why, SMALL, room, even=False)
        yield from ((0.0 if place else 8.0, [(0.0, 0.0, [soft(line)])]) for place, line in enumerate(reasons))


def _beside(dots: list[Place]) -> Iterator[Place]:
    """Choose where each number stands: the first place around its dot that no dot and no other number is near."""
    step = 72 * _SIDE / 100  # points a point of the score
    taken = [(x * step, y * step) for x, y in dots]
    for x, y in taken[: len(dots)]:
        others = [spot for spot in taken if spot != (x, y)]
        away = max(_AROUND, key=lambda way: min([13.0, *(dist((x + way[0], y + way[1]), spot) for spot in others)]))
        taken.append((x + away[0], y + away[1]))
        yield away
