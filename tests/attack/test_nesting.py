"""Who has departments and their teams in one report finds nothing by subtracting one from the other."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import cxkit as cx
from cxkit.survey.model import Survey
from tests.attack.exhaustive import beaten
from tests.attack.heads import flat, found_out, nested
from tests.attack.spaces import NESTED, Ints, sharing


def tables(*sizes: int, most: range) -> Ints:
    """Return all tables of so many teams in each department, and so many people in all: a department by teams."""
    teams = np.concatenate([sharing(n - sum(sizes), sum(sizes)) + 1 for n in most])
    homes = np.repeat(np.arange(len(sizes)), sizes)
    table = np.where(np.arange(len(sizes))[:, None] == homes, teams[:, None, :], 0)
    return table.reshape(len(teams), -1)


TWO_AND_TWO = tables(2, 2, most=range(16, 20))
SOME = [
    ((2, 4), TWO_AND_TWO),
    ((2, 4), tables(3, 1, most=range(14, 17))),
    ((2, 5), tables(3, 2, most=range(17, 18))),
    pytest.param((3, 6), tables(2, 2, 2, most=range(18, 19)), marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("shape", "some"), SOME, ids=lambda value: str(value) if isinstance(value, tuple) else "")
def test_how_many_a_few_are_follows_from_no_departments_and_teams(shape: tuple[int, int], some: Ints) -> None:
    """All head counts: no sum of teams under five is known."""
    assert list(found_out(some, shape, nested)) == []


@pytest.mark.parametrize("space", NESTED[:1], ids=str)
def test_no_answer_follows_from_departments_and_teams(space: Any) -> None:
    """All data sets with these head counts, side by side."""
    assert [(one.told, str(one.targets[0])) for one in beaten(cx.report, [space])] == []


def unaware(answers: Any, survey: Survey, **options: Any) -> cx.Report:
    """Report by departments and teams as if nobody knew which team is in which department."""
    attributes = tuple(replace(attribute, within=None) for attribute in survey.attributes)
    return cx.report(answers, replace(survey, attributes=attributes), **options)


def test_teams_like_any_other_attribute_are_beaten() -> None:
    """So these tests bite: by head counts, and by answers."""
    shape, some = (2, 4), TWO_AND_TWO
    assert len(list(found_out(some, shape, flat))) > len(some) / 4
    assert next(beaten(unaware, [replace(NESTED[0], people=22, heads=(8, 3, 0, 0, 0, 0, 3, 8))]), None)
