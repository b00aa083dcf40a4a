"""The whole trial: 200 phones and 1,000, a third of their requests lost, and the server killed (`make test-faults`).

Each on a laptop and on a hosted server: some ten minutes. The test suite runs the same with fewer phones in more of a
hurry.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cxkit as cx
from cxkit.live.serving.open_files import raise_limit
from tests.cluster import Cluster
from tests.faults.company import Company
from tests.faults.laptop import Laptop
from tests.faults.trial import Hosted, Outcome, tried
from tests.processes import WorkshopProcess

TEAMS = ["Phones", "Warehouse", "Finance"]
TAPS = 200
"""How many a second: of 200 phones each taps once a second, of 1,000 every five seconds."""


def main() -> None:
    """Run the trials that are asked for, and print a row for each; 1 is returned where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("phones", type=int, nargs="*", default=[200, 1000])
    parser.add_argument("--kills", type=int, default=24)
    options = parser.parse_args()
    sys.exit(0 if trials(options.phones, kills=options.kills) else 1)


def trials(numbers: Sequence[int], *, kills: int) -> bool:
    """Print a table of trials with so many phones; say whether nothing was lost in any."""
    raise_limit()
    well = True
    for number in numbers:
        for name, place in (("laptop, SQLite", _laptop), ("two workers, PostgreSQL", _company)):
            with place() as hosted:
                outcome = _one(hosted, number, kills)
            row = {"server": name, **outcome.cells()}
            if number == numbers[0] and place is _laptop:
                print(" | ".join(row))
            print(" | ".join(row.values()), flush=True)
            faults = (outcome.lost, outcome.twice, outcome.other, outcome.back, outcome.refused - {503})
            well &= outcome.alike and not any(faults)
    return well


def _one(hosted: Hosted, phones: int, kills: int) -> Outcome:
    survey = cx.load_survey("leadership").with_workshop({"team": TEAMS})
    return tried(hosted, survey, phones=phones, kills=kills, hurry=1, life=5, every=phones / TAPS)


@contextmanager
def _laptop() -> Iterator[Hosted]:
    """Its server is killed."""
    with tempfile.TemporaryDirectory() as folder:
        workshop = WorkshopProcess(Path(folder), "--no-book", "--teams", ", ".join(TEAMS))
        workshop.start()
        try:
            yield Laptop(workshop)
        finally:
            workshop.kill()


@contextmanager
def _company() -> Iterator[Hosted]:
    """A worker is killed, and every fifth time PostgreSQL, too."""
    with Cluster() as cluster:
        company = Company(cluster, teams=", ".join(TEAMS))
        try:
            yield company
        finally:
            company.stop()


if __name__ == "__main__":
    main()
