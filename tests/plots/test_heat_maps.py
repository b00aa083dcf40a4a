"""The heat map: every mean once, and stripes where nothing is told."""

from dataclasses import replace
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation

import cxkit as cx
from cxkit.plots import alt, colours, heat_map, profile
from cxkit.reports.report import Report
from tests.plots.figures import blanked, reports, waves
from tests.plots.reading import titles, words
from tests.strategies import organisation, small_survey


def cells(ax: Axes) -> dict[tuple[int, int], str]:
    """Return {(row, column): number}."""
    found = [text for text in ax.texts if isinstance(text, Annotation) and text.xycoords == "data"]
    return {(int(text.xy[1]), int(text.xy[0])): text.get_text() for text in found}


def test_a_heat_map_holds_every_mean_once() -> None:
    """Everybody first, then the groups; a dimension, then its items."""
    report = waves("suppressed cells").now
    ax = heat_map(report, attribute="team", items=True)
    assert titles(ax) == ["Care", "They listen.", "They help.", "Pace", "We are quick.", "Customers wait. (reversed)"]
    groups, items = (
        table[table["attribute"] == "team"].set_index([key, "group"])["mean"]
        for table, key in ((report.groups, "dimension"), (report.group_items, "item"))
    )
    names = list(dict.fromkeys(group for _, group in groups.index))
    assert names == ["South", "West", "(others)"]
    expected: dict[tuple[int, int], str] = {}
    for row, (table, own, id) in enumerate(
        [(report.dimensions, groups, "care"), (report.items, items, "listens"), (report.items, items, "helps"),
         (report.dimensions, groups, "pace"), (report.items, items, "quick"), (report.items, items, "waits")]
    ):  # fmt: skip
        means = [table["mean"][id], *(own[id, name] for name in names)]
        expected |= {(row, column): f"{mean:.0f}" for column, mean in enumerate(means) if not pd.isna(mean)}
    assert cells(ax) == expected
    assert {"Everyone", "South", "West", "East and North"} <= set(words(ax))


def told_together(report: Report, *groups: str, mean: float) -> Report:
    """Return the report in which groups are hidden on care, where they are told together."""
    others = next(row for row in report.tables.groups if row.group == groups[0])
    others = replace(others, group="(others)", members=groups, mean=mean, low=None, high=None, n=43)
    hidden = blanked(report, *groups, dimension="care")
    return replace(hidden, tables=replace(hidden.tables, groups=(*hidden.tables.groups, others)))


def test_where_groups_are_hidden_stands_what_they_are_together() -> None:
    """Once, across their cells, in italics, with nothing in the colours of the table itself; a note says what it is."""
    report = told_together(reports({"East": 20, "South": 22, "West": 21}).now, "South", "West", mean=88.0)
    ax = heat_map(report, attribute="team")
    (mesh,) = (each for each in ax.collections if isinstance(each, QuadMesh))
    drawn: Any = np.ma.asarray(mesh.get_array()).reshape(2, 4)
    assert np.argwhere(np.ma.getmaskarray(drawn)).tolist() == [[0, 2], [0, 3]]
    (box,) = (patch for patch in ax.patches if isinstance(patch, Rectangle))
    assert (box.get_x(), box.get_x() + box.get_width()) == pytest.approx((2.05, 3.95))
    (mean,) = (text for text in ax.texts if text.get_text() == "88")
    assert isinstance(mean, Annotation)
    assert (mean.xy, mean.get_fontstyle()) == ((3, 0.5), "italic")
    assert any(words.startswith("Pale, in italics: several groups shown together") for words in words(ax))
    assert "South 88 (n = 43, together with others), West 88 (n = 43, together with others)" in alt(ax)
    assert not any(patch.get_hatch() for patch in ax.patches)
    ax = profile(report, attribute="team", dimension="care")
    assert titles(ax) == ["Care", "Everyone", "East", "Everyone else"]
    assert "Care, Everyone else: 88" in alt(ax)


def test_where_no_group_is_told_everyone_is_all_of_them_together() -> None:
    """So nothing is striped where anything is told."""
    report = blanked(waves("two groups").now, "North", "South", dimension="pace")
    everyone = f"{report.dimensions['mean']['pace']:.0f} (n = 36, together with others)"
    ax = heat_map(report, attribute="team")
    assert f"North {everyone}, South {everyone}" in alt(ax)
    assert not any(patch.get_hatch() for patch in ax.patches)


def test_cells_of_which_nothing_is_told_are_striped_and_hold_nothing() -> None:
    """Not in the colours either."""
    report = blanked(waves("suppressed cells").now, "West", dimension="pace")  # as where nobody of West answered
    ax = heat_map(report, attribute="team")
    (mesh,) = (each for each in ax.collections if isinstance(each, QuadMesh))
    drawn: Any = np.ma.asarray(mesh.get_array()).reshape(2, 4)
    striped = {(int(patch.get_y()), int(patch.get_x())) for patch in ax.patches if isinstance(patch, Rectangle)}
    assert striped == {tuple(at) for at in np.argwhere(np.ma.getmaskarray(drawn)).tolist()} == {(1, 2)}
    assert striped.isdisjoint(cells(ax))
    assert len(striped) + len(cells(ax)) == 8
    assert all(patch.get_hatch() and not patch.get_fill() for patch in ax.patches)
    assert (mesh.norm.vmin, mesh.norm.vmax) == (0, 100)


def test_every_column_says_its_n() -> None:
    """From the least to the most where cells differ."""
    table = organisation({"North": 19, "South": 20})
    table.loc[[0, 1], ["quick", "waits"]] = None
    drawn = words(heat_map(cx.report(table, small_survey(), by="team"), attribute="team"))
    assert {"Everyone", "n = 37–39", "North", "n = 17–19", "South", "n = 20"} <= set(drawn)


def test_ink_can_be_read_on_every_colour_of_the_heat_map() -> None:
    """At 4.5:1 and more (WCAG 2), on white paper."""

    def luminance(rgb: Any) -> float:
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    (mesh,) = heat_map(waves("two groups").now, attribute="team").collections
    assert mesh.get_clim() == (0, 100)
    ink = luminance(mpl.colors.to_rgb(colours()["ink"]))
    for mean in range(101):
        *rgb, opacity = mesh.cmap(mean / 100)
        ground = luminance([part * opacity + 1 - opacity for part in rgb])
        assert (ground + 0.05) / (ink + 0.05) >= 4.5
