"""Write sample.csv: made-up ways through the case in a care home. Run it from anywhere; see ../sampling.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import everybody, write  # noqa: E402

# How many in a hundred of those who come to a step take each way on.
WAYS = {
    "care_first": (38, 44, 18),
    "care_search": (72, 28),
    "care_known": (37, 42, 21),
}


if __name__ == "__main__":
    write(HERE, everybody(leaders=2), seed=22, ways=WAYS)
