"""Confidentiality: tallies in, a Report out. The only place that decides what may be seen.

A cell is a result of one dimension or item in one group. It is suppressed when fewer people than the threshold answered
that very dimension or item. Because everybody's total is shown, what is hidden could be found by subtraction; so hidden
groups together must reach the threshold too, and where they do not, the next-smallest group is hidden with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import index
from typing import Any

from cxkit.errors import ResponseError, did_you_mean, listing
from cxkit.groups import Stat, difference, dimension_stat, distribution, item_stat, shares
from cxkit.reports import Cell, Gap, Participation, Report
from cxkit.sources import tally
from cxkit.survey import FLOOR, Dimension, Item, Survey
from cxkit.tallies import EMPTY, STRAIGHT_LINED, Tally

Invited = dict[tuple[str | None, str | None], int]


def report(
    answers: Any,
    survey: Survey,
    *,
    by: Sequence[str] | str | None = None,
    invited: int | Mapping[str, Mapping[str, int]] | None = None,
) -> Report:
    """Make the Report of answers or of a tally: for everybody, and for each attribute named in `by` on its own.

    answers: a Tally, or whatever `tally` takes.
    by: attribute ids; for a tally they may be fewer than those it was made by (None: all of them).
    invited: how many were asked to answer, in all, or by attribute and group: {"team": {"Sales": 12, …}}; then
        response rates are known, and intervals allow for how much of each group answered.
    Thresholds are the survey's. Raises ResponseError where an attribute or an item is missing, or more answered than
    were invited.
    """
    chosen = (by,) if isinstance(by, str) else tuple(dict.fromkeys(by or ()))
    counted = answers if isinstance(answers, Tally) else tally(answers, survey, by=chosen)
    if isinstance(answers, Tally) and by is None:
        chosen = answers.by
    if counted.survey != (survey.id, survey.version):
        raise ResponseError(
            f"This tally is of survey {counted.survey[0]} (version {counted.survey[1]}), "
            f"not of {survey.id} (version {survey.version}). Report it with the survey it was tallied with."
        )
    known = [attribute.id for attribute in survey.attributes if attribute.id in counted.by]
    unknown = [id for id in chosen if id not in known]
    if unknown:
        raise ResponseError(
            f"There is no attribute {listing(unknown)} to group by. The tally has: {listing(known) or 'none'}."
        )
    return _Protection(counted, survey, _invited(invited, counted, survey)).report(chosen)


def hidden(n: Mapping[str, int], threshold: int, already: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the groups to hide, given how many answered in each: `already`, the small ones, and what shields them.

    Only the smallest groups count as a shield, whatever `already` hides beside them: otherwise a higher threshold,
    by hiding a large group above, could make a smaller shield needless and so reveal it.
    """
    hide = already | {group for group, count in n.items() if count < threshold}
    shield = 0
    # Smallest first; among equals by name, so that the choice never depends on the order of the answers.
    for group in sorted(n, key=lambda group: (n[group], group)):
        if not hide or shield >= threshold:
            break
        hide |= {group}
        shield += n[group]
    return hide


def _invited(given: int | Mapping[str, Mapping[str, int]] | None, counted: Tally, survey: Survey) -> Invited:
    """Return how many were invited by (attribute, group), (None, None) for all. Raises ResponseError."""
    if given is None:
        return {}
    found: Invited = {}
    if not isinstance(given, Mapping):
        found[None, None] = index(given)
    else:
        given = {
            attribute: {str(group): index(n) for group, n in groups.items()} for attribute, groups in given.items()
        }
        totals = {attribute: sum(groups.values()) for attribute, groups in given.items()}
        if len(set(totals.values())) > 1:
            told = ", ".join(f"{attribute} {total}" for attribute, total in totals.items())
            raise ResponseError(f"The numbers invited add up to different totals: {told}. Give every group its number.")
        unknown = [id for id in given if id not in {attribute.id for attribute in survey.attributes}]
        if unknown:
            raise ResponseError(f"There is no attribute {listing(unknown)} in the survey, but numbers invited for it.")
        found |= {(attribute, group): n for attribute, groups in given.items() for group, n in groups.items()}
        if totals:
            found[None, None] = next(iter(totals.values()))
    came: dict[tuple[str | None, str | None], int] = {(None, None): len(counted)}
    for attribute in counted.by:
        came |= {(attribute, group): len(part) for group, part in counted.split(attribute).items()}
    for named, group in found:
        options = survey.attribute(named).options if named is not None else None
        if options is not None and group is not None and group not in options and (named, group) not in came:
            hint = did_you_mean(group, options)
            raise ResponseError(f'There is no "{group}" in {named}, but a number invited for it.{hint}')
    over = [group or "all" for (named, group), n in found.items() if came.get((named, group), 0) > n]
    if over:
        raise ResponseError(
            f"More people answered than were invited ({listing(over)}). Correct the number invited; "
            "whoever may answer counts, not only who was in the room."
        )
    return found


class _Protection:
    """One pass over a tally; methods return cells in which what must not be seen is None."""

    def __init__(self, counted: Tally, survey: Survey, invited: Invited) -> None:
        self.counted = counted
        self.survey = survey
        self.invited = invited
        self.thresholds = survey.confidentiality
        self.parts: dict[str, dict[str, Tally]] = {}

    def report(self, by: tuple[str, ...]) -> Report:
        dimensions = [self.dimension_cell(dimension) for dimension in self.survey.dimensions]
        items = [
            self.item_cell(dimension, item, whole)
            for dimension, whole in zip(self.survey.dimensions, dimensions, strict=True)
            for item in dimension.items
        ]
        groups: list[Cell] = []
        group_items: list[Cell] = []
        for attribute in by:
            for dimension, whole in zip(self.survey.dimensions, dimensions, strict=True):
                cells = self.dimension_groups(attribute, dimension, whole)
                groups += cells
                group_items += self.item_groups(attribute, dimension, cells)
        everybody = self.everybody()
        return Report(
            survey=self.survey,
            thresholds=self.thresholds,
            by=by,
            n=everybody.respondents,
            tables={
                "dimensions": tuple(cell.row() for cell in dimensions),
                "items": tuple(cell.row() for cell in items),
                "groups": tuple(cell.row() for cell in groups),
                "group_items": tuple(cell.row() for cell in group_items),
                "gaps": tuple(gap.row() for gap in self.gaps(by, groups)),
                "participation": tuple(one.row() for one in (everybody, *self.participation(by))),
            },
        )

    def everybody(self) -> Participation:
        """Return how many answered in all, and how: nothing where they are fewer than a score needs."""
        n = len(self.counted)
        if n < self.thresholds.scores:
            return Participation(respondents=None)
        patterns = Counter[str]()
        for (_, pattern), count in self.counted.patterns.items():
            patterns[pattern] += count
        straight = patterns[STRAIGHT_LINED]
        return Participation(
            respondents=n,
            invited=self.invited.get((None, None)),
            empty=patterns[EMPTY],
            straight=straight if straight >= FLOOR else None,
        )

    def participation(self, by: tuple[str, ...]) -> list[Participation]:
        """Return how many answered in each group of each attribute."""
        found = []
        for attribute in by:
            n = {group: len(part) for group, part in self.split(attribute).items()}
            hide = hidden(
                n, self.thresholds.scores, frozenset(n) if len(self.counted) < self.thresholds.scores else frozenset()
            )
            for group, respondents in n.items():
                shown = group not in hide
                invited = self.invited.get((attribute, group)) if shown else None
                found.append(
                    Participation(
                        attribute=attribute, group=group, respondents=respondents if shown else None, invited=invited
                    )
                )
        return found

    def dimension_cell(self, dimension: Dimension) -> Cell:
        stat = dimension_stat(self.counted, dimension, invited=self.invited.get((None, None)))
        shown = stat.n >= self.thresholds.scores
        return Cell(
            dimension=dimension.id,
            stat=stat if shown else None,
            shares=shares(self.counted, dimension.items) if shown and stat.n >= self.thresholds.distributions else None,
        )

    def item_cell(self, dimension: Dimension, item: Item, whole: Cell) -> Cell:
        """Return an item's cell for everybody; where the dimension is hidden, its items are."""
        stat = item_stat(self.counted, item, invited=self.invited.get((None, None)))
        shown = whole.stat is not None and stat.n >= self.thresholds.scores
        return Cell(
            dimension=dimension.id,
            item=item.id,
            stat=stat if shown else None,
            shares=shares(self.counted, (item,)) if shown and stat.n >= self.thresholds.distributions else None,
            counts=distribution(self.counted, item),
        )

    def dimension_groups(self, attribute: str, dimension: Dimension, whole: Cell) -> list[Cell]:
        """Return a cell for each group of an attribute, in the survey's order."""
        groups = self.split(attribute)
        stats = {
            group: dimension_stat(part, dimension, invited=self.invited.get((attribute, group)))
            for group, part in groups.items()
        }
        no_score, no_shares = self._hide(stats, frozenset(stats) if whole.stat is None else frozenset())
        return [
            Cell(
                dimension=dimension.id,
                attribute=attribute,
                group=group,
                stat=None if group in no_score else stats[group],
                shares=None if group in no_shares else shares(part, dimension.items),
            )
            for group, part in groups.items()
        ]

    def item_groups(self, attribute: str, dimension: Dimension, cells: list[Cell]) -> list[Cell]:
        """Return a cell for each item and group; a group hidden for the dimension is hidden for its items."""
        groups = self.split(attribute)
        hidden_above = frozenset(cell.group or "" for cell in cells if cell.stat is None)
        result = []
        for item in dimension.items:
            stats = {
                group: item_stat(part, item, invited=self.invited.get((attribute, group)))
                for group, part in groups.items()
            }
            no_score, no_shares = self._hide(stats, hidden_above)
            result += [
                Cell(
                    dimension=dimension.id,
                    item=item.id,
                    attribute=attribute,
                    group=group,
                    stat=None if group in no_score else stats[group],
                    shares=None if group in no_shares else shares(part, (item,)),
                    counts=distribution(part, item),
                )
                for group, part in groups.items()
            ]
        return result

    def gaps(self, by: tuple[str, ...], groups: list[Cell]) -> list[Gap]:
        """Return a gap for each dimension and each attribute that names two groups to compare."""
        stats = {(cell.attribute, cell.dimension, cell.group): cell.stat for cell in groups}
        result = []
        for attribute in self.survey.attributes:
            if attribute.id not in by or not attribute.compare:
                continue
            group, other = attribute.compare
            for dimension in self.survey.dimensions:
                one = stats.get((attribute.id, dimension.id, group))
                two = stats.get((attribute.id, dimension.id, other))
                result.append(
                    Gap(
                        dimension=dimension.id,
                        attribute=attribute.id,
                        group=group,
                        other=other,
                        stats=(one, two) if one and two else None,
                        difference=difference(one, two) if one and two else None,
                    )
                )
        return result

    def split(self, attribute: str) -> dict[str, Tally]:
        """Return a tally for each group with respondents: declared options in their order, then others by name."""
        if attribute not in self.parts:
            parts = self.counted.split(attribute)
            options = self.survey.attribute(attribute).options or {}
            order = [value for value in options if value in parts] + sorted(set(parts) - set(options))
            self.parts[attribute] = {value: parts[value] for value in order}
        return self.parts[attribute]

    def _hide(self, stats: Mapping[str, Stat], already: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        n = {group: stat.n for group, stat in stats.items()}
        no_score = hidden(n, self.thresholds.scores, already)
        return no_score, hidden(n, self.thresholds.distributions, no_score)
