"""What a picture is made of once everything has its place: words, ovals and shapes, in sizes of its smallest letters.

A scene is drawn alike by `cxkit/static/scene.js` on screens and by `cxkit/plots/scenes.py` in the book and in print.
Colours are the tokens' names, and "hue", the dimension's own.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cxkit.words import isolated, together

LINE = 1.22
"""How high a line is, in sizes of its letters."""
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")
_NARROW, _BROAD = frozenset("fijlrtI.,;:'’!|()[] "), frozenset("mwMW@%&—…")

Steps = tuple[tuple[str, tuple[float, ...]], ...]


class Beneath(str):
    """A line in the second language of a mixed room: under those of the first, and paler."""

    __slots__ = ()


def breadth(text: str, *, bold: bool = False) -> float:
    """Return how wide a text is at most, in sizes of its letters, in whichever of the page's typefaces."""
    wide = (
        0.38 if one in _NARROW else 0.98 if one in _BROAD else 0.76 if one.isupper() else 0.63 for one in together(text)
    )
    return sum(wide) * (1.08 if bold else 1.0)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What a picture is drawn on. high: None where it may be as high as it needs; measure: how wide a text is.

    beneath: how many lines a name may have in a second language; of a longer one stands the beginning.
    """

    wide: float
    high: float | None = None
    measure: Callable[..., float] = breadth
    beneath: int = 9

    @property
    def tall(self) -> bool:
        """Whether it is as high as it needs: a phone, or a page."""
        return self.high is None

    def width(self, text: str, size: float = 1.0, *, bold: bool = False) -> float:
        """Return how wide a text of that size is."""
        return size * self.measure(text, bold=bold)

    def lines(self, text: str, room: float, size: float = 1.0, *, bold: bool = False) -> tuple[str, ...]:
        """Break a text into lines that are no wider than the room; a word that is wider is broken too.

        What follows a line's end is the same in a second language: `Beneath` it.
        """

        def fits(line: str) -> bool:
            return self.width(line, size, bold=bold) <= room

        first, _, other = text.partition("\n")
        under = begun(broken(other, fits), self.beneath, fits) if other else ()
        return (*broken(first, fits), *(Beneath(isolated(line)) for line in under))


@dataclass(frozen=True, kw_only=True)
class Words:
    """A line of words. x: where it begins, has its middle or ends, as `anchor` says; y: the middle of its letters."""

    x: float
    y: float
    text: str
    size: float = 1.0
    colour: str = "ink"
    bold: bool = False
    italic: bool = False
    anchor: str = "start"


@dataclass(frozen=True, kw_only=True)
class Oval:
    """A circle or an oval around its middle. tint: how much of its colour; edge: the colour of its rim."""

    x: float
    y: float
    wide: float
    high: float
    colour: str = "hue"
    tint: float = 1.0
    edge: str = ""
    thick: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A shape or a line of steps: M, L and C with their points, Z. colour "": it is not filled."""

    steps: Steps
    colour: str = ""
    tint: float = 1.0
    edge: str = ""
    thick: float = 0.0
    dashed: bool = False

    @classmethod
    def box(cls, x: float, y: float, wide: float, high: float, **looks: Any) -> "Shape":
        """Return a rectangle from its upper left corner on."""
        corners = ("M", (x, y)), ("L", (x + wide, y)), ("L", (x + wide, y + high)), ("L", (x, y + high)), ("Z", ())
        return cls(steps=corners, **looks)

    @classmethod
    def line(cls, one: tuple[float, float], two: tuple[float, float], **looks: Any) -> "Shape":
        """Return a line."""
        return cls(steps=(("M", one), ("L", two)), **{"edge": "line", "thick": 0.07, **looks})


Mark = Words | Oval | Shape


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Marks on a paper, in the order in which they are drawn. left: how many rows had no room."""

    wide: float
    high: float
    marks: tuple[Mark, ...]
    left: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the serialisable form: whatever is as usual is left out."""
        return {"wide": self.wide, "high": self.high, "marks": [_plain(mark) for mark in self.marks]}


def words_of(text: str) -> list[str]:
    """Return the words of a text; what a hard space joins, as French does a question mark and its word, is one."""
    return _BREAKS.split(text.strip())


def broken(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Break a text into lines that fit, never at a hard space; a word that does not fit is broken too."""
    lines = [""]
    for word in words_of(text):
        if fits(longer := f"{lines[-1]} {word}".strip()):
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and not fits(lines[-1] + letter):
                lines.append("")
            lines[-1] += letter
    return tuple(line for line in lines if line) or ("",)


def begun(lines: Sequence[str], most: int, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Return so many lines at most: of more, the beginning. Those in a second language give way first."""
    own = [line for line in lines if not isinstance(line, Beneath)]
    if len(lines) <= most or len(own) == most:
        return tuple(lines[:most])
    if len(own) < most:
        under = begun([together(line) for line in lines[len(own) :]], most - len(own), fits)
        return (*own, *(Beneath(isolated(line)) for line in under))
    last = broken(" ".join(own[most - 1 :]), lambda line: fits(f"{line}…"))[0].rstrip(".,;:")
    return (*own[: most - 1], f"{last}…")


def written(lines: Sequence[str], x: float, y: float, size: float = 1.0, **looks: Any) -> list[Words]:
    """Write lines under each other around a middle."""
    top = y - (len(lines) - 1) / 2 * LINE * size
    paler = looks | {"colour": "soft", "bold": False}
    return [
        Words(x=x, y=top + at * LINE * size, text=line, size=size, **(paler if isinstance(line, Beneath) else looks))
        for at, line in enumerate(lines)
    ]


def _plain(mark: Mark) -> dict[str, Any]:
    form = {name: round(value, 3) if isinstance(value, float) else value for name, value in vars(mark).items()}
    if isinstance(mark, Shape):
        form["steps"] = " ".join(f"{step}{','.join(f'{one:.2f}' for one in points)}" for step, points in mark.steps)
    return {name: value for name, value in form.items() if value is not False and value != ""}
