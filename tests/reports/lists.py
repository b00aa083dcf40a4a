"""Surveys that ask about lists, and what made-up people say in them: who serves whom, a journey, votes, two values."""

import numpy as np
import pandas as pd

import cxkit as cx
from cxkit.reports.report import Report
from cxkit.survey.model import Survey

DEPARTMENTS = ("Sales", "Warehouse", "Phones", "IT")
TOUCHPOINTS = ("Finding us", "Buying", "Delivery", "The bill", "Getting help")
ACTIONS = ("Ring back", "A second door", "Simple bills", "A new slogan")
LISTS = {
    "serving": {"serves": "departments"},
    "journey": {"journey": "touchpoints"},
    "values": dict.fromkeys(("customer_value", "business_value", "votes"), "actions"),
}
_ASKED: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "serving": {"serves": ("departments", DEPARTMENTS)},
    "journey": {"journey": ("touchpoints", TOUCHPOINTS)},
    "values": dict.fromkeys(("customer_value", "business_value", "votes"), ("actions", ACTIONS)),
}


def survey(name: str) -> Survey:
    """Return one of the surveys."""
    yes_no = {"min": 0, "max": 1, "labels": {0: "No", 1: "Yes"}}
    return Survey.from_dict({
        "id": name, "title": name.title(), "response_scale": {"min": 1, "max": 5},
        "dimensions": [
            {
                "id": id, "title": id.replace("_", " ").title(), "items_from": source, "items": list(entries),
                **({"response_scale": yes_no} if id == "votes" else {}),
            }
            for id, (source, entries) in _ASKED[name].items()
        ],
        "attributes": [{"id": "team", "title": "My department", "options": list(DEPARTMENTS)}],
    })  # fmt: skip


def told(name: str) -> Report:
    """Return the report of 60 made-up people, 15 of each department, who differ from entry to entry."""
    asked, rng = survey(name), np.random.default_rng(7)
    columns = {}
    for place, item in enumerate(asked.items):
        scale = item.response_scale
        leaning = scale.min + scale.range * (0.3 + 0.5 * ((place * 7) % 5) / 4)
        answers = np.rint(rng.normal(leaning, 0.25 * scale.range, 60))
        columns[item.id] = np.clip(answers, scale.min, scale.max).astype(int)
    return cx.report(pd.DataFrame(columns).assign(team=list(DEPARTMENTS) * 15), asked, by="team")
