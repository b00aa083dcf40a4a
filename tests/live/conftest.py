"""The rules of rooms and stores hold on a laptop's SQLite and on a server's PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxkit.live.storage.store import Store
from tests.cluster import Cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store on this disk, or in a database with nothing else in it."""
    if request.param == "sqlite":
        with Store(tmp_path / "data") as store:
            yield store
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with Store(cluster.url()) as store:
        yield store
    cluster.empty()
