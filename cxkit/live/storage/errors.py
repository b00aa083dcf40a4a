"""What went wrong with the place of the answers, in words that help a facilitator in front of a full room."""

from __future__ import annotations

from cxkit.errors import StoreError

_HELD = "Nothing is lost: phones hold what they could not send and go on trying by themselves."
# SQLite's own names of its errors, by how they begin.
_WORDS = {
    "SQLITE_FULL": "the disk is full. Make room on it: empty the bin, or move large files away.",
    "SQLITE_READONLY": "the folder or its file can only be read. Make both writable, or choose another with --data.",
    "SQLITE_CANTOPEN": "the folder or its file cannot be opened. Make both writable, or choose another with --data.",
    "SQLITE_BUSY": "another program holds the file: a backup, a file synchroniser or a database viewer. Close it.",
    "SQLITE_CORRUPT": "the file is damaged. Leave it as it is, because it can often be repaired, and start with "
    "another folder: --data FOLDER.",
    "SQLITE_NOTADB": "its file is not one of cxkit's. Leave it as it is, and start with another folder: --data FOLDER.",
    "SQLITE_IOERR": "the disk refuses to write. Is it full, or was it unplugged?",
}


def trouble(error: Exception, place: str) -> StoreError:
    """Return the error to raise when the database refuses: what, where, and what to do about it."""
    cause = getattr(error, "orig", None) or error
    name = getattr(cause, "sqlite_errorname", "")
    words = next((words for start, words in _WORDS.items() if name.startswith(start)), None)
    if words is None and "://" in place:
        words = f"the database does not answer as it should ({_first_line(cause)}). Check that it runs."
    if words is None:
        words = (
            f"{_first_line(cause)}. Check that the folder exists, may be written and has room on its disk, or choose "
            "another with --data FOLDER."
        )
    return StoreError(f"The answers cannot be kept in {place}: {words} {_HELD}")


def _first_line(cause: BaseException) -> str:
    return str(cause).strip().partition("\n")[0].rstrip(".") or type(cause).__name__
