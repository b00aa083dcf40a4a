"""What can be seen of a store's rooms, by the calls that version 0.1 and this one have in common."""

import hashlib
import json
import time
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any
from unittest import mock

NOW = 1_800_000_000.0
"""When the rooms were made, and when they are looked at: a timer is as far then as it was."""


def views(store: Any, keys: Iterable[str], live: SimpleNamespace) -> dict[str, Any]:
    """Return everything that pages and commands show. live: what a version has under these names."""
    with mock.patch.object(time, "time", return_value=NOW):
        rooms = {room.code: _room(store, room, live) for room, _ in live.Room.every(store)}
        seen = {
            "rooms": rooms,
            "opened": [[room.code, opened.timestamp()] for room, opened in live.Room.every(store)],
            "keys": {key: live.Room.of_key(store, key).code for key in keys},
            "answered": {code: _answered(live.Stage.answered(store, code)) for code in rooms},
        }
        return dict(json.loads(json.dumps(seen)))


def _answered(found: Any) -> str | None:
    room = getattr(found, "room", found)  # what phones are asked besides has come later
    return room and str(room.code)


def _room(store: Any, room: Any, live: SimpleNamespace) -> dict[str, Any]:
    stage, lines = live.Stage.of(room), live.commitments.commitments(room)
    return {
        "title": room.title,
        "state": room.state,
        "port": room.port,
        "lead": room.lead,
        "survey": _mark(room.survey.to_dict()),
        "organisation": room.organisation,
        "asks": room.asks and list(room.asks),
        "progress": vars(room.progress()),
        "update": vars(room.update()),
        "released": json.dumps(room.released(), ensure_ascii=False, sort_keys=True),
        "responses": sorted(json.dumps(one, ensure_ascii=False) for one in store.responses(room.id)),
        "to_use": _mark(sorted(room.raw_answers(), key=str)),
        "in_the_picture": _mark(store.standing(room.id)[2]),
        "pictures": live.Room.look(store, [room.code])[room.code].pictures,
        "setup": _mark(live.setup(store, room.id)),
        "workshop": live.Setup(room=stage.lead).form()["workshop"],
        "locked": live.Setup(room=stage.lead).form()["locked"],
        "stage": {"predicted": stage.kept().get("predicted", {}), **stage.view()},
        "reports": [_mark(report) for report in stage.reports()],
        "moderation": live.Moderation(room=room).view(),
        "comments_shown": live.comments_shown(store, room.id),
        "held": sorted(store.held(room.id)),
        "typed": live.Paper(room=room).typing()["typed"],
        "commitments": live.commitments.view(room),
        "to_take_home": lines and lines.to_dict(),
    }


def _mark(value: Any) -> str:
    """Stand for what is long and said elsewhere: equal only for equal values."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
