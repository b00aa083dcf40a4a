"""Write sample.csv: made-up ways through the case in a public office. Run it from anywhere; see ../sampling.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import everybody, write  # noqa: E402

# How many in a hundred of those who come to a step take each way on.
WAYS = {
    "office_first": (40, 42, 18),
    "office_form": (52, 48),
    "office_counter": (46, 31, 23),
}


if __name__ == "__main__":
    write(HERE, everybody(leaders=2), seed=24, ways=WAYS)
