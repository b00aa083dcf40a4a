"""A company's server for the tests of faults."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster import Cluster
from tests.faults.company import Company


@pytest.fixture
def company(cluster: Cluster) -> Iterator[Company]:
    """Two workers, one room, a database of its own."""
    company = Company(cluster)
    yield company
    if company.process.poll() is None:
        company.stop()
