"""A company's server: `cxkit serve` with workers and PostgreSQL; a worker is killed, or PostgreSQL itself."""

import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import httpx2
import psutil

from tests.cluster import Cluster
from tests.faults.trial import Rows
from tests.processes import free_port
from tests.waiting import LONG, until
from tests.warm import finished


class Company:
    """One database, its workers, and one room in it."""

    def __init__(self, cluster: Cluster, *, workers: int = 2, teams: str = "Phones, Warehouse, Finance") -> None:
        self._cluster = cluster
        self._database = cluster.new_database()
        self.store = cluster.url(self._database)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.code, self.key = self.open_room("A room", teams)
        serve = ["serve", "--store", self.store, "--port", str(self.port), "--workers", str(workers), "--no-book"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cxkit.cli", *serve], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        until(lambda: self.answers() and len(self.workers()) == workers)

    def open_room(self, title: str, teams: str) -> tuple[str, str]:
        """Open a room as the administrator does; return its code and the facilitator's key."""
        rooms = ["rooms", "--store", self.store, "--open", title, "--teams", teams, "--address", self.base]
        said = finished(rooms).stdout
        found = re.search(r"/r/([A-Z]{9})\n.*/f/(\S+)", said)
        assert found, said
        return found[1], found[2]

    def answers(self) -> bool:
        """Say whether a worker answers."""
        try:
            return httpx2.get(f"{self.base}/api/rooms/{self.code}/state").status_code == 200
        except httpx2.TransportError:
            return False

    def workers(self) -> list[psutil.Process]:
        """Return the processes that serve; neither the dead nor a helper of Python's own is among them."""
        found = []
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):
                found += [child] if any("spawn_main" in word for word in child.cmdline()) else []
        return found

    def rows(self) -> Rows:
        """Read what is committed, straight from the tables."""
        with self._cluster.connect(self._database) as connection:
            return connection.execute(
                "SELECT token, revision, body FROM responses JOIN rooms ON rooms.id = room WHERE code = %s",
                (self.code,),
            ).fetchall()

    def kills(self) -> Iterator[Callable[[], None]]:
        """Kill a worker, which the server replaces by itself; every fifth time crash PostgreSQL, and start it again."""
        chance = random.Random(5)
        for number in range(1, 10**6):
            while not (alive := self.workers()):
                time.sleep(0.05)
            yield chance.choice(alive).kill
            yield self._restart_postgresql if number % 5 == 0 else _nothing

    def _restart_postgresql(self) -> None:
        self._cluster.crash()
        time.sleep(0.5)
        self._cluster.start()

    def stop(self) -> str:
        """Stop in order; return what it said."""
        self.process.terminate()
        return self.process.communicate(timeout=LONG)[0]


def _nothing() -> None:
    pass
