"""Write sample.csv: made-up answers to the hand-over survey. Run it from anywhere; see ../sampling.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import Person, everybody, write  # noqa: E402

ORDER = ("Sales", "Warehouse", "Phones", "Technical support", "Accounts receivable", "IT")
# How well the work of each one of ORDER reaches those of a department, 0-100; None: it does not. Sales is the
# one whose promises others pay for; technical support is the one that others could copy.
REACHES: dict[str, tuple[float | None, ...]] = {
    "Sales": (None, 61, 66, 78, 38, 52),
    "Warehouse": (14, None, 49, 70, None, 37),
    "Phones": (20, 45, None, 82, 30, 41),
    "Technical support": (33, 58, 77, None, 52, 46),
    "Accounts receivable": (22, None, 58, 66, None, 63),
    "IT": (41, 64, 60, 74, 66, None),
}
HEARS = 30  # how soon those who made a mistake hear of it, 0-100


def standing(person: Person, dimension: str, text: str) -> float:
    """Say where an item stands for a person: where tokens are spent, how much weight it has."""
    if dimension == "hears":
        return HEARS
    reaches = REACHES[person["team"]][ORDER.index(text)]
    if reaches is None:
        return 0
    return (100 - reaches if dimension == "hurts" else reaches) ** 3


if __name__ == "__main__":
    write(HERE, everybody(), standing, seed=5, person_sd=7)
