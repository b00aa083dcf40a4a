"""The book's extension: figures drawn by cells become part of the page."""

from __future__ import annotations

import io
from html import unescape
from typing import Any, cast

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes

import cxkit as cx
from cxkit.book.sphinx import name_activity
from cxkit.plots.svg import inline_svg
from cxkit.reports.report import Report
from tests.strategies import organisation, small_survey


@pytest.fixture
def report() -> Report:
    """Return a small organisation's report, with one team hidden and its shield."""
    return cx.report(organisation({"a": 9, "b": 12, "few": 3}), small_survey(), by=["team"])


def drawn(ax: Axes) -> str:
    """Return the SVG of a figure."""
    file = io.StringIO()
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.savefig(file, format="svg")
    plt.close("all")
    return file.getvalue()


def test_a_figure_in_the_page_says_what_it_shows_by_its_own_numbers(report: Report) -> None:
    """The alt text travels in the drawing and leaves no trace there; one that the page gives goes before it."""
    ax = cx.plots.heat_map(report, attribute="team")
    told = cx.plots.alt(ax)
    svg = drawn(ax)
    page = inline_svg(svg, prefix="f-", alt="")
    assert f'aria-label="{told}"' in unescape(page)
    assert "cx-alt" not in page
    assert 'aria-label="A map."' in inline_svg(svg, prefix="f-", alt="A map.")


def test_a_wide_figure_may_be_wider_than_the_text(report: Report) -> None:
    """Its type would be too small in a column."""
    assert 'class="cx-wide"' in inline_svg(drawn(cx.plots.heat_map(report, attribute="team")), prefix="f-", alt="")
    assert 'class="cx-wide"' not in inline_svg(drawn(cx.plots.profile(report)), prefix="f-", alt="")


def test_a_chapter_names_its_activity_beside_the_tags_that_its_page_has() -> None:
    """As an attribute, whatever stands in it; the other tags stay tags."""
    context: dict[str, Any] = {"meta": {"activity": 'pulse/"><i>'}, "metatags": '<meta name="viewport">'}
    name_activity(cast(Any, None), "page", "page.html", context, None)
    assert context["metatags"] == (
        '<meta name="viewport"><meta name="cxkit:activity" content="pulse/&#34;&gt;&lt;i&gt;">'
    )
