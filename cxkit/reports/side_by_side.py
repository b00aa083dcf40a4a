"""Reports of several rooms next to each other, as text: what each shows on its own, and nothing of them together."""

from __future__ import annotations

from collections.abc import Sequence

from cxkit.reports.report import Report
from cxkit.reports.rows import shown
from cxkit.reports.same_questions import comparable
from cxkit.reports.text import aligned
from cxkit.reports.wording import whole
from cxkit.words import say


def side_by_side(reports: Sequence[tuple[str, Report]]) -> str:
    """Return the dimensions of Reports of one survey in a table: a column a room, by its name, with each mean and n.

    Nothing is added up or subtracted, so that no more is told than by each Report alone. A dimension that a room was
    asked otherwise than the last one is left open there.
    """
    latest = reports[-1][1]
    rows = [[str(latest.survey.title), *(name for name, _ in reports)]]
    for dimension in latest.survey.dimensions:
        cells = []
        for _, report in reports:
            row = next((one for one in report.tables.dimensions if one.dimension == dimension.id), None)
            if dimension.id not in comparable(report, latest):
                cells.append(say("report.asked_otherwise"))
            else:
                cells.append(
                    say("report.with_n", mean=whole(row.mean), n=row.n) if shown(row) else say("report.hidden")
                )
        rows.append([str(dimension.title), *cells])
    return aligned(rows)
