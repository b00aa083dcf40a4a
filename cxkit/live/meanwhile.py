"""What a phone is told that has nothing to answer: what the room looks at, what comes next, and what has closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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
    """A workshop between two things to answer.

    step: the id of the one that is on; "": none. next: of the activity that comes next; "": there is none any more;
    None: nobody has said so. closed: titles of the activities that take no more answers, by their rooms' codes.
    """

    steps: Steps
    step: str
    next: str | None
    closed: Mapping[str, Text]

    @classmethod
    def of(cls, store: Store, code: str, book: Path | None) -> "Meanwhile":
        """Return it of the workshop that a code leads into. Raises NotFound."""
        stage = Stage.of(Room.find(store, code))
        steps, kept = Steps(stage=stage, book=book), stage.kept()
        looks = Room.look(store, kept["rooms"].values()).values()
        at = steps.at(kept)
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
            step["id"] for step in steps.all[at + 1 :] if step["kind"] in ON_PHONES and step["survey"] not in closed
        ]
        return cls(
            steps=steps,
            step=steps.all[at]["id"] if at >= 0 else "",
            next=coming[0] if coming else "" if at >= 0 else None,
            closed={room.code: room.survey.title for room in closed.values()},
        )

    def lines(self) -> list[tuple[str, str]]:
        """Return what is on and what comes next, each with what it is called: in the reader's language."""
        after = [] if self.next is None else [(say("waiting.next"), self._coming() or say("waiting.no_more"))]
        words = self._on_the_screen()
        return [(say("waiting.on_screen"), words), *after] if words else after

    def _coming(self) -> str:
        step, surveys = self.steps.said_in(spoken()).get(self.next or ""), self.steps.stage.said.surveys
        if step and step["survey"] in surveys:
            return surveys[step["survey"]].title.said(spoken())
        return str(step["title"]) if step else ""

    def _on_the_screen(self) -> str:
        """Return what the room looks at; of a reveal no more than what it is about."""
        step = self.steps.said_in(spoken()).get(self.step)
        if step is None or step["kind"] == "join":
            return ""
        told = str(step["headline"] or step["question"] or step["title"])
        if step["kind"] == REVEAL:
            return say("waiting.answers_to", title=told)
        return told if step["kind"] not in ASKING or step["headline"] else ""
