"""Net scores: how many more answers are favourable than unfavourable."""

from math import sqrt
from typing import TYPE_CHECKING

from cxkit.reports.report import Report, a_report
from cxkit.reports.rows import Result
from cxkit.statistics.student import NORMAL

if TYPE_CHECKING:
    import pandas as pd

# Three answers of nobody (Rocks 2016): so the interval holds with few people, and where all say the same.
_ADDED, _ADDED_BETWEEN = 0.75, 1.5


def net_scores(report: Report) -> "pd.DataFrame":
    """Return how many more answers to each item are favourable than unfavourable, for everybody and each group.

    On 0–10, favourable being 9 and 10 and unfavourable 0 to 6, that is the net promoter score. Computed from what the
    report shows, so it tells nothing more. Source: Rocks 2016 (adjusted Wald interval).

    Returns:
        A row a (attribute, group, item), attribute and group None for everybody, where the distribution is shown:

        - `n`: answers.
        - `net`: favourable minus unfavourable answers, in points from −100 to 100.
        - `low`, `high`: its 95% interval.

    Raises:
        TypeError: It was given anything but a Report.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> list(cx.net_scores(cx.report(answers, survey)).columns)
    ['attribute', 'group', 'item', 'n', 'net', 'low', 'high']
    """
    import pandas as pd  # noqa: PLC0415  (whoever only looks at a report does without)

    report = a_report(report, net_scores)
    shown = [row for row in (*report.tables.items, *report.tables.group_items) if row.counts]
    columns = ["attribute", "group", "item", "n", "net", "low", "high"]
    table = pd.DataFrame([_net(row) for row in shown], columns=columns, dtype=object)
    return table.astype({"n": "int64"} | dict.fromkeys(("net", "low", "high"), "float64"))


def _net(row: Result) -> list[object]:
    n, yes, no = row.n or 0, row.favourable or 0.0, row.unfavourable or 0.0
    more = n + 2 * _ADDED + _ADDED_BETWEEN
    middle, either = (yes - no) * n / more, ((yes + no) * n + 2 * _ADDED) / more
    half = NORMAL * sqrt((either - middle**2) / more)
    ends = max(-100.0, 100 * (middle - half)), min(100.0, 100 * (middle + half))
    return [row.attribute, row.group, row.item, n, 100 * (yes - no), *ends]
