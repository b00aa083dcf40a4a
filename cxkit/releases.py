"""Releases: whose answers may enter the next one. What two releases differ by is a number too, and about few people.

A group's mean that moves from six people to seven says what the seventh answered. So people enter in batches: each
group that a batch touches, by any attribute, gets at least the threshold of new people in it. Then releases differ, in
every group and for everybody, by nobody or by at least so many, whichever two are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from cxkit.tallies import Group


def admitted(new: Mapping[str, Group], edited: Mapping[str, Group], threshold: int) -> frozenset[str]:
    """Return who may enter the next release, or whose edited answers may: the most people there can be.

    new: respondents in no release so far, with one value for each attribute reported by. edited: respondents of earlier
    releases who have changed their answers since. Nobody: there is no new release. Edits never make one; they
    enter where enough new people do. Others wait. A first release needs none of this: nothing is there to compare.
    """
    batch = dict(new)
    while True:
        counts = _counts(batch)
        enough = {person: groups for person, groups in batch.items() if _all_reach(groups, counts, threshold)}
        if len(enough) == len(batch):
            break
        batch = enough
    along = {person for person, groups in edited.items() if batch and _all_reach(groups, counts, threshold)}
    return frozenset(batch) | along


def _counts(batch: Mapping[str, Group]) -> Counter[tuple[int, str] | None]:
    """Count the people in each group of each attribute, and in all (None)."""
    counts: Counter[tuple[int, str] | None] = Counter({None: len(batch)})
    for groups in batch.values():
        counts.update(enumerate(groups))
    return counts


def _all_reach(groups: Group, counts: Counter[tuple[int, str] | None], threshold: int) -> bool:
    return all(counts[place] >= threshold for place in (None, *enumerate(groups)))
