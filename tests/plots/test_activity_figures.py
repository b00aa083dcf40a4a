"""The activities' figures: what they name as weakest, strongest or furthest apart is what the report says."""

from dataclasses import replace

import pandas as pd
import pytest
from matplotlib.axes import Axes

import cxkit as cx
from cxkit.errors import ReportError
from cxkit.plots import alt, quadrant, ranking, sides
from cxkit.reports.report import Report
from cxkit.reports.rows import Result
from tests.lists import listed


def report_of(slug: str) -> Report:
    survey = cx.load_survey(slug)
    answers = cx.read_responses(cx.sample(slug), survey)
    return cx.report(answers, survey, by=[attribute.id for attribute in survey.attributes])


def said(ax: Axes) -> str:
    """Return all that stands on a figure, in one line."""
    return " ".join(text.get_text() for text in ax.texts)


def without(report: Report, **hidden: str) -> Report:
    """Return the report with the rows of its item tables that have these values suppressed."""

    def kept(row: Result) -> Result:
        found = all(getattr(row, key) == value for key, value in hidden.items())
        kept = ("attribute", "group", "item", "dimension", "members")
        return Result(**{name: getattr(row, name) for name in kept}) if found else row

    items, group_items = (tuple(map(kept, rows)) for rows in (report.tables.items, report.tables.group_items))
    return replace(report, tables=replace(report.tables, items=items, group_items=group_items))


def test_the_square_is_headed_by_what_is_high_on_both() -> None:
    """Every name stands on it, and in the alt text each has both its numbers, the best on both first."""
    report = listed()
    means = report.items["mean"]
    names = [str(item.text) for item in report.survey.dimension("customer").items]
    worse = {name: min(means[f"customer_{n}"], means[f"business_{n}"]) for n, name in enumerate(names, 1)}
    told = alt(quadrant(report, x="customer", y="business"))
    order = sorted(names, key=lambda name: told.index(f"{name}: Value to the customer"))
    assert order == sorted(names, key=lambda name: -worse[name])
    best = order[0]
    assert told.startswith(
        f"High on both: {best}." if worse[best] > 50 else f"Nothing is high on both. Nearest: {best}."
    )
    assert all(name in said(quadrant(report, x="customer", y="business")) for name in names)


def test_what_is_hidden_on_one_axis_has_no_place_on_the_square() -> None:
    """Its other mean is not drawn, either; a sentence says that it is not shown."""
    report = without(listed(), item="business_3")
    ax = quadrant(report, x="customer", y="business")
    assert "A new slogan" not in said(ax) + alt(ax)
    assert "1 more is not shown: too few people" in said(ax)


def test_a_ranking_stands_in_order_and_a_vote_in_percent() -> None:
    """Hidden items come last, whatever they had."""
    report = listed()
    means = report.items.query("dimension == 'votes'")["mean"].sort_values(ascending=False)
    texts = {item.id: str(item.text) for item in report.survey.items}
    labels = [label.get_text().replace("\n", " ") for label in ranking(report, dimension="votes").get_yticklabels()]
    assert labels == [texts[id] for id in means.index]
    assert "Share of yes, in percent" in said(ranking(report, dimension="votes"))
    assert "Mean from 0 to 100" in said(ranking(report, dimension="serves"))
    last = ranking(without(report, item=means.index[0]), dimension="votes").get_yticklabels()[-1].get_text()
    assert last.replace("\n", " ") == texts[means.index[0]]


def test_the_interval_of_a_vote_is_wilsons() -> None:
    """As of every share; of a mean it is Student's."""
    report = listed()
    for dimension, low in (("votes", "favourable_low"), ("best", "low")):
        row = report.items.query("dimension == @dimension").iloc[0]
        end = 100 * row[low] if dimension == "votes" else row[low]
        assert f"interval {end:.0f} to " in alt(ranking(report, dimension=dimension))


def test_both_sides_of_an_item_are_the_reports_and_a_sure_difference_is_bold() -> None:
    """What is sure is what `cx.compare` would call so of a dimension: Welch's interval, beyond 0 and beyond ten."""
    report = report_of("leadership")
    assert "There is nothing to compare here. Hidden: " in alt(sides(report, dimension="in_tune"))
    ax = sides(report, dimension="teamwork")
    means = report.group_items.query("attribute == 'role'").set_index(["group", "item"])["mean"]
    for item in report.survey.dimension("teamwork").items:
        leader, frontline = means["leader", item.id], means["frontline", item.id]
        if pd.isna(leader + frontline):
            assert f"{str(item.text).rstrip('.')}: hidden" in alt(ax)
            continue
        assert f"{str(item.text).rstrip('.')}: Leader {int(leader + 0.5)} (n = " in alt(ax)
        assert f"Front line {int(frontline + 0.5)} (n = " in alt(ax)
    bold = {text.get_text() for text in ax.texts if text.get_fontweight() == "bold"}
    assert {words for words in bold if words[0] in "+−"} == {
        words.split(",")[0]
        for words in alt(ax).split("difference ")[1:]
        if (" to " in words) and _sure(*words.split("interval ")[1].split(".")[0].split(" to "))
    }
    without_groups = cx.report(cx.read_responses(cx.sample("leadership"), report.survey), report.survey)
    with pytest.raises(ReportError, match="compares no two groups"):
        sides(without_groups)


def _sure(low: str, high: str) -> bool:
    one, two = (int(end.replace("−", "-")) for end in (low, high))
    return (one > 0 and two > 10) or (two < 0 and one < -10)
