"""What stands in the picture of an activity: decided once, and drawn alike on the stage, in the book and in print."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cxkit.reports.following import Following
from cxkit.reports.wording import of_n, of_ns, sentences


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a row. name: what was answered; share: of the whole, 0–100; said: its number as it is written.

    bin: its place among the picture's names, where it stands for one of many; None: its own place.
    """

    name: str
    share: float
    said: str
    bin: int | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing that was sorted, placed, chosen … and where the room put it.

    value: how far along the scale, 0–100; other: along the other one; said: what is written at it; n: of how many, 0
    where the row only says that something is not shown. first: whether the headline is about it; group: the heading
    under which it stands; alt: the row in words. then: to which group it leads; good: of an ending, whether it is one
    that one wishes for. halo: how far apart answers are, both ways.
    """

    name: str
    n: int
    alt: str
    value: float = 0.0
    other: float | None = None
    halo: tuple[float, float] | None = None
    said: str = ""
    parts: tuple[Part, ...] = ()
    first: bool = False
    group: str = ""
    good: bool | None = None
    then: str = ""


@dataclass(frozen=True, kw_only=True)
class Arrow:
    """How one rates another: by their places among the rows, with what is written at it."""

    one: int
    two: int
    said: str
    n: int
    good: bool
    alt: str


@dataclass(frozen=True, kw_only=True)
class Point:
    """What one wave said, 0–100, with the ends of its interval; None: it is hidden, or is not known. when: its day."""

    when: str
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """The way of one dimension over all waves, the first to the left. promised: after which of them, and what, was."""

    name: str
    points: tuple[Point, ...]
    promised: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A finding and its picture.

    kind: "bars", "shares", "tokens", "order", "pins", "plane", "ways", "arrows" or "lines". names: what the ends of the
    scale, the parts, or the two axes are called. reading: how to read it; note: why something is not shown. hue: the
    place of its dimension in the survey. unit: "" or "%". corner: what the quarter is called in which both are high.
    quotes: what was written on it, where everybody may read it. following: what to ask the room then, and what may be
    done.
    """

    headline: str
    words: str = ""
    kind: str = "bars"
    question: str = ""
    rows: tuple[Row, ...] = ()
    names: tuple[str, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    lines: tuple[Line, ...] = ()
    unit: str = ""
    reading: str = ""
    note: str = ""
    corner: str = ""
    quotes: tuple[str, ...] = ()
    hue: int = 0
    following: Following = field(default_factory=Following)

    @property
    def alt(self) -> str:
        """The finding first, then everything that is drawn, in words."""
        said: Sequence[str] = [row.alt for row in self.rows if row.alt] + [arrow.alt for arrow in self.arrows]
        return sentences([self.headline, self.words, self.question, self.people, *said, *self.quotes, self.note])

    @property
    def below(self) -> str:
        """What stands under it: how to read it, and why something is not shown."""
        return sentences([self.reading, self.note])

    @property
    def alike(self) -> bool:
        """Whether all of it is of as many people."""
        return len({row.n for row in self.rows if row.n}) <= 1

    @property
    def people(self) -> str:
        """Of how many people it is; "" where there is no number."""
        if self.kind == "ways":
            return of_n(max(row.n for row in self.rows))
        every = [one.n for one in (self.arrows or self.rows) if one.n]
        return of_ns(every) if every else ""
