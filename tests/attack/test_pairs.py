"""Two waves and the one number of how alike some people answered both tell together no more than the waves do."""

import pytest

from tests.attack.pairs import Waves, naive, nothing, ours

SMALL = [
    Waves(pairs=6, scores=3, distributions=5),
    Waves(pairs=6, only=(3, 0), scores=3, distributions=5),
    Waves(pairs=8),
    Waves(pairs=9),
    Waves(pairs=12),
    Waves(pairs=8, only=(0, 5)),
    Waves(pairs=8, only=(5, 5)),
    Waves(pairs=8, only=(1, 3)),
    Waves(pairs=9, groups=2),
    Waves(pairs=9, only=(1, 0)),
    Waves(pairs=8, points=3),
]
TWO_ITEMS = [Waves(pairs=7, items=2, scores=3, distributions=5), Waves(pairs=8, items=2)]
AGREED = Waves(pairs=10, groups=2, consenting=True)


@pytest.mark.parametrize("waves", [*SMALL, *(pytest.param(one, marks=pytest.mark.slow) for one in TWO_ITEMS)], ids=str)
def test_nothing_is_found_out_by_trying_all_answers(waves: Waves) -> None:
    """No answer, no change of anybody's, not for one of them nor for two together; and no hidden number."""
    assert list(waves.beaten(ours)) == []


def test_where_some_agreed_to_be_shown_no_more_is_found_out_of_the_others() -> None:
    """What is known of them is known by the two waves alone: how many they are."""
    data = AGREED.data()
    assert any(AGREED.told(row, ours) is not None for row in data)
    found = [{(tuple(row), str(what)) for row, what in AGREED.beaten(rule)} for rule in (ours, nothing)]
    assert found[0] == found[1]


def test_two_waves_alone_give_nothing_away() -> None:
    """So what is found out would be by the number of pairs."""
    assert list(SMALL[6].beaten(nothing)) == []


def test_our_rule_tells_something() -> None:
    """Where head counts allow it, of half of all data sets with as much as twelve people."""
    waves = Waves(pairs=16)
    told = [waves.told(row, ours) is not None for row in waves.data()]
    assert sum(told) > len(told) / 2


@pytest.mark.parametrize("waves", [SMALL[0], SMALL[2], SMALL[6], SMALL[7]], ids=str)
def test_a_paired_t_test_is_beaten(waves: Waves) -> None:
    """So the attacker bites: it tells of some that nobody has changed, and what the few said who were there once."""
    assert any(True for _ in waves.beaten(naive))
