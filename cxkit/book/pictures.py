"""Which picture belongs to what is said of a Report: on slides, and where the team's book opens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cxkit.book.bars import Drawn
from cxkit.reports.findings import Finding, findings
from cxkit.reports.headline import Headline, headline, statements
from cxkit.reports.kind_headlines import DRAWN
from cxkit.reports.marks import ends, ranked
from cxkit.reports.report import Report
from cxkit.statistics.estimates import UNTOLD
from cxkit.survey.files import load_survey, shipped_surveys
from cxkit.words import say

MOST = 3
"""So many findings come first: more than that nobody remembers."""
_MOST_ROWS = 6
"""Statements in one picture: of more, the highest and the lowest."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is said with its picture: what was found, what that means, and a question for the room.

    report: of which. part: of which dimension; "": of all. stands_out: the item that was found, if one was.
    """

    title: str
    words: str
    question: str
    picture: Drawn
    report: Report
    part: str = ""
    stands_out: str | None = None


def first_findings(reports: Sequence[Report]) -> list[Shown]:
    """Return what several Reports say that is no chance, best first; at most three. None: nothing is sure."""
    every = [(report, found) for report in reports for found in findings(report) if found.kind != UNTOLD]
    every.sort(key=lambda one: -one[1].size)
    seen = (_found(report, one) for report, one in every)
    return [*{one.title: one for one in seen}.values()][:MOST]


def rest(report: Report) -> Iterator[Shown]:
    """Give what else there is to see of a Report: the whole, then its statements, or what it asks besides."""
    lists, first = _lists(report), whole(report)
    yield from _seen(report, first)
    if not lists and not _drawn(report):  # of the dimensions, their statements
        picture = _items(report)
        highest, lowest = statements(report, picture.rows)
        yield from _seen(report, replace(picture, headline=highest, words=lowest))
        return
    for one in report.survey.dimensions:
        other = headline(report, one.id, lists)
        if other.headline != first.headline and first.kind != "plane":
            yield from _seen(report, other, one.id)


def whole(report: Report) -> Drawn:
    """Return what a Report says first: of what is not rated, what it says of the first question."""
    part = report.survey.dimensions[0].id if _drawn(report) else ""
    return headline(report, part, _lists(report))


def asked(report: Report) -> str:
    """Return the question that `whole` answers: the first of what is not rated; "": it is about all of a survey."""
    return str(report.survey.dimensions[0].question or "") if _drawn(report) else ""


def _drawn(report: Report) -> bool:
    return any(one.kind in DRAWN for one in report.survey.dimensions)


def _found(report: Report, one: Finding) -> Shown:
    part = one.dimension or ""
    if part and report.survey.dimension(part).kind in DRAWN:  # its own sentence is in what was counted, not in scores
        (seen,) = _seen(report, headline(report, part, _lists(report)), part)
        return replace(seen, question=one.question)
    picture = _items(report, part) if one.item else headline(report, part, _lists(report))
    return Shown(
        title=one.headline,
        words=one.words,
        question=one.question,
        picture=picture,
        report=report,
        part=part,
        stands_out=one.item,
    )


def _seen(report: Report, picture: Drawn, part: str = "") -> Iterator[Shown]:
    """Give a picture, if there is anything in it."""
    if picture.rows:
        question = picture.following.question
        title = picture.headline.replace("\n", " ")
        yield Shown(title=title, words=picture.words, question=question, picture=picture, report=report, part=part)


def _items(report: Report, dimension: str = "") -> Headline:
    """Return the picture of a dimension's statements, or of all: of many, those at both ends."""
    own = [one for one in report.survey.dimensions if dimension in ("", one.id)]
    each = [ranked(report, one) for one in own]
    marks = sorted((mark for found, _ in each for mark in found), key=lambda mark: -mark.value)
    rows, more = ends(marks, _MOST_ROWS, _MOST_ROWS // 2)
    hidden = sum(len(one.items) for one in own) - len(marks)
    return Headline(headline="", rows=rows, more=more, note=say("headline.items_hidden", n=hidden) if hidden else "")


def _lists(report: Report) -> dict[str, str]:
    """Return of a Report's dimensions that ask about a list the list's name, as the survey's file has it."""
    if report.survey.id not in shipped_surveys():
        return {}
    known = {one.id for one in report.survey.dimensions}
    asked = load_survey(report.survey.id).dimensions
    return {one.id: one.items_from for one in asked if one.items_from and one.id in known}
