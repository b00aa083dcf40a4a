"""`cxkit audit`: what it says, what it writes, and the code that it ends with."""

import json
import re
from pathlib import Path

import pytest

import cxkit as cx
from cxkit.cli import main
from cxkit.disclosure.audit import audit
from cxkit.reports.report import Report
from tests.attack.naive import by_hand, naive_report
from tests.attack.organisations import organisations
from tests.attack.sequences import room
from tests.disclosure.test_audit import ONE, of_teams
from tests.strategies import organisation, small_survey


def written(folder: Path, report: Report) -> str:
    """Write a report, and return where report.json is."""
    return str(report.write(folder)[0])


@pytest.fixture
def ours(tmp_path: Path) -> str:
    """A report as we make it."""
    return written(tmp_path, cx.report(organisation({"a": 3, "b": 6, "c": 30}), small_survey(), by="team"))


@pytest.fixture
def edited(tmp_path: Path) -> str:
    """One in which somebody put the mean of the larger team by hand."""
    return written(tmp_path, by_hand(naive_report(of_teams(a="5555", b="121221"), ONE, ["team"])))


def test_nothing_known_ends_with_0_and_says_what_was_tried(ours: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the seconds and the seed, so that somebody can do it again."""
    assert main(["audit", ours, "--seed", "3"]) == 0
    said = capsys.readouterr().out
    assert "up to 60 seconds, seed 3" in said
    rows = re.findall(r"^  (\S.*?) +(\d+) +(\d+) +(\d+) +(\d+)$", said, re.MULTILINE)
    assert {row[0] for row in rows} >= {"what somebody answered", "how many are in a hidden group"}
    assert all((open_, known, undecided) == (tried, "0", "0") for _, tried, open_, known, undecided in rows)
    assert f"None of {sum(int(row[1]) for row in rows)} things that it keeps back follows from its numbers." in said


def test_what_is_known_ends_with_1_and_is_named_with_what_to_do(
    edited: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it is, but not what it is: that would tell it once more."""
    assert main(["audit", edited]) == 1
    said = capsys.readouterr().out
    assert "team a, item i0 of d: what each of them answered" in said
    assert "Do not give this report away." in said


def test_a_certificate_is_compared_with_a_report(ours: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is of this report, or of another, or none at all."""
    kept = str(tmp_path / "audit.json")
    assert main(["audit", ours, "--certificate", kept]) == 0
    assert json.loads(Path(kept).read_text(encoding="utf-8"))["format"] == "cxkit-audit-1"
    assert main(["audit", ours, "--check", kept]) == 0
    assert "The certificate is of this report" in capsys.readouterr().out
    other = written(tmp_path / "other", cx.report(organisation({"a": 9, "b": 10}), small_survey(), by="team"))
    assert main(["audit", other, "--check", kept]) == 2
    assert "is of another report" in capsys.readouterr().err
    assert main(["audit", ours, "--check", ours]) == 2
    assert "is not a certificate of cxkit audit" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing.json"], "nothing.json: cannot be read"),
        (["{ours}", "--consenting", "team=d"], 'no group "team=d". It has: team='),
        (["{ours}", "--certificate", "{ours}/in/a/file"], "Choose another file with --certificate"),
        (["{ours}", "--seconds", "0"], "it may be from 1 to 3600"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_a_message(
    ours: str, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What, where, and what is allowed."""
    assert main(["audit", *(one.replace("{ours}", ours) for one in arguments)]) == 2
    assert message in capsys.readouterr().err


def test_what_stayed_undecided_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rather than that nothing was found, with the reason."""
    rooms = (room(made, ["role"]).releases for made in organisations(60) if len(made.answers) >= 40)
    later = (releases[1] for releases in rooms if len(releases) > 1)
    assert main(["audit", next(written(tmp_path, one) for one in later if audit(one).mixed)]) == 0
    said = capsys.readouterr().out
    assert "as far as that was decided" in said
    assert "Undecided altogether: Dimension 0. These numbers are not of one and the same people" in said
