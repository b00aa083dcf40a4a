"""Nesting: groups that lie within those of another attribute, as teams do in departments.

A department minus those of its teams that stand on their own is a number, too. So which teams are told together, and
which keep others company, is decided in each department for itself; where no department is told, no team is.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial, reduce
from typing import Self

from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.hiding import Hidden, Rows, by_groups
from cxkit.disclosure.merging import Merged, company_order, merged
from cxkit.disclosure.told import Split, Told
from cxkit.errors import ResponseError, listing
from cxkit.reports.rows import OTHERS
from cxkit.statistics.tally import Tally
from cxkit.survey.model import Survey


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A group that others lie within, by its row.

    parts: a tally of each that stands on its own in it, as they keep others company; before these, of all others.
    """

    row: int
    parts: dict[str, Tally]


@dataclass(frozen=True, kw_only=True)
class Nested(Split):
    """The groups of an attribute that lie within those of another one, `above`."""

    above: Split
    units: tuple[Unit, ...]

    @classmethod
    def within(cls, counted: Tally, survey: Survey, id: str, above: Split) -> Self:
        """Split a tally by an attribute of the survey that lies within another.

        Raises:
            ResponseError: A group is in two groups of the other.
        """
        attribute, flat, found = survey.attribute(id), Split.of(counted, survey, id, None), counted.split(id)
        homes, last = _homes(counted, id, above.attribute), attribute.compare or ()
        units, alone, together = [], set[str](), set[str]()
        for row, unit in enumerate(above.order):
            inside = above.members((unit,)) or (unit,)
            people = {group: len(found[group]) for group in flat.listed if homes[group] in inside}
            # Departments that are told together are too few people to tell of one of their teams.
            groups = merged(people, survey.confidentiality.scores, last) if unit != OTHERS else Merged()
            rest = groups.together if groups.told else tuple(people)
            order = company_order({group: people[group] for group in groups.alone}, last)
            parts = {OTHERS: Tally.of_batches(found[group] for group in rest)} if rest else {}
            units.append(Unit(row=row, parts=parts | {group: found[group] for group in order}))
            alone.update(order)
            together.update(rest)
        if not alone:
            return cls(**vars(flat) | {"merged": Merged(), "order": ()}, above=above, units=())
        told = {group: found[group] for group in flat.listed if group in alone}
        if together:
            told[OTHERS] = Tally.of_batches(found[group] for group in together)
        return cls(
            attribute=id,
            listed=flat.listed,
            parts=told,
            known=None,
            merged=Merged(
                alone=tuple(group for group in told if group in alone),
                together=tuple(group for group in flat.listed if group in together),
            ),
            order=company_order({group: len(part) for group, part in told.items()}, last),
            consenting=None,
            above=above,
            units=tuple(unit for unit in units if unit.parts),
        )

    def hidden(self, told: Told, attributes: int) -> Hidden:
        """Return what to hide of a dimension: in each unit by itself, and all of it where the unit itself is hidden."""
        above = told.hidden_by(self.above, attributes)
        found = []
        for unit in self.units:
            groups = [Answers.of(part, told.dimension) for part in unit.parts.values()]
            hidden = by_groups(groups, above.of(unit.row), told.thresholds, attributes, merged=OTHERS in unit.parts)
            found.append(hidden.each(partial(_placed, [self.order.index(group) for group in unit.parts])))
        # All others are told as one, so that they are hidden along with whatever is.
        rest = frozenset([0] if OTHERS in self.order else [])
        return reduce(Hidden.beside, found).each(lambda rows: rows | rest if rows else rows) if found else told.hidden


def _placed(places: Sequence[int], rows: Rows) -> Rows:
    return frozenset(places[row] for row in rows)


def _homes(counted: Tally, id: str, above: str) -> dict[str, str]:
    """Return the group above of each group. Raises ResponseError where there are two."""
    found, places = defaultdict[str, set[str]](set), [counted.by.index(one) for one in (id, above)]
    for values in counted.respondents:
        found[values[places[0]]].add(values[places[1]])
    for group, homes in found.items():
        if len(homes) > 1:
            names = listing(sorted(home or "(not stated)" for home in homes))
            raise ResponseError(
                f'The survey says that each {id} is within one {above}, but "{group}" is in {names}. '
                f"Correct the answers, or take within out of the survey."
            )
    return {group: next(iter(homes)) for group, homes in found.items()}
