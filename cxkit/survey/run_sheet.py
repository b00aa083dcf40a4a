"""A run sheet: which steps a workshop takes, in which order, and how many minutes each may last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from math import ceil
from pathlib import Path
from typing import Any

from cxkit.errors import did_you_mean, listing
from cxkit.survey.chapters import Offered, offered_steps, wall_steps
from cxkit.survey.files import PACKAGE
from cxkit.survey.model import Survey
from cxkit.survey.parts import Text
from cxkit.survey.reader import KeyPath, Reader, say

USUAL = ("leadership", "ninety")
"""The survey of a workshop of which nothing else is said, and its run sheet."""
OWN, BARE = "own", "bare"
"""The ids of one that somebody has written, and of one that is made for a survey alone."""
ITEMS_A_MINUTE = 7
"""As many statements one answers."""
LONGEST = 600
"""As many minutes as a workshop may last."""
_FOLDER = PACKAGE / "survey" / "run_sheets"
_JOIN, _LOOK, _SLACK = 3, 4, 5
"""Minutes in the workshop of a survey that no sheet names."""


@dataclass(frozen=True, kw_only=True)
class RunSheet:
    """The order and the minutes of a workshop: one that is shipped, a workshop file's, or `bare_run_sheet`.

    minutes: how long the workshop lasts, 1–600. steps: each step's id and its minutes, 1–600, in order; no id twice,
    and together no longer than the workshop.
    """

    id: str
    title: Text
    minutes: int
    steps: tuple[tuple[str, int], ...]

    @property
    def needed(self) -> int:
        """The minutes of all steps together."""
        return sum(minutes for _, minutes in self.steps)

    @property
    def slack(self) -> int:
        """The minutes that no step takes."""
        return self.minutes - self.needed

    @property
    def surveys(self) -> tuple[str, ...]:
        """The surveys that its steps open or show, in order."""
        return tuple(dict.fromkeys(survey for id, _ in self.steps if (survey := _survey(id))))

    def only(self, surveys: Iterable[str]) -> "RunSheet":
        """Return the run sheet without the chapters of other surveys."""
        steps = tuple(step for step in self.steps if _survey(step[0]) in {*surveys, ""})
        return self if steps == self.steps else replace(self, id=OWN, steps=steps)

    def begins(self) -> dict[str, int]:
        """Return after how many minutes each step begins, by id."""
        before = accumulate((minutes for _, minutes in self.steps), initial=0)
        return {id: begin for (id, _), begin in zip(self.steps, before, strict=False)}

    def to_dict(self) -> dict[str, Any]:
        """Return the form that a file has."""
        steps = [{id: minutes} for id, minutes in self.steps]
        return {"title": self.title.plain(), "minutes": self.minutes, "steps": steps}


def _survey(step: str) -> str:
    offered = (offered_steps() | wall_steps()).get(step)  # None: of a survey that no chapter is about
    return offered.survey if offered else step.partition(".")[0]


@cache
def shipped_run_sheets() -> dict[str, RunSheet]:
    """Return the run sheets that cxkit ships by id, the shortest first. Raises SetupError where one is not right."""
    from cxkit.survey.yaml_files import read_yaml  # noqa: PLC0415  (whoever only asks for help does without)

    found = []
    for path in _FOLDER.glob("*.yaml"):
        raw, lines = read_yaml(path)
        reader = RunSheetReader(lines)
        sheet = reader.run_sheet(raw, ())
        reader.refuse(str(path))
        found += [replace(sheet, id=path.stem)] if sheet else []
    return {sheet.id: sheet for sheet in sorted(found, key=lambda sheet: sheet.minutes)}


def run_sheet_file(name: str) -> Path | None:
    """Return the file of a run sheet that is shipped, by its name, such as "ninety"."""
    path = _FOLDER / f"{name}.yaml"
    return path if path.is_file() else None


def run_sheet_texts(raw: Any, lines: Mapping[KeyPath, int], source: str) -> dict[KeyPath, Text]:
    """Return what people read in a run sheet, by its place. Raises SetupError where it is not right."""
    reader = RunSheetReader(lines)
    reader.run_sheet(raw, ())
    reader.refuse(source)
    return reader.texts


def usual_run_sheet(survey: Survey) -> RunSheet:
    """Return the run sheet of a workshop that begins with a survey and says of no other."""
    return shipped_run_sheets()[USUAL[1]] if survey.id == USUAL[0] else bare_run_sheet(survey)


def bare_run_sheet(
    survey: Survey, *, join: int = _JOIN, answer: int | None = None, look: int = _LOOK, write: int = 0
) -> RunSheet:
    """Return how to join, then answering and looking: the run sheet of a survey that no sheet names, or of a follow-up.

    join, answer, look: their minutes; write: those for what comes next, where it is written down.
    """
    steps, parts = {"index.join": join}, {"", *(one.id for one in survey.dimensions)}
    answer = answer or 1 + ceil(len(survey.items) / ITEMS_A_MINUTE)
    steps |= {id: look if one.kind == "reveal" else answer for id, one in steps_of(survey).items() if one.part in parts}
    steps |= {"commitments.write": write} if write else {}
    return RunSheet(id=BARE, title=survey.title, minutes=sum(steps.values()) + _SLACK, steps=tuple(steps.items()))


def steps_of(survey: Survey) -> dict[str, Offered]:
    """Return the steps in which a survey is answered and shown, by id: its chapters', or one for each dimension."""
    wanted = ("activity", "reveal")
    steps = {id: one for id, one in offered_steps().items() if one.survey == survey.id and one.kind in wanted}
    return steps or {id: one for id, one in _own_steps(survey).items() if one.kind in wanted}


def all_steps(surveys: Iterable[Survey]) -> dict[str, Offered]:
    """Return every step that a run sheet may have, by id: of all chapters, walls that none has, and of the surveys."""
    chaptered = {one.survey for one in offered_steps().values()}
    own = [_own_steps(survey) for survey in surveys if survey.id not in chaptered]
    return offered_steps() | wall_steps() | {id: one for steps in own for id, one in steps.items()}


def _own_steps(survey: Survey) -> dict[str, Offered]:
    """Return the steps of a survey that no chapter is about.

    Each dimension is shown, and its score, if a room's says something, may be guessed before.
    """
    id, steps = survey.id, {f"{survey.id}.activity": Offered("activity", survey.id, str(survey.title), survey.id)}
    for part in survey.dimensions:
        if part.scored and part.summed:
            steps[f"{id}.predict_{part.id}"] = Offered("predict", id, str(part.title), id, part.id)
        steps[f"{id}.reveal_{part.id}"] = Offered("reveal", id, str(part.title), id, part.id)
    return steps


class RunSheetReader(Reader):
    """Reads run sheets, and notes what is wrong with them."""

    def run_sheet(self, raw: Any, path: KeyPath, survey: Survey | None = None) -> RunSheet | None:
        """Return a run sheet from its shipped name or a mapping; None where it is neither.

        survey: one whose steps it may name besides the chapters'.
        """
        if path and isinstance(raw, str):
            if raw not in shipped_run_sheets():
                known = list(shipped_run_sheets())
                near = did_you_mean(raw, known)
                self.problem(
                    path, f'there is no run sheet "{raw}".{near} There are {listing(known)}; or write one out.'
                )
            return shipped_run_sheets().get(raw)
        if path and not isinstance(raw, Mapping):
            example = "{title: …, minutes: 60, steps: [index.join: 5, …]}"
            self.problem(path, f"should be a run sheet's name, such as {USUAL[1]}, or {example}, but is {say(raw)}.")
            return None
        data = self.mapping(raw, path, ["minutes", "steps"], ["title"])
        sheet = RunSheet(
            id=OWN,
            title=self.text(data.get("title", "Our run sheet"), (*path, "title")),
            minutes=self.whole(data.get("minutes"), (*path, "minutes"), LONGEST, 1, LONGEST),
            steps=tuple(self._steps(data.get("steps"), (*path, "steps"), survey)),
        )
        if sheet.slack < 0 and not self.problems:
            self.problem(
                (*path, "steps"),
                f"take {sheet.needed} minutes together, {-sheet.slack} more than the {sheet.minutes} of the workshop. "
                "Take some out, or give them fewer.",
            )
        return sheet

    def _steps(self, raw: Any, path: KeyPath, survey: Survey | None) -> list[tuple[str, int]]:
        known = list(all_steps([survey] if survey else []))
        steps, ids = [], []
        for at, entry in self.entries(raw, path, "steps with their minutes, such as - engaged.talk: 5"):
            if not isinstance(entry, Mapping) or len(entry) != 1:
                self.problem(at, f"should be one step with its minutes, such as engaged.talk: 5, but is {say(entry)}.")
                continue
            ((id, minutes),) = entry.items()
            if id not in known:
                self.problem(
                    at, f'there is no step "{id}".{did_you_mean(str(id), known)} There are {listing(known, most=99)}.'
                )
            ids.append((str(id), (*at, str(id))))
            steps.append((str(id), self.whole("" if minutes is None else minutes, (*at, str(id)), 1, 1, LONGEST)))
        self.unique(ids, "step")
        return steps
