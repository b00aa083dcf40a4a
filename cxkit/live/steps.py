"""The way through a workshop: the steps of its run sheet, which of them is on, and what it shows the room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from cxkit.book.steps import FILE, steps_on
from cxkit.errors import RoomError, StillWriting, listing
from cxkit.live import timer
from cxkit.live.found import as_staged, found, true_scores, uncovered
from cxkit.live.openly import COLLECT, PREDICT, VOTE
from cxkit.live.room import Look, Room
from cxkit.live.series import Series
from cxkit.live.stage import Kept, Looks, Said, Stage, Step, Taken, waiting
from cxkit.live.storage.store import CLOSED, OPEN
from cxkit.live.tasks import Tasks, task_of
from cxkit.reports.by_hand import asked, by_hand, choices
from cxkit.reports.guesses import shown
from cxkit.reports.headline import Headline
from cxkit.reports.pictures import Picture
from cxkit.survey.chapters import walls
from cxkit.survey.workshop import led_by
from cxkit.words import direction, say, speaking

ASKING = ("activity", PREDICT)
"""The kinds of step at which phones answer."""
REVEAL = "reveal"
FOLLOWING = ("talk", "do")
"""The kinds of step that follow from what was revealed."""
_LISTED = ("id", "kind", "title", "question", "minutes", "survey", "part")


@dataclass(frozen=True, kw_only=True)
class Steps:
    """The steps of a workshop, in their order. book: the folder of the built book, which has their words, or None."""

    stage: Stage
    book: Path | None = None

    @property
    def all(self) -> tuple[Mapping[str, Any], ...]:
        """The steps, each with its `minutes`, and with `question` and `hue` of what it asks or reveals."""
        return _all(self.stage.said, self.book, self._written)

    def said_in(self, lang: str) -> Mapping[str, Mapping[str, Any]]:
        """Return the same steps by id, without their minutes, in the words of a language, as far as it has them."""
        return _said_in(lang, self.stage.said, self.book, self._written)

    @property
    def _written(self) -> int:
        file = self.book / FILE if self.book else None
        return file.stat().st_mtime_ns if file and file.is_file() else 0

    def view(self) -> tuple[dict[str, Any], Look | None]:
        """Return what the stage shows, and the room that phones answer now, as `Stage.look` does."""
        view, look = self.stage.look()
        sheet, at = self.stage.said.workshop.run_sheet, self.at(self.stage.kept())
        step, about = self.all[at] if at >= 0 else None, self._about(at)
        finding = self._finding(view, about) if about else None
        second, other = self._second(view, at) if step else (None, None)
        named = bool(about and finding and about["examples"])  # what was made up is what it found, too
        told = self._staged(view, step) | {"examples": step["examples"] or named} if step else {}
        return view | {
            "sheet": {"title": sheet.title.said(self.stage.said.workshop.language), "minutes": sheet.minutes},
            "steps": [
                {name: one[name] for name in _LISTED} | {"done": place < at} for place, one in enumerate(self.all)
            ],
            "at": at,
            "step": told | {"second": second} if step else None,
            "uncovered_now": bool(step and step["kind"] == REVEAL and finding),
            "finding": finding and as_staged(finding, other),
            **(self._shown(view, step) if step else {}),
        }, look

    def _staged(self, view: Mapping[str, Any], step: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the stage may know of a step; of a reveal in a room of too few for numbers, how to show hands.

        choices: what hands are raised for, where a reveal has no picture.
        """
        told = {name: value for name, value in step.items() if name != "say"}
        if step["kind"] != REVEAL:
            return told
        survey = led_by(Tasks(stage=self.stage).survey(step["survey"]), self.stage.said.workshop.language)
        one = asked(survey, step["part"])
        told |= {"choices": choices(one), "question": str(one.question or one.title)}
        if not self._few(view["activities"], step["survey"]):
            return told
        return told | {"words": f"{say('headline.hands_few')} {by_hand(one)}", "by_hand": True}

    def _few(self, activities: Sequence[Mapping[str, Any]], survey: str) -> bool:
        """Say whether too few are here for any number, or, where only a few more are, have answered."""
        one = next((one for one in activities if one["survey"] == survey), {})
        joined, answered = one.get("joined", 0), one.get("answered", 0)
        least = self.stage.said.surveys[survey].confidentiality
        least_here = least.distributions if answered < least.scores else least.scores
        return bool(0 < joined < least_here)

    def _second(self, view: Mapping[str, Any], at: int) -> tuple[dict[str, Any] | None, Headline | Picture | None]:
        """Return what the stage says largest at a step, and what was found, in the second language of a mixed room."""
        step, about = self.all[at], self._about(at)
        second: dict[str, Any] | None = step["second"]
        if second is None:
            return None, None
        with speaking(second["lang"]):
            finding = self._finding(view, about) if about else None
            if step["kind"] == REVEAL and not finding:
                survey = led_by(Tasks(stage=self.stage).survey(step["survey"]), second["lang"])
                one = asked(survey, step["part"])
                words = second["words"] if step["headline"] else str(one.question or one.title)
                return second | {"choices": choices(one), "words": words}, None
            after = finding.following if finding else None
            words = finding.headline if finding and step["kind"] == REVEAL else ""
            if after and step["kind"] == "talk" and after.own:
                words = after.question
            elif after and step["kind"] == "do" and after.actions:
                words = say("stage.this_week")
                second |= {"actions": [action["do"] for action in after.to_dict()["actions"]]}
        return second | ({"words": words} if words else {}), finding

    def _about(self, at: int) -> Mapping[str, Any] | None:
        """Return the reveal that a step is, or that it is the first question, or actions, of its chapter to follow."""
        step = self.all[at] if at >= 0 else {"kind": ""}
        if step["kind"] not in FOLLOWING:
            return step if step["kind"] == REVEAL else None
        before = (one for one in self.all[:at][::-1] if one["chapter"] == step["chapter"])
        last = next((one for one in before if one["kind"] in (REVEAL, step["kind"])), None)
        return last if last and last["kind"] == REVEAL else None

    def _finding(self, view: Mapping[str, Any], step: Mapping[str, Any]) -> Headline | Picture | None:
        """Return what the released Report says first of what a step reveals, once the room has seen it."""
        if not uncovered(view, step["survey"], step["part"]):
            return None
        (one,) = (one for one in view["activities"] if one["survey"] == step["survey"])
        first = found(self.stage, one, step["part"])
        changed = Series(stage=self.stage).trend(step["survey"], step["part"])
        if changed:  # a follow-up says first what has changed, then how it is today
            words = f"{changed.words} {first.headline}".replace("\n", " ")
            first = replace(changed, words=words, following=first.following)
        return first

    def _shown(self, view: Mapping[str, Any], step: Mapping[str, Any]) -> dict[str, Any]:
        """Return what people say openly at the step that is on.

        clouds: what was guessed, and once uncovered what is true. guessed: how many have, while they may. wall_of: the
        lines of a list. chosen: the one that was chosen of it.
        """
        tasks, name = Tasks(stage=self.stage), step["list"]
        clouds = tasks.clouds(step["survey"], step["part"]) if step["kind"] == REVEAL and step["part"] else []
        seen = clouds and uncovered(view, step["survey"], step["part"])
        (one,) = (one for one in view["activities"] if one["survey"] == step["survey"]) if seen else ({},)
        truths = true_scores(self.stage, one, step["part"]) if seen else {}
        dots = shown(clouds, tasks.survey(step["survey"]), truths) if clouds else []
        if dots and (other := self.stage.said.workshop.second_language):
            with speaking(other):
                called = shown(clouds, led_by(tasks.survey(step["survey"]), other), {})
            dots = [one | {"second": two["label"]} for one, two in zip(dots, called, strict=True)]
        return {
            "clouds": dots,
            "guessed": tasks.count() if step["kind"] == PREDICT and tasks.on else None,
            "wall_of": tasks.view(name) if step["kind"] in (COLLECT, VOTE) else None,
            "chosen": tasks.chosen(name) if name else "",
        }

    def left(self) -> dict[str, float | None]:
        """Return the seconds left of the step that is on and of the whole, and how far behind the run sheet it is.

        Below 0: over, and ahead. None for all before the start.
        """
        kept = self.stage.kept()
        at, began = self.at(kept), kept["began"]
        if at < 0:
            return {"step": None, "whole": None, "behind": None}
        own, before = 60 * self.all[at]["minutes"], 60 * sum(step["minutes"] for step in self.all[:at])
        step, whole = timer.passed(began["step"]), timer.passed(began["whole"])
        total = 60 * self.stage.said.workshop.run_sheet.minutes
        return {"step": own - step, "whole": total - whole, "behind": whole - before - min(step, own)}

    def go(self, to: str, *, sure: bool = False) -> None:
        """Turn to a step: phones answer what it asks. Raises RoomError for an unknown one.

        However often this comes, it is one step. At a step that asks nothing, phones go on with what is on; with what
        comes later, or nothing of the run sheet, they wait. Raises StillWriting, unless sure, where that closes what
        people are writing in.
        """
        place = self._place(to)
        step, so_far = self.all[place], {one["survey"] for one in self.all[: place + 1] if one["kind"] in ASKING}
        opening = self.stage.opening(step["survey"]) if step["kind"] in ASKING and step["survey"] else None

        def take(kept: Kept, rooms: Looks) -> Taken:
            if kept["step"] == to:
                return kept, {}
            stay = opening is None and kept["now"] in so_far
            after, columns = (kept, {}) if stay else _asking(opening or waiting, sure)(kept, rooms)
            then = self._begun({**after, "timer": None}, to)
            if then["task"] and not sure and (look := rooms.get(after["now"])) and (busy := _writing(look)):
                raise StillWriting(say("facilitator.still_busy", title=look.room.title, n=busy))
            return then, columns

        self.stage.take(take)

    def wait(self, *, sure: bool = False) -> None:
        """Let phones wait at the step that is on. Raises StillWriting as `go` does."""
        self.stage.take(_asking(waiting, sure))

    def move(self, by: int, *, seen: str = "", sure: bool = False) -> None:
        """Turn to the next step (1), or back (-1); at either end it stays. seen: where the screen that asks stood.

        Once somebody has moved on from there, nothing happens: two screens, or two clicks, are one step.
        """
        kept = self.stage.kept()
        if self.all and (not seen or seen == kept["step"]):
            self.go(self.all[max(0, min(len(self.all) - 1, self.at(kept) + by))]["id"], sure=sure)

    def reveal(self, *, sure: bool = False) -> None:
        """Turn the step that is on into its reveal; where it asks something, turn to the reveal of that.

        In a room of four there are no numbers: it turns to the question that people answer by hand. Raises RoomError
        where there is nothing to reveal, or too few have answered; StillWriting as `go` does.
        """
        at = self.at(self.stage.kept())
        step = self._revealing(at) if at >= 0 else None
        if step is None:
            raise RoomError(say("stage.nothing_to_reveal"))
        if step["id"] != self.all[at]["id"] and self._few(self.stage.view()["activities"], step["survey"]):
            self.go(step["id"], sure=sure)  # to be shown by hand
            return
        room = self.stage.rooms().get(step["survey"])
        if room and not sure and (busy := _writing(Room.look(room.store, [room.code])[room.code])):
            raise StillWriting(say("stage.still_revealing", n=busy))
        self.stage.reveal(step["survey"], step["part"], then=lambda kept: self._begun(kept, step["id"]))

    def _revealing(self, at: int) -> Mapping[str, Any] | None:
        """Return the step that reveals what the one at a place asks, or is about; None: there is none."""
        now = self.all[at]
        if now["kind"] not in (*ASKING, REVEAL):
            return None
        later = (step for step in self.all[at:] if step["kind"] == REVEAL and step["survey"] == now["survey"])
        return next((step for step in later if now["part"] in ("", step["part"])), None)

    def _begun(self, kept: Kept, id: str) -> Kept:
        """Return where the workshop stands once a step has begun."""
        step = self.all[self._place(id)]
        seen = kept["uncovered"].get(step["survey"], ())
        over = step["kind"] == PREDICT and (seen is None or not {"", step["part"]}.isdisjoint(seen))
        kept = {**kept, "wall": "", "task": None if over else task_of(step)}
        if kept["step"] == id:
            return kept
        now = timer.begun(timer.LONGEST)
        return {**kept, "step": id, "began": {"whole": now, **kept["began"], "step": now}}

    def at(self, kept: Kept) -> int:
        """Return the place of the step that is on; -1: none."""
        return next((place for place, step in enumerate(self.all) if step["id"] == kept["step"]), -1)

    def _place(self, id: str) -> int:
        known = [step["id"] for step in self.all]
        if id not in known:
            raise RoomError(say("stage.no_step", step=id, known=listing(known)))
        return known.index(id)


def _asking(turn: Step, sure: bool) -> Step:
    """Return a step that raises StillWriting, unless sure, where it closes what people are writing in."""

    def step(kept: Kept, rooms: Looks) -> Taken:
        after, columns = turn(kept, rooms)
        for look in () if sure else rooms.values():
            if _writing(look) and columns.get(look.room.code, {}).get("state") == CLOSED:
                raise StillWriting(say("facilitator.still_writing", title=look.room.title, n=_writing(look)))
        return after, columns

    return step


def _writing(look: Look) -> int:
    """Return how many have begun to answer in a room, and have not finished."""
    return max(0, look.progress.answered - look.progress.finished) if look.room.state == OPEN else 0


@lru_cache(maxsize=64)
def _all(said: Said, book: Path | None, written: int) -> tuple[Mapping[str, Any], ...]:
    minutes, lang, second = dict(said.workshop.run_sheet.steps), said.workshop.language, said.workshop.second_language
    besides = _said_in(second, said, book, written) if second else {}
    way = {"lang": second, "dir": direction(second)}
    unsaid = {PREDICT: say("stage.predict", lang=second), COLLECT: say("collect.ask", lang=second)}
    smaller = {
        id: {**way, "words": one["headline"] or unsaid.get(one["kind"]) or one["question"] or one["title"]}
        for id, one in besides.items()
    }
    steps = _said_in(lang, said, book, written)
    return tuple({**step, "minutes": minutes[id], "second": smaller.get(id)} for id, step in steps.items())


@lru_cache(maxsize=64)
def _said_in(lang: str, said: Said, book: Path | None, _written: int) -> Mapping[str, Mapping[str, Any]]:
    """Return the steps by id as they are told in a language."""
    other = replace(said, surveys={id: led_by(survey, lang) for id, survey in said.surveys.items()})
    with speaking(lang):
        steps = steps_on(said.workshop.run_sheet, book, other.surveys.values())
        return {id: _told(vars(step), other) for id, step in steps.items()}


def _told(step: Mapping[str, Any], said: Said) -> dict[str, Any]:
    """Return a step with the question that it asks or reveals, and its dimension's place, if it has one.

    examples: whether what it asks about is not the workshop's own, but made up.
    """
    survey = said.surveys.get(step["survey"])
    asked = {dimension.id: dimension for dimension in survey.dimensions} if survey else {}
    part = step["part"] or (step["chapter"] if step["chapter"] in asked else "")  # without a book nobody has said it
    one = asked.get(part)
    question = one.question if one and one.question else ""
    hue = [*asked].index(part) if one and len(asked) > 1 else None
    asking = ([one] if one else [*asked.values()]) if step["kind"] in (*ASKING, REVEAL) else []
    made_up = {*said.workshop.examples(survey)} if survey else set()
    lists = {"departments" if name == "teams" else name for name in made_up} | made_up  # departments are its teams
    examples = any(name in lists for each in asking for name in each.lists)
    told = {**step, "part": part, "question": str(question), "hue": hue, "examples": examples}
    if step["kind"] not in (COLLECT, VOTE):
        return told
    title, ask = walls().get(step["list"], ("", ""))
    ask = ask if step["kind"] == COLLECT else say("collect.vote_for")
    return {**told, "title": step["title"] or title, "headline": step["headline"] or ask}
