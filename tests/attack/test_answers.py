"""Whoever is found by solving answered so that all that is told is true of them, and an aim is open."""

from typing import Any

import numpy as np
import pytest

from tests.attack.aims import Aim, aims
from tests.attack.exhaustive import OURS, Publish
from tests.attack.naive import naive_report
from tests.attack.organisations import Organisation, organisations
from tests.attack.people import People, World
from tests.attack.search import Search

BY = ["team", "role"]
MANY = [made for made in organisations(60, wide=True) if len(made.survey.items) > 1]
SOME = [made for made in MANY if 20 <= len(made.answers) <= 60]
TOLD = ("n", "mean", "sd", "counts", "favourable", "unfavourable", "rwg_j")


def search_of(made: Organisation, publish: Publish = OURS) -> tuple[Search, list[Aim], People]:
    """Return a search in the first dimension of an organisation, what nobody should find out of it, and the truth."""
    truth = World.of(made.answers, made.survey, BY, {}, alone=True).people(made.answers)
    published = form(publish, truth)
    chance = np.random.default_rng(made.seed)
    search = Search(truth=truth, published=published, dimension=made.survey.dimensions[0], chance=chance)
    return search, [aim for aim in aims(truth, published) if aim.item in search.numbers.items], truth


def form(publish: Publish, people: People) -> dict[str, Any]:
    """Return what is published of people."""
    report = publish(people.tally(), people.world.survey, by=tuple(BY))
    told: dict[str, Any] = report if isinstance(report, dict) else report.to_dict()
    return told


@pytest.mark.parametrize("gaps", [False, True])
def test_what_is_told_is_told_of_whoever_is_found(gaps: bool) -> None:
    """By a rule that hides nothing but small groups every number is the same, down to the last digit."""
    tried = 0
    for made in SOME[:6]:
        search, left, truth = search_of(made, naive_report)
        told = form(naive_report, truth)
        for place in search.chance.permutation(len(left))[:4]:
            found = search.solve([left[place]], [truth], many=3, effort=0.5, gaps=gaps)
            if found is not None:
                tried += 1
                assert left[place].opened([truth, found])
                again = form(naive_report, found)
                for table in ("dimensions", "items", "groups", "group_items"):
                    for one, other in zip(told[table], again[table], strict=True):
                        assert [one.get(name) for name in TOLD] == [other.get(name) for name in TOLD]
    assert tried > 5


@pytest.mark.parametrize("made", SOME[:6], ids=lambda made: f"organisation {made.seed}")
def test_where_nothing_is_asked_for_people_may_stay_as_they_are(made: Organisation) -> None:
    """One dimension's answers were changed, and all that another one tells is still true."""
    search, _, truth = search_of(made)
    found = search.solve([], [truth], many=len(truth.world.cells), effort=0.5)
    assert found is not None
    assert form(OURS, found) == form(OURS, truth)


@pytest.mark.parametrize("made", SOME[:2], ids=lambda made: f"organisation {made.seed}")
def test_a_solution_is_the_same_each_time(made: Organisation) -> None:
    """However busy the machine is: so an attack can be repeated."""
    found = []
    for _ in range(2):
        search, left, truth = search_of(made)
        people = search.solve(left[:10], [truth], many=3, effort=0.2)
        found.append(people and people.steps.tolist())
    assert found[0] == found[1]


@pytest.mark.parametrize("made", SOME, ids=lambda made: f"organisation {made.seed}")
def test_cells_are_those_beside_which_it_can_be_changed_back(made: Organisation) -> None:
    """Of the aim's own team, and before all others of teams with people in its role."""
    search, left, truth = search_of(made)
    cells, teams = np.array(truth.world.cells), truth.world.options["team"]
    for aim in left:
        scope = dict(truth.world.scopes[aim.scope])
        roles = [truth.world.options["role"].index(scope["role"])] if "role" in scope else range(9)
        there = {team for team, role in cells[truth.cell].tolist() if role in roles}
        there |= {teams.index(scope["team"])} if "team" in scope else set()
        chosen = search.cells([aim], 2)
        some = set(cells[chosen, 0].tolist())
        assert chosen.sum() == len(some) * len(truth.world.options["role"])
        assert "team" not in scope or teams.index(scope["team"]) in some
        assert len(some & there) == min(2, len(there))
