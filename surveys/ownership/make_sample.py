"""Write sample.csv: made-up answers to the ownership survey. Run it from anywhere; see ../sampling.py."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import Person, everybody, write  # noqa: E402

# 0-100: what each department does for the promise, and how easily it breaks it. Accounts receivable is the surprise.
KEEPS = {"Sales": 62, "Warehouse": 74, "Phones": 82, "Technical support": 76, "Accounts receivable": 36, "IT": 40}
BREAKS = {"Sales": 68, "Warehouse": 72, "Phones": 44, "Technical support": 41, "Accounts receivable": 73, "IT": 59}
# How often the good thing happens; leaders see more of it.
LINE = {
    "Somebody says: this one is mine.": 44,
    "People say openly what they got wrong.": 37,
    "People put it right before they ask why.": 58,
    "People say whose fault it was.": 34,
    "People explain why it had to fail.": 39,
    "People carry on as if it were somebody else's.": 66,
}
COMMENTS = {
    "keeps": [
        ("Warehouse", "The right thing in the box, the same day."),
        ("Phones", "I am the voice that they remember."),
        ("Accounts receivable", "A bill that needs no call."),
        ("IT", "When the screens are quick, so are we all."),
        ("Sales", "I set what they expect. Nobody else can."),
    ],
    "breaks": [
        ("Sales", "I can promise Tuesday and tell nobody."),
        ("Warehouse", "One label, one street, one very angry man."),
        ("Accounts receivable", "A reminder to somebody who has paid."),
        ("IT", "We restart at noon, because that suits us."),
        ("Technical support", "Closing a case that still hurts."),
    ],
}


def standing(person: Person, dimension: str, text: str) -> float | None:
    """Say where an item stands for a person."""
    if dimension == "line":
        return LINE[text] + (16 if person["role"] == "leader" else 0)
    own = person["team"] == text
    return {"keeps": KEEPS, "breaks": BREAKS}[dimension][text] + (12 if own and dimension == "keeps" else 0)


if __name__ == "__main__":
    write(HERE, everybody(), standing, seed=11, comments=COMMENTS)
