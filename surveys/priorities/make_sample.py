"""Write sample.csv: made-up answers to the priorities survey. Run it from anywhere; see ../sampling.py."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import Person, everybody, write  # noqa: E402

# Each action: value to the customer, value to the business (0-100), votes in a hundred.
ACTIONS = {
    "Ring back within the hour": (84, 55, 58),
    "Mend what was reported twice": (76, 72, 71),
    "One owner for each complaint": (81, 64, 66),
    "A small sum that anyone may spend": (70, 38, 37),
    "Half an hour a week across departments": (46, 61, 41),
    "Leaders serve customers, two hours a month": (58, 43, 44),
    "Bills that explain themselves": (67, 78, 54),
    "Tell the front line of offers first": (55, 66, 48),
    "A new website": (36, 29, 15),
    "A new slogan": (12, 34, 6),
}
PLACE = {"customer_value": 0, "business_value": 1, "votes": 2}
COMMENTS = {
    "votes": [
        ("", "I would keep the list of what was reported twice. From Monday."),
        ("", "Give me the sum and I will write down each time I use it."),
        ("", "Take one bill apart with Accounts. An afternoon is enough."),
    ],
}


def standing(person: Person, dimension: str, text: str) -> float | None:
    """Say where an action stands for a person."""
    points = ACTIONS[text][PLACE[dimension]]
    wary = person["role"] == "leader" and text.startswith("A small sum")
    return points - (18 if wary else 0)


if __name__ == "__main__":
    people = [{"role": person["role"]} for person in everybody(leaders=2)]
    write(HERE, people, standing, seed=3, comments=COMMENTS, person_sd=6)
