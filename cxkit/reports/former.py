"""The format that reports had in version 0.1, which is still read."""

from collections.abc import Mapping
from typing import Any

from cxkit.reports.rows import COLUMNS
from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.survey.parts import FLOOR

FORMER = "cxkit-report-3"
"""The format of version 0.1: groups stood each on its own, and a mean near an end was told by a bound."""


def of_former(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a report of the former format says in this one: what it told by a bound is hidden.

    So is how far people agree beside hidden distributions, and how few gave one answer to everything.
    """
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
            if row.get("distribution") != SHOWN and "rwg_j" in row:
                row["rwg_j"] = None
            if not FLOOR <= (row.get("straight") or 0) <= (row.get("respondents") or 0) - FLOOR and "straight" in row:
                row["straight"] = None
    return new
