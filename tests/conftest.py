"""Fixtures that several folders of tests share."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import cxkit as cx
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.cluster import Cluster
from tests.faults.company import Company
from tests.processes import WorkshopProcess

TEAMS = ["Phones", "Warehouse", "Finance"]

# No verdict of the gate depends on luck, nor any on how fast the machine is. `make proofs` takes other cases each time.
patient = settings(
    deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
settings.register_profile("gate", patient, derandomize=True, max_examples=20)
settings.register_profile("proofs", patient, print_blob=True, max_examples=100)
settings.load_profile("gate")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many tests run side by side: two a core, since many of them wait for a server or a browser; eight at most."""
    return min(2 * (os.cpu_count() or 1), 8)


def pytest_collection_finish() -> None:
    """Half a million objects are there for good by now: looking among them for garbage takes a third of a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def leadership() -> Survey:
    """The shipped survey as a workshop asks it: with its teams."""
    return cx.load_survey("leadership").with_workshop({"team": TEAMS})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store on this disk."""
    store = Store(tmp_path / "data")
    yield store
    store.close()


@pytest.fixture
def room(store: Store, leadership: Survey) -> Room:
    """An open room."""
    return Room.create(store, leadership, title="A room", port=8765)[0]


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[WorkshopProcess]:
    """A real `cxkit workshop` process without the book, on a port of its own."""
    process = WorkshopProcess(tmp_path / "data", "--no-book", "--teams", ", ".join(TEAMS))
    process.start()
    yield process
    process.kill()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL that stays up: a database for each test that wants one."""
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def crashing() -> Iterator[Cluster]:
    """Another one, for tests that crash it; with few databases, so that it comes back fast."""
    with Cluster() as cluster:
        yield cluster


@pytest.fixture
def company(crashing: Cluster) -> Iterator[Company]:
    """A hosted server: two workers, one room, a database of its own."""
    company = Company(crashing)
    yield company
    if company.process.poll() is None:
        company.stop()
