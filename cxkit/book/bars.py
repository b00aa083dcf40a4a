"""What a Report says first as bars, whatever kind of activity it was: rows, numbers, and of how many people."""

from collections.abc import Callable
from dataclasses import dataclass

from cxkit.reports.headline import Headline
from cxkit.reports.pictures import Picture, Row
from cxkit.reports.wording import of_ns
from cxkit.words import say

Drawn = Headline | Picture


@dataclass(frozen=True)
class Bar:
    """A row: its name, a number for each series, of how many people each is, and whether it is what was found."""

    name: str
    values: tuple[float, ...]
    ns: tuple[int, ...]
    first: bool = True


@dataclass(frozen=True)
class Bars:
    """Rows of bars. names: of the series; ("",): there is one. stacked: a row's numbers are parts of one whole.

    top: where the scale ends; None: with the largest number. rest: rows without numbers, in words.
    """

    rows: tuple[Bar, ...]
    names: tuple[str, ...] = ("",)
    stacked: bool = False
    top: float | None = 100
    unit: str = ""
    rest: tuple[str, ...] = ()

    @property
    def legend(self) -> list[str]:
        """What the series are called, with how many people they are of."""
        ns = [sorted(row.ns[place] for row in self.rows) for place in range(len(self.names))]
        return [f"{name} ({of_ns(own)})" if name else "" for name, own in zip(self.names, ns, strict=True)]


def bars(drawn: Drawn, item: str | None = None) -> Bars | None:
    """Return what is drawn as bars; None: it is better said in words. item: which one was found."""
    if not isinstance(drawn, Headline):
        made = _KINDS.get(drawn.kind)
        return made(drawn) if made and drawn.rows else None
    rows = [
        Bar(mark.name, (mark.value, mark.other.value), (mark.n, mark.other.n), item in (None, mark.item))
        if mark.other
        else Bar(mark.name, (mark.value,), (mark.n,), item in (None, mark.item))
        for mark in drawn.rows
    ]
    return Bars(tuple(rows), drawn.names or ("",), unit=drawn.unit) if rows else None


def _arrows(drawn: Picture) -> Bars:
    names = [
        say("report.then", before=drawn.rows[one.one].name, after=drawn.rows[one.two].name) for one in drawn.arrows
    ]
    return Bars(tuple(Bar(name, (float(one.said),), (one.n,)) for name, one in zip(names, drawn.arrows, strict=True)))


def _plane(drawn: Picture) -> Bars | None:
    rows = [Bar(row.name, (row.value, row.other), (row.n, row.n)) for row in drawn.rows if row.other is not None]
    return Bars(tuple(rows), drawn.names) if rows else None


def _parts(drawn: Picture) -> Bars | None:
    """Return how many answered what: of rows of which that is hidden, the words in its place."""
    known = [row for row in drawn.rows if row.parts]
    if not known:
        return None
    names = drawn.names if drawn.kind == "pins" else tuple(part.name for part in known[0].parts)
    rows = [
        Bar(row.name, tuple(float(part.said) for part in row.parts), (row.n,) * len(row.parts), row.first)
        for row in known
    ]
    rest = tuple(row.alt for row in drawn.rows if not row.parts)
    return Bars(tuple(rows), names, stacked=True, top=None, rest=rest)


def _tokens(drawn: Picture) -> Bars:
    return Bars(tuple(Bar(row.name, (row.value,), (row.n,), row.first) for row in drawn.rows), top=None)


def _waves(drawn: Picture) -> Bars | None:
    """Return a bar for each wave: none where one is hidden, or was not asked all of it."""
    days = [tuple(one.when for one in line.points) for line in drawn.lines]
    numbers = [[(one.mean, one.n) for one in line.points if one.mean is not None and one.n] for line in drawn.lines]
    if len({*days}) > 1 or any(len(own) < len(days[0]) for own in numbers):
        return None
    rows = [
        Bar(line.name, tuple(mean for mean, _ in own), tuple(n or 0 for _, n in own))
        for line, own in zip(drawn.lines, numbers, strict=True)
    ]
    return Bars(tuple(rows), days[0])


def _ways(drawn: Picture) -> Bars:
    """Return what the headline is about: the endings, where all are known, or the choices of the step at most odds."""
    groups: dict[str, list[Row]] = {}
    for row in drawn.rows:
        if row.n:
            groups.setdefault(row.group, []).append(row)
    ends = groups.pop(say("pictured.ends"), [])
    steps = groups.values() if drawn.note or not ends else [ends]
    rows = min(steps, key=lambda step: max(row.value for row in step))
    return Bars(tuple(Bar(row.name, (float(row.said),), (row.n,), row.first or row in ends) for row in rows), top=None)


def _said(drawn: Picture) -> Bars | None:
    """Return the numbers that are written at rows: scores from 0 to 100, or how many people."""
    if not all(row.said.isdigit() for row in drawn.rows):
        return None
    scores = all(abs(row.value - float(row.said)) <= 0.5 for row in drawn.rows)
    return Bars(tuple(Bar(row.name, (float(row.said),), (row.n,)) for row in drawn.rows), top=100 if scores else None)


_KINDS: dict[str, Callable[[Picture], Bars | None]] = {
    "arrows": _arrows, "plane": _plane, "shares": _parts, "pins": _parts, "tokens": _tokens, "bars": _said,
    "lines": _waves, "ways": _ways,
}  # fmt: skip


def in_words(drawn: Drawn) -> list[str]:
    """Return the rows of a picture in words, a line each."""
    if isinstance(drawn, Headline):
        return []
    return [words for words in (*(row.alt for row in drawn.rows), *(one.alt for one in drawn.arrows)) if words]
