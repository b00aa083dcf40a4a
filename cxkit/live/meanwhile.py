"""What a phone is told that has nothing to answer: what the room looks at, what comes next, and what has closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxkit.live.openly import COLLECT, VOTE
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.steps import ASKING, REVEAL, Steps
from cxkit.live.storage.store import CLOSED, REVEALED, Store
from cxkit.survey.parts import Text
from cxkit.words import say, spoken

ON_PHONES = ("activity", COLLECT, VOTE)
"""Kinds of step of which phones are told beforehand. (Guesses follow on what was answered a moment ago.)"""


@dataclass(frozen=True, kw_only=True)
class Meanwhile:
    """A workshop between two things to answer, in its own words.

    step: the one that is on, or None. next: the activity that comes next; "": there is none any more; None: nobody has
    said so. closed: titles of the activities that take no more answers, by their rooms' codes.
    """

    step: Mapping[str, Any] | None
    next: Text | str | None
    closed: Mapping[str, Text]

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
        coming = [
            surveys[step["survey"]].title if step["survey"] in surveys else step["title"]
            for step in steps.all[at + 1 :]
            if step["kind"] in ON_PHONES and step["survey"] not in closed
        ]
        return cls(
            step=steps.all[at] if at >= 0 else None,
            next=coming[0] if coming else "" if at >= 0 else None,
            closed={room.code: room.survey.title for room in closed.values()},
        )

    def lines(self) -> list[tuple[str, str]]:
        """Return what is on and what comes next, each with what it is called: in the reader's language."""
        coming = self.next.said(spoken()) if isinstance(self.next, Text) else self.next
        after = [] if coming is None else [(say("waiting.next"), coming or say("waiting.no_more"))]
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
