"""A survey that rates lists, as one's own may: a journey, departments that rate each other, actions, ideas, a vote."""

import random
from functools import cache
from typing import Any

import pandas as pd

import cxkit as cx
from cxkit.reports.report import Report
from cxkit.survey.model import Survey

DEPARTMENTS = ["Sales", "Warehouse", "Phones", "Technical support"]
ACTIONS = [
    "A call back within a day",
    "One owner for each complaint",
    "A new slogan",
    "Leaders on the phones",
    "A list",
]
LISTS = {
    "journey": "touchpoints",
    "serves": "departments",
    "customer": "actions",
    "business": "actions",
    "votes": "actions",
    "best": "ideas",
}
"""What each of its dimensions is a list of."""
_SURVEY: dict[str, Any] = {
    "id": "lists",
    "title": "Lists",
    "response_scale": {"min": 1, "max": 5},
    "dimensions": [
        {"id": "journey", "title": "Journey", "items": ["The offer", "The order", "Delivery", "The bill", "Support"]},
        {"id": "serves", "title": "Hand-overs", "items": DEPARTMENTS},
        {"id": "customer", "title": "Value to the customer", "items": ACTIONS},
        {"id": "business", "title": "Value to the business", "items": ACTIONS},
        {"id": "votes", "title": "Votes", "items": ACTIONS, "response_scale": {"min": 0, "max": 1}},
        {"id": "best", "title": "Best", "items": ["Flowers", "A letter", "Money back"]},
        {
            "id": "line",
            "title": "The line",
            "items": [
                {"id": "line_own", "text": "Somebody says: this one is mine."},
                {"id": "line_blame", "text": "People say whose fault it was.", "reverse_keyed": True},
            ],
        },
    ],
    "attributes": [
        {"id": "role", "title": "Role", "options": {"leader": "Leader", "frontline": "Front line"}},
        {"id": "team", "title": "Department", "options": DEPARTMENTS},
    ],
}


@cache
def answered(people: int = 80) -> tuple[Survey, pd.DataFrame]:
    """Return the survey, and what made-up people answered."""
    survey, chance = Survey.from_dict(_SURVEY), random.Random(5)
    level = {item.id: chance.uniform(0.15, 0.85) for item in survey.items}
    rows = []
    for person in range(people):
        row: dict[str, Any] = {"role": "leader" if person % 5 == 0 else "frontline"}
        row["team"] = DEPARTMENTS[person % len(DEPARTMENTS)]
        for place, item in enumerate(survey.items):
            scale, own = item.response_scale, level[item.id] + 0.1 * (row["role"] == "leader") * (place % 3)
            own += 0.12 * ((person + place) % len(DEPARTMENTS) - 1)
            row[item.id] = scale.min + max(0, min(scale.range, round(chance.gauss(own, 0.25) * scale.range)))
        rows.append(row)
    return survey, pd.DataFrame(rows)


@cache
def listed(people: int = 80) -> Report:
    """Return the report of what they answered."""
    survey, table = answered(people)
    return cx.report(table, survey, by=["role", "team"])
