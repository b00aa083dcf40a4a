"""The rules that the attackers beat: hide groups under five and nothing else, or with them the next smallest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import cxkit as cx
from cxkit.statistics.estimates import dimension_stat, item_stat, shares
from cxkit.statistics.tally import Tally
from cxkit.survey.crossing import CROSS
from cxkit.survey.model import Survey
from cxkit.survey.parts import Attribute, Dimension, Item, Text

LEAST = 5
CELL = "cell"
Place = dict[str, str]


def naive_report(
    answers: Any, survey: Survey, by: Sequence[str], consenting: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return what `Report.to_dict` would, of a report that hides groups under five and nothing else."""
    return _report(answers, survey, by, shielded=False)


def vendor_report(
    answers: Any, survey: Survey, by: Sequence[str], consenting: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the same by the strongest rule that could be reconstructed from what vendors say.

    Five answers a data point; a small group takes the next smallest with it,
    until two groups and five people are hidden.
    """
    return _report(answers, survey, by, shielded=True)


def apart_report(
    answers: Any, survey: Survey, by: Sequence[str], consenting: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return what our report would tell if the cells of a crossing were an attribute's groups like any other's."""
    counted = answers if isinstance(answers, Tally) else cx.tally(answers, survey, by=by)
    crossing = next(one for one in by if CROSS in one)
    cells = [Attribute(id=CELL, title=Text.of(crossing))]
    asked = replace(survey, attributes=(*survey.attributes, *cells))
    counts: dict[str, Any] = {
        name: {
            ((*key, CROSS.join(key)) if name == "respondents" else ((*key[0], CROSS.join(key[0])), *key[1:])): n
            for key, n in getattr(counted, name).items()
        }
        for name in ("respondents", "scores", "answers", "patterns")
    }
    named = [CELL if one == crossing else one for one in by]
    told = cx.report(replace(counted, by=(*counted.by, CELL), **counts), asked, by=named).to_dict()
    for row in (row for table in ("groups", "group_items", "participation") for row in told[table]):
        row["attribute"] = crossing if row["attribute"] == CELL else row["attribute"]
    return {**told, "survey": survey.to_dict(), "by": list(by)}


def _report(answers: Any, survey: Survey, by: Sequence[str], *, shielded: bool) -> dict[str, Any]:
    counted = answers if isinstance(answers, Tally) else cx.tally(answers, survey, by=by)
    attributes: list[list[tuple[Place, Tally]]] = [[({}, counted)]]
    attributes += [
        [({"attribute": attribute, "group": group}, part) for group, part in sorted(counted.split(attribute).items())]
        for attribute in by
    ]
    tables: dict[str, list[dict[str, Any]]] = {"dimensions": [], "items": [], "groups": [], "group_items": []}
    for parts in attributes:
        for dimension in survey.dimensions:
            each: list[Dimension | Item] = [dimension, *dimension.items]
            for what in each:
                name = ("groups" if parts[0][0] else "dimensions") if what is dimension else "items"
                name = "group_items" if name == "items" and parts[0][0] else name
                item = {"item": what.id} if isinstance(what, Item) else {}
                rows = [{**place, "dimension": dimension.id, **item, **_numbers(part, what)} for place, part in parts]
                tables[name] += _hide(rows, shielded=shielded)
    n = len(counted)
    return {"survey": survey.to_dict(), "n": n if n >= LEAST else None, "by": list(by), **tables, "participation": []}


def _hide(rows: list[dict[str, Any]], *, shielded: bool) -> list[dict[str, Any]]:
    there = sorted((row for row in rows if row["n"]), key=lambda row: (row["n"], row.get("group", "")))
    hidden = sum(row["n"] < LEAST for row in there)
    while shielded and 0 < hidden < len(there) and (hidden < 2 or sum(row["n"] for row in there[:hidden]) < LEAST):
        hidden += 1
    numbers = ("n", "mean", "sd", "low", "high", "favourable", "neutral", "unfavourable")
    few = [*there[:hidden], *(row for row in rows if not row["n"])]
    return [row | dict.fromkeys(numbers) if row in few else row for row in rows]


def _numbers(part: Tally, what: Dimension | Item) -> dict[str, Any]:
    if isinstance(what, Dimension):
        stat, told = dimension_stat(part, what), shares(part, what.items)
    else:
        stat, told = item_stat(part, what), shares(part, (what,))
    return vars(stat) | {key: getattr(told, key) for key in ("favourable", "neutral", "unfavourable")}
