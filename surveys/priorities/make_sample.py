"""Write sample.csv: made-up answers to the priorities survey. Run it from anywhere; see ../sampling.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import Person, everybody, write  # noqa: E402

# Each action: value to the customer, value to the business (0-100), and what draws tokens to it.
ACTIONS = {
    "Call customers back within the hour": (84, 58, 34),
    "Fix whatever two people have reported": (76, 73, 44),
    "Let anyone spend a small sum to put things right": (68, 37, 18),
    "Print a new slogan on everything": (12, 34, 4),
}
PLACE = {"customer_value": 0, "business_value": 1, "votes": 2}
# Who would have to own it, after ninety minutes of talking about it.
OWNER = {
    "Customer service": 8,
    "Sales": 3,
    "Marketing": 3,
    "Operations": 5,
    "One person, across all departments": 27,
    "Everyone, with a sponsor at the top": 54,
}


def standing(person: Person, dimension: str, text: str) -> float:
    """Say where an action stands for a person."""
    if dimension == "owner":
        return OWNER[text]
    wary = person["role"] == "leader" and text.startswith("Let anyone")
    return ACTIONS[text][PLACE[dimension]] - (12 if wary else 0)


if __name__ == "__main__":
    write(HERE, everybody(leaders=2), standing, seed=3, person_sd=6)
