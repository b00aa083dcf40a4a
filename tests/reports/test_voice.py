"""One voice: whatever shows a Report says the same of it, in the same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes

import cxkit as cx
from cxkit.book.exploration import Exploration
from cxkit.reports.findings import standing_out
from cxkit.reports.headline import headline
from cxkit.reports.report import Report
from cxkit.reports.text import report_text
from tests.strategies import organisation, small_survey

mpl.use("Agg")
LISTS = {
    "journey": {"journey": "touchpoints"},
    "handoffs": {"serves": "departments"},
    "priorities": dict.fromkeys(("customer_value", "business_value", "votes"), "actions"),
}


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    """Leave no figure open."""
    yield
    plt.close("all")


def told(slug: str) -> Report:
    """Return the report of a survey's made-up people."""
    survey = cx.load_survey(slug)
    return cx.report(cx.read_responses(cx.sample(slug), survey), survey, by=[one.id for one in survey.attributes])


def figure(slug: str, part: str) -> str:
    """Return the alt text of the figure that the book has of a part."""
    report, plots = told(slug), cx.plots
    drawn: dict[str, Callable[[], Axes]] = {
        "engaged": lambda: plots.gap(report, dimension="engaged"),
        "": lambda: plots.gap(report),
        "journey": lambda: plots.chain(report, dimension="journey"),
        "serves": lambda: plots.matrix(report, attribute="team"),
        "values": lambda: plots.quadrant(report, x="customer_value", y="business_value"),
        "votes": lambda: plots.ranking(report, dimension="votes"),
    }
    return plots.alt(drawn[part]())


@pytest.mark.parametrize(
    ("slug", "part"),
    [
        ("leadership", "engaged"),
        ("leadership", ""),
        ("journey", "journey"),
        ("handoffs", "serves"),
        ("priorities", "values"),
        ("priorities", "votes"),
    ],
)
def test_a_figure_begins_with_what_the_stage_says(slug: str, part: str) -> None:
    """So does its alt text: first the finding, then the numbers."""
    report = told(slug)
    said = headline(report, part, LISTS.get(slug)).headline.replace("\n", " ")
    assert figure(slug, part).startswith(said)


def test_findings_summary_and_stage_say_the_same_sentence() -> None:
    """With the names that the groups have there."""
    report = told("leadership")
    said = headline(report, "engaged").headline.replace("\n", " ")
    assert said == "Leaders see 64. The front line sees 46."
    assert cx.findings(report)[0].headline == said
    assert said in cx.summary(report).html
    assert [one.headline for one in standing_out(report)] == re.findall("<li><b>(.*)</b>", cx.summary(report).html)


def test_a_difference_is_that_of_the_numbers_that_stand_there() -> None:
    """Whoever subtracts two numbers on the wall comes to the third."""
    report = cx.report(organisation({"a": 60}), small_survey(), by="role")
    for gap in report.tables.gaps:
        one, two = re.findall(r"\d+", headline(report, gap.dimension).headline)
        apart = abs(int(one) - int(two))
        assert str(apart) in headline(report, gap.dimension).words or apart == 0
        assert re.search(rf"difference [+−]?{apart},", cx.plots.alt(cx.plots.gap(report, dimension=gap.dimension)))


def test_where_everybody_invited_has_answered_nothing_is_unsure() -> None:
    """So there is no interval from 50 to 50: it is said that everybody answered."""
    survey = small_survey()
    report = cx.report(organisation({"a": 12}), survey, by="team", invited={"team": {"a": 12}})
    row = report.tables.dimensions[0]
    assert row.low == row.high == row.mean
    said = [report_text(report), cx.summary(report).html, cx.plots.alt(cx.plots.profile(report))]
    said.append(str(Exploration(report=report, by="team").numbers()))
    for words in said:
        assert "everybody answered" in words
        assert not re.search(r"(\d+) to \1\b", words)
    assert "whisker" not in cx.summary(report).html
