"""Write sample.csv and, six weeks later, sample_later.csv: made-up answers to the pulse. See ../sampling.py."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sampling import Person, everybody, write  # noqa: E402

# Where each statement stands at first and six weeks later: two commitments were kept, one was forgotten.
WAVES = {
    "sample.csv": {"engaged": 39, "motivating": 47, "teamwork": 30, "in_tune": 44},
    "sample_later.csv": {"engaged": 57, "motivating": 52, "teamwork": 48, "in_tune": 42},
}


def main() -> None:
    """Write both waves; eight people of the first were away at the second."""
    people = everybody(leaders=2)
    for seed, (name, standing) in enumerate(WAVES.items(), 40):
        came = people if name == "sample.csv" else people[:-8]

        def place(person: Person, dimension: str, text: str, standing: dict[str, int] = standing) -> float | None:
            return standing[dimension] + (14 if person["role"] == "leader" else 0)

        write(HERE, came, place, seed=seed, name=name, person_sd=10, chance_sd=22)


if __name__ == "__main__":
    main()
