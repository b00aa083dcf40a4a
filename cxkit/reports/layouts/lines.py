"""Lines over several waves: a panel each, all on one scale; under them what was promised, by its number on the line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from cxkit.reports.layouts.scene import LINE, Mark, Oval, Paper, Scene, Shape, Words, words_of
from cxkit.reports.pictures import Line, Picture, Point
from cxkit.reports.wording import of_n, points
from cxkit.words import say

_PANEL, _POINT, _TALL = 3.5, 4.1, 8.0
"""How wide a panel is at least, and for each of its points; how high its scale is where there is no end to it."""
_SPAN = 40
"""Points of the scale that are shown at least: else a small change looks like a large one."""
_LEFT, _RIGHT, _ABOVE, _BELOW = 2.2, 1.0, 1.7, 1.7
"""Of a panel: the room for the scale's numbers, beside the last point, for a number above its bar, and for n."""
_OWN = 1.75
"""The size of the last number."""


@dataclass(frozen=True, kw_only=True)
class _Days:
    """When the points of a line are: the size of the letters, and each day's lines."""

    size: float
    lines: Sequence[Sequence[str]]


def lines(picture: Picture, paper: Paper) -> Scene:
    """Lay out a panel for each line, side by side as far as there is room."""
    many = len(picture.lines)
    across = max(1, min(many, floor(paper.wide / (_PANEL + _POINT * max(len(line.points) for line in picture.lines)))))
    down = ceil(many / across)
    across = ceil(many / down)  # four are two by two, not three and one
    legend, numbered = _legend(picture.lines, paper)
    head = 1.6 if many > 1 else 0.0
    foot = legend[-1].y + 0.8 if legend else 0.0
    low, high = _scale(picture.lines)
    wide = paper.wide / across
    days = [_days(line, wide, paper) for line in picture.lines]
    below = _BELOW + LINE * max(len(lines) for own in days for lines in own.lines)
    panel = _TALL + head + _ABOVE + below if paper.high is None else max(7.0, (paper.high - foot) / down)
    marks: list[Mark] = []
    for place, line in enumerate(picture.lines):
        x, y = place % across * wide, place // across * panel
        if head:
            marks.append(Words(x=x, y=y + 0.7, text=line.name, bold=True))
        room = (x + _LEFT, y + head + _ABOVE, wide - _LEFT - _RIGHT, panel - head - _ABOVE - below)
        marks += _panel(line, room, (low, high), days[place], numbered)
    under = [Words(**{**vars(one), "y": one.y + down * panel}) for one in legend]
    return Scene(wide=paper.wide, high=down * panel + foot, marks=(*marks, *under))


def _scale(every: Sequence[Line]) -> tuple[int, int]:
    """Return the least and the greatest number of the scale, in tens: whatever is shown is between them."""
    ends = [end for line in every for one in line.points for end in (one.low, one.mean, one.high) if end is not None]
    low, high = 10 * floor(min(ends) / 10), 10 * ceil(max(ends) / 10)
    while high - low < _SPAN:
        low, high = max(0, low - 10), min(100, high + 10)
    return low, high


def _panel(
    line: Line, room: tuple[float, float, float, float], scale: tuple[int, int], days: _Days, numbered: Sequence[str]
) -> list[Mark]:
    """Draw one line into its room: x, y, wide, high of its scale."""
    left, top, wide, high = room
    low, most = scale

    def at(value: float) -> float:
        return top + high * (most - value) / (most - low)

    step = wide / len(line.points)
    xs = [left + step * (place + 0.5) for place in range(len(line.points))]
    marks: list[Mark] = []
    for value in (low, (low + most) // 2, most):
        marks.append(Shape.line((left, at(value)), (left + wide, at(value)), edge="rule", thick=0.06))
        marks.append(Words(x=left - 0.5, y=at(value), text=str(value), colour="soft", anchor="end"))
    known = [(x, at(one.mean)) for x, one in zip(xs, line.points, strict=True) if one.mean is not None]
    marks += [Shape.line(one, then, edge="hue", thick=0.16) for one, then in pairwise(known)]
    for place, (x, one, day) in enumerate(zip(xs, line.points, days.lines, strict=True)):
        marks += _drawn(one, x, at, last=place == len(xs) - 1)
        under = [*((words, "ink") for words in day), (_people(one), "soft")]
        marks += [
            Words(x=x, y=at(low) + 1.1 + LINE * row, text=words, size=days.size, colour=colour, anchor="middle")
            for row, (words, colour) in enumerate(under)
        ]
    for place, what in line.promised:
        x = xs[place] + step * 0.5
        beside = [said for after, said in line.promised if after == place].index(what)
        marks += _numbered(str(numbered.index(what) + 1), x + 1.7 * beside, at(low) - 0.9)
    return marks


def _drawn(one: Point, x: float, at: Callable[[float], float], *, last: bool) -> list[Mark]:
    if one.mean is None:
        return []
    marks: list[Mark] = []
    y, size = at(one.mean), _OWN if last else 1.2
    top = y - 0.5
    if one.low is not None and one.high is not None:
        top = min(top, at(one.high))
        marks.append(Shape.box(x - 0.3, at(one.high), 0.6, at(one.low) - at(one.high), colour="hue", tint=0.25))
    marks.append(Oval(x=x, y=y, wide=0.5, high=0.5, colour="hue" if last else "paper", edge="hue", thick=0.16))
    number = Words(x=x, y=top - 0.55 * size, text=points(one.mean), size=size, bold=True, anchor="middle")
    return [*marks, number]


def _days(line: Line, wide: float, paper: Paper) -> _Days:
    """Break the days into lines that stand under their points, smaller where a word is wider than that."""
    room = (wide - _LEFT - _RIGHT) / len(line.points)
    words = [word for one in line.points for word in (*words_of(one.when), _people(one))]
    size = min(1.0, *(0.94 * room / max(0.1, paper.width(word)) for word in words))
    return _Days(size=size, lines=[paper.lines(one.when, 0.96 * room, size) for one in line.points])


def _people(one: Point) -> str:
    return say("report.hidden") if one.n is None else of_n(one.n)


def _numbered(number: str, x: float, y: float) -> list[Mark]:
    disc = Oval(x=x, y=y, wide=0.75, high=0.75, colour="ink")
    return [disc, Words(x=x, y=y, text=number, colour="paper", bold=True, anchor="middle")]


def _legend(every: Sequence[Line], paper: Paper) -> tuple[list[Words], list[str]]:
    """Write out what was promised, and return it in its order: its place there is its number."""
    promised = list(dict.fromkeys(what for line in every for _, what in line.promised))
    written: list[Words] = []
    y = 0.9
    for place, what in enumerate(promised, 1):
        written.append(Words(x=0.0, y=y, text=str(place), bold=True))
        for words in paper.lines(what, paper.wide - 1.6):
            written.append(Words(x=1.5, y=y, text=words))
            y += LINE
    return written, promised
