"""The rules of one room, without HTTP: who may do what when.

open → closed → revealed. Answers may change while it is open. A closed room may open again; a revealed one may not.
The picture may also be shown while the room is open (cxkit.live.releases).
"""

import json
import secrets
import time
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from cxkit.errors import NotFound, RoomClosed, RoomError
from cxkit.live.releases import Pairs, Releases, Update
from cxkit.live.response import valid_response
from cxkit.live.storage.releases import Uncover
from cxkit.live.storage.store import CLOSED, OPEN, REVEALED, Kept, Store, digest
from cxkit.survey.model import Survey
from cxkit.words import say

# Without letters that are taken for one another when read from a projector.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
_LETTERS, _HOSTED = 5, 9
"""So many letters has a code: on a laptop, where everybody may come in anyway; on a server (rate_limit says why)."""
SHORT = 600
"""For how many seconds a key that was made short works at least; at most twice as long."""


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """How many phones have joined, answered anything, and finished. Counts only: safe to show at any time."""

    joined: int
    answered: int
    finished: int


@dataclass(frozen=True, kw_only=True)
class Look:
    """A room as one look found it: counts and states, never answers. pictures: how many have been released."""

    room: "Room"
    progress: Turnout
    pictures: int
    comments_read: bool


@dataclass(frozen=True, kw_only=True)
class Room:
    """One live session of a survey. lead: the code by which people joined; its own unless it is one of a workshop's.

    asks: the attribute and the option whose people are asked whether their means may be shown; None: nobody is.
    ticketed: people come into the workshop with tickets, each of which lets one response in.
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
    ticketed: bool

    @classmethod
    def create(
        cls,
        store: Store,
        survey: Survey,
        *,
        title: str,
        port: int,
        leaders_from_two: bool = False,
        tickets: bool = False,
        setup: Mapping[str, Any] | None = None,
        state: str = OPEN,
        **more: Any,
    ) -> tuple["Room", str]:
        """Make a new room. Returns it and the facilitator's secret key (128 bits), which is not kept in clear.

        leaders_from_two: ask the first of the two groups that the survey compares (leaders) whether their means may be
        shown, few as they are. more: further columns. Raises RoomError where the survey compares no groups.
        """
        key = secrets.token_urlsafe(16)
        columns = asked(survey, title=title, leaders_from_two=leaders_from_two, setup=setup)
        row = new_row(**columns, port=port, state=state, tickets={} if tickets else None)
        store.create_room(key=key, **row, **more).result()
        return cls.find(store, row["code"]), key

    @classmethod
    def find(cls, store: Store, code: str) -> "Room":
        """Return the room with that code, in either case. Raises NotFound."""
        return cls._of(store, store.room(code.strip().upper()))

    @classmethod
    def staged(cls, store: Store, code: str) -> tuple["Room", dict[str, Any]]:
        """Return the room with that code and, of a lead room, where its workshop stands. Raises NotFound."""
        row, stage = store.staged_room(code.strip().upper())
        return cls._of(store, row), stage

    @classmethod
    def of_key(cls, store: Store, key: str) -> "Room":
        """Return the room that a facilitator's key opens. Raises NotFound."""
        return cls._of(store, store.room_of_key(key))

    @classmethod
    def entered(cls, store: Store, link: str) -> tuple["Room", str]:
        """Use a link: it works once. Returns its room and a key, which begins with `mark(link)`. Raises NotFound."""
        key = mark(link) + secrets.token_urlsafe(16)
        for one in _spans(link):
            with suppress(NotFound):
                store.exchange_key(one, key).result()
                break
        return cls.of_key(store, key), key

    @classmethod
    def _of(cls, store: Store, row: Mapping[str, Any]) -> "Room":
        return cls(
            store=store,
            survey=_survey(row["survey"]),
            lead=row["lead"] or row["code"],
            asks=(row["asked_attribute"], row["asked_option"]) if row["asked_attribute"] else None,
            ticketed=bool(row["ticketed"]),
            **{name: row[name] for name in ("id", "code", "title", "state", "port")},
        )

    @classmethod
    def look(cls, store: Store, codes: Collection[str]) -> dict[str, Look]:
        """Look at rooms, all at once; by their codes. Every presenter page asks for that after every answer."""
        return cls.seen(store, store.counted(codes))

    @classmethod
    def seen(cls, store: Store, rows: Iterable[Mapping[str, Any]]) -> dict[str, Look]:
        """Return what counted rows show, by their codes."""
        return {
            row["code"]: Look(
                room=cls._of(store, row),
                progress=Turnout(**{name: int(row[name]) for name in ("joined", "answered", "finished")}),
                pictures=row["pictures"],
                comments_read=bool(row["comments_read"]),
            )
            for row in rows
        }

    @classmethod
    def every(cls, store: Store) -> list[tuple["Room", datetime]]:
        """Return all rooms with the time they were opened, the newest first."""
        return [(cls._of(store, row), datetime.fromtimestamp(row["opened"]).astimezone()) for row in store.rooms()]

    def set_up(self, survey: Survey, *, tickets: bool, stage: Mapping[str, Any] | None, **told: Any) -> None:
        """Ask another survey, as `asked` is told, and open. Raises RoomClosed once somebody has joined."""
        self.store.set_up(self.id, **asked(survey, **told), tickets={} if tickets else None, stage=stage).result()

    @cached_property
    def setup(self) -> dict[str, Any]:
        """What the room was set up with (cxkit.live.setup); empty where it was opened by other means."""
        return self.store.columns(self.id, "setup")[0] or {}

    @property
    def organisation(self) -> str:
        """Whose room it is, as the set-up says; "" where it says nothing."""
        return str(self.setup.get("workshop", {}).get("organisation", ""))

    @property
    def opened(self) -> datetime:
        """When it was made."""
        return datetime.fromtimestamp(self.store.columns(self.id, "opened")[0]).astimezone()

    def settled(self) -> bool:
        """Say whether somebody has joined, in whatever activity: from then on what is asked stays as it is."""
        return self.store.joined(self.lead)

    def delete(self) -> None:
        """Delete the room for good, with everything that was answered and revealed in it."""
        self.store.delete_room(self.id)

    def raw_answers(self) -> list[dict[str, Any]]:
        """Return every respondent's answers, shuffled, without token, revision or time. For an explicit export only."""
        rows = [response for response in self.store.responses(self.id) if response["answers"]]
        return secrets.SystemRandom().sample(rows, len(rows))

    def lead_room(self) -> "Room":
        """Return the lead room of its workshop: itself, or the one by whose code people joined."""
        return self if self.lead == self.code else self.find(self.store, self.lead)

    def new_key(self) -> str:
        """Return one more key for the facilitator, for a link after a restart."""
        key = secrets.token_urlsafe(16)
        self.store.add_key(self.id, key).result()
        return key

    def short_key(self) -> str:
        """Return a key for another device that is short enough to be typed: for ten to twenty minutes, and once."""
        letters = "".join(secrets.choice(LETTERS) for _ in range(8))
        key = f"{letters[:4]}-{letters[4:]}"
        self.store.add_key(self.id, _spans(key)[0]).result()
        return key

    def save(
        self, token: str, revision: int, response: Mapping[str, Any], after: int | None = None, mark: str = ""
    ) -> Future[Kept]:
        """Check and keep a phone's whole response. Returns what is then on the disk. after: what the phone knows of.

        mark: by which a response to the workshop before is found (cxkit.live.pairing), where that is agreed to.

        Raises RoomError where it is no response to this survey; through the future, RoomClosed after closing, and
        NotAllowed without a ticket where they are needed.
        """
        ticketed = (self.lead, token) if self.ticketed else None
        valid = valid_response(response, self.survey)
        if valid.get("compares"):
            valid["compares"] = mark or False
        return self.store.save(self.id, self.own(token), revision, valid, after=after, ticketed=ticketed)

    def kept(self, token: str) -> tuple[int, dict[str, Any] | None]:
        """Return the revision and the response that are kept of a phone; (0, None) where nothing is."""
        revision, response = self.store.kept(self.id, self.own(token))
        if response and "compares" in response:
            response["compares"] = bool(response["compares"])
        return revision, response

    def own(self, token: str) -> str:
        """Return a phone's token in this room: a ticket lets one into all activities, which nothing shall link."""
        return digest(f"{token} {self.code}")[:32] if self.ticketed else token

    def progress(self) -> Turnout:
        """Count who has joined, who has answered anything, and who has finished."""
        return self.look(self.store, [self.code])[self.code].progress

    def close(self) -> None:
        """Take no more answers. Raises RoomClosed once revealed. `Stage.open` opens it again."""
        self.store.change(self.id, lambda kept: become(CLOSED, kept.state, comments_read=False)).result()

    def reveal(
        self, *, lead: int | None = None, stage: Uncover | None = None, pairs: Pairs | None = None
    ) -> dict[str, Any]:
        """Close, make the last Report, keep it as released, and return it. Revealing twice returns the same.

        Where the picture was shown before, it stays as it is unless what is new may enter it. Raises RoomError, and
        changes nothing, while so few have answered that the Report could show nothing. lead, stage: the workshop's
        lead room, and where the workshop stands then, in the same step. pairs: as `Releases` takes it.
        """
        following = replace(self._releases, pairs=pairs).following
        return self.store.release(self.id, following, final=True, lead=lead, stage=stage).result()

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
        def again() -> bool:
            return bool((self.store.columns(self.lead_room().id, "stage")[0] or {}).get("follows"))

        return Releases(survey=self.survey, asks=self.asks, invited=lambda: self.setup.get("invited_by"), again=again)


def mark(link: str) -> str:
    """Return by what the keys are known that came of a link: who has one is led on by the link, too."""
    return f"{digest(link)[:16]}."


def spelled(link: str) -> str:
    """Return the key of a link as it was made, however a short one was typed."""
    letters = "".join(filter(str.isalpha, link)).upper()
    return f"{letters[:4]}-{letters[4:]}" if len(letters) == 8 and len(link) <= 9 else link


def _spans(key: str) -> list[str]:
    """Return what is kept of a key: of a short one with the ten minutes that it was made in, or the ten before."""
    if len(key) != len("ABCD-EFGH"):
        return [key]
    now = int(time.time() // SHORT)
    return [f"{key} {now}", f"{key} {now - 1}"]


def become(state: str, now: str, *, comments_read: bool) -> dict[str, Any]:
    """Return what changes when a room in the state `now` opens or closes. Raises RoomClosed where it may not."""
    if now == REVEALED:
        raise RoomClosed(say("room.revealed"))
    # Who has read ten comments and then reads eleven knows what the last one to come wrote.
    if state == OPEN and comments_read:
        raise RoomClosed(say("room.comments_were_read"))
    return {"state": state}


def new_row(*, port: int, **columns: Any) -> dict[str, Any]:
    """Return the columns of a new room, with a code of its own. port: of a laptop; 0: it is hosted."""
    code = "".join(secrets.choice(LETTERS) for _ in range(_LETTERS if port else _HOSTED))
    return {"code": code, "opened": time.time(), "port": port, **columns}


def asked(survey: Survey, *, title: str, leaders_from_two: bool, setup: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the columns of a room that say what is asked, and of whom. Raises RoomError for what cannot be asked."""
    missing = [one.id for one in survey.attributes if one.options is None]
    missing += [one.items_from or one.id for one in survey.dimensions if not one.items]
    if missing:
        raise RoomError(say("room.no_options", attribute=missing[0]))
    if nested := [one.id for one in survey.attributes if one.within]:
        raise RoomError(say("room.nested", attribute=nested[0]))
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
