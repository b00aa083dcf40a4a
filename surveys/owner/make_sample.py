"""Write sample.csv: made-up answers to the first question of the workshop. Run it from anywhere; see ../sampling.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import Person, everybody, write  # noqa: E402

# How many in a hundred say so at the start: it is somebody else's, and most of all customer service's.
FIRST = {
    "Customer service": 44,
    "Sales": 11,
    "Marketing": 7,
    "Operations": 12,
    "One person, across all departments": 14,
    "Everyone, with a sponsor at the top": 12,
}


def standing(person: Person, dimension: str, text: str) -> float:
    """Say how much weight an answer has; leaders see sooner that it is nobody's yet."""
    leads = person["role"] == "leader" and text.startswith("One person")
    return FIRST[text] + (20 if leads else 0)


if __name__ == "__main__":
    write(HERE, everybody(leaders=2), standing, seed=2)
