"""The team's commitments in its book, and the change in the pulse beside them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import cxkit as cx
from cxkit.book.build import _named
from cxkit.book.commitments import Commitments
from cxkit.book.edition import Edition, followed_up
from cxkit.book.opening import opening
from cxkit.cli import main
from cxkit.errors import CommitmentError, ReportError
from cxkit.live.room import Room
from cxkit.live.storage.store import Store
from cxkit.reports.report import Report
from tests.live.test_room import fill, mixed

ID = "3f0e6a52-5f0c-4a3e-9a55-0c2f4f1f9d11"
LINES = Commitments.from_dict(
    {
        "id": ID,
        "lines": [
            {"what": "Act on one hint a week", "who": "Ana", "by": "2026-12-01", "know": "A list", "moves": "engaged"},
            {"what": "A second <door>", "who": "Tomasz"},
            {"what": "One owner", "moves": "teamwork"},
        ],
        "review": "2027-01-07",
    }
)


def pulse(file: str = "sample.csv", *, few: str | None = None) -> Report:
    """Return the made-up pulse; few: an item that only three people answered."""
    survey = cx.load_survey("pulse")
    answers = cx.read_responses(cx.sample("pulse").with_name(file), survey).frame.copy()
    if few:
        answers.loc[answers.index[3:], few] = None
    return cx.report(answers, survey)


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make an edition of these files, and of the pulse that it is published with."""

    def made(now: Report | None = None, **parts: Any) -> None:
        earlier = Edition(reports=(parts["before"],)) if parts.get("before") else None
        files = Edition(reports=(now or pulse(),), commitments=parts.get("lines"), earlier=earlier).files()
        if not now:
            del files["pulse.json"]
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        monkeypatch.setenv("CXKIT_EDITION", str(tmp_path))

    return made


def test_an_edition_shows_the_lines_that_its_room_wrote(edition: Callable[..., None]) -> None:
    """As they were kept, in words for readers."""
    edition(lines=LINES)
    assert not followed_up()
    assert cx.published_commitments() == LINES
    assert cx.published_progress() is None, "a made-up change never stands beside a team's own lines"
    assert [wave.n for wave in cx.published_waves("pulse")] == [75, 67]


def test_beside_each_line_stands_the_change_in_what_it_should_move(edition: Callable[..., None]) -> None:
    """With its interval and both n, as cx.change has them; a line that no statement asks about says so."""
    before, now = pulse(), pulse("sample_later.csv")
    edition(now, lines=LINES, before=before)
    assert followed_up()
    assert [wave.n for wave in cx.published_waves("pulse")] == [before.n, now.n]
    table = cx.published_progress()._repr_html_()  # type: ignore[union-attr]
    row = cx.change(before, now).set_index("dimension").loc["engaged"]
    assert f"{row['mean_other']:.0f} → {row['mean']:.0f}, " in table
    assert f"+{row['difference']:.0f}</strong> {row['label']}" in table
    assert f"n = {row['n_other']} → {row['n']}" in table
    assert f"{row['high']:.0f}; n" in table
    assert "A second &lt;door&gt;" in table
    assert table.count("No statement asks about it") == 1


def test_what_one_of_the_pulses_hides_stays_hidden(edition: Callable[..., None]) -> None:
    """Neither a mean nor an n of it: the change is made of what both reports show."""
    before, now = pulse(few="pulse_teamwork"), pulse("sample_later.csv")
    assert before.dimensions.loc["teamwork", "status"] == "suppressed"
    edition(now, lines=LINES, before=before)
    table = cx.published_progress()._repr_html_()  # type: ignore[union-attr]
    assert "Teamwork<br><small>hidden in one of the two" in table
    assert table.count("→") == 2, "of one line only: the mean and n"


def test_of_a_first_pulse_there_is_no_change(edition: Callable[..., None]) -> None:
    """The team's own wave is not mixed with a made-up one."""
    edition(pulse("sample_later.csv"), lines=LINES)
    assert [wave.n for wave in cx.published_waves("pulse")] == [67]
    assert cx.published_progress() is None


def test_a_survey_with_one_wave_has_one() -> None:
    """Only the pulse's sample has two."""
    assert len(cx.published_waves("journey")) == 1


def test_the_second_edition_keeps_what_the_first_workshop_found() -> None:
    """What was asked again stands beside its change; the rest, and the commitments, as they were."""
    journey = cx.published_report("journey")
    first = Edition(reports=(pulse(), journey), commitments=LINES)
    second = Edition(reports=(pulse("sample_later.csv"),), earlier=first)
    assert second.every == (pulse("sample_later.csv"), journey)
    assert second.waves == {"pulse": (pulse(), pulse("sample_later.csv"))}
    assert second.lines == LINES
    assert sorted(second.files()) == [
        "commitments.json", "journey.json", "occasion.json", "pulse.json", "pulse_wave1.json", "pulse_wave2.json",
    ]  # fmt: skip
    assert Edition.from_dict(second.to_dict()) == second


def test_what_was_asked_again_in_part_leaves_the_chapters_whole() -> None:
    """They show what the first workshop found; both waves stand beside each other where the book opens."""
    whole = cx.published_report("leadership")
    raw = whole.to_dict()
    raw["survey"]["dimensions"] = [one for one in raw["survey"]["dimensions"] if one["id"] == "teamwork"]
    for table in ("dimensions", "items", "groups", "group_items", "gaps"):
        raw[table] = [row for row in raw[table] if row["dimension"] == "teamwork"]
    again = Report.from_dict(raw)
    edition = Edition(reports=(again,), earlier=Edition(reports=(pulse(),), earlier=Edition(reports=(whole,))))
    assert edition.every == (pulse(), whole)
    assert edition.waves == {"leadership": (whole, again)}
    assert sorted(_named(edition)) == ["leadership", "leadership_wave2", "pulse"]


def test_the_book_tells_all_that_was_written_of_a_line() -> None:
    """Who clears the way, the number of then, why, and what comes next; each once, whatever else is said."""
    raw = LINES.to_dict()
    raw["earlier"] = [
        {"what": "One desk", "who": "Jo", "sponsor": "Ada", "know": "Fewer calls", "now": "14 calls a week",
         "status": "not_kept", "reason": "The season came", "next": "Ask Jo in May"},
        {"what": "One list", "who": "Jo", "know": "A list"},
    ]  # fmt: skip
    said = opening(Edition(reports=(pulse(),), commitments=Commitments.from_dict(raw)), {}).replace("\\", "")
    paragraphs = said.split("\n\n")
    for words in (
        "Who: Jo. By when: no day yet. Sponsor: Ada. How we will know: Fewer calls. "
        "The number when we wrote this: 14 calls a week.",
        "**Not kept**: The season came",
        "Next step: Ask Jo in May",
        "Who: Jo. By when: no day yet. How we will know: A list.",
    ):
        assert paragraphs.count(words) == 1, words


def test_the_same_results_are_not_compared_with_themselves() -> None:
    """The message says of which survey."""
    one = pulse("sample_later.csv")
    with pytest.raises(ReportError, match=r'the same results of "pulse" again'):
        Edition(reports=(one,), earlier=Edition(reports=(one,))).files()


def test_a_rehearsal_is_not_compared_with_real_people() -> None:
    """Nor a pulse that asked something else."""
    raw = pulse().to_dict()
    raw["survey"]["rehearsal"] = True
    with pytest.raises(ReportError, match="not the same of real people"):
        Edition(reports=(pulse("sample_later.csv"),), earlier=Edition(reports=(Report.from_dict(raw),))).files()


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("other --commitments now", "no commitments are written down. Leave --commitments out"),
        ("report.json", "report.json: cannot be read"),
        ("XXXXX", "There is no room XXXXX"),
        ("open", "has not been revealed yet"),
    ],
)
def test_publishing_refuses_what_cannot_stand_beside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, message: str
) -> None:
    """Before the book is built, with one clear message, and no folder is begun."""
    codes = {}
    with Store(tmp_path / "data") as store:
        for name, slug in (("now", "pulse"), ("other", "leadership"), ("open", "pulse")):
            survey = cx.load_survey(slug).with_workshop({"team": ["Phones", "Sales"]})
            room = Room.create(store, survey, title=name, port=1)[0]
            fill(room, [mixed(person, room.survey) for person in range(12)])
            if name != "open":
                room.reveal()
            codes[name] = room.code
    words = [codes.get(word, word) for word in ["--before", *before.split()]]
    command = ["publish", codes["now"], *words, "--out", str(tmp_path / "book")]
    assert main([*command, "--data", str(tmp_path / "data")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "book").exists()


def test_a_damaged_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a traceback out of a library."""
    (tmp_path / "commitments.json").write_text("{")
    monkeypatch.setenv("CXKIT_EDITION", str(tmp_path))
    with pytest.raises(CommitmentError, match=r"commitments\.json: is not JSON"):
        cx.published_commitments()


def test_a_second_edition_says_how_many_were_there_the_second_time() -> None:
    """Though the results that it keeps are of more people, or of fewer."""
    survey = cx.load_survey("leadership")
    answers = cx.read_responses(cx.sample("leadership"), survey).frame
    again = cx.report(answers[20:37], replace(survey, dimensions=survey.dimensions[:2]))
    edition = Edition(reports=(again,), earlier=Edition(reports=(cx.report(answers[:15], survey),)))
    assert "17 people took part" in opening(edition, {})
