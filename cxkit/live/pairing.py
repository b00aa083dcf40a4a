"""Who answered the workshop before, too, and said that both may be compared: known by a mark that means nothing else.

A phone keeps the random number that it had then. Only with somebody's yes it sends that along. What is kept of it is a
hash with a key of this follow-up, which no other organisation's marks fit, and only until the reveal; then the
Report has one number a dimension (cxkit.disclosure.pairing), and nothing else is left.
"""

import hmac
import secrets
from collections import Counter
from dataclasses import dataclass
from typing import Any, Self

from cxkit.errors import NotFound, ReportError
from cxkit.live.releases import Pairs
from cxkit.live.response import answers_table
from cxkit.live.room import Room
from cxkit.live.storage.releases import Bodies
from cxkit.live.storage.store import REVEALED, digest
from cxkit.reports.report import Report
from cxkit.reports.rows import Paired


def begun(before: Room) -> dict[str, str]:
    """Return what a follow-up keeps, so that answers to it can be compared with those to an activity before."""
    return {"key": secrets.token_hex(16), "survey": before.survey.id, "room": before.code}


def pairs(room: Room) -> Pairs | None:
    """Return what says how alike the same people answered before, for a room's last Report; None: nothing does."""
    found = Pairing.of(room)
    return found.paired if found else None


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """An activity of a follow-up beside the one before it. key: of the marks."""

    room: Room
    before: Room
    key: str

    @classmethod
    def of(cls, room: Room) -> Self | None:
        """Return the pairing of a room; None where nothing is compared person by person."""
        try:
            (stage,) = room.store.columns(room.lead_room().id, "stage")
            kept = (stage or {}).get("pairs")
            if not kept or kept["survey"] != room.survey.id:
                return None
            return cls(room=room, before=Room.find(room.store, kept["room"]), key=kept["key"])
        except NotFound:  # deleted since
            return None

    @property
    def code(self) -> str:
        """The code under which a phone keeps its number of then."""
        return self.before.lead if self.before.ticketed else self.before.code

    def mark(self, token: str) -> str:
        """Return what is kept of a phone's number of then."""
        return self._mark(digest(self.before.own(token)))

    def _mark(self, row: str) -> str:
        return hmac.new(self.key.encode(), row.encode(), "sha256").hexdigest()[:32]

    def paired(self, report: Report, inside: Bodies, kept: Bodies) -> tuple[Paired, ...]:
        """Return how alike the same people answered both times, as far as it may be told. inside: what it is made of.

        Nothing where the workshop before showed several pictures, or its room is open: then it is not certain whose
        answers are in which number.
        """
        from cxkit.disclosure.pairing import paired  # noqa: PLC0415  (pandas: not needed until somebody reveals)

        number, earlier, then, _ = self.before.store.standing(self.before.id)
        if number != 1 or not earlier or self.before.state != REVEALED:
            return ()
        try:
            before = Report.from_dict(earlier)
        except ReportError:  # another version of cxkit made it
            return ()
        if before.survey.rehearsal != report.survey.rehearsal:
            return ()
        marked = {self._mark(row): row for row in then}
        said = Counter(one.get("compares") for one in kept.values())
        same = {
            token: marked[mark]
            for token in inside
            if (mark := kept[token].get("compares")) in marked and said[mark] == 1  # two phones are not one person
        }
        # Nobody is taken for the same person by a token alone: whoever did not agree is somebody new.
        second = {same.get(token, f"new {token}"): one for token, one in inside.items()}
        return paired(before, report, _table(then, before), _table(second, report))


def _table(responses: Bodies, report: Report) -> Any:
    answered = {name: one for name, one in responses.items() if one["answers"]}
    return answers_table(answered.values(), report.survey).frame.set_axis(list(answered))
