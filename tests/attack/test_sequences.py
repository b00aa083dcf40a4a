"""Releases of one room tell together no more than each does by itself.

More: make attack.
"""

from __future__ import annotations

import pytest

from tests.attack.organisations import Organisation, organisations
from tests.attack.sequences import attack_releases, room

ROOMS = [(made, by) for made in organisations(60) if len(made.answers) >= 40 for by in (["role"], ["team"])]
UPDATED = [(made, by) for made, by in ROOMS if len(room(made, by).releases) > 1][:12]


@pytest.mark.parametrize(("made", "by"), UPDATED, ids=lambda value: getattr(value, "seed", None))
def test_nothing_is_found_out_from_one_release_and_the_next(made: Organisation, by: list[str]) -> None:
    """Neither of those who were there first, nor of those who came with one of up to five."""
    assert list(attack_releases(room(made, by))) == []


def test_a_release_after_every_answer_is_beaten() -> None:
    """It tells what the one who came in between answered: so the attacker bites."""
    beaten = [bool(list(attack_releases(room(made, by, naive=True)))) for made, by in UPDATED[:4]]
    assert sum(beaten) >= 3
