"""The GitHub workflows, to publish the book and to check every change: pinned, careful, of commands that exist."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.pins import pythons

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / ".github" / "workflows" / "book.yml").read_text(encoding="utf-8")
CHECKS = (ROOT / ".github" / "workflows" / "checks.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    """The workflow's jobs."""
    found: dict[str, Any] = yaml.safe_load(TEXT)["jobs"]
    return found


@pytest.mark.parametrize("text", [TEXT, CHECKS], ids=["book", "checks"])
def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is(text: str) -> None:
    """A tag may be moved; a commit may not. Both workflows pin the same ones."""
    used = re.findall(r"uses: (.*)", text)
    assert len(used) == 4
    both = set(re.findall(r"uses: (.*)", TEXT + CHECKS))
    assert len({use.split("@")[0] for use in both}) == len(both)
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


def test_every_change_is_checked_on_every_system_with_the_oldest_and_the_newest_python() -> None:
    """Of those that pyproject.toml promises; and no job may write anything."""
    loaded = yaml.safe_load(CHECKS)
    assert set(loaded[True]) == {"push", "pull_request"}
    assert loaded["permissions"] == {}
    systems = set[str]()
    for job in loaded["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        assert job["timeout-minutes"] <= 60
        assert job["strategy"]["matrix"]["python"] == [pythons()[0], pythons()[-1]]
        systems |= set(job["strategy"]["matrix"].get("system", [job["runs-on"]]))
    assert {system.split("-")[0] for system in systems} == {"ubuntu", "macos", "windows"}


def test_what_checks_run_is_there() -> None:
    """The script that the project's own checks run, and folders of tests."""
    commands = [
        step["run"] for job in yaml.safe_load(CHECKS)["jobs"].values() for step in job["steps"] if "run" in step
    ]
    paths = [word for command in commands for word in command.split() if "/" in word or word.endswith(".txt")]
    assert len(paths) > 8
    assert [path for path in paths if not (ROOT / path).exists()] == []
