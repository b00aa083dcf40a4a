"""The rules of rooms and stores hold on a laptop's SQLite and on a server's PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxkit.live.store import Store
from tests.cluster import Cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, cluster: Cluster) -> Iterator[Store]:
    """A store on this disk, or in a database of its own."""
    place = tmp_path / "data" if request.param == "sqlite" else cluster.url(cluster.new_database())
    with Store(place) as store:
        yield store
