"""What everybody would say if each group had answered in its share of those invited: post-stratification."""

import warnings
from math import sqrt
from typing import TYPE_CHECKING

from cxkit.errors import ReportError, ReportWarning, listing
from cxkit.reports.report import Report, a_report
from cxkit.reports.rows import shown
from cxkit.statistics.student import t_quantile

if TYPE_CHECKING:
    import pandas as pd


def weighted(report: Report, attribute: str) -> "pd.DataFrame":
    """Return each dimension's mean with the groups of an attribute weighted to the numbers invited.

    Where half of Sales answered, and nearly all of IT, everybody's mean is more IT's than it should be. Computed from
    what the report shows, so it tells nothing more. Source: Cochran 1977 (stratified means).

    Returns:
        A row a dimension that all groups show, indexed by its id:

        - `mean`: everybody's, as the report has it.
        - `weighted`: the groups' means, weighted to those invited, 0–100.
        - `low`, `high`: its 95% interval, by t with Cochran's degrees of freedom, narrowed where much of a group
          answered; missing where a group's spread is not shown.

    Raises:
        ReportError: The report was not made by this attribute, or does not know how many of each group were invited.
        TypeError: It was given anything but a Report.

    Warns:
        ReportWarning: It leaves out those who stated no group, or groups of which nobody answered.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> asked = {"role": {"leader": 12, "frontline": 90, "support": 18}}
    >>> report = cx.report(answers, survey, by="role", invited=asked)
    >>> list(cx.weighted(report, "role").columns)
    ['mean', 'weighted', 'low', 'high']
    """
    import pandas as pd  # noqa: PLC0415  (whoever only looks at a report does without)

    report = a_report(report, weighted)
    if attribute not in report.by:
        raise ReportError(f"The report has no groups by {attribute}. It has: {listing(map(str, report.by)) or 'none'}.")
    asked = {row.group: row.invited for row in report.tables.participation if row.attribute == attribute}
    if unstated := asked.get("", 0) is None:  # who stated no group: nobody knows how many of them were invited
        del asked[""]
    if not asked or None in asked.values():
        raise ReportError(
            f"How many were invited of each group of {attribute} is not known. Say it where the report is made: "
            f'cx.report(…, invited={{"{attribute}": {{"…": 12, …}}}}).'
        )
    total = sum(n or 0 for n in asked.values())
    _warn_of_others(report, attribute, total, unstated=unstated)
    rows = {}
    for row in report.tables.dimensions:
        known = [
            one
            for one in report.tables.groups
            if (one.attribute, one.dimension) == (attribute, row.dimension) and one.group in asked and shown(one)
        ]
        if not shown(row) or len(known) < len(asked):
            continue
        mean, doubts = 0.0, []
        for one in known:
            invited = asked[one.group] or one.n
            mean += invited / total * one.mean
            sd = one.sd if one.sd is not None and one.exact else float("nan")
            doubts.append((invited / total * sd) ** 2 * (1 - min(1.0, one.n / invited)) / one.n)
        error = sum(doubts)
        parts = sum(part**2 / max(1, one.n - 1) for part, one in zip(doubts, known, strict=True) if part)
        half = t_quantile(error**2 / parts) * sqrt(error) if parts > 0 else error
        rows[row.dimension] = {"mean": row.mean, "weighted": mean, "low": mean - half, "high": mean + half}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["mean", "weighted", "low", "high"])
    return table.clip(0, 100).rename_axis("dimension").astype("float64")


def _warn_of_others(report: Report, attribute: str, total: int, *, unstated: bool) -> None:
    """Warn of whom the groups leave out: who stated none, and all those of whom nobody answered."""
    everybody = next((row.invited or 0 for row in report.tables.participation if row.attribute is None), 0)
    apart = [f"those who stated no {attribute}"] if unstated else []
    if everybody > total:
        apart.append(f"{everybody - total} of the {everybody} invited, whose group nobody answered of")
    if apart:
        warnings.warn(f"The weighted mean leaves out {' and '.join(apart)}.", ReportWarning, stacklevel=3)
