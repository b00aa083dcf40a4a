"""Who serves whom: names in a ring, and arrows between them for the best and the weakest hand-overs."""

from collections.abc import Sequence
from math import cos, dist, hypot, pi, sin

from cxkit.reports.layouts.scene import LINE, Mark, Paper, Scene, Shape, Words, written
from cxkit.reports.pictures import Arrow, Picture
from cxkit.reports.voice import short

Spot = tuple[float, float]
_TALL = 0.8
"""Of its width: how high it is where it may be as high as it likes."""
_HEAD, _ALONG = 0.75, (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74)
"""How long the head of an arrow is; where along it its number may stand."""


def arrows(picture: Picture, paper: Paper) -> Scene:
    """Lay out the ring, in the order of the survey, from the top on."""
    wide, high = paper.wide, paper.high or paper.wide * _TALL
    names = [paper.lines(short(row.name, 26), min(12.0, wide / 3), bold=True) for row in picture.rows]
    boxes = [(max(paper.width(line, bold=True) for line in lines) + 1.2, LINE * len(lines) + 0.7) for lines in names]
    room = wide / 2 - max(box[0] for box in boxes) / 2, high / 2 - max(box[1] for box in boxes) / 2
    turn = 2 * pi / len(names)
    spots = [
        (wide / 2 + room[0] * sin((place + 0.5) * turn), high / 2 - room[1] * cos((place + 0.5) * turn))
        for place in range(len(names))
    ]
    marks: list[Mark] = []
    said: list[Spot] = []
    for arrow in picture.arrows:
        line = _line(arrow, spots, boxes)
        marks += _drawn(arrow, line)
        spot = max((_at(line, t) for t in _ALONG), key=lambda spot: _free(spot, said, spots, boxes))
        half = paper.width(arrow.said, 1.2, bold=True) / 2
        said.append((min(max(spot[0], half), wide - half), min(max(spot[1], 0.7), high - 0.7)))  # never off the paper
    for arrow, (x, y) in zip(picture.arrows, said, strict=True):
        width = paper.width(arrow.said, 1.2, bold=True) + 0.5
        marks.append(Shape.box(x - width / 2, y - 0.8, width, 1.6, colour="paper"))
        marks.append(Words(x=x, y=y, text=arrow.said, size=1.2, bold=True, anchor="middle"))
    for (x, y), (own, tall), lines in zip(spots, boxes, names, strict=True):
        marks.append(Shape.box(x - own / 2, y - tall / 2, own, tall, colour="wash", edge="hue", thick=0.1))
        marks += written(lines, x, y, bold=True, anchor="middle")
    return Scene(wide=wide, high=high, marks=tuple(marks))


def _line(arrow: Arrow, spots: Sequence[Spot], boxes: Sequence[Spot]) -> tuple[Spot, Spot, Spot]:
    """Return where an arrow begins, its bend, and where it ends: bent, so that there and back lie apart."""
    one, two = spots[arrow.one], spots[arrow.two]
    far = dist(one, two) or 1.0
    aside = min(2.2, 0.16 * far)
    bend = (
        (one[0] + two[0]) / 2 - (two[1] - one[1]) / far * aside,
        (one[1] + two[1]) / 2 + (two[0] - one[0]) / far * aside,
    )
    return _edge(one, boxes[arrow.one], bend, 0.1), bend, _edge(two, boxes[arrow.two], bend, 0.25)


def _edge(spot: Spot, box: Spot, towards: Spot, off: float) -> Spot:
    """Return where a line from the middle of a box leaves it."""
    x, y = towards[0] - spot[0], towards[1] - spot[1]
    far = hypot(x, y) or 1.0
    out = min((box[0] / 2) / abs(x) if x else 9e9, (box[1] / 2) / abs(y) if y else 9e9) + off / far
    return spot[0] + x * out, spot[1] + y * out


def _at(line: tuple[Spot, Spot, Spot], t: float) -> Spot:
    (x0, y0), (x1, y1), (x2, y2) = line
    own = (1 - t) ** 2, 2 * t * (1 - t), t**2
    return own[0] * x0 + own[1] * x1 + own[2] * x2, own[0] * y0 + own[1] * y1 + own[2] * y2


def _drawn(arrow: Arrow, line: tuple[Spot, Spot, Spot]) -> list[Mark]:
    colour = "favourable" if arrow.good else "unfavourable"
    (x0, y0), bend, (x2, y2) = line
    x, y = x2 - bend[0], y2 - bend[1]
    far = hypot(x, y) or 1.0
    x, y = x / far * _HEAD, y / far * _HEAD
    end = x2 - x * 0.8, y2 - y * 0.8
    first = x0 + (bend[0] - x0) * 2 / 3, y0 + (bend[1] - y0) * 2 / 3
    second = end[0] + (bend[0] - end[0]) * 2 / 3, end[1] + (bend[1] - end[1]) * 2 / 3
    curve = ("M", (x0, y0)), ("C", (*first, *second, *end))
    head = ("M", (x2, y2)), ("L", (x2 - x - y / 2, y2 - y + x / 2)), ("L", (x2 - x + y / 2, y2 - y - x / 2)), ("Z", ())
    thick = 0.26 if arrow.good else 0.3
    return [Shape(steps=curve, edge=colour, thick=thick, dashed=not arrow.good), Shape(steps=head, colour=colour)]


def _free(spot: Spot, said: Sequence[Spot], spots: Sequence[Spot], boxes: Sequence[Spot]) -> float:
    """Return how far a spot is from all names and from the numbers that stand already."""
    names = [
        max(abs(spot[0] - x) - wide / 2, abs(spot[1] - y) - high / 2)
        for (x, y), (wide, high) in zip(spots, boxes, strict=True)
    ]
    return min(3.0, *names, *(max(abs(spot[0] - x) - 1.5, abs(spot[1] - y) - 0.8) for x, y in said))
