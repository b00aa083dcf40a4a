"""The tables of a store. Nothing here knows a name, an address, a time, or an order of arrival.

What changes here needs a step in `migrations`: a store that is kept already gets it there.
"""

import hashlib
import json
from typing import Any

import sqlalchemy as sa

PREPARING, OPEN, CLOSED, REVEALED = "preparing", "open", "closed", "revealed"


class Json(sa.types.TypeDecorator[Any]):
    """A value that is kept as JSON, in a column of text: alike in every database. None is NULL."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Return what is kept."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Any:
        """Return what was given."""
        return None if value is None else json.loads(value)


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
    # Whose people are asked to agree that their group's means are shown, few as they are.
    sa.Column("asked_attribute", sa.String),
    sa.Column("asked_option", sa.String),
    # How the facilitator has set the room up, unless it was opened by other means; and of a lead room where its
    # workshop stands (cxkit.live.stage), once that is more than the room itself.
    sa.Column("setup", Json),
    sa.Column("stage", Json),
    # Whether the facilitator has read the comments; and what the room sees of them, or nothing.
    sa.Column("comments_read", sa.Boolean, nullable=False, server_default=sa.text("false")),
    sa.Column("comments_shown", Json),
    # What the group will do, and how often that was changed: two screens may show it.
    sa.Column("commitments", Json),
    sa.Column("commitments_revision", sa.Integer, nullable=False, server_default=sa.text("0")),
    # Of a lead room into which people come with tickets: these, and which are used (cxkit.live.storage.tickets).
    sa.Column("tickets", Json),
    # What the facilitator has changed of the comments' themes (cxkit.live.themes).
    sa.Column("themes", Json),
)
keys = sa.Table(
    "keys",
    metadata,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), nullable=False),
)

# What passes are made with (cxkit.live.serving.rate_limit): phones that are in stay in, whatever restarts.
secrets = sa.Table(
    "secrets",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("secret", sa.String, nullable=False),
)


def _of_room(name: str, *columns: sa.Column[Any], **options: Any) -> sa.Table:
    room = sa.Column("room", sa.Integer, sa.ForeignKey("rooms.id"), primary_key=True)
    return sa.Table(name, metadata, room, *columns, **options)


# Without a row number, rows lie in the order of random digests: nothing remembers who answered first.
responses = _of_room(
    "responses",
    sa.Column("token", sa.String, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("answered", sa.Boolean, nullable=False),
    sa.Column("finished", sa.Boolean, nullable=False),
    sa.Column("body", Json, nullable=False),
    sqlite_with_rowid=False,
)
releases = _of_room(
    "releases", sa.Column("number", sa.Integer, primary_key=True), sa.Column("report", Json, nullable=False)
)
# Whose answers are in the last release, and which: the next one may differ from it as `sequential` allows.
released = _of_room(
    "released_responses",
    sa.Column("token", sa.String, primary_key=True),
    sa.Column("body", Json, nullable=False),
    sqlite_with_rowid=False,
)
held = _of_room("held_comments", sa.Column("comment", sa.String, primary_key=True), sqlite_with_rowid=False)

# What people say openly to what they are asked besides a survey, of a lead room: guesses, lines for the wall, votes.
open_answers = _of_room(
    "open_answers",
    sa.Column("task", sa.String, primary_key=True),
    sa.Column("mark", sa.String, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("body", Json),
    sqlite_with_rowid=False,
)

OF_A_ROOM = (responses, releases, released, held, open_answers, keys)
"""The tables whose rows go with their room."""


def digest(secret: str) -> str:
    """Return what is stored of a token or key, so that reading the store gives nobody the right to write."""
    return hashlib.sha256(secret.encode()).hexdigest()
