"""What a phone is told that has nothing to answer: what the room looks at, what comes next, and what has closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.steps import ASKING, REVEAL, Steps
from cxkit.live.storage.store import CLOSED, REVEALED, Store
from cxkit.words import say


@dataclass(frozen=True, kw_only=True)
class Meanwhile:
    """A workshop between two things to answer, in its own words.

    step: the one that is on, or None. next: the activity that comes next; "": there is none any more; None: nobody has
    said so. closed: titles of the activities that take no more answers, by their rooms' codes.
    """

    step: Mapping[str, Any] | None
    next: str | None
    closed: Mapping[str, str]

    @classmethod
    def of(cls, store: Store, code: str, book: Path | None) -> Meanwhile:
        """Return it of the workshop that a code leads into. Raises NotFound."""
        stage = Stage.of(Room.find(store, code))
        steps, kept, surveys = Steps(stage=stage, book=book), stage.kept(), stage.said.surveys
        looks = Room.look(store, kept["rooms"].values()).values()
        at = next((place for place, step in enumerate(steps.all) if step["id"] == kept["step"]), -1)
        before, after = (
            [step["survey"] for step in part if step["kind"] == "activity"]
            for part in (steps.all[: at + 1], steps.all[at + 1 :])
        )
        shut = {look.room.survey.id: look for look in looks if look.room.state in {CLOSED, REVEALED}}
        # While phones wait, what has not been asked yet is closed, too; and what comes again opens again.
        closed = {
            id: look.room
            for id, look in shut.items()
            if look.room.state == REVEALED or id in before or (look.progress.joined and (at < 0 or id not in after))
        }
        coming = next((id for id in after if id in surveys and id not in closed), "")
        return cls(
            step=steps.all[at] if at >= 0 else None,
            next=str(surveys[coming].title) if coming else "" if at >= 0 else None,
            closed={room.code: str(room.survey.title) for room in closed.values()},
        )

    def lines(self) -> list[tuple[str, str]]:
        """Return what is on and what comes next, each with what it is called: in the reader's language."""
        after = [] if self.next is None else [(say("waiting.next"), self.next or say("waiting.no_more"))]
        words = self._on_the_screen()
        return [(say("waiting.on_screen"), words), *after] if words else after

    def _on_the_screen(self) -> str:
        """Return what the room looks at, as the stage has it; of a reveal no more than what it is about."""
        if self.step is None or self.step["kind"] == "join":
            return ""
        told = str(self.step["headline"] or self.step["question"] or self.step["title"])
        if self.step["kind"] == REVEAL:
            return say("waiting.answers_to", title=told)
        return told if self.step["kind"] not in ASKING or self.step["headline"] else ""
