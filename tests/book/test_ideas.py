"""Every idea of the workshop is taught in a chapter, and something is done about it: none is only named."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from cxkit.survey.chapters import offered_steps
from cxkit.survey.files import load_survey, shipped
from cxkit.survey.run_sheet import shipped_run_sheets

IDEAS = [
    idea | {"subject": subject}
    for subject, ideas in yaml.safe_load(Path(__file__).with_name("ideas.yaml").read_text(encoding="utf-8")).items()
    for idea in ideas
]
EXERCISES = ["motivating.round", "teamwork.product", "in_tune.explain", "handoffs.call"]
"""What people do with each other and not with a phone: thank, name, explain, call."""


@pytest.mark.parametrize("idea", [pytest.param(idea, id=idea["idea"]) for idea in IDEAS])
def test_an_idea_has_its_sentence_and_something_to_do(idea: dict[str, Any]) -> None:
    """The chapter says it, and a step of some run sheet or an item of the core survey takes it up."""
    chapter = (shipped("book") / f"{idea['in']}.md").read_text(encoding="utf-8")
    plain = " ".join(re.sub(r"[*_]|\{term\}|`", "", chapter).split())
    assert idea["says"] in plain
    kind, _, item = idea["do"].partition(" ")
    if kind == "item":
        assert item in {one.id for one in load_survey("leadership").items}
    else:
        assert idea["do"] in offered_steps()
        assert any(idea["do"] in dict(sheet.steps) for sheet in shipped_run_sheets().values())


def test_what_people_do_with_each_other_has_its_place_in_the_ninety_minutes() -> None:
    """It is what they remember a year later."""
    assert set(EXERCISES) <= set(dict(shipped_run_sheets()["ninety"].steps))


@pytest.mark.parametrize("chapter", sorted({idea["in"] for idea in IDEAS} - {"index", "role-cards"} | {"commitments"}))
def test_a_chapter_shows_what_good_looks_like_beside_its_failure(chapter: str) -> None:
    """In sixty words at least, after the story of how it goes wrong."""
    source = (shipped("book") / f"{chapter}.md").read_text(encoding="utf-8")
    before, heading, after = source.partition("\n## What good looks like\n")
    assert heading
    assert "## Why it matters" in before
    assert len(after.split("\n## ")[0].split()) >= 60
