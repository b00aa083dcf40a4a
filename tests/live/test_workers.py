"""Many rooms on one server, with real workers and a real PostgreSQL."""

import re
import shlex
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn

from cxkit.cli import parser
from cxkit.errors import Changed, RoomClosed, StoreError
from cxkit.live import workers
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from tests.cluster import Cluster
from tests.faults.company import Company
from tests.waiting import LONG, settled, until
from tests.warm import finished


class Screen:
    """A console that listens; it counts its ticks."""

    def __init__(self, company: Company, code: str, key: str) -> None:
        self.ticks = 0
        self._path = f"{company.base}/api/presenter/{code}/events"
        self._cookie = {"Cookie": f"cxkit_{code}={key}"}
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        client = httpx2.Client(timeout=LONG)
        with suppress(httpx2.TransportError), client.stream("GET", self._path, headers=self._cookie) as answer:
            for line in answer.iter_lines():  # until its worker is killed
                self.ticks += line.startswith("data:")


def put(company: Company, code: str, phone: int, *, revision: int = 1) -> httpx2.Response:
    sent = {"token": f"{phone:032x}", "revision": revision, "response": {"answers": {"engaged_touch": 4}}}
    return httpx2.put(f"{company.base}/api/rooms/{code}/response", json=sent, timeout=LONG)


def console(company: Company, code: str, key: str) -> dict[str, Any]:
    told: dict[str, Any] = httpx2.get(
        f"{company.base}/api/presenter/{code}", headers={"Cookie": f"cxkit_{code}={key}"}, timeout=LONG
    ).json()
    return told


@pytest.fixture(scope="module")
def lasting(crashing: Cluster) -> Iterator[Company]:
    """A hosted server for all tests that leave it as it was: two workers, and one room."""
    company = Company(crashing)
    yield company
    company.stop()


def test_a_change_at_one_worker_reaches_the_screens_of_all_and_of_no_other_room(lasting: Company) -> None:
    """Twelve screens are spread over two workers; each hears of an answer that one of the workers took."""
    one, other = (lasting.open_room(title, "Phones, Warehouse") for title in ("One", "Another"))
    screens = [Screen(lasting, *one) for _ in range(12)]
    elsewhere = [Screen(lasting, *other) for _ in range(4)]
    until(lambda: all(screen.ticks for screen in screens + elsewhere))
    strangers = settled(lambda: [screen.ticks for screen in elsewhere])
    before = [screen.ticks for screen in screens]
    assert put(lasting, one[0], 1).status_code == 200
    until(lambda: all(screen.ticks > ticks for screen, ticks in zip(screens, before, strict=True)))
    assert [screen.ticks for screen in elsewhere] == strangers
    assert console(lasting, *one)["joined"] == 1
    assert console(lasting, *other)["joined"] == 0


def test_when_postgresql_comes_back_screens_look_again_and_answers_go_on(lasting: Company, crashing: Cluster) -> None:
    """While it is away, the refusal is a plain one."""
    screens = [Screen(lasting, lasting.code, lasting.key) for _ in range(6)]
    until(lambda: all(screen.ticks for screen in screens))
    crashing.crash()
    refused = put(lasting, lasting.code, 1)
    assert refused.status_code == 503
    assert "Phones hold what they could not send" in refused.json()["detail"]
    assert "127.0.0.1" not in refused.text
    assert "the database does not answer" in console(lasting, lasting.code, "x")["detail"]
    assert httpx2.get(f"{lasting.base}/api/rooms/{lasting.code}/state", timeout=LONG).status_code == 503
    before = [screen.ticks for screen in screens]
    crashing.start()
    until(lambda: all(screen.ticks > ticks for screen, ticks in zip(screens, before, strict=True)))
    assert {put(lasting, lasting.code, phone).status_code for phone in range(8)} == {200}


def test_a_killed_worker_is_replaced(lasting: Company) -> None:
    """And meanwhile the other one serves."""
    first, _ = (worker.pid for worker in lasting.workers())
    lasting.workers()[0].kill()
    until(lambda: len(lasting.workers()) == 2 and first not in {worker.pid for worker in lasting.workers()})
    assert put(lasting, lasting.code, 1).status_code == 200


def test_when_the_server_is_killed_its_workers_end_too_and_the_port_is_free(company: Company) -> None:
    """Whoever starts it again can listen where it listened."""
    workers = company.workers()
    company.process.kill()
    company.process.wait()
    until(lambda: not any(worker.is_running() for worker in workers))
    socket.create_server(("127.0.0.1", company.port)).close()


def test_the_server_stops_in_order_while_phones_listen(company: Company) -> None:
    """As systemd stops it: quickly, without a word of complaint."""
    screens = [Screen(company, company.code, company.key) for _ in range(6)]
    until(lambda: all(screen.ticks for screen in screens))
    said = company.stop()
    assert re.fullmatch(r"Serving with 2 worker\(s\) at http://127\.0\.0\.1:\d+, for \S+\. Stop with Ctrl-C\.\n", said)
    assert company.process.returncode == 0


@pytest.mark.parametrize(
    ("store", "words"),
    [
        ("", "Many rooms need PostgreSQL: cxkit serve --store postgresql"),
        ("sqlite:///rooms.sqlite", "Many rooms need PostgreSQL"),
        (
            "postgresql+psycopg://cx:geheim@127.0.0.1:1/rooms",
            r"postgresql\+psycopg://cx:\*\*\*@127.0.0.1:1/rooms: the d",
        ),
        ("postgresql+nonsense://cx:geheim@127.0.0.1/rooms", "not one of a database. It should look like"),
        (' "Postgres://cx:geheim@127.0.0.1:1/rooms"\n', r"postgresql\+psycopg://cx:\*\*\*@127.0.0.1:1/rooms: the d"),
        ("postgresql+asyncpg://cx:geheim@127.0.0.1:1/rooms", r"cx:\*\*\*@127.0.0.1:1/rooms: the d"),
    ],
)
def test_what_is_wrong_with_the_store_is_told_at_once_and_no_password_with_it(store: str, words: str) -> None:
    """Exit code 2, one message."""
    done = finished(["serve", "--no-book", "--store", store])
    assert done.returncode == 2
    assert re.search(words, done.stderr)
    assert "geheim" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (
            "REVOKE INSERT, DELETE ON responses FROM lesser",
            r"\(DELETE on responses, INSERT on responses\). Make that user",
        ),
        ("REVOKE USAGE ON rooms_id_seq FROM lesser", r"\(USAGE on public.rooms_id_seq\)"),
        (
            "REVOKE ALL ON migrations FROM lesser",
            r"\(permission denied for table migrations\). Make that user the owner",
        ),
        (
            "ALTER ROLE lesser SET default_transaction_read_only = on",
            "can only be read. Give the address of the server",
        ),
    ],
)
def test_a_right_that_is_lacking_is_told_at_the_start(cluster: Cluster, before: str, told: str) -> None:
    """Not at the first answer, and not by trying again and again."""
    Store(cluster.url()).close()
    with cluster.connect() as connection:
        connection.execute(
            "DROP ROLE IF EXISTS lesser; CREATE ROLE lesser LOGIN; GRANT USAGE ON SCHEMA public TO lesser; "
            "GRANT ALL ON ALL TABLES IN SCHEMA public TO lesser; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO lesser"
        )
        url = cluster.url().replace("cxkit@", "lesser@")
        Store(url).close()
        connection.execute(before)
        try:
            with pytest.raises(StoreError, match=told):
                Store(url)
        finally:
            cluster.empty()
            connection.execute("DROP OWNED BY lesser; DROP ROLE lesser")


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_lacks_signs_which_people_write_is_told_at_the_start(cluster: Cluster, encoding: str) -> None:
    """Not to the first person who writes one: it could never be kept."""
    name = f"cxkit_{encoding.lower()}"
    with cluster.connect() as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0")
        with pytest.raises(StoreError, match=f"is in {encoding}, which lacks signs .*ENCODING 'UTF8'"):
            Store(cluster.url(name))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize(
    "address", ["rooms.example.com", "localhost:8765", "ftp://x", "https://", "https://x/rooms", "https://a b"]
)
def test_where_phones_reach_a_server_is_an_address_of_the_web(address: str) -> None:
    """It goes into the QR code: a phone could do nothing with another."""
    done = finished(["serve", "--no-book", "--address", address])
    assert done.returncode == 2
    assert f'"{address}" is not where phones reach a server' in done.stderr
    assert parser().parse_args(["serve", "--address", "'https://x.example/'"]).address == "https://x.example"


def test_the_administrator_lists_the_rooms_of_a_database_and_opens_none_elsewhere(
    cluster: Cluster, leadership: Survey
) -> None:
    """The same command as on a laptop, with the database's address."""
    url = cluster.url(cluster.new_database())
    with Store(url) as store:
        room, _ = Room.create(store, leadership, title="North plant", port=0)
    listed = finished(["rooms", "--store", url]).stdout
    assert re.fullmatch(rf"{room.code} .* open +0 answered  North plant\n\n", listed)
    refused = finished(["rooms", "--open", "South plant"])
    assert refused.returncode == 2
    assert "--open is for a hosted server" in refused.stderr


def test_the_commands_of_the_books_page_are_ones_that_there_are() -> None:
    """The systemd unit and the line that opens a room: what the command line takes, as it stands there."""
    page = (Path(__file__).parents[2] / "book" / "hosting.md").read_text(encoding="utf-8")
    lines = re.findall(r"(?:ExecStart=|/etc/cxkit.env; )/opt/cxkit/\.venv/bin/cxkit ([^'\n]+)", page)
    assert len(lines) == 2
    told = [vars(parser().parse_args(shlex.split(line))) for line in lines]
    assert (told[0]["workers"], told[0]["port"]) == (4, 8765)
    assert (told[1]["open"], told[1]["teams"]) == ("North plant", ["Phones", "Warehouse"])
    assert set(re.findall(r"^(CXKIT_\w+)=", page, re.MULTILINE)) == {workers.STORE, workers.ADDRESS}


def test_a_port_in_use_is_told(cluster: Cluster) -> None:
    """Another port must be chosen, because the reverse proxy goes by it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port, store = str(taken.getsockname()[1]), cluster.url(cluster.new_database())
        done = finished(["serve", "--no-book", "--port", port, "--store", store])
    assert done.returncode == 2
    assert f"Port {port} of 127.0.0.1 is in use by another program" in done.stderr


def test_what_is_acknowledged_is_in_the_report_even_when_another_worker_reveals(
    cluster: Cluster, leadership: Survey
) -> None:
    """Each save comes before the reveal, and counts, or after it, and is refused. Two stores stand for two workers."""
    url = cluster.url(cluster.new_database())
    body = {"attributes": {}, "answers": {"engaged_touch": 4}, "comments": {}, "finished": True}
    with Store(url) as one, Store(url) as two:
        for attempt in range(8):
            room, _ = Room.create(one, leadership, title="A room", port=1)
            saves = [one.save(room.id, f"{phone:032x}", 1, body) for phone in range(400)]
            time.sleep(0.01 * attempt)
            counted = two.release(room.id, lambda kept, *_: ({"n": len(kept)}, kept), final=True).result()["n"]
            kept = sum(not isinstance(save.exception(), RoomClosed) for save in saves)
            assert counted == kept == len(one.responses(room.id))


def test_two_workers_that_get_the_same_phones_in_opposite_order_keep_them_all(
    cluster: Cluster, leadership: Survey
) -> None:
    """Their transactions lock each other out; PostgreSQL ends one, whose changes are then made one by one."""
    url = cluster.url(cluster.new_database())
    body = {"attributes": {}, "answers": {}, "comments": {}, "finished": False}
    with ExitStack() as stack:
        one, two = (stack.enter_context(Store(url)) for _ in range(2))
        room, _ = Room.create(one, leadership, title="A room", port=1)
        tokens = [f"{phone:032x}" for phone in range(300)]

        def save(store: Store, order: list[str], revision: int) -> None:
            for future in [store.save(room.id, token, revision, body) for token in order]:
                future.result(timeout=60)

        with ThreadPoolExecutor() as pool:
            for revision in range(1, 6):
                both = [
                    pool.submit(save, one, tokens, revision),
                    pool.submit(save, two, tokens[::-1], revision),
                ]
                assert [future.result() for future in both] == [None, None]
        assert room.progress().joined == 300


@pytest.mark.parametrize(
    ("system", "more", "loop"), [("win32", [-6], "asyncio:SelectorEventLoop"), ("darwin", [], "auto")]
)
def test_windows_stops_workers_by_ctrl_break_and_runs_another_loop(
    system: str, more: list[int], loop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no SIGTERM to send, and psycopg does not work with its usual loop."""
    monkeypatch.setattr(signal, "SIGBREAK", -6, raising=False)
    monkeypatch.setattr(sys, "platform", system)
    assert workers.stop_signals() == [signal.SIGTERM, signal.SIGINT, *more]
    assert workers.event_loop() == loop
    assert callable(uvicorn.Config("app", loop=loop).get_loop_factory())


def test_of_two_workers_that_change_commitments_at_once_one_is_told(cluster: Cluster, leadership: Survey) -> None:
    """Neither writes over what the other has just kept."""
    url = cluster.url(cluster.new_database())
    with Store(url) as one, Store(url) as two:
        for _ in range(10):
            room, _ = Room.create(one, leadership, title="A room", port=1)
            kept = [store.save_commitments(room.id, 0, {"lines": [name]}) for name, store in (("a", one), ("b", two))]
            assert sorted(isinstance(future.exception(), Changed) for future in kept) == [False, True]


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can be stopped there for a while")
def test_hundreds_who_come_while_the_workers_are_busy_wait_at_the_door(lasting: Company) -> None:
    """Also after a restart: at a door for ten, whoever came eleventh was turned away to try again a second later."""
    for worker in lasting.workers():
        worker.kill()
    until(lambda: len(lasting.workers()) == 2 and lasting.answers())
    time.sleep(1)  # the doors are looked after every half second
    stopped = lasting.workers()
    with ExitStack() as stack:
        for worker in stopped:
            worker.suspend()
            stack.callback(worker.resume)
        for _ in range(300):
            stack.enter_context(socket.create_connection(("127.0.0.1", lasting.port), timeout=0.9))
