"""A Report as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Container

from cxkit.reports.comparisons import change_rows
from cxkit.reports.report import Report
from cxkit.reports.rows import Gap, Result, shown
from cxkit.reports.status import BOUNDED, SUPPRESSED
from cxkit.reports.wording import group_name

_BAR = 20
_EXTREMES = 3


def report_text(report: Report, before: Report | None = None) -> str:
    """Return the report as text: dimensions, highest and lowest items, groups, gaps, and the change since `before`."""
    parts = [_heading(report), _table(_dimension_rows(report), left=(0, 4))]
    items = _item_rows(report)
    if len(items) > 1:
        parts += ["Highest and lowest items", _table(items, left=(2,))]
    for attribute in report.by:
        parts += [f"By {report.survey.attribute(attribute).title}", _table(_group_rows(report, attribute))]
    if report.tables.gaps:
        parts += ["Perception gap", _table(_gap_rows(report), left=(0, 1, 4))]
    if before:
        parts += ["Change since the earlier wave", _table(_change_rows(before, report), left=(0, 6))]
    status = report.tables.status
    if BOUNDED in status:
        parts.append("≥ and ≤: so near the end that the number would tell what single people said.")
    if SUPPRESSED in status:
        parts.append(
            f"hidden: fewer than {report.thresholds.scores} answered, or the number would tell what single people "
            "said, by itself or by subtraction."
        )
    return "\n\n".join(parts) + "\n"


def _heading(report: Report) -> str:
    n = "too few respondents to say how many" if report.n is None else f"n = {report.n}"
    lines = [f"{report.survey.title} ({n})", "Scores run from 0 to 100; higher is better. Intervals are 95%."]
    everybody = report.tables.participation[0]
    if everybody.rate is not None:
        lines.append(f"{everybody.respondents} of {everybody.invited} people invited answered ({everybody.rate:.0%}).")
    if everybody.empty:
        lines.append(f"{everybody.empty} answered no item; they are in n above and in no score.")
    if everybody.straight:
        lines.append(f"{everybody.straight} gave one and the same answer to everything; it counts all the same.")
    return "\n".join(lines)


def _dimension_rows(report: Report) -> list[list[str]]:
    rows = [["", "score", "interval", "n", ""]]
    for row in report.tables.dimensions:
        title = str(report.survey.dimension(row.dimension).title)
        if not shown(row):
            rows.append([title, row.limit or "hidden", "", "" if row.n is None else str(row.n), ""])
            continue
        filled = round(row.mean / 100 * _BAR)
        rows.append([title, f"{row.mean:.0f}", _interval(row), str(row.n), "█" * filled + "░" * (_BAR - filled)])
    return rows


def _item_rows(report: Report) -> list[list[str]]:
    known = [row for row in report.tables.items if shown(row)]
    # As `strongest` and `weakest` have them: of equal ones the survey's first.
    highest = sorted(known, key=lambda row: -row.mean)
    lowest = sorted(known, key=lambda row: row.mean)[:_EXTREMES][::-1]
    chosen = highest if len(known) <= 2 * _EXTREMES else highest[:_EXTREMES] + lowest
    texts = {item.id: f"{item.text}{' (reversed)' if item.reverse_keyed else ''}" for item in report.survey.items}
    return [["score", "n", ""], *([f"{row.mean:.0f}", str(row.n), texts[row.item or ""]] for row in chosen)]


def _change_rows(before: Report, after: Report) -> list[list[str]]:
    rows = [["", "before", "n", "after", "n", "change", "interval"]]
    for row in (row for row in change_rows(before, after) if row.attribute is None):
        title = str(after.survey.dimension(row.dimension).title)
        if not shown(row):
            rows.append([title, "hidden", "", "", "", "", ""])
            continue
        numbers = [f"{row.mean_other:.0f}", str(row.n_other), f"{row.mean:.0f}", str(row.n)]
        rows.append([title, *numbers, f"{row.difference:+.0f}", f"{_interval(row)}  {row.label}".strip()])
    return rows


def _group_rows(report: Report, attribute: str) -> list[list[str]]:
    rows = [["", *(str(dimension.title) for dimension in report.survey.dimensions)]]
    cells = [row for row in report.tables.groups if row.attribute == attribute]
    for group in dict.fromkeys(row.group for row in cells):
        means = [
            f"{row.mean:.0f} (n = {row.n})" if shown(row) else row.limit or "hidden"
            for row in cells
            if row.group == group
        ]
        rows.append([report.survey.attribute(attribute).label(group or ""), *means])
    return rows


def _gap_rows(report: Report) -> list[list[str]]:
    rows = [["", "", "difference", "interval", ""]]
    for row in report.tables.gaps:
        pair = " − ".join(group_name(report, row.attribute, group) for group in (row.group, row.other))
        title = str(report.survey.dimension(row.dimension).title)
        if not shown(row):
            rows.append([title, pair, "hidden", "", ""])
        else:
            rows.append([title, pair, f"{row.difference:+.0f}", _interval(row), row.label])
    return rows


def _interval(row: Result | Gap) -> str:
    return "" if row.low is None or row.high is None else f"{row.low:.0f} to {row.high:.0f}"


def _table(rows: list[list[str]], left: Container[int] = (0,)) -> str:
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
