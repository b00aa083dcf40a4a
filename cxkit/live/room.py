"""The rules of one room, without HTTP: who may do what when, what a valid response is, what is released.

open → closed → revealed. Answers may change while it is open. A closed room may open again; a revealed one may not,
because a second picture beside the first would tell what the newcomers said.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from cxkit.errors import RoomError, listing
from cxkit.live.store import CLOSED, OPEN, Kept, Store
from cxkit.survey import Item, Survey

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
class Room:
    """One live session of a survey."""

    store: Store
    id: int
    code: str
    title: str
    survey: Survey
    state: str
    port: int

    @classmethod
    def create(
        cls, store: Store, survey: Survey, *, title: str, port: int, leaders_from_two: bool = False
    ) -> tuple[Room, str]:
        """Open a new room. Returns it and the facilitator's secret key (128 bits), which is not kept in clear.

        leaders_from_two: ask the first of the two groups that the survey compares (leaders) to agree that their means
        are shown from two people up. Raises RoomError where the survey compares no groups.
        """
        asks = next(((a.id, a.compare[0]) for a in survey.attributes if a.compare), None) if leaders_from_two else None
        if leaders_from_two and not asks:
            raise RoomError(
                "This survey compares no two groups, so there are no leaders to ask. Give one of its attributes "
                "compare: [leader, frontline], or start without --leaders-from-two."
            )
        key = secrets.token_urlsafe(16)
        code = "".join(secrets.choice(_LETTERS) for _ in range(5))
        store.create_room(
            code=code, title=title, survey=survey.to_dict(), key=key, port=port, now=time.time(), asks=asks
        ).result()
        return cls.find(store, code), key

    @classmethod
    def find(cls, store: Store, code: str) -> Room:
        """Return the room with that code, in either case. Raises NotFound."""
        return cls._of(store, store.room(code.strip().upper()))

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
        return next((room for room in rooms if not room.survey.rehearsal), None)

    @classmethod
    def _of(cls, store: Store, row: Mapping[str, Any]) -> Room:
        return cls(
            store=store,
            survey=_survey(row["survey"]),
            **{name: row[name] for name in ("id", "code", "title", "state", "port")},
        )

    @classmethod
    def every(cls, store: Store) -> list[tuple[Room, datetime]]:
        """Return all rooms with the time they were opened, the newest first."""
        return [(cls._of(store, row), datetime.fromtimestamp(row["opened"]).astimezone()) for row in store.rooms()]

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
        """Close, make the Report, keep it as released, and return it. Revealing twice returns the first.

        Raises RoomError, and changes nothing, while so few have answered that the Report could show nothing.
        """
        return self.store.release(self.id, self._report).result()

    def released(self) -> dict[str, Any] | None:
        """Return the Report that was revealed, with the comments shown since, or None: before nobody sees any."""
        released = self.store.released(self.id)
        if released is not None:
            released["comments"] = self.store.reviewed(self.id)[1] or []
        return released

    def _report(self, responses: list[dict[str, Any]]) -> dict[str, Any]:
        from cxkit.confidentiality import report  # noqa: PLC0415  (pandas: not needed until somebody reveals)

        least = self.survey.confidentiality.scores
        answered = sum(bool(response["answers"]) for response in responses)
        if answered < least:
            raise RoomError(f"Nothing can be shown yet: {answered} of at least {least} people have answered.")
        by = [attribute.id for attribute in self.survey.attributes]
        used = [response | {"attributes": self.attributes_to_use(response)} for response in responses]
        agreed = dict([self.asks]) if self.asks else None
        return report(answers_table(used, self.survey), self.survey, by=by, agreed=agreed).to_dict()


@lru_cache(maxsize=64)
def _survey(text: str) -> Survey:
    return Survey.from_dict(json.loads(text))


def answers_table(responses: Sequence[Mapping[str, Any]], survey: Survey) -> Any:
    """Return Responses of everybody who answered at least one item; who only joined is not a respondent."""
    import pandas as pd  # noqa: PLC0415

    from cxkit.responses import COMMENT, Responses  # noqa: PLC0415

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
