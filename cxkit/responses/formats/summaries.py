"""Rows of a table that are nobody's: what a spreadsheet sums up at its head or foot, and numbers of columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxkit.responses.coding import as_number, judge
from cxkit.responses.formats.layout import Layout, without
from cxkit.responses.spelling import bare
from cxkit.survey.parts import Item
from cxkit.words import say

if TYPE_CHECKING:
    import pandas as pd

ENDS = 8
"""So many rows at either end are looked at."""
_WORDS = frozenset(map(bare, Path(__file__).with_name("summary_words.txt").read_text(encoding="utf-8").splitlines()))


def is_summary_word(cell: str) -> bool:
    """Say whether a cell names a summary, such as "Mean", "Total:" or "n = 80", in a language that cxkit speaks."""
    return bare("".join(sign for sign in cell if not sign.isdigit())) in _WORDS


def sums_up(below: pd.DataFrame, items: Mapping[int, Item]) -> pd.Series[bool]:
    """Say which rows at the head or foot sum the others up, and are nobody's. below: the rows below the headings.

    They hold what is no answer to one of the items at least, or the same summary of each of them, or their name stands
    among numbers and dates: a department may be called "Media". And they are called so in a column that is no item's,
    beside which nothing but blanks and numbers stand; or nothing stands in them but the same summary, which is no
    answer to one of the items at least.
    """
    found = below.index.to_series().isin(())
    others = [place for place in range(len(below.columns)) if place not in items]
    filled = below.index[(below != "").any(axis=1)]
    ends = {number: [str(cell).strip() for cell in below.loc[number]] for number in [*filled[:ENDS], *filled[-ENDS:]]}
    called = [number for number, cells in ends.items() if _is_called(below, cells, items, others)]
    people = below.drop(index=called)
    for number in called:
        cells = ends[number]
        among = [people.iloc[:, place].str.strip() for place in others if is_summary_word(cells[place])]
        found[number] = (
            _is_odd(cells, items)
            or _is_summary(cells, people, items)
            or any(column.str.match(r"\d").all() for column in among if len(column))
        )
    for number in found.index[~found].intersection([*ends]):
        cells, rest = ends[number], below[~found].drop(index=number)
        if any(cells[place] for place in others) or not _is_odd(cells, items):
            continue
        named = rest[(rest.iloc[:, others] != "").any(axis=1)]  # without another summary beside it
        found[number] = _is_summary(cells, rest, items) or _is_summary(cells, named, items)
    return found


def without_sums(layout: Layout, items: Mapping[int, Item]) -> Layout:
    """Return a layout without the rows that sum up the others, and with a note on how many they are."""
    summed = sums_up(layout.frame, items)
    unfinished = None if layout.unfinished is None else layout.unfinished[~summed]
    rest = replace(layout, frame=layout.frame[~summed], unfinished=unfinished)
    return without(rest, summed, lambda n: say("reading.summed", n=n))


def seems_summed(below: pd.DataFrame) -> pd.Series[bool]:
    """Say which rows at the head or foot sum the others up as far as can be told before it is known what was asked."""
    found = below.index.to_series().isin(())
    filled = below.index[(below != "").any(axis=1)]
    for number in {*filled[:ENDS], *filled[-ENDS:]}:
        cells = [str(cell).strip() for cell in below.loc[number]]
        beside = [place for place, cell in enumerate(cells) if cell and not is_summary_word(cell)]
        called = len(beside) < sum(map(bool, cells))
        numbers = bool(beside) and all(_is_number(cells[place]) for place in beside)
        found[number] = numbers and (called or _is_summary(cells, below.drop(index=number), beside))
    return found


def seems_nobodys(cells: Sequence[str], items: Mapping[int, Item]) -> bool:
    """Say whether a row may be one of those, as far as it tells by itself."""
    beside = [cell.strip() for place, cell in enumerate(cells) if place not in items and cell.strip()]
    if beside:
        return _count_on(cells) or any(map(is_summary_word, beside))
    answers = {place: cells[place] for place in items if place < len(cells) and cells[place].strip()}
    odd = _is_odd(answers, {place: items[place] for place in answers})
    return _count_on(cells) or (odd and all(map(_is_number, answers.values())))


def _count_on(cells: Sequence[str]) -> bool:
    """Say whether cells are 1, 2, 3 … from the first that is filled on; some begin with 0, or with its place."""
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    counted = [cells[place].strip() for place in filled]
    starts = {0, 1, *filled[:1], *(place + 1 for place in filled[:1])}
    return len(counted) > 2 and any(counted == [str(start + at) for at in range(len(counted))] for start in starts)


def _is_called(below: pd.DataFrame, cells: list[str], items: Mapping[int, Item], others: list[int]) -> bool:
    named = [place for place in others if is_summary_word(cells[place])]
    named = [place for place in named if (below.iloc[:, place].str.strip() == cells[place]).sum() == 1]
    beside = [cell for place, cell in enumerate(cells) if cell and place not in named]
    return bool(named) and any(cells[place] for place in items) and all(map(_is_number, beside))


def _is_odd(cells: Sequence[str] | Mapping[int, str], items: Mapping[int, Item]) -> bool:
    """Say whether a cell is no answer to its item."""
    return any(judge([cells[place]], item)[1] for place, item in items.items() if cells[place])


def _is_number(cell: str) -> bool:
    """Say whether a cell holds a number, or a formula's failure to make one."""
    return cell.startswith("#") or as_number(cell.replace(",", ".").rstrip("%")) is not None


def _is_summary(cells: Sequence[str], people: pd.DataFrame, places: Iterable[int]) -> bool:
    """Say whether a row is the mean, median, sum, number, spread, least, most or most frequent of these columns."""
    import pandas as pd  # noqa: PLC0415

    own = {place: cells[place] for place in places if cells[place]}
    numbers = {place: as_number(cell.replace(",", ".")) for place, cell in own.items()}
    if len(own) < 2 or None in numbers.values() or len(people) < 2:
        return False
    columns = {place: pd.to_numeric(people.iloc[:, place], errors="coerce").dropna() for place in own}
    return any(
        all(
            any(_is_about(own[place], numbers[place], exact) for exact in pd.Series(getattr(column, way)()))
            for place, column in columns.items()
        )
        for way in ("mean", "median", "sum", "count", "std", "min", "max", "mode")
    )


def _is_about(written: str, number: float | None, exact: float) -> bool:
    """Say whether a number is another one, to the places to which it is written."""
    places = len(written.replace(",", ".").partition(".")[2])
    return number is not None and abs(number - exact) <= 0.5000001 * 10.0**-places


def numbers_columns(below: pd.DataFrame, items: Mapping[int, Item]) -> bool | None:
    """Say whether the first row counts the columns: 1, 2, 3 … None: it may be what a person answered.

    It is no person's where a number stands in place of words, or is no answer, or whoever it is is not said.
    """
    cells = [str(cell).strip() for cell in below.iloc[0]] if len(below) > 1 else []
    if not _count_on(cells) or not any(cells[place] for place in items):
        return False
    others = [place for place in range(len(cells)) if place not in items]
    rest = below.iloc[1:]
    for place in others:
        beside = [cell.strip() for cell in map(str, rest.iloc[:, place]) if cell.strip()]
        if beside and (not cells[place] or not any(as_number(cell) is not None for cell in beside)):
            return True
    if any(cells[place] and judge([cells[place]], items[place])[1] for place in items):
        return True
    numbered = cells[0] and 0 in others and str(rest.iloc[0, 0]).strip() == str(int(cells[0]) + 1)
    return False if numbered else None  # people have numbers: 1, then what they answered
