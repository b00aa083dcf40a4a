"""One server a room."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cxkit.errors import RoomError, StoreError
from cxkit.live.serving.lock import Lock

HOLD = "import sys; from cxkit.live.serving.lock import Lock; held = Lock(*sys.argv[1:]); print('held'); input()"


def test_a_room_that_another_process_has_is_refused_until_that_process_ends(tmp_path: Path) -> None:
    """However it ends: nothing has to be cleaned up."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path), "ABCDE"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    with pytest.raises(RoomError, match="ABCDE is running already on this computer"):
        Lock(tmp_path, "ABCDE")
    Lock(tmp_path, "FGHJK").release()
    other.kill()
    other.communicate()
    Lock(tmp_path, "ABCDE").release()


def test_within_one_process_a_room_is_free_when_it_is_released(tmp_path: Path) -> None:
    """And not before."""
    first = Lock(tmp_path, "ABCDE")
    with pytest.raises(RoomError, match="running already"):
        Lock(tmp_path, "ABCDE")
    first.release()
    Lock(tmp_path, "ABCDE").release()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """It is not taken for a room that runs."""
    with pytest.raises(StoreError, match=r"folder .*nowhere cannot be used: .* Choose another with --data"):
        Lock(tmp_path / "nowhere", "ABCDE")
