"""The layout of each kind of picture, and the papers that there are."""

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import Any

from cxkit.reports.in_both import in_both
from cxkit.reports.layouts.arrows import arrows
from cxkit.reports.layouts.lines import lines
from cxkit.reports.layouts.pins import pins
from cxkit.reports.layouts.plane import plane
from cxkit.reports.layouts.rows import rows
from cxkit.reports.layouts.scene import Beneath, Paper, Scene, Words
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
_IN_TWO = (3.0, 3.3), (2.0, 2.6), (2.0, 2.75)
"""The same in a mixed room, and of the headline in the second language."""


def laid_out(picture: Picture, paper: Paper) -> Scene:
    """Lay out a picture on some paper."""
    return _KINDS[picture.kind](picture, paper)


def on_stage(picture: Picture, other: Picture | None = None) -> Scene:
    """Lay out a picture on the stage: in the space that its headline leaves.

    other: the same in the second language of a mixed room. Then names are in both, as far as those in the first still
    stand whole; of the second, where there is no more room, the beginning.
    """
    head = _CHAPTER + len(picture.people) + len(picture.question)
    high = _FREE - _HEAD * int(head * 0.6 * _LETTERS / _WIDE)
    high -= _NOTE * ceil(len(picture.below) * 0.6 * _LETTERS / _WIDE)
    said = (picture.headline, picture.words, *([other.headline] if other else []))
    for words, (letters, line) in zip(said, _IN_TWO if other else (_HEADLINE, _WORDS), strict=True):
        high -= line * ceil(len(words) * 0.6 * letters / _WIDE)
    paper = Paper(wide=_WIDE / _LETTERS, high=high / _LETTERS)
    alone = laid_out(picture, paper)
    if other is None:
        return alone
    both = (laid_out(in_both(picture, other), replace(paper, beneath=lines)) for lines in (paper.beneath, 2, 1))
    whole = [scene for scene in both if scene.high <= high / _LETTERS + 0.01 and _cut(scene) <= _cut(alone)]
    return min((one for one in whole if 2 * one.left <= len(picture.rows)), key=lambda one: one.left, default=alone)


def _cut(scene: Scene) -> int:
    """Return of how many names stands only the beginning."""
    texts = (mark.text for mark in scene.marks if isinstance(mark, Words))
    return sum(text.endswith("…") for text in texts if not isinstance(text, Beneath))


def staged(picture: Picture, other: Picture | None = None) -> dict[str, Any]:
    """Return what the stage gets: the finding, and its picture laid out. other: as `on_stage` takes it."""
    return {
        "headline": picture.headline,
        "words": picture.words,
        "kind": picture.kind,
        "rows": [],
        "note": picture.below,
        "people": picture.people,
        "following": picture.following.to_dict(),
        "alt": picture.alt,
        "scene": on_stage(picture, other).to_dict() if picture.rows else None,
    }


_KINDS: dict[str, Callable[[Picture, Paper], Scene]] = {
    "bars": rows, "shares": rows, "tokens": rows, "order": rows, "pins": pins, "plane": plane, "ways": ways,
    "arrows": arrows, "lines": lines,
}  # fmt: skip
