"""One process at a time: a second one would not know of what the first does."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from cxkit.errors import StoreError


class Lock:
    """Held as long as the process lives, however it ends: the operating system lets go of it.

    A locked, empty SQLite file, because that works alike on every system and needs no code of ours for each.
    """

    def __init__(self, file: Path, held: Exception, *, shared: bool = False) -> None:
        """Take it, alone or with others who share it. Raises `held` where another process has it."""
        try:
            file.touch(mode=0o600)
            self._file = sqlite3.connect(file, timeout=0, isolation_level=None)
            self._file.execute("BEGIN" if shared else "BEGIN EXCLUSIVE")
            self._file.execute("SELECT 1 FROM sqlite_master")
        except (OSError, sqlite3.Error) as error:
            if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
                raise StoreError(f"The folder {file.parent} cannot be used: {error}. Choose another.") from None
            self._file.close()
            raise held from None

    @classmethod
    def in_turn(cls, file: Path, waiting: Callable[[], object] = int) -> "Lock":
        """Take it once nobody else has it. waiting: called before that, where somebody has."""
        told = False
        while True:
            try:
                return cls(file, TimeoutError())
            except TimeoutError:
                if not told:
                    waiting()
                told = True
                time.sleep(0.2)

    def release(self) -> None:
        """Let the next one have it."""
        self._file.close()
