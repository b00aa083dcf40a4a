"""Comments on the stage: those that the facilitator has shown, theme by theme, as many at a time as can be read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.survey.workshop import languages
from cxkit.words.tongues import tongue

MOST, MOST_LETTERS = 4, 240
"""Comments on a screen, and their letters: about forty words."""


@dataclass(frozen=True, kw_only=True)
class Wall:
    """The wall of a workshop's stage: one screen of comments lies over the step, until it goes on or is taken away."""

    stage: Stage

    def screens(self) -> list[dict[str, Any]]:
        """Return all screens: `screen` (its name), `title`, `question`, which of how many, `theme`, `comments`.

        A comment has its `words`, and their `lang`: "" where nothing tells.
        """
        return [screen for room in self.stage.rooms().values() for screen in _screens(room)]

    def show(self, screen: str) -> None:
        """Lay a screen over the step; "" or one that is not there: none."""
        self.stage.take(lambda kept, _: ({**kept, "wall": screen}, {}))

    def view(self) -> dict[str, Any] | None:
        """Return the screen that lies over the step; None: there is none, or its comments were taken away.

        Where a question fills fewer screens since then, it is the last of them.
        """
        shown = self.stage.kept().get("wall", "")
        own = [one for one in self.screens() if one["screen"].rpartition(" ")[0] == shown.rpartition(" ")[0]]
        return next((one for one in own if one["screen"] == shown), own[-1] if own else None)


def _screens(room: Room) -> Iterator[dict[str, Any]]:
    rows = room.store.columns(room.id, "comments_shown")[0] or []
    for dimension in room.survey.dimensions:
        own = [row for row in rows if row["dimension"] == dimension.id]
        items = {item.id: f"{item.text}: " for item in dimension.items}
        many = Counter(row.get("theme") or "" for row in own)
        parts: list[tuple[str, list[dict[str, str]]]] = []
        for theme in sorted(many, key=lambda theme: (not theme, -many[theme], theme)):
            parts.append((theme, []))
            for row in (row for row in own if (row.get("theme") or "") == theme):
                text, here = items.get(row.get("item"), "") + row["text"], parts[-1][1]
                if here and (len(here) == MOST or sum(len(one["words"]) for one in here) + len(text) > MOST_LETTERS):
                    parts.append((theme, here := []))
                here.append({"words": text, "lang": tongue(row["text"], languages(room.survey))})
        told = {"title": str(dimension.title), "question": str(dimension.question or dimension.title)}
        for place, (theme, comments) in enumerate(parts, 1):
            part = {"screen": f"{dimension.id} {place}", "theme": theme, "comments": comments}
            yield told | part | {"n": place, "of": len(parts)}
