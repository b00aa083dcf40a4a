"""Two pictures of one room tell together no more than each does by itself."""

from __future__ import annotations

import pytest

from tests.attack.organisations import Organisation, organisations
from tests.attack.sequences import attack_sequence, sequence

ROOMS = [(made, by) for made in organisations(60) if len(made.answers) >= 40 for by in (["role"], ["team"])]
UPDATED = [(made, by) for made, by in ROOMS if sequence(made, by)][:12]


@pytest.mark.parametrize(("made", "by"), UPDATED, ids=lambda value: getattr(value, "seed", None))
def test_nothing_is_found_out_from_one_picture_and_the_next(made: Organisation, by: list[str]) -> None:
    """Neither of those who were there before, nor of the newcomers."""
    first, second, old, new = sequence(made, by) or pytest.fail("there was a next picture")
    assert list(attack_sequence((first, second), {"old": old, "new": new})) == []


def test_a_picture_after_every_answer_is_beaten() -> None:
    """It tells what the one who came in between answered: so the attacker bites."""
    beaten = 0
    for made, by in UPDATED[:4]:
        first, second, old, new = sequence(made, by, naive=True) or pytest.fail("there is always a next picture")
        beaten += bool(list(attack_sequence((first, second), {"old": old, "new": new})))
    assert beaten >= 3
