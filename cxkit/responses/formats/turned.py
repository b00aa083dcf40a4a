"""Numbers of a file that may not be those of the survey's response scale: counted from elsewhere, or backwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cxkit.responses.coding import FIRST, as_number, judge, meanings, numbered
from cxkit.responses.formats.layout import Layout
from cxkit.responses.formats.mapping import Mapping
from cxkit.responses.frames import AnswerTable, Distinct, Floats, Whole
from cxkit.responses.hints import mapped, some
from cxkit.responses.spelling import alike
from cxkit.survey.kinds import KINDS
from cxkit.survey.model import Survey
from cxkit.survey.parts import MISSING, NOT_APPLICABLE, Item, ResponseScale
from cxkit.words import say, spoken

if TYPE_CHECKING:
    import pandas as pd

_ANCHOR = re.compile(r"(?<![\w.,-])(\d{1,3})\s*[=:–—-]\s*([^\W\d](?:(?! [–—-] )[^\d=:;,()\[\]/|\n…])*)")
"""What a heading says of a point: "(1 = fully, 5 = not at all)"."""
_ENOUGH, _SURE = 20, 3.3
"""So many people tell which way an item goes, where it is so many times the error of chance."""

LOOKED_AT = 5_000
"""Rows of a large file that tell which items go against the rest."""

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
            yield mapped(say("reading.taken_as", min=scale.min, low=low, max=scale.max, high=high))


def against(items: Sequence[str]) -> Iterator[str]:
    """Say which items go against the rest, if any: the file may have turned them before."""
    if items:
        yield say("reading.against", items=some(items))


def items_against(table: AnswerTable, survey: Survey) -> list[str]:
    """Return the items that go against the rest, turned as the survey says.

    The rest of a dimension: what leads there may be another one's bad end. Of one or two items: all others.
    """
    dimensions = [one for one in survey.dimensions if not KINDS[one.kind].together]
    items = [item for one in dimensions for item in one.items]
    if len(items) < 3 or table.rows < _ENOUGH:
        return []
    points = _points(table, items)
    there = ~np.isnan(points)
    spread = _spread(np.nan_to_num(points), there)
    spread[[item.reverse_keyed for item in items]] *= -1
    odd, at = [], 0
    for dimension in dimensions:
        own = slice(at, at := at + len(dimension.items))
        if (
            len(dimension.items) == 2
            and _together(spread[own], spread[own][::-1], there[own] & there[own][::-1])[0] > 0
        ):
            continue  # they go together: high may be bad in both
        rest = own if len(dimension.items) > 2 else slice(None)  # two alone tell not which of them it is
        others = there[rest].sum(axis=0) - there[own]
        mean = (spread[rest].sum(axis=0) - spread[own]) / np.maximum(others, 1)
        share = _together(spread[own], mean, there[own] & (others > 0))
        odd += [item.id for item, one in zip(dimension.items, share, strict=True) if one < -_SURE]
    return odd


def _points(table: AnswerTable, items: Sequence[Item]) -> Floats:
    """Return each item's points, NaN where there is none. What a word means is looked up once for all on one scale."""
    points: Floats = np.full((len(items), table.rows), np.nan)
    looked_up: list[tuple[ResponseScale, dict[Any, float]]] = []
    for place, item in enumerate(items):
        column, scale = table.column(item.id), item.response_scale
        if isinstance(column, Distinct):
            known = next((words for one, words in looked_up if one == scale), {})
            looked_up += [] if known else [(scale, known)]
            new = [value for value in column.raw if value not in known]
            codes = judge(new, item)[0].tolist() if new else []
            known |= {
                value: at + scale.min - FIRST if at >= FIRST else np.nan for value, at in zip(new, codes, strict=False)
            }
            points[place] = np.array([*map(known.get, column.raw), np.nan], dtype=np.float64)[column.codes]
        else:
            out = (column.values < scale.min) | (column.values > scale.max)
            if isinstance(column, Whole) and column.there is not None:
                out |= column.there == 0
            points[place] = np.where(out, np.nan, column.values)
    return points


def _spread(values: Floats, there: npt.NDArray[np.bool_]) -> Floats:
    """Return each row's values as so many standard deviations from its mean; 0 where there is none."""
    several = np.maximum(there.sum(axis=1, keepdims=True), 1)
    apart = np.where(there, values - values.sum(axis=1, keepdims=True) / several, 0.0)
    size = np.sqrt((apart**2).sum(axis=1, keepdims=True) / several)
    return apart / np.where(size > 0, size, np.inf)


def _together(one: Floats, other: Floats, both: npt.NDArray[np.bool_]) -> Floats:
    """Return for each row how many times the error of chance two go together; 0 where too few have both."""
    one, other, several = (
        _spread(np.where(both, one, 0.0), both),
        _spread(np.where(both, other, 0.0), both),
        both.sum(-1),
    )
    share = (one * other).sum(axis=1) / np.maximum(several, 1)
    return np.where(
        several < _ENOUGH, 0.0, np.arctanh(np.clip(share, -0.999, 0.999)) * np.sqrt(np.maximum(several - 3, 0))
    )


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
