"""What a database server's user may do there: found out when it is opened, not at the first answer."""

from __future__ import annotations

import sqlalchemy as sa

from cxkit.errors import StoreError
from cxkit.live.storage import schema
from cxkit.words import say

_LACKING = sa.text(
    "SELECT privilege || ' on ' || name FROM unnest(CAST(:tables AS text[])) AS name, "
    "unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege WHERE NOT has_table_privilege(name, privilege) "
    "UNION ALL SELECT 'USAGE on ' || name FROM pg_get_serial_sequence('rooms', 'id') AS name "
    "WHERE NOT has_sequence_privilege(name, 'USAGE') ORDER BY 1"
)


def check_rights(connection: sa.Connection, place: str) -> None:
    """Raise StoreError where a room could not be kept: the user may not write, or the server only reads."""
    if connection.scalar(sa.text("SHOW transaction_read_only")) == "on":
        raise StoreError(say("storage.trouble", place=place, cause=say("storage.only_reads")))
    lacking = connection.scalars(_LACKING, {"tables": sorted(schema.metadata.tables)}).all()
    if lacking:
        raise StoreError(say("storage.trouble", place=place, cause=say("storage.no_right", words=", ".join(lacking))))
