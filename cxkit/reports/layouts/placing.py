"""Where names stand beside marks that lie anywhere, so that none lies on another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from cxkit.reports.layouts.scene import LINE, Paper

_DOT = 0.5
"""How far a mark reaches around its middle."""
_FAR = (0.25, 1.0, 2.0, 3.2, 4.6, 6.5)
_SLIDES = (0, -1, 1)
"""How far from its mark a name may stand, and how it may be moved along that side."""
_TIED, _NEAR = 1.6, 0.3
"""Further off than that, or with another mark about as near, a line leads to it."""

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
        taken: list[Edges] = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for (x, y), *_ in marks]
        taken += others
        found = []
        for place, (spot, name, bold) in enumerate(marks):
            there = [edges for at, edges in enumerate(taken) if at != place]
            choices = (
                (self._cost(edges, spot, there), edges, lines) for edges, lines in self._choices(spot, name, bold=bold)
            )
            _, edges, lines = min(choices, key=lambda choice: choice[0])
            taken.append(edges)
            found.append(self._parts(spot, edges, lines, [other for other, *_ in marks if other != spot]))
        return found

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
                    yield (left, top, left + wide, top + high), lines

    def _cost(self, edges: Edges, spot: Spot, taken: Iterable[Edges]) -> float:
        left, top, right, bottom = edges
        outside = sum(max(0.0, over) for over in (-left, -top, right - self.wide, bottom - self.high))
        covered = sum(_shared(edges, other) for other in taken)
        return 1000 * outside + 100 * covered + _away(edges, spot) + 0.15 * (bottom - top)

    def _parts(self, spot: Spot, edges: Edges, lines: tuple[str, ...], marks: Iterable[Spot]) -> Placed:
        """Return it, and never beyond the edges."""
        wide, high = edges[2] - edges[0], edges[3] - edges[1]
        left, top = max(0.0, min(edges[0], self.wide - wide)), max(0.0, min(edges[1], self.high - high))
        edges = left, top, left + wide, top + high
        far = _away(edges, spot)
        tied = far > _TIED or any(_away(edges, other) < far + _NEAR for other in marks)
        return Placed(left=left, top=top, wide=wide, lines=lines, tied=tied)


def _away(edges: Edges, spot: Spot) -> float:
    """Return how far a spot is from the edges of a box around some words."""
    return max(edges[0] - spot[0], spot[0] - edges[2], edges[1] - spot[1], spot[1] - edges[3], 0.0)


def _shared(one: Edges, two: Edges) -> float:
    """Return how much of one edges' box lies on the other."""
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    return wide * high if wide > 0 and high > 0 else 0.0
