"""The whole trial, at a real phone's pace: 200 phones, 24 kills, a laptop and a hosted server (`make test-faults`).

Takes some five minutes; the test suite runs the same with fewer phones in more of a hurry.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import cxkit as cx
from tests.cluster import Cluster
from tests.faults.company import Company
from tests.faults.laptop import Laptop
from tests.faults.trial import Hosted, nothing_lost
from tests.processes import WorkshopProcess

TEAMS = ["Phones", "Warehouse", "Finance"]


def main() -> None:
    """Run both trials and print what they came to; an AssertionError says what was lost."""
    with tempfile.TemporaryDirectory() as folder:
        workshop = WorkshopProcess(Path(folder), "--no-book", "--teams", ", ".join(TEAMS))
        workshop.start()
        try:
            _trial("A laptop with SQLite, its server killed", Laptop(workshop))
        finally:
            workshop.kill()
    with Cluster() as cluster:
        company = Company(cluster, teams=", ".join(TEAMS))
        try:
            _trial("A server with PostgreSQL, a worker killed, every fifth time PostgreSQL too", company)
        finally:
            company.stop()


def _trial(name: str, hosted: Hosted) -> None:
    survey = cx.load_survey("leadership").with_workshop({"team": TEAMS})
    print(f"{name}:\n  {nothing_lost(hosted, survey, phones=200, kills=24, hurry=1, life=5)}", flush=True)


if __name__ == "__main__":
    main()
