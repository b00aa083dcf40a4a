"""What went wrong with the place of the answers, in words that help a facilitator in front of a full room."""

from errno import errorcode

from cxkit.errors import StoreError
from cxkit.words import say


def trouble(error: Exception, place: str) -> StoreError:
    """Return the error to raise when the database refuses: what, where, and what to do about it."""
    cause = getattr(error, "orig", None) or error
    words = (
        str(getattr(cause, "strerror", None) or cause).strip().partition("\n")[0].rstrip(".") or type(cause).__name__
    )
    known = {  # PostgreSQL's own numbers of its errors, SQLite's and the system's own names, by how they begin
        "42501": say("storage.no_right", words=words),
        "25006": say("storage.only_reads"),
        "SQLITE_FULL": say("storage.full"),
        "ENOSPC": say("storage.full"),
        "ENOENT": say("storage.gone"),
        "SQLITE_READONLY": say("storage.read_only"),
        "SQLITE_CANTOPEN": say("storage.cannot_open"),
        "SQLITE_BUSY": say("storage.held"),
        "SQLITE_CORRUPT": say("storage.damaged"),
        "SQLITE_NOTADB": say("storage.not_ours"),
        "SQLITE_IOERR": say("storage.refuses"),
        "EIO": say("storage.refuses"),
    }
    other = say("storage.no_answer", words=words) if "://" in place else say("storage.unknown", words=words)
    name = getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", None)
    name = name or errorcode.get(getattr(cause, "errno", 0), "")
    told = next((told for start, told in known.items() if name.startswith(start)), other)
    return StoreError(say("storage.trouble", place=place, cause=told))
