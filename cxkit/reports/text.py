"""A Report as plain text for a terminal."""

from collections.abc import Container, Iterator

from cxkit.reports.comparisons import change_rows
from cxkit.reports.report import Report
from cxkit.reports.rows import shown
from cxkit.reports.same_questions import what_differs
from cxkit.reports.status import SUPPRESSED
from cxkit.reports.wording import (
    called,
    difference,
    explained,
    gap_names,
    group_name,
    groups_of,
    interval,
    item_words,
    joined,
    labels,
    points,
    signed,
    told_for,
    whole,
    why_though_few,
)
from cxkit.words import say

_BAR = 20
_EXTREMES = 3


def report_text(report: Report, before: Report | None = None) -> str:
    """Return the report as text: dimensions, highest and lowest items, groups, gaps, and the change since `before`."""
    parts = [_heading(report), aligned(_dimension_rows(report), left=(0, 4))]
    items = _item_rows(report)
    if len(items) > 1:
        parts += [say("report.extremes"), aligned(items, left=(2,))]
    for attribute in report.by:
        parts += [
            say("report.by", attribute=report.survey.attribute(attribute).title),
            "\n".join(_group_text(report, attribute)),
        ]
    if report.tables.gaps:
        parts += [say("report.gap"), aligned(_gap_rows(report), left=(0, 1, 4))]
    if before:
        parts += [say("report.change"), aligned(_change_rows(before, report), left=(0, 6))]
        parts += what_differs(before, report)
    tables = report.tables
    told = {row.status for row in (*tables.dimensions, *tables.items, *tables.groups)}
    if SUPPRESSED in told.union(gap.status for gap in tables.gaps):
        parts.append(say("report.why_hidden_text"))
    return "\n\n".join(parts) + "\n"


def _heading(report: Report) -> str:
    title = report.survey.title
    heading = (
        say("report.heading_few", title=title) if report.n is None else say("report.heading", title=title, n=report.n)
    )
    lines = [heading, say("report.scale")]
    everybody = report.tables.participation[0]
    if everybody.rate is not None:
        rate = f"{whole(100 * everybody.rate)}%"
        lines.append(say("report.rate", answered=everybody.respondents, n=everybody.invited, rate=rate))
    for attribute in report.by:
        if rates := _rates(report, attribute):
            lines.append(say("report.rates", attribute=report.survey.attribute(attribute).title, rates=joined(rates)))
    if everybody.empty:
        lines.append(say("report.empty", n=everybody.empty))
    if everybody.straight:
        lines.append(say("report.straight", n=everybody.straight))
    return "\n".join(lines)


def _rates(report: Report, attribute: str) -> list[str]:
    """Say of each group how many of it answered, where that is shown and known."""
    rows = [row for row in report.tables.participation if row.attribute == attribute and row.rate is not None]
    return [
        say("report.rate_of", group=group_name(report, attribute, row.group), rate=f"{whole(100 * (row.rate or 0))}%")
        for row in rows
    ]


def _dimension_rows(report: Report) -> list[list[str]]:
    rows = [["", say("report.column_score"), say("report.column_interval"), say("workbook.n"), ""]]
    for row in report.tables.dimensions:
        title = str(report.survey.dimension(row.dimension).title)
        if not shown(row):
            rows.append([title, say("report.hidden"), "", "" if row.n is None else str(row.n), ""])
            continue
        filled = whole(row.mean / 100 * _BAR)
        rows.append([title, points(row.mean), interval(row), str(row.n), "█" * filled + "░" * (_BAR - filled)])
    return rows


def _item_rows(report: Report) -> list[list[str]]:
    known = [row for row in report.tables.items if shown(row)]
    # As `strongest` and `weakest` have them: of equal ones the survey's first.
    highest = sorted(known, key=lambda row: -row.mean)
    lowest = sorted(known, key=lambda row: row.mean)[:_EXTREMES][::-1]
    chosen = highest if len(known) <= 2 * _EXTREMES else highest[:_EXTREMES] + lowest
    texts = {item.id: item_words(item) for item in report.survey.items}
    return [
        [say("report.column_score"), say("workbook.n"), ""],
        *([f"{whole(row.mean)}", str(row.n), texts[row.item or ""]] for row in chosen),
    ]


def _change_rows(before: Report, after: Report) -> list[list[str]]:
    before_after = [say("report.column_before"), say("workbook.n"), say("report.column_after"), say("workbook.n")]
    rows = [["", *before_after, say("report.column_change"), say("report.column_interval")]]
    for row in (row for row in change_rows(before, after) if row.attribute is None):
        title = str(after.survey.dimension(row.dimension).title)
        if not shown(row):
            rows.append([title, say("report.hidden"), "", "", "", "", ""])
            continue
        numbers = [f"{whole(row.mean_other)}", str(row.n_other), f"{whole(row.mean)}", str(row.n)]
        rows.append(
            [
                title,
                *numbers,
                signed(difference(row)),
                f"{interval(row)}  {called(row.label)}".strip(),
            ]
        )
    return rows


def _group_text(report: Report, attribute: str) -> Iterator[str]:
    """Give a table of the groups of which something is told, and what is told of none or of several together."""
    rows = [["", *(str(dimension.title) for dimension in report.survey.dimensions)]]
    cells, hidden = {row.place: row for row in report.tables.groups}, []
    shared: dict[tuple[str, ...], None] = {}
    for group in groups_of(report, attribute):
        name, means = group_name(report, attribute, group), []
        for dimension in report.survey.dimensions:
            row = told_for(cells, (attribute, group, None, dimension.id))
            mark = "*" if row and row.members else ""
            means.append(
                say("report.with_n", mean=f"{whole(row.mean)}{mark}", n=row.n) if row else say("report.hidden")
            )
            if row and row.members:
                shared[row.members] = None
        if set(means) == {say("report.hidden")}:
            hidden += labels(report, attribute, [group])
        else:
            rows.append([name, *means])
    if len(rows) > 1:
        yield aligned(rows)
    yield from (f"  * {explained(report, attribute, members)}" for members in shared)
    rows_of = (row for row in report.tables.groups if row.attribute == attribute)
    yield from (f"  {words}" for words in why_though_few(report, rows_of))
    if hidden:
        yield f"  {say('report.hidden_names', names=joined(hidden))}"


def _gap_rows(report: Report) -> list[list[str]]:
    rows = [["", "", say("report.column_difference"), say("report.column_interval"), ""]]
    for row in report.tables.gaps:
        pair = " − ".join(gap_names(report, row))
        title = str(report.survey.dimension(row.dimension).title)
        if not shown(row):
            rows.append([title, pair, say("report.hidden"), "", ""])
        else:
            rows.append([title, pair, signed(difference(row)), interval(row), called(row.label)])
    return rows


def aligned(rows: list[list[str]], left: Container[int] = (0,)) -> str:
    """Align columns: those in `left` to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  "
        + "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
