"""Responses lie where chance has put them, and nothing remembers who answered first.

What is written as people answer lies where there was room, and in a journal, one after another. So a room's rows are
written anew, all at once, when it closes; on a laptop also while it runs, within a second or two, and its journal is
emptied. (What a database server keeps of its own is its operator's affair.)
"""

import json
import secrets
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


def rewrite(connection: sa.Connection, room: int, *, final: bool = False) -> None:
    """Write a room's responses anew, in an order drawn by chance; final: without who agreed to what.

    In the order of their digests each would take the place that another one leaves, and which one could be worked out.
    """
    for table in _PLAIN:
        of_room = table.c.room == room
        rows = [dict(row) for row in connection.execute(sa.select(table).where(of_room)).mappings()]
        if rows:
            secrets.SystemRandom().shuffle(rows)
            connection.execute(table.delete().where(of_room))
            connection.execute(table.insert(), list(map(_without_consent, rows)) if final else rows)


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
