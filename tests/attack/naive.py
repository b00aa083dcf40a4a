"""The rules that the attackers beat: hide groups under five and nothing else, or with them one more, or several."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import cxkit as cx
from cxkit.reports.report import Report
from cxkit.reports.rows import Participation, Result, Tables
from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.statistics.tally import Tally
from cxkit.survey.crossing import CROSS
from cxkit.survey.model import Survey
from cxkit.survey.parts import Attribute, Dimension, Item, Text
from tests.estimated import dimension_stat, item_stat, shares

LEAST = 5
CELL = "cell"
Place = dict[str, str]


def naive_report(
    answers: Any, survey: Survey, by: Sequence[str], consenting: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return what `Report.to_dict` would, of a report that hides groups under five and nothing else."""
    return _report(answers, survey, by, groups=0, people=0)


def two_report(
    answers: Any, survey: Survey, by: Sequence[str], consenting: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the same where a single hidden group takes the next smallest with it, so that none follows exactly."""
    return _report(answers, survey, by, groups=2, people=0)


def vendor_report(
    answers: Any, survey: Survey, by: Sequence[str], consenting: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the same by the strongest rule that could be reconstructed from what vendors say.

    Five answers a data point; a small group takes the next smallest with it,
    until two groups and five people are hidden.
    """
    return _report(answers, survey, by, groups=2, people=LEAST)


def by_hand(form: Mapping[str, Any]) -> Report:
    """Return one of these as a Report that can be read: what somebody gets who puts hidden means into a report.json."""
    survey = Survey.from_dict(form["survey"])
    rows: dict[str, Any] = {}
    for table in ("dimensions", "items", "groups", "group_items"):
        for row in form[table]:
            told = {"n": row["n"], "mean": row["mean"], "exact": False} if row["mean"] is not None else {}
            place = {name: row.get(name) for name in ("attribute", "group", "dimension", "item")}
            rows.setdefault(table, []).append(Result.of(place | told | {"status": SHOWN if told else SUPPRESSED}))
    groups = dict.fromkeys((row["attribute"], row["group"]) for row in form["groups"])
    rows["participation"] = [
        Participation(status=SHOWN, respondents=form["n"]) if form["n"] else Participation(),
        *(Participation(attribute=attribute, group=group) for attribute, group in groups),
    ]
    tables = Tables(**{table: tuple(own) for table, own in rows.items()})
    return Report(
        survey=survey, thresholds=survey.confidentiality, by=tuple(form["by"]), n=form["n"], tables=tables
    ).whole


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


def _report(answers: Any, survey: Survey, by: Sequence[str], *, groups: int, people: int) -> dict[str, Any]:
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
                tables[name] += _hide(rows, groups, people)
    n = len(counted)
    return {"survey": survey.to_dict(), "n": n if n >= LEAST else None, "by": list(by), **tables, "participation": []}


def _hide(rows: list[dict[str, Any]], groups: int, people: int) -> list[dict[str, Any]]:
    there = sorted((row for row in rows if row["n"]), key=lambda row: (row["n"], row.get("group", "")))
    hidden = sum(row["n"] < LEAST for row in there)
    while 0 < hidden < len(there) and (hidden < groups or sum(row["n"] for row in there[:hidden]) < people):
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
