"""From a workshop file, or what the set-up form sends, to a Workshop: every problem is told in one error."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cxkit.errors import SetupError, SurveyError, did_you_mean, listing
from cxkit.survey import workshop as workshops
from cxkit.survey.files import load_survey, shipped_surveys
from cxkit.survey.model import Survey
from cxkit.survey.parts import Text
from cxkit.survey.reader import KeyPath, say, writable
from cxkit.survey.run_sheet import BARE, USUAL, RunSheet, RunSheetReader, usual_run_sheet
from cxkit.survey.workshop import Workshop
from cxkit.survey.yaml_files import read_yaml

SURVEY = USUAL[0]
KEYS = ["title", "organisation", "survey", "teams", "lists", "roles", "invited", "languages", "second_language"]
KEYS += ["leaders_from_two", "activities", "paced", "tickets", "run_sheet"]
LONGEST, MOST_OPTIONS, MOST_INVITED = 120, 200, 1_000_000


def load_workshop(path: str | Path, given: Mapping[str, Any] | None = None) -> Workshop:
    """Load a workshop file. What is `given` counts in place of what the file says. Raises SetupError or SurveyError."""
    path = Path(path)
    if not path.is_file():
        raise SetupError(f'There is no workshop file "{path}". It is a YAML file with any of: {listing(KEYS)}.')
    raw, lines = read_yaml(path)
    load = load_survey if "survey" in (given or {}) else _beside(path)
    raw = {} if raw is None else raw
    return read_workshop(
        {**raw, **(given or {})} if isinstance(raw, Mapping) else raw, load=load, lines=lines, source=str(path)
    )


def is_workshop(path: str | Path) -> bool:
    """Say whether a file is a workshop's rather than a survey's. Raises SurveyError where it is no YAML."""
    raw = read_yaml(Path(path))[0] if Path(path).is_file() else None
    return isinstance(raw, Mapping) and "dimensions" not in raw and bool({*raw} & {*KEYS} - {"title"})


def read_workshop(
    raw: Any,
    *,
    load: Callable[[str], Survey] = load_survey,
    lines: Mapping[KeyPath, int] | None = None,
    source: str = "The set-up",
) -> Workshop:
    """Make a Workshop of a mapping; what is not there gets a default. `load` finds a survey. Raises SetupError."""
    reader = _WorkshopReader(lines or {})
    workshop = reader.workshop(raw, load)
    reader.refuse(source)
    assert workshop  # noqa: S101  (else there was a problem)
    return workshop


def workshop_texts(raw: Any, lines: Mapping[KeyPath, int], source: str) -> dict[KeyPath, Text]:
    """Return what people read in a workshop's file, by its place. Raises SetupError where it is not right."""
    reader = _WorkshopReader(lines)
    reader.workshop(raw, _beside(Path(source)))
    reader.refuse(source)
    return reader.texts


def _beside(path: Path) -> Callable[[str], Survey]:
    """Return what finds a survey that a workshop's file names: beside it, or shipped."""
    return lambda survey: load_survey(beside if (beside := path.parent / survey).exists() else survey)


class _WorkshopReader(RunSheetReader):
    def __init__(self, lines: Mapping[KeyPath, int]) -> None:
        super().__init__(lines)
        self.offered: tuple[str, ...] = ()
        self.said: dict[str, Text] = {}
        """What entries of lists are called, where they come in several languages; that of the workshop first."""

    def workshop(self, raw: Any, load: Callable[[str], Survey]) -> Workshop | None:
        data = self.mapping(writable(raw), (), [], KEYS)
        name = data.get("survey", SURVEY)
        try:
            survey = load(str(name))
        except SurveyError as error:
            self.problem(("survey",), str(error))
            return None
        asked = {attribute.id: attribute.options for attribute in survey.attributes}
        activities = self._chosen(data, "activities", shipped_surveys(), least=1)
        self.offered = offered = self._chosen(data, "languages", list(workshops.languages(survey)), least=1)
        lang = next(iter(offered), workshops.language_of(survey))
        teams = self._teams(data, asked, lang)
        sheet = self._run_sheet(data, survey, activities)
        examples = [survey, *(load(name) for name in activities if name != survey.id)] if data.get("lists") else []
        workshop = Workshop(
            survey=survey,
            run_sheet=sheet,
            title=workshops.title_in(survey, lang, self._line(data, "title")),
            organisation=self._line(data, "organisation"),
            teams=teams,
            lists=self._lists(data.get("lists", {}), survey, examples),
            roles=self._chosen(data, "roles", list(asked.get(workshops.ROLE) or ()), least=2),
            invited=self._invited(data.get("invited"), teams),
            said=self.said,
            languages=offered,
            second_language=self._second(data, offered),
            leaders_from_two=self.flag(data.get("leaders_from_two", True), ("leaders_from_two",)),
            activities=activities,
            paced=self.flag(data.get("paced", sheet.id != BARE), ("paced",)),
            tickets=self.flag(data.get("tickets"), ("tickets",)),
        )
        if data.get("leaders_from_two") is True and not self.problems and not workshop.asks_leaders():
            self.problem(("leaders_from_two",), "nobody can be asked: the groups to compare are not asked for.")
        return workshop

    def _run_sheet(self, data: Mapping[str, Any], survey: Survey, activities: tuple[str, ...]) -> RunSheet:
        """Return the run sheet given; else the usual one without what is not opened, or what the survey needs."""
        offered = (survey.id, *activities)
        if "run_sheet" not in data:
            return usual_run_sheet(survey).only(offered)
        sheet = self.run_sheet(data["run_sheet"], ("run_sheet",), survey) or usual_run_sheet(survey)
        if lacking := [name for name in sheet.surveys if name not in offered]:
            self.problem(
                ("run_sheet",),
                f"has steps of {listing(lacking)}, which this workshop does not open. Take them out of the run sheet, "
                "or name them in activities.",
            )
        return sheet

    def _second(self, data: Mapping[str, Any], offered: tuple[str, ...]) -> str:
        """Return the language besides the first in which the stage is to say its question."""
        lang = data.get("second_language") or ""
        if lang and lang not in offered[1:]:
            others = f"one of the languages after the first ({listing(offered[1:])})" if offered[1:] else "left out"
            self.problem(("second_language",), f"should be {others}, but is {say(lang)}.")
            return ""
        return str(lang)

    def _line(self, data: Mapping[str, Any], key: str) -> str:
        words = data.get(key, "")
        if isinstance(words, Mapping | list | bool) or len(str(words)) > LONGEST:
            self.problem((key,), f"should be at most {LONGEST} characters of text, but is {say(words)[:60]}.")
            return ""
        return " ".join(str(words).split())

    def _teams(self, data: Mapping[str, Any], asked: Mapping[str, Any], lang: str) -> tuple[str, ...]:
        wanted = workshops.TEAM in asked and asked[workshops.TEAM] is None
        if "teams" not in data:
            return workshops.usual_teams(lang) if wanted else ()
        teams = self._names(data["teams"], "teams", "Phones")
        if teams and not wanted:
            self.problem(("teams",), "this survey asks for no team of the workshop. Leave it out.")
        return self._options(teams, "teams")

    def _lists(self, raw: Any, survey: Survey, surveys: Iterable[Survey]) -> dict[str, tuple[str, ...]]:
        """Return the lists given: those that the survey waits for, and those in place of any survey's examples."""
        wanted, ours = list(workshops.lists_of(survey)), {workshops.TEAM, workshops.DEPARTMENTS}
        known = [*wanted, *(name for name in workshops.examples_of(surveys) if name not in wanted)]
        if not isinstance(raw, Mapping):
            self.problem(("lists",), f"should be a mapping such as {{site: [North, South]}}, but is {say(raw)}.")
            return {}
        for name in raw:
            if name not in known:
                there = f"There are {listing(known)}." if known else "This survey takes none."
                near = ' Teams are in "teams".' if name in ours else did_you_mean(str(name), known)
                self.problem(("lists", str(name)), f'no question takes a list "{name}".{near} {there}')
        options = {attribute.id for attribute in survey.attributes}
        for name in known:
            if name not in options and raw.get(name) == []:
                self.problem(("lists", name), "should have an entry at least: people rate each of them.")
        for name in wanted:
            if name not in raw:
                self.problem(
                    ("lists",),
                    f'says nothing of "{name}", which the survey asks for with options from the workshop. Give them in '
                    f"a workshop file, lists: {{{name}: [North, South]}}, or [] where it is not to be asked.",
                )
        return {
            name: self._options(self._names(raw[name], "lists", "North, South", name), "lists", name)
            for name in known
            if name in raw
        }

    def _options(self, names: tuple[str, ...], *path: str) -> tuple[str, ...]:
        """Return what people can choose from, each once."""
        if len(names) > MOST_OPTIONS:
            self.problem(path, f"are {len(names)}; people can choose from at most {MOST_OPTIONS}.")
        seen: set[str] = set()
        for place, name in enumerate(names):
            if name.casefold() in seen:
                self.problem((*path, place), f'"{name}" is there already. Every one needs a name of its own.')
            if len(name) > LONGEST:
                self.problem((*path, place), f"should be at most {LONGEST} characters.")
            seen.add(name.casefold())
        return names

    def _names(self, raw: Any, key: str, example: str, *path: str) -> tuple[str, ...]:
        if not isinstance(raw, Sequence) or isinstance(raw, str):
            self.problem((key, *path), f"should be a list such as [{example}], but is {say(raw)}.")
            return ()
        return tuple(self._name(name, (key, *path, place)) for place, name in enumerate(raw))

    def _name(self, raw: Any, path: KeyPath) -> str:
        """Return a name; of an entry in several languages, that in the workshop's."""
        if isinstance(raw, Mapping) and raw and path[0] in {"teams", "lists"}:
            for lang in raw:
                if self.offered and lang not in self.offered:
                    self.problem(path, f'nobody is offered "{lang}". There are {listing(self.offered)}.')
            text = Text(tuple(sorted(self.text(raw, path).by_language, key=lambda one: one[:1] != self.offered[:1])))
            self.said[str(text)] = text
            return str(text)
        if isinstance(raw, bool | Mapping | list) or raw is None or not str(raw).strip():
            self.problem(path, f"should be a name, but is {say(raw)}.")
        return " ".join(str(raw).split())

    def _chosen(self, data: Mapping[str, Any], key: str, allowed: list[str], *, least: int) -> tuple[str, ...]:
        """Return which of those allowed are chosen, in their own order, languages as named; all where none is."""
        if key not in data:
            return tuple(allowed)
        names = self._names(data[key], key, ", ".join(allowed[:2]))
        for place, name in enumerate(names):
            if name not in allowed:
                there = f" This survey has {listing(allowed)}." if allowed else f" This survey names no {key}."
                self.problem((key, place), f'there is no "{name}".{did_you_mean(name, allowed)}{there}')
        if key == "languages" and allowed and not names:
            self.problem((key,), f"should be at least one of {listing(allowed)}.")
        elif 0 < len(set(names)) < least:
            self.problem((key,), f"should be at least {least} of {listing(allowed)}, or [] to ask for none.")
        if key == "languages":  # the first is the stage's
            return tuple(dict.fromkeys(name for name in names if name in allowed))
        return tuple(name for name in allowed if name in names)

    def _invited(self, raw: Any, teams: tuple[str, ...]) -> int | dict[str, int] | None:
        if raw is None:
            return None
        if not isinstance(raw, Mapping):
            return self.whole(raw, ("invited",), 1, 1, MOST_INVITED)
        for team in raw:
            if team not in teams:
                self.problem(("invited", str(team)), f'there is no team "{team}".{did_you_mean(str(team), teams)}')
        missing = [team for team in teams if team not in raw]
        if missing:
            self.problem(
                ("invited",), f"says nothing of {listing(missing)}. Give every team its number, or one in all."
            )
        return {team: self.whole(raw[team], ("invited", team), 0, 0, MOST_INVITED) for team in teams if team in raw}
