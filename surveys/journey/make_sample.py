"""Write sample.csv: made-up answers to the journey survey. Run it from anywhere; see ../sampling.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import Person, everybody, write  # noqa: E402

# Where the front line sees each touchpoint, 0-100, and how much higher leaders do. The website shines, the bill breaks
# the chain, and leaders know least of what follows after buying.
STANDING = {
    "Finding out and comparing": (76, 6),
    "Buying": (71, 8),
    "Delivery": (54, 15),
    "Using it": (68, 2),
    "Getting help": (47, 24),
    "The bill": (33, 9),
    "Reassurance after buying": (41, 27),
    "Staying in touch": (52, -5),
}


def standing(person: Person, dimension: str, text: str) -> float | None:
    """Say where an item stands for a person; those who never see customers know nothing of some."""
    if person["team"] == "IT" and text in {"Reassurance after buying", "Staying in touch"}:
        return None
    frontline, leaders_add = STANDING[text]
    return frontline + {"leader": 1.0, "support": 0.3, "frontline": 0.0}[person["role"]] * leaders_add


if __name__ == "__main__":
    write(HERE, everybody(leaders=2), standing, seed=8)
