"""What somebody knows for certain who has all data sets that give one and the same report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit.disclosure.variety import PROTECTED
from cxkit.survey.crossing import CROSS
from tests.attack.facts import Scope, scopes
from tests.attack.spaces import Ints

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Target:
    """Something that is the same in all data sets that give the report, so that it is known.

    what: "n" and "mean" of a hidden group; "answer" of each in the scope; "colleague", "colleagues": what all others in
    the scope answered, for one, or for two together, of the kinds in `own`; "distribution" below its threshold,
    "step": that of the few who came to a step of a case.
    """

    what: str
    scope: Scope
    item: int
    own: tuple[Any, ...] = ()

    def __str__(self) -> str:
        whose = " × ".join(group for _, group in self.scope) or "everybody"
        known = f", known to {' and '.join(map(str, self.own))}" if self.own else ""
        return f"{self.what} of {whose} (item {self.item}){known}"


def hidden(published: Mapping[str, Any], scope: Scope) -> bool:
    """Tell whether a report tells no n of a group."""
    rows = (row for table in ("groups", "group_items", "participation") for row in published[table])
    return not any(scopes(row) == (scope,) and (row.get("n") or row.get("respondents")) is not None for row in rows)


def grouped(published: Mapping[str, Any], scope: Scope) -> bool:
    """Tell whether a report is by what a scope is a group of: an attribute, or two that are crossed."""
    return CROSS.join(id for id, _ in scope) in published["by"]


def known(world: Any, data: Ints, published: Mapping[str, Any]) -> Iterator[tuple[Target, Flags]]:
    """Give what is the same in all data sets, and to which of them it applies (something is found out of it).

    world: what has `scopes`, `kinds`, `tells`, `heads` and thresholds, as a Space. data: how many there are of each
    kind, a row a data set. What a group answered counts where it has people: that a group is there is no secret.
    """
    if world.heads and not world.nested and any(hidden(published, scope) for scope in world.scopes if len(scope) > 1):
        return  # then it is not known how many are in each cell
    counts = np.tensordot(data, world.tells, axes=1)
    n = counts.sum(axis=-1)
    steps = np.arange(counts.shape[-1])
    means = np.divide(counts @ steps, n, out=np.full(n.shape, np.nan), where=n > 0) * 100 / steps[-1]
    groups = np.array([grouped(published, scope) or not scope for scope in world.scopes])[:, None]
    unseen = groups & np.array([bool(scope) and hidden(published, scope) for scope in world.scopes])[:, None]
    some = n > 0

    same = (n == n[0]).all(axis=0) & unseen & (not world.heads)
    yield from found("n", world, same, same & some & (n < n[:, :1]))
    span = np.fmax.reduce(means, axis=0) - np.fmin.reduce(means, axis=0)
    # That next to nobody gave a token says so of each group, too, and may.
    near = (span < PROTECTED) & unseen & (getattr(world, "nothing", None) is None)
    yield from found("mean", world, near, near & some & (n < world.scores))
    alike = (counts == counts[0]).all(axis=(0, 3)) & groups & something(world, counts)
    yield from found("distribution", world, alike, alike & some & (n < world.distributions))
    if getattr(world, "asked", "") == "case":
        came = counts[..., :-1].sum(axis=-1)
        alike = (counts[..., :-1] == counts[0, ..., :-1]).all(axis=(0, 3)) & groups
        yield from found("step", world, alike, alike & (came > 0) & (came < world.scores))
    single = one_answer(world, counts)
    yield from found("answer", world, single, single & some)
    there = np.flatnonzero(data.any(axis=0)).tolist()
    for at, one in enumerate(there):
        rows = data[:, one] > 0
        mine = world.tells[one].any(axis=(1, 2))[:, None]
        yield from of_others(world, counts, rows, (one,), mine)
        for other in there[at:]:
            both = rows & (data[:, other] > (one == other))
            if both.any():
                ours = mine | world.tells[other].any(axis=(1, 2))[:, None]
                yield from of_others(world, counts, both, (one, other), ours)


def of_others(
    world: Any, counts: Ints, rows: Flags, own: tuple[int, ...], inside: Flags
) -> Iterator[tuple[Target, Flags]]:
    """Give where those who are not of `own` gave one and the same answer, in all rows that have all of `own`."""
    others = counts[rows] - sum(world.tells[kind] for kind in own)
    single = one_answer(world, others) & inside
    if single.any():
        applies = np.zeros((len(counts), *single.shape), dtype=bool)
        applies[rows] = single & (others.sum(axis=-1) > 0)
        what = "colleague" if len(own) == 1 else "colleagues"
        yield from found(what, world, single, applies, tuple(world.kinds[kind] for kind in own))


def one_answer(world: Any, counts: Ints) -> Flags:
    """Tell where all gave one and the same answer in all data sets; that all said nothing may be known."""
    same: Flags = ((counts > 0).any(axis=0).sum(axis=-1) == 1) & something(world, counts)
    return same


def something(world: Any, counts: Ints) -> Flags:
    """Tell where somebody said something in some data set."""
    given: Flags = np.any(counts > 0, axis=0)
    if (nothing := getattr(world, "nothing", None)) is not None:
        given[..., nothing] = False
    return np.asarray(given.any(axis=-1))


def found(
    what: str, world: Any, flags: Flags, applies: Flags, own: tuple[Any, ...] = ()
) -> Iterator[tuple[Target, Flags]]:
    """Give a target for each scope and item that is flagged and applies to some data set."""
    for scope, item in np.argwhere(flags & applies.any(axis=0)).tolist():
        yield Target(what=what, scope=world.scopes[scope], item=item, own=own), applies[:, scope, item]
