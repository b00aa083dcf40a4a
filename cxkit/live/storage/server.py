"""A database server: its address, the way to it, and what its user may do there, which is found out at the start."""

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from cxkit.errors import StoreError
from cxkit.live.storage import schema
from cxkit.words import say

_LACKING = sa.text(
    "SELECT privilege || ' on ' || name FROM unnest(CAST(:tables AS text[])) AS name, "
    "unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege WHERE NOT has_table_privilege(name, privilege) "
    "UNION ALL SELECT 'USAGE on ' || name FROM pg_get_serial_sequence('rooms', 'id') AS name "
    "WHERE NOT has_sequence_privilege(name, 'USAGE') ORDER BY 1"
)


def address(url: str) -> sa.URL:
    """Read a database server's address. Raises StoreError where it is none."""
    try:
        read = sa.make_url(url)
        backend, _, driver = read.drivername.lower().partition("+")
        read.set(drivername=f"postgresql+{driver or 'psycopg'}").get_dialect()
        if backend not in {"postgres", "postgresql"}:
            raise ArgumentError
        read = read.set(drivername="postgresql+psycopg")  # other programs name theirs: cxkit brings one
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise StoreError(
            "The store's address is not one of a database. It should look like "
            "postgresql+psycopg://user:password@host/database, with a sign such as / or @ in the password as in web "
            "addresses (%2F, %40)."
        ) from None
    return read


def server(url: str) -> sa.Engine:
    """Return the engine of a database server. A server that has vanished is given up after ten seconds."""
    safe = {"connect_timeout": 5, "tcp_user_timeout": 10_000, "client_encoding": "UTF8"}
    try:
        return sa.create_engine(address(url), connect_args=safe, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StoreError(
            f'{error.name} is not installed. Install cxkit for hosting: pip install "cxkit[hosting]"'
        ) from None


def check_rights(connection: sa.Connection, place: str) -> None:
    """Raise StoreError where a room could not be kept: the user may not write, or the server only reads."""
    if connection.scalar(sa.text("SHOW transaction_read_only")) == "on":
        raise StoreError(say("storage.trouble", place=place, cause=say("storage.only_reads")))
    lacking = connection.scalars(_LACKING, {"tables": sorted(schema.metadata.tables)}).all()
    if lacking:
        raise StoreError(say("storage.trouble", place=place, cause=say("storage.no_right", words=", ".join(lacking))))
