"""The commitments of a room: what its group writes down at the end, and what is offered for it from the sweet spot."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from functools import cache
from typing import Any
from uuid import uuid4

from cxkit.book.commitments import LONGEST, MOST, STATES, Commitment, Commitments, state
from cxkit.errors import CommitmentError, ReportError, RoomError, listing
from cxkit.live.found import followed
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.reports.report import Report
from cxkit.survey.files import load_survey
from cxkit.survey.model import Survey
from cxkit.words import say, spoken

VALUES = ("customer_value", "business_value")
"""The two dimensions of the survey `priorities` that ask about the same actions."""
_MIDDLE = 50.0


def commitments(room: Room) -> Commitments | None:
    """Return what the group has written down, or None: nothing yet. A workshop has one page, whatever it asks."""
    room = Stage.of(room).lead
    kept = room.store.commitments(room.id)[1]
    found = Commitments.from_dict({**kept, "title": room.title}) if kept else None
    return found if found and (found.lines or found.earlier) else None


def view(room: Room) -> dict[str, Any]:
    """Return what the page shows: the lines, the day to look again, and what is offered."""
    room = Stage.of(room).lead
    revision, kept = room.store.commitments(room.id)
    rated = Stage.of(room).rooms().get("priorities")
    sweet = _revealed(rated) if rated else []
    return {
        "code": room.code,
        "title": room.title,
        "revision": revision,
        "lines": [Commitment.of(line).to_dict() for line in kept["lines"]] if kept else [],
        "review": kept["review"] if kept else "",
        "earlier": kept.get("earlier", []) if kept else [],
        "found": list(followed(Stage.of(room))),
        "offered": sweet or _actions(rated.survey if rated else _shipped("priorities")),
        "sweet": bool(sweet),
        "pulse": _dimensions(room),
        "states": {status: state(status) for status in STATES},
        "most": MOST,
        "longest": LONGEST,
    }


def keep(
    room: Room,
    revision: int,
    lines: Sequence[Mapping[str, Any]],
    review: str,
    earlier: Sequence[Mapping[str, Any]] | None = None,
) -> Future[int]:
    """Keep what the page holds in place of that revision. Returns the new one.

    earlier: what became of the lines of the workshop before; None leaves them as they are.

    Raises RoomError for what is no commitment; Changed, through the future, where another screen was first.
    """
    room = Stage.of(room).lead
    kept = room.store.commitments(room.id)[1] or {}
    before = kept.get("earlier", []) if earlier is None else earlier
    raw = {"id": kept.get("id") or str(uuid4()), "lines": lines, "review": review, "earlier": before}
    try:
        new = Commitments.from_dict(raw)
    except CommitmentError as error:
        raise RoomError(str(error)) from None
    known = [one["id"] for one in _dimensions(room)]
    for place, line in enumerate(new.lines, 1):
        if line.moves and line.moves not in known:
            raise RoomError(say("room.moves_nothing", line=place, dimension=line.moves, known=listing(known)))
    body = new.to_dict()
    body.pop("title")
    return room.store.save_commitments(room.id, revision, body)


def add(room: Room, line: Mapping[str, Any]) -> Future[int]:
    """Write one more line down, as it is offered. Raises RoomError where there are enough, or it is none."""
    room = Stage.of(room).lead
    revision, kept = room.store.commitments(room.id)
    lines = list(kept["lines"]) if kept else []
    if all(one["what"] != line.get("what") for one in lines):
        lines.append(dict(line))
    return keep(room, revision, lines, kept["review"] if kept else "")


def sweet_spot(report: Report) -> list[str]:
    """Return the actions worth more than the middle to customers and to the business, the best on both first.

    Only what the report shows counts: an action that is hidden on one of the two is not among them.
    """
    texts = {item.id: str(item.text) for item in report.survey.items}
    customers, business = (
        {
            texts[row.item or ""]: mean
            for row in report.tables.items
            if row.dimension == id and (mean := row.mean) is not None
        }
        for id in VALUES
    )
    both = {action: min(mean, business[action]) for action, mean in customers.items() if action in business}
    return sorted((action for action in both if both[action] > _MIDDLE), key=lambda action: -both[action])


def _revealed(rated: Room) -> list[str]:
    """Return the sweet spot of what a room has released; nothing before that."""
    released = rated.released()
    try:
        return sweet_spot(Report.from_dict(released)) if released else []
    except ReportError:  # another version of cxkit released it: the whole list is offered instead
        return []


def _dimensions(room: Room) -> list[dict[str, Any]]:
    """Return in what a commitment may show: the pulse, and whatever the room has answered."""
    asked = [_shipped("pulse"), *(one.survey for one in Stage.of(room).rooms().values())]
    every = {one.id: one.title.plain() for survey in asked for one in survey.dimensions}
    return [{"id": id, "title": title} for id, title in every.items()]


def _actions(survey: Survey) -> list[str]:
    lang = spoken()
    return [item.text.said(lang) for one in survey.dimensions if one.id == VALUES[0] for item in one.items]


@cache
def _shipped(slug: str) -> Survey:
    return load_survey(slug)
