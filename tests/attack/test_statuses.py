"""What keeps the decisions of our rule says what it is to say: the truth obeys it, who changes one does not."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from tests.attack.exhaustive import OURS
from tests.attack.limits import Limit
from tests.attack.organisations import Organisation, organisations
from tests.attack.people import Ints, People, World
from tests.attack.search import Search

BY = ["team", "role"]
MANY = [made for made in organisations(90, wide=True) if 20 <= len(made.answers) <= 50 and len(made.survey.items) > 2]
SOME = sorted(MANY, key=lambda made: made.survey.items[0].response_scale.range)[:8]
"""Those of few points first: there groups are near both ends."""


def others(truth: People, chance: np.random.Generator) -> Ints:
    """Return the steps of people of whom some gave another answer: any, one at an end, or of a group the opposite."""
    steps, top = truth.steps.copy(), truth.world.points - 1
    inside = truth.world.inside[chance.integers(len(truth.world.scopes))][truth.cell]
    item = chance.integers(steps.shape[1])
    mirrored = inside & (steps[:, item] >= 0)
    steps[mirrored, item] = top - steps[mirrored, item]
    some = (chance.random(steps.shape) < chance.choice([0.0, 0.02, 0.1, 0.3])) & (steps >= 0)
    drawn = chance.integers(0, truth.world.points, size=steps.shape)
    ends = chance.choice([0, top], size=steps.shape)
    steps[some] = np.where(chance.random(steps.shape) < 0.5, drawn, ends)[some]
    return steps


@pytest.mark.parametrize("made", SOME, ids=lambda made: f"organisation {made.seed}")
def test_limits_tell_the_truth_from_whoever_changes_a_decision(made: Organisation) -> None:
    """Of each list the truth obeys one limit; of all lists those who changed something break at least one."""
    truth = World.of(made.answers, made.survey, BY, {}, alone=True).people(made.answers)
    published = OURS(truth.tally(), made.survey, by=tuple(BY)).to_dict()
    chance, asked = np.random.default_rng(made.seed), Counter[bool]()
    for dimension in made.survey.dimensions:
        search = Search(truth=truth, published=published, dimension=dimension, chance=chance)
        for _ in range(30):
            people = replace(truth, steps=others(truth, chance))

            def obeyed(limit: Limit, people: People = people, search: Search = search) -> bool:
                one, low, high = limit
                return low <= search.numbers.total(one, people) <= high

            found = list(search.statuses.changed(people))
            assert all(any(obeyed(limit, truth) for limit in limits) for limits in found)
            asked[bool(found)] += 1
            assert not found or not all(any(map(obeyed, limits)) for limits in found)
    assert asked[True]
