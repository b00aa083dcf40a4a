"""What version 0.1 kept opens in this version, with nothing lost, and goes on."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from cxkit.errors import RoomClosed, StoreError
from cxkit.live import commitments
from cxkit.live.moderation import Moderation
from cxkit.live.paper import Paper
from cxkit.live.room import Room
from cxkit.live.setup import Setup
from cxkit.live.stage import Stage
from cxkit.live.storage import migrations
from cxkit.live.storage.store import CLOSED, OPEN, REVEALED, Store
from tests.cluster import Cluster
from tests.live.storage.former.views import views
from tests.live.test_room import mixed, reopen

FORMER = Path(__file__).parent / "former"
SEEN = json.loads((FORMER / "views.json").read_text(encoding="utf-8"))
LIVE = SimpleNamespace(
    Room=Room,
    Stage=Stage,
    Setup=Setup,
    Moderation=Moderation,
    Paper=Paper,
    commitments=commitments,
    setup=lambda store, room: store.columns(room, "setup")[0] or {},
    comments_shown=lambda store, room: store.columns(room, "comments_shown")[0],
)
BESIDE = ("activities", "commitments", "consents", "reviews", "setups", "stages")
"""The tables that version 0.1 had beside its rooms, for what is a column now."""

NEW_SURVEYS = {"owner", "owners", "recovery_care_home", "recovery_office", "recovery_repairs"}


@pytest.fixture(params=["sqlite", "postgresql"])
def former(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a store of version 0.1 is: a folder, or a database's URL."""
    statements = (FORMER / f"{request.param}.sql").read_text(encoding="utf-8")
    if request.param == "sqlite":
        with closing(sqlite3.connect(tmp_path / "rooms.sqlite")) as file:
            file.executescript(statements)
        yield str(tmp_path)
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with cluster.connect() as connection:
        connection.execute(statements.encode())
    yield cluster.url()
    cluster.empty()


def engine(place: str) -> sa.Engine:
    """Reach a store without any of cxkit's code."""
    return sa.create_engine(place if "://" in place else f"sqlite:///{place}/rooms.sqlite")


def content(place: str) -> dict[str, list[tuple[object, ...]]]:
    """Return all the rows of all tables."""
    with engine(place).connect() as connection:
        tables = sorted(sa.inspect(connection).get_table_names())
        return {
            table: sorted((tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")), key=str)
            for table in tables
        }


def room(store: Store, title: str) -> Room:
    return next(room for room, _ in Room.every(store) if room.title == title)


def since(seen: dict[str, Any]) -> dict[str, Any]:
    """Leave out what this version sees otherwise.

    Leaders who declined count as leaders, and one no is enough; how many wrote is not told; whether the set-up of a
    room that was made without one asks leaders; what is new, and what no page read.
    """
    rooms = []
    for room in seen["rooms"].values():
        asking: dict[str, Any] = {"to_use": None, "update": None} if room["asks"] else {}
        new = {"tickets", "lists", *(["leaders_from_two"] if room["asks"] else [])}
        workshop = {key: value for key, value in room["workshop"].items() if key not in new}
        read = [one for one in room["moderation"]["dimensions"] if one["comments"] is not None]
        dimensions = [{key: value for key, value in one.items() if key not in {"written", "themes"}} for one in read]
        for one in dimensions:
            one["comments"] = [{key: one[key] for key in one if key not in {"item", "lang"}} for one in one["comments"]]
        moderation = {key: value for key, value in room["moderation"].items() if key != "enough"}
        moderation["dimensions"] = dimensions
        if "activities" in workshop:
            workshop["activities"] = [id for id in workshop["activities"] if id not in NEW_SURVEYS]
        if room.get("stage"):
            known = [
                {key: value for key, value in one.items() if key not in {"aside", "threshold", "compare"}}
                for one in room["stage"]["activities"]
                if one["survey"] not in NEW_SURVEYS
            ]
            asking["stage"] = {**room["stage"], "activities": known}
        wrote = {name: _as_written(room[name]) for name in ("commitments", "to_take_home") if room.get(name)}
        rooms.append({**room, **asking, **wrote, "workshop": workshop, "moderation": moderation})
    return {**seen, "rooms": rooms}


def _as_written(commitments: dict[str, Any]) -> dict[str, Any]:
    """Leave out what commitments have now, and what is offered beside them, which the surveys of today say."""
    offered = {"offered", "pulse", "found", "states", "longest", "earlier"}
    new = {"sponsor", "now", "status", "reason", "next"}
    lines = [{key: value for key, value in line.items() if key not in new} for line in commitments["lines"]]
    return {key: value for key, value in commitments.items() if key not in offered} | {"lines": lines}


def test_everything_is_seen_that_version_0_1_showed(former: str) -> None:
    """Counts, answers, pictures, comments, stages, commitments, set-ups and keys; and again after a restart."""
    for _ in range(2):
        with Store(former) as store:
            assert since(views(store, SEEN["keys"], LIVE)) == since(SEEN)


def test_what_was_begun_goes_on(former: str) -> None:
    """People answer, a sealed room stays sealed, results are revealed, the next activity opens."""
    with Store(former) as store:
        on = room(store, "Open")
        before = on.progress().answered
        on.save("e" * 32, 1, mixed(1, on.survey, role="leader") | {"agrees": True}).result()
        assert on.progress().answered == before + 1
        on.close()
        assert on.reveal()["n"] == before + 1
        assert on.save("e" * 32, 2, {}).exception()
        with pytest.raises(RoomClosed, match="comments have been read"):
            reopen(room(store, "Closed"))
        assert room(store, "Closed").reveal()["n"] == 17
        assert room(store, "Still open").update().new == 3
        stage = Stage.of(room(store, "Workshop"))
        stage.open("priorities")
        assert {id: one.state for id, one in stage.rooms().items()} == {
            "own": REVEALED,
            "pulse": CLOSED,
            "priorities": OPEN,
        }
        lead = stage.lead
        assert commitments.keep(lead, 2, [{"what": "A third"}], "").result() == 3
        lead.delete()
        assert {one.title for one, _ in Room.every(store)}.isdisjoint({"Workshop", "Pulse", "Who champions it"})


def test_its_tables_are_then_those_of_a_new_store(former: str, cluster: Cluster, tmp_path: Path) -> None:
    """Column by column, with their defaults and keys; what stood beside the rooms is gone."""
    new = cluster.url(cluster.new_database()) if "://" in former else str(tmp_path / "new")
    shapes = []
    for place in (former, new):
        Store(place).close()
        looked = sa.inspect(engine(place))
        shapes.append(
            {
                table: (
                    [{**column, "type": str(column["type"])} for column in looked.get_columns(table)],
                    looked.get_pk_constraint(table)["constrained_columns"],
                    [(key["constrained_columns"], key["referred_table"]) for key in looked.get_foreign_keys(table)],
                )
                for table in looked.get_table_names()
            }
        )
    assert shapes[0] == shapes[1]
    assert shapes[0].keys().isdisjoint(BESIDE)


def test_the_earliest_stores_open_too(former: str) -> None:
    """They lack the tables that came later; what they have is there."""
    with engine(former).begin() as connection:
        for table in (*BESIDE, "released_responses", "held_comments"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    with Store(former) as store:
        found = room(store, "Open")
        assert (found.asks, found.lead, found.setup) == (None, found.code, {})
        assert store.columns(found.id, "stage") == (None,)
        assert vars(found.progress()) == SEEN["rooms"][found.code]["progress"]
        assert found.reveal()["n"] == found.progress().answered


def test_a_step_that_fails_leaves_the_former_store_as_it_was(former: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """None of it is done, so that the earlier version goes on with it, and this one once it is mended."""
    before = content(former)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", ((*migrations.STEPS[0], "DROP TABLE nothing_of_that_name"),))
        with pytest.raises(StoreError, match="cannot be kept"):
            Store(former)
    assert content(former) == before
    with Store(former) as store:
        assert vars(room(store, "Open").progress()) == {"joined": 14, "answered": 13, "finished": 8}


def test_a_process_that_is_killed_on_the_way_leaves_the_former_store_as_it_was(former: str) -> None:
    """Killed when all is done but the commit."""
    before = content(former)
    script = (
        "import os, signal, sys; from cxkit.live.storage import schema; from cxkit.live.storage.store import Store\n"
        "schema.metadata.create_all = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Store(sys.argv[1])"
    )
    assert subprocess.run([sys.executable, "-c", script, former], check=False).returncode == -9
    assert content(former) == before
    with Store(former) as store:
        assert room(store, "Open").progress().joined == 14


def test_a_store_of_a_later_version_is_refused_and_left_alone(former: str) -> None:
    """The message says which versions, and what to do."""
    Store(former).close()
    later = len(migrations.STEPS) + 1
    with engine(former).begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO migrations VALUES ({later})")
    before = content(former)
    known = len(migrations.STEPS)
    said = rf"later version of cxkit \(.* number {known + 1}, .* knows {known}\)\. Install that version"
    with pytest.raises(StoreError, match=said):
        Store(former)
    assert content(former) == before


@pytest.mark.parametrize("kept", [True, False], ids=["of version 0.1", "new"])
def test_of_workers_that_start_together_one_does_it(former: str, cluster: Cluster, tmp_path: Path, kept: bool) -> None:
    """The others wait for it, and serve what it has made."""
    place = former
    if not kept:
        place = cluster.url(cluster.new_database()) if "://" in former else str(tmp_path / "new")
    with ThreadPoolExecutor(6) as workers:
        stores = list(workers.map(lambda _: Store(place), range(6)))
    assert [len(Room.every(store)) for store in stores] == [8 if kept else 0] * 6
    for store in stores:
        store.close()
    assert content(place)["migrations"] == [(number,) for number in range(1, len(migrations.STEPS) + 1)]
