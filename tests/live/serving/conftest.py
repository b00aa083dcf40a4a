"""How a room is reached is the same with every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxkit.live.storage.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store on this disk."""
    with Store(tmp_path / "data") as store:
        yield store
