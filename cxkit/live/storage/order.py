"""Responses lie in the order of random digests, and nothing remembers who answered first.

What is written as people answer lies where there was room, and in a journal, one after another. So a room's rows are
written anew, all at once, when it closes; on a laptop also while it runs, within a second or two, and its journal is
emptied. (What a database server keeps of its own is its operator's affair.)
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cxkit.live.storage import schema

SOON = 1.0
"""Seconds after which a laptop's file forgets in which order answers came."""
_PATIENCE = 0.02
# Without types: a body is copied as the text that it is, which is many times faster.
_PLAIN = [
    sa.table(each.name, *map(sa.column, each.c.keys()))
    for each in (schema.responses, schema.released, schema.open_answers)
]
_ORDER = {"open_answers": ("task", "mark")}


def rewrite(connection: sa.Connection, room: int, *, final: bool = False) -> None:
    """Write a room's responses anew, in the order of their digests; final: without who agreed to what."""
    for table in _PLAIN:
        of_room = table.c.room == room
        order = (table.c[name] for name in _ORDER.get(table.name, ("token",)))
        rows = connection.execute(sa.select(table).where(of_room).order_by(*order)).mappings().all()
        if rows:
            connection.execute(table.delete().where(of_room))
            connection.execute(table.insert(), [_without_consent(dict(row)) if final else dict(row) for row in rows])


def _without_consent(row: dict[str, Any]) -> dict[str, Any]:
    if row["body"] is None:  # who would rather not say, openly: nothing stays nothing
        return row
    body = json.loads(row["body"])
    body.pop("agrees", None)
    body.pop("compares", None)
    return {**row, "body": json.dumps(body, ensure_ascii=False)}


def empty_journal(file: Path) -> bool:
    """Empty the journal of a laptop's file; False while somebody still reads what is in it."""
    with closing(sqlite3.connect(file, timeout=_PATIENCE)) as connection:
        return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
