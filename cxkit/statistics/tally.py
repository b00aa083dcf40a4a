"""Tallies: whole-number counts by group from which everything shown is computed. They add up exactly."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from cxkit.errors import ResponseError, listing
from cxkit.responses.problems import Problem
from cxkit.responses.spelling import one_spelling
from cxkit.statistics.counting import Counts, count
from cxkit.statistics.grouped import Group, Grouped, Ints, Job
from cxkit.statistics.nested import Kinds, Nested, by_group, sliced
from cxkit.survey.crossing import CROSS
from cxkit.survey.model import Survey
from cxkit.survey.parts import NOT_APPLICABLE, Dimension, Item

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

    def __add__(self, other: "Tally") -> "Tally":
        return Tally.of_batches((self, other))

    def __radd__(self, nothing: int) -> "Tally":
        """Let `sum(tallies)` work, which begins with 0."""
        return self if nothing == 0 else NotImplemented

    @classmethod
    def of_batches(cls, tallies: Iterable["Tally"]) -> "Tally":
        """Add any number of tallies, at least one.

        Raises:
            ResponseError: There is none, or they do not add.
        """
        all_of = list(tallies)
        if not all_of:
            raise ResponseError("There is no tally to add up: the batches are none.")
        first = all_of[0]
        for one in all_of:
            if (first.survey, first.by) != (one.survey, one.by):
                raise ResponseError(
                    f"These tallies do not add: one is of survey {_named(first)}, the other of {_named(one)}"
                    f"{_asks(first, one)}. "
                    "Tally both with the same survey version and the same attributes."
                )
        return first._of((group, group, one) for one in all_of for group in one.respondents)

    def _of(self, parts: Iterable[tuple[Group, Group, "Tally"]], by: tuple[str, ...] | None = None) -> "Tally":
        """Return a tally of groups: of each what it is called there, what it was called, and the tally that has it."""
        known, people = list(parts), Counter[Group]()
        for to, group, one in known:
            people[to] += one.respondents[group]
        nested: dict[str, Any] = {
            name: Nested.of((to, by_group(getattr(one, name)).get(group, {})) for to, group, one in known)
            for name in _COUNTS[1:]
        }
        return replace(self, by=self.by if by is None else by, respondents=dict(people), **nested)

    def split(self, attribute: str) -> dict[str, "Tally"]:
        """Return a tally for each value of one attribute of `by`, or of two crossed, the others added up."""
        places = [self.by.index(id) for id in attribute.split(CROSS)]
        values: dict[str, list[tuple[Group, Group, Tally]]] = {}
        for group in self.respondents:
            values.setdefault(CROSS.join(group[place] for place in places), []).append(((), group, self))
        return {value: self._of(parts, ()) for value, parts in values.items()}

    def among(self, groups: Mapping[str, str]) -> "Tally":
        """Return the tally of those in one at least of these groups, {attribute: value}; by the same attributes."""
        places = {self.by.index(attribute): value for attribute, value in groups.items()}
        return self._of(
            (group, group, self)
            for group in self.respondents
            if any(group[at] == value for at, value in places.items())
        )

    def answered(self) -> "Tally":
        """Return a tally without the rows in which nothing stands; "can't tell" is something."""
        blank = {group: n for (group, pattern), n in self.patterns.items() if pattern == NOTHING}
        if not blank:
            return self
        less: list[Any] = []
        for counts in (self.scores, self.answers, self.patterns):
            nested = dict(by_group(counts))
            for group, n in blank.items():
                nested[group] = {
                    kind: {rest: left for rest, m in own.items() if (left := m - n * _is_blank(kind, rest))}
                    for kind, own in nested[group].items()
                }
            less.append(Nested.of(nested.items()))
        people = {group: left for group, n in self.respondents.items() if (left := n - blank.get(group, 0))}
        return replace(self, respondents=people, scores=less[0], answers=less[1], patterns=less[2])

    def sizes(self, attribute: str) -> dict[str, int]:
        """Return the number of respondents for each value of one attribute of `by`."""
        place, times = self.by.index(attribute), Counter[str]()
        for group, n in self.respondents.items():
            times[group[place]] += n
        return dict(times)

    def one_spelling(self, attributes: Collection[str]) -> tuple["Tally", dict[str, dict[str, str]]]:
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

        return self._of((named(group), group, self) for group in self.respondents), changed

    @cached_property
    def by_dimension(self) -> Mapping[str, Mapping[tuple[int, int], int]]:
        """{dimension id: {(items answered, keyed sum): respondents}}, over all groups."""
        return self._whole(self.scores)

    @cached_property
    def by_item(self) -> Mapping[str, Mapping[int, int]]:
        """{item id: {value as answered: respondents}}, over all groups; no answer left out."""
        return {
            id: {value: n for (value,), n in counts.items() if isinstance(value, int)}
            for id, counts in self._whole(self.answers).items()
        }

    def _whole(self, counts: Mapping[Any, int]) -> Kinds:
        """Return counts over all groups."""
        if len(self.respondents) == 1:  # as of each part of a split
            return next(iter(by_group(counts).values()), {})
        return Nested.of(((), kinds) for kinds in by_group(counts).values()).by_group.get((), {})

    def __len__(self) -> int:
        return sum(self.respondents.values())


def count_table(answers: Any, survey: Survey, by: tuple[str, ...]) -> tuple[Tally, list[Problem]]:
    """Tally one table, and return what was no answer beside it."""
    return count_jobs(Grouped(answers, survey, by).jobs(), survey, by)


def count_jobs(
    jobs: Iterable[Job], survey: Survey, by: tuple[str, ...], told: Callable[[], None] | None = None
) -> tuple[Tally, list[Problem]]:
    """Tally what jobs give, and return what was no answer beside it. told: as for `count`."""
    counts = count(jobs, survey, told)
    groups, order = counts.ordered()
    people = counts.people[order]
    counted = Tally(
        survey=survey.identity,
        by=by,
        respondents=dict(zip(groups, people[:, 0].tolist(), strict=True)),
        scores=Nested(lambda: sliced(groups, (_scores(dimension, counts) for dimension in survey.dimensions))),
        answers=Nested(
            lambda: sliced(groups, (_answers(item, counts.answers[item.id][order]) for item in survey.items))
        ),
        patterns={
            (groups[place], pattern): int(people[place, column])
            for column, pattern in enumerate((EMPTY, NOTHING, STRAIGHT_LINED), 1)
            for place in np.flatnonzero(people[:, column])
        },
    )
    return counted, counts.problems()


def _is_blank(kind: str, rest: tuple[Any, ...]) -> bool:
    """Say whether who answered nothing is counted there: without an answer, as missing, or in a pattern."""
    return rest in ((0, 0), (MISSING,)) or (not rest and kind in {EMPTY, NOTHING})


def _scores(dimension: Dimension, counts: Counts) -> tuple[str, Ints, list[tuple[int, int]], Ints]:
    group, answered, total, n = counts.scored(dimension).T
    return dimension.id, group, list(zip(answered.tolist(), total.tolist(), strict=True)), n


def _answers(item: Item, counts: Ints) -> tuple[str, Ints, list[tuple[int | str]], Ints]:
    scale = item.response_scale
    values = [(value,) for value in (NOT_APPLICABLE, MISSING, *range(scale.min, scale.max + 1))]
    group, code = np.nonzero(counts)
    return item.id, group, list(map(values.__getitem__, code.tolist())), counts[group, code]


def _asks(one: Tally, other: Tally) -> str:
    named_alike = one.survey[:2] == other.survey[:2]
    return ", which has other items, keying or scales" if named_alike and one.survey != other.survey else ""


def _named(tally: Tally) -> str:
    return f"{tally.survey[0]} (version {tally.survey[1]}) by {listing(tally.by) or 'nothing'}"
