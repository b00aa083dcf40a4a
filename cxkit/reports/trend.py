"""A series of workshops as lines: what each wave said of a dimension, and when something was promised about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxkit.reports.comparisons import change_rows
from cxkit.reports.pictures import Line, Picture, Point, Row
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, ShownGap, shown
from cxkit.reports.same_questions import comparable
from cxkit.reports.voice import changed, how_sure
from cxkit.reports.wording import points, semicolons
from cxkit.statistics.estimates import UNTOLD
from cxkit.survey.parts import Dimension
from cxkit.words import say


@dataclass(frozen=True, kw_only=True)
class Wave:
    """One workshop of a series. when: its day, as it stands in a picture. reports: by survey, those that are shown.

    promised: what the group wrote down at its end, and the dimension that each line should move.
    """

    when: str
    reports: Mapping[str, Report]
    promised: tuple[tuple[str, str], ...] = ()


def trend(waves: Sequence[Wave], survey: str, part: str = "") -> Picture | None:
    """Return how a dimension, or "" all of a survey, went from the first of several workshops to the last.

    Its finding is the change since the workshop before that asked the same. None: there is nothing to compare.
    """
    asked = [(place, wave.reports[survey]) for place, wave in enumerate(waves) if survey in wave.reports]
    if not asked or asked[-1][0] != len(waves) - 1:
        return None
    now = asked[-1][1]
    same = {place: comparable(report, now) for place, report in asked}
    before = next((report for place, report in asked[-2::-1] if same[place]), None)
    if before is None or before.survey.rehearsal != now.survey.rehearsal:
        return None
    changes = [row for row in change_rows(before, now) if row.attribute is None and part in ("", row.dimension)]
    known = [row for row in changes if shown(row)]
    if not known:
        return None
    order = [one for one in now.survey.dimensions if any(row.dimension == one.id for row in known)]
    lines = [_line(waves, [(place, one) for place, one in asked if own.id in same[place]], own) for own in order]
    first = _most(known)
    sure = first.label != UNTOLD or len(known) == 1
    said, doubt = changed(now.survey.dimension(first.dimension).title, first), how_sure(before, now, first)
    places = {one.id: place for place, one in enumerate(now.survey.dimensions)}
    return Picture(
        headline=said if sure else say("findings.no_change"),
        words=doubt if sure else f"{said} {doubt}",
        kind="lines",
        question=str(order[0].question or "") if part else "",
        rows=tuple(_row(line) for line in lines),
        lines=tuple(lines),
        reading=say("change.intervals"),
        note=say("change.promised") if any(line.promised for line in lines) else "",
        hue=places[order[0].id] if part else 0,
    )


def _most(known: Sequence[ShownGap]) -> ShownGap:
    """Return the change that comes first: of those that are no chance the largest, else the largest."""
    return max(known, key=lambda row: (row.label in {"better", "worse"}, abs(row.difference)))


def _line(waves: Sequence[Wave], asked: Sequence[tuple[int, Report]], own: Dimension) -> Line:
    places = [place for place, _ in asked]
    promised = [
        (sum(one <= place for one in places) - 1, what)
        for place, wave in enumerate(waves[:-1])
        for what, moves in wave.promised
        if moves == own.id and place >= places[0]
    ]
    found = [(waves[place].when, report.tables.dimensions) for place, report in asked]
    return Line(
        name=str(own.title),
        points=tuple(_point(when, next(row for row in rows if row.dimension == own.id)) for when, rows in found),
        promised=tuple(promised),
    )


def _point(when: str, row: Result) -> Point:
    return Point(when=when, mean=row.mean, low=row.low, high=row.high, n=row.n) if shown(row) else Point(when=when)


def _row(line: Line) -> Row:
    """Return a line in words."""
    said = [
        say("change.wave_hidden", when=one.when) if one.mean is None
        else say("change.wave", when=one.when, mean=points(one.mean), n=one.n)
        for one in line.points
    ]  # fmt: skip
    alt = semicolons([*said, *(what for _, what in line.promised)])
    return Row(name=line.name, n=line.points[-1].n or 0, alt=f"{line.name}: {alt}")
