"""The themes of a room's comments, and what the facilitator makes of them: another name, one of two, or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row

from cxkit.disclosure.comments import Comment, readable
from cxkit.disclosure.themes import Theme, themes
from cxkit.errors import NotFound, RoomError
from cxkit.live.room import Room
from cxkit.survey.parts import FLOOR
from cxkit.survey.workshop import language_of
from cxkit.words import say

LONGEST = 60
"""The most letters of a theme's name."""

Change = Mapping[str, Any]
"""What is kept of a theme: `name`, `hidden`, and `into`, the key of the theme that it is part of."""


@dataclass(frozen=True, kw_only=True)
class Themes:
    """The themes of one room's comments, by `<dimension> <stem>`. Only of comments that are not held back."""

    room: Room

    def view(self, written: Mapping[str, Comment], names: Iterable[str] = ()) -> dict[str, list[dict[str, Any]]]:
        """Return the themes of each dimension: key, name, which comments (of those merged into it, too), and hidden."""
        kept, names = self._kept(), tuple(names)
        found: dict[str, list[dict[str, Any]]] = {}
        for dimension in self.room.survey.dimensions:
            all_of = {f"{dimension.id} {one.key}": one for one in self._found(dimension.id, written, names)}
            into = {key: _end(key, kept, all_of) for key in all_of}
            found[dimension.id] = [
                {
                    "key": key,
                    "name": kept.get(key, {}).get("name") or one.name,
                    "hidden": bool(kept.get(key, {}).get("hidden")),
                    "comments": [id for other, end in into.items() if end == key for id in all_of[other].comments],
                    "merged": [
                        {"key": other, "name": all_of[other].name} for other in into if into[other] == key != other
                    ],
                }
                for key, one in all_of.items()
                if into[key] == key
            ]
        return found

    def told(self, written: Mapping[str, Comment]) -> dict[str, Comment]:
        """Return comments, each with the theme that everybody may see it under."""
        of = {
            id: theme["name"]
            for those in self.view(written).values()
            for theme in those
            if not theme["hidden"]
            for id in theme["comments"]
        }
        return {id: replace(one, theme=of.get(id)) for id, one in written.items()}

    def change(self, key: str, written: Mapping[str, Comment], **change: Any) -> None:
        """Keep another name of a theme (name; "": its own), whether it is hidden, or which one it is part of (into).

        Raises NotFound for a theme that there is not, RoomError for a name that is too long.
        """
        seen = [theme for those in self.view(written).values() for theme in those]
        every = {one["key"] for theme in seen for one in (theme, *theme["merged"])}
        if not {key, change.get("into") or key} <= every:
            raise NotFound(say("room.no_theme"))
        if "name" in change:
            change["name"] = " ".join(readable(change["name"]).split())
            if len(change["name"]) > LONGEST:
                raise RoomError(say("room.long_theme", most=LONGEST))

        def step(row: Row[Any]) -> dict[str, Any]:
            kept = row.themes or {}
            return {"themes": {**kept, key: {**kept.get(key, {}), **change}}}

        self.room.store.change(self.room.id, step).result()

    def _kept(self) -> dict[str, Change]:
        return self.room.store.columns(self.room.id, "themes")[0] or {}

    def _found(self, dimension: str, written: Mapping[str, Comment], names: tuple[str, ...]) -> list[Theme]:
        survey = self.room.survey
        free = {id: one for id, one in written.items() if one.dimension == dimension and not one.held}
        those = {id: readable(one.text) for id, one in free.items()}
        writers = {id: one.writer for id, one in free.items()}
        least = max(survey.confidentiality.comments, FLOOR)
        asked = f"{survey.dimension(dimension).title} {survey.dimension(dimension).question or ''}"
        return themes(those, least, language_of(survey), said=asked, names=names, writers=writers)


def _end(key: str, kept: Mapping[str, Change], known: Mapping[str, Theme]) -> str:
    """Return the theme that one is part of in the end: itself, unless it was merged into another that is there."""
    seen = [key]
    while (into := kept.get(seen[-1], {}).get("into")) and into in known and into not in seen:
        seen.append(into)
    return seen[-1] if kept.get(seen[-1], {}).get("into") not in seen else key
