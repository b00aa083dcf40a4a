"""Who re-runs the program on every history of a small room finds nothing that releases, or waves, tell together.

More: make attack.
"""

from dataclasses import replace

import pytest

from cxkit.disclosure.variety import LEAST
from cxkit.survey.parts import Thresholds
from tests.attack.histories import GATE, HISTORIES, WAVES, History, Waves, attacked, naive
from tests.attack.spaces import Space

_CHOSEN = Space(people=0, points=2, groups=0, asked="choose")


@pytest.mark.parametrize("history", GATE, ids=str)
def test_nothing_is_found_out_by_trying_all_histories(history: History) -> None:
    """Of nobody who was there first, came with a batch, or changed their answer."""
    tried, found = attacked(history)
    assert tried
    assert [(one.kinds, str(one.targets[0])) for one in found] == []


@pytest.mark.slow
@pytest.mark.parametrize("history", HISTORIES, ids=str)
def test_nothing_is_found_out_by_trying_all_larger_histories(history: History) -> None:
    """Five releases, two groups, the usual thresholds."""
    assert [(one.kinds, str(one.targets[0])) for one in attacked(history)[1]] == []


@pytest.mark.parametrize(
    "waves", [WAVES[0], *(pytest.param(one, marks=pytest.mark.slow) for one in WAVES[1:])], ids=str
)
def test_nothing_is_found_out_from_waves_of_the_same_people(waves: Waves) -> None:
    """Each wave is a room of its own: the same people, other answers."""
    assert [(one.kinds, str(one.targets[0])) for one in attacked(waves)[1]] == []


@pytest.mark.parametrize("history", GATE[:2], ids=str)
def test_a_room_that_forgets_what_it_has_shown_is_beaten(history: History) -> None:
    """So the attacker bites: one after another comes in, and each time all is shown."""
    tried, found = attacked(History(space=history.space, sizes=(history.sizes[0], range(1, 2))), naive)
    assert len(found) > tried / 10


def test_who_knows_that_nobody_else_changed_is_told_by_two_waves() -> None:
    """What no rule can stop, as long as each wave is a room of its own; that two changed is enough."""
    assert attacked(replace(WAVES[0], people=7, many=2, changed=1))[1]
    assert not attacked(replace(WAVES[0], people=7, many=2, changed=2))[1]


@pytest.mark.parametrize("people", [5, 6, 7])
@pytest.mark.parametrize("changed", [1, 2, 3, None])
def test_whether_nearly_all_did_the_same_tells_nothing_more_over_two_waves(people: int, changed: int | None) -> None:
    """It is said once, and of so few no number: whoever knows how few changed learns nothing of a card."""
    waves = Waves(space=_CHOSEN, people=people, many=2, changed=changed)
    assert not attacked(waves)[1]
    assert changed is None or not attacked(replace(waves, space=replace(_CHOSEN, points=3), changed=min(changed, 2)))[1]
    assert bool(attacked(replace(waves, apart=True))[1]) is (
        (people, changed) in {(5, 1), (5, 2), (6, 1), (6, 2), (6, 3)}
    )


def test_a_batch_is_no_smaller_than_a_group_that_is_told() -> None:
    """A group that is new and not told would be one whole batch: how many they are would be known."""
    assert Thresholds(scores=3, distributions=3).batch == LEAST
