"""The rule that the attacker beats: hide groups under five, publish the rest as it is."""

from __future__ import annotations

from typing import Any

import pandas as pd

import cxkit as cx
from cxkit.statistics.estimates import dimension_stat, item_stat, shares
from cxkit.statistics.tally import Tally
from cxkit.survey.model import Survey

LEAST = 5


def naive_report(answers: pd.DataFrame, survey: Survey, by: list[str]) -> dict[str, Any]:
    """Return what `Report.to_dict` would, of a report that hides groups under five and nothing else."""
    counted = cx.tally(answers, survey, by=by)
    parts: list[tuple[dict[str, str], Tally]] = [({}, counted)]
    parts += [
        ({"attribute": attribute, "group": group}, part)
        for attribute in by
        for group, part in sorted(counted.split(attribute).items())
    ]
    tables: dict[str, list[dict[str, Any]]] = {"dimensions": [], "items": [], "groups": [], "group_items": []}
    for place, part in parts:
        for dimension in survey.dimensions:
            row = {**place, "dimension": dimension.id}
            tables["groups" if place else "dimensions"].append(row | _numbers(part, dimension))
            for item in dimension.items:
                numbers = _numbers(part, item)
                tables["group_items" if place else "items"].append({**row, "item": item.id, **numbers})
    return {"survey": survey.to_dict(), "n": len(counted), "by": by, **tables}


def _numbers(part: Tally, what: Any) -> dict[str, Any]:
    items = getattr(what, "items", (what,))
    stat = dimension_stat(part, what) if hasattr(what, "items") else item_stat(part, what)
    told = shares(part, items)
    numbers = vars(stat) | {key: getattr(told, key) for key in ("favourable", "neutral", "unfavourable")}
    return numbers if stat.n >= LEAST else dict.fromkeys(numbers)
