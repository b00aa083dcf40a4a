"""Hiding: what of one dimension is not told, of everybody and by one attribute. It decides; it writes nothing.

What follows by subtraction from what is told counts as told. So whatever is hidden for its own sake has company: down
a column (an item, by groups) another group, along a row (a group, by items) all other items, and what they add up to
must be fit to be told itself. Company is taken in an order that does not depend on answers.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from cxkit.disclosure.exchange import bound
from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.variety import DIFFERENT
from cxkit.survey.parts import Thresholds

Rows = frozenset[int]
OF_GROUP = DIFFERENT + 1
SEVERAL = 3
"""Of so many answers a score does not say what any of them is."""


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

    def of(self, row: int) -> "Hidden":
        """Return what is hidden of a row, as it would be of everybody if there were nobody else."""
        return self.each(lambda rows: _row(row in rows))

    def each(self, change: Callable[[Rows], Rows]) -> "Hidden":
        """Return the same with each set of rows changed."""
        return Hidden(
            scores=change(self.scores),
            items=tuple(map(change, self.items)),
            counts=tuple(map(change, self.counts)),
            spreads=change(self.spreads),
        )

    def beside(self, other: "Hidden") -> "Hidden":
        """Return what hides what either does."""
        return Hidden(
            scores=self.scores | other.scores,
            items=tuple(map(Rows.union, self.items, other.items)),
            counts=tuple(map(Rows.union, self.counts, other.counts)),
            spreads=self.spreads | other.spreads,
        )

    def apart(self) -> list["Hidden"]:
        """Return what is hidden of each item, as of a dimension of its own."""
        pairs = zip(self.items, self.counts, strict=True)
        return [Hidden(scores=rows, items=(rows,), counts=(counts,), spreads=counts) for rows, counts in pairs]

    @classmethod
    def side_by_side(cls, parts: Sequence["Hidden"], every: Rows) -> "Hidden":
        """Return what is hidden of items that are dimensions of their own, and have no score together."""
        items, counts = tuple(one.items[0] for one in parts), tuple(one.counts[0] for one in parts)
        return cls(scores=every, items=items, counts=counts, spreads=every)

    @classmethod
    def without_score(cls, items: Sequence[Rows], every: Rows) -> "Hidden":
        """Return these rows hidden of each item, which have no score together."""
        return cls(scores=every, items=tuple(items), counts=tuple(items), spreads=every)

    def exact(self, column: int, row: int | None) -> list[bool]:
        """Tell whether a spread may be told of a row, and the answers to each item; of an item both are the same.

        row: None of those who agreed to be told.
        """
        return [row not in hidden for hidden in ([self.counts[column - 1]] if column else (self.spreads, *self.counts))]

    def exact_together(self, column: int, rows: Rows) -> list[bool]:
        """Tell the same of rows that are hidden together: subtraction leaves exactly these, or it does not."""
        may = [hidden == rows for hidden in (self.spreads, *self.counts)]
        return [may[column]] if column else may


def of_everybody(answers: Answers, thresholds: Thresholds) -> Hidden:
    """Return what to hide of people who are nobody's part: row 0. answers: of those who did not consent to be told."""
    many = len(answers.dimension.items)
    if answers.together:
        told = answers.told_together(thresholds)
        return Hidden.without_score([_row(place not in told) for place in range(many)], _row(True))
    if not answers.dimension.summed:
        return Hidden.side_by_side([of_everybody(one, thresholds) for one in answers.apart()], _row(True))
    score = answers.fit(None, thresholds) and not answers.agreement_alone(thresholds)
    # The items of a dimension whose score is hidden would tell why it is.
    items = _accompanied([place for place in range(many) if not score or not answers.fit(place, thresholds)], many)
    score = score and (many > 1 or not items)
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
    every, first = frozenset(range(len(groups))), groups[0]
    if first.together:  # told of everybody alone: what a group gave would bear on what all others did
        return Hidden.without_score([every] * len(first.steps), every)
    if not first.dimension.summed:
        columns = zip(zip(*(group.apart() for group in groups), strict=True), whole.apart(), strict=True)
        parts = [by_groups(column, of, thresholds, attributes, merged=merged) for column, of in columns]
        return Hidden.side_by_side(parts, every)
    # That everybody's items are hidden says that nearly all agree on one. Beside it the scores of groups may tell who
    # in them does not.
    if whole.scores or (len(groups) > 1 and any(whole.items)):
        return Hidden.without_score([every] * len(whole.items), every)
    held = [frozenset[int]() for _ in groups[0].dimension.items]
    while True:
        hidden = _by_groups(groups, whole, thresholds, attributes, merged=merged, held=held)
        more = [
            frozenset() if whole.counts[place]
            else bound(groups, place, hidden.counts[place], hidden.items[place], thresholds.distributions)
            for place in range(len(held))
        ]  # fmt: skip
        if not any(more):
            return hidden
        held = [rows | further for rows, further in zip(held, more, strict=True)]


def _by_groups(
    groups: Sequence[Answers],
    whole: Hidden,
    thresholds: Thresholds,
    attributes: int,
    *,
    merged: bool,
    held: Sequence[Rows],
) -> Hidden:
    """Return the same for one set of rows that are `held` back of each item, whatever was answered there otherwise."""
    every, first = frozenset(range(len(groups))), groups[0]
    places = range(len(first.dimension.items))

    def company(hide: Collection[int], fit: Callable[[Rows], bool]) -> Rows:
        return _with_company({*hide, *([0] if hide and merged else [])}, len(groups), fit)

    def fit(column: int | None) -> Callable[[Rows], bool]:
        return lambda rows: _together(groups, rows).fit(column, thresholds, different(first, column))

    def enough(place: int | None) -> Callable[[Rows], bool]:
        n = [group.people if place is None else group.n(place) for group in groups]
        return lambda rows: sum(n[row] for row in rows) >= thresholds.distributions

    def unfit(column: int | None) -> Rows:
        back = frozenset[int]() if column is None else held[column]
        return back | {row for row in every if not groups[row].fit(column, thresholds, different(first, column))}

    scores = company(unfit(None), fit(None))
    alike = [unfit(place) for place in places]
    hide = [every if whole.items[place] else scores | alike[place] for place in places]
    # Where everybody answered an item nearly alike, hidden answers have hardly any room: the dimensions of groups may
    # tell who in them gave another. Not the groups' own answers decide, which that would tell, but everybody's.
    everybody, room = _together(groups, every), DIFFERENT * len(groups)
    narrow = [
        place
        for place in places
        if len(groups) > 1 < len(places) and (whole.counts[place] or everybody.near_one(place, room))
    ]
    while True:
        rows = [_accompanied([place for place in places if row in hide[place]], len(places)) for row in every]
        wider = [company([row for row in every if place in rows[row]], fit(place)) for place in places]
        if wider == hide:
            tight = frozenset().union(*(hide[place] - scores for place in narrow))
            if not tight:
                break
            scores = company(scores | tight, fit(None))
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


def different(group: Answers, place: int | None) -> int:
    """Return how many of a group must have answered otherwise than most, for an item by its place, or a score (None).

    Of a score of several answers as many as of everybody: that all others have one score does not say what they
    answered.
    """
    return DIFFERENT if place is None and group.dimension.min_answered >= SEVERAL else OF_GROUP


def _row(hidden: bool) -> Rows:
    return frozenset({0} if hidden else ())


def _accompanied(hidden: Collection[int], items: int) -> Rows:
    """Return hidden items with company: all items, or none.

    If only some were hidden, which ones would tell which of them had to be, and their sum what was answered there.
    """
    return frozenset(range(items) if hidden else ())


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
