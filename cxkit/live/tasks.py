"""What phones are asked besides a survey: to guess what the others said, a line for the wall, a vote on what is there.

What they say is shown to everybody, as they are told before, and without a name. One task is on at a time; it lies over
the activity that phones answer, which goes on when it is over.
"""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cxkit.errors import RoomClosed, RoomError, SetupError
from cxkit.live.collected import MOST_VOTES, Line, Wall, by_theme, known, line
from cxkit.live.openly import COLLECT, PREDICT, VOTE
from cxkit.live.room import Room
from cxkit.live.setup import Setup
from cxkit.live.stage import Kept, Looks, Stage, Taken
from cxkit.live.storage.store import digest
from cxkit.reports.guesses import Cloud, clouds, guess, question
from cxkit.survey.model import Survey
from cxkit.words import say


def task_of(step: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what phones are asked at a step besides a survey; None: nothing."""
    kind, about = step["kind"], step["list"]
    if kind == PREDICT:
        about = f"{step['survey']}.{step['part']}" if step["survey"] and step["part"] else ""
    if kind not in (PREDICT, COLLECT, VOTE) or not about:
        return None
    told = {name: step[name] for name in ("kind", "survey", "part", "hue", "headline", "words", "list")}
    return {**told, "key": f"{kind} {about}"}


@dataclass(frozen=True, kw_only=True)
class Tasks:
    """What is said openly in one workshop."""

    stage: Stage

    @property
    def on(self) -> dict[str, Any] | None:
        """The task that phones are asked now; None: none."""
        found: dict[str, Any] | None = self.stage.kept()["task"]
        return found

    def asked(self, token: str = "", steps: Mapping[str, Mapping[str, Any]] = MappingProxyType({})) -> dict[str, Any]:
        """Return what a phone needs to ask it, and what is kept of that phone, if its token is given.

        steps: the workshop's by id, in the reader's language. Raises RoomClosed where nothing is asked.
        """
        kept = self.stage.kept()
        task = kept["task"]
        if task is None:
            raise RoomClosed(say("room.task_over"))
        step = steps.get(kept["step"], task)
        task = {**task, "headline": step["headline"], "words": step["words"]}
        told = {name: task[name] for name in ("kind", "key", "hue", "headline", "words", "list")}
        revision, mine = self._own(task["key"], token) if token else (0, None)
        if task["kind"] == PREDICT:
            told |= question(self.survey(task["survey"]), task["part"])
        elif task["kind"] == VOTE:
            lines = [one for one in self.lines(task["list"]) if not one.hidden]
            told |= {"lines": by_theme(lines, self.stage.said.workshop.language)}
        return told | {"revision": revision, "mine": mine, "most": MOST_VOTES}

    def say(self, key: str, token: str, revision: int, said: Any, own: str = "") -> Future[None]:
        """Keep what a phone says to the task with that key; None: that it would rather not, or no longer.

        own: the number of a line, which belongs to nothing else. Raises RoomError for what cannot be said; further
        errors come out of the future, as `KeptOpenAnswers.say_openly` has them.
        """
        task, lead = self.on, self.stage.lead
        if task is None or task["key"] != key:
            raise RoomClosed(say("room.task_over"))
        body: dict[str, Any] | None = None
        if said is not None and task["kind"] == PREDICT:
            body = guess(said, self.survey(task["survey"]))
        elif said is not None and task["kind"] == COLLECT:
            body = {"words": line(said)}
        elif said is not None:
            body = {"chosen": self._votes(said, task["list"])}
        mark = self.mark(key, own or token)
        ticketed = (lead.code, token) if lead.ticketed else None
        return lead.store.say_openly(lead.id, key, mark, revision, body, ticketed=ticketed)

    def mark(self, key: str, secret: str) -> str:
        """Return by what a phone's guess, line or vote is known while it may change."""
        return digest(f"{key} {self.stage.lead.code} {secret}")[:32]

    def is_new(self, key: str, secret: str) -> bool:
        """Say whether nothing is kept of this yet."""
        return not self._own(key, secret)[0]

    def _own(self, key: str, secret: str) -> tuple[int, dict[str, Any] | None]:
        return self.stage.lead.store.own_open_answer(self.stage.lead.id, key, self.mark(key, secret))

    def _votes(self, said: Any, name: str) -> list[str]:
        if not isinstance(said, list) or len(said) > MOST_VOTES or not all(isinstance(one, str) for one in said):
            raise RoomError(say("collect.many_votes", most=MOST_VOTES))
        there = {one.key for one in self.lines(name) if not one.hidden}
        return sorted({*said} & there)  # one that has been hidden meanwhile does not count

    def count(self) -> int:
        """Return how many have said something to the task that is on."""
        task = self.on
        return len(self._said(task["key"])) if task else 0

    def clouds(self, survey: str, part: str) -> list[Cloud]:
        """Return the guesses of a dimension, once they can no longer change."""
        guessed = self.stage.kept()["guessed"].get(f"{survey}.{part}")
        return clouds(guessed, self.survey(survey)) if guessed else []

    def survey(self, id: str) -> Survey:
        """Return a survey as this workshop asks it."""
        code = self.stage.kept()["rooms"].get(id)
        return Room.find(self.stage.lead.store, code).survey if code else self.stage.said.surveys[id]

    def wall(self, name: str) -> Wall:
        """Return what the facilitator has made of a list."""
        return Wall.of(self.stage.kept()["walls"].get(name))

    def lines(self, name: str) -> list[Line]:
        """Return the lines of a list as the facilitator sees them, hidden ones too; votes as they come."""
        task, votes = self.on, None
        if task and task["key"] == f"{VOTE} {name}":
            votes = Counter(chosen for vote in self._said(task["key"]) for chosen in vote["chosen"])
        return self.wall(name).lines((one["words"] for one in self._said(f"{COLLECT} {name}")), votes)

    def _said(self, key: str) -> list[dict[str, Any]]:
        return self.stage.lead.store.said_openly(self.stage.lead.id, key)

    def view(self, name: str) -> dict[str, Any]:
        """Return a list as the stage shows it: what is not hidden, by its theme, what was chosen, if votes count."""
        wall, lines = self.wall(name), [one for one in self.lines(name) if not one.hidden]
        theme = {one["key"]: one["theme"] for one in by_theme(lines, self.stage.said.workshop.language)}
        told = [{**vars(one), "theme": theme[one.key]} for one in lines]
        voting = (self.on or {}).get("kind") == VOTE or any(one.votes for one in lines)
        return {"list": name, "lines": told, "chosen": wall.chosen, "votes": voting}

    def moderated(self, name: str) -> dict[str, Any]:
        """Return a list as the facilitator sees it."""
        task = self.on
        return {
            "list": name,
            "lines": [vars(one) for one in self.lines(name)],
            "chosen": self.wall(name).chosen,
            "voting": bool(task and task["kind"] == VOTE),
            "used_for": self.used_for(name),
        }

    def edit(self, name: str, action: str, keys: list[str], words: str = "") -> None:
        """Do one thing with lines of a list, as `Wall.edited`. Raises NotFound for one that is not there."""
        known(keys, self.lines(name))

        def step(kept: Kept, _: Looks) -> Taken:
            wall = Wall.of(kept["walls"].get(name)).edited(action, keys, words)
            return {**kept, "walls": {**kept["walls"], name: wall.to_dict()}}, {}

        self.stage.take(step)

    def vote(self, on: bool) -> None:
        """Let phones vote on the list that they collect, or collect again."""

        def step(kept: Kept, _: Looks) -> Taken:
            task = kept["task"]
            if not task or not task["list"]:
                raise RoomError(say("collect.nothing_on"))
            kind = VOTE if on else COLLECT
            return {**kept, "task": {**task, "kind": kind, "key": f"{kind} {task['list']}"}}, {}

        self.stage.take(step)

    def used_for(self, name: str) -> str:
        """Return what a list is called whose place these lines may take in the workshop; "": none."""
        return Setup(room=self.stage.lead).own_lists().get(name, "")

    def use(self, name: str) -> None:
        """Put the lines of a list, as they stand on the wall, in place of the workshop's examples.

        Raises RoomClosed where people have been asked about these already.
        """
        words = [one.words for one in self.lines(name) if not one.hidden]
        if not words or not self.used_for(name):
            raise RoomError(say("collect.nothing_on"))
        try:
            Setup(room=self.stage.lead).use(name, words)
        except SetupError as error:  # it names keys of a file, which nobody has in front of them
            raise RoomError(str(error)) from None

    def chosen(self, name: str) -> str:
        """Return the line that was chosen of a list; "": none."""
        wall = self.wall(name)
        return next((one.words for one in self.lines(name) if one.key == wall.chosen and not one.hidden), "")

    def to_dict(self) -> dict[str, Any]:
        """Return what the team's book shows of all lists: what was chosen, and the lines that are not hidden."""
        rows = self.stage.lead.store.open_tasks(self.stage.lead.id)
        names = [task.partition(" ")[2] for task in rows if task.startswith(f"{COLLECT} ")]
        return {
            name: {
                "chosen": self.chosen(name),
                "lines": [
                    {"words": one.words, "n": one.n, "votes": one.votes} for one in self.lines(name) if not one.hidden
                ],
            }
            for name in names
        }
