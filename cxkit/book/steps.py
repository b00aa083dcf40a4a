"""The stage's steps as a built book has them: the chapters' own words, and what the facilitator says."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cxkit.book.languages import in_language
from cxkit.survey.chapters import Offered
from cxkit.survey.model import Survey
from cxkit.survey.run_sheet import RunSheet, all_steps
from cxkit.words import choose, say, spoken

FILE = Path("_static", "stage.json")
"""Where a built book keeps its steps."""
_TEXTLESS = ("join", "activity", "reveal", "predict", "collect", "vote", "commitments", "break")
"""Kinds of steps that need no words of a chapter."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the stage.

    kind: one of `KINDS`. title: its chapter's, in a few words. headline: what stands large; "": the finding of the
    Report, or a picture without words. words: at most 40 with the headline. say: for the facilitator alone. survey and
    part: which of its dimensions; "": none, or all of them. list: to which lines for the wall go, that are voted on, or
    of which one was chosen.
    """

    id: str
    chapter: str
    kind: str
    title: str
    headline: str = ""
    words: str = ""
    say: str = ""
    survey: str = ""
    part: str = ""
    list: str = ""


def step_in(lang: str, raw: Mapping[str, Any]) -> Step:
    """Return a step, as a built book keeps it, in a language; in English where the book has no other."""
    words = raw.get("in", {}).get(choose(lang, tuple(raw.get("in", ()))), {})
    return Step(**{name: one for name, one in {**raw, **words}.items() if name != "in"})


def steps(book: Path | None) -> dict[str, Step]:
    """Return the steps that a built book has, in the language that is spoken, by id, as its chapters follow each other.

    Without a book there are none.
    """
    path = book and book / FILE
    found = json.loads(path.read_text(encoding="utf-8")) if path and path.is_file() else []
    return {one["id"]: step_in(spoken(), one) for one in found}


def known_steps(surveys: Iterable[Survey]) -> dict[str, Offered]:
    """Return every step that a run sheet may have, by id, with its chapter's title in the language that is spoken."""
    known = all_steps(surveys).items()
    return {id: one._replace(title=in_language(spoken(), one.chapter, one.title)) for id, one in known}


def steps_on(sheet: RunSheet, book: Path | None, surveys: Iterable[Survey]) -> dict[str, Step]:
    """Return the steps of a run sheet, in its order, by id.

    Without a book there are no words but those of the `surveys`: stories, questions and actions are left out.
    """
    by_id = {survey.id: survey for survey in surveys}
    written = steps(book)
    known = known_steps(by_id.values())
    found = {id: written.get(id) or Step(id=id, **known[id]._asdict()) for id, _ in sheet.steps if id in known}
    for id, step in found.items():
        survey = by_id.get(step.survey)
        if step.kind == "activity" and survey and not step.headline:
            found[id] = replace(step, headline=str(survey.dimensions[0].question or survey.title))
    return {id: step for id, step in found.items() if step.headline or step.kind in _TEXTLESS}


def kinds() -> dict[str, str]:
    """Return what each kind of step is called."""
    return {
        "story": say("presenter.kind_story"),
        "join": say("presenter.kind_join"),
        "activity": say("presenter.kind_activity"),
        "predict": say("presenter.kind_predict"),
        "collect": say("presenter.kind_collect"),
        "vote": say("presenter.kind_vote"),
        "reveal": say("presenter.kind_reveal"),
        "talk": say("presenter.kind_talk"),
        "do": say("presenter.kind_do"),
        "commitments": say("presenter.kind_commitments"),
        "break": say("presenter.kind_break"),
    }
