"""Where a workshop stands: its activities, which of them phones answer now, what else they are asked, and the timer.

The lead room is the one whose code is on the screen. Each activity is a room of its own, made when it is first opened;
the lead room is the first of them. All of it is in the store, so that a laptop that sleeps or restarts, and whoever
takes over with the facilitator's link, comes back to the same moment.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cxkit.errors import NotFound, RoomError, listing
from cxkit.live import timer
from cxkit.live.pairing import pairs
from cxkit.live.remembered import Remembered
from cxkit.live.room import Look, Room, asked, become, new_row
from cxkit.live.setup import Setup
from cxkit.live.storage.store import CLOSED, OPEN, PREPARING, REVEALED, Store
from cxkit.survey.model import Survey
from cxkit.survey.workshop import Workshop, led_by
from cxkit.words import say

Kept = dict[str, Any]
"""Where a workshop stands: `now` (a survey's id), `rooms` (codes by survey), `timer`, `uncovered`.

`task`: what phones are asked besides a survey, or None (cxkit.live.tasks); `guessed`: what was guessed, by survey and
dimension, and by group; `walls`: what the facilitator has made of the lines of each list, and its votes.
And `step`, the id of the run sheet's step that is on, or None, with `began`: the timers of that step and of the whole.
`wall`: the screen of comments that lies over the step (cxkit.live.wall). `brought`: the surveys whose answers were
collected elsewhere (cxkit.live.brought). `follows`, `followed`: the workshops before and after; `pairs`: with which
activity of before answers may be compared person by person (cxkit.live.pairing); `paired`: with which one after.
`ways`: by which addresses of a laptop people have begun, by rooms' codes (cxkit.live.ways).
`aside`: by survey the `code` of the room that `reset` put aside, with what was `uncovered` and `brought` of it.
"""
Looks = dict[str, Look]
"""A workshop's rooms by their surveys."""
Taken = tuple[Kept, dict[str, dict[str, Any]]]
"""Where the workshop stands then, and what changes of rooms, by their codes."""
Step = Callable[[Kept, Looks], Taken]

_read: Remembered[tuple[str, str], "Said"] = Remembered()


@dataclass(frozen=True, kw_only=True, eq=False)
class Said:
    """What was set up: the workshop, and the surveys of the activities that may be opened, the lead room's first."""

    workshop: Workshop
    surveys: Mapping[str, Survey]


class Answered(NamedTuple):
    """What phones answer: a room, None: they wait; and what they are asked first, besides a survey, or None."""

    room: Room | None
    task: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The stage of the workshop whose lead room this is."""

    lead: Room

    @classmethod
    def of(cls, room: Room) -> "Stage":
        """Return the stage that a room is part of."""
        return cls(lead=room.lead_room())

    @classmethod
    def answered(cls, store: Store, code: str) -> Answered:
        """Return what phones with this code answer now. Raises NotFound.

        Every phone asks after every change, so this is one look.
        """
        found, kept = Room.staged(store, code)
        if found.lead != found.code:
            return Answered(found, None)
        whole = _whole(found, kept)
        now = whole["rooms"].get(whole["now"])
        return Answered(found if now == found.code else Room.find(store, now) if now else None, whole["task"])

    def rooms(self) -> dict[str, Room]:
        """Return the activities that have been opened, by their survey."""
        return {survey: self._room(code) for survey, code in self.kept()["rooms"].items()}

    def view(self) -> dict[str, Any]:
        """Return what the controls show: counts and states, never answers."""
        return self.look()[0]

    def look(self) -> tuple[dict[str, Any], Look | None]:
        """Return `view` and the room that phones answer now, as it was seen; None: they wait."""
        kept, said = self.kept(), self.said
        seen = Room.look(self.lead.store, kept["rooms"].values())
        opened = {survey: seen[code] for survey, code in kept["rooms"].items()}
        view = {
            "code": self.lead.code,
            "title": self.lead.title,
            "organisation": said.workshop.organisation,
            "now": kept["now"],
            "timer": kept["timer"] and {"left": timer.left(kept["timer"]), "of": kept["timer"]["of"]},
            "activities": [
                _activity(id, str(survey.title), opened.get(id), kept["uncovered"].get(id))
                | {"aside": id in kept["aside"]}
                for id, survey in said.surveys.items()
            ],
        }
        return view, opened.get(kept["now"])

    @property
    def said(self) -> Said:
        """What was set up. It is read once for each set-up."""

        def read() -> Said:
            setup = Setup(room=self.lead)
            workshop, surveys = setup.workshop(), setup.surveys()
            named = dict.fromkeys((workshop.survey.id, *workshop.activities))
            asked = {id: led_by(surveys[id], workshop.language) for id in named if id in surveys}
            return Said(workshop=workshop, surveys=asked)

        def known() -> Said:
            return _read((self.lead.code, json.dumps(*self.lead.store.columns(self.lead.id, "setup"))), read)

        return self.lead.store.once(("said", self.lead.id), known)

    @property
    def invited(self) -> int | None:
        """How many were invited, in all; None: nobody has said."""
        invited = self.said.workshop.invited
        return sum(invited.values()) if isinstance(invited, Mapping) else invited

    def open(self, survey: str, *, again: bool = False) -> None:
        """Let phones answer an activity, and close what they answered before. Raises RoomError for an unknown one.

        However often this comes: an activity has one room, and what is open already stays as it is. What is revealed
        is shown to phones as it stands; again: then RoomClosed is raised.
        """
        self.take(self.opening(survey, again=again))

    def opening(self, survey: str, *, again: bool = False) -> Step:
        """Return the step that `open` takes. Raises RoomError for an unknown activity."""
        if survey not in self.said.surveys:
            raise RoomError(say("room.no_activity", survey=survey, known=listing(self.said.surveys)))
        new = self._new(survey)

        def step(stage: Kept, rooms: Looks) -> Taken:
            if survey in stage["brought"]:  # answered before the workshop: nobody adds to that here
                return waiting(stage, rooms)
            look = rooms.get(survey)
            if look and look.room.state == OPEN and stage["now"] == survey:
                return {**stage, "task": None}, {}
            steps = {code: columns for code, columns in _closed(rooms).items() if not look or code != look.room.code}
            if look is None:
                steps[new["code"]] = new
            elif again or look.room.state == CLOSED:
                steps[look.room.code] = become(OPEN, look.room.state, comments_read=look.comments_read)
            code = look.room.code if look else new["code"]
            rooms_then = {**stage["rooms"], survey: code}
            return {**stage, "now": survey, "task": None, "rooms": rooms_then, "timer": None}, steps

        return step

    def reveal(self, survey: str, part: str = "", *, then: Callable[[Kept], Kept] = dict) -> None:
        """Close an activity, release its Report, and uncover it, or one part of it. Raises RoomError while it is empty.

        then: what changes of where the workshop stands, in the same step.
        """

        def uncover(kept: Kept | None, first: bool) -> Kept:
            stage = _whole(self.lead, kept)
            before = [] if first else stage["uncovered"].get(survey)  # None: revealed elsewhere, with nothing covered
            after = stage["uncovered"] if before is None else {**stage["uncovered"], survey: sorted({*before, part})}
            return then({**stage, "uncovered": after})

        room = self._opened(survey)
        room.reveal(lead=self.lead.id, stage=uncover, pairs=pairs(room))

    def reset(self, survey: str) -> None:
        """Begin an activity anew, closed: an empty room takes its place. The former one stays in the store, closed.

        A room that nobody has joined is as good as new, and stays.
        """
        self._opened(survey)
        new = {**self._new(survey), "state": CLOSED}

        def step(stage: Kept, rooms: Looks) -> Taken:
            former = rooms[survey]
            steps = _closed({survey: former})
            code = former.room.code
            aside = stage["aside"]
            if former.progress.joined:
                seen = {id: parts for id, parts in stage["uncovered"].items() if id == survey}
                brought = [id for id in stage["brought"] if id == survey]
                aside = {**aside, survey: {"code": code, "uncovered": seen, "brought": brought}}
                code = new["code"]
                steps[code] = new
            own = [f"{survey}.{dimension.id}" for dimension in former.room.survey.dimensions]
            guessed = {id: one for id, one in stage["guessed"].items() if id not in own}
            task = stage["task"]
            if task and task["survey"] == survey:
                guessed, task = guessed | {f"{survey}.{task['part']}": None}, None
            now = None if stage["now"] == survey else stage["now"]
            uncovered = {id: parts for id, parts in stage["uncovered"].items() if id != survey}
            rooms_then = {**stage["rooms"], survey: code}
            brought = [id for id in stage["brought"] if id != survey]
            then = {"now": now, "rooms": rooms_then, "task": task, "guessed": guessed, "aside": aside}
            then |= {"pairs": None}  # a second reveal beside the same answers of before would tell more
            return {**stage, **then, "uncovered": uncovered, "brought": brought}, steps

        self.take(step)

    def bring_back(self, survey: str) -> None:
        """Put the room back that `reset` put aside, closed. Raises RoomError for none, or once somebody joined anew."""

        def step(stage: Kept, rooms: Looks) -> Taken:
            before = stage["aside"].get(survey)
            if before is None or rooms[survey].progress.joined:
                raise RoomError(say("room.nothing_aside"))
            on = waiting(stage, rooms) if stage["now"] == survey else (stage, {})
            aside = {id: one for id, one in stage["aside"].items() if id != survey}
            seen, brought = stage["uncovered"] | before["uncovered"], stage["brought"] + before["brought"]
            then = {"rooms": stage["rooms"] | {survey: before["code"]}, "uncovered": seen, "brought": brought}
            return {**on[0], **then, "aside": aside}, on[1]

        self.take(step)

    def brought(self, survey: str) -> None:
        """Take an activity for answered: what was collected elsewhere is in its room, and phones do not answer it."""
        self.take(lambda stage, rooms: waiting({**stage, "brought": sorted({*stage["brought"], survey})}, rooms))

    @property
    def away(self) -> bool:
        """Whether it was put away: then no start carries on with it."""
        return bool(self.kept().get("away"))

    def put_away(self, away: bool = True) -> None:
        """Put the workshop away, or take it out again."""
        self.take(lambda stage, _: ({**stage, "away": away}, {}))

    def set_timer(self, seconds: int) -> None:
        """Count down from so many seconds; 0: no timer. At its end it says so, and closes nothing."""
        begun = timer.begun(seconds)
        self.take(lambda stage, _: ({**stage, "timer": begun}, {}))

    def reports(self) -> list[dict[str, Any]]:
        """Return the Reports of all activities that are revealed, in their final form."""
        revealed = [room for room in self.rooms().values() if room.state == REVEALED]
        return [report for room in revealed if (report := room.released())]

    def kept(self) -> Kept:
        """Return where the workshop stands."""
        return _whole(self.lead, *self.lead.store.columns(self.lead.id, "stage"))

    def take(self, step: Step) -> None:
        """Take one step: from where the workshop stands and its rooms, by survey, to where it stands then."""

        def whole(lead: Any, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
            seen = Room.seen(self.lead.store, rows)
            stage = _whole(seen[lead.code].room, lead.stage)
            after, steps = step(stage, {survey: seen[code] for survey, code in stage["rooms"].items()})
            return steps if after == stage else steps | {lead.code: steps.get(lead.code, {}) | {"stage": after}}

        self.lead.store.step(self.lead.id, whole).result()

    def _opened(self, survey: str) -> Room:
        code = self.kept()["rooms"].get(survey)
        if not code:
            raise NotFound(say("room.not_opened"))
        return self._room(code)

    def _room(self, code: str) -> Room:
        return Room.find(self.lead.store, code)  # the lead room, too: its state may have moved on

    def _new(self, survey: str) -> dict[str, Any]:
        """Return the columns of an activity's room, open; people joined by the lead room's code."""
        wanted = replace(self.said.surveys[survey], rehearsal=self.lead.survey.rehearsal)
        activity = replace(self.said.workshop, survey=wanted, title=str(wanted.title))
        (setup,) = self.lead.store.columns(self.lead.id, "setup")
        columns = asked(
            activity.tailored(),
            title=activity.title,
            leaders_from_two=activity.asks_leaders(),
            setup={**setup, "survey": wanted.to_dict()} if setup else None,
        )
        return new_row(**columns, state=OPEN, port=self.lead.port, lead=self.lead.id)


def waiting(stage: Kept, rooms: Looks) -> Taken:
    """Take the step after which phones wait."""
    return {**stage, "now": None, "task": None, "timer": None}, _closed(rooms)


def _closed(rooms: Looks) -> dict[str, dict[str, Any]]:
    """Return what changes when every one of these rooms that is open closes, by their codes."""
    open_ones = (look for look in rooms.values() if look.room.state == OPEN)
    return {look.room.code: become(CLOSED, OPEN, comments_read=look.comments_read) for look in open_ones}


def _whole(lead: Room, kept: dict[str, Any] | None) -> dict[str, Any]:
    """Return the stage with what was never said filled in: then the lead room is all there is."""
    first = None if lead.state == PREPARING else lead.survey.id
    whole: Kept = {"now": first, "rooms": {lead.survey.id: lead.code}, "timer": None, "uncovered": {}}
    whole |= {"step": None, "began": {}, "task": None, "guessed": {}, "walls": {}, "brought": [], "aside": {}}
    whole |= {"follows": None, "followed": None, "ways": {}}
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
        "shown": look.pictures,
        "uncovered": uncovered,
    }
