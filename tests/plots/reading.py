"""What stands on a figure, read back from its axes."""

import re
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text


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
    """Return the rows' labels, unwrapped."""
    return [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]


def place(text: Text) -> float:
    """Return the place from the top of what is written in a row."""
    assert isinstance(text, Annotation)
    return float(text.xy[1])


def beside(ax: Axes) -> dict[float, list[str]]:
    """Return {place: what stands at the right of that row, from left to right}."""
    found: dict[float, list[tuple[float, str]]] = {}
    for text in ax.texts:
        assert isinstance(text, Annotation)
        if text.xy[0] == 1 and text.xycoords == ax.get_yaxis_transform():
            found.setdefault(text.xy[1], []).append((text.get_position()[0], text.get_text()))
    return {at: [words for _, words in sorted(own)] for at, own in found.items()}


def rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples())


def dots(ax: Axes) -> list[list[tuple[float, float]]]:
    """Return the points of each scatter, in the order in which they were drawn."""
    return [[(float(x), float(y)) for x, y in np.asarray(each.get_offsets())] for each in ax.collections]


def texts(ax: Axes) -> list[Text]:
    """Return every text that is seen."""
    ticks = [label for axis in (ax.xaxis, ax.yaxis) for label in axis.get_ticklabels()]
    return [text for text in (*ax.texts, *ticks, ax.xaxis.label) if text.get_visible() and text.get_text()]


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))
