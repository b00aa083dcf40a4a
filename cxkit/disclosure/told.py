"""What is told of one dimension: of everybody, and of the groups of one attribute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Any, Self

from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.hiding import Hidden, by_groups, of_everybody
from cxkit.disclosure.invited import EVERYBODY, Invited
from cxkit.disclosure.merging import CONSENT, Merged, company_order, merged
from cxkit.reports.rows import OTHERS, Result
from cxkit.reports.status import SHOWN
from cxkit.statistics.estimates import Shares, Stat, finite, parts, rwg_j
from cxkit.statistics.student import t_quantile
from cxkit.statistics.tally import Tally
from cxkit.survey.kinds import KINDS
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension, Thresholds


@dataclass(frozen=True, kw_only=True)
class Split:
    """The groups of an attribute, and which of them are told.

    listed: those with respondents: declared options in their order, then others by name. parts: a tally for each; in
    place of those that are told together one for all of them, last. known: the one that all are in who agreed
    to be told by another attribute, so that subtraction would leave the others. order: the groups that are told, but
    for the one whose people agreed to it, as they keep others company. consenting: that one; fewest: of how many of its
    people a number may be.
    """

    attribute: str
    listed: tuple[str, ...]
    parts: Mapping[str, Tally]
    known: str | None
    merged: Merged
    order: tuple[str, ...]
    consenting: str | None
    fewest: int = 1

    @classmethod
    def of(
        cls,
        counted: Tally,
        survey: Survey,
        id: str,
        consenting: str | None = None,
        *,
        alone: bool = False,
        known: Tally | None = None,
    ) -> Self:
        """Split a tally by an attribute of the survey.

        consenting, alone: as of `cxkit.report`, of this attribute. known: those who agreed by another attribute.
        """
        attribute, threshold = survey.attribute(id), survey.confidentiality.scores
        # Of too few people it is not even told which groups they are in, nor where each could be in one of their own.
        found, options = counted.split(id), attribute.options or {}
        found = found if len(counted) >= threshold and len(counted) > max(len(found), len(options)) else {}
        listed = (*(value for value in options if value in found), *sorted(set(found) - set(options)))
        parts = {value: found[value] for value in listed}
        people = {value: len(part) for value, part in parts.items()}
        if people.get(consenting or "", 0) >= survey.confidentiality.distributions:
            consenting = None  # so many are told like any group: more than their means
        last = attribute.compare or ()
        inside = known.sizes(id) if known else {}
        groups = merged(people, threshold, last, consenting, alone=alone, known=inside)
        if groups.together:
            parts = {group: part for group, part in parts.items() if group not in groups.together}
            parts[OTHERS] = Tally.of_batches(found[group] for group in groups.together)
        agreed = consenting if consenting in groups.alone and len(groups.told) > 1 else None
        told = [group for group in groups.told if group != agreed]
        order = company_order({group: len(parts[group]) for group in told}, last)
        return cls(
            attribute=id,
            listed=listed,
            parts=parts,
            known=groups.holding(inside),
            merged=groups,
            order=order,
            consenting=agreed,
            fewest=1 if alone else CONSENT,
        )

    def members(self, groups: Sequence[str]) -> tuple[str, ...] | None:
        """Return the groups that are told together; None of one that stands on its own."""
        if len(groups) == 1 and groups[0] != OTHERS:
            return None
        known = {*groups, *(self.merged.together if OTHERS in groups else ())}
        return tuple(group for group in self.listed if group in known)

    def hidden(self, told: "Told", attributes: int) -> Hidden:
        """Return what to hide of a dimension. attributes: how many the survey asks for."""
        groups = [told.answers(self)[group] for group in self.order]
        if not groups:
            return told.hidden
        if self.known in self.order:
            place = self.order.index(self.known)
            groups[place] = groups[place].less(told.known)
        return by_groups(groups, told.hidden, told.thresholds, attributes, merged=OTHERS in self.order)

    def invited(self, groups: Sequence[str], invited: Invited) -> int | None:
        """Return how many were invited of a group, or of several; None: unknown."""
        each = [invited.get((self.attribute, group)) for group in self.members(groups) or groups]
        return None if None in each else sum(one or 0 for one in each)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What everybody answered to one dimension, and what of it is told.

    stats: of the dimension, then of each item. whole, known, others: the answers of everybody, of those who agreed to
    be told, and of all others.
    """

    dimension: Dimension
    whole: Answers
    stats: tuple[Stat, ...]
    known: Answers
    others: Answers
    hidden: Hidden
    thresholds: Thresholds
    invited: Invited
    by_attribute: dict[str, Hidden] = field(default_factory=dict, repr=False, compare=False)
    by_split: dict[str, dict[str, Answers]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, counted: Tally, dimension: Dimension, known: Tally, thresholds: Thresholds, invited: Invited) -> Self:
        """Look at what everybody answered. known: the answers of those who agreed to be told."""
        agreed, whole = Answers.of(known, dimension), Answers.of(counted, dimension)
        # Of what is told of everybody alone, nothing is known of those who agreed.
        others = whole if whole.together else whole.less(agreed)
        return cls(
            dimension=dimension,
            whole=whole,
            stats=tuple(_stats(whole, invited.get(EVERYBODY))),
            known=agreed,
            others=others,
            hidden=of_everybody(others, thresholds),
            thresholds=thresholds,
            invited=invited,
        )

    def everybody(self, *, again: bool = False) -> list[Result]:
        """Return everybody's result of the dimension, then of each item. again: whether they were asked before."""
        results, kind, says = [], KINDS[self.dimension.kind], dict[int, Answers]()
        if kind.agreement and not again:
            says = dict(enumerate(self.others.apart(), 1))
        elif kind.together and not again and all(map(self.hidden.hides, range(1, len(self.stats)))):
            says = {0: self.others}
        for column in range(len(self.stats)):
            place = self._place(column)
            if 0 not in self.hidden.hides(column):
                results.append(self._cell(self.whole, self.stats, place, column, exact=self.hidden.exact(column, 0)))
            else:
                alike = says[column].agree(self.thresholds) if column in says else None
                results.append(Result.of(place | {"alike": alike}))
        return results

    def answers(self, split: Split) -> dict[str, Answers]:
        """Return what each part of a split answered."""
        if split.attribute not in self.by_split:
            self.by_split[split.attribute] = {
                group: Answers.of(part, self.dimension) for group, part in split.parts.items()
            }
        return self.by_split[split.attribute]

    def hidden_by(self, split: Split, attributes: int) -> Hidden:
        """Return what to hide of a split. Others ask again, and it takes most of the time."""
        if split.attribute not in self.by_attribute:
            self.by_attribute[split.attribute] = split.hidden(self, attributes)
        return self.by_attribute[split.attribute]

    def by(self, split: Split, attributes: int, *, items: bool) -> list[list[Result]]:
        """Return the groups' results of the dimension, then of each item. attributes: how many the survey asks for.

        items: False: of the dimension alone. What subtraction leaves of those that are hidden is told as what they are
        together.
        """
        hidden = self.hidden_by(split, attributes)
        invited = {group: split.invited((group,), self.invited) for group in split.parts}
        stats = {
            group: (_stats(answers, invited[group]), invited[group]) for group, answers in self.answers(split).items()
        }
        columns = range(len(self.stats) if items else 1)
        return [self._column(split, hidden, stats, column) for column in columns]

    def _column(
        self, split: Split, hidden: Hidden, stats: Mapping[str, tuple[list[Stat], int | None]], column: int
    ) -> list[Result]:
        """Return what is told of the dimension, or of an item, of each group, and of those that are hidden together.

        stats: of each group, and how many were invited of it.
        """
        if self._thin(split, column) or KINDS[self.dimension.kind].together or not (column or self.dimension.summed):
            return [Result.of(self._place(column, split, (group,))) for group in split.parts]
        hides, cells = hidden.hides(column), {}
        rows = {group: row for row, group in enumerate(split.order)}
        for group, answers in self.answers(split).items():
            place, row = self._place(column, split, (group,)), rows.get(group)
            if row not in hides and (row is not None or group == split.consenting):
                own, invited = stats[group]
                exact = hidden.exact(column, row)
                cells[group] = self._cell(answers, own, place, column, exact=exact, invited=invited)
            else:
                cells[group] = Result.of(place)
        together = [split.order[row] for row in sorted(hides)] if split.order else []
        if together and 0 not in self.hidden.hides(column) and len(together) < len(split.parts):
            rest = Answers.sum([self.answers(split)[group] for group in together])
            place, invited = self._place(column, split, together), split.invited(together, self.invited)
            # Nothing is left by subtraction from what is not told of everybody.
            each = zip(hidden.exact_together(column, hides), self.hidden.exact(column, 0), strict=True)
            own = _stats(rest, invited)
            cells[place["group"]] = self._cell(
                rest, own, place, column, exact=[all(may) for may in each], invited=invited
            )
        return list(cells.values())

    def _thin(self, split: Split, column: int) -> bool:
        """Tell whether a number, or what subtraction leaves, would be of fewer people than agreed to be shown so."""
        if not split.consenting:
            return False
        agreed = self.answers(split)[split.consenting]
        counts = (agreed.scores, *(agreed.steps if column else ()))
        return any(0 < sum(one.values()) < split.fewest for one in counts)

    def _place(self, column: int, split: Split | None = None, groups: Sequence[str] = ()) -> dict[str, Any]:
        """Return what a result is of: the dimension, or an item; of everybody, a group, or several together."""
        item = self.dimension.items[column - 1].id if column else None
        place: dict[str, Any] = {"item": item, "dimension": self.dimension.id}
        if split:
            members = split.members(groups)
            place |= {
                "attribute": split.attribute,
                "group": groups[0] if members is None else OTHERS,
                "members": members,
            }
        return place

    def _cell(
        self,
        answers: Answers,
        stats: Sequence[Stat],
        place: dict[str, Any],
        column: int,
        *,
        exact: Sequence[bool],
        invited: int | None = None,
    ) -> Result:
        """Return a result that is told. stats: as of everybody. exact: whether its spread, then each item's answers."""
        whole, stat = "attribute" not in place, stats[column]
        if not stat.n:
            return Result.of(place)
        # Where one answer bears on the others it is enough that many were asked: few may have come to a step.
        few = stat.n < self.thresholds.distributions and not KINDS[self.dimension.kind].together
        own, *told = [one and not few for one in exact]
        numbers = stat if own else self._borrowed(stat, column, invited)
        values = {**place, **vars(numbers), "status": SHOWN, "exact": own}
        if own if column else all(told):
            counted = answers.kinds[column - 1] if column else map(sum, zip(*answers.kinds, strict=True))
            values |= {**vars(Shares.of(*counted)), "n": stat.n, "distribution": SHOWN}
            if column:
                values["counts"] = answers.distribution(column - 1)
            elif not whole:
                values["rwg_j"] = _agreement(stats[1:], self.dimension)
        return Result.of(values)

    def _borrowed(self, stat: Stat, column: int, invited: int | None) -> Stat:
        """Return a mean with everybody's spread, as far as it is told: its own, of so few, would tell answers."""
        sd = self.stats[column].sd
        if stat.n < 2 or sd is None or not self.hidden.exact(column, 0)[0]:
            return replace(stat, sd=None, low=None, high=None)
        mean = stat.mean or 0.0
        half = t_quantile(self.stats[column].n - 1) * sd / sqrt(stat.n) * finite(stat.n, invited)
        return replace(stat, sd=sd, low=max(0.0, mean - half), high=min(100.0, mean + half))


def _stats(answers: Answers, invited: int | None) -> list[Stat]:
    """Return the statistics of the dimension, then of each item."""
    pairs = zip(answers.dimension.items, answers.steps, strict=True)
    items = [Stat.of(steps, item.response_scale.range, invited) for item, steps in pairs]
    return [Stat.of(answers.scores, parts(answers.dimension), invited), *items]


def _agreement(stats: Sequence[Stat], dimension: Dimension) -> float | None:
    """Return how far people agree, from the spreads of the items."""
    sds = [stat.sd for stat in stats if stat.sd is not None]
    if len(sds) < len(stats):
        return None
    return rwg_j(sds, [item.response_scale.range + 1 for item in dimension.items])
