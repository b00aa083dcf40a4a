"""Figures within a page: matplotlib's SVG in the page's own colours, with its alt text."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any
from urllib.parse import unquote

import matplotlib.pyplot as plt
from markupsafe import Markup
from matplotlib.axes import Axes

from cxkit.plots.tokens import colours


def drawn(ax: Axes, *, prefix: str, alt: str = "") -> Markup:
    """Return a figure as `inline_svg` does, and close it."""
    figure: Any = ax.get_figure(root=True)
    svg = io.StringIO()
    figure.savefig(svg, format="svg")
    plt.close(figure)
    return inline_svg(svg.getvalue(), prefix=prefix, alt=alt)


def inline_svg(svg: str, *, prefix: str, alt: str) -> Markup:
    """Return matplotlib's SVG for use within a page: tokens for colours, ids of its own, as wide as its column.

    alt: what it shows in words; where there is none, what the figure says of itself.
    """
    if kept := re.search(r' id="cx-alt:([^"]*)"', svg):
        svg, alt = svg.replace(kept[0], "", 1), alt or unquote(kept[1])
    svg = re.sub(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r"#[0-9a-f]{6}\b", lambda colour: tokens().get(colour[0], colour[0]), svg)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\1{prefix}", svg)
    root, rest = svg.split(">", 1)
    width = re.search(r'\swidth="([\d.]+)', root)
    wide = ' class="cx-wide"' if width and float(width[1]) > _WIDE else ""
    root = re.sub(r'\s(?:width|height)="[^"]*"', "", root)
    read_aloud = Markup(' role="img" aria-label="{}"').format(alt)
    return Markup(f"{root}{wide}{read_aloud}>{rest}")  # noqa: S704  (the rest is matplotlib's, which escapes it)


_WIDE = 500  # points; a figure of a column's width is narrower


@cache
def tokens() -> dict[str, str]:
    """Return the light theme's colours and what a style sheet calls them: {"#16191d": "var(--cx-ink)", …}."""
    return {colour: f"var(--cx-{name})" for name, colour in reversed(colours().items())}
