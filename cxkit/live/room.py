"""The rules of one room, without HTTP: who may do what when, what a valid response is, what is released.

open → closed → revealed. Answers may change while it is open. A closed room may open again; a revealed one may not.
The picture may also be shown while the room is open; a later one beside it could tell what the newcomers said, so who
may be in that is for cxkit.disclosure.sequential to say.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from cxkit.errors import ReportError, ResponseError, RoomError, listing
from cxkit.live.storage.store import CLOSED, OPEN, Bodies, Kept, Made, Store
from cxkit.survey.model import Survey
from cxkit.survey.parts import Item

if TYPE_CHECKING:
    from cxkit.disclosure.sequential import Next
    from cxkit.reports.report import Report

NOT_APPLICABLE = "not_applicable"
LONGEST_COMMENT = 2000
# Without letters that are taken for one another when read from a projector.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
_RESUME_WITHIN = 12 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many phones have joined, answered anything, and finished. Counts only: safe to show at any time."""

    joined: int
    answered: int
    finished: int


@dataclass(frozen=True, kw_only=True)
class Update:
    """What is not in the picture. release: how many pictures there were; 0, and all else 0, before the first.

    new, edited: how many have answered, or changed their answers, since. more: the fewest further answers until some of
    it could be added. fit: how many of the new can be now. more = fit = 0: it would tell too much of the newcomers.
    """

    release: int = 0
    new: int = 0
    edited: int = 0
    more: int = 0
    fit: int = 0


@dataclass(frozen=True, kw_only=True)
class Look:
    """A room as one look found it: counts and states, never answers. pictures: how many have been released."""

    room: Room
    progress: Progress
    pictures: int
    comments_read: bool
    comments_shown: bool


_MOST_UPDATES = 256
_updates: dict[str, tuple[str, Update]] = {}
"""What was found last, by room: the answers that it was found of, and what."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """One live session of a survey. lead: the code by which people joined; its own unless it is one of a workshop's."""

    store: Store
    id: int
    code: str
    lead: str
    title: str
    survey: Survey
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
        asks = _asks(survey) if leaders_from_two else None
        key = "" if lead else secrets.token_urlsafe(16)
        code = "".join(secrets.choice(_LETTERS) for _ in range(5))
        store.create_room(
            code=code,
            title=title,
            survey=survey.to_dict(),
            key=key or None,
            port=port,
            now=time.time(),
            asks=asks,
            setup=setup,
            state=state,
            lead=lead.id if lead else None,
        ).result()
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
            **{name: row[name] for name in ("id", "code", "title", "state", "port")},
        )

    @classmethod
    def look(cls, store: Store, codes: Collection[str]) -> dict[str, Look]:
        """Look at rooms, all at once; by their codes. Every console asks for that after every answer."""
        return {
            row["code"]: Look(
                room=cls._of(store, row),
                progress=Progress(**{name: int(row[name]) for name in ("joined", "answered", "finished")}),
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
        asks = _asks(survey) if leaders_from_two else None
        self.store.set_up(self.id, title=title, survey=survey.to_dict(), asks=asks, setup=setup).result()

    @cached_property
    def organisation(self) -> str:
        """Whose room it is, as the set-up says; "" where it says nothing."""
        return str(self.store.setup(self.id).get("workshop", {}).get("organisation", ""))

    def settled(self) -> bool:
        """Say whether somebody has joined: from then on what is asked stays as it is."""
        return self.progress().joined > 0

    def delete(self) -> None:
        """Delete the room for good, with everything that was answered and revealed in it."""
        self.store.delete_room(self.id)

    @cached_property
    def asks(self) -> tuple[str, str] | None:
        """The attribute and the option whose people are asked to agree to means from two up; None: nobody is."""
        return self.store.asks(self.id)

    def attributes_to_use(self, response: Mapping[str, Any]) -> dict[str, str]:
        """Return what somebody says about themselves, without the group that they did not agree to be counted in."""
        return {
            id: value
            for id, value in response["attributes"].items()
            if (id, value) != self.asks or response.get("agrees") is True
        }

    def raw_answers(self) -> list[dict[str, Any]]:
        """Return every respondent's answers, shuffled, without token, revision or time. For an explicit export only."""
        rows = [r | {"attributes": self.attributes_to_use(r)} for r in self.store.responses(self.id) if r["answers"]]
        secrets.SystemRandom().shuffle(rows)
        return rows

    def new_key(self) -> str:
        """Return one more key for the facilitator, for a link after a restart."""
        key = secrets.token_urlsafe(16)
        self.store.add_key(self.id, key).result()
        return key

    def save(self, token: str, revision: int, response: Mapping[str, Any]) -> Future[Kept]:
        """Check and keep a phone's whole response. Returns what is then on the disk.

        Raises RoomError where it is no response to this survey; RoomClosed, through the future, after closing.
        """
        return self.store.save(self.id, token, revision, valid_response(response, self.survey))

    def save_paper(self, token: str, revision: int, response: Mapping[str, Any]) -> Kept:
        """Check and keep a form that was typed in, marked as paper: closed rooms take it too. Raises as `save` does."""
        body = valid_response(response, self.survey) | {"paper": True}
        return self.store.save(self.id, token, revision, body, paper=True).result()

    def progress(self) -> Progress:
        """Count who has joined, who has answered anything, and who has finished."""
        joined, answered, finished = self.store.progress(self.id)
        return Progress(joined=joined, answered=answered, finished=finished)

    def close(self) -> None:
        """Take no more answers. Raises RoomClosed once revealed."""
        self.store.set_state(self.id, CLOSED).result()

    def reopen(self) -> None:
        """Take answers again. Raises RoomClosed once revealed."""
        self.store.set_state(self.id, OPEN).result()

    def reveal(self) -> dict[str, Any]:
        """Close, make the last Report, keep it as released, and return it. Revealing twice returns the same.

        Where the picture was shown before, it stays as it is unless what is new may enter it. Raises RoomError, and
        changes nothing, while so few have answered that the Report could show nothing.
        """
        return self.store.release(self.id, self._next, final=True).result()

    def show(self) -> dict[str, Any]:
        """Show the picture, or the next one, while the room stays open. With nothing new, it stays as it is.

        Raises RoomError, and changes nothing, while what is new cannot be shown; RoomClosed where the room has closed.
        """
        return self.store.release(self.id, self._next, final=False).result()

    def update(self) -> Update:
        """Say what is not in the picture yet, and whether and when it could be."""
        number, earlier, inside, kept = self.store.standing(self.id)
        if earlier is None or not inside:  # (who was in it was not kept before there were updates)
            return Update(release=number)
        now = self._used(kept)
        key = json.dumps([number, sorted(inside.items()), sorted(now.items())])
        if _updates.get(self.code, ("",))[0] != key:  # asked after every answer, and by every console
            following = self._compared(earlier, inside, now)
            counts = {name: getattr(following, name) for name in ("new", "edited", "more", "fit")} if following else {}
            one = Update(release=number, **counts)
            if len(_updates) >= _MOST_UPDATES:
                _updates.pop(next(iter(_updates)), None)
            _updates[self.code] = key, one
        return _updates[self.code][1]

    def released(self) -> dict[str, Any] | None:
        """Return the Report that was revealed, with the comments shown since, or None: before nobody sees any."""
        released = self.store.released(self.id)
        if released is not None:
            released["comments"] = self.store.reviewed(self.id)[1] or []
        return released

    def _next(self, kept: Bodies, earlier: dict[str, Any] | None, inside: Bodies, final: bool) -> Made | None:
        """Return the next report and what is in it; None: the earlier one stays."""
        now = self._used(kept)
        if earlier:
            following = self._compared(earlier, inside, now)
            if following and following.report:
                return following.report.to_dict(), following.people
            if not final and (not following or following.new or following.edited):
                raise RoomError("What is new cannot be added yet without telling what few people answered.")
            return None
        least = self.survey.confidentiality.scores
        answering = {token: response for token, response in now.items() if response["answers"]}
        if len(answering) < least:
            raise RoomError(f"Nothing can be shown yet: {len(answering)} of at least {least} people have answered.")
        return self._report(answering.values()).to_dict(), answering

    def _compared(self, earlier: dict[str, Any], inside: Bodies, now: Bodies) -> Next | None:
        """Return what could come after a picture; None where another version of cxkit made it: then it stays."""
        from cxkit.disclosure.sequential import next_release  # noqa: PLC0415  (pandas: not needed until somebody reveals)
        from cxkit.reports.report import Report  # noqa: PLC0415

        try:
            shown = Report.from_dict(earlier)
        except ReportError:
            return None
        return next_release(inside, now, shown, self._report)

    def _used(self, kept: Bodies) -> dict[str, dict[str, Any]]:
        """Return what of responses counts in a Report."""
        return {
            token: {"attributes": self.attributes_to_use(response), "answers": response["answers"]}
            for token, response in kept.items()
        }

    def _report(self, responses: Iterable[Mapping[str, Any]]) -> Report:
        from cxkit.disclosure.protect import report  # noqa: PLC0415  (pandas: not needed until somebody reveals)

        by = [attribute.id for attribute in self.survey.attributes]
        consenting = dict([self.asks]) if self.asks else None
        answers = answers_table([{**one, "comments": {}} for one in responses], self.survey)
        invited = self.store.setup(self.id).get("invited_by")
        try:
            return report(answers, self.survey, by=by, consenting=consenting, invited=invited)
        except ResponseError:  # more have come than were invited: no rate is better than a wrong one, or than no reveal
            return report(answers, self.survey, by=by, consenting=consenting)


def _asks(survey: Survey) -> tuple[str, str]:
    for attribute in survey.attributes:
        if attribute.compare:
            return attribute.id, attribute.compare[0]
    raise RoomError(
        "This survey compares no two groups, so there are no leaders to ask. Give one of its attributes "
        "compare: [leader, frontline], or start without --leaders-from-two."
    )


@lru_cache(maxsize=64)
def _survey(text: str) -> Survey:
    return Survey.from_dict(json.loads(text))


def answers_table(responses: Sequence[Mapping[str, Any]], survey: Survey) -> Any:
    """Return Responses of everybody who answered at least one item; who only joined is not a respondent."""
    import pandas as pd  # noqa: PLC0415

    from cxkit.responses.responses import COMMENT, Responses  # noqa: PLC0415

    columns = [a.id for a in survey.attributes] + [item.id for item in survey.items]
    comments = [d.id for d in survey.dimensions] if survey.comments_per_dimension else []
    rows = [
        {
            **response["attributes"],
            **response["answers"],
            **{COMMENT + id: words for id, words in response["comments"].items()},
        }
        for response in responses
        if response["answers"]
    ]
    return Responses.of(pd.DataFrame(rows, columns=[*columns, *(COMMENT + id for id in comments)]), survey)


def valid_response(raw: Mapping[str, Any], survey: Survey) -> dict[str, Any]:
    """Return the response in its stored form. Raises RoomError naming the first thing that does not fit the survey."""
    if not isinstance(raw, Mapping):
        raise RoomError("A response is a mapping of attributes, answers, comments, finished and agrees.")
    unknown = set(raw) - {"attributes", "answers", "comments", "finished", "agrees"}
    if unknown:
        raise RoomError(f"A response has no {listing(sorted(map(_quoted, unknown)))}.")
    items = {item.id: item for item in survey.items}
    options = {attribute.id: attribute.options for attribute in survey.attributes}
    dimensions = {dimension.id for dimension in survey.dimensions} if survey.comments_per_dimension else set()
    attributes, answers, comments = (
        _mapping(raw, name, allowed)
        for name, allowed in (("attributes", options), ("answers", items), ("comments", dimensions))
    )
    for id, value in attributes.items():
        if not isinstance(value, str) or value not in (options[id] or {}):
            raise RoomError(f'attribute "{id}": {_quoted(value)} is not one of {listing(options[id] or [])}.')
    for id, value in answers.items():
        _check_answer(items[id], value)
    for id, value in comments.items():
        if not isinstance(value, str) or len(value) > LONGEST_COMMENT:
            raise RoomError(f'comment on "{id}": at most {LONGEST_COMMENT} characters of text.')
    return {
        "attributes": attributes,
        "answers": answers,
        "comments": {id: _storable(words) for id, words in comments.items() if words.strip()},
        "finished": raw.get("finished") is True,
        # Only where it was asked: what is not there is no agreement.
        **({"agrees": raw["agrees"] is True} if "agrees" in raw else {}),
    }


def _storable(words: str) -> str:
    """Return text that every database takes: half a character (which a phone may cut an emoji to) and NUL are not."""
    return words.encode("utf-8", "replace").decode("utf-8").replace("\0", "").strip()


def _mapping(raw: Mapping[str, Any], name: str, allowed: Mapping[str, Any] | set[str]) -> dict[str, Any]:
    given = raw.get(name, {})
    if not isinstance(given, Mapping):
        raise RoomError(f"{name} should be a mapping.")
    unknown = [_quoted(key) for key in given if key not in allowed]
    if unknown:
        raise RoomError(f"{name}: the survey has no {listing(unknown, most=3)}.")
    return dict(given)


def _quoted(value: Any) -> str:
    return f'"{_storable(str(value)[:40])}"'


def _check_answer(item: Item, value: Any) -> None:
    scale = item.response_scale
    if value == NOT_APPLICABLE and scale.not_applicable:
        return
    if type(value) is not int or not scale.min <= value <= scale.max:
        raise RoomError(f'item "{item.id}": {_quoted(value)} is not a whole number from {scale.min} to {scale.max}.')
