"""A plain table: one heading row, columns named by item id or by the item's text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxkit.errors import ResponseError
from cxkit.responses.coding import judge
from cxkit.responses.formats.headings import item_columns
from cxkit.responses.formats.layout import Format, Head, Layout, called, repeated, row, without, without_repeated
from cxkit.responses.formats.summaries import numbers_columns, without_sums
from cxkit.survey.model import Survey
from cxkit.survey.parts import Item
from cxkit.words import say

if TYPE_CHECKING:
    import pandas as pd


def plain(frame: pd.DataFrame, survey: Survey, names: Sequence[Sequence[str]] | None = None) -> Layout:
    """Lay out a table with one heading row. names: what each column may be called, if more than it says itself.

    Headings that are repeated further down are nobody's answers. Raises ResponseError where the second row looks like
    the headings of a tool that nobody knows: it would become a person.
    """
    headings = row(frame, 0)
    names = names or [called(heading) for heading in headings]
    items = item_columns(names, survey)
    below = frame.iloc[1:]
    _refuse_spread_items(below, headings, items)
    again = repeated(frame, 1) | _like_headings(below, headings, items)
    below = below[~again]
    numbered = numbers_columns(below, items)
    counted = below.index.to_series().isin(below.index[:1] if numbered else ())
    unsure = [say("reading.unsure_row", row=below.index[0])] if numbered is None else []
    layout = Layout(names=names, frame=below[~counted], notes=tuple(unsure))
    layout = without(without_repeated(layout, again), counted, lambda n: say("reading.numbering", n=n))
    layout = without_sums(layout, items)
    if len(items) > 1 and len(layout.frame) > 1:
        _refuse_second_headings(layout.frame, items)
    return layout


def _like_headings(below: pd.DataFrame, headings: list[str], items: dict[int, Item]) -> pd.Series[bool]:
    """Say which rows hold the headings again, or the items' words, in the columns of these items."""
    import pandas as pd  # noqa: PLC0415

    again = pd.Series(len(items) > 1, index=below.index)
    for place, item in items.items():
        words = {headings[place].strip(), item.id, *item.text.all()}
        again[again] = below.loc[again, below.columns[place]].str.strip().isin(words)
        if not again.any():
            break
    return again


def _refuse_spread_items(below: pd.DataFrame, headings: list[str], items: dict[int, Item]) -> None:
    """Refuse an item whose answers may be spread over several columns, of which only the first has a heading."""
    for place, item in items.items():
        end = next((at for at in range(place + 1, len(headings)) if headings[at].strip()), len(headings))
        if (below.iloc[:, place + 1 : end] != "").any(axis=None):
            raise ResponseError(say("reading.blank_heading", item=item.id))


def _refuse_second_headings(below: pd.DataFrame, items: dict[int, Item]) -> None:
    for place, item in items.items():
        cells = below.iloc[:, place]
        first = cells.iloc[0]
        if not first.strip() or not judge([first], item)[1] or (cells.iloc[1:] == first).any():
            return
    place = below.index[0]
    raise ResponseError(say("reading.second_headings", row=place, first=next(iter(below.iloc[0])) or "…"))


def _sure(head: Head) -> float:
    return 0.5 if head else 0.0


FORMAT = Format(tool="a plain table", sure=_sure, lay_out=plain)
