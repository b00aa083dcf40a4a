"""Pins piling up along a chain: what works above it, what hurts below; on a narrow paper, right and left of it."""

from collections.abc import Iterator

from cxkit.reports.layouts.scene import LINE, Mark, Oval, Paper, Scene, Shape, Words, begun, words_of, written
from cxkit.reports.pictures import Picture, Row

_LARGEST = 1.35
_LOOKS = (("unfavourable", "unfavourable"), ("paper", "favourable"))
"""Of what hurts, and of what works: filled, and open, so that they are told apart without colour."""
_AIR = 0.9
"""Between the names of two columns."""


def pins(picture: Picture, paper: Paper) -> Scene:
    """Lay out the chain: along the paper where each of its names has room, else down it."""
    if paper.high is None or sum(columns := _columns(picture, paper)) > paper.wide:
        return _down(picture, paper)
    spare = (paper.wide - sum(columns)) / len(columns)
    return _along(picture, paper, [own + spare for own in columns], paper.high)


def _columns(picture: Picture, paper: Paper) -> list[float]:
    """Return how wide each column must be: for the longest word of its name, and for pins."""
    return [
        max(4.6, *(paper.width(word, bold=row.first) for word in words_of(row.name))) + _AIR for row in picture.rows
    ]


def _along(picture: Picture, paper: Paper, columns: list[float], high: float) -> Scene:
    names = [paper.lines(row.name, own - _AIR, bold=row.first) for row, own in zip(picture.rows, columns, strict=True)]
    band = max(map(len, names)) * LINE + 1.1
    each = min(columns) - 0.6
    beside, size, deep = _piled(picture, each, high - band - 2 * LINE - 2.6)
    chain = deep[1] + LINE + 1.2
    middles = [sum(columns[:place]) + own / 2 for place, own in enumerate(columns)]
    marks: list[Mark] = [Shape.line((middles[0], chain), (middles[-1], chain), edge="hue", thick=0.28)]
    for row, lines, x, own in zip(picture.rows, names, middles, columns, strict=True):
        first = 0.62 if row.first else 0.46
        marks.append(Oval(x=x, y=chain, wide=first, high=first, colour="paper", edge="hue", thick=0.24))
        marks += written(lines, x, chain + 0.75 + len(lines) * LINE / 2, bold=row.first, anchor="middle")
        under = chain + band
        if not row.parts:
            said = paper.lines(row.said, own - _AIR)
            marks += written(said, x, under + 0.4 + len(said) * LINE / 2, colour="soft", italic=True, anchor="middle")
            continue
        for side, (y, way) in enumerate(((under, 1), (chain - 0.9, -1))):
            many = int(row.parts[side].said)
            for at in range(many):
                line, spot = divmod(at, beside)
                inside = min(beside, many - line * beside)
                marks.append(_pin(x + (spot - (inside - 1) / 2) * size, y + way * (line + 0.5) * size, size, side))
            if many:
                top = y + way * (-(-many // beside) * size + 0.75)
                marks.append(Words(x=x, y=top, text=str(many), bold=row.first, anchor="middle"))
    high = chain + band + deep[0] + LINE
    marks += [*_key(picture, paper, high + 0.9)]
    return Scene(wide=paper.wide, high=high + 1.5, marks=tuple(marks))


def _piled(picture: Picture, wide: float, high: float) -> tuple[int, float, list[float]]:
    """Return how many pins stand beside each other, how large they are, and how deep the deepest piles are."""
    parts = [row.parts for row in picture.rows if row.parts]
    most = [max((int(part[side].said) for part in parts), default=0) for side in (0, 1)]
    size = _LARGEST
    while size > _LARGEST / 12:
        beside = max(1, int(wide / size))
        deep = [-(-many // beside) * size for many in most]
        if sum(deep) <= high:
            break
        size *= 0.95
    while beside > 1 and sum(-(-many // (beside - 1)) * size for many in most) <= high:  # as high as there is room
        beside -= 1
    return beside, size, [-(-many // beside) * size for many in most]


def _down(picture: Picture, paper: Paper) -> Scene:
    """Lay out the chain from top to bottom: names at the left, what hurts left of it, what works right."""
    room = (0.36 if paper.high is None else 0.5) * paper.wide
    most = None if paper.high is None else (paper.high - 1.8) / len(picture.rows)
    names = [_name(row, room - 1, paper, most) for row in picture.rows]
    pitch = max(2.3, max(map(len, names)) * LINE + 0.5)
    if most is not None:
        pitch = min(pitch, most)
    up, size, (left, _) = _piled(picture, pitch - 0.5, paper.wide - room - 6.4)
    chain = room + 2.6 + left
    marks: list[Mark] = []
    marks.append(Shape.line((chain, pitch / 2), (chain, pitch * (len(names) - 0.5)), edge="hue", thick=0.28))
    for place, (row, lines) in enumerate(zip(picture.rows, names, strict=True)):
        y = (place + 0.5) * pitch
        first = 0.62 if row.first else 0.46
        marks.append(Oval(x=chain, y=y, wide=first, high=first, colour="paper", edge="hue", thick=0.24))
        marks += written(lines, 0.0, y, bold=row.first)
        if not row.parts:
            said = paper.lines(row.said, paper.wide - chain - 1.2)
            marks += written(said, chain + 1.2, y, colour="soft", italic=True)
            continue
        for side, way in enumerate((-1, 1)):
            many = int(row.parts[side].said)
            for at in range(many):
                column, spot = divmod(at, up)
                inside = min(up, many - column * up)
                x = chain + way * (0.9 + (column + 0.5) * size)
                marks.append(_pin(x, y + (spot - (inside - 1) / 2) * size, size, side))
            x = chain + way * (1.3 + -(-many // up) * size)
            anchor = "start" if way > 0 else "end"
            if many:
                marks.append(Words(x=x, y=y, text=str(many), bold=row.first, anchor=anchor))
    high = pitch * len(names) + 0.3
    marks += [*_key(picture, paper, high + 0.7)]
    return Scene(wide=paper.wide, high=high + 1.4 + LINE * paper.tall, marks=tuple(marks))


def _name(row: Row, room: float, paper: Paper, high: float | None) -> tuple[str, ...]:
    """Return the lines of a name, and of one that is too high for its row the beginning."""
    lines = paper.lines(row.name, room, bold=row.first)
    many = len(lines) if high is None else max(1, int((high - 0.2) / LINE))
    return begun(lines, many, lambda line: paper.width(line, bold=row.first) <= room)


def _pin(x: float, y: float, size: float, side: int) -> Oval:
    colour, edge = _LOOKS[side]
    rim = 0.16 * size
    return Oval(x=x, y=y, wide=0.44 * size - rim / 2, high=0.44 * size - rim / 2, colour=colour, edge=edge, thick=rim)


def _key(picture: Picture, paper: Paper, y: float) -> Iterator[Mark]:
    """Say what the two kinds of pin are."""
    x = 0.0
    for side, name in enumerate(picture.names):
        if x + paper.width(name) + 2.4 > paper.wide:
            x, y = 0.0, y + LINE
        yield _pin(x + 0.5, y, 0.95, side)
        yield Words(x=x + 1.4, y=y, text=name, colour="soft")
        x += paper.width(name) + 3.4
