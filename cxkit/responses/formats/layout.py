"""What a tool's file is laid out as, and what a module for a tool gives: how sure it is, and the layout.

Another package adds a tool with an entry point in the group `cxkit.formats` that names a Format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cxkit.responses.frames import table
from cxkit.responses.spelling import untagged
from cxkit.survey.model import Survey
from cxkit.words import say

if TYPE_CHECKING:
    import pandas as pd

_ROW = re.compile(r"^.*?\[(?P<row>.*?)\][\s*]*$", re.DOTALL)
_NUMBER = re.compile(r"^\s*\d+[.)]\s+")
_SCALE = re.compile(r"\s*[(\[][^()\[\]]*\d\s*=[^()\[\]]*[)\]]\s*$")
"""How a heading ends that explains its scale: "They listen. (1 = never, 5 = always)"."""

WIDE = 10
"""So many columns, and people do not give the same row by chance."""

CELLS = 1 << 20
"""Cells of a table in which rows that are there twice are looked for."""

Head = Sequence[Sequence[str]]
"""The first rows of a file."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A tool's file as a plain table.

    names: for each column, its heading, and what else it may be called, the likeliest first.
    frame: a row for each person, indexed by its row in the file; as many columns of text as there are names.
    notes: which rows are not counted, and why; aside: how many these are.
    unfinished: for each row, whether somebody stopped before the end. typed: whether people may have typed it.
    codes: numbers with their words, as the file lists them elsewhere.
    """

    names: Sequence[Sequence[str]]
    frame: pd.DataFrame
    aside: int = 0
    unfinished: pd.Series[bool] | None = None
    typed: bool = False
    codes: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Format:
    """A tool's way of writing files.

    tool: its name. sure: how sure a file's first rows are of this tool, from 0 (is not) to 1.
    lay_out: all rows that hold anything, headings included, become a Layout; raises ResponseError.
    """

    tool: str
    sure: Callable[[Head], float]
    lay_out: Callable[[pd.DataFrame, Survey], Layout]


class Stumbled(Exception):
    """The fast reader met something that the plain one can explain, or read."""


def has(head: Head, *headings: str) -> float:
    """Return the share (0–1) of these headings that a file has, capitals aside."""
    there = {cell.strip().casefold() for cell in head[0]} if head else set()
    return sum(heading.casefold() in there for heading in headings) / len(headings)


def row(frame: pd.DataFrame, place: int) -> list[str]:
    """Return the cells of one row."""
    return [str(cell) for cell in frame.iloc[place]]


def after(text: str, mark: str) -> Iterator[str]:
    """Give what follows each mark: of "stem - item - more", "item - more" and "more"."""
    while mark in text:
        text = text.partition(mark)[2]
        yield text


def called(heading: str) -> tuple[str, ...]:
    """Return what a heading may call its column: "1. How far? [Row]" may be its row, and have its number taken off.

    A first line may do: what follows a line break is a note to the reader.

    >>> from cxkit.responses.formats.layout import called
    >>> called("How far? [They listen.]")
    ('How far? [They listen.]', 'They listen.')
    """
    words = untagged(heading)
    grid = _ROW.match(words)
    names = [heading, *([grid["row"]] if grid else []), _NUMBER.sub("", words)]
    names += [_SCALE.sub("", name) for name in names]
    return tuple(dict.fromkeys([*names, *(name.strip().split("\n")[0] for name in names)]))


def column(frame: pd.DataFrame, headings: Sequence[str], *called: str) -> pd.Series[str]:
    """Return the column of the first of these headings that is there, in small letters; blanks where none is."""
    there = {heading.strip().casefold(): place for place, heading in reversed(list(enumerate(headings)))}
    for name in called:
        if name.casefold() in there:
            return frame.iloc[:, there[name.casefold()]].str.strip().str.casefold()
    return frame.iloc[:, 0].str.slice(stop=0)


def repeated(frame: pd.DataFrame, rows: int) -> pd.Series[bool]:
    """Say which rows below so many heading rows are one of them again: files that were put together have some."""
    headings = {tuple(map(str.strip, row(frame, place))) for place in range(rows)}
    below = frame.iloc[rows:]
    first = below.iloc[:, 0].str.strip().isin({heading[0] for heading in headings})
    again = [cells[0] for cells in below[first].itertuples() if tuple(map(str.strip, cells[1:])) in headings]
    return below.index.to_series().isin(again)


def said_again(rows: int) -> list[str]:
    """Say how many rows are the same as an earlier one, if any."""
    return [say("reading.again", n=rows)] if rows else []


def twice(frame: Any) -> tuple[str, ...]:
    """Say how many rows of a table are the same as an earlier one: of a larger one that would take too long."""
    source = table(frame)
    columns = len(source.names)
    if columns < WIDE or source.rows * columns > CELLS or len({*source.names}) < columns:
        return ()
    import narwhals.stable.v2 as nw  # noqa: PLC0415

    with suppress(TypeError):  # a column of lists: nobody's answers, and nothing to compare
        one = nw.from_native(frame, eager_only=True)
        filled = one.filter(~nw.all_horizontal(nw.all().is_null(), ignore_nulls=False))
        return tuple(said_again(len(filled) - len(filled.unique())))
    return ()


def without(layout: Layout, rows: pd.Series[bool], told: Callable[[int], str]) -> Layout:
    """Return a layout with a note on how many of these rows, which it has no more, are not counted, if any."""
    number = int(rows.sum())
    return replace(layout, notes=(*layout.notes, told(number)), aside=layout.aside + number) if number else layout


def without_repeated(layout: Layout, rows: pd.Series[bool]) -> Layout:
    """Return a layout with a note on rows that repeat the headings, if any."""
    return without(layout, rows, lambda n: say("reading.headings_again", n=n))
