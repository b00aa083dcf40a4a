"""Nothing that is kept remembers in which order people answered."""

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from scipy.stats import spearmanr

from cxkit.live.room import Room
from cxkit.live.storage import schema
from cxkit.live.storage.store import OPEN, Store, digest
from cxkit.survey.model import Survey
from tests.live.test_room import mixed
from tests.waiting import until

PEOPLE = 60
MUCH = 0.6
"""What no order of so many people tells by chance, but for one in a million."""
TOKENS = [f"{person:032x}" for person in range(PEOPLE)]


def answer(room: Room) -> None:
    """Let people answer one after another, each three times, the last time with a comment longer than a page."""
    for revision, words in enumerate(("", "a few words", "many words " * 150), 1):
        for person, token in enumerate(TOKENS):
            said = mixed(person, room.survey, team="Phones") | {"comments": {"engaged": f"<{person}> {words}"}}
            room.save(token, revision + person // 2, said).result()


def told(places: Mapping[int, float]) -> float:
    """Return how far places tell the order of arrival: 0 not at all, 1 wholly."""
    found = sorted(places)
    return abs(float(spearmanr(found, [places[person] for person in found]).statistic)) if len(found) > 2 else 0.0


def left(places: Mapping[int, float]) -> dict[int, float]:
    """Return the places that people would have had before, if all were written anew in the order of their digests.

    SQLite takes the places of what is deleted last first, but for the very first one.
    """
    found = sorted(places, key=lambda person: digest(TOKENS[person]))
    return {person: places[other] for person, other in zip(found, [found[0], *found[:0:-1]], strict=True)}


def places(folder: Path) -> dict[str, dict[int, float]]:
    """Return where in each file of a folder each person's digest is, and where their words are."""
    found: dict[str, dict[int, float]] = {}
    for path in folder.iterdir():
        raw = path.read_bytes()
        digests = {person: raw.rfind(digest(token).encode()) for person, token in enumerate(TOKENS)}
        words: dict[int, float] = {int(match[1]): match.start() for match in re.finditer(rb"<(\d+)>", raw)}
        found[f"{path.name}, digests"] = {person: at for person, at in digests.items() if at >= 0}
        found[f"{path.name}, words"] = words
    return {name: where for name, where in found.items() if where}


def journal(folder: Path) -> int:
    """Return the size of the journal."""
    path = folder / "rooms.sqlite-wal"
    return path.stat().st_size if path.exists() else 0


@pytest.mark.parametrize("when", ["running", "closed", "after a crash", "stopped"])
def test_no_byte_of_a_laptops_files_tells_who_came_first(tmp_path: Path, leadership: Survey, when: str) -> None:
    """Neither the database nor its journal, in which everything stands one after another at first."""
    store = Store(tmp_path)
    room, _ = Room.create(store, leadership, title="A room", port=1)
    answer(room)
    if when == "closed":
        room.close()
    if when == "after a crash":
        later = tmp_path / "copy"
        later.mkdir()
        reader = store._engine.connect()  # which keeps the journal from being emptied
        reader.exec_driver_sql("BEGIN")
        reader.exec_driver_sql("SELECT count(*) FROM rooms").one()
        answer(room)
        for path in tmp_path.glob("rooms.sqlite*"):
            (later / path.name).write_bytes(path.read_bytes())
        assert journal(later) > 0
        reader.close()
        with Store(later):
            until(lambda: journal(later) == 0)
            found = places(later)
    elif when == "stopped":
        store.close()
        found = places(tmp_path)
    else:
        until(lambda: journal(tmp_path) == 0)
        found = places(tmp_path)
    assert {len(where) for where in found.values()} == {PEOPLE}, "the answers are there, all of them"
    assert {name: told(where) for name, where in found.items() if told(where) > MUCH} == {}
    if when != "stopped":
        store.close()


def test_no_byte_tells_who_came_first_by_the_place_that_another_one_has_left(
    tmp_path: Path, leadership: Survey
) -> None:
    """What is deleted leaves places, one after another, and what is written anew takes them."""
    with Store(tmp_path) as store:
        room, _ = Room.create(store, leadership, title="A room", port=1)
        kept = [
            room.save(
                token, 1, mixed(person, leadership) | {"comments": {"engaged": f"{'many words ' * 150}<{person}>"}}
            )
            for person, token in enumerate(TOKENS)
        ]
        kept[-1].result()  # all of them within a second, after which they are written anew once
        until(lambda: journal(tmp_path) == 0)
        found = places(tmp_path)["rooms.sqlite, words"]
    assert len(found) == PEOPLE
    assert max(told(found), told(left(found))) < MUCH


def test_a_closed_rooms_rows_lie_where_chance_has_put_them(store: Store, leadership: Survey) -> None:
    """On a server too: neither a row's place nor its transaction tells who came first; so it is with what was shown."""
    room, _ = Room.create(store, leadership, title="A room", port=1)
    answer(room)
    room.reveal()
    hidden = "ctid, xmin::text" if not store._sqlite else "1, 1"
    for table in (schema.responses, schema.released):
        with store._engine.connect() as connection:
            rows = connection.exec_driver_sql(f"SELECT token, {hidden} FROM {table.name}").all()
        persons = {digest(token): person for person, token in enumerate(TOKENS)}
        assert told({persons[token]: place for place, (token, *_) in enumerate(rows)}) < MUCH
        assert len(rows) == PEOPLE
        assert len({row[2] for row in rows}) == 1


def test_how_often_somebody_wrote_cannot_be_told_from_the_revisions(store: Store, room: Room) -> None:
    """A form that was typed in once would stand out among phones that sent thirty versions."""
    answer(room)
    columns = schema.responses.c
    with store._engine.connect() as connection:
        rows = connection.execute(sa.select(columns.token, columns.revision)).all()
    kept = {row.token: row.revision for row in rows}
    assert told({person: kept[digest(token)] for person, token in enumerate(TOKENS)}) < MUCH
    assert store.save(room.id, TOKENS[9], 1, mixed(1, room.survey)).result().revision == 7


def test_what_is_put_in_order_is_still_there(store: Store, room: Room) -> None:
    """Every answer of every room, and people go on."""
    answer(room)
    before = store.responses_by_token(room.id)
    room.close()
    assert store.responses_by_token(room.id) == before
    other, _ = Room.create(store, room.survey, title="Another", port=1)
    assert other.save("a" * 32, 1, mixed(1, room.survey)).result().yours
    assert Room.find(store, other.code).state == OPEN


def test_the_journal_is_emptied_once_nobody_reads_it(tmp_path: Path, leadership: Survey) -> None:
    """A reader that holds it costs nobody time; people go on answering meanwhile."""
    with Store(tmp_path) as store, closing(sqlite3.connect(tmp_path / "rooms.sqlite")) as reader:
        room, _ = Room.create(store, leadership, title="A room", port=1)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM rooms").fetchone()
        answer(room)
        assert journal(tmp_path) > 0
        reader.rollback()
        until(lambda: journal(tmp_path) == 0)
