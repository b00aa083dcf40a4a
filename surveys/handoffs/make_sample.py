"""Write sample.csv: made-up answers to the hand-over survey. Run it from anywhere; see ../sampling.py."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import Person, everybody, write  # noqa: E402

ORDER = ("Sales", "Warehouse", "Phones", "Technical support", "Accounts receivable", "IT")
# Who rates (the row) whom (the column, in ORDER), 0-100; None: hardly deal with each other. Sales hears nothing but
# good of itself; the warehouse and the phones pay for its promises.
FROM_TO: dict[str, tuple[float | None, ...]] = {
    "Sales": (82, 61, 66, 70, 47, 52),
    "Warehouse": (24, 70, 49, 60, None, 37),
    "Phones": (34, 45, 76, 72, 30, 41),
    "Technical support": (43, 58, 77, 80, 52, 46),
    "Accounts receivable": (38, None, 58, 61, 74, 63),
    "IT": (55, 64, 60, 68, 66, 71),
}
HEARS = {
    "Whoever made the mistake hears of it.": 38,
    "Whoever made the mistake talks with the customer.": 17,
    "Customer service has to explain what others did.": 22,
    "We hear of changes before customers do.": 33,
}
COMMENTS = {
    "serves": [
        ("Warehouse", "Orders with half an address. We guess, and we guess wrong."),
        ("Warehouse", "Rush orders at five to four, every Friday."),
        ("Phones", "I learn of offers from the people who ring about them."),
        ("Phones", "Technical support tells me what it said to the customer. Gold."),
        ("Accounts receivable", "A discount that was promised by word of mouth is a wrong bill to me."),
        ("IT", "People say that it is broken. Nobody says what they were doing."),
    ],
}


def standing(person: Person, dimension: str, text: str) -> float | None:
    """Say where an item stands for a person."""
    if dimension == "hears":
        return HEARS[text]
    return FROM_TO[person["team"]][ORDER.index(text)]


if __name__ == "__main__":
    people = [{"team": person["team"]} for person in everybody()]
    write(HERE, people, standing, seed=5, comments=COMMENTS, person_sd=7, chance_sd=17)
