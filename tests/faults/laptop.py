"""A facilitator's laptop whose server is killed: one `cxkit workshop` process and its SQLite file."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.trial import Rows
from tests.processes import WorkshopProcess


class Laptop:
    """One room of `cxkit workshop`."""

    def __init__(self, workshop: WorkshopProcess) -> None:
        self._workshop = workshop
        self.port, self.code = workshop.port, workshop.code
        self.key = workshop.printed_link.rpartition("/")[2]

    def rows(self) -> Rows:
        """Read a copy of the database and its journal: the server is to find both as the kill left them."""
        with TemporaryDirectory() as folder:
            for name in ("rooms.sqlite", "rooms.sqlite-wal"):
                with suppress(FileNotFoundError):
                    shutil.copy(Path(self._workshop.data) / name, folder)
            with closing(sqlite3.connect(Path(folder) / "rooms.sqlite")) as file:
                return file.execute("SELECT token, revision, body FROM responses").fetchall()

    def kills(self) -> Iterator[Callable[[], None]]:
        """End the server as a power cut would, then start it again."""
        while True:
            yield self._workshop.kill
            yield self._workshop.start
