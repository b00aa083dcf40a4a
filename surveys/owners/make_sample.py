"""Write sample.csv: made-up answers to the survey of owners. Run it from anywhere; see ../sampling.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import DEPARTMENTS, Dice, Person, everybody, write  # noqa: E402

# Whom people take for the owner of each step: how many of a hundred say nobody, then each of DEPARTMENTS. The bill is
# clear to all; what comes after buying is nobody's.
OWNERS = {
    "Finding out and comparing": (10, 62, 2, 8, 2, 0, 16),
    "Buying": (2, 80, 4, 8, 0, 4, 2),
    "Delivery": (4, 6, 78, 8, 2, 0, 2),
    "Using it": (22, 6, 2, 18, 44, 0, 8),
    "Getting help": (6, 2, 0, 52, 38, 0, 2),
    "The bill": (2, 6, 0, 4, 0, 86, 2),
    "Reassurance after buying": (52, 20, 4, 20, 2, 2, 0),
    "Staying in touch": (34, 30, 0, 26, 4, 0, 6),
}


def named(person: Person, text: str, dice: Dice) -> str:
    """Say whom a person names: 0 nobody, 1 their own department, then the departments in their order."""
    place = dice.one_of(OWNERS[text])
    own = place and [*DEPARTMENTS][place - 1] == person["team"]
    return "1" if own else str(place + 1 if place else 0)


if __name__ == "__main__":
    write(HERE, everybody(), seed=11, named=named)
