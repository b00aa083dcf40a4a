"""A table's answers by groups: its sheet, and which group each row is in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit.errors import ResponseError, listing
from cxkit.responses.coding import Codes, options
from cxkit.responses.frames import table
from cxkit.responses.problems import Problem
from cxkit.responses.responses import Responses
from cxkit.statistics.encoding import BLOCK, Sheet
from cxkit.survey.model import Survey

Ints = npt.NDArray[np.int64]

Group = tuple[str, ...]
"""One value for each attribute that is counted by; "" where a respondent did not state it; () when by nothing."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some rows of a table: their codes, a row an item, and the place of each among the groups."""

    codes: Codes
    groups: tuple[Group, ...]
    places: Ints
    problems: list[Problem]


Job = tuple[int, Callable[[], Iterable[Block]]]
"""The number of a table, and what gives some of its rows."""


class Grouped:
    """A table. groups: those that occur, in order of their values. places: each row's among them."""

    def __init__(self, answers: Any, survey: Survey, by: tuple[str, ...]) -> None:
        self.sheet = Sheet.of(answers, survey)
        source = table(answers.frame if isinstance(answers, Responses) else answers)
        check_attributes(source.names, survey, by)
        read = [options(source.distinct(id), survey.attribute(id)) for id in by]
        self.groups, self.places = _groups([(codes, values) for codes, values, _ in read], self.sheet.rows)
        self.problems = [*self.sheet.problems, *(problem for _, _, wrong in read for problem in wrong)]

    def block(self, start: int) -> Block:
        """Return the rows from `start` on, BLOCK at most. What is wrong in the whole table comes with its first."""
        codes, problems = self.sheet.block(start)
        return Block(
            codes=codes,
            groups=self.groups,
            places=self.places[start : start + BLOCK],
            problems=problems if start else [*self.problems, *problems],
        )

    def blocks(self, start: int = 0, end: int | None = None) -> Iterator[Block]:
        """Return the blocks from one row to another."""
        return map(self.block, range(start, self.sheet.rows if end is None else end, BLOCK))

    def jobs(self, number: int = 0) -> Iterator[Job]:
        """Return each block as a job of its own. number: the table's."""
        return ((number, partial(self.blocks, start, start + 1)) for start in range(0, self.sheet.rows, BLOCK))


def _groups(read: list[tuple[Ints, list[str]]], rows: int) -> tuple[tuple[Group, ...], Ints]:
    """Return the groups that occur, in order of their values, and each row's place among them."""
    codes, size = np.zeros(rows, dtype=np.int64), 1
    for places, values in read:
        if size * len(values) >= 1 << 62:
            raise ResponseError(
                f"There are too many groups: {size} × {len(values)} combinations of values. "
                "Group by attributes with fewer values; names and e-mail addresses are none."
            )
        codes, size = (codes * len(values) + places if size > 1 else places), size * len(values)
    # Counting is faster than sorting a million rows, as long as there is room for every combination.
    found = np.flatnonzero(np.bincount(codes, minlength=size)) if size <= 1 << 22 else np.unique(codes)
    groups: list[Group] = []
    for code in found.tolist():
        group: list[str] = []
        for _, values in reversed(read):
            code, place = divmod(code, len(values))  # noqa: PLW2901
            group.insert(0, values[place])
        groups.append(tuple(group))
    order = sorted(range(len(groups)), key=groups.__getitem__)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    ordered = tuple(groups[place] for place in order)
    if size <= 1 << 22:
        lookup = np.zeros(size, dtype=np.int64)
        lookup[found] = rank
        return ordered, lookup[codes]
    return ordered, rank[np.searchsorted(found, codes)]


def check_attributes(
    columns: Iterable[str], survey: Survey, by: Iterable[str], *, have: str = "The answers have"
) -> None:
    """Raise ResponseError where an attribute to group by is not the survey's, or has no column."""
    columns = set(columns)
    known = [attribute.id for attribute in survey.attributes if attribute.id in columns]
    unknown = [id for id in by if id not in known]
    if unknown:
        raise ResponseError(
            f"There is no attribute {listing(unknown)} to group by. {have}: {listing(known) or 'none'}."
        )
