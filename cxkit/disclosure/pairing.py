"""Pairs: of two waves, how alike those answered who were in both and said that the two may be compared.

One number a dimension is told, of everybody: the correlation of what pairs answered then and now. It narrows the
interval of a change that both Reports tell anyway. No sum of some people is told with it, so that nothing is left by
subtraction; and as elsewhere head counts decide first, then variety: of how people changed, as of a group, since what
all changes add up to is known.
"""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import Any

from cxkit.disclosure.variety import DIFFERENT
from cxkit.reports.report import Report
from cxkit.reports.rows import Paired, shown
from cxkit.reports.same_questions import comparable
from cxkit.reports.status import SHOWN
from cxkit.statistics.scoring import score
from cxkit.survey.parts import Thresholds

CHANGED = DIFFERENT + 2
"""How many pairs must have changed otherwise than most. What all changes add up to follows from the two Reports, so two
people who put theirs together would, with fewer, see from "it is not told" that nobody else has changed."""


def paired(before: Report, after: Report, first: Any, second: Any) -> tuple[Paired, ...]:
    """Return a row for each dimension that both waves asked alike.

    first, second: tables with a row for each of those whose answers are in the two Reports, a column an item and an
    attribute; who is a pair has one label in the index of both. Where some agreed to be shown, few as they are, their
    answers protect nobody: then the pairs of all others must be enough, too, and differ enough.
    """
    asked, thresholds = comparable(before, after), after.survey.confidentiality
    then, now = (score(some, one.survey)[asked] for some, one in ((first, before), (second, after)))
    both = then.dropna().index.intersection(now.dropna().index)  # the same people in all dimensions
    few = {(row.attribute, row.group) for one in (before, after) for row in one.tables.groups
           if shown(row) and row.n < thresholds.scores}  # fmt: skip
    agreed = {name for table in (first, second) for id, group in few for name in table.index[table[id] == group]}
    others = [name for name in both if name not in agreed]
    tables = [{row.dimension: row for row in one.tables.dimensions} for one in (before, after)]
    rows = []
    for id in asked:
        was, is_ = (table.get(id) for table in tables)
        r, alone = (alike(list(then.loc[some, id]), list(now.loc[some, id]), thresholds) for some in (both, others))
        if r is None or alone is None or not (shown(was) and shown(is_) and was.exact and is_.exact):
            rows.append(Paired(dimension=id))
        else:
            rows.append(Paired(dimension=id, status=SHOWN, n=len(both), n_other=was.n, mean_other=was.mean, r=r))
    return tuple(rows)


def alike(then: Sequence[float], now: Sequence[float], thresholds: Thresholds) -> float | None:
    """Return the correlation of pairs, to two decimals; None where it may not be told."""
    n = len(then)
    if n < thresholds.distributions:
        return None
    changes = Counter(round(is_ - was, 6) for was, is_ in zip(then, now, strict=True))
    if n - max(changes.values()) < CHANGED:
        return None
    means = [sum(each) / n for each in (then, now)]
    own = [[value - mean for value in each] for each, mean in zip((then, now), means, strict=True)]
    spread = sqrt(sum(value * value for value in own[0]) * sum(value * value for value in own[1]))
    return round(sum(a * b for a, b in zip(*own, strict=True)) / spread, 2) if spread else None
