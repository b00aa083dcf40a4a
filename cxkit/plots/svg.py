"""Figures within a page: matplotlib's SVG in the page's own colours, with its alt text."""

import io
import re
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import unquote

import matplotlib.pyplot as plt
from markupsafe import Markup
from matplotlib.axes import Axes

from cxkit.plots.lettering import MIDDLE, TURNED, measure
from cxkit.plots.tokens import colours, family


def drawn(ax: Axes, *, prefix: str, alt: str = "") -> Markup:
    """Return a figure as `inline_svg` does, and close it."""
    figure: Any = ax.get_figure(root=True)
    svg = _written(figure)
    plt.close(figure)
    return inline_svg(svg, prefix=prefix, alt=alt)


def turned(figure: Any) -> str:
    """Return a figure in words that are read from right to left as SVG of its own, turned with them."""
    typeface = ", ".join(family())  # which no page around it says
    return _mirrored(_written(figure)).replace(_READ, f'{_READ} font-family="{typeface}"', 1)


def _written(figure: Any) -> str:
    svg = io.StringIO()
    figure.savefig(svg, format="svg")
    return svg.getvalue()


def inline_svg(svg: str, *, prefix: str, alt: str) -> Markup:
    """Return matplotlib's SVG for use within a page: tokens for colours, ids of its own, as wide as its column.

    alt: what it shows in words; where there is none, what the figure says of itself. A figure in words that are read
    from right to left is turned with them, as the room's screen is.
    """
    svg = _mirrored(svg) if f' id="{TURNED}"' in svg else _in_words(svg, mirrored=False)
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


_READ = 'direction="rtl"'
_WIDE = 500  # points; a figure of a column's width is narrower
_LINE = re.compile(  # matplotlib writes the outlines of a line's letters; its words stand before them as a comment
    r"<!-- (?P<words>.*?) -->\s*<g(?P<style>[^>]*) transform=\"translate\((?P<x>\S+) (?P<y>\S+)\)"
    r"(?P<upwards>(?: rotate\S+)?) scale\((?P<size>\S+) [^>]*>(?P<letters>.*?)</g>",
    re.DOTALL,
)


def _in_words(svg: str, *, mirrored: bool) -> str:
    """Return a drawing whose words are words, in the typeface of the page, that can be searched, marked and translated.

    Each line is as wide as it was measured, whatever the typeface; a sign alone is not squeezed. mirrored: the drawing
    will be, and its words not.
    """

    def words(line: re.Match[str]) -> str:
        bold, size, x = "-Bold" in line["letters"], 100 * float(line["size"]), float(line["x"])
        room = measure(unescape(line["words"]), size, bold=bold)
        place = f"translate({x:.4f},{line['y']})"
        if mirrored:
            place = f"matrix(-1,0,0,1,{x - 2 * MIDDLE * size if line['upwards'] else x + room:.4f},{line['y']})"
        looks = ' font-weight="bold"' * bold + ' font-style="italic"' * ("-Italic" in line["letters"])
        fits = f'textLength="{room:.2f}" lengthAdjust="spacingAndGlyphs"' * any(map(str.isalnum, line["words"]))
        # Held in its middle a line stands in its place, whether it is read from the left or from the right.
        return (
            f'<text{line["style"]} transform="{place}{line["upwards"]}" x="{room / 2:.2f}" {fits}'
            f' text-anchor="middle" font-size="{size:g}"{looks}>{line["words"]}</text>'
        )

    return _LINE.sub(words, svg)


def _mirrored(svg: str) -> str:
    """Return a drawing as a mirror shows it, but with its words to be read, each line at its own place."""
    box = re.search(r' viewBox="0 0 (\S+) ', svg)
    mirror = f'<g id="figure_1" transform="matrix(-1,0,0,1,{float(box[1]) if box else 0.0:g},0)" {_READ}'
    return _in_words(svg, mirrored=True).replace('<g id="figure_1"', mirror, 1)


@cache
def tokens() -> dict[str, str]:
    """Return the light theme's colours and what a style sheet calls them: {"#16191d": "var(--cx-ink)", …}."""
    return {colour: f"var(--cx-{name})" for name, colour in reversed(colours().items())}
