"""Setting a room up: what the form offers, and what becomes of it. Until somebody joins, it may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cxkit.errors import SurveyError, listing
from cxkit.live.room import Room
from cxkit.live.storage.store import OPEN, PREPARING, Store
from cxkit.survey.files import load_survey, shipped_surveys
from cxkit.survey.model import Survey
from cxkit.survey.workshop import ROLE, TEAM, Workshop, languages, lists_of
from cxkit.survey.workshop_file import LONGEST, read_workshop
from cxkit.words import say


def make_room(store: Store, workshop: Workshop, *, port: int, state: str = OPEN) -> tuple[Room, str]:
    """Make the room of a workshop, open or to be set up first. Returns it and the facilitator's key."""
    room, key = Room.create(store, port=port, state=state, **_asked(workshop))
    _pace(room, workshop)
    return room, key


def _pace(room: Room, workshop: Workshop) -> None:
    """Let phones wait from the start, where the workshop wants it so."""
    if workshop.paced:
        room.store.change(room.id, lambda kept: {"stage": {**(kept.stage or {}), "now": None}}).result()


@cache
def _shipped() -> dict[str, Survey]:
    return {name: load_survey(name) for name in shipped_surveys()}


@dataclass(frozen=True, kw_only=True)
class Setup:
    """The set-up of one room."""

    room: Room

    def form(self) -> dict[str, Any]:
        """Return what the form shows: the set-up as it is, the surveys to choose from, and why it is locked, if so."""
        room, workshop = self.room, self.workshop()
        return {
            "code": room.code,
            "state": room.state,
            "locked": say("room.joined") if room.settled() else "",
            "workshop": workshop.to_dict(),
            "surveys": [_offer(survey) for survey in self.surveys().values()],
        }

    def change(self, raw: Mapping[str, Any]) -> None:
        """Set the room up as the form says, and open it. Raises SetupError, or RoomClosed once somebody has joined."""
        self.set_up(read_workshop(raw, load=self._load))

    def set_up(self, workshop: Workshop) -> None:
        """Set the room up for a workshop, and open it. Raises RoomClosed once somebody has joined."""
        self.room.set_up(**_asked(workshop))
        _pace(self.room, workshop)

    def another(self) -> str:
        """Make one more room, to be set up, with what this one has filled in. Returns the facilitator's key to it."""
        return make_room(self.room.store, self.workshop(), port=self.room.port, state=PREPARING)[1]

    def workshop(self) -> Workshop:
        """Return what the room was set up with; where that was by other means, what its survey tells."""
        kept = self.room.store.columns(self.room.id, "setup")[0]
        if not kept:
            told: dict[str, Any] = {"survey": self.room.survey.id, "title": self.room.title[:LONGEST]}
            told |= {} if self.room.asks else {"leaders_from_two": False}
            return read_workshop(told, load=self._load)
        return read_workshop(kept["workshop"], load=self._load)

    def surveys(self) -> dict[str, Survey]:
        """Return the surveys to choose from: those shipped, and the room's own."""
        kept = self.room.store.columns(self.room.id, "setup")[0]
        own = Survey.from_dict(kept["survey"]) if kept else self.room.survey
        return _shipped() | {own.id: own}

    def _load(self, name: str) -> Survey:
        surveys = self.surveys()
        if name not in surveys:  # never a path: what a page sends opens no file
            raise SurveyError(say("room.no_survey", known=listing(surveys)))
        return surveys[name]


def _asked(workshop: Workshop) -> dict[str, Any]:
    """Return what a room is made or set up with."""
    return {
        "survey": workshop.tailored(),
        "title": workshop.title,
        "leaders_from_two": workshop.asks_leaders(),
        "tickets": workshop.tickets,
        "setup": {
            "workshop": workshop.to_dict(),
            "survey": workshop.survey.to_dict(),
            "invited_by": workshop.invited_by(),
        },
    }


def _offer(survey: Survey) -> dict[str, Any]:
    options = {attribute.id: attribute.options for attribute in survey.attributes}
    compared = next((a for a in survey.attributes if a.compare), None)
    return {
        "id": survey.id,
        "title": str(survey.title),
        "items": len(survey.items),
        "lists": {id: str(title) for id, title in lists_of(survey).items()},
        "asks_teams": TEAM in options and options[TEAM] is None,
        "roles": {value: str(words) for value, words in (options.get(ROLE) or {}).items()},
        "languages": list(languages(survey)),
        "leaders": [compared.id, *compared.compare] if compared and compared.compare else None,
    }
