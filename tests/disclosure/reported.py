"""What may be seen of a report, row by row, and made-up people to report on."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from cxkit.reports.report import Report
from cxkit.reports.status import SHOWN
from tests.strategies import organisation

PLACE = {"attribute", "group", "other", "item", "dimension"}
STATUS = {"status", "distribution"}
KINDS = {"favourable", "neutral", "unfavourable"}
SHARES = {*KINDS, *(f"{kind}_{end}" for kind in KINDS for end in ("low", "high"))}
RESULTS = {"dimensions", "items", "groups", "group_items"}
TABLES = ["dimensions", "items", "groups", "group_items", "gaps", "participation"]
ITEMS = ["listens", "helps", "quick", "waits"]


def rows(report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every row, with its table, as it is written."""
    written = report.to_dict()
    for table in TABLES:
        for row in written[table]:
            yield table, row


def seen(report: Report) -> set[tuple[Any, ...]]:
    """Return every cell of a report that can be seen: the table, the place in it, and the kind of number.

    Not the pooled shares of a dimension: a second item hidden may be what lets them be shown.
    """
    cells: set[tuple[Any, ...]] = {("n",)} if report.n is not None else set()
    for table, row in rows(report):
        place = tuple((key, row[key]) for key in sorted(PLACE & set(row)))
        kept = STATUS & set(row) if "item" in row else {"status"}
        cells |= {(table, place, status) for status in kept if row[status] == SHOWN}
    return cells


def status(report: Report, table: str = "groups", **place: str) -> dict[str, str]:
    """Return {group: status} of the rows at a place."""
    return {
        row["group"]: row["status"]
        for name, row in rows(report)
        if name == table and all(row[key] == value for key, value in place.items())
    }


def answering(counts: dict[str, int], *, silent: int = 0) -> pd.DataFrame:
    """Return full answers of teams of these sizes, and in each team some more people who could tell nothing."""
    table = organisation({team: count + silent for team, count in counts.items()})
    last = table.groupby("team").cumcount() >= table["team"].map(counts)
    if silent:
        table[ITEMS] = table[ITEMS].astype(object).mask(last, "not_applicable")
    return table
