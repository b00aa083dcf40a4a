"""A Report as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from cxkit.reports import Report
from cxkit.spreads import SHOWN

_BAR = 20


def report_text(report: Report) -> str:
    """Return the report as text: every dimension, then each attribute's groups, then the perception gaps."""
    parts = [_heading(report), _table(_dimension_rows(report), left=(0, 4))]
    for attribute in report.by:
        parts += [f"By {report.survey.attribute(attribute).title}", _table(_group_rows(report, attribute))]
    if report.tables["gaps"]:
        parts += ["Perception gap", _table(_gap_rows(report), left=(0, 1, 4))]
    hidden = sum(row["status"] != SHOWN for rows in report.tables.values() for row in rows)
    if hidden:
        parts.append(
            f"hidden: fewer than {report.thresholds.scores} answered, or the number could be found by subtraction."
        )
    return "\n\n".join(parts) + "\n"


def _heading(report: Report) -> str:
    n = "too few respondents to say how many" if report.n is None else f"n = {report.n}"
    return f"{report.survey.title} ({n})\nScores run from 0 to 100; higher is better. Intervals are 95%."


def _dimension_rows(report: Report) -> list[list[str]]:
    rows = [["", "score", "interval", "n", ""]]
    for row in report.tables["dimensions"]:
        title = str(report.survey.dimension(row["dimension"]).title)
        if row["status"] != SHOWN:
            rows.append([title, "hidden", "", "", ""])
            continue
        filled = round(row["mean"] / 100 * _BAR)
        rows.append([title, f"{row['mean']:.0f}", _interval(row), str(row["n"]), "█" * filled + "░" * (_BAR - filled)])
    return rows


def _group_rows(report: Report, attribute: str) -> list[list[str]]:
    rows = [["", *(str(dimension.title) for dimension in report.survey.dimensions)]]
    cells = [row for row in report.tables["groups"] if row["attribute"] == attribute]
    for group in dict.fromkeys(row["group"] for row in cells):
        shown = [
            f"{row['mean']:.0f} (n = {row['n']})" if row["status"] == SHOWN else "hidden"
            for row in cells
            if row["group"] == group
        ]
        rows.append([report.survey.attribute(attribute).label(group), *shown])
    return rows


def _gap_rows(report: Report) -> list[list[str]]:
    rows = [["", "", "difference", "interval", ""]]
    for row in report.tables["gaps"]:
        attribute = report.survey.attribute(row["attribute"])
        pair = f"{attribute.label(row['group'])} − {attribute.label(row['other'])}"
        title = str(report.survey.dimension(row["dimension"]).title)
        if row["status"] != SHOWN:
            rows.append([title, pair, "hidden", "", ""])
        else:
            rows.append([title, pair, f"{row['difference']:+.0f}", _interval(row), row["label"]])
    return rows


def _interval(row: Mapping[str, Any]) -> str:
    return "" if row["low"] is None else f"{row['low']:.0f} to {row['high']:.0f}"


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
