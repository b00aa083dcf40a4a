"""Write sample.csv: made-up answers to the recovery survey. Run it from anywhere; see ../sampling.py."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import Person, everybody, write  # noqa: E402

# How far people get with each on their own, 0-100.
SCENARIOS = {
    "A birthday present is lost in the post.": 38,
    "The bill is wrong for the third time.": 24,
    "A caller has been passed on four times.": 57,
    "An order due today is still on the shelf.": 52,
    "An angry review is partly right.": 19,
    "A visitor has waited for an hour.": 74,
}
# … and how far it depends on where they work.
TEAM = {"Sales": 9, "Warehouse": -8, "Phones": -6, "Technical support": 14, "Accounts receivable": -16, "IT": -21}
# How many in a hundred want it to be normal.
IDEAS = {
    "Say “this is mine now” and give your name.": 83,
    "Ring the customer before they ring us.": 71,
    "Send a new one today; look for the old one later.": 58,
    "Take a wrong sum off the bill at once.": 46,
    "Walk over to whoever can mend it.": 39,
    "Say when you will be in touch, then keep to it.": 76,
    "Spend up to a fixed sum without a signature.": 31,
}
COMMENTS = {
    "start": [
        ("Warehouse", "Drive it there myself. It is on my way home."),
        ("Phones", "Stay on the line while I find the person."),
        ("Sales", "Ring back tonight and say sorry before anything else."),
        ("IT", "I would not know whom to tell."),
        ("Accounts receivable", "Stop the reminder. That much I can do."),
    ],
    "best": [("Phones", "A list of who knows what, with real numbers."), ("Technical support", "Tell the next shift.")],
}


def standing(person: Person, dimension: str, text: str) -> float | None:
    """Say where an item stands for a person."""
    if dimension == "best":
        own_money = person["role"] == "leader" and text.startswith("Spend")
        return IDEAS[text] - (20 if own_money else 0)
    return SCENARIOS[text] + TEAM[person["team"]] + (28 if person["role"] == "leader" else 0)


if __name__ == "__main__":
    write(HERE, everybody(leaders=2), standing, seed=21, comments=COMMENTS)
