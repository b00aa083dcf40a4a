"""The made-up people of a rehearsal, and what their phones send: believable, and the same for the same survey."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cxkit.survey.kinds import KINDS
from cxkit.survey.model import Survey
from cxkit.survey.parts import Attribute, Item
from cxkit.words import say

PEOPLE = 36
LEADERS = 7  # enough to be shown beside the front line
FEW = 3  # the people of the last team: too few to be shown
UNFINISHED, CUT_OFF, NOT_STATED = 9, 14, 20  # who stops half-way, loses the network, does not say who they are
CHANGE_THEIR_MIND = (11, 23)
WROTE = (12, 10, 3)  # how many comment on the first, second, third dimension: two are enough to be read


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one made-up person's phone sends: all that it holds by then. when: 0 at the start, 1 at the end."""

    when: float
    person: int
    response: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """How many made-up people there are, and how many of them lead: the first ones."""

    people: int = PEOPLE
    leaders: int = LEADERS


def steps(survey: Survey, asks: tuple[str, str] | None = None, crowd: Crowd = Crowd()) -> list[Step]:
    """Return what all of them send, in the order of time; the same for the same survey.

    asks: the attribute and the option whose people are asked whether their means may be shown; where they are enough
    without it, one of them says no.
    """
    chance = random.Random(survey.id)  # noqa: S311  (believable, not secret)
    everybody = [step for person in range(crowd.people) for step in _one(person, survey, asks, chance, crowd)]
    return sorted(everybody, key=lambda step: step.when)


def _one(
    person: int, survey: Survey, asks: tuple[str, str] | None, chance: random.Random, crowd: Crowd
) -> Iterator[Step]:
    kindness = chance.gauss(0.72 if person < crowd.leaders else 0.46, 0.09)  # leaders see themselves rosier
    response: dict[str, Any] = {"attributes": {}, "answers": {}, "comments": {}, "finished": False}
    begins, takes = chance.uniform(0, 0.35), chance.uniform(0.4, 0.65)
    pace = takes / (2 * len(survey.dimensions) + 5)
    sent: list[Step] = []

    def send(**change: Any) -> None:
        response.update(change)
        at = begins + pace * (len(sent) + chance.uniform(0, 0.8) * bool(sent))
        sent.append(Step(when=at, person=person, response=dict(response)))

    send()  # joined
    if person != NOT_STATED:
        says = {a.id: _option(person, a, crowd) for a in survey.attributes if a.options}
        agrees = (
            {"agrees": person > 0 or crowd.leaders < survey.confidentiality.scores}
            if asks and says.get(asks[0]) == asks[1]
            else {}
        )
        send(attributes=says, **agrees)
    for place, dimension in enumerate(survey.dimensions):
        if person == UNFINISHED and place * 2 >= len(survey.dimensions):
            break
        leaning = kindness + (0.06, -0.02, -0.1, 0.12)[place % 4]
        if KINDS[dimension.kind].together:
            send(answers={**response["answers"], **KINDS[dimension.kind].made_up(dimension, chance)})
            continue
        half = len(dimension.items) // 2
        for items in (dimension.items[:half], dimension.items[half:]):
            given = {item.id: value for item in items if (value := _answer(item, leaning, chance)) is not None}
            send(answers={**response["answers"], **given})
        if survey.comments_per_dimension and (remark := _remark(person, place)):
            send(comments={**response["comments"], dimension.id: remark})
    if person != UNFINISHED:
        send(finished=True)
    free = [item for one in survey.dimensions if not KINDS[one.kind].together for item in one.items]
    if item := next((one for one in free if person in CHANGE_THEIR_MIND and one.id in response["answers"]), None):
        send(answers={**response["answers"], item.id: item.response_scale.min})
    if person == CUT_OFF:  # what changed meanwhile stays on the phone, and comes with the last message
        sent = [*sent[:3], sent[-1]]
    yield from sent


def _option(person: int, attribute: Attribute, crowd: Crowd) -> str:
    options = list(attribute.options or {})
    if attribute.compare:
        leaders, front, *rest = [*attribute.compare, *(o for o in options if o not in attribute.compare)]
        return leaders if person < crowd.leaders else rest[person % len(rest)] if rest and person % 4 == 0 else front
    if len(options) > 2 and person >= crowd.people - FEW:
        return options[-1]
    return options[person % (len(options) - (len(options) > 2))]


def _answer(item: Item, leaning: float, chance: random.Random) -> int | str | None:
    """Return a point, "can't tell", or nothing at all."""
    scale = item.response_scale
    luck = chance.random()
    if luck < 0.03:
        return None
    if luck < 0.07 and scale.not_applicable:
        return "not_applicable"
    point = max(0, min(scale.range, round(scale.range * chance.gauss(leaning, 0.2))))
    return scale.max - point if item.reverse_keyed else scale.min + point


def _remark(person: int, place: int) -> str | None:
    """Return what a person writes on a dimension; each remark is one person's."""
    number = person // 2 if person % 2 == place % 2 else PEOPLE
    if place >= len(WROTE) or number >= WROTE[place]:
        return None
    remarks = say("rehearsal.remarks").splitlines()
    return remarks[sum(WROTE[:place]) + number]
