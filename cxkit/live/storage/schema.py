"""The tables of a store. Nothing here knows a name, an address, a time, or an order of arrival.

What changes here needs a step in `migrations`: a store that is kept already gets it there.
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

PREPARING, OPEN, CLOSED, REVEALED = "preparing", "open", "closed", "revealed"

metadata = sa.MetaData()
migrations = sa.Table("migrations", metadata, sa.Column("number", sa.Integer, primary_key=True, autoincrement=False))
rooms = sa.Table(
    "rooms",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("survey", sa.Text, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("port", sa.Integer, nullable=False),
    sa.Column("opened", sa.Float, nullable=False),
    # The room of whose workshop this is one activity: people joined by its code.
    sa.Column("lead", sa.Integer, sa.ForeignKey("rooms.id")),
    # Whose people are asked to agree that their group's means are shown from two of them up.
    sa.Column("asked_attribute", sa.String),
    sa.Column("asked_option", sa.String),
    # As JSON: how the facilitator has set the room up, unless it was opened by other means; and of a lead room where
    # its workshop stands (cxkit.live.stage), once that is more than the room itself.
    sa.Column("setup", sa.Text),
    sa.Column("stage", sa.Text),
    # Whether the facilitator has read the comments; and what the room sees of them, as JSON, or nothing.
    sa.Column("comments_read", sa.Boolean, nullable=False, server_default=sa.text("false")),
    sa.Column("comments_shown", sa.Text),
    # What the group will do, as JSON, and how often that was changed: two screens may show it.
    sa.Column("commitments", sa.Text),
    sa.Column("commitments_revision", sa.Integer, nullable=False, server_default=sa.text("0")),
)
keys = sa.Table(
    "keys",
    metadata,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), nullable=False),
)
# Without a row number, rows lie in the order of random digests: nothing remembers who answered first.
responses = sa.Table(
    "responses",
    metadata,
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True),
    sa.Column("token", sa.String, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("answered", sa.Boolean, nullable=False),
    sa.Column("finished", sa.Boolean, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
releases = sa.Table(
    "releases",
    metadata,
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("report", sa.Text, nullable=False),
)
# Whose answers are in the last release, and which: the next one may differ from it as `sequential` allows.
released = sa.Table(
    "released_responses",
    metadata,
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True),
    sa.Column("token", sa.String, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
held = sa.Table(
    "held_comments",
    metadata,
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True),
    sa.Column("comment", sa.String, primary_key=True),
    sqlite_with_rowid=False,
)

OF_A_ROOM = (responses, releases, released, held, keys)
"""The tables whose rows go with their room."""


def digest(secret: str) -> str:
    """Return what is stored of a token or key, so that reading the store gives nobody the right to write."""
    return hashlib.sha256(secret.encode()).hexdigest()
