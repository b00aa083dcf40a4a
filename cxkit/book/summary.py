"""A Report on one page, to print and to take along: HTML that needs no script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cxkit.book.commitments import Commitment, Commitments, heads
from cxkit.reports.report import Report, given
from cxkit.reports.rows import shown
from cxkit.reports.status import SUPPRESSED
from cxkit.reports.wording import (
    called,
    gap_names,
    item_words,
    points,
    signed,
    unbroken,
    upper,
    why_hidden,
    why_together,
)
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
    """Return a Report on one page: scores, the widest gap, the highest and lowest statement, lines for commitments.

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
    found = [
        (say("summary.widest_gap"), _gap(report)),
        (say("summary.highest"), _statement(report, highest=True)),
        (say("summary.lowest"), _statement(report, highest=False)),
    ]
    lines = commitments.lines if commitments else ()
    page = environment("book").get_template("summary.html")
    return Summary(
        html=page.render(
            report=report,
            points=points,
            scores=[(dimension.title, rows[dimension.id]) for dimension in survey.dimensions[:_ROWS]],
            more=len(survey.dimensions) - _ROWS,
            found=[(title, number, unbroken(words)) for title, (number, words) in found if words],
            heads=[say("follow_up.what_exactly"), *list(heads().values())[1:]],
            commitments=map(_fields, (*lines, *(Commitment() for _ in range(_LINES - len(lines))))),
            notes=_notes(report),
        )
    )


def _gap(report: Report) -> tuple[str, str]:
    """Return the widest gap with words for it; none of either where the survey compares nobody."""
    rows = report.tables.gaps
    if not rows:  # or nobody said who they are
        return "", ""
    known = [row for row in rows if shown(row)]
    if not known:
        return "", say("summary.too_few_to_compare")
    widest = max(known, key=lambda row: abs(row.difference))
    one, two = gap_names(report, widest)
    words = say(
        "summary.gap",
        dimension=report.survey.dimension(widest.dimension).title,
        one=one, mean=points(widest.mean), n=widest.n,
        two=two, mean_two=points(widest.mean_other), n_two=widest.n_other,
        label=upper(called(widest.label)),
    )  # fmt: skip
    return signed(widest.difference), words


def _statement(report: Report, *, highest: bool) -> tuple[str, str]:
    known = [row for row in report.tables.items if shown(row)]
    if len(known) < 2:
        return "", say("summary.too_few")
    # As `strongest` and `weakest` have them: of equal ones the survey's first.
    row = min(known, key=lambda row: -row.mean if highest else row.mean)
    (item,) = (item for item in report.survey.items if item.id == row.item)
    return points(row.mean), say("summary.statement", statement=item_words(item), n=row.n)


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
