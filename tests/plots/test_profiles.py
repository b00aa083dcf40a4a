"""The profile: its bars are the report's means."""

from dataclasses import replace

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

import cxkit as cx
from cxkit.plots import alt, colours, hues, profile
from cxkit.reports.report import Report
from tests.plots.figures import waves
from tests.plots.reading import bars, beside, intervals, place, titles, words
from tests.strategies import organisation, small_survey


@pytest.fixture
def report() -> Report:
    """Two dimensions of which one is suppressed: three of nine people answered it."""
    table = organisation({"a": 9})
    table.loc[3:, ["quick", "waits"]] = None
    return cx.report(table, small_survey())


def test_each_bar_is_as_wide_as_its_dimensions_mean() -> None:
    """From top to bottom in the survey's order, from 0."""
    survey = cx.load_survey("leadership")
    report = cx.report(cx.read_responses(cx.sample("leadership"), survey), survey)
    ax = profile(report)
    assert isinstance(ax, Axes)
    assert bars(ax) == pytest.approx(report.dimensions["mean"].to_list())
    assert {patch.get_x() for patch in ax.patches if isinstance(patch, Rectangle)} == {0.0}
    assert titles(ax) == ["Engaged", "Motivating", "Teamwork", "In tune"]
    top, bottom = ax.get_ylim()
    assert top > bottom or ax.yaxis_inverted()


def test_every_number_stands_beside_its_bar_with_its_n() -> None:
    """Rounded to whole points."""
    report = cx.report(organisation({"a": 30}), small_survey())
    expected = [text for _, row in report.dimensions.iterrows() for text in (f"{row['mean']:.0f}", f"n = {row['n']}")]
    assert words(profile(report)) == expected


def test_the_interval_is_drawn_from_low_to_high() -> None:
    """On the bar that it belongs to."""
    report = cx.report(organisation({"a": 30}), small_survey())
    expected = {place: (row["low"], row["high"]) for place, (_, row) in enumerate(report.dimensions.iterrows())}
    assert intervals(profile(report)) == expected


def test_a_suppressed_dimension_has_words_and_no_bar(report: Report) -> None:
    """No number, no interval, and its place is kept."""
    ax = profile(report)
    assert titles(ax) == ["Care", "Pace"]
    assert [width > 0 for width in bars(ax)] == [True, False]
    assert list(intervals(ax)) == [0]
    assert words(ax)[2:] == ["hidden: too few people, or too much alike"]
    assert place(ax.texts[2]) == 1


def test_the_axis_never_follows_the_numbers() -> None:
    """From 0 to 100 always, so that two figures can be compared and nothing is told of hidden cells."""
    for size in (2, 9, 30):
        assert profile(cx.report(organisation({"a": size}), small_survey())).get_xlim() == (0, 100)


def test_a_report_of_nothing_but_suppressed_rows_can_be_drawn() -> None:
    """It shows words."""
    ax = profile(cx.report(organisation({"a": 2}), small_survey()))
    assert words(ax) == ["hidden: too few people, or too much alike"] * 2
    ax.figure.canvas.draw()


def test_dimensions_of_the_same_title_keep_a_bar_each() -> None:
    """They are told apart by id; averaging them would show a number that is nobody's."""
    raw = small_survey().to_dict()
    for dimension in raw["dimensions"]:
        dimension["title"] = "Same"
    survey = small_survey(**raw)
    report = cx.report(organisation({"a": 30}), survey)
    ax = profile(report)
    assert bars(ax) == pytest.approx(report.dimensions["mean"].to_list())
    assert titles(ax) == ["Same", "Same"]


def test_a_title_is_drawn_as_it_is_written() -> None:
    """A dollar begins no formula."""
    raw = small_survey().to_dict()
    raw["dimensions"][0]["title"] = "Under $5_ and over $9^"
    ax = profile(cx.report(organisation({"a": 30}), small_survey(**raw)))
    ax.figure.canvas.draw()
    assert titles(ax)[0] == "Under $5_ and over $9^"
    assert not ax.get_yticklabels()[0].get_parse_math()


def test_it_draws_on_axes_that_one_has() -> None:
    """Beside other figures."""
    _, (left, right) = plt.subplots(1, 2)
    assert profile(cx.report(organisation({"a": 9}), small_survey()), ax=right) is right
    assert not left.patches


def test_drawing_leaves_the_report_as_it_was(report: Report) -> None:
    """Frozen in."""
    before = report.to_dict()
    profile(report)
    assert report.to_dict() == before


def test_the_colours_are_those_of_the_style_sheet() -> None:
    """Book, phone and figures share one file of tokens; four hues, then again from the first."""
    assert {"dim-1", "dim-2", "dim-3", "dim-4", "ink", "soft", "rule"} <= set(colours())
    assert len(set(hues(4))) == 4
    assert hues(6) == [*hues(4), *hues(2)]
    ax = profile(cx.report(organisation({"a": 9}), small_survey()))
    drawn = [mpl.colors.to_hex(patch.get_facecolor()) for patch in ax.patches]
    assert len(set(drawn)) == 2


def test_groups_stand_under_their_dimension_with_everybody_first() -> None:
    """Every mean is the report's, and so is every n."""
    report = waves("two groups").now
    ax = profile(report, attribute="team")
    assert titles(ax) == ["Care", "Everyone", "North", "South", "Pace", "Everyone", "North", "South"]
    expected = []
    for id in ("care", "pace"):
        groups = report.groups[(report.groups["attribute"] == "team") & (report.groups["dimension"] == id)]
        expected += [0.0, report.dimensions["mean"][id], *groups["mean"]]
    assert bars(ax) == pytest.approx(expected)
    assert beside(ax)[2] == [f"{expected[2]:.0f}", "n = 14"]


def test_a_mean_without_an_interval_has_no_line() -> None:
    """As in a report whose North has none."""
    report = cx.report(organisation({"North": 9, "South": 9}), small_survey(), by="team")
    first, *others = report.tables.groups
    groups = (replace(first, mean=75.0, low=None, high=None), *others)
    ax = profile(replace(report, tables=replace(report.tables, groups=groups)), attribute="team", dimension="care")
    assert titles(ax) == ["Care", "Everyone", "North", "South"]
    assert list(intervals(ax)) == [1, 3]
    assert "Care, North: 75, n = 9." in alt(ax)
