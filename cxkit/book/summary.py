"""A Report on one page, to print and to take along: HTML that needs no script."""

from collections.abc import Iterator
from dataclasses import dataclass

from cxkit.book.commitments import Commitment, Commitments, heads
from cxkit.reports.findings import standing_out
from cxkit.reports.report import Report, given
from cxkit.reports.status import SUPPRESSED
from cxkit.reports.wording import interval, points, unbroken, why_hidden, why_together
from cxkit.static import served
from cxkit.survey.templates import environment
from cxkit.words import say, spoken_day

_ROWS = 12
"""As many dimensions as fit on a page; the rest is told to be left out."""
_LINES = 3
"""As many commitments as a team makes: so many lines are there to write on."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A Report on one page, as notebooks and the book show it."""

    html: str

    def _repr_html_(self) -> str:
        return f"<style>{served('summary.css')}</style>\n{self.html}"


def summary(report: Report, *, commitments: Commitments | None = None) -> Summary:
    """Return a Report on one page: scores, the three things that stand out most, lines for commitments.

    It prints on one sheet of A4 or Letter. Every number stands with its n; what is hidden says so, and why. Of more
    than twelve dimensions it shows the first twelve, and says so.

    Args:
        commitments: What the team has agreed on, as `published_commitments` gives it; lines are left to write on where
            there are fewer than three.

    Raises:
        TypeError: It was given anything but a Report.
        ReportError: It has rows made by hand that are not as `cxkit.report` makes them.

    >>> import cxkit as cx
    >>> page = cx.summary(cx.published_report())
    >>> "80 people answered" in page.html
    True
    """
    report = given(report, summary)
    survey, rows = report.survey, {row.dimension: row for row in report.tables.dimensions}
    lines = commitments.lines if commitments else ()
    page = environment("book").get_template("summary.html")
    return Summary(
        html=page.render(
            report=report,
            points=points,
            scores=[(dimension.title, rows[dimension.id]) for dimension in survey.dimensions[:_ROWS]],
            more=len(survey.dimensions) - _ROWS,
            interval=interval,
            found=[(one.headline, unbroken(one.words)) for one in standing_out(report)],
            heads=[say("follow_up.what_exactly"), *list(heads().values())[1:]],
            commitments=map(_fields, (*lines, *(Commitment() for _ in range(_LINES - len(lines))))),
            notes=_notes(report),
        )
    )


def _fields(line: Commitment) -> tuple[str, ...]:
    return line.what, line.who, spoken_day(line.by, say("summary.day")) if line.by else "", line.know


def _notes(report: Report) -> Iterator[str]:
    tables = report.tables
    status = {row.status for row in (*tables.dimensions, *tables.items)} | {gap.status for gap in tables.gaps}
    yield say("summary.reading")
    yield from why_together(report, tables.gaps[0].attribute if tables.gaps else None, tables.gaps)
    if SUPPRESSED in status:
        yield why_hidden()
        yield say("summary.hidden_means")
