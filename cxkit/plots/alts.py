"""Alt text: what a figure says, in words, for those who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote
from weakref import WeakKeyDictionary

from cxkit.errors import ReportError
from cxkit.plots.wording import sentences

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOLD: WeakKeyDictionary[Axes, str] = WeakKeyDictionary()


def alt(ax: Axes) -> str:
    """Return the alt text of a figure that was drawn here: what it shows, and every number on it with its n.

    What is hidden is called hidden. Raises ReportError for axes that nothing here was drawn on.
    """
    try:
        return _TOLD[ax]
    except KeyError:
        raise ReportError("These axes have no alt text: nothing of cxkit.plots was drawn on them.") from None


def tell(ax: Axes, *parts: str) -> Axes:
    """Keep the alt text of axes, also in a drawing made of them as SVG (in an id), and return the axes."""
    _TOLD[ax] = sentences(parts)
    ax.patch.set_gid(f"cx-alt:{quote(_TOLD[ax])}")
    return ax
