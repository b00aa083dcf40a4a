"""Setting a room up: what the form offers, and what becomes of it. Until somebody joins, it may change."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cxkit.book.steps import kinds, known_steps
from cxkit.book.steps import steps as written_steps
from cxkit.errors import RoomClosed, SurveyError, listing
from cxkit.live.room import Room, asked
from cxkit.live.storage.store import OPEN, PREPARING, Store
from cxkit.survey import workshop as workshops
from cxkit.survey.chapters import offered_steps, walls
from cxkit.survey.files import load_survey, shipped_surveys
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension
from cxkit.survey.run_sheet import RunSheet, shipped_run_sheets, usual_run_sheet
from cxkit.survey.workshop import Workshop
from cxkit.survey.workshop_file import LONGEST, read_workshop
from cxkit.words import say, spoken


def make_room(store: Store, workshop: Workshop, *, port: int, state: str = OPEN, **more: Any) -> tuple[Room, str]:
    """Make the room of a workshop, open or to be set up first. Returns it and the facilitator's key.

    more: further columns, and `after`: what it follows (cxkit.live.storage.rooms).
    """
    return Room.create(store, port=port, state=state, **(_asked(workshop) | more))


@cache
def _shipped() -> dict[str, Survey]:
    return {name: load_survey(name) for name in shipped_surveys()}


@dataclass(frozen=True, kw_only=True)
class Setup:
    """The set-up of one room."""

    room: Room

    def form(self, book: Path | None = None) -> dict[str, Any]:
        """Return what the form shows: the set-up as it is, what there is to choose from, and why it is locked, if so.

        book: the folder of the built book, which has the headlines of steps.
        """
        room, workshop, lang = self.room, self.workshop(), spoken()
        surveys = {id: workshops.led_by(survey, lang) for id, survey in self.surveys().items()}
        told = workshop.to_dict()
        if room.state == PREPARING:  # what nobody has put in yet is in the language of who does
            told |= {"title": workshops.title_in(workshop.survey, lang, workshop.title)}
            if "teams" in workshop.examples(workshop.survey):
                told["teams"] = list(workshops.usual_teams(lang))
        return {
            "code": room.code,
            "state": room.state,
            "locked": say("room.joined") if room.store.begun(room.lead) else "",
            "workshop": told,
            "surveys": [_offer(survey) for survey in surveys.values()],
            "run_sheet": _sheet(workshop.run_sheet),
            "run_sheets": [_sheet(sheet) for sheet in shipped_run_sheets().values()],
            "steps": _steps(surveys.values(), book),
            "on_stage": workshops.ON_STAGE,
            "words": [_examples(name, surveys) for name in workshops.examples_of(surveys.values())],
        }

    def change(self, raw: Mapping[str, Any]) -> None:
        """Set the room up as the form says, and open it. Raises SetupError, or RoomClosed once somebody has joined."""
        self.set_up(read_workshop(raw, load=self._load))

    def set_up(self, workshop: Workshop) -> None:
        """Set the room up for a workshop, and open it; one that is so already stays at its step.

        Raises RoomClosed once somebody has joined, or said something.
        """
        columns = _asked(workshop)
        if self.room.state == PREPARING or json.loads(json.dumps(columns["setup"])) != self.room.setup:
            self.room.set_up(**columns)

    def reword(self, lists: Mapping[str, Any]) -> None:
        """Put the workshop's own words in place of examples, also once people have joined; a list left out has these.

        Raises SetupError, or RoomClosed where people have been asked about the examples.
        """
        before, surveys = self.workshop(), self.surveys()
        own = {name: one for name, one in before.lists.items() if name not in workshops.examples_of(surveys.values())}
        workshop = read_workshop(before.to_dict() | {"lists": {**lists, **own}}, load=self._load)
        changed = {name for name, one in workshop.lists.items() if before.lists.get(name) != one}
        changed |= set(before.lists) - set(workshop.lists)
        self._put(workshop, lambda survey: not changed.isdisjoint(workshops.examples_of([survey])))

    def _put(self, workshop: Workshop, asks: Callable[[Survey], bool]) -> None:
        """Keep a workshop in other words. asks: whether a survey asks about them. Raises RoomClosed where one has."""
        surveys, columns = self.surveys(), asked(**_known(workshop))
        own = asks(workshop.survey)

        def step(kept: Any, rooms: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
            others = {*(kept.stage or {}).get("rooms", ())} - {workshop.survey.id}
            asking = any(asks(surveys[id]) for id in others if id in surveys)
            if asking or (own and any(one["joined"] for one in rooms)):
                raise RoomClosed(say("room.words_asked"))
            setup = {**(kept.setup or columns["setup"]), "workshop": workshop.to_dict()}
            return {kept.code: {**(columns if own else {}), "setup": setup}}

        self.room.store.step(self.room.id, step).result()

    def ask_leaders(self) -> None:
        """Have leaders asked whether they agree to be shown, also once people have joined: in what nobody has begun.

        Raises RoomError where what the room asks compares nobody.
        """
        columns = asked(**_known(replace(self.workshop(), leaders_from_two=True)))

        def step(kept: Any, rooms: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
            on = (kept.stage or {}).get("now", self.room.survey.id) == self.room.survey.id
            begun = any(one["answered"] for one in rooms if one["code"] == kept.code)
            return {kept.code: {"setup": columns["setup"]} if begun or on else columns}

        self.room.store.step(self.room.id, step).result()

    def own_lists(self) -> dict[str, str]:
        """Return what lists are called whose entries the workshop gives in its own words, by their names."""
        workshop, surveys = self.workshop(), self.surveys()
        asking = [surveys[id] for id in dict.fromkeys((workshop.survey.id, *workshop.activities)) if id in surveys]
        teams = {workshops.DEPARTMENTS: example_title("teams", None)} if _asks_teams(workshop.survey) else {}
        return teams | {name: example_title(name, one) for name, one in workshops.examples_of(asking).items()}

    def use(self, name: str, words: Sequence[str]) -> None:
        """Let a list have these entries. Raises SetupError, or RoomClosed where people have been asked about others."""
        before, surveys = self.workshop(), self.surveys()
        if name != workshops.DEPARTMENTS:
            examples = workshops.examples_of(surveys.values())
            self.reword({one: own for one, own in before.lists.items() if one in examples} | {name: words})
            return
        invited = sum(before.invited.values()) if isinstance(before.invited, Mapping) else before.invited
        told = before.to_dict() | {"teams": list(words), "invited": invited}
        self._put(read_workshop(told, load=self._load), _asks_teams)

    def another(self) -> str:
        """Make one more room, to be set up, with what this one has filled in. Returns the facilitator's key to it."""
        return make_room(self.room.store, self.workshop(), port=self.room.port, state=PREPARING)[1]

    def workshop(self) -> Workshop:
        """Return what the room was set up with; where that was by other means, what its survey tells."""
        kept = self.room.store.columns(self.room.id, "setup")[0]
        if not kept:
            told: dict[str, Any] = {"survey": self.room.survey.id, "title": self.room.title[:LONGEST]}
            told |= {} if self.room.asks else {"leaders_from_two": False}
            return read_workshop(told, load=self._load)
        return read_workshop(kept["workshop"], load=self._load)

    def surveys(self) -> dict[str, Survey]:
        """Return the surveys to choose from: those shipped, and the room's own."""
        kept = self.room.store.columns(self.room.id, "setup")[0]
        own = Survey.from_dict(kept["survey"]) if kept else self.room.survey
        return _shipped() | {own.id: own}

    def _load(self, name: str) -> Survey:
        surveys = self.surveys()
        if name not in surveys:  # never a path: what a page sends opens no file
            raise SurveyError(say("room.no_survey", known=listing(surveys)))
        return surveys[name]


def _asks_teams(survey: Survey) -> bool:
    asked = {one.id for one in survey.attributes if one.options is None}
    return workshops.TEAM in asked or any(workshops.DEPARTMENTS in one.lists for one in survey.dimensions)


def _asked(workshop: Workshop) -> dict[str, Any]:
    """Return what a room is made or set up with."""
    return {
        "survey": workshop.tailored(),
        "title": workshop.title,
        "leaders_from_two": workshop.asks_leaders(),
        "tickets": workshop.tickets,
        "stage": {"now": None} if workshop.paced else None,  # then phones wait from the start
        "setup": {
            "workshop": workshop.to_dict(),
            "survey": workshop.survey.to_dict(),
            "invited_by": workshop.invited_by(),
        },
    }


def _known(workshop: Workshop) -> dict[str, Any]:
    """Return the same of a room that is there: how people come in does not change, nor where it stands."""
    return {id: one for id, one in _asked(workshop).items() if id not in {"tickets", "stage"}}


def _sheet(sheet: RunSheet) -> dict[str, Any]:
    return {"id": sheet.id, **sheet.to_dict()}


def _steps(surveys: Iterable[Survey], book: Path | None) -> dict[str, dict[str, str]]:
    """Return what the form says of each step there is, by id; own: the survey that has it where no chapter does."""
    written, called, named = written_steps(book), kinds(), walls()
    return {
        id: {
            "title": one.title or named[one.list][0],
            "kind": called[one.kind],
            "survey": one.survey,
            "own": "" if id in offered_steps() else one.survey,
            "headline": written[id].headline if id in written else "",
        }
        for id, one in known_steps(surveys).items()
    }


def example_title(name: str, dimension: Dimension | None) -> str:
    """Return what a list is called that is made of examples until the workshop gives its own."""
    known = walls().get(workshops.DEPARTMENTS if name == "teams" else name)
    return known[0] if known else str(dimension and dimension.title)


def _examples(name: str, surveys: Mapping[str, Survey]) -> dict[str, Any]:
    asking = [survey for survey in surveys.values() if name in workshops.examples_of([survey])]
    dimension = workshops.examples_of(asking)[name]
    return {
        "name": name,
        "title": example_title(name, dimension),
        "examples": [str(item.text) for item in dimension.items],
        "surveys": [survey.id for survey in asking],
    }


def _offer(survey: Survey) -> dict[str, Any]:
    options = {attribute.id: attribute.options for attribute in survey.attributes}
    compared = next((a for a in survey.attributes if a.compare), None)
    return {
        "id": survey.id,
        "title": str(survey.title),
        "items": len(survey.items),
        "least": survey.confidentiality.scores,
        "lists": {id: str(title) for id, title in workshops.lists_of(survey).items()},
        "asks_teams": workshops.TEAM in options and options[workshops.TEAM] is None,
        "roles": {value: str(words) for value, words in (options.get(workshops.ROLE) or {}).items()},
        "languages": list(workshops.languages(survey)),
        "run_sheet": _sheet(usual_run_sheet(survey)),
        "leaders": [compared.id, *compared.compare] if compared and compared.compare else None,
    }
