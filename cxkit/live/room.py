"""The rules of one room, without HTTP: who may do what when.

open → closed → revealed. Answers may change while it is open. A closed room may open again; a revealed one may not.
The picture may also be shown while the room is open (cxkit.live.releases).
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Collection, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import Row

from cxkit.errors import RoomClosed, RoomError
from cxkit.live.releases import Releases, Update
from cxkit.live.response import attributes_to_use, valid_response
from cxkit.live.storage.store import CLOSED, OPEN, REVEALED, Kept, Store, digest
from cxkit.survey.model import Survey
from cxkit.words import say

# Without letters that are taken for one another when read from a projector.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
_RESUME_WITHIN = 12 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """How many phones have joined, answered anything, and finished. Counts only: safe to show at any time."""

    joined: int
    answered: int
    finished: int


@dataclass(frozen=True, kw_only=True)
class Look:
    """A room as one look found it: counts and states, never answers. pictures: how many have been released."""

    room: Room
    progress: Turnout
    pictures: int
    comments_read: bool
    comments_shown: bool


@dataclass(frozen=True, kw_only=True)
class Room:
    """One live session of a survey. lead: the code by which people joined; its own unless it is one of a workshop's.

    asks: the attribute and the option whose people are asked to agree to means from two up; None: nobody is.
    """

    store: Store
    id: int
    code: str
    lead: str
    title: str
    survey: Survey
    asks: tuple[str, str] | None
    state: str
    port: int

    @classmethod
    def create(
        cls,
        store: Store,
        survey: Survey,
        *,
        title: str,
        port: int,
        leaders_from_two: bool = False,
        setup: Mapping[str, Any] | None = None,
        state: str = OPEN,
        lead: Room | None = None,
    ) -> tuple[Room, str]:
        """Make a new room. Returns it and the facilitator's secret key (128 bits), which is not kept in clear.

        lead: the room of whose workshop it is an activity. Then the key is "": the lead room's open this one, too.

        leaders_from_two: ask the first of the two groups that the survey compares (leaders) to agree that their means
        are shown from two people up. Raises RoomError where the survey compares no groups.
        """
        key = "" if lead else secrets.token_urlsafe(16)
        code = "".join(secrets.choice(_LETTERS) for _ in range(5))
        asked = _asked(survey, title=title, leaders_from_two=leaders_from_two, setup=setup)
        row = {"code": code, "state": state, "port": port, "opened": time.time(), "lead": lead and lead.id}
        store.create_room(key=key, **row, **asked).result()
        return cls.find(store, code), key

    @classmethod
    def find(cls, store: Store, code: str) -> Room:
        """Return the room with that code, in either case. Raises NotFound."""
        return cls._of(store, store.room(code.strip().upper()))

    @classmethod
    def staged(cls, store: Store, code: str) -> tuple[Room, dict[str, Any]]:
        """Return the room with that code and, of a lead room, where its workshop stands. Raises NotFound."""
        row, stage = store.staged_room(code.strip().upper())
        return cls._of(store, row), stage

    @classmethod
    def of_key(cls, store: Store, key: str) -> Room:
        """Return the room that a facilitator's key opens. Raises NotFound."""
        return cls._of(store, store.room_of_key(key))

    @classmethod
    def entered(cls, store: Store, link: str) -> tuple[Room, str]:
        """Use a link: it works once. Returns its room and a key, which begins with `mark(link)`. Raises NotFound."""
        key = mark(link) + secrets.token_urlsafe(16)
        store.exchange_key(link, key).result()
        return cls.of_key(store, key), key

    @classmethod
    def latest(cls, store: Store) -> Room | None:
        """Return today's last room, in whatever state: the one to carry on with after a crash or a coffee.

        Never a rehearsal, into which real people would be led.
        """
        rooms = (cls._of(store, row) for row in store.rooms() if time.time() - row["opened"] < _RESUME_WITHIN)
        return next((room for room in rooms if not room.survey.rehearsal and room.lead == room.code), None)

    @classmethod
    def _of(cls, store: Store, row: Mapping[str, Any]) -> Room:
        return cls(
            store=store,
            survey=_survey(row["survey"]),
            lead=row["lead"] or row["code"],
            asks=(row["asked_attribute"], row["asked_option"]) if row["asked_attribute"] else None,
            **{name: row[name] for name in ("id", "code", "title", "state", "port")},
        )

    @classmethod
    def look(cls, store: Store, codes: Collection[str]) -> dict[str, Look]:
        """Look at rooms, all at once; by their codes. Every console asks for that after every answer."""
        return {
            row["code"]: Look(
                room=cls._of(store, row),
                progress=Turnout(**{name: int(row[name]) for name in ("joined", "answered", "finished")}),
                pictures=row["pictures"],
                comments_read=bool(row["comments_read"]),
                comments_shown=bool(row["comments_shown"]),
            )
            for row in store.counted(codes)
        }

    @classmethod
    def every(cls, store: Store) -> list[tuple[Room, datetime]]:
        """Return all rooms with the time they were opened, the newest first."""
        return [(cls._of(store, row), datetime.fromtimestamp(row["opened"]).astimezone()) for row in store.rooms()]

    def set_up(self, survey: Survey, *, title: str, leaders_from_two: bool, setup: Mapping[str, Any]) -> None:
        """Ask another survey, and open. Raises RoomClosed once somebody has joined."""
        asked = _asked(survey, title=title, leaders_from_two=leaders_from_two, setup=setup)
        self.store.set_up(self.id, **asked).result()

    @cached_property
    def setup(self) -> dict[str, Any]:
        """What the room was set up with (cxkit.live.setup); empty where it was opened by other means."""
        return self.store.columns(self.id, "setup")[0] or {}

    @property
    def organisation(self) -> str:
        """Whose room it is, as the set-up says; "" where it says nothing."""
        return str(self.setup.get("workshop", {}).get("organisation", ""))

    def settled(self) -> bool:
        """Say whether somebody has joined: from then on what is asked stays as it is."""
        return self.progress().joined > 0

    def delete(self) -> None:
        """Delete the room for good, with everything that was answered and revealed in it."""
        self.store.delete_room(self.id)

    def raw_answers(self) -> list[dict[str, Any]]:
        """Return every respondent's answers, shuffled, without token, revision or time. For an explicit export only."""
        responses = [response for response in self.store.responses(self.id) if response["answers"]]
        rows = [response | {"attributes": attributes_to_use(response, self.asks)} for response in responses]
        secrets.SystemRandom().shuffle(rows)
        return rows

    def new_key(self) -> str:
        """Return one more key for the facilitator, for a link after a restart."""
        key = secrets.token_urlsafe(16)
        self.store.add_key(self.id, key).result()
        return key

    def save(self, token: str, revision: int, response: Mapping[str, Any], after: int | None = None) -> Future[Kept]:
        """Check and keep a phone's whole response. Returns what is then on the disk. after: what the phone knows of.

        Raises RoomError where it is no response to this survey; RoomClosed, through the future, after closing.
        """
        return self.store.save(self.id, token, revision, valid_response(response, self.survey), after=after)

    def progress(self) -> Turnout:
        """Count who has joined, who has answered anything, and who has finished."""
        return self.look(self.store, [self.code])[self.code].progress

    def close(self) -> None:
        """Take no more answers. Raises RoomClosed once revealed."""
        self._become(CLOSED)

    def reopen(self) -> None:
        """Take answers again. Raises RoomClosed once revealed, and where the comments have been read."""
        self._become(OPEN)

    def _become(self, state: str) -> None:
        def change(kept: Row[Any]) -> dict[str, Any]:
            if kept.state == REVEALED:
                raise RoomClosed(say("room.revealed"))
            # Who has read ten comments and then reads eleven knows what the last one to come wrote.
            if state == OPEN and kept.comments_read:
                raise RoomClosed(say("room.comments_were_read"))
            return {"state": state}

        self.store.change(self.id, change).result()

    def reveal(self) -> dict[str, Any]:
        """Close, make the last Report, keep it as released, and return it. Revealing twice returns the same.

        Where the picture was shown before, it stays as it is unless what is new may enter it. Raises RoomError, and
        changes nothing, while so few have answered that the Report could show nothing.
        """
        return self.store.release(self.id, self._releases.following, final=True).result()

    def show(self) -> dict[str, Any]:
        """Show the picture, or the next one, while the room stays open. With nothing new, it stays as it is.

        Raises RoomError, and changes nothing, while what is new cannot be shown; RoomClosed where the room has closed.
        """
        return self.store.release(self.id, self._releases.following, final=False).result()

    def update(self) -> Update:
        """Say what is not in the picture yet, and whether and when it could be."""
        number, earlier, inside, kept = self.store.standing(self.id)
        if earlier is None or not inside:  # (who was in it was not kept before there were updates)
            return Update(release=number)
        return self._releases.update(self.code, number, earlier, inside, kept)

    def released(self) -> dict[str, Any] | None:
        """Return the Report that was revealed, with the comments shown since, or None: before nobody sees any."""
        released = self.store.released(self.id)
        if released is not None:
            released["comments"] = self.store.columns(self.id, "comments_shown")[0] or []
        return released

    @property
    def _releases(self) -> Releases:
        return Releases(survey=self.survey, asks=self.asks, invited=lambda: self.setup.get("invited_by"))


def mark(link: str) -> str:
    """Return by what the keys are known that came of a link: who has one is led on by the link, too."""
    return f"{digest(link)[:16]}."


def _asked(survey: Survey, *, title: str, leaders_from_two: bool, setup: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the columns of a room that say what is asked, and of whom."""
    attribute, option = _asks(survey) if leaders_from_two else (None, None)
    return {
        "title": title,
        "survey": json.dumps(survey.to_dict()),
        "asked_attribute": attribute,
        "asked_option": option,
        "setup": setup,
    }


def _asks(survey: Survey) -> tuple[str, str]:
    asks = next(((attribute.id, attribute.compare[0]) for attribute in survey.attributes if attribute.compare), None)
    if asks is None:
        raise RoomError(say("room.no_leaders"))
    return asks


@lru_cache(maxsize=64)
def _survey(text: str) -> Survey:
    return Survey.from_dict(json.loads(text))
