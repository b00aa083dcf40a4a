"""The activities' figures: what they name as weakest, strongest or furthest apart is what the report says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes

import cxkit as cx
from cxkit.errors import ReportError
from cxkit.plots import above_below, alt, chain, matrix, quadrant, ranking, sides
from cxkit.reports.report import Report
from cxkit.reports.rows import Result

mpl.use("Agg")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    """Leave no figure open."""
    yield
    plt.close("all")


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


def test_the_chain_names_its_weakest_link_and_where_groups_differ_most() -> None:
    """From the report's means; hidden links are left out of both."""
    report = report_of("journey")
    texts = {item.id: str(item.text) for item in report.survey.items}
    means = report.items["mean"]
    by_role = report.group_items.query("attribute == 'role'").groupby("item")["mean"]
    weakest, apart = str(means.idxmin()), str((by_role.max() - by_role.min()).idxmax())
    ax = chain(report, attribute="role")
    assert f"Weakest link: {texts[weakest]}, {means.min():.0f}." in said(ax)
    assert f"Furthest apart: {texts[apart]};" in said(ax)
    rest = without(report, item=weakest)
    second = means.drop(weakest)
    assert f"Weakest link: {texts[str(second.idxmin())]}, {second.min():.0f}." in said(chain(rest))
    assert f"{texts[weakest]}: hidden" in alt(chain(rest))


def test_the_matrix_names_the_ends_and_the_most_unequal_pair() -> None:
    """A group's view of itself is never one of them."""
    report = report_of("handoffs")
    table = report.group_items.query("dimension == 'serves'").assign(
        rated=lambda rows: rows["item"].map({item.id: str(item.text) for item in report.survey.items})
    )
    others = table[~table["group"].isin(["(others)"]) & (table["group"] != table["rated"]) & table["mean"].notna()]
    weakest, strongest = (others.loc[others["mean"].agg(end)] for end in ("idxmin", "idxmax"))
    ax = matrix(report, attribute="team")
    assert f"Weakest: {weakest['group']} rates {weakest['rated']} {weakest['mean']:.0f}." in said(ax)
    assert f"Strongest: {strongest['group']} rates {strongest['rated']} {strongest['mean']:.0f}." in said(ax)
    means = others.set_index(["group", "rated"])["mean"]
    uneven = {(a, b): means[a, b] - means[b, a] for a, b in means.index if (b, a) in means.index}
    a, b = max(uneven, key=lambda pair: uneven[pair])
    assert f"Most unequal: {a} rates {b} {means[a, b]:.0f}; {b} rates {a} {means[b, a]:.0f}." in said(ax)


def test_a_department_that_is_hidden_is_never_named_as_an_end() -> None:
    """Hiding the weakest cell leaves the next one."""
    report = report_of("handoffs")
    hidden = without(report, group="Phones", item="serves_1")
    assert "Weakest: Phones rates Sales" in said(matrix(report, attribute="team"))
    assert "Weakest: Phones rates Sales" not in said(matrix(hidden, attribute="team"))


def test_where_not_every_department_is_told_a_row_says_how_everybody_rates_each() -> None:
    """Those told together stand in for each of them, and only where nobody answered is a cell striped."""
    survey = cx.load_survey("handoffs")
    answers = cx.read_responses(cx.sample("handoffs"), survey).frame
    report = cx.report(answers, survey, by=["team"])
    ax = matrix(report, attribute="team")
    assert alt(ax).split("; who rates, then who is rated. ")[1].startswith("Everyone: Sales ")
    rated = [item.id for item in survey.dimension("serves").items]
    silent = int((answers.groupby("team")[rated].count() == 0).to_numpy().sum())
    assert sum(bool(patch.get_hatch()) for patch in ax.patches) <= silent
    few = matrix(cx.report(answers.head(12), survey, by=["team"]), attribute="team")
    assert [label.get_text() for label in few.get_yticklabels()][:1] == ["Everyone"]
    assert not any(patch.get_hatch() for patch in few.patches)


def test_the_sweet_spot_is_above_the_middle_on_both() -> None:
    """And the list goes from the best on both axes on; the same words in the alt text."""
    report = report_of("priorities")
    means = report.items["mean"]
    names = [str(item.text) for item in report.survey.dimension("customer_value").items]
    worse = {name: min(means[f"customer_value_{n}"], means[f"business_value_{n}"]) for n, name in enumerate(names, 1)}
    told = alt(quadrant(report, x="customer_value", y="business_value"))
    order = sorted(names, key=lambda name: told.index(f", {name}:"))
    assert order == sorted(names, key=lambda name: -worse[name])
    assert told.count("sweet spot") == sum(value > 50 for value in worse.values()) > 1


def test_what_is_hidden_on_one_axis_is_in_the_list_without_a_place() -> None:
    """Its other mean is not drawn, either."""
    report = without(report_of("priorities"), item="business_value_3")
    ax = quadrant(report, x="customer_value", y="business_value")
    assert "One owner for each complaint: hidden" in alt(ax)
    assert len(ax.collections[0].get_offsets()) == 9  # type: ignore[arg-type]


def test_a_ranking_stands_in_order_and_a_vote_in_percent() -> None:
    """Hidden items come last, whatever they had."""
    report = report_of("recovery")
    means = report.items.query("dimension == 'best'")["mean"].sort_values(ascending=False)
    texts = {item.id: str(item.text) for item in report.survey.items}
    labels = [label.get_text().replace("\n", " ") for label in ranking(report, dimension="best").get_yticklabels()]
    assert labels == [texts[id] for id in means.index]
    assert "Share of yes, in percent" in said(ranking(report, dimension="best"))
    assert "Mean from 0 to 100" in said(ranking(report, dimension="start"))
    last = ranking(without(report, item=means.index[0]), dimension="best").get_yticklabels()[-1].get_text()
    assert last.replace("\n", " ") == texts[means.index[0]]


def test_the_interval_of_a_vote_is_wilsons() -> None:
    """As of every share; of a mean it is Student's."""
    report = report_of("recovery")
    for dimension, low in (("best", "favourable_low"), ("start", "low")):
        row = report.items.query("dimension == @dimension").iloc[0]
        end = 100 * row[low] if dimension == "best" else row[low]
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


def test_below_the_line_a_long_bar_says_often() -> None:
    """Reverse-keyed items are drawn as they were answered, so that 0 is never for all."""
    report = report_of("ownership")
    mean = report.items["mean"]["line_blame"]
    told = alt(above_below(report))
    assert f"People say whose fault it was: {100 - mean:.0f}, " in told
    assert told.index("Above the line") < told.index("this one is mine") < told.index("Below the line")
