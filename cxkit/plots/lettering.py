"""Words on a figure: measured before they are set, so that they wrap, line up and stay inside."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from unicodedata import bidirectional

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from cxkit.plots.tokens import family, paint
from cxkit.reports.layouts.scene import broken
from cxkit.words import ISOLATES

SMALL, TEXT, LARGE, TITLE = 11, 12, 15, 17
"""The type scale in points, of a figure 10 inches wide; nothing is smaller than SMALL."""

LEADING = 1.25

MIDDLE = 0.36
"""How high above the baseline the middle of a figure is, in sizes."""

_RTL = {"R", "AL"}  # what Unicode says of letters that are written from right to left

TURNED = "cx-turned"
"""The id of what lies behind a figure whose words are read from right to left."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words of one style. colour: a token's name, or a colour; before: the space in front of them, in points."""

    text: str = ""
    size: float = TEXT
    colour: Any = "ink"
    bold: bool = False
    italic: bool = False
    before: float = 0.0

    @property
    def width(self) -> float:
        """The width in points, with the space in front."""
        return self.before + measure(self.text, self.size, bold=self.bold)

    def style(self) -> dict[str, Any]:
        """Return what matplotlib's Text takes. A dollar begins no formula; Arabic letters have no italics: boxes."""
        return {
            "fontsize": self.size,
            "color": paint(self.colour),
            "fontweight": "bold" if self.bold else "normal",
            "fontstyle": "italic" if self.italic and not _RTL.intersection(map(bidirectional, self.text)) else "normal",
            "fontfamily": list(family()),
            "parse_math": False,
        }


def soft(text: str, *, size: float = SMALL, italic: bool = False, before: float = 0.0) -> Words:
    """Return words that stand back: n, notes, ticks."""
    return Words(text=text, size=size, colour="soft", italic=italic, before=before)


@cache
def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in points."""
    return float(text_to_path.get_text_width_height_descent(text, _font(size, bold=bold), ismath=False)[0])


@cache
def _font(size: float, *, bold: bool) -> FontProperties:
    return FontProperties(family=list(family()), size=size, weight="bold" if bold else "normal")


@cache
def wrap(text: str, size: float, room: float, *, bold: bool = False, even: bool = True) -> tuple[str, ...]:
    """Break a text into as few lines as `room` points allow; even: and those about equally long.

    A word that is wider than the room is broken too. Nothing is left out. Words that stand apart do so on every line.
    """
    lines = _filled(text, size, room, bold=bold)
    longest = max((measure(word, size, bold=bold) for word in text.split()), default=0.0)
    for step in range(19, 9, -1) if even else ():  # narrower by 5% of the room, as long as that needs no further line
        if room * step / 20 < longest or len(tighter := _filled(text, size, room * step / 20, bold=bold)) > len(lines):
            break
        lines = tighter
    return tuple(_apart(lines))


def _apart(lines: Sequence[str]) -> Iterator[str]:
    """Give lines of which each ends what keeps words apart, and the next one goes on with it."""
    begin, end = tuple(ISOLATES)
    still = 0
    for own in lines:
        line = begin * still + own
        still = line.count(begin) - line.count(end)
        yield line + end * still


def _filled(text: str, size: float, room: float, *, bold: bool) -> tuple[str, ...]:
    return broken(text, lambda line: measure(line, size, bold=bold) <= room)


def write(
    ax: Axes,
    xy: tuple[float, float],
    *words: Words,
    offset: tuple[float, float] = (0, 0),
    anchor: float = 0.0,
    coords: Any = "data",
    va: str = "middle",
) -> float:
    """Write words one after another, each in its own style. Returns how wide they are in points.

    xy: in `coords`; offset: in points from there; anchor: which part of the whole stands at that point, 0 its left
    end, 1 its right end; va: "middle" centres the figures of the largest words on the point.
    """
    wide = width(words)
    x, y = offset[0] - anchor * wide, offset[1]
    if va == "middle":  # all on one baseline, which matplotlib's own "center" is not
        y, va = y - MIDDLE * max(part.size for part in words), "baseline"
    for part in words:
        ax.annotate(
            part.text, xy, xytext=(x + part.before, y), xycoords=coords, textcoords="offset points",
            va=va, ha="left", annotation_clip=False, **part.style(),
        )  # fmt: skip
        x += part.width
    return wide


def width(words: Iterable[Words]) -> float:
    """Return how wide words are in points when they are written one after another."""
    return sum(part.width for part in words)


def widest(phrases: Iterable[Sequence[Words]]) -> float:
    """Return the width in points of a column of phrases."""
    return max((width(words) for words in phrases), default=0.0)


def flow(phrases: Iterable[Sequence[Words]], room: float, *, between: float = 18) -> list[list[Words]]:
    """Set phrases into lines no wider than `room` points, each phrase in one piece."""
    lines: list[list[Words]] = []
    used = room
    for first, *rest in phrases:
        wide = width([first, *rest])
        if used + between + wide > room:
            lines.append([first, *rest])
            used = wide
        else:
            lines[-1] += [replace(first, before=first.before + between), *rest]
            used += between + wide
    return lines
