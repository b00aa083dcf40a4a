"""Ways through a case: how many chose what at each step, where that led them, and the endings that they came to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from string import ascii_uppercase

from cxkit.reports.layouts.scene import LINE, Beneath, Mark, Paper, Scene, Shape, Words, begun, written
from cxkit.reports.pictures import Picture, Row
from cxkit.words import apart, say, spoken

_GAP, _STRIP, _AIR = 3.2, 0.45, 0.35
"""Between two columns; the strip at which a way leaves or arrives; between two choices."""
_NARROWEST = 9.0
"""How wide a column must be, or steps stand under each other."""
_ONE = 0.56
"""How much of the width a single step has beside the endings."""
_PAD = 0.8
"""How much higher than its words a choice is."""
_LETTERS, _TAILS = 1.06, 0.12
"""How high a line's letters are with their tails; and how much further these reach below the middle of its capitals."""
_BAR, _BETWEEN = 0.22, 0.25
"""How thick a choice's bar is, and the gap between two choices."""
_WHOLE = 99
"""So many lines no text has."""


_Step = tuple[str, tuple[Row, ...]]


def ways(picture: Picture, paper: Paper) -> Scene:
    """Lay out a case: its steps side by side, with ways as broad as people are many; on narrow paper a list."""
    steps = [(heading, tuple(rows)) for heading, rows in groupby(picture.rows, key=lambda row: row.group)]
    wide = (paper.wide - _GAP * (len(steps) - 1)) / len(steps)
    if paper.high is None:
        return _listed(picture, paper, steps)
    columns = [
        _Column(x=at * (wide + _GAP), wide=wide, heading=heading, rows=rows, paper=paper)
        for at, (heading, rows) in enumerate(steps)
    ]
    if wide < _NARROWEST or _head(columns) + max(column.high(0.0) for column in columns) > paper.high:
        return _beside(picture, paper, steps, paper.high)
    return _flowing(paper, columns, paper.high)


@dataclass(frozen=True, kw_only=True)
class _Column:
    """A step with its choices, or the endings."""

    x: float
    wide: float
    heading: str
    rows: tuple[Row, ...]
    paper: Paper

    @property
    def head(self) -> tuple[str, ...]:
        return self.paper.lines(self.heading, self.wide, bold=True)

    def lines(self, row: Row) -> tuple[str, ...]:
        return self.paper.lines(row.name, self.wide - 1.4 - self.numbers, bold=row.first)

    @property
    def numbers(self) -> float:
        return max(self.paper.width(row.said, 1.2, bold=True) for row in self.rows) + 0.5

    def heights(self, each: float) -> list[float]:
        """How high each choice is, where a person is so high."""
        return [max(LINE * len(self.lines(row)) + 0.5, float(row.said or 0) * each) for row in self.rows]

    def high(self, each: float) -> float:
        return sum(self.heights(each)) + _AIR * (len(self.rows) - 1)


def _head(columns: list[_Column]) -> float:
    """Return how high the headings are."""
    return max(len(column.head) for column in columns) * LINE + 0.5


def _flowing(paper: Paper, columns: list[_Column], high: float) -> Scene:
    head = _head(columns)
    most = max(int(row.said or 0) for column in columns for row in column.rows)
    each = (high - head) / max(1, most)
    while each > 0.02 and max(column.high(each) for column in columns) > high - head:
        each *= 0.95
    tallest = max(column.high(each) for column in columns)
    tops: dict[str, list[float]] = {}  # where the next way arrives, by heading or ending
    cards: list[Mark] = []
    leaving: list[tuple[Row, float, float]] = []
    for at, column in enumerate(columns):
        last = at == len(columns) - 1
        cards += written(column.head, column.x, 0.6 + (len(column.head) - 1) / 2 * LINE, bold=True, colour="soft")
        y = head + (tallest - column.high(each)) / 2
        arriving = sum(int(row.said or 0) for row in column.rows) * each
        if not last:
            tops[column.heading] = [column.x, y + (column.high(each) - arriving) / 2]
        for row, own in zip(column.rows, column.heights(each), strict=True):
            many = int(row.said or 0) * each
            if last:
                tops[row.name] = [column.x, y + (own - many) / 2]
            cards += _card(column, row, y, own)
            strip = y + (own - many) / 2
            if not last:
                cards.append(Shape.box(column.x + column.wide - _STRIP, strip, _STRIP, many, colour="hue"))
                leaving.append((row, column.x + column.wide, strip))
            else:
                looks = {"colour": "hue"} if row.good else {"colour": "paper", "edge": "hue", "thick": 0.12}
                cards.append(Shape.box(column.x, strip, _STRIP, many, **looks))
            y += own + _AIR
    ribbons: list[Mark] = []
    for row, x, y in leaving:
        if (end := tops.get(row.then)) and row.said != "0":
            ribbons.append(_ribbon(x, y, end[0], end[1], int(row.said) * each))
            end[1] += int(row.said) * each
    return Scene(wide=paper.wide, high=head + tallest, marks=(*ribbons, *cards))


def _card(column: _Column, row: Row, y: float, high: float) -> Iterator[Mark]:
    """Yield a choice, or an ending: its number and its words on a pale ground, over the ways that pass behind it."""
    middle, lines = y + high / 2, column.lines(row)
    left, colour = column.x + 0.75, "ink" if row.n else "soft"
    if row.n:
        yield Shape.box(column.x, y, column.wide, high, colour="wash")
        yield Words(x=left + column.numbers - 0.5, y=middle, text=row.said, size=1.2, bold=True, anchor="end")
    yield from written(lines, left + column.numbers, middle, bold=row.first, colour=colour)


def _ribbon(x: float, y: float, x2: float, y2: float, high: float) -> Shape:
    middle = (x + x2) / 2
    steps = (
        ("M", (x, y)), ("C", (middle, y, middle, y2, x2, y2)), ("L", (x2, y2 + high)),
        ("C", (middle, y2 + high, middle, y + high, x, y + high)), ("Z", ()),
    )  # fmt: skip
    return Shape(steps=steps, colour="hue", tint=0.3)


@dataclass(frozen=True, kw_only=True)
class _Block:
    """A step with its choices, or the endings, one under the other, in a column of two."""

    heading: tuple[str, ...]
    rows: tuple[tuple[Row, tuple[str, ...]], ...]
    numbers: dict[str, str]
    wide: float

    @classmethod
    def of(cls, step: _Step, numbers: dict[str, str], wide: float, paper: Paper, most: tuple[int, int]) -> "_Block":
        """Write a step in at most so many lines: its heading, and each choice."""
        heading, rows = step
        first = f"{numbers[heading]}  " if rows[0].good is None else ""
        lines = (
            _cut(f"{numbers[row.name]}  {row.name}" if row.good is not None else row.name, most[1], paper,
                 room=wide - 4.8 if row.n else wide, bold=row.first)
            for row in rows
        )  # fmt: skip
        return cls(
            heading=_cut(f"{first}{heading}", most[0], paper, room=wide), rows=tuple(zip(rows, lines, strict=True)),
            numbers=numbers, wide=wide,
        )  # fmt: skip

    def high(self, ease: float = 1.0) -> float:
        """How high it is. ease: 1 as it should be, 0 so that the words of a choice just clear its bar and the next."""
        return self._head(ease) + 0.8 * ease + sum(self._row_high(lines, ease) for _, lines in self.rows)

    def _head(self, ease: float) -> float:
        return LINE * len(self.heading) + 0.2 + 0.3 * ease

    @staticmethod
    def _row_high(lines: tuple[str, ...], ease: float) -> float:
        least = LINE * (len(lines) - 1) + _LETTERS + _BAR + _BETWEEN
        return least + ease * (LINE * len(lines) + _PAD - least)

    def marks(self, x: float, y: float, ease: float) -> Iterator[Mark]:
        """Yield what is drawn. ease: as `high` takes it."""
        head = self._head(ease)
        yield from written(self.heading, x, y + head / 2, bold=True, colour="soft")
        y += head
        for row, lines in self.rows:
            high = self._row_high(lines, ease)
            if row.n:
                yield from self._choice(row, lines, x, y, high)
            else:
                yield from written(lines, x, y + high / 2, colour="soft")
            y += high

    def _choice(self, row: Row, lines: tuple[str, ...], x: float, y: float, high: float) -> Iterator[Mark]:
        """Yield a choice's words, and under them a bar as long as its share."""
        room, high = self.wide - 2.4, high - _BETWEEN
        middle = y + (high - _BAR) / 2 - _TAILS
        tint = 0.35 if row.good is False else 1.0
        yield Shape.box(x, y, room, high, colour="wash")
        yield Shape.box(x, y + high - _BAR, room * row.value / 100, _BAR, colour="hue", tint=tint)
        yield from written(lines, x + 0.4, middle, bold=row.first)
        yield Words(x=x + room - 0.4, y=middle, text=row.said, bold=True, anchor="end")
        if row.then in self.numbers:
            then = say("report.on_to", to=self.numbers[row.then])
            yield Words(x=x + self.wide, y=middle, text=then, colour="soft", anchor="end")


def _beside(picture: Picture, paper: Paper, steps: list[_Step], high: float) -> Scene:
    """Lay out many steps in two columns: a bar a choice, with all its words.

    Where they have no room, steps are left out, and that is said: first those of which nothing is shown, then those at
    which ways part least. Only words that are too long even so are cut.
    """
    numbers = _numbered(picture, steps)
    *spare, _ = sorted((step for step in steps[::-1] if step[1][0].good is None), key=_alike, reverse=True)
    tries = [(left, (_WHOLE, _WHOLE)) for left in range(len(spare) + 1)]
    tries += [(len(spare), most) for most in ((3, 3), (2, 2), (1, 2), (1, 1))]
    for left, most in tries:
        wide = (paper.wide - _GAP) * (_ONE if left == len(spare) else 0.5)
        last = paper.wide - _GAP - wide
        there = ((step, wide if step[1][0].good is None else last) for step in steps if step not in spare[:left])
        kept = [_Block.of(step, numbers, own, paper, most) for step, own in there]
        free = high - (LINE if left else 0.0)
        columns = min(((kept[:at], kept[at:]) for at in range(1, len(kept) + 1)), key=partial(_highest, ease=1.0))
        least, most_high = _highest(columns, ease=0.0), _highest(columns, ease=1.0)
        if least <= free:
            break
    ease = max(0.0, min(1.0, (free - least) / (most_high - least)))
    marks: list[Mark] = []
    for x, column in zip((0.0, wide + _GAP), columns, strict=True):
        y = 0.0
        for block in column:
            marks += block.marks(x, y, ease)
            y += block.high(ease)
    if left:
        marks.append(Words(x=0.0, y=high - LINE / 2, text=say("pictured.further_steps", n=left), colour="soft"))
    return Scene(wide=paper.wide, high=high, marks=tuple(marks), left=left)


def _highest(columns: Iterable[Iterable[_Block]], *, ease: float) -> float:
    return max(sum(block.high(ease) for block in column) for column in columns)


def _alike(step: _Step) -> float:
    """Return how many of a hundred did the same at a step; over a hundred where that is not shown."""
    return max(row.value if row.n else 101.0 for row in step[1])


def _cut(text: str, most: int, paper: Paper, *, room: float, bold: bool = True) -> tuple[str, ...]:
    """Return the lines of a text that has room in so many: of a longer one the beginning."""
    lines = paper.lines(text, room, bold=bold)
    under = [line for line in lines if isinstance(line, Beneath)]
    own = lines[: len(lines) - len(under)]
    return (*begun(own, most, lambda line: paper.width(line, bold=bold) <= room), *under)


def _numbered(picture: Picture, steps: list[_Step]) -> dict[str, str]:
    """Return a number for each step, and a letter for each ending."""
    endings = [row.name for row in picture.rows if row.good is not None]
    places = {heading: str(place) for place, (heading, _) in enumerate(steps, 1)}
    return places | {ending: apart(letter, spoken()) for ending, letter in zip(endings, ascii_uppercase, strict=False)}


def _listed(picture: Picture, paper: Paper, steps: list[_Step]) -> Scene:
    """Lay out steps under each other; beside each choice its number, and to which step or ending it leads."""
    numbers = _numbered(picture, steps)
    marks: list[Mark] = []
    y = 0.0
    names = 0.5 * paper.wide
    for heading, rows in steps:
        first = f"{numbers[heading]}  " if rows[0].good is None else ""
        for line in paper.lines(f"{first}{heading}", paper.wide - 5, bold=True):
            marks.append(Words(x=0.0, y=y + 0.7, text=line, bold=True))
            y += LINE
        if rows[0].n:
            of = say("report.of_n", n=rows[0].n)
            marks.append(Words(x=paper.wide, y=y - LINE + 0.7, text=of, colour="soft", anchor="end"))
        y += 0.3
        for row in rows:
            if not row.n:
                for line in paper.lines(row.name, paper.wide):
                    marks.append(Words(x=0.0, y=y + 0.7, text=line, colour="soft"))
                    y += LINE
                continue
            letter = f"{numbers[row.name]}  " if row.good is not None else ""
            lines = paper.lines(f"{letter}{row.name}", names - 1.2)
            high = max(1.7, LINE * len(lines) + 0.5)
            marks += written(lines, 0.0, y + high / 2)
            marks += _bar(row, numbers, paper, names, y + high / 2)
            y += high
        y += 0.8
    return Scene(wide=paper.wide, high=y, marks=tuple(marks))


def _bar(row: Row, numbers: dict[str, str], paper: Paper, x: float, y: float) -> Iterator[Mark]:
    room = paper.wide - x - 5.4
    looks = {"edge": "hue", "thick": 0.12, "colour": "paper"} if row.good is False else {"colour": "hue"}
    yield Shape.box(x, y - 0.5, room, 1.0, colour="wash")
    yield Shape.box(x, y - 0.5, room * row.value / 100, 1.0, **looks)
    yield Words(x=paper.wide - 3.2, y=y, text=row.said, size=1.2, bold=True, anchor="end")
    if row.then in numbers:
        yield Words(x=paper.wide, y=y, text=say("report.on_to", to=numbers[row.then]), colour="soft", anchor="end")
