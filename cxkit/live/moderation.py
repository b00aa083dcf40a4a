"""What a facilitator does with a room's comments: read them, hold some back, show the rest.

Reading is for the facilitator alone, and only where enough people wrote; it seals the room, because whoever reads
twice with one answer between would know who wrote what is new. Nothing is shown that has not been read before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cxkit.disclosure.comments import Comment, flags, readable, released
from cxkit.disclosure.name_detection import pieces
from cxkit.errors import NotFound
from cxkit.live.response import attributes_to_use
from cxkit.live.room import Room
from cxkit.live.storage.store import digest
from cxkit.survey.parts import FLOOR


@dataclass(frozen=True, kw_only=True)
class Moderation:
    """The comments of one room."""

    room: Room

    def view(self, names: Iterable[str] = ()) -> dict[str, Any]:
        """Return what the facilitator's private page shows.

        For each dimension how many wrote, and, once they are read and enough wrote, the comments in an order that
        means nothing: cut into pieces, so that what may name a person (`names` as well) can be marked.
        """
        room = self.room
        read, shown = room.store.reviewed(room.id)
        least = max(room.survey.confidentiality.comments, FLOOR)
        names = tuple(names)
        dimensions = []
        written = self._written() if room.state != "open" else {}
        for dimension in room.survey.dimensions:
            those = {id: one for id, one in written.items() if one.dimension == dimension.id}
            texts = [
                {"id": id, "held": one.held, "pieces": pieces(words, flags(words, names))}
                for id, one in sorted(those.items())
                for words in [readable(one.text)]
            ]
            allowed = read and len(those) >= least
            dimensions.append(
                {
                    "id": dimension.id,
                    "title": dimension.title.plain(),
                    "written": len(those),
                    "comments": texts if allowed else None,
                }
            )
        return {
            "code": room.code,
            "title": room.title,
            "state": room.state,
            "read": read,
            "shown": None if shown is None else len(shown),
            "threshold": least,
            "dimensions": dimensions if room.state != "open" else [],
        }

    def read(self) -> None:
        """Begin to read: the room cannot open again. Raises RoomError while it is open."""
        self.room.store.review(self.room.id).result()

    def hold(self, comment: str, back: bool) -> None:
        """Hold a comment back from the room, or no longer; what the room sees already follows. Raises NotFound."""
        readable_ones = {one["id"] for part in self.view()["dimensions"] for one in part["comments"] or ()}
        if comment not in readable_ones:
            raise NotFound("There is no such comment. Reload this page.")
        self.room.store.hold(self.room.id, comment, back).result()
        if self.room.store.reviewed(self.room.id)[1] is not None:
            self.show()

    def show(self) -> None:
        """Let the room see what is not held back. Raises RoomError before the reveal, or where nobody has read it."""
        room = self.room
        rows = released(list(self._written().values()), room.survey.confidentiality, _shown_groups(room.released()))
        room.store.show_comments(room.id, rows).result()

    def hide(self) -> None:
        """Take the comments away from the room again."""
        self.room.store.show_comments(self.room.id, None).result()

    def _written(self) -> dict[str, Comment]:
        """Return the comments by a name of their own, which tells nothing of their writer; who edits writes anew."""
        room = self.room
        held = room.store.held(room.id)
        found = {}
        for token, response in room.store.responses_by_token(room.id).items():
            for dimension, words in response["comments"].items():
                if readable(words):
                    id = digest(f"{token} {dimension} {words}")[:32]
                    found[id] = Comment(
                        dimension=dimension,
                        text=words,
                        attributes=attributes_to_use(response, room.asks),
                        held=id in held,
                    )
        return found


def _shown_groups(report: Mapping[str, Any] | None) -> dict[str, set[str]]:
    """Return the groups by attribute of which a report shows every score."""
    shown: dict[str, set[str]] = {}
    hidden: set[tuple[str, str]] = set()
    for row in (report or {}).get("groups", ()):
        shown.setdefault(row["attribute"], set()).add(row["group"])
        if row["n"] is None:
            hidden.add((row["attribute"], row["group"]))
    return {attribute: {g for g in groups if (attribute, g) not in hidden} for attribute, groups in shown.items()}
