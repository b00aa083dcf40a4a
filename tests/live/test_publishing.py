"""The team's book made beside a running room: one at a time, and plain words for what went wrong."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from cxkit.errors import RoomError
from cxkit.live.publishing import Publishing, _put
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.live.test_room import full
from tests.waiting import until


@pytest.fixture
def publishing(
    store: Store, leadership: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Publishing]]:
    """Two revealed rooms, and a cache that is empty; whatever is being made in the end is stopped."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = []
    for _ in range(2):
        room = Room.create(store, leadership, title="A room", port=8765)[0]
        for phone in range(12):
            answers = full(1 + phone % 5, leadership, role="frontline", team="Phones")
            room.save(f"{phone:032x}", 1, answers).result()
        room.reveal()
        made.append(Publishing(stage=Stage.of(Room.find(store, room.code))))
    yield made
    for one in made:
        stop(one)


def told(publishing: Publishing) -> dict[str, object]:
    """Return what the making process has said last."""
    found: dict[str, object] = json.loads((publishing.folder / "making.json").read_text())
    return found


def stop(publishing: Publishing) -> None:
    """Kill what makes the book, if anything does."""
    if publishing.folder.exists() and "pid" in (state := told(publishing)) and publishing.view()["state"] == "making":
        os.kill(int(str(state["pid"])), signal.SIGKILL)


def failed(publishing: Publishing) -> object:
    """Wait until the making has failed; return the words."""
    until(lambda: publishing.view()["state"] == "failed")
    return publishing.view()["words"]


def test_before_the_reveal_there_is_no_book(room: Room) -> None:
    """Publishing is no way round the reveal."""
    publishing = Publishing(stage=Stage.of(room))
    assert publishing.view()["state"] == "early"
    with pytest.raises(RoomError, match=r"not revealed yet\. Reveal them first"):
        publishing.start()
    assert publishing.file() is None


def test_a_making_that_was_killed_says_so_and_one_at_a_time_is_made(publishing: list[Publishing]) -> None:
    """A second room waits its turn; after a kill the next try begins anew."""
    first, second = publishing
    assert first.view()["state"] == "none"
    assert first.start()["state"] == "making"
    pid = told(first)["pid"]
    assert first.start()["state"] == "making"
    assert told(first)["pid"] == pid, "asked twice, made once"
    until(lambda: [*(first.folder / "making").glob("edition-*")])  # by then it holds the lock
    assert first.view()["state"] == "making"
    assert {path.stat().st_mode & 0o777 for path in (first.folder, first.folder.parent)} == {0o700}
    second.start()
    assert failed(second) == ("Another room’s book is being made at the moment. Please try again in a minute.")
    stop(first)
    assert failed(first) == "The making was interrupted. Please try again."
    assert first.file() is None
    assert first.start()["state"] == "making"


def test_what_cannot_be_written_is_told_in_words(publishing: list[Publishing]) -> None:
    """Where the place for books is a file, for instance."""
    first, _ = publishing
    first.folder.parent.parent.mkdir(parents=True)
    first.folder.parent.touch()
    with pytest.raises(RoomError, match=r"The book cannot be made in .*: "):
        first.start()


@pytest.mark.parametrize(
    ("system", "refusals", "done"), [("win32", 3, True), ("win32", 99, False), ("linux", 1, False)]
)
def test_what_somebody_reads_is_replaced_when_they_have_read_it(
    system: str, refusals: int, done: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to put a file in the place of one that is open; elsewhere a refusal means something else."""
    new, old, left = tmp_path / "new", tmp_path / "old", [refusals]
    new.write_text("new", encoding="utf-8")
    old.write_text("old", encoding="utf-8")
    really = Path.replace

    def replace(path: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError(13, "in use")
        return really(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr("cxkit.live.publishing.PATIENCE", 5)
    monkeypatch.setattr(sys, "platform", system)
    with nullcontext() if done else pytest.raises(PermissionError):
        _put(new, old)
    assert old.read_text("utf-8") == ("new" if done else "old")
