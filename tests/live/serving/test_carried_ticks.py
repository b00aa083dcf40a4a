"""Ticks from one worker to the others, by way of PostgreSQL."""

import asyncio
import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count, cycle
from typing import Self

import pytest
from sqlalchemy import QueuePool, create_engine, make_url

from cxkit.live.serving.notify import KEPT_OPEN, CarriedTicks, check_connections
from cxkit.live.storage.store import Store
from tests.cluster import Cluster
from tests.waiting import LONG
from tests.warm import finished


class Pooler:
    """A port that leads to one server, then to the next: what is said on one connection is not heard on another.

    answered: of so many connections. It takes more, and lets what they say wait, as one does that has none left.
    """

    def __init__(self, clusters: list[Cluster], *, answered: int = 1000) -> None:
        self._answered = answered
        self._ports = cycle(make_url(cluster.url()).port for cluster in clusters)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"postgresql://cxkit@127.0.0.1:{self._door.getsockname()[1]}/postgres"
        threading.Thread(target=self._pass_on, daemon=True).start()

    def _pass_on(self) -> None:
        with suppress(OSError):
            for number in count():
                ours, theirs = self._door.accept()[0], socket.create_connection(("127.0.0.1", next(self._ports)))
                for one, other in ((ours, theirs), (theirs, ours)):
                    threading.Thread(target=self._pump, args=(one, other, number), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket, number: int) -> None:
        with suppress(OSError):
            while data := one.recv(2**16):
                if number < self._answered or data[:1] != b"Q":  # of a query
                    other.sendall(data)
            other.shutdown(socket.SHUT_WR)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()


@pytest.mark.parametrize("password", ["with a space", "quote'\"\\ %25+", "@:/?#=&"])
def test_a_tick_is_carried_whatever_signs_the_password_has(cluster: Cluster, password: str) -> None:
    """And nothing is said of it."""

    async def carried() -> None:
        async with CarriedTicks(url) as ours, CarriedTicks(url) as theirs:
            listening = theirs.listen("ABCDE")
            await anext(listening)
            for _ in range(2):  # whoever connects ticks everybody
                ours.tick("ABCDE")
                assert await asyncio.wait_for(anext(listening), LONG) == "data: tick\n\n"

    url = make_url(cluster.url()).set(password=password).render_as_string(hide_password=False)
    check_connections(url, workers=2)
    with ThreadPoolExecutor(1) as apart:  # a browser's test may have left its loop running in this process
        apart.submit(asyncio.run, carried()).result()


def test_what_keeps_ticks_from_being_carried_is_in_the_log_once(
    cluster: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    """A worker goes on trying, though not in silence: a right, or the database itself, may be given back."""

    async def carried() -> None:
        async with CarriedTicks(cluster.url("nowhere")):
            while not caplog.text:
                await asyncio.sleep(0.1)
            await asyncio.sleep(2)  # it has tried again by then, once or twice

    with ThreadPoolExecutor(1) as apart:  # a browser's test may have left its loop running in this process
        apart.submit(asyncio.run, carried()).result()
    (record,) = caplog.records
    assert 'database "nowhere" does not exist' in record.getMessage()


def test_a_tick_that_is_not_heard_on_another_connection_is_told_at_the_start(
    cluster: Cluster, crashing: Cluster
) -> None:
    """As behind a pooler that lends connections for one transaction; here each next one leads to another server."""
    with Pooler([cluster, crashing]) as pooler:
        done = finished(["serve", "--no-book", "--store", pooler.url])
    cluster.empty()
    crashing.empty()
    assert done.returncode == 2
    assert "is not heard on another (LISTEN)" in done.stderr
    assert "set the pooler to session mode" in done.stderr


def test_fewer_connections_than_workers_keep_open_are_told_at_the_start(cluster: Cluster) -> None:
    """Of a pooler that lets the others wait, and of a database that refuses them: some worker would hear nothing."""
    Store(cluster.url()).close()
    with cluster.connect() as connection, Pooler([cluster], answered=17) as pooler:  # the store itself opens one
        connection.execute(
            "DROP ROLE IF EXISTS few; CREATE ROLE few LOGIN CONNECTION LIMIT 16; GRANT ALL ON SCHEMA public TO few; "
            "GRANT ALL ON ALL TABLES IN SCHEMA public TO few; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO few"
        )
        refusing = cluster.url().replace("cxkit@", "few@")
        waiting = finished(["serve", "--no-book", "--workers", "3", "--store", pooler.url])
        refused = finished(["serve", "--no-book", "--workers", "3", "--store", refusing])
        check_connections(refusing, workers=2)
        cluster.empty()
        connection.execute("DROP OWNED BY few; DROP ROLE few")
    assert (waiting.returncode, refused.returncode) == (2, 2)
    for done, why in ((waiting, "not answered within"), (refused, 'too many connections for role "few"')):
        told = rf"only 16 connection\(s\).* and 3 worker\(s\) keep 21 open \(.*{why}.*--workers 2\."
        assert re.search(told, done.stderr), done.stderr
    pool = create_engine(cluster.url()).pool
    assert isinstance(pool, QueuePool)
    assert pool.size() + 2 == KEPT_OPEN
