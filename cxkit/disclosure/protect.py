"""Confidentiality: tallies in, a Report out. Nothing else makes a Report of answers.

Which groups are told, and which together, follows from head counts alone (`merging`). A number is told where enough of
those whose answers it is made of differ from most (`variety`), and what is hidden for that has company, so that no
subtraction gives it back (`hiding`). What is told is exact; a spread, and how many gave each answer, are told from the
threshold of distributions up.
"""

import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxkit.disclosure.crossing import Crossed
from cxkit.disclosure.invited import EVERYBODY, Invited, invited_by_group
from cxkit.disclosure.nesting import Nested
from cxkit.disclosure.told import Split, Told
from cxkit.errors import ResponseError, did_you_mean, listing
from cxkit.reports.comparisons import gap_in
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Gap, Participation, Result, Tables
from cxkit.reports.status import SHOWN
from cxkit.responses.problems import warn
from cxkit.responses.responses import check_survey, uncounted
from cxkit.statistics.engines import tally
from cxkit.statistics.grouped import check_attributes
from cxkit.statistics.tally import EMPTY, STRAIGHT_LINED, Tally
from cxkit.survey.crossing import By, counted_by, groupings, single
from cxkit.survey.model import Survey
from cxkit.survey.parts import FLOOR


def report(
    answers: Any,
    survey: Survey,
    *,
    by: By | None = None,
    invited: int | Mapping[str, Mapping[str, int]] | None = None,
    consenting: Mapping[str, str] | None = None,
    alone: bool = False,
    again: bool = False,
    group_items: bool = True,
    agreed: Mapping[str, str] | None = None,
) -> Report:
    """Make the Report of answers or of a tally: for everybody, and for each attribute of `by` on its own, or crossed.

    Thresholds are the survey's. Rows in which nothing is answered are nobody's: a ResponseWarning says how many.

    Args:
        answers: A Tally, or whatever `tally` takes.
        by: Attribute ids; for a tally they may be fewer than those it was made by (None: all of them). A pair of them,
            ("team", "role"), is a crossing: who is in a group of both.
        invited: How many were asked to answer, in all, or by attribute and group: {"team": {"Sales": 12, …}}; then
            response rates are known, and intervals allow for how much of each group answered.
        consenting: {attribute id: a group of it, all of whose people agreed that its means are shown from two people
            up}. Everybody else is protected as if these people's answers were known, and not by them.
        alone: They agreed to it, too, where only one of them answered: then their means are this person's answers.
        again: The same people were asked before. Then it is not said whether nearly all did the same.
        group_items: Whether to say what each group answered to each item. Of hundreds of groups that takes longest.
        agreed: What `consenting` was called in version 0.1.

    Raises:
        ResponseError: An attribute, an item or a group that agreed is missing, or more answered than were invited.
    """
    if agreed is not None:
        warnings.warn("cx.report(agreed=…) is called consenting=… now.", FutureWarning, stacklevel=2)
        consenting = agreed
    consenting = consenting or {}
    check_survey(survey)
    if not isinstance(consenting, Mapping):
        raise ResponseError(f"Who agreed is said by attribute, such as {{'role': 'leader'}}; not by {consenting!r}.")
    chosen = groupings(by or (), survey.attributes)
    if len(several := set(chosen) - set(single(chosen))) > 1:
        raise ResponseError(f"A report can be by one crossing, not by {listing(sorted(several))}: choose one.")
    needed = tuple(dict.fromkeys((*chosen, *consenting)))
    counted = answers if isinstance(answers, Tally) else tally(answers, survey, by=needed)
    if isinstance(answers, Tally) and by is None:
        chosen = answers.by
    if counted.survey != survey.identity:
        raise ResponseError(
            f"This tally is of survey {counted.survey[0]} (version {counted.survey[1]}), "
            f"not of {survey.id} (version {survey.version}) with its items, keying and scales. "
            "Report it with the survey it was tallied with."
        )
    needed = (*counted_by(chosen, survey.attributes), *consenting)
    check_attributes(counted.by, survey, needed, have="The tally has")
    _check_consent(consenting, chosen, counted, survey)
    some = counted.answered()
    warn((), uncounted(len(counted), len(some)))
    there = invited_by_group(invited, some, survey)
    return _Protection(
        counted=some, survey=survey, invited=there, consenting=consenting, alone=alone, again=again
    ).report(chosen, group_items=group_items)


def _check_consent(consenting: Mapping[str, str], by: tuple[str, ...], counted: Tally, survey: Survey) -> None:
    """Raise ResponseError for a group that agreed and that there is not, or beside which too much would be told."""
    for attribute, group in consenting.items():
        there = dict.fromkeys([*(survey.attribute(attribute).options or {}), *counted.sizes(attribute)])
        if group not in there:
            known = listing(there) or "none"
            raise ResponseError(
                f'There is no group "{group}" in {attribute} that could have agreed. It has: {known}.'
                + did_you_mean(group, there)
            )
    joined = [one for one in by if one not in single(by) or survey.attribute(one).within]
    if consenting and joined:
        raise ResponseError(
            f"Where people agreed to be shown (consenting), nothing can be told by {listing(joined)} as well."
        )


@dataclass(frozen=True, kw_only=True)
class _Protection:
    """One pass over a tally; methods return cells in which what must not be seen is None."""

    counted: Tally
    survey: Survey
    invited: Invited
    consenting: Mapping[str, str]
    alone: bool
    again: bool

    def report(self, by: tuple[str, ...], *, group_items: bool) -> Report:
        splits = {
            attribute: Split.of(self.counted, self.survey, attribute, group, alone=self.alone)
            for attribute, group in self.consenting.items()
        }
        known = self.counted.among({id: split.consenting for id, split in splits.items() if split.consenting})
        splits |= {id: self.split(id, known) for id in single(by) if id not in splits}
        tables: dict[str, list[Any]] = {name: [] for name in ("dimensions", "items", "groups", "group_items")}
        told = [
            Told.of(self.counted, dimension, known, self.survey.confidentiality, self.invited)
            for dimension in self.survey.dimensions
        ]
        for crossed in set(by) - set(splits):
            sides = [splits[attribute] for attribute in single([crossed])]
            splits[crossed] = Crossed.between(self.counted, self.survey, sides[0], sides[1], told)
        for one in told:
            dimension, *items = one.everybody(again=self.again)
            tables["dimensions"].append(dimension)
            tables["items"] += items
        tables["participation"] = [self.everybody(known)]
        for attribute in by:
            for one in told:
                rows = one.by(splits[attribute], len(self.survey.attributes), items=group_items)
                tables["groups"] += rows[0]
                tables["group_items"] += [cell for row in rows[1:] for cell in row]
            tables["participation"] += self.participation(splits[attribute])
        tables["gaps"] = self.gaps(by, tables["groups"])
        return Report(
            survey=self.survey,
            thresholds=self.survey.confidentiality,
            by=by,
            n=tables["participation"][0].respondents,
            tables=Tables(**{name: tuple(rows) for name, rows in tables.items()}),
        )

    def split(self, id: str, known: Tally) -> Split:
        """Split the tally by an attribute. known: those who agreed to be told by another one."""
        above = self.survey.attribute(id).within
        if above:
            return Nested.within(self.counted, self.survey, id, self.split(above, known))
        return Split.of(self.counted, self.survey, id, known=known)

    def everybody(self, known: Tally) -> Participation:
        """Return how many answered in all, and how: nothing where they are fewer than a score needs.

        known: those who agreed to be told. How many gave one answer to everything is told of so many that their
        distributions are: of fewer, that it is not told would tell how they answered.
        """
        n, least = len(self.counted), self.survey.confidentiality.distributions
        if n < self.survey.confidentiality.scores:
            return Participation()
        patterns, agreed = _patterns(self.counted), _patterns(known)
        others, straight = n - len(known), patterns[STRAIGHT_LINED] - agreed[STRAIGHT_LINED]
        told = others >= least and FLOOR <= straight <= others - FLOOR
        return Participation(
            **answered(n, self.invited.get(EVERYBODY)),
            empty=patterns[EMPTY],
            straight=patterns[STRAIGHT_LINED] if told else None,
        )

    def participation(self, split: Split) -> list[Participation]:
        """Return how many answered in each group that is told, and in those that are told together."""
        return [
            Participation(
                attribute=split.attribute,
                group=group,
                members=split.merged.together if group == OTHERS else None,
                **(
                    answered(len(split.parts[group]), split.invited((group,), self.invited))
                    if group in split.merged.told
                    else {}
                ),
            )
            for group in split.parts
        ]

    def gaps(self, by: tuple[str, ...], groups: list[Result]) -> list[Gap]:
        """Return a gap for each dimension and each attribute that names two groups to compare.

        Where the other one is told together with others, all these stand in.
        """
        cells = {cell.place: cell for cell in groups}
        gaps = []
        for attribute in self.survey.attributes:
            if attribute.id not in by or not attribute.compare:
                continue
            one, other = attribute.compare
            for dimension in self.survey.dimensions:
                together = cells.get((attribute.id, OTHERS, None, dimension.id))
                instead = together and together.members and other in together.members
                gaps.append(gap_in(cells, attribute.id, dimension.id, one, OTHERS if instead else other))
        return gaps


def _patterns(people: Tally) -> Counter[str]:
    patterns = Counter[str]()
    for (_, pattern), count in people.patterns.items():
        patterns[pattern] += count
    return patterns


def answered(n: int, invited: int | None) -> dict[str, Any]:
    """Return how many answered, of how many invited, as it is shown."""
    return {"status": SHOWN, "respondents": n, "invited": invited, "rate": n / invited if invited else None}
