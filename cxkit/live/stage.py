"""Where a workshop stands: its activities, which of them phones answer now, the timer, and what leaders predicted.

The lead room is the one whose code is on the screen. Each activity is a room of its own, made when it is first opened;
the lead room is the first of them. All of it is in the store, so that a laptop that sleeps or restarts, and whoever
takes over with the facilitator's link, comes back to the same moment.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from cxkit.errors import NotFound, ReportError, RoomClosed, RoomError, listing
from cxkit.live import timer
from cxkit.live.room import Look, Room
from cxkit.live.setup import Setup
from cxkit.live.storage.store import CLOSED, OPEN, PREPARING, REVEALED, Store
from cxkit.survey.workshop import Workshop
from cxkit.words import say

_MOST_NAMES = 256
_names: dict[tuple[str, str], tuple[str, dict[str, str]]] = {}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The stage of the workshop whose lead room this is."""

    lead: Room

    @classmethod
    def of(cls, room: Room) -> Stage:
        """Return the stage that a room is part of."""
        return cls(lead=room if room.lead == room.code else Room.find(room.store, room.lead))

    @classmethod
    def answered(cls, store: Store, code: str) -> Room | None:
        """Return the room that phones with this code answer now; None: they wait. Raises NotFound.

        Every phone asks after every change, so this is one look.
        """
        found, kept = Room.staged(store, code)
        if found.lead != found.code:
            return found
        whole = _whole(found, kept)
        now = whole["rooms"].get(whole["now"])
        return found if now == found.code else Room.find(store, now) if now else None

    def rooms(self) -> dict[str, Room]:
        """Return the activities that have been opened, by their survey."""
        return {survey: self._room(code) for survey, code in self._kept()["rooms"].items()}

    def view(self) -> dict[str, Any]:
        """Return what the book's controls show: counts and states, never answers."""
        return self.look()[0]

    def look(self) -> tuple[dict[str, Any], Look | None]:
        """Return `view` and the room that phones answer now, as it was seen; None: they wait."""
        stage, setup = self.lead.store.columns(self.lead.id, "stage", "setup")
        kept = _whole(self.lead, stage)
        seen = Room.look(self.lead.store, kept["rooms"].values())
        opened = {survey: seen[code] for survey, code in kept["rooms"].items()}
        organisation, titles = self._named(json.dumps(setup))
        view = {
            "code": self.lead.code,
            "title": self.lead.title,
            "organisation": organisation,
            "now": kept["now"],
            "timer": kept["timer"] and {"left": timer.left(kept["timer"]), "of": kept["timer"]["of"]},
            "predicted": kept["predicted"],
            "activities": [
                _activity(id, title, opened.get(id), kept["uncovered"].get(id)) for id, title in titles.items()
            ],
        }
        return view, opened.get(kept["now"])

    def open(self, survey: str) -> None:
        """Let phones answer an activity, and close what they answered before. Raises RoomError for an unknown one."""
        workshop = Setup(room=self.lead).workshop()
        if survey not in self._offered(workshop):
            raise RoomError(say("room.no_activity", survey=survey, known=listing(self._offered(workshop))))
        room = self.rooms().get(survey) or self._make(survey, workshop)
        if room.state == CLOSED:
            room.reopen()
        for other in self.rooms().values():
            if other.code != room.code and other.state == OPEN:
                other.close()
        self._change(lambda kept: {**kept, "now": survey, "rooms": {**kept["rooms"], survey: room.code}, "timer": None})

    def wait(self) -> None:
        """Let phones wait; what is open closes."""
        for room in self.rooms().values():
            if room.state == OPEN:
                room.close()
        self._change(lambda kept: {**kept, "now": None, "timer": None})

    def close(self, survey: str) -> None:
        """Take no more answers to an activity. Raises NotFound before it was opened, RoomClosed once revealed."""
        self._opened(survey).close()

    def reveal(self, survey: str, part: str = "") -> None:
        """Close an activity, release its Report, and uncover it in one of the book's chapters; part "": in all.

        Raises RoomError while it could show nothing.
        """
        room = self._opened(survey)
        first = not self.shown(room)
        room.reveal()

        def change(kept: dict[str, Any]) -> dict[str, Any]:
            before = [] if first else kept["uncovered"].get(survey)  # None: revealed elsewhere, with nothing covered
            after = kept["uncovered"] if before is None else {**kept["uncovered"], survey: sorted({*before, part})}
            return {**kept, "uncovered": after}

        self._change(change)

    def reset(self, survey: str) -> None:
        """Begin an activity anew, closed: an empty room takes its place. The former one stays in the store, closed."""
        former = self._opened(survey)
        with suppress(RoomClosed):  # once revealed it is closed for good
            former.close()
        room = self._make(survey, Setup(room=self.lead).workshop())
        room.close()

        def change(kept: dict[str, Any]) -> dict[str, Any]:
            dimensions = {dimension.id for dimension in room.survey.dimensions}
            predicted = {id: value for id, value in kept["predicted"].items() if id not in dimensions}
            now = None if kept["now"] == survey else kept["now"]
            uncovered = {id: parts for id, parts in kept["uncovered"].items() if id != survey}
            rooms = {**kept["rooms"], survey: room.code}
            return {**kept, "now": now, "rooms": rooms, "predicted": predicted, "uncovered": uncovered}

        self._change(change)

    def set_timer(self, seconds: int) -> None:
        """Count down from so many seconds; 0: no timer. At its end it says so, and closes nothing."""
        begun = timer.begun(seconds)
        self._change(lambda kept: {**kept, "timer": begun})

    def predict(self, dimension: str, score: float | None) -> None:
        """Keep what leaders predict that the other group scored on a dimension, 0–100; None takes it back.

        Raises RoomError for an unknown dimension, another number, and once that dimension's activity is revealed.
        """
        for room in self.rooms().values():
            if dimension in {one.id for one in room.survey.dimensions}:
                if self.shown(room):
                    raise RoomError(say("room.on_the_screen"))
                break
        else:
            raise RoomError(say("room.no_dimension", dimension=dimension))
        if score is not None and not 0 <= score <= 100:
            raise RoomError(say("room.not_a_score", score=f"{score:g}"))

        def change(kept: dict[str, Any]) -> dict[str, Any]:
            others = {id: value for id, value in kept["predicted"].items() if id != dimension}
            return {**kept, "predicted": others if score is None else {**others, dimension: score}}

        self._change(change)

    @staticmethod
    def shown(room: Room) -> bool:
        """Say whether a picture of a room has been released."""
        return room.look(room.store, [room.code])[room.code].pictures > 0

    def picture(self, survey: str, plot: str, options: dict[str, str]) -> str:
        """Draw a released Report as SVG. Raises NotFound before it is released, RoomError for an unknown plot."""
        from cxkit.live.figures import drawn  # noqa: PLC0415  (matplotlib: not needed until something is shown)

        room = self._opened(survey)
        released = room.released()
        if released is None:
            raise NotFound(say("room.not_revealed"))
        try:
            return drawn(released, plot, options)
        except ReportError as error:
            raise RoomError(str(error)) from None

    def reports(self) -> list[dict[str, Any]]:
        """Return the Reports of all activities that are revealed, in their final form."""
        revealed = [room for room in self.rooms().values() if room.state == REVEALED]
        return [report for room in revealed if (report := room.released())]

    def _kept(self) -> dict[str, Any]:
        return _whole(self.lead, *self.lead.store.columns(self.lead.id, "stage"))

    def _change(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self.lead.store.change(self.lead.id, lambda kept: {"stage": change(_whole(self.lead, kept.stage))}).result()

    def _opened(self, survey: str) -> Room:
        code = self._kept()["rooms"].get(survey)
        if not code:
            raise NotFound(say("room.not_opened"))
        return self._room(code)

    def _room(self, code: str) -> Room:
        return Room.find(self.lead.store, code)  # the lead room, too: its state may have moved on

    def _named(self, setup: str) -> tuple[str, dict[str, str]]:
        """Return the organisation and the activities' titles, by survey; read once for what was set up, as JSON."""
        key = self.lead.code, setup
        if key not in _names:
            if len(_names) >= _MOST_NAMES:
                _names.pop(next(iter(_names)))
            workshop = Setup(room=self.lead).workshop()
            surveys = self._offered(workshop).values()
            _names[key] = workshop.organisation, {survey.id: str(survey.title) for survey in surveys}
        return _names[key]

    def _offered(self, workshop: Workshop) -> dict[str, Any]:
        """Return the surveys of the activities that may be opened, the lead room's first."""
        surveys = Setup(room=self.lead).surveys()
        return {id: surveys[id] for id in dict.fromkeys((workshop.survey.id, *workshop.activities)) if id in surveys}

    def _make(self, survey: str, workshop: Workshop) -> Room:
        asked = replace(self._offered(workshop)[survey], rehearsal=self.lead.survey.rehearsal)
        tailored = replace(workshop, survey=asked, title=str(asked.title)).tailored()
        asks = workshop.leaders_from_two and any(attribute.compare for attribute in tailored.attributes)
        (setup,) = self.lead.store.columns(self.lead.id, "setup")
        return Room.create(
            self.lead.store,
            tailored,
            title=str(asked.title),
            port=self.lead.port,
            leaders_from_two=asks,
            setup={**setup, "survey": asked.to_dict()} if setup else None,
            lead=self.lead,
        )[0]


def _whole(lead: Room, kept: dict[str, Any] | None) -> dict[str, Any]:
    """Return the stage with what was never said filled in: then the lead room is all there is."""
    first = None if lead.state == PREPARING else lead.survey.id
    whole = {"now": first, "rooms": {lead.survey.id: lead.code}, "timer": None, "predicted": {}, "uncovered": {}}
    return whole | (kept or {})


def _activity(survey: str, title: str, look: Look | None, uncovered: list[str] | None) -> dict[str, Any]:
    if look is None:
        return {"survey": survey, "title": title, "state": "new"}
    room = look.room
    return {
        "survey": survey,
        "title": title,
        "state": room.state,
        "code": room.code,
        **vars(look.progress),
        "threshold": room.survey.confidentiality.scores,
        "shown": look.pictures,
        "uncovered": uncovered,
        "compare": _compared(room),
    }


def _compared(room: Room) -> dict[str, Any] | None:
    """Return the two groups whose perception gap the survey asks about, with their labels."""
    for attribute in room.survey.attributes:
        if attribute.compare and attribute.options:
            labels = [str(attribute.options[value]) for value in attribute.compare]
            return {"attribute": attribute.id, "values": list(attribute.compare), "labels": labels}
    return None
