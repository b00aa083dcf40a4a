"""The format that reports had in version 0.1, which is still read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxkit.reports.rows import COLUMNS
from cxkit.reports.status import SUPPRESSED

FORMER = "cxkit-report-3"
"""The format of version 0.1: groups stood each on its own, and a mean near an end was told by a bound."""


def of_former(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a report of the former format says in this one: what it told by a bound is hidden."""
    new = {**data, "format": "cxkit-report-4"}
    for table in COLUMNS:
        new[table] = [dict(row) for row in data.get(table) or () if isinstance(row, Mapping)]
        for row in new[table]:
            if row.get("status") == "bounded":
                row |= {"status": SUPPRESSED, "n": None}
            for name in ("at_least", "at_most"):
                row.pop(name, None)
            if "members" in COLUMNS[table]:
                row["members"] = None
    return new
