"""Two dimensions that ask about the same list, one against the other: two by two, with the sweet spot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cxkit.errors import ReportError
from cxkit.plots.alts import described, redrawable
from cxkit.plots.entries import item_results, plain, the_dimension
from cxkit.plots.layout import EDGE, NARROW, Caption, calm, opened, span
from cxkit.plots.lettering import LEADING, SMALL, TEXT, Words, soft, width, wrap, write
from cxkit.plots.tokens import colours, shade
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, shown
from cxkit.reports.wording import of_n, of_ns, points, why_hidden
from cxkit.survey.parts import Dimension, Item
from cxkit.words import say

Place = tuple[float, float]
_Phrase = tuple[float, float, list[Words]]
_Row = tuple[float, list[_Phrase]]

_PITCH = 1.35

_SIDE = 3.9
"""Inches: how high and wide the square is."""

_AROUND: tuple[Place, ...] = (
    (11, 0),
    (-11, 0),
    (0, 12),
    (0, -12),
    (9, 10),
    (-9, 10),
    (9, -10),
    (-9, -10),
)
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


@redrawable
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
    why = why_hidden(report.thresholds.scores)
    if all(entry.place is None for entry in entries):
        return calm(ax, title, why)
    entries.sort(key=lambda entry: -min(entry.place) if entry.place else 1)
    ax = _draw(entries, names, (title, corner, why), span(ax, NARROW), ax)
    said = [
        f"{number}, {entry.said(names)}{f'; {corner.lower()}' if entry.sweet else ''}"
        for number, entry in enumerate(entries, 1)
    ]
    return described(ax, title, say("figures.quadrant_alt"), *said)


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
    entries: list[_Entry], names: tuple[str, str], said: tuple[str, str, str], room: float, ax: Axes | None
) -> Axes:
    title, corner, reason = said
    caption = Caption.of(title, room)
    listed = _listing(entries, names, reason, room)
    across, up = (wrap(f"{name} →", SMALL, 72 * _SIDE - 20) for name in names)
    drop = 32 + SMALL * LEADING * len(across)
    below = drop + sum(gap + SMALL * _PITCH for gap, _ in listed)
    ax = opened(ax, height=_SIDE + (caption.height + below) / 72 + 2 * EDGE, wide=NARROW)
    ax.set(xlim=(0, 100), ylim=(0, 100), xticks=[0, 50, 100], yticks=[0, 50, 100])
    ax.grid(visible=False)
    ax.add_patch(Rectangle((50, 50), 50, 50, color=shade("favourable", 0.13), linewidth=0))
    for token, place in (("line", 50), ("rule", 0), ("rule", 100)):
        ax.axhline(place, color=colours()[token], linewidth=1.2)
        ax.axvline(place, color=colours()[token], linewidth=1.2)
    write(ax, (100, 100), Words(text=corner, size=TEXT, bold=True, colour="favourable"), offset=(-6, -16),
          anchor=1, va="baseline")  # fmt: skip
    there = [entry for entry in entries if entry.place]
    sns.scatterplot(
        x=[entry.place[0] for entry in there if entry.place], y=[entry.place[1] for entry in there if entry.place],
        hue=["sweet" if entry.sweet else "other" for entry in there], legend=False, s=58, linewidth=0, ax=ax,
        palette={"sweet": colours()["favourable"], "other": colours()["line"]},
    )  # fmt: skip
    ax.set_xlabel("\n".join(across), **soft("").style(), labelpad=4, linespacing=1.2)
    ax.set_ylabel("\n".join(up), **soft("").style(), labelpad=2, linespacing=1.2)
    for (number, entry), offset in zip(enumerate(there, 1), _beside(there), strict=True):
        words = Words(text=str(number), size=SMALL, bold=entry.sweet)
        write(ax, entry.place or (0, 0), words, offset=offset, anchor=0.5)
    left = -30.0 - SMALL * LEADING * (len(up) - 1)
    caption.write(ax, left)
    for gap, parts in listed:
        drop += gap
        for x, anchor, phrase in parts:
            write(ax, (0, 0), *phrase, offset=(left + x, -drop), coords="axes fraction", anchor=anchor, va="top")
        drop += SMALL * _PITCH
    return ax


def _listing(entries: list[_Entry], names: tuple[str, str], reason: str, room: float) -> list[_Row]:
    """Lay out what stands under the square, line by line: a gap, and phrases with their place and anchor."""
    listed: list[_Row] = []
    head = say("figures.quadrant_beside", x=names[0], y=names[1])
    listed += [(0.0, [(0.0, 0.0, [soft(line)])]) for line in wrap(head, SMALL, room, even=False)]
    beside = [entry.numbers() for entry in entries]
    inside = room - 26 - max(map(width, beside)) - 12
    for place, (entry, numbers) in enumerate(zip(entries, beside, strict=True), 1):
        number = Words(text=str(place) if entry.place else "–", size=SMALL, bold=entry.sweet)
        first: list[_Phrase] = [(16.0, 1.0, [number]), (room, 1.0, numbers)]
        for line in wrap(entry.name, SMALL, inside, even=False):
            listed.append((4.0 if first else 0.0, [*first, (24.0, 0.0, [Words(text=line, size=SMALL)])]))
            first = []
    if any(entry.place is None for entry in entries):
        lines = wrap(reason, SMALL, room, even=False)
        listed += [(0.0 if place else 8.0, [(0.0, 0.0, [soft(line)])]) for place, line in enumerate(lines)]
    return listed


def _beside(entries: list[_Entry]) -> list[tuple[float, float]]:
    """Choose where each number stands: the first place around its dot that no dot and no other number is near."""
    step = 72 * _SIDE / 100  # points a point of the score
    dots = [(entry.place[0] * step, entry.place[1] * step) for entry in entries if entry.place]
    taken = list(dots)
    chosen: list[tuple[float, float]] = []
    for x, y in dots:
        others = [spot for spot in taken if spot != (x, y)]
        offset = max(_AROUND, key=lambda way: min(13.0, _nearest((x + way[0], y + way[1]), others)))
        chosen.append(offset)
        taken.append((x + offset[0], y + offset[1]))
    return chosen


def _nearest(spot: tuple[float, float], others: Iterable[tuple[float, float]]) -> float:
    return min((((spot[0] - x) ** 2 + (spot[1] - y) ** 2) ** 0.5 for x, y in others), default=99.0)
