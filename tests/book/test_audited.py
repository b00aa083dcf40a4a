"""What a team's book holds was attacked before; what tells too much makes no book."""

import json
from pathlib import Path

import pytest

import cxkit as cx
from cxkit.book.audited import certificates
from cxkit.book.build import publish
from cxkit.book.edition import Edition, edition_surveys
from cxkit.errors import ReportError
from tests.attack.naive import by_hand, naive_report
from tests.disclosure.test_audit import ONE, of_teams
from tests.strategies import organisation, small_survey

EDITED = by_hand(naive_report(of_teams(a="5555", b="121221"), ONE, ["team"]))


def test_what_tells_too_much_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """With what it is, and what to do."""
    with pytest.raises(ReportError, match=r"no book was made of them \(team a, item i0 of d: .*make them again"):
        publish(Edition(reports=(EDITED,)), tmp_path / "out", work=tmp_path / "work", say=print, progress=print)
    assert [*tmp_path.iterdir()] == []


def test_leaders_who_are_shown_may_have_agreed_to_it() -> None:
    """Nobody knows any more whether they did, and the book must not tell: their own numbers are no target."""
    answers = organisation({"a": 30}).assign(role=["leader"] * 2 + ["frontline"] * 28)
    shown = cx.report(answers, small_survey(), by="role", consenting={"role": "leader"})
    assert list(certificates({"small": shown})) == ["small_audit.json"]


def test_undecided_stops_no_book() -> None:
    """Where there was no time."""
    said = json.loads(certificates({"small": EDITED}, seconds=0)["small_audit.json"])
    assert all(kind["undecided"] == kind["tried"] for kind in said["targets"].values())


def test_the_page_says_in_a_sentence_how_it_went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all Reports of the edition together; what stayed undecided is said, and an unedited book says nothing."""
    monkeypatch.delenv("CXKIT_EDITION", raising=False)
    assert cx.published_audit() is None
    monkeypatch.setenv("CXKIT_EDITION", str(tmp_path))
    assert cx.published_audit() is None
    reports = {id: cx.report(organisation({"a": 9, "b": 9}), small_survey(id=id), by="team") for id in ("one", "two")}
    for name, content in certificates(reports).items():
        said = json.loads(content)
        (tmp_path / name).write_text(json.dumps(said | {"date": "2026-11-29"}))
    tried = 2 * sum(kind["tried"] for kind in said["targets"].values())
    sentence = f"of {tried} things that it keeps back, none could be worked out"
    told = cx.published_audit() or ""
    assert told.startswith("On 29 November 2026 a program attacked these results")
    assert told.endswith(f"{sentence}.")
    assert edition_surveys() == {}
    said["targets"]["answer"]["undecided"] = 3
    (tmp_path / name).write_text(json.dumps(said | {"date": "2026-11-28"}))
    told = cx.published_audit() or ""
    assert told.startswith("On 29 November 2026 ")
    assert told.endswith(f"{sentence}; 3 stayed undecided.")
