"""What everybody would say if each group had answered in its share of those invited: post-stratification."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from cxkit.errors import ReportError, listing
from cxkit.reports.report import Report
from cxkit.reports.rows import shown
from cxkit.statistics.student import NORMAL

if TYPE_CHECKING:
    import pandas as pd


def weighted(report: Report, attribute: str) -> pd.DataFrame:
    """Return each dimension's mean with the groups of an attribute weighted to the numbers invited.

    Where half of Sales answered, and nearly all of IT, everybody's mean is more IT's than it should be. Computed from
    what the report shows, so it tells nothing more. Source: Cochran 1977 (stratified means).

    Returns:
        A row a dimension that all groups show, indexed by its id:

        - `mean`: everybody's, as the report has it.
        - `weighted`: the groups' means, weighted to those invited, 0–100.
        - `low`, `high`: its 95% interval, narrowed where much of a group answered; missing where a group's spread is
          not shown.

    Raises:
        ReportError: The report was not made by this attribute, or does not know how many of each group were invited.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> asked = {"role": {"leader": 12, "frontline": 90, "support": 18}}
    >>> report = cx.report(answers, survey, by="role", invited=asked)
    >>> list(cx.weighted(report, "role").columns)
    ['mean', 'weighted', 'low', 'high']
    """
    import pandas as pd  # noqa: PLC0415  (whoever only looks at a report does without)

    if attribute not in report.by:
        raise ReportError(f"The report has no groups by {attribute}. It has: {listing(map(str, report.by)) or 'none'}.")
    asked = {row.group: row.invited for row in report.tables.participation if row.attribute == attribute}
    if not asked or None in asked.values():
        raise ReportError(
            f"How many were invited of each group of {attribute} is not known. Say it where the report is made: "
            f'cx.report(…, invited={{"{attribute}": {{"…": 12, …}}}}).'
        )
    total = sum(n or 0 for n in asked.values())
    rows = {}
    for row in report.tables.dimensions:
        groups = [one for one in report.tables.groups if (one.attribute, one.dimension) == (attribute, row.dimension)]
        known = [one for one in groups if shown(one)]
        if not shown(row) or len(known) < len(asked):
            continue
        shares = [(asked[one.group] or 0) / total for one in known]
        mean = sum(share * one.mean for share, one in zip(shares, known, strict=True))
        spread = 0.0
        for share, one in zip(shares, known, strict=True):
            left = 1 - min(1.0, one.n / (asked[one.group] or one.n))
            spread += share**2 * left * (one.sd if one.sd is not None and one.exact else float("nan")) ** 2 / one.n
        half = NORMAL * sqrt(spread)
        rows[row.dimension] = {"mean": row.mean, "weighted": mean, "low": max(0, mean - half), "high": mean + half}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["mean", "weighted", "low", "high"])
    return table.clip(upper=100).rename_axis("dimension").astype("float64")
