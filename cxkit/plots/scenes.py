"""A picture of an activity on paper: what the stage shows, laid out for a page's column, and drawn by matplotlib."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, PathPatch
from matplotlib.path import Path

from cxkit.plots import lettering
from cxkit.plots.alts import described
from cxkit.plots.layout import EDGE, NARROW, Frame, calm, opened, span
from cxkit.plots.lettering import SMALL, measure, soft, wrap, write
from cxkit.plots.tokens import colours, hues, shade
from cxkit.reports.layouts import scene
from cxkit.reports.layouts.laying import laid_out
from cxkit.reports.pictures import Picture
from cxkit.reports.wording import why_hidden
from cxkit.words import say

_CODES = {"M": [Path.MOVETO], "L": [Path.LINETO], "C": [Path.CURVE4] * 3, "Z": [Path.CLOSEPOLY]}
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def draw_picture(picture: Picture, ax: Axes | None) -> Axes:
    """Draw a picture with its finding as title; words where there is nothing to show."""
    if not picture.rows:
        known = "" if picture.headline == say("headline.nothing") else picture.headline
        return calm(ax, picture.question, picture.note or why_hidden(), said=known)
    room = span(ax, NARROW)
    plan = laid_out(picture, scene.Paper(wide=room / SMALL, measure=_measured))
    question = wrap(picture.question, SMALL, room, even=False)
    key = [[soft(words)] for words in (*question, picture.people) if words]
    said = (picture.words, [picture.headline]) if picture.words else (picture.headline, [])
    notes = [words for words in (picture.reading, picture.note, *picture.quotes) if words]
    frame = Frame(title=said[0], room=room, key=key, found=said[1], notes=notes, lift=4, drop=12)
    ax = _placed(plan.high * SMALL / 72, frame) if ax is None else opened(ax, height=0)
    ax.set(xlim=(0, plan.wide), ylim=(plan.high, 0), xticks=[], yticks=[])
    ax.grid(visible=False)
    for place, mark in enumerate(plan.marks):
        _draw(ax, mark, hues(picture.hue + 1)[-1], 1 + place / 1000)
    frame.write(ax, 0.0)
    return described(ax, picture.alt)


def _placed(high: float, frame: Frame) -> Axes:
    """Return new axes within a frame, so many inches high: each mark has its place, so nothing is left to a layout."""
    over, under = (one[1] / 72 + EDGE for one in (frame.over, frame.under))
    whole = high + over + under
    ax = opened(None, height=whole, wide=NARROW)
    figure = ax.get_figure(root=True)
    if figure is not None:
        figure.set_layout_engine("none")
    ax.set_position((EDGE / NARROW, under / whole, 1 - 2 * EDGE / NARROW, high / whole))
    return ax


def _measured(text: str, *, bold: bool = False) -> float:
    return measure(text, SMALL, bold=bold) / SMALL


def _draw(ax: Axes, mark: scene.Mark, hue: str, layer: float) -> None:
    if isinstance(mark, scene.Words):
        colour = hue if mark.colour == "hue" else mark.colour
        words = lettering.Words(
            text=mark.text, size=SMALL * mark.size, colour=colour, bold=mark.bold, italic=mark.italic
        )
        write(ax, (mark.x, mark.y), words, anchor=_ANCHORS[mark.anchor])
        return
    looks: dict[str, Any] = {
        "facecolor": _paint(mark.colour, hue, mark.tint) if mark.colour else "none",
        "edgecolor": _paint(mark.edge, hue, 1.0) if mark.edge else "none",
        "linewidth": SMALL * mark.thick,
        "zorder": layer,
        "clip_on": False,
    }
    if isinstance(mark, scene.Oval):
        ax.add_patch(Ellipse((mark.x, mark.y), 2 * mark.wide, 2 * mark.high, **looks))
        return
    codes = [code for step, _ in mark.steps for code in _CODES[step]]
    points = [pair for step, own in mark.steps for pair in (zip(own[::2], own[1::2], strict=True) if own else [(0, 0)])]
    dashes = (0, (2.5, 1.5)) if mark.dashed else "solid"
    ax.add_patch(PathPatch(Path(list(points), codes), linestyle=dashes, **looks))


def _paint(colour: str, hue: str, tint: float) -> Any:
    token = next((name for name, own in colours().items() if own == hue), colour) if colour == "hue" else colour
    return shade(token, tint)
