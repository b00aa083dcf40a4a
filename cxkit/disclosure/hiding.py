"""Hiding: what of one dimension is not told, of everybody and by one attribute. It decides; it writes nothing.

What follows by subtraction from what is told counts as told. So whatever is hidden for its own sake has company: down
a column (an item, by groups) another group, along a row (a group, by items) another item, and what they add up to
must be fit to be told itself. Company is taken in an order that does not depend on answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.slack import stuck
from cxkit.disclosure.variety import DIFFERENT
from cxkit.survey.parts import Thresholds

Rows = frozenset[int]
OF_GROUP = DIFFERENT + 1


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What to hide of one dimension: rows of groups (by their place), items by their place.

    scores: rows whose dimension is hidden. items: for each item, rows. counts: for each item, rows of whose answers
    only the mean may be told. spreads: rows whose own spread of scores is hidden.
    """

    scores: Rows
    items: tuple[Rows, ...]
    counts: tuple[Rows, ...]
    spreads: Rows

    def hides(self, column: int) -> Rows:
        """Return the rows that are hidden of the dimension (column 0), or of an item."""
        return self.items[column - 1] if column else self.scores

    def of(self, row: int) -> Hidden:
        """Return what is hidden of a row, as it would be of everybody if there were nobody else."""
        return self.each(lambda rows: _row(row in rows))

    def each(self, change: Callable[[Rows], Rows]) -> Hidden:
        """Return the same with each set of rows changed."""
        return Hidden(
            scores=change(self.scores),
            items=tuple(map(change, self.items)),
            counts=tuple(map(change, self.counts)),
            spreads=change(self.spreads),
        )

    def beside(self, other: Hidden) -> Hidden:
        """Return what hides what either does."""
        return Hidden(
            scores=self.scores | other.scores,
            items=tuple(map(Rows.union, self.items, other.items)),
            counts=tuple(map(Rows.union, self.counts, other.counts)),
            spreads=self.spreads | other.spreads,
        )

    def exact(self, column: int, row: int | None) -> list[bool]:
        """Tell whether a spread may be told of a row, and the answers to each item; of an item both are the same.

        row: None of those who agreed to be told.
        """
        may = [row not in hidden for hidden in (self.spreads, *self.counts)]
        return [may[column]] if column else may

    def exact_together(self, column: int, rows: Rows) -> list[bool]:
        """Tell the same of rows that are hidden together: subtraction leaves exactly these, or it does not."""
        may = [hidden == rows for hidden in (self.spreads, *self.counts)]
        return [may[column]] if column else may


def of_everybody(answers: Answers, thresholds: Thresholds) -> Hidden:
    """Return what to hide of people who are nobody's part: row 0. answers: of those who did not consent to be told."""
    fit = [answers.fit(place, thresholds) for place in range(len(answers.dimension.items))]
    items: Collection[int] = [place for place, told in enumerate(fit) if not told]
    score = answers.fit(None, thresholds)
    if score:
        items = _accompanied(items, fit)
        score = len(answers.dimension.items) > 1 or not items
    few = [sum(counts.values()) < thresholds.distributions for counts in answers.steps]
    return Hidden(
        scores=_row(not score),
        items=tuple(_row(place in items) for place in range(len(few))),
        counts=tuple(_row(place in items or small) for place, small in enumerate(few)),
        spreads=_row(not score or answers.people < thresholds.distributions),
    )


def by_groups(
    groups: Sequence[Answers], whole: Hidden, thresholds: Thresholds, attributes: int, *, merged: bool = False
) -> Hidden:
    """Return what to hide of groups that together are everybody, in the order in which they keep others company.

    whole: what is hidden of everybody. attributes: how many the survey asks for: who is in a group by each of them gave
    an answer that all of these have. merged: the first row is several groups, which is hidden with any other: so what
    is hidden together is one group, not a second beside the first.
    """
    every, places = frozenset(range(len(groups))), range(len(groups[0].dimension.items))

    def company(hide: Collection[int], fit: Callable[[Rows], bool]) -> Rows:
        return _with_company({*hide, *([0] if hide and merged else [])}, len(groups), fit)

    def fit(column: int | None) -> Callable[[Rows], bool]:
        return lambda rows: _together(groups, rows).fit(column, thresholds, OF_GROUP)

    def enough(place: int | None) -> Callable[[Rows], bool]:
        n = [group.people if place is None else group.n(place) for group in groups]
        return lambda rows: sum(n[row] for row in rows) >= thresholds.distributions

    def unfit(column: int | None) -> Rows:
        return frozenset(row for row in every if not fit(column)(frozenset({row})))

    scores = every if whole.scores else company(unfit(None), fit(None))
    hide = [every if whole.items[place] else scores | unfit(place) for place in places]
    fits = [[row not in unfit(place) for place in places] for row in every]
    ends = {(row, place): end for row in every for place in places if (end := groups[row].near_end(place))}
    while True:
        rows = [_accompanied([place for place in places if row in hide[place]], fits[row]) for row in every]
        wider = [company([row for row in every if place in rows[row]], fit(place)) for place in places]
        if wider == hide:
            asked = [(row, place) for place in places for row in hide[place] - scores if not fits[row][place]]
            alone = stuck(hide, scores, ends, asked) if len(places) > 1 else set()
            if not alone:
                break
            scores = company(scores | alone, fit(None))
            wider = [every if whole.items[place] else hide[place] | scores for place in places]
        hide = wider
    if len(hide) == 1:
        scores = hide[0] = scores | hide[0]
    counts = []
    for place in places:
        given = len({step for group in groups for step in group.steps[place]})
        few = {
            row
            for row in every
            if groups[row].n(place) < thresholds.distributions or groups[row].lacks(place, given, attributes)
        }
        counts.append(every if whole.counts[place] else company(hide[place] | few, enough(place)))
    few = {row for row in every if groups[row].people < thresholds.distributions}
    return Hidden(scores=scores, items=tuple(hide), counts=tuple(counts), spreads=company(scores | few, enough(None)))


def _row(hidden: bool) -> Rows:
    return frozenset({0} if hidden else ())


def _accompanied(hidden: Collection[int], fit: Sequence[bool]) -> Rows:
    """Return hidden items with company, of which one at least is fit to be told, or else all items.

    The dimension minus the items told would tell one alone, and also several that are all near the same end.
    """
    items, place = set(hidden), min(hidden, default=0)
    while items and len(items) < len(fit) and (len(items) < 2 or not any(fit[item] for item in items)):
        place = (place + 1) % len(fit)
        items.add(place)
    return frozenset(items)


def _with_company(hide: Collection[int], many: int, fit: Callable[[Rows], bool]) -> Rows:
    """Return rows to hide with those that keep them company: two at least, which together are fit to be told."""
    rows = frozenset(hide)
    if not rows:
        return rows
    for row in range(many):
        if len(rows) > 1 and fit(rows):
            return rows
        rows |= {row}
    return rows


def _together(groups: Sequence[Answers], rows: Rows) -> Answers:
    return Answers.sum([groups[row] for row in sorted(rows)])
