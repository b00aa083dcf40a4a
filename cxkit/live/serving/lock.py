"""One server a room: a second one on the same folder would not hear of the first one's answers."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from cxkit.errors import RoomError, StoreError


class Lock:
    """Held as long as the process lives, however it ends: the operating system lets go of it.

    A locked, empty SQLite file, because that works alike on every system and needs no code of ours for each.
    """

    def __init__(self, folder: str | Path, code: str) -> None:
        """Take the room. Raises RoomError where another process has it."""
        try:
            self._file = sqlite3.connect(Path(folder) / f"running-{code}", timeout=0, isolation_level=None)
            self._file.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise StoreError(f"The folder {folder} cannot be used: {error}. Choose another with --data.") from None
            self._file.close()
            raise RoomError(
                f"Room {code} is running already on this computer. Use the terminal where it was started, or stop it "
                "there first. For another room beside it: --new"
            ) from None

    def release(self) -> None:
        """Let the next server have the room."""
        self._file.close()
