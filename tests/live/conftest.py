"""The rules of rooms and stores hold on a laptop's SQLite and on a server's PostgreSQL alike.

`make test` asks PostgreSQL where tests are about what is kept, and calls each endpoint on it (routes/test_openapi.py);
`make proofs` asks it everything.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from cxkit.live.app import create_app
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from tests.cluster import Cluster

KEEPING = {
    "test_commitments", "test_consent", "test_moderation", "test_releases", "test_room", "test_tasks", "test_tickets",
    "test_walls",
}  # fmt: skip
"""Besides storage/: the files whose tests are about what is kept."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `make proofs` what is made of what a store gives, whichever it is."""
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        if params.get("store") == "postgresql" and item.path.parent.name != "storage" and item.path.stem not in KEEPING:
            item.add_marker(pytest.mark.slow)


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


@pytest.fixture
def key(room: Room) -> str:
    return room.new_key()


@pytest.fixture
def phone(store: Store, room: Room) -> Iterator[TestClient]:
    """A participant: no cookie, no key."""
    app = create_app(store, room=room.code, bases=["http://192.168.1.5:8765"])
    with TestClient(app, base_url="http://localhost:8765", follow_redirects=False) as client:
        yield client


@pytest.fixture
def facilitator(phone: TestClient, key: str) -> Iterator[TestClient]:
    """The same server, with the cookie that the link gives."""
    with TestClient(phone.app, base_url="http://localhost:8765", follow_redirects=False) as client:
        assert "/static/enter.js" in client.get(f"/f/{key}").text
        yield client
