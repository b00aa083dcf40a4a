"""Counts of people by group, and within it by dimension, item or pattern: nested, and read as one mapping."""

from collections import defaultdict
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from cxkit.statistics.grouped import Group, Ints

Kinds = Mapping[str, Mapping[tuple[Any, ...], int]]
"""{dimension, item or pattern: {the rest of what is counted: respondents}}."""


class Nested(Mapping[Any, int]):
    """{(group, kind, *rest): respondents}, made when somebody reads it: until then it is arrays, a tenth of the size.

    by_group: {group: {kind: {rest: respondents}}}.
    """

    def __init__(self, make: Callable[[], Mapping[Group, Kinds]]) -> None:
        self._make = make

    @classmethod
    def of(cls, parts: Iterable[tuple[Group, Kinds]]) -> "Nested":
        """Return the counts of groups, those of one group added up."""
        found: defaultdict[Group, list[Kinds]] = defaultdict(list)
        for group, kinds in parts:
            found[group].append(kinds)
        return cls(lambda: {group: own[0] if len(own) == 1 else _added(own) for group, own in found.items()})

    @cached_property
    def by_group(self) -> Mapping[Group, Kinds]:
        """The counts as they are nested."""
        return self._make()

    @cached_property
    def _counts(self) -> dict[Any, int]:
        return {
            (group, kind, *rest): n
            for group, kinds in self.by_group.items()
            for kind, counts in kinds.items()
            for rest, n in counts.items()
        }

    def __getitem__(self, key: Any) -> int:
        return self._counts[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def items(self) -> ItemsView[Any, int]:
        """Return the dict's own view, which is faster than what Mapping makes of `__getitem__`."""
        return self._counts.items()

    def __repr__(self) -> str:
        return repr(self._counts)

    def __reduce__(self) -> tuple[type[dict[Any, int]], tuple[dict[Any, int]]]:
        return dict, (self._counts,)  # another machine needs the counts, not what they were made of


def by_group(counts: Mapping[Any, int]) -> Mapping[Group, Kinds]:
    """Return counts by group, {group: {kind: {rest: respondents}}}, however they are held."""
    if isinstance(counts, Nested):
        return counts.by_group
    found: defaultdict[Group, defaultdict[str, dict[tuple[Any, ...], int]]] = defaultdict(lambda: defaultdict(dict))
    for (group, kind, *rest), n in counts.items():
        found[group][kind][tuple(rest)] = n
    return found


def sliced(
    groups: Sequence[Group], columns: Iterable[tuple[str, Ints, Sequence[tuple[Any, ...]], Ints]]
) -> dict[Group, Kinds]:
    """Nest columns: of each kind the group of each count by its place, in order; the rest of its key; and how many."""
    found: dict[Group, dict[str, dict[tuple[Any, ...], int]]] = {group: {} for group in groups}
    for kind, group, rests, n in columns:
        ends, counts = np.searchsorted(group, np.arange(len(groups) + 1)).tolist(), n.tolist()
        for place, own in enumerate(found.values()):
            rows = slice(ends[place], ends[place + 1])
            own[kind] = dict(zip(rests[rows], counts[rows], strict=True))
    return found  # type: ignore[return-value]


def _added(parts: Iterable[Kinds]) -> Kinds:
    total: defaultdict[str, dict[tuple[Any, ...], int]] = defaultdict(dict)
    for kinds in parts:
        for kind, counts in kinds.items():
            own = total[kind]
            for rest, n in counts.items():
                own[rest] = own.get(rest, 0) + n
    return total
