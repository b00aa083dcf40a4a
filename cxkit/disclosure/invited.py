"""How many were invited to answer: in all, or by attribute and group."""

from collections.abc import Mapping
from operator import index
from typing import Any

from cxkit.errors import ResponseError, did_you_mean, listing
from cxkit.statistics.tally import Tally
from cxkit.survey.model import Survey

Whose = tuple[str, str] | tuple[None, None]
"""An attribute and a group of it, or everybody."""
EVERYBODY: Whose = (None, None)
_EXAMPLE = '{"team": {"Sales": 12, "IT": 7}}'
Invited = dict[tuple[str | None, str | None], int]


def invited_by_group(given: int | Mapping[str, Mapping[str, int]] | None, counted: Tally, survey: Survey) -> Invited:
    """Return how many were invited by (attribute, group), (None, None) for all. Raises ResponseError."""
    if given is None:
        return {}
    found: Invited = {}
    if not isinstance(given, Mapping):
        found[None, None] = _whole(given)
    else:
        if flat := [attribute for attribute, groups in given.items() if not hasattr(groups, "items")]:
            raise ResponseError(f"The numbers invited by {listing(flat)} need its groups, such as {_EXAMPLE}.")
        given = {
            attribute: {str(group): _whole(n) for group, n in groups.items()} for attribute, groups in given.items()
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
    groups = given if isinstance(given, Mapping) else {}
    without = [group for named, group in came if group and named in groups and (named, group) not in found]
    lacking = f" Nobody has said how many were invited of {listing(sorted(without))}." if without else ""
    for named, group in found:
        options = survey.attribute(named).options or {} if named is not None else {}
        known = (named, group) in came or group in options
        if group is not None and not known and (options or without):
            hint = did_you_mean(group, options or without)
            raise ResponseError(f'There is no "{group}" in {named}, but a number invited for it.{hint}{lacking}')
    over = [group or "all" for (named, group), n in found.items() if came.get((named, group), 0) > n]
    if over:
        raise ResponseError(
            f"More people answered than were invited ({listing(over)}). Correct the number invited; "
            f"whoever may answer counts, not only who was in the room.{lacking}"
        )
    return found


def _whole(given: Any) -> int:
    """Return a number invited. Raises ResponseError where it is none."""
    try:
        number = index(int(given) if isinstance(given, float) and given.is_integer() else given)
    except TypeError:
        number = -1
    if number < 0 or isinstance(given, bool):
        raise ResponseError(
            f"How many were invited should be a whole number, or numbers by attribute and group such as {_EXAMPLE}; "
            f"but it is {given!r}."
        )
    return number
