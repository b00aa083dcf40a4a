"""Breakdowns: whose answers to an item may be told apart, by kind or by value. Whole numbers in, what to hide out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from cxkit.disclosure.suppression import Flags, Ints
from cxkit.survey.parts import Item

Steps = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""The steps of an item that are favourable, neutral and unfavourable."""


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """How many people of each group are alike in something: a row a group, a column a possibility."""

    counts: Ints

    @property
    def n(self) -> Ints:
        """How many answered in each group."""
        n: Ints = self.counts.sum(axis=1)
        return n

    def unfit(self, threshold: int) -> Flags:
        """Tell which rows may not be told: too few people, or all, or all but one, are alike."""
        flags: Flags = (self.n < threshold) | (self.n - self.counts.max(axis=1, initial=0) < 2)
        return flags

    def fit_together(self, counts: Ints, threshold: int) -> bool:
        """Tell whether rows with these counts together, which subtraction gives, may be told."""
        n = int(counts.sum())
        return n >= threshold and n - int(counts.max(initial=0)) >= 2


@dataclass(frozen=True, kw_only=True)
class Kinds(Breakdown):
    """How the answers of each group to an item fall into a few kinds: a row a group, a column a kind."""

    def fit_together(self, counts: Ints, threshold: int) -> bool:
        """Tell whether rows together may be told: also some of every kind."""
        return super().fit_together(counts, threshold) and bool(((counts >= 2) | ~self.counts.any(axis=0)).all())


@dataclass(frozen=True, kw_only=True)
class Values(Breakdown):
    """How the answers of each group to an item fall: a row a group, a column an answer that somebody gave.

    may_lack: how many of them a row may be without. Who is in a team and a role gave an answer that both have: too few
    of these, and it is known.
    """

    may_lack: int

    def unfit(self, threshold: int) -> Flags:
        """Tell which rows may not be told: also those that lack too many answers."""
        flags: Flags = super().unfit(threshold) | ((self.counts == 0).sum(axis=1) > self.may_lack)
        return flags

    def fit_together(self, counts: Ints, threshold: int) -> bool:
        """Tell whether rows together may be told: they reach as far as everybody does.

        Else a group among them, of which only the mean is told, could be known to stand at the end of what is left.
        """
        return (
            super().fit_together(counts, threshold)
            and int((counts == 0).sum()) <= self.may_lack
            and _reach(counts) == _reach(self.counts.sum(axis=0))
        )


def hidden_rows(breakdown: Breakdown, threshold: int, order: Sequence[int], already: Flags) -> Flags:
    """Return which groups' answers not to tell: those unfit to be, those hidden `already`, and what shields them.

    Only the front of the order counts as a shield, whatever is hidden beside it: otherwise a stricter threshold, by
    hiding a large group, could make a smaller shield needless and so reveal it.
    """
    hide = (breakdown.unfit(threshold) | already) & (breakdown.n > 0)
    if hide.any():
        together, groups = breakdown.counts[order].cumsum(axis=0), (breakdown.n[order] > 0).cumsum()
        for length in range(1, len(order) + 1):
            if groups[length - 1] >= 2 and breakdown.fit_together(together[length - 1], threshold):
                hide[list(order[:length])] = True
                return hide
        hide[:] = True
    return hide


def may_lack(kinds: Steps, given: Collection[int], attributes: int) -> int:
    """Return how many of the answers given at all a group's distribution may lack; −1 where none may be told.

    Whoever is in a group by each of so many attributes must be left two answers that all of these groups gave, whether
    they are told by value or only by kind.
    """
    sizes = sorted((len(set(kind) & set(given)) for kind in lackable(kinds)), reverse=True)[:2]
    left = [len(given) - sum(sizes[:many]) for many in range(min(attributes, len(sizes)) + 1)]
    if min(left) < 2:
        return -1
    return min((rest - 2) // (attributes - many) for many, rest in enumerate(left) if many < attributes)


def lackable(kinds: Steps) -> list[tuple[int, ...]]:
    """Return the kinds of answer that nobody in a group may be known to have given, if its shares are told.

    A team that lacks one kind and a role that lacks another leave the third to who is in both. Where that is a single
    answer, one of the two must not be told: favourable before a neutral point, else neutral.
    """
    favourable, neutral, unfavourable = kinds
    if not all(kinds):
        return []  # of two kinds, lacking one is being of one mind
    found = [unfavourable]
    if len(neutral) > 1:
        found.append(favourable)
    if min(len(favourable), len(unfavourable)) > 1:
        found.append(neutral)
    return found


def kinds_of(item: Item) -> Steps:
    """Return the steps of an item that count as favourable, neutral and unfavourable."""
    scale = item.response_scale
    return _kinds(scale.min, scale.max, scale.favourable, scale.unfavourable)


@cache
def _kinds(low: int, high: int, favourable: tuple[int, ...], unfavourable: tuple[int, ...]) -> Steps:
    values = range(low, high + 1)
    neutral = [value for value in values if value not in {*favourable, *unfavourable}]
    above, between, beneath = (
        tuple(value - low for value in values if value in kind) for kind in (favourable, neutral, unfavourable)
    )
    return above, between, beneath


def _reach(counts: Ints) -> tuple[int, int, int]:
    """Return the ends that two people reach or pass, and the wider gap beside them."""
    people = np.repeat(np.arange(len(counts)), np.minimum(counts, 2))
    if len(people) < 2:
        return 0, 0, 0
    low, high = int(people[1]), int(people[-2])
    given = sorted(set(people[1:-1].tolist()) | {low, high})
    gaps = [given[1] - given[0], given[-1] - given[-2]] if len(given) > 1 else [0]
    return low, high, max(gaps)
