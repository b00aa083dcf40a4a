"""The colours and the typeface of `static/tokens.css`, as matplotlib takes them.

Shades are made with opacity and not by mixing: a figure's SVG then holds nothing but the tokens' own colours, which the
book replaces by those of its theme, light or dark.
"""

import re
from functools import cache
from typing import Any

from matplotlib import font_manager
from matplotlib.colors import ListedColormap, to_rgb, to_rgba
from seaborn.utils import relative_luminance

from cxkit.static import served

Shade = tuple[float, float, float, float]

_STRONGEST = 0.55
"""The opacity at the ends of a heat map: ink stays readable on it (6:1 and more)."""


@cache
def colours() -> dict[str, str]:
    """Return the light theme's colours by token name without its prefix: {"dim-1": "#2f6db5", …}."""
    return dict(re.findall(r"--cx-([\w-]+):var\(--cx-light,(#[0-9a-fA-F]{6})\)", served("tokens.css")))


def paint(colour: Any) -> Any:
    """Return the colour of a token, or the colour itself."""
    return colours().get(colour, colour) if isinstance(colour, str) else colour


def hues(n: int) -> list[str]:
    """Return a colour for each of n dimensions: the four fixed ones, then again from the first."""
    return [colours()[f"dim-{place % 4 + 1}"] for place in range(n)]


def shade(token: str, opacity: float) -> Shade:
    """Return a token's colour at an opacity of 0–1."""
    return to_rgba(colours()[token], opacity)


def text_on(colour: Shade) -> str:
    """Return ink or paper, whichever stands out more on a shade that lies on paper (WCAG 2 contrast)."""
    *rgb, opacity = colour
    paper = to_rgb(colours()["paper"])
    ground = [part * opacity + back * (1 - opacity) for part, back in zip(rgb, paper, strict=True)]
    light = relative_luminance(ground) + 0.05
    contrast = {own: light / (relative_luminance(own) + 0.05) for own in (colours()["ink"], colours()["paper"])}
    return max(contrast, key=lambda own: max(contrast[own], 1 / contrast[own]))


@cache
def diverging() -> ListedColormap:
    """Return the colours of means from 0 to 100: unfavourable, nothing at 50, favourable; as strong as in the room."""
    shades = []
    for mean in range(101):
        away = max(-1.0, min(1.0, (mean - 50) / 35))
        shades.append(shade("favourable" if away > 0 else "unfavourable", abs(away) * _STRONGEST))
    return ListedColormap(shades, name="cx-diverging")


@cache
def family() -> tuple[str, ...]:
    """Return the tokens' typefaces that this machine has, in their order, and matplotlib's own for what they lack."""
    (listed,) = re.findall(r"--cx-font:([^;]+);", served("tokens.css"))
    here = set(font_manager.get_font_names())
    named = [name.strip(' "') for name in listed.split(",")]
    return (*(name for name in named if name in here), "DejaVu Sans")
