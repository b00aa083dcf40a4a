"""Where names stand beside marks that lie anywhere, so that none lies on another."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from cxkit.reports.layouts.scene import LINE, Paper

_DOT = 0.5
"""How far a mark reaches around its middle."""
_FAR = (0.25, 1.0, 2.0, 3.2, 4.6, 6.5)
_SLIDES = (0, -1, 1, -0.5, 0.5)
"""How far from its mark a name may stand, and how it may be moved along that side."""
_ROUNDS = 3
"""How often each name looks for its place: once all stand, there may be a better one."""
_TIED, _NEAR = 1.6, 0.3
"""Further off than that, or with another mark about as near, a line leads to it."""

_AIR = 0.35
"""How far a name keeps off the edges: letters go below their line, in Arabic more than in others."""

Spot = tuple[float, float]
Edges = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A name beside a mark: the upper left corner of its lines, how wide they are, and whether a line leads to it."""

    left: float
    top: float
    wide: float
    lines: tuple[str, ...]
    tied: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its lines."""
        return self.left + self.wide / 2, self.top + LINE * len(self.lines) / 2


@dataclass(frozen=True, kw_only=True)
class Box:
    """A box to place names in. longest: how long a line of a name is rather not longer than."""

    paper: Paper
    wide: float
    high: float
    longest: float = 13.0

    def placed(self, marks: Sequence[tuple[Spot, str, bool]], others: Sequence[Edges] = ()) -> list[Placed]:
        """Place names, bold or not, beside marks at their spots. The first ones choose first. others: what is there."""
        dots: list[Edges] = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for (x, y), *_ in marks]
        found: dict[int, tuple[Edges, tuple[str, ...]]] = {}
        for place in [*range(len(marks))] * _ROUNDS:
            spot, name, bold = marks[place]
            there = [*others, *dots, *(edges for at, (edges, _) in found.items() if at != place)]
            choices = self._choices(spot, name, bold=bold)
            found[place] = min(choices, key=lambda choice: self._cost(choice[0], spot, there))
        spots = [spot for spot, *_ in marks]
        return [self._parts(spot, *found[at], [one for one in spots if one != spot]) for at, spot in enumerate(spots)]

    def _choices(self, spot: Spot, name: str, *, bold: bool) -> Iterator[tuple[Edges, tuple[str, ...]]]:
        """Yield where a name may stand: right of its mark, left, over and under it, nearer and further off."""
        x, y = spot
        for longest in dict.fromkeys((self.longest, min(1.8 * self.longest, 0.9 * self.wide))):
            lines = self.paper.lines(name, longest, bold=bold)
            wide, high = max(self.paper.width(line, bold=bold) for line in lines), LINE * len(lines)
            for far, slide in product(_FAR, _SLIDES):
                aside = slide * (high / 2 + 0.4) if far > _FAR[0] else 0.0
                along = x - wide / 2 + slide * wide / 2
                for left, top in (
                    (x + _DOT + far, y - high / 2 + aside), (x - _DOT - far - wide, y - high / 2 + aside),
                    (along, y - _DOT - far - high), (along, y + _DOT + far),
                ):  # fmt: skip
                    inside = self._inside(left, wide, self.wide), self._inside(top, high, self.high)
                    yield (*inside, inside[0] + wide, inside[1] + high), lines

    def _inside(self, least: float, long: float, most: float) -> float:
        return max(_AIR, min(least, most - _AIR - long))

    def _cost(self, edges: Edges, spot: Spot, taken: Iterable[Edges]) -> float:
        _, top, right, bottom = edges
        outside = max(0.0, right + _AIR - self.wide) + max(0.0, bottom + _AIR - self.high)
        covered = sum(1 + shared for other in taken if (shared := _shared(edges, other)))
        return 1000 * outside + 100 * covered + _away(edges, spot) + 0.15 * (bottom - top)

    def _parts(self, spot: Spot, edges: Edges, lines: tuple[str, ...], marks: Iterable[Spot]) -> Placed:
        left, top, right, _ = edges
        far = _away(edges, spot)
        tied = far > _TIED or any(_away(edges, other) < far + _NEAR for other in marks)
        return Placed(left=left, top=top, wide=right - left, lines=lines, tied=tied)


def _away(edges: Edges, spot: Spot) -> float:
    """Return how far a spot is from the edges of a box around some words."""
    return max(edges[0] - spot[0], spot[0] - edges[2], edges[1] - spot[1], spot[1] - edges[3], 0.0)


def _shared(one: Edges, two: Edges) -> float:
    """Return how much of one edges' box lies on the other."""
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    return wide * high if wide > 0 and high > 0 else 0.0
