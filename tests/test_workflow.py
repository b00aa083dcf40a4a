"""The GitHub workflow that publishes the book: pinned, careful, and made of commands that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / ".github" / "workflows" / "book.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    """The workflow's jobs."""
    found: dict[str, Any] = yaml.safe_load(TEXT)["jobs"]
    return found


def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is() -> None:
    """A tag may be moved; a commit may not."""
    used = re.findall(r"uses: (.*)", TEXT)
    assert len(used) == 4
    assert [use for use in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []


def test_nobody_publishes_by_accident_and_no_job_may_do_more_than_it_needs(jobs: dict[str, Any]) -> None:
    """It runs on request only; what builds cannot publish, and what publishes runs none of our code."""
    loaded = yaml.safe_load(TEXT)
    assert loaded[True] == "workflow_dispatch", "YAML reads the key `on` as true"
    assert loaded["permissions"] == {}
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert not any("run" in step for step in jobs["deploy"]["steps"])


def test_it_builds_with_a_door_of_the_makefile_and_publishes_what_that_makes(jobs: dict[str, Any]) -> None:
    """`make book` is what everybody else runs, too."""
    commands = [step["run"] for step in jobs["build"]["steps"] if "run" in step]
    assert commands == ["make book"]
    rule = re.search(r"^book:.*?\n\t(.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert rule
    assert "jupyter-book build book" in rule[1]
    assert "--path-output" not in rule[1], "so the pages are in _build/html"
    assert jobs["build"]["steps"][-1]["with"]["path"] == "_build/html"
