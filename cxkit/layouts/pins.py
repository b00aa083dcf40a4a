"""Pins piling up along a chain: what works above it, what hurts below; on a narrow paper, right and left of it."""

from __future__ import annotations

from collections.abc import Iterator

from cxkit.layouts.placing import piles
from cxkit.layouts.scene import LINE, Mark, Oval, Paper, Scene, Shape, Words, written
from cxkit.reports.pictures import Picture, Row

_LARGEST = 1.15
_LOOKS = (("unfavourable", "unfavourable"), ("paper", "favourable"))
"""Of what hurts, and of what works: filled, and open, so that they are told apart without colour."""
_ROOM = 6.2
"""How wide a column must be for its name."""


def pins(picture: Picture, paper: Paper) -> Scene:
    """Lay out the chain: along the paper where each of its names has room, else down it."""
    if paper.high is not None and paper.wide / len(picture.rows) >= _ROOM:
        return _along(picture, paper)
    return _down(picture, paper)


def _along(picture: Picture, paper: Paper) -> Scene:
    high = paper.high or 0.0
    each = paper.wide / len(picture.rows)
    names = [paper.lines(row.name, each - 0.8, bold=row.first) for row in picture.rows]
    band = max(map(len, names)) * LINE + 1.5
    most = _most(picture)
    sides = [max((int(row.parts[side].said) for row in picture.rows if row.parts), default=0) for side in (0, 1)]
    room = max(1.0, high - band - 2 * LINE - 0.8)
    share = [max(0.25, side / max(1, sum(sides))) for side in sides]
    below, above = (room * own / sum(share) for own in share)
    size, _ = min(piles(sides[0], each - 1.4, below, _LARGEST), piles(sides[1], each - 1.4, above, _LARGEST))
    beside = max(1, int((each - 1.4) / size)) if most else 1
    deep = [-(-side // beside) * size for side in sides]
    top = deep[1] + LINE + 0.4
    chain = top + 0.4
    marks: list[Mark] = [
        Shape.line((each / 2, chain), (paper.wide - each / 2, chain), edge="hue", thick=0.28),
    ]
    for place, (row, lines) in enumerate(zip(picture.rows, names, strict=True)):
        x = (place + 0.5) * each
        first = 0.62 if row.first else 0.46
        marks.append(Oval(x=x, y=chain, wide=first, high=first, colour="paper", edge="hue", thick=0.24))
        marks += written(lines, x, chain + 0.6 + (band - 1.5) / 2 + 0.2, bold=row.first, anchor="middle")
        under = chain + band - 0.5
        if not row.parts:
            marks += written(paper.lines(row.said, each - 0.8), x, under + LINE, colour="soft", italic=True, anchor="middle")
            continue
        for side, (y, way) in enumerate(((under, 1), (chain - 0.8, -1))):
            many = int(row.parts[side].said)
            rows = -(-many // beside)
            for at in range(many):
                line, spot = divmod(at, beside)
                inside = min(beside, many - line * beside)
                marks.append(_pin(x + (spot - (inside - 1) / 2) * size, y + way * (line + 0.5) * size, size, side))
            if many:
                marks.append(Words(x=x, y=y + way * (rows * size + 0.75), text=str(many), bold=row.first, anchor="middle"))
    high = chain + band + deep[0] + LINE
    marks += [*_key(picture, paper, high + 0.9)]
    return Scene(wide=paper.wide, high=high + 1.5, marks=tuple(marks))


def _down(picture: Picture, paper: Paper) -> Scene:
    """Lay out the chain from top to bottom: names at the left, what hurts left of it, what works right."""
    share = 0.36
    names = [paper.lines(row.name, share * paper.wide - 1, bold=row.first) for row in picture.rows]
    sides = [max((int(row.parts[side].said) for row in picture.rows if row.parts), default=0) for side in (0, 1)]
    room = paper.wide * (1 - share) - 5.0
    part = [max(0.25, side / max(1, sum(sides))) for side in sides]
    left, right = (room * own / sum(part) for own in part)
    pitch = max(2.3, max(map(len, names)) * LINE + 0.5)
    if paper.high is not None:
        pitch = min(pitch, (paper.high - 1.8) / len(names))
    size, _ = min(piles(sides[0], left, pitch - 0.5, _LARGEST), piles(sides[1], right, pitch - 0.5, _LARGEST))
    up = max(1, int((pitch - 0.5) / size))
    chain = paper.wide * share + 2.2 + left
    marks: list[Mark] = []
    marks.append(Shape.line((chain, pitch / 2), (chain, pitch * (len(names) - 0.5)), edge="hue", thick=0.28))
    for place, (row, lines) in enumerate(zip(picture.rows, names, strict=True)):
        y = (place + 0.5) * pitch
        first = 0.62 if row.first else 0.46
        marks.append(Oval(x=chain, y=y, wide=first, high=first, colour="paper", edge="hue", thick=0.24))
        marks += written(lines, 0.0, y, bold=row.first)
        if not row.parts:
            marks.append(Words(x=chain + 1.2, y=y, text=row.said, colour="soft", italic=True))
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


def _most(picture: Picture) -> int:
    return max((int(part.said) for row in picture.rows for part in row.parts), default=0)
