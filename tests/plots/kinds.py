"""A room's report for each activity kind: everything of it is shown, whatever protection would say of such answers."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from cxkit.disclosure.protect import report
from cxkit.reports.report import Report
from cxkit.reports.rows import Result
from cxkit.statistics.engines import tally
from cxkit.statistics.tally import Tally
from cxkit.survey.model import Survey
from cxkit.survey.parts import Item
from tests.doing import given
from tests.estimated import distribution, item_stat, shares

DEPARTMENTS = ["Sales", "Warehouse", "Phones", "Technical support", "Accounts receivable", "IT"]
TOUCHPOINTS = ["Consideration", "Purchase", "Delivery", "Use", "Support", "The bill", "Doubts", "The years after"]
CARDS = ["I was told to do it that way", "This one is mine", "That is shipping's fault", "Let me ask who can fix this"]
ACTIONS = ["Call back within a day", "One owner for each complaint", "A new slogan", "Leaders on the phones"]
BINS = {"min": 0, "max": 1, "labels": {0: "Below the line", 1: "Above the line"}}
ENDS = {"min": 0, "max": 10, "labels": {0: "Little", 10: "Much"}}
STEPS = [
    ("late", "A parcel is late.", [("Ask who packed it", "again"), ("Say sorry", "now"), ("Open a ticket", "again")]),
    ("again", "She calls again.", [("Put her through", "gone"), ("Stay with her", "now")]),
    ("now", "It arrives.", [("Call her", "stays"), ("Close the ticket", "gone")]),
]
ENDINGS = [("stays", "She stays", True), ("gone", "She leaves", False)]
FEW = 5
"""Of fewer people nothing is shown."""


def survey_of(kind: str, more: str = "") -> Survey:
    """Return a survey that asks in one way. more: what is added to every name."""

    def named(names: list[str]) -> list[str]:
        return [name + more for name in names]

    def dimension(**fields: Any) -> dict[str, Any]:
        return {"id": "d", "title": "D", "question": "What did the room do?", "kind": kind, **fields}

    dimensions: list[dict[str, Any]] = {
        "sort": lambda: [dimension(items=named(CARDS), response_scale=BINS)],
        "sort into three": lambda: [dimension(kind="sort", items=named(CARDS), response_scale=_labelled(0, 3))],
        "choose": lambda: [dimension(items=named(["Who would have to own it?"]), response_scale=_labelled(1, 5))],
        "spend": lambda: [dimension(items=named(ACTIONS), tokens=3)],
        "rank": lambda: [dimension(items=named(ACTIONS))],
        "pin": lambda: [dimension(items=named(TOUCHPOINTS), pins={"red": 3, "green": 1})],
        "place": lambda: [
            dimension(id=id, title=title, items=named(ACTIONS), response_scale=ENDS)
            for id, title in (("d", "Value to the customer"), ("up", "Value to the business"))
        ],
        "case": lambda: [dimension(items=_steps(more), **_ends(more))],
        "hand-overs": lambda: [dimension(kind="rate", items=named(DEPARTMENTS), response_scale={"min": 1, "max": 5})],
    }[kind]()
    team = {"id": "team", "title": "My team", "options": named(DEPARTMENTS)}
    return Survey.from_dict({"id": "s", "title": "S", "dimensions": dimensions, "attributes": [team]})


def _labelled(low: int, many: int) -> dict[str, Any]:
    names = ["Never", "It depends", "Always", "Somebody else", "Everyone"][:many]
    return {"min": low, "max": low + many - 1, "labels": dict(enumerate(names, low))}


def _steps(more: str) -> list[dict[str, Any]]:
    return [
        {"id": id, "text": text + more, "choices": [{"text": words + more, "then": then} for words, then in choices]}
        for id, text, choices in STEPS
    ]


def _ends(more: str) -> dict[str, Any]:
    endings = [{"id": id, "title": title + more, "text": title, "good": good} for id, title, good in ENDINGS]
    return {"story": "Once", "endings": endings}


def room(kind: str, people: int, seed: int = 1, *, more: str = "", counts: bool = True) -> Report:
    """Return the report of so many people who do something of a kind. counts: whether distributions are shown."""
    survey, chance = survey_of(kind, more), random.Random(seed)
    teams = [*(survey.attribute("team").options or {})]
    rows: list[dict[str, Any]] = [{"team": teams[place % len(teams)]} for place in range(people)]
    for row in rows:
        for dimension in survey.dimensions:
            row.update(given(dimension, chance))
    counted = tally(pd.DataFrame(rows, columns=["team", *(item.id for item in survey.items)]), survey, by=["team"])
    parts = {None: counted} | counted.split("team")

    def opened(row: Result) -> Result:
        if row.group not in parts:
            return row
        place = {"item": row.item, "dimension": row.dimension, "group": row.group, "attribute": row.attribute}
        item = next(item for item in survey.items if item.id == row.item)
        return _result(place, item, parts[row.group], counts=counts and row.group is None)

    return with_items(report(counted, survey, by=["team"]), opened)


def _result(place: dict[str, Any], item: Item, part: Tally, *, counts: bool) -> Result:
    stat = item_stat(part, item)
    if stat.n < FEW:
        return Result(**place)
    told: dict[str, Any] = vars(stat) | {"status": "shown", "exact": True}
    if counts:
        told |= vars(shares(part, (item,))) | {"n": stat.n, "distribution": "shown", "counts": distribution(part, item)}
    return Result(**place | told)


Changed = Callable[[Result], Result]


def with_items(made: Report, change: Changed) -> Report:
    """Return the report with each result of an item changed."""
    tables = made.tables
    items, groups = tuple(map(change, tables.items)), tuple(map(change, tables.group_items))
    return replace(made, tables=replace(tables, items=items, group_items=groups))
