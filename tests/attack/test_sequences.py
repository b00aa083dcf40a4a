"""Releases of one room tell together no more than each does by itself.

More: make attack.
"""

from functools import cache
from itertools import islice

import pytest

from tests.attack.organisations import Organisation, organisations
from tests.attack.sequences import attack_releases, room


@cache
def updated() -> list[tuple[Organisation, list[str]]]:
    """Return twelve rooms with more than one release, and by what each is reported."""
    large = [made for made in organisations(60) if len(made.answers) >= 40]
    rooms = ((made, by) for made in large for by in (["role"], ["team"]))
    return list(islice((one for one in rooms if len(room(*one).releases) > 1), 12))


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, *(pytest.param(one, marks=pytest.mark.slow) for one in range(5, 12))])
def test_nothing_is_found_out_from_one_release_and_the_next(place: int) -> None:
    """Neither of those who were there first, nor of those who came with one of up to five."""
    made, by = updated()[place]
    assert list(attack_releases(room(made, by))) == [], f"organisation {made.seed} by {by}"


def test_a_release_after_every_answer_is_beaten() -> None:
    """It tells what the one who came in between answered: so the attacker bites."""
    beaten = [bool(list(attack_releases(room(made, by, naive=True)))) for made, by in updated()[:4]]
    assert sum(beaten) >= 3
