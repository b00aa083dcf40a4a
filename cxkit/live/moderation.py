"""What a facilitator does with a room's comments: read them, hold some back, show the rest.

Reading is for the facilitator alone, and only where enough people wrote; it seals the room, because whoever reads
twice with one answer between would know who wrote what is new. How many wrote is told only beside what they wrote.
Nothing is shown that has not been read before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from cxkit.disclosure.comments import Comment, people, readable, released
from cxkit.disclosure.name_detection import flags, pieces
from cxkit.errors import NotFound, RoomError
from cxkit.live.room import Room
from cxkit.live.storage.store import OPEN, REVEALED, digest
from cxkit.live.themes import Themes
from cxkit.survey.parts import FLOOR
from cxkit.survey.workshop import languages
from cxkit.words import say
from cxkit.words.tongues import tongue


@dataclass(frozen=True, kw_only=True)
class Moderation:
    """The comments of one room."""

    room: Room

    def view(self, names: Iterable[str] = ()) -> dict[str, Any]:
        """Return what the facilitator's private page shows.

        Nothing until they are read, which is offered where enough have joined: not where enough wrote. Then, for each
        dimension on which enough wrote, the comments in an order that means nothing: cut into pieces, so that what may
        name a person (`names` as well) can be marked.
        """
        room = self.room
        read, shown = room.store.columns(room.id, "comments_read", "comments_shown")
        least = max(room.survey.confidentiality.comments, FLOOR)
        names = tuple(names)
        dimensions = []
        written = self._written() if read else {}
        found = Themes(room=room).view(written, names)
        for dimension in room.survey.dimensions:
            titles = {item.id: item.text.plain() for item in dimension.items}
            those = {id: one for id, one in written.items() if one.dimension == dimension.id}
            texts = [
                {"id": id, "held": one.held, "item": on, "pieces": pieces(words, flags(words, names))}
                | {"lang": tongue(words, languages(room.survey))}
                for id, one in sorted(those.items())
                for words, on in [(readable(one.text), titles.get(one.item or ""))]
            ]
            comments = texts if people(those.values()) >= least else None
            about = found[dimension.id] if comments else []
            title = dimension.title.plain()
            dimensions.append({"id": dimension.id, "title": title, "comments": comments, "themes": about})
        return {
            "code": room.code,
            "title": room.title,
            "state": room.state,
            "read": read,
            "shown": None if shown is None else len(shown),
            "threshold": least,
            "enough": room.progress().joined >= least,
            "dimensions": dimensions if read else [],
        }

    def read(self) -> None:
        """Begin to read: the room cannot open again. Raises RoomError while it is open."""

        def change(kept: Row[Any]) -> dict[str, Any]:
            if kept.state == OPEN:
                raise RoomError(say("room.close_first"))
            return {"comments_read": True}

        self.room.store.change(self.room.id, change).result()

    def hold(self, comment: str, back: bool) -> None:
        """Hold a comment back from the room, or no longer; what the room sees already follows. Raises NotFound."""
        readable_ones = {one["id"] for part in self.view()["dimensions"] for one in part["comments"] or ()}
        if comment not in readable_ones:
            raise NotFound(say("room.no_comment"))
        self.room.store.hold(self.room.id, comment, back).result()
        self._follow()

    def theme(self, key: str, **change: Any) -> None:
        """Give a theme another name, hide it, or make it part of another; what the room sees already follows.

        Raises NotFound for a theme that there is not, RoomError for a name that is too long.
        """
        Themes(room=self.room).change(key, self._readable(), **change)
        self._follow()

    def _follow(self) -> None:
        """Show anew what the room sees, if it sees any."""
        (shown,) = self.room.store.columns(self.room.id, "comments_shown")
        if shown is not None:
            self.show()

    def _readable(self) -> dict[str, Comment]:
        """Return the comments on what enough people wrote on, once they are read; before that nobody knows of any."""
        (read,) = self.room.store.columns(self.room.id, "comments_read")
        return self._written() if read else {}

    def show(self) -> None:
        """Let the room see what is not held back. Raises RoomError before the reveal, or where nobody has read it."""
        room = self.room
        written = Themes(room=room).told(self._written())
        rows = released(list(written.values()), room.survey.confidentiality, _shown_groups(room.released()))
        self._show([dict(row) for row in rows])

    def hide(self) -> None:
        """Take the comments away from the room again."""
        self._show(None)

    def _show(self, rows: list[dict[str, Any]] | None) -> None:
        def change(kept: Row[Any]) -> dict[str, Any]:
            if kept.state != REVEALED:
                raise RoomError(say("room.reveal_first"))
            if not kept.comments_read:
                raise RoomError(say("room.read_first"))
            return {"comments_shown": rows}

        self.room.store.change(self.room.id, change).result()

    def _written(self) -> dict[str, Comment]:
        """Return the comments by a name of their own, which tells nothing of their writer; who edits writes anew."""
        room = self.room
        held = room.store.held(room.id)
        found = {}
        for token, response in room.store.responses_by_token(room.id).items():
            for on, words in response["comments"].items():
                if readable(words):
                    id = digest(f"{token} {on} {words}")[:32]
                    dimension = room.survey.commented.get(on, on)
                    found[id] = Comment(
                        dimension=dimension,
                        item=on if on != dimension else None,
                        writer=token,
                        text=words,
                        attributes=response["attributes"],
                        held=id in held,
                    )
        return found


def _shown_groups(report: Mapping[str, Any] | None) -> dict[str, set[str]]:
    """Return the groups by attribute of which a report shows every score; none so small that it agreed to be shown."""
    shown: dict[str, set[str]] = {}
    hidden: set[tuple[str, str]] = set()
    for row in (report or {}).get("groups", ()):
        shown.setdefault(row["attribute"], set()).add(row["group"])
        if row["n"] is None or (report and row["n"] < report["thresholds"]["scores"]):
            hidden.add((row["attribute"], row["group"]))
    return {attribute: {g for g in groups if (attribute, g) not in hidden} for attribute, groups in shown.items()}
