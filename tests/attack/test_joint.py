"""Who gave which answers together is found again, however it was mixed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import cxkit as cx
from tests.attack.aims import Aim
from tests.attack.exhaustive import OURS
from tests.attack.organisations import Organisation, organisations
from tests.attack.people import World
from tests.attack.search import Search

BY = ["team", "role"]
TIMES = 40
"""More than whoever attacks thousands of organisations has time for."""
MANY = [made for made in organisations(60, wide=True) if len(made.survey.dimensions[0].items) > 1]
SOME = [
    made for made in MANY if 20 <= len(made.answers) <= 60 and not made.answers.filter(like="d").isna().any(axis=None)
]


@pytest.mark.parametrize("made", SOME, ids=lambda made: f"organisation {made.seed}")
def test_people_are_put_together_so_that_what_is_told_of_scores_holds(made: Organisation) -> None:
    """All answers to each item are mixed within each cell; the counts stay, and the scores are brought back.

    It takes more exchanges than the four that are found at once.
    """
    truth = World.of(made.answers, made.survey, BY, {}, alone=True).people(made.answers)
    published = OURS(truth.tally(), made.survey, by=tuple(BY)).to_dict()
    chance = np.random.default_rng(made.seed)
    dimension = made.survey.dimensions[0]
    search = Search(truth=truth, published=published, dimension=dimension, chance=chance)
    steps = truth.steps.copy()
    for cell in np.unique(truth.cell):
        members = np.flatnonzero(truth.cell == cell)
        for item in search.exchange.items:
            steps[members, item] = steps[chance.permutation(members), item]
    mixed = replace(truth, steps=steps)
    found = search.joint.fitted(mixed, Aim(what="n", scope=0, item=search.exchange.items[0]), TIMES)
    assert found is not None
    assert (found.told[0] == truth.told[0]).all()
    table = cx.tally(made.answers, made.survey, by=BY)
    again = OURS(found.tally(), made.survey, by=tuple(BY)).to_dict()
    expected = OURS(table, made.survey, by=tuple(BY)).to_dict()
    for one, other in zip(expected["dimensions"], again["dimensions"], strict=True):
        assert (one["n"], one["mean"], one["sd"]) == (other["n"], other["mean"], other["sd"])
