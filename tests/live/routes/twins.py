"""Answers of which people may know the same: one Report, and other answers inside what is hidden, or another order."""

from collections.abc import Sequence
from typing import Any

from cxkit.survey.model import Survey
from tests.live.test_room import mixed

PEOPLE = [("leader", "Phones")] * 3 + [
    ("frontline", team) for team in ["Phones"] * 7 + ["Warehouse"] * 2 + ["Finance"] * 3
]
"""No role can be told, and of the teams the first alone."""

Responses = list[dict[str, Any]]
Agree = Sequence[bool | str | None]


def answered(survey: Survey, *, otherwise: bool = False, agree: Agree = (), wrote: int = 0) -> Responses:
    """Return what these people answer, or something else; what leaders say of being shown; and how many write."""
    sent = []
    for place, (role, team) in enumerate(PEOPLE):
        one = mixed(place * place if otherwise else place, survey, role=role, team=team)
        said = {} if place >= len(agree) or agree[place] is None else {"agrees": agree[place]}
        sent.append(one | said | {"comments": {"engaged": f"Words of {place}."} if place < wrote else {}})
    return sent


def same(responses: Responses) -> Responses:
    return responses


def reversed_(responses: Responses) -> Responses:
    return responses[::-1]


def in_other_roles(responses: Responses) -> Responses:
    """The leaders say what three of the front line said, and they the leaders' words."""
    return swapped(responses, {0: 3, 1: 5, 2: 7})


def in_other_teams(responses: Responses) -> Responses:
    """Of the teams that are told together one says what another said."""
    return swapped(responses, {10: 12, 11: 14})


CHANGES = (same, reversed_, in_other_roles, in_other_teams)


def swapped(responses: Responses, pairs: dict[int, int]) -> Responses:
    changed = list(responses)
    for one, other in pairs.items():
        for place, source in ((one, other), (other, one)):
            changed[place] = responses[source] | {"attributes": responses[place]["attributes"]}
    return changed
