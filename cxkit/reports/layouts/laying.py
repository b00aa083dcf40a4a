"""The layout of each kind of picture, and the papers that there are."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any

from cxkit.reports.layouts.arrows import arrows
from cxkit.reports.layouts.lines import lines
from cxkit.reports.layouts.pins import pins
from cxkit.reports.layouts.plane import plane
from cxkit.reports.layouts.rows import rows
from cxkit.reports.layouts.scene import Paper, Scene
from cxkit.reports.layouts.ways import ways
from cxkit.reports.pictures import Picture

_WIDE, _LETTERS = 91.6, 1.75
"""The stage, in hundredths of its width: what is within its edges, and its smallest letters."""
_FREE = 40.5
"""How high all is between head and foot."""
_HEADLINE, _WORDS, _NOTE = (3.4, 3.75), (2.3, 3.0), 2.7
"""Of a headline, and of the words under it: how large letters are, and how high a line is; and how high a note."""
_CHAPTER, _HEAD = 40, 2.3
"""At most so many letters stand before the question in the head; and how high a further line of it is."""


def laid_out(picture: Picture, paper: Paper) -> Scene:
    """Lay out a picture on some paper."""
    return _KINDS[picture.kind](picture, paper)


def on_stage(picture: Picture) -> Scene:
    """Lay out a picture on the stage: in the space that its headline leaves."""
    head = _CHAPTER + len(picture.people) + len(picture.question)
    high = _FREE - _HEAD * int(head * 0.6 * _LETTERS / _WIDE)
    high -= _NOTE * ceil(len(picture.below) * 0.6 * _LETTERS / _WIDE)
    for words, (letters, line) in ((picture.headline, _HEADLINE), (picture.words, _WORDS)):
        high -= line * ceil(len(words) * 0.6 * letters / _WIDE)
    return laid_out(picture, Paper(wide=_WIDE / _LETTERS, high=high / _LETTERS))


def staged(picture: Picture) -> dict[str, Any]:
    """Return what the stage gets: the finding, and its picture laid out."""
    return {
        "headline": picture.headline,
        "words": picture.words,
        "kind": picture.kind,
        "rows": [],
        "note": picture.below,
        "people": picture.people,
        "following": picture.following.to_dict(),
        "alt": picture.alt,
        "scene": on_stage(picture).to_dict() if picture.rows else None,
    }


_KINDS: dict[str, Callable[[Picture, Paper], Scene]] = {
    "bars": rows, "shares": rows, "tokens": rows, "order": rows, "pins": pins, "plane": plane, "ways": ways,
    "arrows": arrows, "lines": lines,
}  # fmt: skip
