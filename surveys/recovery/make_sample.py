"""Write sample.csv: made-up ways through the case in a shop. Run it from anywhere; see ../sampling.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import everybody, write  # noqa: E402

# How many in a hundred of those who come to a step take each way on.
WAYS = {
    "case_first": (42, 34, 24),
    "case_queue": (55, 45),
    "case_manager": (48, 52),
    "case_receipt": (38, 34, 28),
}


if __name__ == "__main__":
    write(HERE, everybody(leaders=2), seed=21, ways=WAYS)
