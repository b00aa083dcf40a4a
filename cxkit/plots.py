"""Figures: a Report in, matplotlib Axes out. Drawn with seaborn in the colours of `static/tokens.css`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import seaborn as sns

from cxkit.reports import Report
from cxkit.spreads import SHOWN

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOKENS = Path(__file__).parent / "static" / "tokens.css"


@cache
def colours() -> dict[str, str]:
    """Return the light theme's colours by token name without its prefix: {"dim-1": "#2f6db5", …}."""
    return dict(re.findall(r"--cx-([\w-]+): var\(--cx-light, (#[0-9a-fA-F]{6})\)", _TOKENS.read_text(encoding="utf-8")))


def hues(n: int) -> list[str]:
    """Return a colour for each of n dimensions: the four fixed ones, then again from the first."""
    return [colours()[f"dim-{place % 4 + 1}"] for place in range(n)]


def profile(report: Report, *, ax: Axes | None = None) -> Axes:
    """Draw each dimension's mean for everybody, 0–100, with its 95% interval and its n."""
    table = report.dimensions
    ids = list(table.index)
    ax = _axes(ax, height=0.9 + 0.55 * len(ids))
    sns.barplot(
        x=table["mean"].fillna(0).to_list(), y=ids, hue=ids, palette=hues(len(ids)),
        orient="h", width=0.5, saturation=1, legend=False, ax=ax,
    )  # fmt: skip
    titles = [str(report.survey.dimension(id).title) for id in ids]
    ax.set_yticks(range(len(ids)), titles, color=colours()["ink"], parse_math=False)
    for place, (_, row) in enumerate(table.iterrows()):
        _label(ax, place, row, report)
    ax.set(xlim=(0, 100), ylabel="")
    ax.set_xlabel("Score from 0 to 100, with its 95% interval", color=colours()["soft"], labelpad=8)
    ax.set_xticks([0, 25, 50, 75, 100])
    return ax


def _label(ax: Axes, place: int, row: Any, report: Report) -> None:
    ink, soft = colours()["ink"], colours()["soft"]
    if row["status"] != SHOWN:
        words = f"hidden: fewer than {report.thresholds.scores} answered"
        ax.text(1, place, words, va="center", color=soft, style="italic")
        return
    for colour, width in ((colours()["paper"], 4.5), (ink, 1.6)):  # a halo, or the line is lost on its bar
        ax.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=width, solid_capstyle="butt")
    edge: dict[str, Any] = {"xycoords": ax.get_yaxis_transform(), "textcoords": "offset points", "va": "center"}
    ax.annotate(f"{row['mean']:.0f}", (1, place), xytext=(8, 0), color=ink, fontsize=16, **edge)
    ax.annotate(f"n = {row['n']}", (1, place), xytext=(36, 0), color=soft, fontsize=10, **edge)


def _axes(ax: Axes | None, *, height: float) -> Axes:
    if ax is None:
        _, ax = plt.subplots(figsize=(5.2, height), layout="constrained")
    figure = ax.get_figure()
    if figure is not None:
        figure.set_facecolor("none")  # the page's own paper, light or dark
    ax.set_facecolor("none")
    sns.despine(ax=ax, left=True, bottom=True)
    ax.tick_params(length=0, colors=colours()["soft"], labelsize=11)
    ax.grid(axis="x", color=colours()["rule"], linewidth=0.8)
    ax.set_axisbelow(True)
    return ax
