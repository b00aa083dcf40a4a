"""Parts: of a report, what it tells of one group and of everybody, as its manager may have it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cxkit.errors import ReportError, did_you_mean, listing
from cxkit.reports.rows import OTHERS, Gap, Tables
from cxkit.survey.crossing import CROSS


def part_of(tables: Tables, by: Sequence[str], attribute: str, group: str) -> tuple[tuple[str, ...], Tables]:
    """Return the rows of everybody, of a group, and of what it is crossed with; and what groups these are by.

    Raises:
        ReportError: The report does not have the group, or tells it only together with others.
    """
    if attribute not in by or CROSS in attribute:
        known = [one for one in by if CROSS not in one]
        raise ReportError(
            f'The report has no groups by "{attribute}". It has: {listing(known) or "none"}.'
            + did_you_mean(attribute, known)
        )
    groups = [row.group or "" for row in tables.participation if row.attribute == attribute and row.group != OTHERS]
    if group not in groups:
        if any(group in (row.members or ()) for row in tables.participation if row.attribute == attribute):
            raise ReportError(f'"{group}" is only told together with others, so that it has no part of its own.')
        raise ReportError(
            f'There is no group "{group}" in {attribute}. It has: {listing(groups) or "none"}.'
            + did_you_mean(group, groups)
        )
    kept = tuple(one for one in by if attribute in one.split(CROSS))

    def inside(row: Any) -> bool:
        if row.attribute is None or attribute not in (ids := row.attribute.split(CROSS)) or row.group == OTHERS:
            return row.attribute is None
        return bool(group == (row.group if len(ids) == 1 else row.group.split(CROSS)[ids.index(attribute)]))

    names = ("groups", "group_items", "participation")
    some: dict[str, Any] = {name: tuple(filter(inside, getattr(tables, name))) for name in names}
    gaps = tuple(
        Gap(attribute=attribute, group=gap.group, other=gap.other, dimension=gap.dimension)  # of another group, too
        for gap in tables.gaps
        if gap.attribute == attribute
    )
    return kept, replace(tables, **some, gaps=gaps)
