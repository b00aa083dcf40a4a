"""Write sample.csv: made-up ways through the case in a repair workshop. Run it from anywhere; see ../sampling.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import everybody, write  # noqa: E402

# How many in a hundred of those who come to a step take each way on.
WAYS = {
    "repairs_first": (43, 34, 23),
    "repairs_desk": (45, 55),
    "repairs_blame": (38, 62),
    "repairs_plan": (28, 49, 23),
}


if __name__ == "__main__":
    write(HERE, everybody(leaders=2), seed=23, ways=WAYS)
