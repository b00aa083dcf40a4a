"""What the book's chapters offer to a run sheet, as their sources say: no book need be built to know it."""

import re
from functools import cache
from typing import NamedTuple

from cxkit.survey.files import shipped
from cxkit.words import say

KINDS = ("story", "join", "activity", "predict", "collect", "vote", "reveal", "talk", "do", "commitments", "break")
"""What a step may be."""

_LISTED = re.compile(r"\b(?:root|file): ([\w-]+)")
_SAID = re.compile(r"^(activity:|eyebrow:|#) (.+)", re.MULTILINE)
_STEP = re.compile(
    r"^[ \d.-]*:{3,}\{stage-step\} (\w+)(?: (\w+))?\n"
    r"(?: *---\n(?: *survey: (\w+)\n)?(?: *part: (\w+)\n)?(?: *list: (\w+)\n)?)?",
    re.MULTILINE,
)
"""Its kind, its own name and, where they come first among the options, its survey, its part and its list."""


LISTS = ("promise", "departments", "touchpoints", "scenarios", "ideas", "actions")
"""Lists whose lines a room may collect and vote on without a chapter that says so."""


class Offered(NamedTuple):
    """A step that a chapter has: its kind, its chapter and what that is called, its survey and which dimension of it.

    list: to which lines for the wall go, or of which one was chosen. "" for none, or all of them.
    """

    kind: str
    chapter: str
    title: str
    survey: str = ""
    part: str = ""
    list: str = ""


@cache
def offered_steps() -> dict[str, Offered]:
    """Return the steps of all chapters by id, such as "engaged.talk", as they follow each other in the book."""
    found = {}
    for chapter, source in _sources().items():
        said = dict(_SAID.findall(source)[::-1])  # the first of each counts
        title = said["eyebrow:"] if "eyebrow:" in said else said["#"]
        survey, _, part = said.get("activity:", "").partition("/")
        for kind, name, other, own, listed in _STEP.findall(source):
            about = (other, own) if other else (survey, own or part)
            lines = listed or (name or kind if kind == "collect" else "")
            found[f"{chapter}.{name or kind}"] = Offered(kind, chapter, title, *about, lines)
    return found


@cache
def chapters() -> dict[str, str]:
    """Return the chapters that show an activity, in the book's order, each with its survey, or "survey/dimension"."""
    said = {name: dict(_SAID.findall(source)[::-1]) for name, source in _sources().items()}
    return {name: told["activity:"] for name, told in said.items() if "activity:" in told}


def _sources() -> dict[str, str]:
    listed = _LISTED.findall((shipped("book") / "_toc.yml").read_text(encoding="utf-8"))
    return {name: (shipped("book") / f"{name}.md").read_text(encoding="utf-8") for name in listed}


def wall_steps() -> dict[str, Offered]:
    """Return the steps that no chapter has, by id, such as "wall.promise" and "vote.promise"."""
    kinds = {"wall": "collect", "vote": "vote"}
    return {f"{id}.{name}": Offered(kind, id, "", list=name) for name in LISTS for id, kind in kinds.items()}


def walls() -> dict[str, tuple[str, str]]:
    """Return what lists of lines are called, and what is asked for them where no chapter does."""
    return {
        "promise": (say("collect.promise"), say("collect.ask_promise")),
        "departments": (say("setup.teams"), say("collect.ask_departments")),
        "touchpoints": (say("setup.touchpoints"), say("collect.ask_touchpoints")),
        "scenarios": (say("setup.cases"), say("collect.ask_scenarios")),
        "ideas": (say("setup.ideas"), say("collect.ask_ideas")),
        "actions": (say("setup.actions"), say("collect.ask_actions")),
    }
