"""Numbers of a file that may not be those of the survey's response scale: counted from elsewhere, or backwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from cxkit.responses.coding import as_number, meanings, numbered
from cxkit.responses.formats.layout import Layout
from cxkit.responses.formats.mapping import Mapping
from cxkit.responses.hints import some
from cxkit.responses.spelling import alike
from cxkit.survey.kinds import KINDS
from cxkit.survey.model import Survey
from cxkit.survey.parts import MISSING, NOT_APPLICABLE, Item
from cxkit.words import say, spoken

if TYPE_CHECKING:
    import pandas as pd

    from cxkit.responses.responses import Responses

_ANCHOR = re.compile(r"(?<![\w.,-])(\d{1,3})\s*[=:–—-]\s*([^\W\d](?:(?! [–—-] )[^\d=:;,()\[\]/|\n…])*)")
"""What a heading says of a point: "(1 = fully, 5 = not at all)"."""
_ENOUGH, _SURE = 20, 3.3
"""So many people tell which way an item goes, where it is so many times the error of chance."""

Anchor = tuple[int, str]
"""A number and the words that a file gives for it."""


def anchors(texts: Iterable[str]) -> list[Anchor]:
    """Return the points that texts explain."""
    return [(int(number), words.strip(" .")) for text in texts for number, words in _ANCHOR.findall(text)]


def code_list(sheet: pd.DataFrame) -> Iterator[Anchor]:
    """Give the numbers of a sheet with the words right of them, as a list of a tool's codes has them."""
    for cells in sheet.astype(str).itertuples(index=False):
        for one, other in pairwise(cells):
            if re.fullmatch(r"\d{1,3}", one.strip()) and other.strip():
                yield int(one), other.strip()


def other_numbers(
    layout: Layout, found: dict[int, str], survey: Survey, mapping: Mapping
) -> dict[str, tuple[str, ...]]:
    """Return the numbers of a file that may not be those of a response scale, by what a mapping calls them.

    They are not where the file gives one of the scale's words for another number: beside an answer ("Fully (1)"), in a
    heading, on a sheet of its own. And nobody types what a tool writes: where its numbers go one beyond an end of the
    scale, all may be its own, such as 0–4 for 1–5 with 5 for "can't tell". Once all are mapped they are known.
    """
    answers = {}
    for key, places in _groups(layout, found, survey).items():
        items = [*places.values()]
        scale, said = items[0].response_scale, _said(key, items, mapping)
        cells = {cell for place in places for cell in layout.frame.iloc[:, place].unique()}
        known = {value for value, meant in said.items() if meant in {NOT_APPLICABLE, MISSING}}.union(meanings(scale))
        numbers = {
            number: cell for cell in cells if (number := as_number(cell)) is not None and alike(cell) not in known
        }
        # Beside all of 0–10, a −1 is no answer rather than a point.
        beyond = scale.max + 1 in numbers or (scale.min - 1 in numbers and (scale.min > 0 or scale.max not in numbers))
        words = {word: int(point) for word, point in meanings(scale).items() if point not in {NOT_APPLICABLE, MISSING}}
        beside = filter(None, map(numbered, cells))
        told = (*layout.codes, *anchors({name for place in places for name in layout.names[place]}))
        # One answer says it; elsewhere a number may stand before words by chance.
        odd = [*_others(beside, words), *(others if len(others := _others(told, words)) > 1 else ())]
        apart = odd or (not layout.typed and beyond)
        if numbers and apart and not all(alike(cell) in said for cell in numbers.values()):
            answers[key] = tuple(numbers[one] for one in sorted(numbers))
    return answers


def taken_as(layout: Layout, found: dict[int, str], survey: Survey, mapping: Mapping) -> Iterator[str]:
    """Say how a tool's bare numbers are read where words would say it otherwise: nobody else could notice."""
    for key, places in {} if layout.typed else _groups(layout, found, survey).items():
        items = [*places.values()]
        scale, said = items[0].response_scale, _said(key, items, mapping)
        cells = {cell for place in places for cell in layout.frame.iloc[:, place].unique() if alike(cell) not in said}
        ends = [scale.labels.get(end) for end in (scale.min, scale.max)]
        told = any(map(numbered, cells)) or any(anchors(layout.names[place]) for place in places)
        if ends[0] and ends[1] and not told and any(as_number(cell) is not None for cell in cells):
            low, high = (end.said(spoken()).split("\n")[0] for end in ends if end)
            yield say("reading.taken_as", min=scale.min, low=low, max=scale.max, high=high)


def against(responses: Responses, survey: Survey) -> Iterator[str]:
    """Say which items go against the rest, turned as the survey says: the file may have turned them before.

    The rest of a dimension: what leads there may be another one's bad end. Of one or two items: all others.
    """
    dimensions = [one for one in survey.dimensions if not KINDS[one.kind].together]
    signs = {item.id: -1 if item.reverse_keyed else 1 for one in dimensions for item in one.items}
    if len(signs) < 3:
        return
    keyed = responses.frame[[*signs]] * [*signs.values()]
    spread = (keyed - keyed.mean()) / keyed.std().replace(0, np.nan)
    odd = []
    for dimension in dimensions:
        own = [item.id for item in dimension.items]
        if len(own) == 2 and spread[own[0]].corr(spread[own[1]]) > 0:
            continue  # they go together: high may be bad in both
        for id in own:
            rest = spread[own] if len(own) > 2 else spread  # two alone tell not which of them it is
            others = rest.drop(columns=id).mean(axis=1)
            several = int((spread[id].notna() & others.notna()).sum())
            if several < _ENOUGH:
                continue
            if np.arctanh(np.clip(spread[id].corr(others), -0.999, 0.999)) * (several - 3) ** 0.5 < -_SURE:
                odd.append(id)
    if odd:
        yield say("reading.against", items=some(odd))


def _groups(layout: Layout, found: dict[int, str], survey: Survey) -> dict[str, dict[int, Item]]:
    """Return the columns whose answers a mapping explains together, by what it calls them."""
    items = {item.id: item for item in survey.items}
    groups: dict[str, dict[int, Item]] = {}
    for place, id in found.items():
        if id in items and [*found.values()].count(id) == 1:
            general = items[id].response_scale == survey.response_scale
            groups.setdefault("values" if general else id, {})[place] = items[id]
    return groups


def _said(key: str, items: Iterable[Item], mapping: Mapping) -> dict[str, str]:
    """Return what is known of the values of these items."""
    said: dict[str, str] = {}
    for item in items:
        said |= {alike(value): meant for value, meant in item.response_scale.values.items()}
        said |= (mapping.values.get("", {}) if key == "values" else {}) | mapping.values.get(item.id, {})
    return said


def _others(told: Iterable[Anchor], words: dict[str, int]) -> set[Anchor]:
    """Return what gives a scale's words for another number than the scale does."""
    return {(number, said) for number, said in told if words.get(alike(said), number) != number}
