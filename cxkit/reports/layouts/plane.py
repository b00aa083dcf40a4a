"""Names on the square of two dimensions, each with a halo: the wider, the further apart the answers are."""

from cxkit.reports.layouts.placing import Box
from cxkit.reports.layouts.scene import LINE, Mark, Oval, Paper, Scene, Shape, Words, written
from cxkit.reports.pictures import Picture
from cxkit.words import say

_PAD = 0.8
"""What is left free within the edges, so that a mark at an end is whole."""
_TALL = 0.92
"""Of its width: how high it is where it may be as high as it likes."""


def plane(picture: Picture, paper: Paper) -> Scene:
    """Lay out the square: as wide as the paper, with its two axes named at its edges."""
    across = paper.lines(say("pictured.across", title=picture.names[0]), paper.wide)
    upward = paper.lines(say("pictured.upward", title=picture.names[1]), paper.wide)
    head, foot = LINE * len(upward) + 0.3, LINE * len(across) + 0.3
    high = paper.wide * _TALL if paper.high is None else paper.high - head - foot
    wide = paper.wide

    def at(one: float, two: float) -> tuple[float, float]:
        return _PAD + one / 100 * (wide - 2 * _PAD), _PAD + (1 - two / 100) * (high - 2 * _PAD)

    middle = at(50, 50)
    marks: list[Mark] = [
        *written(upward, 0.0, LINE * len(upward) / 2, colour="soft"),
        Shape.box(middle[0], head, wide - middle[0], middle[1], colour="hue", tint=0.07),
        Shape.box(0.0, head, wide, high, edge="line", thick=0.07),
        Shape.line((middle[0], head), (middle[0], head + high), edge="rule"),
        Shape.line((0.0, head + middle[1]), (wide, head + middle[1]), edge="rule"),
    ]
    spots = [at(row.value, row.other or 0.0) for row in picture.rows]
    for row, (x, y) in zip(picture.rows, spots, strict=True):
        if row.halo:
            reach = row.halo[0] / 100 * (wide - 2 * _PAD), row.halo[1] / 100 * (high - 2 * _PAD)
            reach = min(reach[0], x, wide - x), min(reach[1], y, high - y)  # never beyond the square
            marks.append(Oval(x=x, y=y + head, wide=reach[0], high=reach[1], tint=0.11))
    taken = []
    if picture.corner:
        marks.append(Words(x=wide - 0.5, y=head + 0.9, text=picture.corner, colour="hue", bold=True, anchor="end"))
        taken = [(wide - 0.5 - paper.width(picture.corner, bold=True), 0.2, wide, 1.7)]
    names = [(spot, row.name, row.first) for row, spot in zip(picture.rows, spots, strict=True)]
    placed = Box(paper=paper, wide=wide, high=high, longest=max(11.0, wide / 4)).placed(names, taken)
    for row, (x, y), name in zip(picture.rows, spots, placed, strict=True):
        if name.tied:
            near = (
                min(max(x, name.left), name.left + name.wide),
                min(max(y, name.top), name.top + LINE * len(name.lines)),
            )
            marks.append(Shape.line((x, y + head), (near[0], near[1] + head)))
        size = 0.5 if row.first else 0.36
        marks.append(Oval(x=x, y=y + head, wide=size, high=size, edge="paper", thick=0.1))
    for row, name in zip(picture.rows, placed, strict=True):
        marks += written(name.lines, name.left, name.middle[1] + head, bold=row.first)
    for place, line in enumerate(across):
        marks.append(Words(x=wide, y=head + high + 0.9 + place * LINE, text=line, colour="soft", anchor="end"))
    return Scene(wide=wide, high=head + high + foot, marks=tuple(marks))
