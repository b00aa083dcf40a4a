"""Write sample.csv: made-up answers to the ownership survey. Run it from anywhere; see ../sampling.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import Person, everybody, write  # noqa: E402

# How many in a hundred put each saying above the line. Two of them split the company.
ABOVE = {
    "“This one is mine.”": 96,
    "“I did it the way I was told.”": 44,
    "“That is shipping’s fault.”": 9,
    "“Let me find out who can fix this.”": 78,
    "“The system won’t let me.”": 55,
}
OWN = 42  # how often somebody says “this one is mine”, 0-100; leaders hear it more


def standing(person: Person, dimension: str, text: str) -> float:
    """Say where an item stands for a person."""
    if dimension == "line":
        return OWN + (16 if person["role"] == "leader" else 0)
    told = text.startswith("“I did it") and person["role"] == "leader"
    return ABOVE[text] - (25 if told else 0)


if __name__ == "__main__":
    write(HERE, everybody(), standing, seed=11)
