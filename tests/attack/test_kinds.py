"""Activity kinds in which answers bear on each other: whoever knows the rule finds out nothing by it either.

More: make attack.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cxkit.disclosure import hiding
from cxkit.disclosure.group_answers import Answers
from cxkit.disclosure.hiding import Hidden
from cxkit.survey.kinds.case import Case
from cxkit.survey.kinds.kind import Counts
from cxkit.survey.parts import Dimension, Thresholds
from tests.attack.exhaustive import OURS, beaten
from tests.attack.spaces import KINDS_GATE, KINDS_SLOW, Space

RANK = Space(people=8, points=3, groups=0, items=3, asked="rank", least=8)
SPEND = Space(people=8, points=3, groups=0, items=2, asked="spend", least=8)
MEETING = replace(KINDS_SLOW[0], people=6)
CHOOSE = next(space for space in KINDS_GATE if space.asked == "choose")
CASE = Space(people=8, points=2, groups=0, items=2, asked="case", least=8, missing=True)


@pytest.mark.parametrize(
    "space", [*KINDS_GATE, MEETING, *(pytest.param(one, marks=pytest.mark.slow) for one in KINDS_SLOW)], ids=str
)
def test_nothing_is_found_out_by_trying_all_answers_that_go_together(space: Space) -> None:
    """Orders, tokens and ways that a person can give, and no others, side by side."""
    assert [(one.told, str(one.targets[0])) for one in beaten(OURS, [space])] == []


@pytest.mark.parametrize("space", [RANK, SPEND, CASE], ids=str)
def test_without_enough_who_differ_answers_follow(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the attacker bites: by head counts alone somebody's answer is told, or a colleague's."""

    def enough(answers: Answers, thresholds: Thresholds) -> frozenset[int]:
        return frozenset(range(len(answers.steps)) if answers.n(0) >= thresholds.distributions else ())

    monkeypatch.setattr(Answers, "told_together", enough)
    assert {target.what for one in beaten(OURS, [space]) for target in one.targets} >= {"colleague", "colleagues"}


def test_that_all_agree_would_tell_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Why it is said only that nearly all do: whoever is among them would know the others."""

    def all_of_them(answers: Answers, thresholds: Thresholds) -> bool | None:
        people = answers.n(0)
        return len(answers.steps[0]) == 1 if people >= thresholds.scores else None

    monkeypatch.setattr(Answers, "agree", all_of_them)
    assert "colleague" in {target.what for one in beaten(OURS, [CHOOSE]) for target in one.targets}


@pytest.mark.parametrize("least", [0, 3], ids=["however few came", "by how many came alone"])
def test_what_few_chose_at_a_step_follows_from_the_next(least: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why nothing is shown of a step to which a hidden one leads: who came from there is what is left over."""

    def enough(kind: Case, dimension: Dimension, counts: Sequence[Counts], _: int) -> frozenset[str]:
        pairs = zip(dimension.items, counts, strict=True)
        return frozenset(item.id for item, each in pairs if sum(each.values()) >= least)

    monkeypatch.setattr(Case, "enough", enough)
    assert {target.what for one in beaten(OURS, [MEETING]) for target in one.targets} == {"step"}


def test_the_last_place_of_an_order_follows_from_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Why all items of an order are shown or none: hidden one by one, what is hidden is what is left of the sum."""

    def one_by_one(answers: Answers, thresholds: Thresholds) -> Hidden:
        parts = [hiding.Hidden.without_score(rows[:1], rows[1]) for rows in _rows(answers, thresholds)]
        return Hidden.side_by_side(parts, frozenset({0}))

    def _rows(answers: Answers, thresholds: Thresholds) -> list[tuple[frozenset[int], frozenset[int]]]:
        return [(frozenset() if one.fit(0, thresholds) else frozenset({0}), frozenset({0})) for one in answers.apart()]

    monkeypatch.setattr("cxkit.disclosure.told.of_everybody", one_by_one)
    assert "answer" in {target.what for one in beaten(OURS, [RANK]) for target in one.targets}
