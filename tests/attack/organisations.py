"""Made-up organisations for the attacker: skewed teams, rare roles, gaps in the answers, teams of one mind."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxkit.survey.model import Survey

ROLES = ["leader", "frontline", "support"]


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """A survey, what everybody answered (a row a respondent) and the seed that it all came from."""

    seed: int
    survey: Survey
    answers: pd.DataFrame


def organisations(count: int, *, first: int = 0, wide: bool = False) -> Iterator[Organisation]:
    """Make organisations from consecutive seeds."""
    return (organisation(seed, wide=wide) for seed in range(first, first + count))


def organisation(seed: int, *, wide: bool = False) -> Organisation:
    """Make an organisation of 6 to 300 people; the same seed always gives the same one.

    wide: with 2 to 11 points, thresholds from 3 to 8, and 6% of answers missing, or none.
    """
    chance = random.Random(seed)
    size = round(6 * 50 ** chance.random())
    teams = [f"t{place}" for place in range(chance.randint(2, min(12, 2 + size // 4)))]
    survey = _survey(chance, teams, wide=wide)
    # Like firms and cities: the second team half the size of the first, the third a third, more or less.
    steep = chance.choice([0.0, 0.7, 1.2, 2.0])
    weights = [1 / (place + 1) ** steep for place in range(len(teams))]
    leaders = chance.choice([0.03, 0.1, 0.25])
    people: dict[str, list[Any]] = {
        "team": chance.choices(teams, weights, k=size),
        "role": chance.choices(ROLES, [leaders, 0.7, 0.3 - leaders], k=size),
    }
    if chance.random() < 0.3:
        people["team"] = [None if chance.random() < 0.05 else team for team in people["team"]]
    of_one_mind = chance.choice([0.0, 0.0, 0.1, 0.3])
    missing = chance.choice([0.0, 0.06] if wide else [0.0, 0.0, 0.05, 0.2])
    for item in survey.items:
        scale = item.response_scale
        points = range(scale.min, scale.max + 1)
        centre = chance.uniform(scale.min, scale.max)
        drawn = {
            team: [points[-1] if chance.random() < 0.7 else chance.choice(points)]
            if chance.random() < of_one_mind
            else chance.choices(points, [2.0 ** -abs(point - centre - chance.gauss(0, 0.5)) for point in points], k=99)
            for team in [*teams, None]
        }
        answers: list[int | None] = [chance.choice(drawn[team]) for team in people["team"]]
        if chance.random() < 0.3:  # a single dissenter, who might learn what all the others said
            answers[chance.randrange(size)] = chance.choice(points)
        people[item.id] = [None if chance.random() < missing else answer for answer in answers]
    return Organisation(seed=seed, survey=survey, answers=pd.DataFrame(people, dtype=object))


def _survey(chance: random.Random, teams: list[str], *, wide: bool) -> Survey:
    points = chance.choice([2, 3, 4, 5, 7, 11] if wide else [2, 4, 5, 5, 5, 5, 7])
    thresholds = [{}, {}, {}, {"scores": 3, "distributions": 3}, {"scores": 4}]
    if wide:
        thresholds = [{}, {}, *({"scores": least, "distributions": max(least, 5)} for least in range(3, 9))]
    return Survey.from_dict(
        {
            "id": "attacked",
            "title": "Attacked",
            "response_scale": {"min": 1, "max": points},
            "dimensions": [
                {
                    "id": f"d{place}",
                    "title": f"Dimension {place}",
                    "items": [
                        {"id": f"d{place}i{item}", "text": f"Item {place} {item}"}
                        for item in range(chance.choice([1, 2, 3, 4, 6]))
                    ],
                }
                for place in range(chance.choice([1, 1, 2]))
            ],
            "attributes": [
                {"id": "team", "title": "Team", "options": teams},
                {"id": "role", "title": "Role", "options": ROLES, "compare": ROLES[:2]},
            ],
            "confidentiality": chance.choice(thresholds),
        }
    )
