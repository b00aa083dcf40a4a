"""The store keeps what it said is kept."""

import sqlite3
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from cxkit.errors import NotFound, RoomClosed, StoreError
from cxkit.live.room import Room
from cxkit.live.storage import database, order, schema
from cxkit.live.storage.store import Kept, Store
from cxkit.survey.model import Survey
from cxkit.words import speaking
from tests.waiting import LONG


def response(answer: int, *, finished: bool = False) -> dict[str, Any]:
    return {"attributes": {}, "answers": {"engaged_touch": answer}, "comments": {}, "finished": finished}


def turnout(room: Room) -> tuple[int, int, int]:
    counts = room.progress()
    return counts.joined, counts.answered, counts.finished


def test_the_highest_revision_is_kept_whatever_arrives_late(store: Store, room: Room) -> None:
    """A late, lower revision changes nothing and is told which one is kept."""
    assert store.save(room.id, "a" * 32, 3, response(4)).result() == Kept(revision=3, yours=True)
    assert store.save(room.id, "a" * 32, 2, response(1)).result() == Kept(revision=3, yours=False)
    assert store.responses(room.id) == [response(4)]


def test_a_doubled_message_is_kept_once(store: Store, room: Room) -> None:
    """The same revision twice is one response, and both times it is the sender's."""
    for _ in range(2):
        assert store.save(room.id, "a" * 32, 1, response(4)).result().yours
    assert turnout(room) == (1, 1, 0)


def test_the_same_revision_with_other_answers_is_told_that_it_is_not_kept(store: Store, room: Room) -> None:
    """Two tabs of one phone may reach the same number; only one of them may be told "saved"."""
    assert store.save(room.id, "a" * 32, 1, response(4)).result().yours
    assert store.save(room.id, "a" * 32, 1, response(2)).result() == Kept(revision=1, yours=False)


@given(sent=st.lists(st.tuples(st.integers(0, 4), st.integers(1, 9)), min_size=1, max_size=40))
def test_any_order_of_messages_leaves_each_phones_highest_revision(
    tmp_path_factory: pytest.TempPathFactory, sent: list[tuple[int, int]]
) -> None:
    """Messages of several phones, shuffled and doubled, end in each phone's last word."""
    store = Store(tmp_path_factory.mktemp("store"))
    survey = Survey.from_dict({"id": "s", "title": "S", "dimensions": [_one_item()]})
    room, _ = Room.create(store, survey, title="A room", port=1)
    saved = [store.save(room.id, f"{phone:032x}", revision, response(revision)) for phone, revision in sent]
    for future in saved:
        future.result()
    highest = {phone: max(r for p, r in sent if p == phone) for phone, _ in sent}
    assert sorted(r["answers"]["engaged_touch"] for r in store.responses(room.id)) == sorted(highest.values())
    store.close()


def _one_item() -> dict[str, Any]:
    scale = {"min": 1, "max": 9}
    return {"id": "d", "title": "D", "items": [{"id": "engaged_touch", "text": "T", "response_scale": scale}]}


def test_nothing_is_taken_after_closing_and_what_was_kept_stays(store: Store, room: Room) -> None:
    """A closed room refuses with a reason."""
    store.save(room.id, "a" * 32, 1, response(4)).result()
    room.close()
    with pytest.raises(RoomClosed, match="takes no more answers"):
        store.save(room.id, "a" * 32, 2, response(1)).result()
    assert store.responses(room.id) == [response(4)]


def test_one_refused_job_does_not_undo_the_others_of_its_batch(store: Store, room: Room) -> None:
    """Jobs that are committed together stand or fall each for itself."""

    def refuse(_connection: object) -> None:
        raise RoomClosed("no")

    before = store.save(room.id, "a" * 32, 1, response(4))
    refused = store.submit(refuse)
    after = store.save(room.id, "b" * 32, 1, response(2))
    assert before.result().yours
    assert after.result().yours
    with pytest.raises(RoomClosed):
        refused.result()
    assert turnout(room) == (2, 2, 0)


def test_a_job_that_fails_half_way_changes_nothing_and_is_nobody_elses_affair(store: Store, room: Room) -> None:
    """Whatever it raises comes out of its future as it is; the place of the answers is all right."""

    def fail(connection: sa.Connection) -> None:
        connection.execute(schema.rooms.update().values(title="half"))
        raise KeyError("a mistake of ours")

    before = store.save(room.id, "a" * 32, 1, response(4))
    failed = store.submit(fail)
    after = store.save(room.id, "b" * 32, 1, response(2))
    with pytest.raises(KeyError, match="a mistake of ours"):
        failed.result()
    assert before.result().yours
    assert after.result().yours
    assert (Room.find(store, room.code).title, store.trouble) == (room.title, "")


def test_everything_is_there_after_opening_the_store_again(tmp_path: Path, leadership: Survey) -> None:
    """A room, its key, its answers and its state come back from the disk."""
    store = Store(tmp_path)
    room, key = Room.create(store, leadership, title="A room", port=8765)
    store.save(room.id, "a" * 32, 7, response(4, finished=True)).result()
    store.close()
    again = Store(tmp_path)
    assert Room.of_key(again, key).code == room.code
    assert Room.find(again, room.code).survey == leadership
    assert turnout(Room.find(again, room.code)) == (1, 1, 1)
    again.close()


def test_sqlite_is_told_to_be_safe(tmp_path: Path) -> None:
    """Write-ahead log, every commit on the disk, deleted data overwritten."""
    with Store(tmp_path) as store, store._engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}


def test_neither_tokens_nor_keys_nor_times_of_answers_are_stored(tmp_path: Path, leadership: Survey) -> None:
    """Reading the file gives nobody a phone's or a facilitator's rights, and nothing says who answered when."""
    store = Store(tmp_path)
    room, key = Room.create(store, leadership, title="A room", port=8765)
    token = "0123456789abcdef" * 2
    store.save(room.id, token, 1, response(4)).result()
    store.close()
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert token.encode() not in content
    assert key.encode() not in content
    with sqlite3.connect(tmp_path / "rooms.sqlite") as file:
        columns = {row[1] for row in file.execute("PRAGMA table_info(responses)")}
        assert columns == {"room", "token", "revision", "answered", "finished", "body"}
        with pytest.raises(sqlite3.OperationalError, match="rowid"):
            file.execute("SELECT rowid FROM responses")


def test_an_unknown_room_or_key_is_not_found(store: Store) -> None:
    """The two look-ups fail alike."""
    with pytest.raises(NotFound, match="no room XXXXX"):
        store.room("XXXXX")
    with pytest.raises(NotFound, match="opens no room"):
        store.room_of_key("nonsense")


def test_a_file_where_the_data_folder_should_be_is_told_plainly(tmp_path: Path) -> None:
    """The message names the folder and what to do."""
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StoreError, match=r"cannot write in its data folder .*taken.*Choose another with --data"):
        Store(tmp_path / "taken")


def test_an_unwritable_data_folder_is_told_plainly() -> None:
    """The message names the folder and what to do; /proc takes no folders, not even root's."""
    with pytest.raises(StoreError, match=r"cannot write in its data folder /proc/cxkit: .*--data FOLDER"):
        Store("/proc/cxkit")


def test_a_file_that_is_no_database_is_told_plainly_and_left_alone(tmp_path: Path) -> None:
    """Something else named rooms.sqlite is neither used nor overwritten."""
    (tmp_path / "rooms.sqlite").write_text("my notes, not a database" * 100)
    with pytest.raises(StoreError, match="cannot be kept"):
        Store(tmp_path)
    assert (tmp_path / "rooms.sqlite").read_text().startswith("my notes")


@pytest.mark.parametrize("name", ["data", "Who cares? 2026", "My%20workshop", "a#b&c=d;e", "quote\"d 'n [Büro]"])
def test_the_answers_are_in_the_folder_that_was_named_and_for_nobody_else(
    tmp_path: Path, leadership: Survey, name: str
) -> None:
    """Folder and files are the owner's alone, the write-ahead log included; also what an earlier version left open."""
    folder = tmp_path / name
    Store(folder).close()
    folder.chmod(0o755)
    (folder / "rooms.sqlite").chmod(0o644)
    with Store(folder) as store:
        Room.create(store, leadership, title="A room", port=1)
        assert folder.stat().st_mode & 0o777 == 0o700
        kept = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert kept == dict.fromkeys(("rooms.sqlite", "rooms.sqlite-wal", "rooms.sqlite-shm"), 0o600)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_folder_that_has_other_things_in_it_stays_as_open_as_it_was(tmp_path: Path) -> None:
    """It may be everybody's; the answers in it are not."""
    (tmp_path / "minutes.txt").touch()
    tmp_path.chmod(0o755)
    Store(tmp_path).close()
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "rooms.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_message_whose_sender_has_gone_does_not_stop_the_others(store: Store, room: Room) -> None:
    """A request may be cancelled while its change waits; the one writer must live on."""
    gate = Event()
    store.submit(lambda _: gate.wait())
    gone = store.save(room.id, "a" * 32, 1, response(4))
    assert gone.cancel()
    gate.set()
    assert store.save(room.id, "b" * 32, 1, response(2)).result(timeout=10).yours
    assert turnout(room) == (1, 1, 0)


def test_what_keeps_answers_from_being_kept_is_said_in_the_language_of_who_asks(store: Store) -> None:
    """The facilitator's page asks long after the writer has met it."""
    assert store.trouble == ""
    store._failure = OSError(28, "No space left on device")
    assert "The answers cannot be kept" in store.trouble
    with speaking("es"):
        assert "Las respuestas no se pueden guardar" in store.trouble
    store.submit(lambda _: None).result()
    assert store.trouble == ""


@pytest.mark.parametrize(
    "met", [OSError(24, "Too many open files"), MemoryError(), ValueError("no JSON"), sa.exc.NoSuchTableError("t")]
)
def test_whatever_the_writer_meets_while_it_tidies_up_it_goes_on(
    tmp_path: Path, leadership: Survey, met: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that ended would leave every phone waiting, and say nothing. A laptop's file is what it tidies up."""
    failed = Event()

    def fail(*_: object) -> None:
        failed.set()
        raise met

    with Store(tmp_path) as store:
        room, _ = Room.create(store, leadership, title="A room", port=1)
        with monkeypatch.context() as broken:
            broken.setattr(order, "rewrite", fail)
            store.save(room.id, "a" * 32, 1, response(4)).result(timeout=LONG)
            assert failed.wait(LONG)
            assert store.save(room.id, "b" * 32, 1, response(2)).result(timeout=LONG).yours
            failed.clear()
            assert failed.wait(LONG), "it is tried again"
        assert turnout(room) == (2, 2, 0)


def test_where_not_even_the_reason_can_be_said_nobody_waits_for_ever(
    store: Store, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At its limit of open files a system opens no catalogue of words either."""

    def fail(*_: object) -> None:
        raise OSError(24, "Too many open files")

    def disk_full(connection: sa.Connection) -> None:
        connection.exec_driver_sql("SELECT * FROM nowhere")

    with monkeypatch.context() as broken:
        broken.setattr(database, "trouble", fail)
        with pytest.raises(OSError, match="Too many"):
            store.submit(disk_full).result(timeout=LONG)
    assert store.trouble
    assert store.save(room.id, "a" * 32, 1, response(4)).result(timeout=LONG).yours
    assert store.trouble == ""


def test_what_comes_after_the_end_is_refused_at_once(store: Store, room: Room) -> None:
    """Whoever waited for it would keep the program from ending."""
    store.close()
    with pytest.raises(StoreError, match="has stopped"):
        store.save(room.id, "a" * 32, 1, response(4)).result(timeout=LONG)
