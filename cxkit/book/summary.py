"""A Report on one page, to print and to take along: HTML that needs no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from cxkit.book.commitments import Commitment, Commitments, heads
from cxkit.reports.report import Report
from cxkit.reports.status import BOUNDED, SHOWN, SUPPRESSED, limit
from cxkit.reports.wording import called, group_name, item_words, points, signed, upper, why_hidden
from cxkit.static import served
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
    people = say("summary.answered_few") if report.n is None else say("summary.answered", n=report.n)
    many = " cx-many" if len(report.survey.dimensions) > _ROWS // 2 else ""
    return Summary(
        html="\n".join([
            f'<div class="cx-summary{many}">',
            f'<p class="cx-who"><b>{escape(str(report.survey.title))}</b> {people}.</p>',
            *_scores(report),
            '<dl class="cx-told">',
            *_told(say("summary.widest_gap"), _gap(report)),
            *_told(say("summary.highest"), _statement(report, highest=True)),
            *_told(say("summary.lowest"), _statement(report, highest=False)),
            "</dl>",
            *_commitments(commitments),
            f'<p class="cx-small">{_notes(report)}</p>',
            "</div>",
        ])
    )  # fmt: skip


def _scores(report: Report) -> Iterator[str]:
    columns = (say("summary.average"), "", say("summary.interval"), "n")
    yield f'<table class="cx-scores"><thead><tr><th scope="col">{say("summary.scale")}</th>'
    yield "".join(f'<th scope="col">{head}</th>' if head else '<td aria-hidden="true"></td>' for head in columns)
    yield "</tr></thead><tbody>"
    rows = {row["dimension"]: row for row in report.tables["dimensions"]}
    for place, dimension in enumerate(report.survey.dimensions[:_ROWS]):
        mean, interval, n, bar = _numbers(rows.get(dimension.id))
        yield f'<tr style="--hue: var(--cx-dim-{place % 4 + 1})">'
        yield f'<th scope="row"><span>{escape(str(dimension.title))}</span></th><td class="cx-mean">{mean}</td>'
        yield f'<td class="cx-plot" aria-hidden="true">{bar}</td><td>{interval}</td><td>{n}</td></tr>'
    yield "</tbody></table>"
    if left := len(report.survey.dimensions) - _ROWS:
        yield f'<p class="cx-small">{say("summary.more", n=left)}</p>' if left > 0 else ""


def _numbers(row: Mapping[str, Any] | None) -> tuple[str, str, str, str]:
    """Return a dimension's mean, interval, n, and its bar."""
    if row is None:
        return "–", "–", "–", ""
    n = "–" if row["n"] is None else str(row["n"])
    if row["status"] != SHOWN:
        near = limit(row)
        return near or f"<small>{say('summary.hidden')}</small>", "–", n, '<span class="cx-track cx-hatch"></span>'
    fill = f'<i class="cx-fill" style="width: {row["mean"]:.1f}%"></i>'
    if row["low"] is None:
        return points(row["mean"]), "–", n, f'<span class="cx-track">{fill}</span>'
    where = f"left: {row['low']:.1f}%; width: {row['high'] - row['low']:.1f}%"
    bar = f'<span class="cx-track">{fill}<i class="cx-whisker" style="{where}"></i></span>'
    return points(row["mean"]), say("report.range", low=points(row["low"]), high=points(row["high"])), n, bar


def _gap(report: Report) -> tuple[str, str] | str | None:
    rows = report.tables["gaps"]
    if not rows:  # the survey compares nobody, or nobody said who they are
        return None
    shown = [row for row in rows if row["status"] == SHOWN]
    if not shown:
        return say("summary.too_few_to_compare")
    widest = max(shown, key=lambda row: abs(row["difference"]))
    one, two = (group_name(report, widest["attribute"], widest[end]) for end in ("group", "other"))
    words = say(
        "summary.gap",
        dimension=report.survey.dimension(widest["dimension"]).title,
        one=one, mean=points(widest["mean"]), n=widest["n"],
        two=two, mean_two=points(widest["mean_other"]), n_two=widest["n_other"],
        label=upper(called(widest["label"])),
    )  # fmt: skip
    return signed(widest["difference"]), words


def _statement(report: Report, *, highest: bool) -> tuple[str, str] | str:
    shown = [row for row in report.tables["items"] if row["status"] == SHOWN]
    if len(shown) < 2:
        return say("summary.too_few")
    # As `strongest` and `weakest` have them: of equal ones the survey's first.
    row = min(shown, key=lambda row: -row["mean"] if highest else row["mean"])
    (item,) = (item for item in report.survey.items if item.id == row["item"])
    return points(row["mean"]), say("summary.statement", statement=item_words(item), n=row["n"])


def _told(title: str, told: tuple[str, str] | str | None) -> Iterator[str]:
    if told is None:
        return
    number, words = ("", told) if isinstance(told, str) else told
    words = escape(words).replace("n = ", "n&nbsp;=&nbsp;")
    yield f"<div><dt>{title}</dt><dd><b>{number}</b> <span>{words}</span></dd></div>"


def _commitments(kept: Commitments | None) -> Iterator[str]:
    called_so = (say("follow_up.what_exactly"), *list(heads().values())[1:])
    columns = "".join(f'<th scope="col">{head}</th>' for head in called_so)
    yield f'<h2>{say("summary.commitments")}</h2><table class="cx-do"><thead><tr>{columns}</tr></thead><tbody>'
    lines = kept.lines if kept else ()
    for line in (*lines, *(Commitment() for _ in range(_LINES - len(lines)))):
        by = spoken_day(line.by, say("summary.day")) if line.by else ""
        yield f"<tr>{''.join(map(_cell, (line.what, line.who, by, line.know)))}</tr>"
    yield "</tbody></table>"


def _cell(words: str) -> str:
    return f"<td><span>{escape(words)}</span></td>"


def _notes(report: Report) -> str:
    told = {row["status"] for row in _rows(report)}
    return escape(
        " ".join(
            [
                say("summary.reading"),
                *([why_hidden(report.thresholds.scores)] if SUPPRESSED in told else []),
                *([say("summary.hidden_means")] if SUPPRESSED in told else []),
                *([say("report.near")] if BOUNDED in told else []),
            ]
        )
    )


def _rows(report: Report) -> Iterable[Mapping[str, Any]]:
    return (row for name in ("dimensions", "items", "gaps") for row in report.tables[name])
