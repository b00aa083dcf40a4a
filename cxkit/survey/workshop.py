"""A workshop: who is asked what, before anybody has joined. It tailors a survey to the organisation."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from cxkit import words
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension, Text
from cxkit.survey.run_sheet import BARE, RunSheet, shipped_run_sheets
from cxkit.words import FIRST, choose, say

TEAM, ROLE = "team", "role"
"""The attributes whose options a workshop chooses, where the survey has them."""
PARTNER = "partner"
"""Whoever works with the organisation from outside: an activity that asks for their view names them among its roles."""
DEPARTMENTS = "departments"
"""The list that a workshop's teams are, where a survey rates each of them."""


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """What a facilitator says about a workshop, checked: make it with `cxkit.survey.workshop_file.read_workshop`.

    survey: as its file has it. teams, roles: the options to choose from; none: it is not asked. lists: the same for
    any other attribute with options from the workshop, and the items of dimensions that wait for it, or that have
    examples until it gives its own, in whichever of its activities. invited:
    how many may answer, in all or by team; None: nobody has said. languages: which of the survey's are offered, that
    of the stage first. second_language: one of them in which the stage says its question as well, smaller; "": none.
    said: what an entry of teams and lists is called by language, where it was given in several.
    activities: surveys that may be opened besides. run_sheet: the steps, their order and minutes. paced: phones wait
    until the facilitator has come to a step at which they answer. tickets: each printed slip or shown code lets one
    response in. leaders_from_two: ask leaders whether their means may be shown, few as they are, wherever an activity
    compares them with others.
    """

    survey: Survey
    title: str
    run_sheet: RunSheet
    organisation: str = ""
    teams: tuple[str, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
    said: Mapping[str, Text] = field(default_factory=dict)
    invited: int | Mapping[str, int] | None = None
    languages: tuple[str, ...] = ()
    second_language: str = ""
    leaders_from_two: bool = True
    activities: tuple[str, ...] = ()
    paced: bool = False
    tickets: bool = False

    @cached_property
    def language(self) -> str:
        """The language that stage and facilitator are spoken to in: the first that is offered, or the survey's."""
        return self.languages[0] if self.languages else language_of(self.survey)

    def tailored(self) -> Survey:
        """Return the survey as this workshop asks it: with its teams and roles, in its languages."""
        raw = self.survey.to_dict()
        raw["attributes"] = [told for attribute in raw["attributes"] if (told := self._attribute(attribute))]
        given = {DEPARTMENTS: self.teams, **self.lists}
        survey = Survey.from_dict(raw).with_workshop({name: self._plain(own) for name, own in given.items() if own})
        return in_languages(survey, self.languages)

    def _attribute(self, raw: dict[str, Any]) -> dict[str, Any] | None:
        """Return an attribute with the options chosen, or None where it is not asked."""
        if raw["options"] == "from_workshop":
            given = self.teams if raw["id"] == TEAM else self.lists.get(raw["id"], ())
            options = dict(zip(given, self._plain(given), strict=True))
        elif raw["id"] == ROLE and isinstance(raw["options"], dict):
            wanted = {*self.roles, PARTNER} if self.roles else set()
            options = {value: words for value, words in raw["options"].items() if value in wanted}
        else:
            return raw
        if not options:
            return None
        kept = {} if set(raw.get("compare", ())) <= set(options) else {"compare": None}
        return {name: value for name, value in (raw | {"options": options} | kept).items() if value is not None}

    def _plain(self, entries: Iterable[str]) -> list[str | dict[str, str]]:
        """Return the entries of a list as a file has them."""
        return [self.said[entry].plain() if entry in self.said else entry for entry in entries]

    def asks_leaders(self) -> bool:
        """Tell whether leaders are asked: where it is wished, and what is asked compares them with others."""
        return self.leaders_from_two and any(attribute.compare for attribute in self.tailored().attributes)

    def examples(self, survey: Survey) -> dict[str, Dimension | None]:
        """Return what a survey would ask in words that are not this workshop's own, by the name of their list.

        teams: None, as long as they are those that stand in for a workshop's; of others, a dimension with examples.
        """
        asked = {one.id for one in survey.attributes}.union(*(one.lists for one in survey.dimensions))
        teams: dict[str, Dimension | None] = {"teams": None} if asked & {TEAM, DEPARTMENTS} else {}
        lists = {name: one for name, one in examples_of([survey]).items() if name not in self.lists}
        return (teams if self.teams in {usual_teams(lang) for lang in words.languages()} else {}) | lists

    def too_long(self) -> dict[str, tuple[str, int]]:
        """Return, of each list of which the stage cuts an entry, the longest, and how many letters it has too many."""
        given = {"teams": self.teams, **self.lists}
        longest = {name: max(own, key=len) for name, own in given.items() if len(own) > ON_STAGE[0]}
        return {name: (one, len(one) - ON_STAGE[1]) for name, one in longest.items() if len(one) > ON_STAGE[1]}

    def invited_by(self) -> int | dict[str, dict[str, int]] | None:
        """Return the number invited as `cxkit.report` takes it."""
        return {TEAM: dict(self.invited)} if isinstance(self.invited, Mapping) else self.invited

    def to_dict(self) -> dict[str, Any]:
        """Return the form that a workshop file has, with the survey's name in place of the survey."""
        given = {name: getattr(self, name) for name in ("title", "organisation", "invited", "paced", "tickets")}
        if self.asks_leaders() or not self.leaders_from_two:  # what a file wishes must be possible
            given["leaders_from_two"] = self.leaders_from_two
        given |= {"second_language": self.second_language} if self.second_language else {}
        lists: dict[str, Any] = {name: list(getattr(self, name)) for name in ("roles", "languages", "activities")}
        lists["teams"] = self._plain(self.teams)
        own = {name: self._plain(options) for name, options in self.lists.items()}
        sheet = self.run_sheet if self.run_sheet == shipped_run_sheets().get(self.run_sheet.id) else None
        told = {} if self.run_sheet.id == BARE else {"run_sheet": sheet.id if sheet else self.run_sheet.to_dict()}
        return {"survey": self.survey.id, **given, **lists, "lists": own, **told}


ON_STAGE = (6, 40)
"""Of more entries than that, each has room for so many letters on the stage; of fewer for what people write."""


def usual_teams(lang: str = FIRST) -> tuple[str, ...]:
    """Return what a workshop asks for where nobody has said which teams there are."""
    return tuple(say("setup.usual_teams", lang=lang).split(", "))


def lists_of(survey: Survey) -> dict[str, Text]:
    """Return what the workshop has to list for a survey, besides its teams: the titles of what it is for, by name.

    Options of attributes, and items of dimensions that have none without it.
    """
    options = {one.id: one.title for one in survey.attributes if one.options is None}
    given = {TEAM, DEPARTMENTS} if TEAM in options else set()
    items = {one.items_from: one.title for one in survey.dimensions if one.items_from and not one.items}
    return {name: title for name, title in {**options, **items}.items() if name not in given}


def examples_of(surveys: Iterable[Survey]) -> dict[str, Dimension]:
    """Return the dimensions whose items are examples until a workshop lists its own, by the name of the list."""
    dimensions = [one for survey in surveys for one in survey.dimensions]
    return {one.items_from: one for one in dimensions if one.items_from and one.items_from != DEPARTMENTS and one.items}


def languages(survey: Survey) -> tuple[str, ...]:
    """Return the languages that a survey names, in their order; none where its words stand without one."""
    return tuple(dict.fromkeys(language for text in _texts(survey) for language, _ in text.by_language if language))


def _texts(value: Any) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if is_dataclass(value):
        return [text for field in fields(value) for text in _texts(getattr(value, field.name))]
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    return [text for one in inside for text in _texts(one)]


def language_of(survey: Survey) -> str:
    """Return the language that a room of a survey speaks: the survey's first, or English where it names none."""
    return next(iter(languages(survey)), FIRST)


def title_in(survey: Survey, lang: str, given: str = "") -> str:
    """Return what a workshop is called: as it is given, or as its survey is in a language where that is no other."""
    return survey.title.said(lang) if given in ("", *survey.title.all()) else given


def led_by(survey: Survey, lang: str) -> Survey:
    """Return a survey with the language first that is best for one: what is shown of it is in that."""
    own = languages(survey)
    best = choose(lang, own)
    return in_languages(survey, tuple(dict.fromkeys((best, *own)))) if best else survey


def in_languages(survey: Survey, chosen: tuple[str, ...]) -> Survey:
    """Return a survey in the languages chosen, the first of them first; words that are in none of them stay."""

    def those(text: Text) -> Text:
        own = dict(text.by_language)
        return Text(tuple((lang, own[lang]) for lang in chosen if lang in own) or text.by_language)

    return _each(survey, those)  # type: ignore[no-any-return]


def in_one(survey: Survey, lang: str) -> Survey:
    """Return a survey in the words of one language, or of the best that it has for it, without saying which."""
    return _each(survey, lambda text: Text.of(text.said(lang)))  # type: ignore[no-any-return]


def _each(value: Any, change: Callable[[Text], Text]) -> Any:
    """Return a survey, or a part of one, with its texts changed."""
    if isinstance(value, Text):
        return change(value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _each(getattr(value, f.name), change) for f in fields(value)})
    if isinstance(value, Mapping):
        return {name: _each(one, change) for name, one in value.items()}
    return tuple(_each(one, change) for one in value) if isinstance(value, tuple) else value
