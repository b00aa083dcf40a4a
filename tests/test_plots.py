"""Figures: what is drawn is what the report says."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

import cxkit as cx
from cxkit.plots import colours, hues, profile
from cxkit.reports import Report
from tests.strategies import organisation, small_survey

mpl.use("Agg")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    """Leave no figure open, and let no warning pass."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    plt.close("all")


@pytest.fixture
def report() -> Report:
    """Two dimensions of which one is suppressed: three of nine people answered it."""
    table = organisation({"a": 9})
    table.loc[3:, ["quick", "waits"]] = None
    return cx.report(table, small_survey())


def bars(ax: Axes) -> list[float]:
    """Return the bars' widths from top to bottom, those of no width included; each has its own place."""
    patches = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    by_place = {round(patch.get_y() + patch.get_height() / 2, 6): patch.get_width() for patch in patches}
    assert sorted(by_place) == list(range(len(patches)))
    return [by_place[place] for place in sorted(by_place)]


def intervals(ax: Axes) -> dict[int, tuple[float, float]]:
    """Return {place from the top: (low, high)} of the lines that are drawn."""
    found: dict[int, tuple[float, float]] = {}
    for line in ax.lines:
        (low, place), (high, end) = np.asarray(line.get_xydata()).tolist()
        if np.isfinite(low):
            assert place == end
            assert found.setdefault(int(place), (low, high)) == (low, high)
    return found


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def titles(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


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
    assert words(ax)[2:] == ["hidden: fewer than 5 answered"]
    assert ax.texts[2].get_position()[1] == 1


def test_zero_is_drawn_as_zero_and_not_as_suppressed() -> None:
    """Nobody is content, and that is a result."""
    table = organisation({"a": 9})
    table[["listens", "helps"]] = 1
    assert words(profile(cx.report(table, small_survey())))[:2] == ["0", "n = 9"]


def test_the_axis_never_follows_the_numbers() -> None:
    """From 0 to 100 always, so that two figures can be compared and nothing is told of hidden cells."""
    for size in (2, 9, 30):
        assert profile(cx.report(organisation({"a": size}), small_survey())).get_xlim() == (0, 100)


def test_a_report_of_nothing_but_suppressed_rows_can_be_drawn() -> None:
    """It shows words."""
    ax = profile(cx.report(organisation({"a": 2}), small_survey()))
    assert words(ax) == ["hidden: fewer than 5 answered"] * 2
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
