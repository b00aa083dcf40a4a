"""The tables of a store. Nothing here knows a name, an address, a time, or an order of arrival."""

from __future__ import annotations

import sqlalchemy as sa

PREPARING, OPEN, CLOSED, REVEALED = "preparing", "open", "closed", "revealed"

metadata = sa.MetaData()
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
# A row: people of this group are asked to agree that its means are shown from two of them up.
consents = sa.Table(
    "consents",
    metadata,
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True),
    sa.Column("attribute", sa.String, nullable=False),
    sa.Column("option", sa.String, nullable=False),
)
# A row: how the facilitator has set the room up, as JSON. Without one, the room was opened by other means.
setups = sa.Table(
    "setups",
    metadata,
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True),
    sa.Column("setup", sa.Text, nullable=False),
)
# A row: this room is one activity of a workshop, whose people joined by its lead room's code.
activities = sa.Table(
    "activities",
    metadata,
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True),
    sa.Column("lead", sa.Integer, sa.ForeignKey("rooms.id"), nullable=False),
)
# A row: where a workshop stands, as JSON (cxkit.live.stage). Without one, its lead room is all there is.
stages = sa.Table(
    "stages",
    metadata,
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True),
    sa.Column("stage", sa.Text, nullable=False),
)
# A row: the facilitator has read the comments. `released` is what the room sees of them, as JSON, or nothing.
reviews = sa.Table(
    "reviews",
    metadata,
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True),
    sa.Column("released", sa.Text),
)
held = sa.Table(
    "held_comments",
    metadata,
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True),
    sa.Column("comment", sa.String, primary_key=True),
    sqlite_with_rowid=False,
)
# What the group will do, as JSON, and how often that was changed: two screens may show it.
commitments = sa.Table(
    "commitments",
    metadata,
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)


OF_A_ROOM = (
    responses, releases, released, reviews, held, consents, setups, activities, stages, commitments, keys,
)  # fmt: skip
