"""Every figure, and the reports of very different sizes that each is drawn of."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import pytest
from matplotlib.axes import Axes

import cxkit as cx
from cxkit.plots import (
    agreement,
    answers,
    change,
    gap,
    heat_map,
    picture,
    profile,
    quadrant,
    ranking,
    sides,
)
from cxkit.reports.report import Report
from cxkit.reports.rows import Result, shown
from cxkit.survey.model import Survey
from tests.plots.kinds import room, with_items
from tests.strategies import organisation, small_survey


class Waves(NamedTuple):
    """A report and that of an earlier wave."""

    now: Report
    before: Report


COMPARED = {"id": "role", "title": "I work as", "options": {"leader": "Leader", "frontline": "Front line"},
            "compare": ["leader", "frontline"]}  # fmt: skip
TEAM = {"id": "team", "title": "My team", "options": "from_workshop"}
LONG = "even when the week is long, the figures are late and the Donaudampfschifffahrtsgesellschaftskapitän calls"


def reports(sizes: Mapping[str, int], survey: Survey | None = None) -> Waves:
    survey = survey or small_survey(attributes=[COMPARED, TEAM])
    tables = [organisation(dict(sizes), seed=seed) for seed in (1, 2)]
    for table in tables:  # of the leaders but three say whether they help: hidden, and the front line with them
        table.loc[table.index[table["role"] == "leader"][3:], "helps"] = None
    now, before = (cx.report(table, survey, by=["role", "team"]) for table in tables)
    return Waves(now, before)


def long_survey() -> Survey:
    """Return a survey in which nothing is said briefly."""
    raw = small_survey(attributes=[COMPARED, TEAM]).to_dict()
    raw["attributes"][0]["options"] = {
        "leader": "People who lead a department, a team or a project that takes more than three months",
        "frontline": "People on the front line who meet customers face to face on every day of the week",
    }
    for dimension in raw["dimensions"]:
        dimension["title"] = f"{dimension['title']}, {LONG}"
        for item in dimension["items"]:
            item["text"] = f"{item['text'][:-1]}, {LONG}."
    return Survey.from_dict(raw)


@cache
def waves(case: str) -> Waves:
    """Return the reports of a case: what figures are looked at with."""
    twenty = {f"Department {letter}": 5 + 2 * place for place, letter in enumerate("ABCDEFGHIJKLMNOPQRST")}
    return {
        "two groups": lambda: reports({"North": 14, "South": 22}),
        "twenty groups": lambda: reports(twenty),
        "long labels": lambda: reports(
            {"The department of customer relations, complaints and goodwill": 24, "Vertriebsgesellschaft Süd-West": 30},
            long_survey(),
        ),
        "suppressed cells": lambda: reports({"North": 2, "South": 22, "East": 9, "West": 12}),
        "one respondent": lambda: reports({"North": 1}),
    }[case]()


def same_words(report: Report) -> Report:
    """Return the report with the same words in both dimensions, as two ratings of one list have."""
    raw = report.survey.to_dict()
    first, second = raw["dimensions"]
    for item, other in zip(first["items"], second["items"], strict=True):
        other["text"] = item["text"]
    return replace(report, survey=Survey.from_dict(raw))


def of_kind(kind: str, waves: Waves) -> Report:
    """Return a report of an activity kind, of as many people, and with names as long; broken where the first is."""
    seed = sum(round(row.mean or 0) for row in waves.now.tables.items)
    broken = any(row.mean and not shown(row) for row in waves.now.tables.groups)
    long = LONG in str(waves.now.survey.dimensions[0].title)
    made = room(kind, waves.now.n or 1, seed, more=f", {LONG}" if long else "")
    return with_items(made, _broken) if broken else made


def _broken(row: Result) -> Result:
    """Return a hidden result that has a number."""
    return Result(item=row.item, dimension=row.dimension, attribute=row.attribute, group=row.group, mean=77.0)


Figure = Callable[..., Axes]

FIGURES: dict[str, Figure] = {
    "profile": lambda waves, **more: profile(waves.now, **more),
    "profile by team": lambda waves, **more: profile(waves.now, attribute="team", **more),
    "answers": lambda waves, **more: answers(waves.now, **more),
    "answers of leaders": lambda waves, **more: answers(waves.now, attribute="role", group="leader", **more),
    "heat map": lambda waves, **more: heat_map(waves.now, attribute="team", **more),
    "heat map of items": lambda waves, **more: heat_map(waves.now, attribute="team", items=True, **more),
    "gap": lambda waves, **more: gap(waves.now, **more),
    "change": lambda waves, **more: change(waves.now, waves.before, **more),
    "change by team": lambda waves, **more: change(waves.now, waves.before, attribute="team", **more),
    "agreement": lambda waves, **more: agreement(waves.now, attribute="team", **more),
    "quadrant": lambda waves, **more: quadrant(same_words(waves.now), x="care", y="pace", **more),
    "ranking": lambda waves, **more: ranking(waves.now, dimension="pace", **more),
    **{
        f"picture of {kind}": lambda waves, kind=kind, **more: picture(of_kind(kind, waves), **more)
        for kind in ("sort", "sort into three", "choose", "spend", "rank", "pin", "place", "case", "hand-overs")
    },
    "sides": lambda waves, **more: sides(waves.now, dimension="pace", **more),
}
CASES = ["two groups", "twenty groups", "long labels", "suppressed cells"]
every_figure = pytest.mark.parametrize("draw", [pytest.param(draw, id=name) for name, draw in FIGURES.items()])


def blanked(report: Report, *groups: str, dimension: str = "") -> Report:
    """Return the report with groups hidden, on one dimension or on all."""

    def blank(row: Result) -> Result:
        kept: dict[str, Any] = {
            name: getattr(row, name) for name in ("attribute", "group", "item", "dimension", "members")
        }
        return Result(**kept) if row.group in groups and dimension in ("", row.dimension) else row

    own, items = (tuple(map(blank, rows)) for rows in (report.tables.groups, report.tables.group_items))
    return replace(report, tables=replace(report.tables, groups=own, group_items=items))
