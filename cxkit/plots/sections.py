"""The rows of a figure by dimension: a row each, or a heading each with a row for every group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxkit.plots.layout import Label
from cxkit.plots.lettering import TEXT
from cxkit.plots.tokens import hues
from cxkit.reports.report import Report
from cxkit.reports.status import SHOWN
from cxkit.reports.wording import chosen, group_name

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of a figure. `row`: what the report says; None in a heading."""

    label: Label
    said: str
    hue: str
    row: Row | None = None

    @property
    def shown(self) -> bool:
        """Whether there are numbers to draw."""
        return self.row is not None and self.row["status"] == SHOWN

    @property
    def hidden(self) -> bool:
        """Whether there are numbers that must not be drawn."""
        return self.row is not None and self.row["status"] != SHOWN


def lines(
    report: Report, rows: Iterable[Row], *, attribute: str | None, group: str | None, dimension: str | None
) -> list[Line]:
    """Lay out the rows of a table that has an attribute, a group and a dimension.

    Without an attribute or with a group: a line a dimension. Else a heading a dimension, and under it a line for
    everybody (where the table has one) and each group. The order is the report's and never the numbers'.
    """
    rows = list(rows)
    every = [each.id for each in report.survey.dimensions]
    colour = dict(zip(every, hues(len(every)), strict=True))
    found: list[Line] = []
    for each in chosen(report, dimension):
        title, hue = str(each.title), colour[each.id]
        own = [row for row in rows if row["dimension"] == each.id]
        if attribute is None or group is not None:
            wanted = (attribute, group)
            found += [
                Line(label=Label(text=title, size=TEXT + 1), said=title, hue=hue, row=row)
                for row in own
                if place(row) == wanted
            ]
            continue
        inside = [row for row in own if place(row)[0] in (None, attribute)]
        if inside:
            found.append(Line(label=Label(text=title, bold=True, size=TEXT + 1, heading=True), said=title, hue=hue))
        for row in inside:
            name = group_name(report, *place(row))
            found.append(Line(label=Label(text=name), said=f"{title}, {name}", hue=hue, row=row))
    return found


def place(row: Row) -> tuple[str | None, str | None]:
    """Return (attribute, group) of a row; (None, None) for everybody."""
    attribute = row.get("attribute")
    return (None, None) if pd.isna(attribute) else (attribute, row["group"])


def nothing(found: Iterable[Line]) -> bool:
    """Tell whether no line has anything to show."""
    return not any(line.shown for line in found)
