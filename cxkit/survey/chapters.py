"""What the book's chapters offer to a run sheet, as their sources say: no book need be built to know it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cxkit.survey.files import shipped

KINDS = ("story", "join", "activity", "predict", "reveal", "talk", "do", "commitments", "break")
"""What a step may be."""

_LISTED = re.compile(r"\b(?:root|file): ([\w-]+)")
_SAID = re.compile(r"^(activity:|eyebrow:|#) ([^/\n]+)", re.MULTILINE)
_STEP = re.compile(r"^[ \d.-]*:{3,}\{stage-step\} (\w+)(?: (\w+))?$", re.MULTILINE)


class Offered(NamedTuple):
    """A step that a chapter has: its kind, its chapter and what that is called, and the chapter's survey ("": none)."""

    kind: str
    chapter: str
    title: str
    survey: str


@cache
def offered_steps() -> dict[str, Offered]:
    """Return the steps of all chapters by id, such as "engaged.talk", as they follow each other in the book."""
    found = {}
    for chapter in _LISTED.findall((shipped("book") / "_toc.yml").read_text(encoding="utf-8")):
        source = (shipped("book") / f"{chapter}.md").read_text(encoding="utf-8")
        said = dict(_SAID.findall(source)[::-1])  # the first of each counts
        title = said["eyebrow:"] if "eyebrow:" in said else said["#"]
        for kind, name in _STEP.findall(source):
            found[f"{chapter}.{name or kind}"] = Offered(kind, chapter, title, said.get("activity:", ""))
    return found
