"""From the tables of an earlier version to this one's, in numbered steps: all of them are taken, or none.

These lines stand in for Alembic, which would bring two packages to every laptop, wants its folder of revisions shipped
and found, and leaves to us what matters here: one process at a time, and one transaction for everything.

A step is the statements of one version, the same for SQLite and PostgreSQL; a new one goes to the end, and the same
change into `schema`. Stores that were made before there were numbers (0.1) begin at the first.
"""

import sqlalchemy as sa

from cxkit.errors import StoreError
from cxkit.live.storage import schema
from cxkit.words import say

_LOCK = 0x63786B6974  # "cxkit": one number for all workers of a database

STEPS: tuple[tuple[str, ...], ...] = (
    (  # what stood in tables of its own, beside rooms; the earliest stores lack some of them
        "CREATE TABLE IF NOT EXISTS activities (room INTEGER, lead INTEGER)",
        "CREATE TABLE IF NOT EXISTS consents (room INTEGER, attribute VARCHAR, option VARCHAR)",
        "CREATE TABLE IF NOT EXISTS setups (room INTEGER, setup TEXT)",
        "CREATE TABLE IF NOT EXISTS stages (room INTEGER, stage TEXT)",
        "CREATE TABLE IF NOT EXISTS reviews (room INTEGER, released TEXT)",
        "CREATE TABLE IF NOT EXISTS commitments (room INTEGER, revision INTEGER, body TEXT)",
        "ALTER TABLE rooms ADD COLUMN lead INTEGER REFERENCES rooms (id)",
        "ALTER TABLE rooms ADD COLUMN asked_attribute VARCHAR",
        "ALTER TABLE rooms ADD COLUMN asked_option VARCHAR",
        "ALTER TABLE rooms ADD COLUMN setup TEXT",
        "ALTER TABLE rooms ADD COLUMN stage TEXT",
        "ALTER TABLE rooms ADD COLUMN comments_read BOOLEAN DEFAULT false NOT NULL",
        "ALTER TABLE rooms ADD COLUMN comments_shown TEXT",
        "ALTER TABLE rooms ADD COLUMN commitments TEXT",
        "ALTER TABLE rooms ADD COLUMN commitments_revision INTEGER DEFAULT 0 NOT NULL",
        "UPDATE rooms SET lead = (SELECT lead FROM activities WHERE room = rooms.id)",
        "UPDATE rooms SET (asked_attribute, asked_option) = "
        "(SELECT attribute, option FROM consents WHERE room = rooms.id)",
        "UPDATE rooms SET setup = (SELECT setup FROM setups WHERE room = rooms.id)",
        "UPDATE rooms SET stage = (SELECT stage FROM stages WHERE room = rooms.id)",
        "UPDATE rooms SET comments_read = true, comments_shown = (SELECT released FROM reviews WHERE room = rooms.id) "
        "WHERE id IN (SELECT room FROM reviews)",
        "UPDATE rooms SET (commitments, commitments_revision) = "
        "(SELECT body, revision FROM commitments WHERE room = rooms.id) WHERE id IN (SELECT room FROM commitments)",
        *(f"DROP TABLE {table}" for table in ("activities", "consents", "setups", "stages", "reviews", "commitments")),
    ),
    ("CREATE TABLE secrets (id INTEGER NOT NULL PRIMARY KEY, secret VARCHAR NOT NULL)",),
    ("ALTER TABLE rooms ADD COLUMN tickets TEXT",),
    (),  # open_answers, a table that is new, which `schema` makes
    ("ALTER TABLE rooms ADD COLUMN themes TEXT",),
)


def migrate(connection: sa.Connection, place: str) -> None:
    """Give a store this version's tables, and commit. Raises StoreError for a store of a later version.

    Whoever comes second, of several workers that start together, waits for the first and finds nothing left to do.
    """
    if _taken(connection) == len(STEPS):  # nearly always: nobody waits, and nothing is written
        return
    connection.rollback()
    sqlite = connection.dialect.name == "sqlite"
    connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else f"SELECT pg_advisory_xact_lock({_LOCK})")
    taken = _taken(connection)
    if taken is not None and taken > len(STEPS):
        raise StoreError(say("storage.later", place=place, number=taken, known=len(STEPS)))
    for step in () if taken is None else STEPS[taken:]:
        for statement in step:
            connection.exec_driver_sql(statement)
    schema.metadata.create_all(connection)
    numbers = [{"number": number} for number in range((taken or 0) + 1, len(STEPS) + 1)]
    if numbers:  # another worker may have been first
        connection.execute(schema.migrations.insert(), numbers)
    connection.commit()


def _taken(connection: sa.Connection) -> int | None:
    """Return how many steps a store has behind it; None: there is no store yet, and none to take."""
    tables = sa.inspect(connection).get_table_names()
    if schema.migrations.name in tables:
        return int(connection.scalar(sa.select(sa.func.max(schema.migrations.c.number))) or 0)
    return 0 if schema.rooms.name in tables else None
