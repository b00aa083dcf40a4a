"""A series: the same workshop over time. What follows a workshop asks again what its commitments should move."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from cxkit.book.commitments import promised
from cxkit.errors import Changed, NotFound, ReportError, RoomError
from cxkit.live.commitments import commitments
from cxkit.live.found import report_of
from cxkit.live.pairing import begun
from cxkit.live.remembered import Remembered
from cxkit.live.room import Room
from cxkit.live.setup import make_room
from cxkit.live.stage import Stage
from cxkit.reports.layouts.laying import laid_out
from cxkit.reports.layouts.scene import Paper
from cxkit.reports.pictures import Picture
from cxkit.reports.report import Report
from cxkit.reports.trend import Wave, trend
from cxkit.survey.files import load_survey
from cxkit.survey.model import Survey
from cxkit.survey.run_sheet import OWN, bare_run_sheet
from cxkit.survey.workshop import ROLE, TEAM, Workshop
from cxkit.words import say, spoken, spoken_day

PULSE = "pulse"
_MINUTES = {"join": 2, "answer": 3, "look": 3, "write": 12}
"""Minutes of the steps of a follow-up."""
_WIDE = 30.0
"""How wide the line beside a commitment is, in sizes of its smallest letters."""
_trends: Remembered[Any, Picture | None] = Remembered()
"""What was drawn of a series, by its releases, part and language."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """The workshops of which a room's is the last so far."""

    stage: Stage

    @classmethod
    def of(cls, room: Room) -> "Series":
        """Return the series that a room is part of."""
        return cls(stage=Stage.of(room))

    def offer(self, *, shown: bool) -> dict[str, Any]:
        """Return what the presenter page offers: the day to look again, and whether it has come. Empty: nothing.

        shown: whether the room has seen something. promised: there are lines of the workshop before to look at.
        """
        written = commitments(self.stage.lead)
        promised = {"promised": True} if written and written.earlier else {}
        if not written or not written.lines or not shown:
            return promised
        day = written.review
        return promised | {
            "day": spoken_day(day, say("follow_up.day")) if day else "",
            "due": bool(day and day <= datetime.now().astimezone().date()),
            "followed": self.stage.kept().get("followed") is not None,
        }

    def follow(self) -> str:
        """Open the follow-up, or the one that there is. Returns the facilitator's key to it. Raises RoomError."""
        while True:
            followed = self.stage.kept()["followed"]
            with suppress(NotFound):  # deleted since
                if followed:
                    return Room.find(self.stage.lead.store, followed).new_key()
            with suppress(Changed):  # another click was first, on whichever worker
                return self._make(followed)

    def _make(self, followed: str | None) -> str:
        """Make the follow-up. Raises Changed where another one has taken the place of the one that was there."""
        lead, written = self.stage.lead, commitments(self.stage.lead)
        if written is None or not written.lines:
            raise RoomError(say("room.no_commitments"))
        survey = self._asked_again([line.moves for line in written.lines if line.moves])
        body = {"id": str(uuid4()), "lines": [], "review": "", "earlier": [line.to_dict() for line in written.lines]}
        pairs = self._pairs(survey)

        def then(kept: dict[str, Any], code: str) -> dict[str, Any]:
            if kept.get("followed") != followed:
                raise Changed(say("room.changed"))
            return {**kept, "followed": code, "paired": kept.get("paired") or (code if pairs else None)}

        return make_room(
            lead.store, _again(self.stage.said.workshop, survey), port=lead.port, after=(lead.id, then),
            commitments=body, commitments_revision=1, stage={"now": None, "follows": lead.code, "pairs": pairs},
        )[1]  # fmt: skip

    def _pairs(self, survey: Survey) -> dict[str, str] | None:
        """Return with what answers to a survey may be compared person by person; None: with nothing.

        A workshop is compared so once, with the one before it or the one after: two such numbers could be subtracted.
        """
        kept = self.stage.kept()
        asked = {room.survey.id: room for room in self._released(self.stage)}
        if kept.get("pairs") or kept.get("paired") or survey.id not in asked:
            return None
        return begun(asked[survey.id])

    def _asked_again(self, moved: list[str]) -> Survey:
        """Return what is asked again: the pulse where it was asked; else the dimensions that should move."""
        asked = {room.survey.id: room.survey for room in self._released(self.stage)}
        best = max(asked.values(), key=lambda survey: _many(survey, moved), default=None)
        if PULSE in asked or best is None or not _many(best, moved):
            return load_survey(PULSE)
        parts = tuple(one for one in self.stage.said.surveys[best.id].dimensions if one.id in moved)
        return replace(self.stage.said.surveys[best.id], dimensions=parts)

    @staticmethod
    def _released(stage: Stage) -> list[Room]:
        return [room for room in stage.rooms().values() if room.released()]

    def earlier(self) -> Iterator[Stage]:
        """Give the workshops that came before, the last of them first."""
        stage, seen = self.stage, {self.stage.lead.code}
        while (code := stage.kept().get("follows")) and code not in seen:
            seen.add(code)
            try:
                stage = Stage.of(Room.find(stage.lead.store, code))
            except NotFound:
                return
            yield stage

    def evidence(self) -> list[dict[str, Any]]:
        """Say of each commitment of the workshop before what has changed since, how sure that is, and draw its line.

        An empty mapping: nothing can be said.
        """
        written = commitments(self.stage.lead)
        lines = written.earlier if written else ()
        released = self._released(self.stage) if lines else []
        return [self._of(line.moves, released) for line in lines]

    def _of(self, moves: str | None, released: Sequence[Room]) -> dict[str, Any]:

        asked = (room.survey.id for room in released if any(one.id == moves for one in room.survey.dimensions))
        made = next((made for survey in asked if (made := self.trend(survey, moves or ""))), None)
        if made is None:
            return {}
        scene = laid_out(
            replace(made, lines=tuple(replace(line, promised=()) for line in made.lines)), Paper(wide=_WIDE)
        )
        return {"words": f"{made.headline} {made.words}", "alt": made.alt, "scene": scene.to_dict(), "hue": made.hue}

    def trend(self, survey: str, part: str) -> Picture | None:
        """Return how a dimension of an activity, or "" all of it, went over all workshops; None: there was one."""
        stages = [self.stage, *self.earlier()][::-1]
        if len(stages) < 2:
            return None
        codes = [code for one in stages for code in one.kept()["rooms"].values()]
        seen = sorted((code, look.pictures) for code, look in Room.look(self.stage.lead.store, codes).items())
        told = promised([commitments(stage.lead) for stage in stages])
        key = (repr((seen, told)), survey, part, spoken())
        return _trends(key, lambda: trend(list(map(self._wave, stages, told)), survey, part))

    def _wave(self, stage: Stage, told: tuple[tuple[str, str], ...]) -> Wave:

        when = spoken_day(stage.lead.opened.date(), say("change.day"))
        return Wave(when=when, reports=self._reports(stage), promised=told)

    def _reports(self, stage: Stage) -> dict[str, Report]:
        found: dict[str, Report] = {}
        for room in self._released(stage):
            with suppress(ReportError):  # another version of cxkit released it
                found[room.survey.id] = report_of(room)
        return found


def _again(workshop: Workshop, survey: Survey) -> Workshop:
    """Return a workshop as its follow-up asks a survey: with its teams, roles and lists, where that asks for them."""
    asked = {one.id for one in survey.attributes}
    invited = workshop.invited if TEAM in asked or not isinstance(workshop.invited, Mapping) else None
    sheet = replace(bare_run_sheet(survey, **_MINUTES), id=OWN)
    return replace(
        workshop, survey=survey, run_sheet=sheet, activities=(), paced=True, tickets=False, invited=invited,
        teams=workshop.teams if TEAM in asked else (), roles=workshop.roles if ROLE in asked else (),
        lists={name: entries for name, entries in workshop.lists.items() if name in asked}, said=workshop.said,
    )  # fmt: skip


def _many(survey: Survey, moved: list[str]) -> int:
    return sum(one.id in moved for one in survey.dimensions)
