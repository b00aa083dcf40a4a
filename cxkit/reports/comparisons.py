"""Comparing what reports show: groups with each other, and one wave with an earlier one."""

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from math import ceil
from statistics import mean
from typing import TYPE_CHECKING, Any

from cxkit.errors import ReportError, ReportWarning, listing
from cxkit.reports.report import Report, a_report
from cxkit.reports.rows import Gap, Place, Result, ShownPaired, frame_of, shown
from cxkit.reports.same_questions import comparable, what_differs
from cxkit.reports.status import SHOWN
from cxkit.statistics.estimates import Stat, called, difference, holm

if TYPE_CHECKING:
    import pandas as pd

_SURE_ENOUGH = (1.959964 + 0.841621) ** 2
"""Of a two-sided test at 5% that finds what is there in four of five cases."""
CHANGE = ("better", "worse", "much the same")

_PLACE = ["attribute", "group", "other", "dimension", "status"]
_NUMBERS = ["difference", "low", "high", "g", "p", "p_holm", "label", "mean", "mean_other", "n", "n_other", "exact"]


def compare(report: Report, attribute: str, *groups: str) -> "pd.DataFrame":
    """Compare the groups of an attribute two by two, on every dimension.

    Computed from what the report shows, so it tells nothing more. Sources: Welch 1947; Hedges 1981; Holm 1979.

    Args:
        groups: Which ones (two: their gap; none: every two of them), the first minus the other.

    Returns:
        A row a (two groups, dimension):

        - `status`: "shown"; "suppressed", without numbers, where one of the two is.
        - `difference`: of the means, in points of 100.
        - `low`, `high`: Welch's 95% interval of it. Missing where neither group has any spread.
        - `g`: Hedges' g, in pooled standard deviations.
        - `p`, `p_holm`: Welch's; and adjusted by Holm for all pairs that this call compares on that dimension.
        - `label`: "blind spot" (surely above 0), "hidden strength" (surely below), "in line" (the whole interval within
          ±10) or "too few to tell".
        - `mean`, `mean_other`, `n`, `n_other`: of both groups. These, and `difference`, are always exact.
        - `exact`: whether `low`, `high`, `g`, `p` and `p_holm` rest on both groups' own spreads; if not, everybody's
          stands in for one, or there is none.

    Raises:
        ReportError: The report does not have the attribute, or a group.
        TypeError: It was given anything but a Report.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> report = cx.report(answers, survey, by="role")
    >>> apart = cx.compare(report, "role").query("dimension == 'teamwork'")
    >>> apart[["group", "other", "difference", "low", "high", "g"]].round(2)
            group      other  difference    low   high     g
    2      leader  frontline       13.14   4.08  22.20  0.67
    6      leader    support        2.63  -8.09  13.35  0.17
    10  frontline    support      -10.51 -20.44  -0.58 -0.53
    >>> apart[["group", "other", "p", "p_holm", "label"]].round(3)
            group      other      p  p_holm            label
    2      leader  frontline  0.006   0.019       blind spot
    6      leader    support  0.617   0.617  too few to tell
    10  frontline    support  0.039   0.077  hidden strength
    """
    return frame_of(compare_rows(a_report(report, compare), attribute, *groups), [*_PLACE, *_NUMBERS])


def compare_rows(report: Report, attribute: str, *groups: str) -> list[Gap]:
    """Return the rows of `compare`."""
    if attribute not in report.by:
        raise ReportError(f"The report has no groups by {attribute}. It has: {listing(report.by) or 'none'}.")
    cells = {(row.group, row.dimension): row for row in report.tables.groups if row.attribute == attribute}
    known = list(dict.fromkeys(row.group or "" for row in cells.values()))
    if len(set(groups)) == 1:
        raise ReportError(
            f"Name another group to compare {groups[0]} with, or none to compare every two: {listing(known)}."
        )
    unknown = [group for group in groups if group not in known]
    if unknown:
        raise ReportError(f"There is no group {listing(unknown)} in {attribute}. It has: {listing(known)}.")
    return _adjusted(
        _told(gap_between(first, second, other=two), first, second)
        for one, two in combinations(dict.fromkeys(groups or known), 2)
        for dimension in report.survey.dimensions
        if (first := cells.get((one, dimension.id))) and (second := cells.get((two, dimension.id)))
    )


def change(before: Report, after: Report) -> "pd.DataFrame":
    """Compare two waves of a survey: for everybody, and for each group that both show.

    Only dimensions that asked the same are compared: with the same items, keyed alike, on the same response scales; a
    warning says what differs. The waves are compared as two samples, unless the later report knows of people who
    agreed that their answers are compared with the wave before (`Report.paired`): then everybody's interval is
    narrower. Source: Derrick, Toher & White 2017.

    Returns:
        A row a (attribute, group, dimension), attribute and group None for everybody:

        - `status`: "shown"; "suppressed", without numbers, where either wave's result is.
        - `difference`: after minus before, in points of 100.
        - `low`, `high`, `g`, `p`: as in `compare`.
        - `p_holm`: adjusted by Holm for all rows of that dimension.
        - `label`: "better", "worse", "much the same" (the whole interval within ±10) or "too few to tell".
        - `mean`, `n`: of after.
        - `mean_other`, `n_other`: of before.
        - `exact`: whether they rest on both waves' own spreads. If not, everybody's stands in for a group's, and where
          one wave's is hidden the other's for it.
        - `pairs`: how many people are known to be in both.

    Raises:
        ReportError: The reports are of different surveys, or no dimension asked the same.
        TypeError: It was given anything but two Reports.

    Warns:
        ReportWarning: The waves asked something differently.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> before = cx.report(answers.frame[:40], survey)
    >>> after = cx.report(answers.frame[40:], survey)
    >>> changed = cx.change(before, after)
    >>> changed[["dimension", "difference", "low", "high", "label"]].round(1)
        dimension  difference  low  high            label
    0     engaged         3.1 -5.7  12.0  too few to tell
    1  motivating         2.5 -7.1  12.0  too few to tell
    2    teamwork         4.2 -4.4  12.8  too few to tell
    3     in_tune         3.2 -5.3  11.7  too few to tell
    """
    before, after = a_report(before, change), a_report(after, change)
    rows = change_rows(before, after)
    for sentence in what_differs(before, after):
        warnings.warn(sentence, ReportWarning, stacklevel=2)
    return frame_of(rows, ["attribute", "group", "dimension", "status", *_NUMBERS, "pairs"])


def change_rows(before: Report, after: Report) -> list[Gap]:
    """Return the rows of `change`."""
    if before.survey.id != after.survey.id:
        raise ReportError(f"These are reports of two surveys, {before.survey.id} and {after.survey.id}.")
    same = comparable(before, after)
    if not same:
        raise ReportError(" ".join(("The two waves asked nothing alike.", *what_differs(before, after))))
    earlier = {row.place: row for row in (*before.tables.dimensions, *before.tables.groups)}
    pairs: dict[Any, ShownPaired] = {
        (row.dimension, row.n_other, row.mean_other): row for row in after.paired if shown(row)
    }

    def between(row: Result, was: Result) -> Gap:
        paired = pairs.get((row.dimension, was.n, was.mean)) if row.attribute is None else None
        return _told(gap_between(row, was, pairs=paired), row, was)

    return _adjusted(
        between(row, earlier[row.place])
        for row in (*after.tables.dimensions, *after.tables.groups)
        if row.dimension in same and row.place in earlier and row.members == earlier[row.place].members
    )


def people_needed(before: Report, after: Report, dimension: str, apart: float = 10.0) -> int | None:
    """Return how many people each of two waves would need to find a change of so many points, at the spread they have.

    In four of five cases, as a two-sided test at 5% does: 7.85 times both variances, over the square of those points.
    To the next ten. The spread of one wave stands in for that of the other where it is hidden; None where both are.
    """
    rows = [next((row for row in one.tables.dimensions if row.dimension == dimension), None) for one in (before, after)]
    spreads = [row.sd for row in rows if shown(row) and row.sd]
    if not spreads:
        return None
    return 10 * ceil(_SURE_ENOUGH * 2 * mean(sd * sd for sd in spreads) / apart**2 / 10)


def gap_in(cells: Mapping[Place, Result], attribute: str | None, dimension: str, *groups: str | None) -> Gap:
    """Return the gap of two groups on a dimension, from results by their place; suppressed where one is not there."""
    one, two = (
        cells.get((attribute, group, None, dimension)) or Result(attribute=attribute, group=group, dimension=dimension)
        for group in groups
    )
    return gap_between(one, two, other=two.group)


def gap_between(one: Result, two: Result, *, other: str | None = None, pairs: ShownPaired | None = None) -> Gap:
    """Return the first mean minus the second. other: the second one's group; None: these are two waves of one.

    pairs: how alike those answered who are known to be in both waves.
    """
    place: dict[str, Any] = {"attribute": one.attribute, "group": one.group, "other": other, "dimension": one.dimension}
    if not one.stat or not two.stat:
        return Gap(**place)
    stats = (one.stat, two.stat) if other else _spread(one.stat, two.stat)
    found = difference(*stats, pairs=(pairs.n, pairs.r) if pairs else None)
    label, low, high = found.label, found.low, found.high
    if other is None and low is not None and high is not None:
        label = called(low, high, CHANGE)
    elif other is None and one.sd == two.sd == 0:  # all said one thing, and now all say another
        label = called(found.difference, found.difference, CHANGE)
    numbers: dict[str, Any] = {"mean": one.mean, "mean_other": two.mean, "n": one.n, "n_other": two.n}
    return Gap(**place, status=SHOWN, **{**vars(found), "label": label}, **numbers, pairs=pairs.n if pairs else None)


def _spread(one: Stat, two: Stat) -> tuple[Stat, Stat]:
    """Return two waves of which the spread that is known stands in for the one that is hidden."""
    if min(one.n, two.n) < 2:
        return one, two
    return (replace(one, sd=two.sd) if one.sd is None else one), (replace(two, sd=one.sd) if two.sd is None else two)


def _told(gap: Gap, one: Result, two: Result) -> Gap:
    """Return a gap that says whether its interval is exact."""
    return replace(gap, exact=bool(one.exact and two.exact)) if shown(gap) else gap


def _adjusted(gaps: Iterable[Gap]) -> list[Gap]:
    """Return gaps with Holm's p, for all of one dimension."""
    gaps = list(gaps)
    for dimension in dict.fromkeys(gap.dimension for gap in gaps):
        places = [place for place, gap in enumerate(gaps) if gap.dimension == dimension]
        for place, adjusted in zip(places, holm([gaps[place].p for place in places]), strict=True):
            gaps[place] = replace(gaps[place], p_holm=adjusted)
    return gaps
