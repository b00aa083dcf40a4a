"""Merging: which groups stand on their own, and which are told together. Decided from head counts alone.

A group below the threshold is never left over by subtraction: it is told together with others, as one merged group
whose numbers are what subtraction would give anyway. How many are in each of its parts stays open, since the same
parts would be merged for other head counts that add up to the same.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cxkit.disclosure.variety import LEAST
from cxkit.reports.rows import OTHERS

CONSENT = 2
"""Those who agreed are told from so many up, unless they agreed to be told alone, too: that is what they are asked."""


@dataclass(frozen=True, kw_only=True)
class Merged:
    """alone: the groups that stand on their own. together: those told as one; none where all groups do, or none can."""

    alone: tuple[str, ...] = ()
    together: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """What is told: each group on its own, and the others together."""
        return (*self.alone, OTHERS) if self.together else self.alone

    def holding(self, groups: Collection[str]) -> str | None:
        """Return which of what is told has all of these groups in it; None: nothing has, or there are none."""
        parts = {group: {group} for group in self.alone} | {OTHERS: {*self.together}}
        return next((part for part, members in parts.items() if groups and members >= {*groups}), None)


def merged(
    people: Mapping[str, int],
    threshold: int,
    last: Sequence[str] = (),
    consenting: str | None = None,
    *,
    alone: bool = False,
    known: Mapping[str, int] | None = None,
) -> Merged:
    """Return which groups are told, and how.

    people: {group: how many answered}, in the order in which groups are listed. last: the two sides of a perception
    gap: they join others last, the first of them after the other. consenting: a group whose people agreed to be told
    from two of them up, or from one (alone), as long as those who did not are enough. known: how many in each group
    agreed to be told together by another attribute: where all of them are in one, they do not count in it.
    """
    least = max(threshold, LEAST)
    rest = {group: n for group, n in people.items() if n and group != consenting}
    agree = people.get(consenting or "", 0) >= (1 if alone else CONSENT) and sum(rest.values()) >= least
    agreed = (consenting,) if consenting is not None and agree else ()
    if not agreed:
        rest = {group: n for group, n in people.items() if n}
    inside = {group: n for group, n in (known or {}).items() if n}

    def enough(groups: Sequence[str]) -> bool:
        less = sum(inside.values()) if set(inside) <= {*groups} else 0
        return sum(rest[group] for group in groups) - less >= least

    together = [group for group in rest if not enough([group])]
    if not together:
        return Merged(alone=(*agreed, *rest))
    order = sorted(rest, key=lambda group: _place(group, last))
    joining = [group for group in order if group not in together]
    while joining and not (
        enough(together) and _open([rest[group] for group in together], least, order[0] in together)
    ):
        together.append(joining.pop(0))
    if not agreed and not joining:
        return Merged()
    if len(rest) > 1 and not _open([rest[group] for group in together], least, True):
        return Merged()
    apart = tuple(group for group in rest if group not in together)
    return Merged(alone=(*agreed, *apart), together=tuple(group for group in rest if group in together))


def _open(people: Sequence[int], least: int, first: bool) -> bool:
    """Tell whether groups of so many people can be told together: then how many are in which stays open.

    As few as can be, or as many, would each be known. first: one of the groups is the first to join others: of two,
    it could have one more, and the other one fewer.
    """
    together = sum(people)
    if len(people) < 2 or together < least or together == len(people):
        return False
    return max(people) >= least or together < len(people) * (least - 1) or (first and len(people) == 2)


def company_order(people: Mapping[str, int], last: Sequence[str]) -> tuple[str, ...]:
    """Return groups as they keep others company: those told together, then the smaller ones, the sides of a gap last.

    So what is hidden together never is a second such group beside the first. Of a gap the first side is the very last:
    as long as its number may be told, it is told beside that of all the others.
    """
    return tuple(sorted(people, key=lambda group: (group != OTHERS, _place(group, last), people[group], group)))


def _place(group: str, last: Sequence[str]) -> int:
    """Return how late a group joins others: the first side of a gap after the other one, and both after all others."""
    return len(last) - list(last).index(group) if group in last else 0
