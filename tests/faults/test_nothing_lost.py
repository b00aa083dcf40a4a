"""Nothing lost: a short run of the trial whose whole is `make test-faults`."""

import pytest

from cxkit.survey.model import Survey
from tests.faults.company import Company
from tests.faults.laptop import Laptop
from tests.faults.trial import nothing_lost
from tests.processes import WorkshopProcess


@pytest.mark.slow
def test_a_killed_server_and_a_bad_network_lose_nothing(workshop: WorkshopProcess, leadership: Survey) -> None:
    """Every phone's last answers are there once, nothing acknowledged was ever missing, the Report is that of them."""
    outcome = nothing_lost(Laptop(workshop), leadership, phones=40, kills=4, hurry=0.2, life=2)
    assert {"dropped before the server", "answer dropped", "delayed", "doubled"} <= set(outcome.seen)
    print(outcome.cells())


@pytest.mark.slow
def test_a_killed_worker_and_a_crashed_postgresql_lose_nothing(company: Company, leadership: Survey) -> None:
    """The same trial on a hosted server: the same sentences hold."""
    print(nothing_lost(company, leadership, phones=40, kills=5, hurry=0.2, life=2).cells())
