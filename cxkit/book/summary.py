"""A Report on one page, to print and to take along: HTML that needs no script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from cxkit.book.commitments import CALLED, Commitment, Commitments
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, shown
from cxkit.reports.status import BOUNDED, SUPPRESSED
from cxkit.reports.wording import NEAR, group_name, item_words, of_n, points, signed, upper, why_hidden
from cxkit.survey.files import STATIC

_ROWS = 12
"""As many dimensions as fit on a page; the rest is told to be left out."""
_LINES = 3
"""As many commitments as a team makes: so many lines are there to write on."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A Report on one page, as notebooks and the book show it."""

    html: str

    def _repr_html_(self) -> str:
        style = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("tokens.css", "summary.css"))
        return f"<style>{style}</style>\n{self.html}"


def summary(report: Report, *, commitments: Commitments | None = None) -> Summary:
    """Return a Report on one page: scores, the widest gap, the highest and lowest statement, lines for commitments.

    It prints on one sheet of A4 or Letter. Every number stands with its n; what is hidden says so, and why.
    commitments: what the team has agreed on, as `cx.published_commitments` gives it; lines are left to write on where
    there are fewer than three. Of more than twelve dimensions it shows the first twelve, and says so.

    Raises TypeError for anything but a Report.

    >>> import cxkit as cx
    >>> page = cx.summary(cx.published_report())
    >>> "80 people answered" in page.html
    True
    """
    if not isinstance(report, Report):
        raise TypeError("summary shows a Report: make one with cx.report(answers, survey).")
    people = "Too few people answered to say how many" if report.n is None else f"{report.n} people answered"
    many = " cx-many" if len(report.survey.dimensions) > _ROWS // 2 else ""
    return Summary(
        html="\n".join([
            f'<div class="cx-summary{many}">',
            f'<p class="cx-who"><b>{escape(str(report.survey.title))}</b> {people}.</p>',
            *_scores(report),
            '<dl class="cx-told">',
            *_told("Widest gap", _gap(report)),
            *_told("Highest statement", _statement(report, highest=True)),
            *_told("Lowest statement", _statement(report, highest=False)),
            "</dl>",
            *_commitments(commitments),
            f'<p class="cx-small">{_notes(report)}</p>',
            "</div>",
        ])
    )  # fmt: skip


def _scores(report: Report) -> Iterator[str]:
    heads = ("Average", "", "95% interval", "n")
    yield '<table class="cx-scores"><thead><tr><th scope="col">From 0 to 100</th>'
    yield "".join(f'<th scope="col">{head}</th>' if head else '<td aria-hidden="true"></td>' for head in heads)
    yield "</tr></thead><tbody>"
    rows = {row.dimension: row for row in report.tables.dimensions}
    for place, dimension in enumerate(report.survey.dimensions[:_ROWS]):
        mean, interval, n, bar = _numbers(rows.get(dimension.id))
        yield f'<tr style="--hue: var(--cx-dim-{place % 4 + 1})">'
        yield f'<th scope="row"><span>{escape(str(dimension.title))}</span></th><td class="cx-mean">{mean}</td>'
        yield f'<td class="cx-plot" aria-hidden="true">{bar}</td><td>{interval}</td><td>{n}</td></tr>'
    yield "</tbody></table>"
    if left := len(report.survey.dimensions) - _ROWS:
        yield f'<p class="cx-small">And {left} more, in the results.</p>' if left > 0 else ""


def _numbers(row: Result | None) -> tuple[str, str, str, str]:
    """Return a dimension's mean, interval, n, and its bar."""
    if row is None:
        return "–", "–", "–", ""
    n = "–" if row.n is None else str(row.n)
    if not shown(row):
        near = row.limit
        return near or "<small>Hidden</small>", "–", n, '<span class="cx-track cx-hatch"></span>'
    fill = f'<i class="cx-fill" style="width: {row.mean:.1f}%"></i>'
    if row.low is None or row.high is None:
        return points(row.mean), "–", n, f'<span class="cx-track">{fill}</span>'
    where = f"left: {row.low:.1f}%; width: {row.high - row.low:.1f}%"
    bar = f'<span class="cx-track">{fill}<i class="cx-whisker" style="{where}"></i></span>'
    return points(row.mean), f"{points(row.low)} to {points(row.high)}", n, bar


def _gap(report: Report) -> tuple[str, str] | str | None:
    rows = report.tables.gaps
    if not rows:  # the survey compares nobody, or nobody said who they are
        return None
    known = [row for row in rows if shown(row)]
    if not known:
        return "Too few people answered to compare groups."
    widest = max(known, key=lambda row: abs(row.difference))
    title = report.survey.dimension(widest.dimension).title
    sides = ((widest.group, widest.mean, widest.n), (widest.other, widest.mean_other, widest.n_other))
    pair = [f"{group_name(report, widest.attribute, group)} {points(mean)} ({of_n(n)})" for group, mean, n in sides]
    return signed(widest.difference), f"{title}: {', '.join(pair)}. {upper(str(widest.label))}."


def _statement(report: Report, *, highest: bool) -> tuple[str, str] | str:
    known = [row for row in report.tables.items if shown(row)]
    if len(known) < 2:
        return "Too few people answered to say."
    # As `strongest` and `weakest` have them: of equal ones the survey's first.
    row = min(known, key=lambda row: -row.mean if highest else row.mean)
    (item,) = (item for item in report.survey.items if item.id == row.item)
    return points(row.mean), f"{item_words(item)} ({of_n(row.n)})"


def _told(title: str, told: tuple[str, str] | str | None) -> Iterator[str]:
    if told is None:
        return
    number, words = ("", told) if isinstance(told, str) else told
    words = escape(words).replace("n = ", "n&nbsp;=&nbsp;")
    yield f"<div><dt>{title}</dt><dd><b>{number}</b> <span>{words}</span></dd></div>"


def _commitments(kept: Commitments | None) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("What exactly", *list(CALLED.values())[1:4]))
    yield f'<h2>What we shall do</h2><table class="cx-do"><thead><tr>{heads}</tr></thead><tbody>'
    lines = kept.lines if kept else ()
    for line in (*lines, *(Commitment() for _ in range(_LINES - len(lines)))):
        by = f"{line.by.day} {line.by:%B %Y}" if line.by else ""
        yield f"<tr>{''.join(map(_cell, (line.what, line.who, by, line.know)))}</tr>"
    yield "</tbody></table>"


def _cell(words: str) -> str:
    return f"<td><span>{escape(words)}</span></td>"


def _notes(report: Report) -> str:
    tables = report.tables
    told = {row.status for row in (*tables.dimensions, *tables.items)} | {gap.status for gap in tables.gaps}
    return escape(
        " ".join(
            [
                "n: how many answered. The thin line on a bar is the 95% interval: the fewer people, the longer it is.",
                *([why_hidden(report.thresholds.scores)] if SUPPRESSED in told else []),
                *(["Hidden is neither bad nor zero."] if SUPPRESSED in told else []),
                *([NEAR] if BOUNDED in told else []),
            ]
        )
    )
