"""The facilitator's guide is right: what it says to put into a file can be put there, and its workshop starts."""

import re
from pathlib import Path

import pytest

from cxkit.survey.advice import workshop_hints
from cxkit.survey.chapters import offered_steps
from cxkit.survey.files import load_survey, shipped
from cxkit.survey.workshop import Workshop
from cxkit.survey.workshop_file import load_workshop
from tests.processes import WorkshopProcess

GUIDE = (shipped("book") / "facilitator.md").read_text(encoding="utf-8")
WHOLE, SHEET = re.findall(r"```yaml\n(.*?)```", GUIDE, re.S)


def written(folder: Path, text: str) -> Path:
    path = folder / "workshop.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """What the guide's file says."""
    return load_workshop(written(tmp_path, WHOLE))


def test_the_guides_workshop_is_asked_in_its_own_words(workshop: Workshop) -> None:
    """No activity of it still has an example, and it has time to spare."""
    assert not [id for id in workshop.activities if workshop.examples(load_survey(id))]
    assert list(workshop_hints(workshop)) == []


def test_the_guides_workshop_starts(tmp_path: Path) -> None:
    """As a real program, from the file as it is in the guide."""
    process = WorkshopProcess(tmp_path / "data", str(written(tmp_path, WHOLE)), "--no-book")
    process.start()
    process.kill()


def test_the_guides_run_sheet_is_one(tmp_path: Path) -> None:
    """Beside the activities that it needs."""
    assert load_workshop(written(tmp_path, SHEET)).run_sheet.minutes == 60


def test_every_step_that_the_guide_names_is_there() -> None:
    """Those in place of the shop, too."""
    named = re.findall(r"`(\w+\.\w+)`", re.sub(r"```.*?```", "", GUIDE, flags=re.S))
    assert {name for name in named if name.partition(".")[2] not in ("yaml", "toml")} <= set(offered_steps())
