"""Comments on the stage: those that the facilitator has shown, as many at a time as can be read from the last row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cxkit.live.room import Room
from cxkit.live.stage import Stage

MOST, MOST_LETTERS = 4, 420


@dataclass(frozen=True, kw_only=True)
class Wall:
    """The wall of a workshop's stage: one screen of comments lies over the step, until it goes on or is taken away."""

    stage: Stage

    def screens(self) -> list[dict[str, Any]]:
        """Return all screens: `screen` (its name), `title` and `question`, of how many it is which, its `comments`."""
        return [screen for room in self.stage.rooms().values() for screen in _screens(room)]

    def show(self, screen: str) -> None:
        """Lay a screen over the step; "" or one that is not there: none."""
        self.stage.take(lambda kept, _: ({**kept, "wall": screen}, {}))

    def view(self) -> dict[str, Any] | None:
        """Return the screen that lies over the step; None: there is none, or its comments were taken away."""
        shown = self.stage.kept().get("wall", "")
        return next((one for one in self.screens() if one["screen"] == shown), None) if shown else None


def _screens(room: Room) -> Iterator[dict[str, Any]]:
    rows = room.store.columns(room.id, "comments_shown")[0] or []
    for dimension in room.survey.dimensions:
        parts: list[list[str]] = [[]]
        items = {item.id: f"{item.text}: " for item in dimension.items}
        for text in (items.get(row.get("item"), "") + row["text"] for row in rows if row["dimension"] == dimension.id):
            if parts[-1] and (len(parts[-1]) == MOST or sum(map(len, parts[-1])) + len(text) > MOST_LETTERS):
                parts.append([])
            parts[-1].append(text)
        told = {"title": str(dimension.title), "question": str(dimension.question or dimension.title)}
        for place, comments in enumerate(filter(None, parts), 1):
            yield told | {"screen": f"{dimension.id} {place}", "n": place, "of": len(parts), "comments": comments}
