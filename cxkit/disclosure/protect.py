"""Confidentiality: tallies in, a Report out. Nothing else makes a Report of answers.

A cell is a result of one dimension or item, of everybody or of one group. It is suppressed

- when fewer people than the threshold answered that very dimension or item;
- when one person alone could be all that keeps its mean from an end of the scale: that person would know what all the
  others answered, and with nobody away from the end, everyone would;
- when the shown cells around it would leave, by subtraction, a remainder that fails on either count, or one cell alone:
  everybody minus the groups shown, and the dimension minus the items shown.

Numbers are exact where the distribution behind them is shown, and in whole points elsewhere (`rounding`). What to hide
is decided in `decide`, on whole numbers.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cxkit.disclosure.decide import Hidden, choose
from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.invited import Invited, invited_by_group
from cxkit.disclosure.rounding import publishable, whole_spread
from cxkit.disclosure.suppression import shield_order
from cxkit.errors import ResponseError, listing
from cxkit.reports.comparisons import gap_between
from cxkit.reports.report import Report
from cxkit.reports.rows import Gap, Participation, Result, Tables
from cxkit.reports.status import BOUNDED, SHOWN
from cxkit.statistics.engines import tally
from cxkit.statistics.estimates import Stat, dimension_stat, distribution, item_stat, rwg_j, shares
from cxkit.statistics.tally import EMPTY, STRAIGHT_LINED, Tally
from cxkit.survey.model import Survey
from cxkit.survey.parts import FLOOR, Item

Whose = tuple[str, str] | tuple[None, None]
"""An attribute and a group of it, or everybody."""
EVERYBODY: Whose = (None, None)


def report(
    answers: Any,
    survey: Survey,
    *,
    by: Sequence[str] | str | None = None,
    invited: int | Mapping[str, Mapping[str, int]] | None = None,
    consenting: Mapping[str, str] | None = None,
    agreed: Mapping[str, str] | None = None,
) -> Report:
    """Make the Report of answers or of a tally: for everybody, and for each attribute named in `by` on its own.

    Thresholds are the survey's.

    Args:
        answers: A Tally, or whatever `tally` takes.
        by: Attribute ids; for a tally they may be fewer than those it was made by (None: all of them).
        invited: How many were asked to answer, in all, or by attribute and group: {"team": {"Sales": 12, …}}; then
            response rates are known, and intervals allow for how much of each group answered.
        consenting: {attribute id: a group of it, all of whose people agreed that its means are shown from two people
            up}. Everybody else is protected as if these means were known, and not by them.
        agreed: What `consenting` was called in version 0.1.

    Raises:
        ResponseError: An attribute or an item is missing, or more answered than were invited.
    """
    if agreed is not None:
        warnings.warn("cx.report(agreed=…) is called consenting=… now.", FutureWarning, stacklevel=2)
        consenting = agreed
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
    unknown = [id for id in (*chosen, *(consenting or {})) if id not in known]
    if unknown:
        raise ResponseError(
            f"There is no attribute {listing(unknown)} to group by. The tally has: {listing(known) or 'none'}."
        )
    return _Protection(counted, survey, invited_by_group(invited, counted, survey), consenting or {}).report(chosen)


class _Protection:
    """One pass over a tally; methods return cells in which what must not be seen is None."""

    def __init__(self, counted: Tally, survey: Survey, invited: Invited, consenting: Mapping[str, str]) -> None:
        self.counted = counted
        self.survey = survey
        self.invited = invited
        self.consenting = consenting
        self.thresholds = survey.confidentiality
        self.spreads: dict[tuple[str, int], tuple[float | None, int]] = {}  # everybody's, who come first
        self.whole = {dimension.id: Answers(counted, dimension) for dimension in survey.dimensions}

    def report(self, by: tuple[str, ...]) -> Report:
        dimensions: list[Result] = []
        items: list[Result] = []
        groups: list[Result] = []
        group_items: list[Result] = []
        for dimension in self.survey.dimensions:
            whole = self.whole[dimension.id]
            hidden = choose({}, whole, [], self.survey)
            dimensions.append(self.cell(whole, hidden, -1))
            items += [self.cell(whole, hidden, -1, item=item) for item in dimension.items]
        participation = [self.everybody()]
        for attribute in by:
            split = self.split(attribute)
            order = shield_order(
                {group: len(part) for group, part in split.items()}, self.survey.attribute(attribute).compare or ()
            )
            cells: list[Result] = []
            for dimension in self.survey.dimensions:
                parts = {group: Answers(part, dimension) for group, part in split.items()}
                hidden = choose(
                    parts, self.whole[dimension.id], order, self.survey, consenting=self.consenting.get(attribute)
                )
                cells += [
                    self.cell(counts, hidden, row, place=(attribute, group))
                    for row, (group, counts) in enumerate(parts.items())
                ]
                group_items += [
                    self.cell(counts, hidden, row, item=item, place=(attribute, group))
                    for item in dimension.items
                    for row, (group, counts) in enumerate(parts.items())
                ]
            groups += cells
            participation += self.participation(attribute, split, cells)
        return Report(
            survey=self.survey,
            thresholds=self.thresholds,
            by=by,
            n=participation[0].respondents,
            tables=Tables(
                dimensions=tuple(dimensions),
                items=tuple(items),
                groups=tuple(groups),
                group_items=tuple(group_items),
                gaps=tuple(self.gaps(by, groups)),
                participation=tuple(participation),
            ),
        )

    def everybody(self) -> Participation:
        """Return how many answered in all, and how: nothing where they are fewer than a score needs."""
        n = len(self.counted)
        if n < self.thresholds.scores:
            return Participation()
        patterns = Counter[str]()
        for (_, pattern), count in self.counted.patterns.items():
            patterns[pattern] += count
        straight = patterns[STRAIGHT_LINED]
        return Participation(
            **self.answered(EVERYBODY, n),
            empty=patterns[EMPTY],
            straight=straight if FLOOR <= straight <= n - FLOOR else None,
        )

    def participation(self, attribute: str, groups: Mapping[str, Tally], cells: list[Result]) -> list[Participation]:
        """Return how many answered in each group: only of groups that are shown on every dimension."""
        n = {group: len(part) for group, part in groups.items()}
        hide = {cell.group or "" for cell in cells if cell.status != SHOWN}
        if hide and (len(hide) == 1 or sum(n[group] for group in hide) < self.thresholds.scores):
            hide = set(n)
        return [
            Participation(
                attribute=attribute,
                group=group,
                **({} if group in hide else self.answered((attribute, group), respondents)),
            )
            for group, respondents in n.items()
        ]

    def answered(self, place: Whose, n: int) -> dict[str, Any]:
        """Return how many answered, of how many invited, as it is shown."""
        invited = self.invited.get(place)
        return {"status": SHOWN, "respondents": n, "invited": invited, "rate": n / invited if invited else None}

    def cell(
        self, counts: Answers, hidden: Hidden, row: int, *, item: Item | None = None, place: Whose = EVERYBODY
    ) -> Result:
        """Return the cell of a dimension, or of one of its items: of a row of what is hidden, the last of everybody."""
        dimension = counts.dimension
        column = 0 if item is None else 1 + dimension.items.index(item)
        coarse, rounded = bool(hidden.coarse[row, column]), bool(hidden.rounded[row, column])
        stat = None if hidden.stats[row, column] else self.stat(counts, column, place, coarse=coarse, rounded=rounded)
        bound = hidden.bounds.get((row, column))
        values: dict[str, Any] = {"attribute": place[0], "group": place[1], "dimension": dimension.id}
        if not hidden.shares[row, column]:
            values |= vars(shares(counts.part, (item,) if item else dimension.items)) | {
                "distribution": SHOWN,
                "n": None,
            }
        if stat:
            values |= vars(stat) | {"status": SHOWN, "exact": not (coarse or rounded)}
        elif bound:
            values |= vars(bound) | {"status": BOUNDED}
        if item:
            values["item"] = item.id
            values["counts"] = None if hidden.counts[row, column - 1] else distribution(counts.part, item)
        elif place != EVERYBODY and not hidden.agreement[row]:
            values["rwg_j"] = self.rwg_j(counts, exact=not hidden.counts[row].any())
        return Result.of(values)

    def stat(self, counts: Answers, column: int, place: Whose, *, coarse: bool, rounded: bool) -> Stat:
        """Return the statistics of a cell that is shown. coarse: with everybody's spread; rounded: in whole points."""
        invited, dimension = self.invited.get(place), counts.dimension
        own = (
            item_stat(counts.part, dimension.items[column - 1], invited=invited)
            if column
            else dimension_stat(counts.part, dimension, invited=invited)
        )
        sd, freedom = own.sd, own.n - 1
        if coarse and place == EVERYBODY:
            sd = counts.spread(column)
        elif coarse:
            sd, freedom = self.spreads[dimension.id, column]
        elif rounded and sd is not None:
            sd = whole_spread(sd)
        if place == EVERYBODY:
            self.spreads[dimension.id, column] = sd, freedom
        return (
            publishable(own, sd, freedom, invited, rounded=rounded) if (coarse or rounded) and sd is not None else own
        )

    @staticmethod
    def rwg_j(counts: Answers, *, exact: bool) -> float | None:
        """Return how far people agree: to one decimal where it would tell more than the distributions shown."""
        items = counts.dimension.items
        sds = [sd for item in items if (sd := item_stat(counts.part, item).sd) is not None]
        if len(sds) < len(items):
            return None
        value = rwg_j(sds, [item.response_scale.range + 1 for item in items])
        return value if exact else round(value, 1)

    def gaps(self, by: tuple[str, ...], groups: list[Result]) -> list[Gap]:
        """Return a gap for each dimension and each attribute that names two groups to compare."""
        cells = {cell.place: cell for cell in groups}
        result = []
        for attribute in self.survey.attributes:
            if attribute.id not in by or not attribute.compare:
                continue
            group, other = attribute.compare
            for dimension in self.survey.dimensions:
                one, two = (
                    cells.get(place) or Result(attribute=place[0], group=place[1], dimension=place[3])
                    for place in ((attribute.id, each, None, dimension.id) for each in (group, other))
                )
                result.append(gap_between(one, two, other=other))
        return result

    def split(self, attribute: str) -> dict[str, Tally]:
        """Return a tally for each group with respondents: declared options in their order, then others by name."""
        parts = self.counted.split(attribute)
        options = self.survey.attribute(attribute).options or {}
        order = [value for value in options if value in parts] + sorted(set(parts) - set(options))
        return {value: parts[value] for value in order}
