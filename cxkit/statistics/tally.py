"""Tallies: whole-number counts by group from which everything shown is computed. They add up exactly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, ItemsView, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, product, repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit.errors import ResponseError, listing
from cxkit.responses.coding import options
from cxkit.responses.frames import table
from cxkit.responses.problems import Problem
from cxkit.responses.responses import Responses
from cxkit.responses.spelling import one_spelling
from cxkit.statistics.counting import count
from cxkit.statistics.encoding import Sheet
from cxkit.survey.crossing import CROSS
from cxkit.survey.model import Survey
from cxkit.survey.parts import NOT_APPLICABLE, Item

Ints = npt.NDArray[np.int64]

Group = tuple[str, ...]
"""One value for each attribute of `Tally.by`; "" where a respondent did not state it; () when by nothing."""

MISSING = "missing"
EMPTY = "empty"
NOTHING = "blank"
STRAIGHT_LINED = "straight"

_COUNTS = ("respondents", "scores", "answers", "patterns")


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Counts of respondents, additive across batches, days and machines.

    Attributes:
        survey: The `identity` of the survey counted; only tallies of the same survey and `by` add.
        respondents: {group: respondents}.
        scores: {(group, dimension id, items answered, keyed sum in the dimension's steps): respondents}.
        answers: {(group, item id, value as answered or "missing" or "not_applicable"): respondents}.
        patterns: {(group, "empty", "blank" or "straight"): respondents} who answered nothing; not even "can't tell"; or
            five items or more all alike.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> table = answers.frame
    >>> first = cx.tally(table[:30], survey)
    >>> rest = cx.tally(table[30:], survey)
    >>> first + rest == cx.tally(table, survey)
    True
    >>> len(first), len(rest), len(first + rest)
    (30, 50, 80)
    """

    survey: tuple[str, int, str]
    by: tuple[str, ...] = ()
    respondents: Mapping[Group, int] = field(default_factory=dict)
    scores: Mapping[tuple[Group, str, int, int], int] = field(default_factory=dict)
    answers: Mapping[tuple[Group, str, int | str], int] = field(default_factory=dict)
    patterns: Mapping[tuple[Group, str], int] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        return Tally.of_batches((self, other))

    def __radd__(self, nothing: int) -> Tally:
        """Let `sum(tallies)` work, which begins with 0."""
        return self if nothing == 0 else NotImplemented

    @classmethod
    def of_batches(cls, tallies: Iterable[Tally]) -> Tally:
        """Add any number of tallies, at least one.

        Raises:
            ResponseError: There is none, or they do not add.
        """
        first: Tally | None = None
        counted: list[Tally] = []
        totals: dict[str, Counter[Any]] = {name: Counter() for name in _COUNTS}
        for one in tallies:
            first = one if first is None else first
            if (first.survey, first.by) != (one.survey, one.by):
                raise ResponseError(
                    f"These tallies do not add: one is of survey {_named(first)}, the other of {_named(one)}"
                    f"{_asks(first, one)}. "
                    "Tally both with the same survey version and the same attributes."
                )
            if one.respondents and not counted:
                counted.append(one)  # all there is, perhaps: then it stays the arrays that it is
            elif one.respondents:
                for name, total in totals.items():
                    total.update(getattr(one, name))
        if first is None:
            raise ResponseError("There is no tally to add up: the batches are none.")
        if counted and not totals["respondents"]:
            return counted[0]
        for part, (name, total) in product(counted, totals.items()):
            total.update(getattr(part, name))
        counts: dict[str, Any] = {name: dict(total) for name, total in totals.items()}
        return replace(first, **counts)

    def split(self, attribute: str) -> dict[str, Tally]:
        """Return a tally for each value of one attribute of `by`, or of two crossed, the others added up."""
        places = [self.by.index(id) for id in attribute.split(CROSS)]
        named = {group: CROSS.join(group[place] for place in places) for group in self.respondents}
        parts: dict[str, dict[str, Any]] = {
            value: {"respondents": Counter(), **{name: defaultdict(dict) for name in _COUNTS[1:]}}
            for value in {*named.values()}
        }
        for group, n in self.respondents.items():
            parts[named[group]]["respondents"][()] += n
        for name in _COUNTS[1:]:
            of = {group: parts[value][name] for group, value in named.items()}
            for key, n in getattr(self, name).items():  # a million of them, so nothing is done twice
                counts, rest = of[key[0]][key[1]], key[2:]
                counts[rest] = counts.get(rest, 0) + n
        return {
            value: Tally(
                survey=self.survey,
                respondents=dict(part["respondents"]),
                scores=_Nested(part["scores"]),
                answers=_Nested(part["answers"]),
                patterns=_Nested(part["patterns"]),
            )
            for value, part in parts.items()
        }

    def among(self, groups: Mapping[str, str]) -> Tally:
        """Return the tally of those in one at least of these groups, {attribute: value}; by the same attributes."""
        places = {self.by.index(attribute): value for attribute, value in groups.items()}
        inside = {group for group in self.respondents if any(group[at] == value for at, value in places.items())}
        counts: dict[str, Any] = {
            name: {key: n for key, n in getattr(self, name).items() if key[0] in inside} if inside else {}
            for name in _COUNTS[1:]
        }
        return replace(self, respondents={group: self.respondents[group] for group in inside}, **counts)

    def answered(self) -> Tally:
        """Return a tally without the rows in which nothing stands; "can't tell" is something."""
        blank = {group: n for (group, pattern), n in self.patterns.items() if pattern == NOTHING}
        if not blank:
            return self
        less: dict[str, Counter[Any]] = {name: Counter(getattr(self, name)) for name in _COUNTS}
        for group, n in blank.items():
            less["respondents"][group] -= n
            less["patterns"].subtract({(group, EMPTY): n, (group, NOTHING): n})
            less["scores"].subtract({key: n for key in self.scores if key[0] == group and key[2] == 0})
            less["answers"].subtract({key: n for key in self.answers if key[0] == group and key[2] == MISSING})
        left: dict[str, Any] = {name: dict(+counts) for name, counts in less.items()}
        return replace(self, **left)

    def sizes(self, attribute: str) -> dict[str, int]:
        """Return the number of respondents for each value of one attribute of `by`."""
        place, times = self.by.index(attribute), Counter[str]()
        for group, n in self.respondents.items():
            times[group[place]] += n
        return dict(times)

    def one_spelling(self, attributes: Collection[str]) -> tuple[Tally, dict[str, dict[str, str]]]:
        """Return a tally in which each group of these attributes has its commonest spelling; and what was changed."""
        changed: dict[str, dict[str, str]] = {}
        for attribute in self.by:
            if attribute in attributes and (merged := one_spelling(self.sizes(attribute))):
                changed[attribute] = merged
        if not changed:
            return self, {}

        def named(group: Group) -> Group:
            return tuple(
                changed.get(attribute, {}).get(value, value) for attribute, value in zip(self.by, group, strict=True)
            )

        parts: dict[str, Counter[Any]] = {name: Counter() for name in _COUNTS}
        for group, n in self.respondents.items():
            parts["respondents"][named(group)] += n
        for name in _COUNTS[1:]:
            for (group, *more), n in getattr(self, name).items():
                parts[name][named(group), *more] += n
        counts: dict[str, Any] = {name: dict(part) for name, part in parts.items()}
        return replace(self, **counts), changed

    @cached_property
    def by_dimension(self) -> Mapping[str, Mapping[tuple[int, int], int]]:
        """{dimension id: {(items answered, keyed sum): respondents}}, over all groups."""
        if isinstance(self.scores, _Nested):
            return self.scores.nested
        found: defaultdict[str, dict[tuple[int, int], int]] = defaultdict(dict)
        for key, n in self.scores.items():
            counts, within = found[key[1]], key[2:]
            counts[within] = counts.get(within, 0) + n
        return found

    @cached_property
    def by_item(self) -> Mapping[str, Mapping[int, int]]:
        """{item id: {value as answered: respondents}}, over all groups; no answer left out."""
        if isinstance(self.answers, _Nested):
            nested = self.answers.nested.items()
            return {id: {value: n for (value,), n in counts.items() if isinstance(value, int)} for id, counts in nested}
        found: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for (_, item, value), n in self.answers.items():
            if isinstance(value, int):
                counts = found[item]
                counts[value] = counts.get(value, 0) + n
        return found

    def __len__(self) -> int:
        return sum(self.respondents.values())


def count_table(answers: Any, survey: Survey, by: tuple[str, ...]) -> tuple[Tally, list[Problem]]:
    """Tally one table, and return what was no answer beside it."""
    sheet = Sheet.of(answers, survey)
    source = table(answers.frame if isinstance(answers, Responses) else answers)
    check_attributes(source.names, survey, by)
    read = [options(source.distinct(id), survey.attribute(id)) for id in by]
    groups, places = _groups([(codes, values) for codes, values, _ in read], sheet.rows)
    counts = count(sheet, places, len(groups))
    counted = Tally(
        survey=survey.identity,
        by=by,
        respondents=dict(zip(groups, counts.respondents.tolist(), strict=True)),
        scores=_Later(lambda: chain.from_iterable(_scores(groups, id, rows) for id, rows in counts.scores.items())),
        answers=_Later(
            lambda: chain.from_iterable(_answers(groups, item, counts.answers[item.id]) for item in survey.items)
        ),
        patterns={
            (groups[place], pattern): int(n[place])
            for pattern, n in ((EMPTY, counts.empty), (NOTHING, counts.blank), (STRAIGHT_LINED, counts.straight))
            for place in np.flatnonzero(n)
        },
    )
    return counted, [*counts.problems, *(problem for _, _, wrong in read for problem in wrong)]


class _Later(Mapping[Any, int]):
    """Counts that become a mapping when somebody reads them: until then they are arrays, a tenth of the size."""

    def __init__(self, make: Callable[[], Iterable[tuple[Any, int]]]) -> None:
        self._make = make

    @cached_property
    def _counts(self) -> dict[Any, int]:
        return dict(self._make())

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


class _Nested(_Later):
    """Counts of a tally by nothing, which hold them by dimension or item: {id: {the rest of the key: respondents}}."""

    def __init__(self, nested: Mapping[str, Mapping[Any, int]]) -> None:
        super().__init__(
            lambda: ((((), kind, *rest), n) for kind, counts in nested.items() for rest, n in counts.items())
        )
        self.nested = nested


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


def _groups(read: list[tuple[Ints, list[str]]], rows: int) -> tuple[list[Group], Ints]:
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
    if size <= 1 << 22:
        lookup = np.zeros(size, dtype=np.int64)
        lookup[found] = rank
        return [groups[place] for place in order], lookup[codes]
    return [groups[place] for place in order], rank[np.searchsorted(found, codes)]


def _scores(groups: list[Group], dimension: str, rows: Ints) -> Iterator[tuple[tuple[Group, str, int, int], int]]:
    group, answered, total, n = rows.T.tolist()
    named = map(groups.__getitem__, group)
    return zip(zip(named, repeat(dimension), answered, total, strict=False), n, strict=True)


def _answers(groups: list[Group], item: Item, counts: Ints) -> Iterator[tuple[tuple[Group, str, int | str], int]]:
    scale = item.response_scale
    values: list[int | str] = [NOT_APPLICABLE, MISSING, *range(scale.min, scale.max + 1)]
    group, code = np.nonzero(counts)
    named = map(groups.__getitem__, group.tolist())
    value = map(values.__getitem__, code.tolist())
    return zip(zip(named, repeat(item.id), value, strict=False), counts[group, code].tolist(), strict=True)


def _asks(one: Tally, other: Tally) -> str:
    named_alike = one.survey[:2] == other.survey[:2]
    return ", which has other items, keying or scales" if named_alike and one.survey != other.survey else ""


def _named(tally: Tally) -> str:
    return f"{tally.survey[0]} (version {tally.survey[1]}) by {listing(tally.by) or 'nothing'}"
