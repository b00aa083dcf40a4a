"""Pictures made of rows: a name at the left, what the room did with it along a track, a number at the right."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from cxkit.reports.layouts.scene import LINE, Mark, Oval, Paper, Scene, Shape, Words, written
from cxkit.reports.pictures import Picture, Row
from cxkit.words import say

_SIZES = (1.35, 1.25, 1.15, 1.08, 1.0)
_SHARES = (0.36, 0.44, 0.52, 0.6)
"""How much of the width names may take."""
_LEAST, _MOST = 1.7, 3.0
"""How high a row is, in sizes of its letters."""
_HEAD = 1.7
PALE = 0.28
"""How strong the lowest bin is."""
_STRONG = 0.8
"""Paler than that, ink is read on it and not paper."""
_DUST = 0.42
"""Smaller discs are not seen apart."""


@dataclass(frozen=True)
class Track:
    """Where a row's marks stand: from its left end on, around its middle, so wide and high."""

    x: float
    y: float
    wide: float
    high: float
    size: float

    def at(self, value: float) -> float:
        """Return the place of a value of 0–100."""
        return self.x + value / 100 * self.wide


@dataclass(frozen=True)
class Table:
    """A plan of rows: how large its letters are, how much of the width the names have, and how many rows there are."""

    picture: Picture
    paper: Paper
    size: float
    share: float
    many: int

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are drawn."""
        return self.picture.rows[: self.many]

    @property
    def left(self) -> int:
        """How many rows are not."""
        return len(self.picture.rows) - self.many

    @property
    def numbered(self) -> bool:
        """Whether a row's number stands at its right, and not within it."""
        return self.picture.kind != "shares"

    @cached_property
    def numbers(self) -> float:
        """The width of the numbers at the right."""
        said = [self.paper.width(row.said, 1.2 * self.size, bold=True) for row in self.rows if self.numbered]
        each = [row.n for row in self.rows if row.n and not self.picture.alike]
        of = [self.paper.width(say("report.of_n", n=n)) + 0.8 for n in each]
        return max(said, default=0.0) + max(of, default=0.0) + (1.2 if said or of else 0.0)

    @cached_property
    def names(self) -> list[tuple[str, ...]]:
        """The lines of each name."""
        room = self.share * self.paper.wide - 1.2
        return [self.paper.lines(row.name, room, self.size, bold=row.first) for row in self.rows]

    @property
    def track(self) -> tuple[float, float]:
        """Where the track begins, and how wide it is."""
        widest = max(
            self.paper.width(line, self.size, bold=row.first)
            for row, lines in zip(self.rows, self.names, strict=True)
            for line in lines
        )
        return widest + 1.2, self.paper.wide - widest - 1.2 - self.numbers

    @property
    def head(self) -> float:
        """The height of what stands over the rows."""
        lines = max((line for _, line in self.key[1] or ()), default=0)
        return _HEAD + lines * LINE if self.picture.names else 0.0

    @cached_property
    def key(self) -> tuple[float, list[tuple[float, int]] | None]:
        """Where the names of the bins stand: from where on, and for each how far from there and on which line.

        None where there are two, each of which has room over its end of the track.
        """
        names, (left, room) = self.picture.names, self.track
        if self.numbered or (len(names) == 2 and sum(map(self.paper.width, names)) + 1 < room):
            return left, None
        found, x, line = list[tuple[float, int]](), 0.0, 0
        for name in names:
            wide = self.paper.width(name) + 2.6
            if x + wide - 1.4 > self.paper.wide:
                x, line = 0.0, line + 1
            found.append((x, line))
            x += wide
        widest = max(x + self.paper.width(name) + 1.2 for (x, _), name in zip(found, names, strict=True))
        return min(left, self.paper.wide - widest), found

    @property
    def least(self) -> list[float]:
        """How high each row must be."""
        return [max(_LEAST * self.size, len(lines) * LINE * self.size + 0.4) for lines in self.names]

    @property
    def high(self) -> float:
        """How high it is at least."""
        return self.head + sum(self.least) + (LINE if self.left else 0)


def rows(picture: Picture, paper: Paper) -> Scene:
    """Lay out rows: as large as they fit; where they do not, the last ones are left out, and that is said."""
    table = _fitting(picture, paper)
    x, wide = table.track
    air = 0.0
    if paper.high is not None:
        air = max(0.0, min((paper.high - table.high) / table.many, (_MOST - _LEAST) * table.size))
    marks: list[Mark] = _HEADS.get(picture.kind, _no_head)(table, Track(x, 0.7, wide, 1.0, table.size))
    y, thick = table.head, min(0.7 * (min(table.least) + air), 1.9 * table.size)
    for row, lines, least in zip(table.rows, table.names, table.least, strict=True):
        high = least + air
        middle = y + high / 2
        track = Track(x, middle, wide, thick, table.size)
        marks += written(lines, 0.0, middle, table.size, bold=row.first)
        marks += _TRACKS[picture.kind](table, row, track)
        marks += _number(table, row, middle)
        y += high
    if table.left:
        marks.append(Words(x=0.0, y=y + LINE / 2, text=say("pictured.further", n=table.left), colour="soft"))
        y += LINE
    return Scene(wide=paper.wide, high=y, marks=tuple(marks), left=table.left)


def _fitting(picture: Picture, paper: Paper) -> Table:
    many = len(picture.rows)
    if paper.high is None:
        return Table(picture, paper, 1.0, 0.42, many)
    for size in _SIZES:
        tables = [Table(picture, paper, size, share, many) for share in _SHARES]
        if fitting := [table for table in tables if table.high <= paper.high]:
            return min(fitting, key=lambda table: sum(map(len, table.names)))
    while many > 1 and Table(picture, paper, 1.0, _SHARES[-1], many).high > paper.high:
        many -= 1
    return Table(picture, paper, 1.0, _SHARES[-1], many)


def _number(table: Table, row: Row, y: float) -> list[Mark]:
    right, n = table.paper.wide, say("report.of_n", n=row.n) if row.n and not table.picture.alike else ""
    marks: list[Mark] = [Words(x=right, y=y, text=n, colour="soft", anchor="end")] if n else []
    if row.said and table.numbered:
        beside = table.paper.width(n) + 0.8 if n else 0.0
        words = Words(
            x=right - beside, y=y, text=row.said + table.picture.unit, size=1.2 * table.size, bold=True, anchor="end"
        )
        marks.append(words)
    return marks


# ---- what stands on a track


def _bar(_: Table, row: Row, track: Track) -> list[Mark]:
    top, looks = track.y - track.high / 2, {"colour": "hue", "tint": 1.0 if row.first else 0.5}
    return [
        Shape.box(track.x, top, track.wide, track.high, colour="wash"),
        Shape.box(track.x, top, track.wide * row.value / 100, track.high, **looks),
    ]


def _shares(table: Table, row: Row, track: Track) -> list[Mark]:
    """Draw the bins side by side, each with its number: the higher the bin, the stronger."""
    if not row.parts:
        lines = table.paper.lines(row.said, track.wide, track.size)
        return [*written(lines, track.x, track.y, track.size, colour="soft", italic=True)]
    marks: list[Mark] = []
    left, top, many = track.x, track.y - track.high / 2, len(row.parts)
    for place, part in enumerate(row.parts):
        wide = track.wide * part.share / 100
        if not part.share:
            continue
        says, tint = [part.said], tint_of(place, many)
        if part.bin is not None:
            tint = tint_of(part.bin, len(table.picture.names))
        if part.bin == 1:  # one of many, who have no tint of their own
            names = dict.fromkeys((part.name, f"{part.name.split()[0]}…"))
            says = [*(say("pictured.part_of", name=name, n=part.said) for name in names), part.said]
        marks.append(Shape.box(left, top, max(wide - 0.1, 0.08), track.high, colour="hue", tint=tint))
        size, colour = min(1.15 * track.size, max(1.0, track.high * 0.7)), "paper" if tint > _STRONG else "ink"
        for text in says:
            if table.paper.width(text, size, bold=True) + 0.4 <= wide:
                middle = left + wide / 2 - 0.05
                marks.append(
                    Words(x=middle, y=track.y, text=text, size=size, bold=True, colour=colour, anchor="middle")
                )
                break
        left += wide
    return marks


def tint_of(place: int, many: int) -> float:
    """Return how strong a bin of so many is drawn: the lowest is pale, the highest full."""
    return PALE + (1 - PALE) * place / (many - 1) if many > 1 else 1.0


def _tokens(table: Table, row: Row, track: Track) -> list[Mark]:
    """Draw a disc a token; of so many that they would be dust, a bar."""
    most = max(int(one.value) for one in table.rows)
    pitch = min(track.wide / max(most, 1), 1.1 * track.high)
    tint, size = 1.0 if row.first else 0.5, 0.43 * pitch
    if pitch < _DUST:
        top, wide = track.y - track.high / 2, track.wide * row.value / most
        return [Shape.box(track.x, top, wide, track.high, tint=tint, colour="hue")]
    return [
        Oval(x=track.x + (at + 0.5) * pitch, y=track.y, wide=size, high=size, tint=tint) for at in range(int(row.value))
    ]


def _order(table: Table, row: Row, track: Track) -> list[Mark]:
    """Draw how many put it at each place as circles, and an upright line at its place on average."""
    many = int(table.picture.names[-1])
    step = track.wide / many
    marks: list[Mark] = [Shape.line((track.x, track.y), (track.x + track.wide, track.y), edge="rule")]
    most = max((part.share for one in table.rows for part in one.parts), default=1.0)
    for place, part in enumerate(row.parts):
        size = 0.5 * min(track.high, step) * sqrt(part.share / most)
        if part.share:
            marks.append(
                Oval(x=track.x + (place + 0.5) * step, y=track.y, wide=size, high=size, tint=0.45, colour="hue")
            )
    x, half = track.x + (row.value - 0.5) * step, 0.55 * track.high
    return [*marks, Shape.line((x, track.y - half), (x, track.y + half), edge="ink", thick=0.24)]


def _no_head(_: Table, __: Track) -> list[Mark]:
    return []


def _ends(table: Table, track: Track) -> list[Mark]:
    """Name the bins over the ends of the track, where two have room there; else in lines, each beside its tint."""
    names, (at, own) = table.picture.names, table.key
    if own is None:
        return [
            Words(x=track.at(end), y=track.y, text=name, colour="soft", anchor=anchor)
            for name, (end, anchor) in zip(names, ((0, "start"), (100, "end")), strict=True)
        ]
    marks: list[Mark] = []
    for place, ((x, line), name) in enumerate(zip(own, names, strict=True)):
        y = track.y + line * LINE
        marks.append(Shape.box(at + x, y - 0.45, 0.9, 0.9, colour="hue", tint=tint_of(place, len(names))))
        marks += [Words(x=at + x + 1.2, y=y, text=name, colour="soft")]
    return marks


def _places(table: Table, track: Track) -> list[Mark]:
    many = int(table.picture.names[-1])
    step = track.wide / many
    return [
        Words(x=track.x + (at + 0.5) * step, y=track.y, text=str(at + 1), colour="soft", anchor="middle")
        for at in range(many)
    ]


_TRACKS: dict[str, Callable[[Table, Row, Track], list[Mark]]] = {
    "bars": _bar, "shares": _shares, "tokens": _tokens, "order": _order,
}  # fmt: skip
_HEADS: dict[str, Callable[[Table, Track], list[Mark]]] = {"shares": _ends, "order": _places}
