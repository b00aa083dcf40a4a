"""One process at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from cxkit.book.lock import Lock
from cxkit.errors import RoomError, StoreError

HELD = RoomError("it is held")
HOLD = """
import sys
from pathlib import Path
from cxkit.book.lock import Lock
held = Lock(Path(sys.argv[1]), ValueError(), shared=len(sys.argv) > 2)
print("held")
input()
"""


def test_what_another_process_has_is_refused_until_that_process_ends(tmp_path: Path) -> None:
    """However it ends: nothing has to be cleaned up. And the file is for nobody else."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "a?b%20")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    with pytest.raises(RoomError, match="it is held"):
        Lock(tmp_path / "a?b%20", HELD)
    Lock(tmp_path / "other", HELD).release()
    other.kill()
    other.communicate()
    Lock(tmp_path / "a?b%20", HELD).release()
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {"a?b%20": 0o600, "other": 0o600}


def test_several_may_share_it_and_then_nobody_has_it_alone(tmp_path: Path) -> None:
    """Until the last of them ends, in this process or in another."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "one"), "shared"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    ours = [Lock(tmp_path / "one", HELD, shared=True) for _ in range(2)]
    ours.pop().release()
    for holder in (ours.pop().release, lambda: other.communicate("\n")):
        with pytest.raises(RoomError, match="it is held"):
            Lock(tmp_path / "one", HELD)
        holder()
    Lock(tmp_path / "one", HELD).release()


def test_within_one_process_it_is_free_when_it_is_released(tmp_path: Path) -> None:
    """And not before."""
    first = Lock(tmp_path / "one", HELD)
    with pytest.raises(RoomError, match="it is held"):
        Lock(tmp_path / "one", HELD)
    first.release()
    Lock(tmp_path / "one", HELD).release()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """It is not taken for something that is held."""
    with pytest.raises(StoreError, match=r"folder .*nowhere cannot be used: .* Choose another"):
        Lock(tmp_path / "nowhere" / "one", HELD)
