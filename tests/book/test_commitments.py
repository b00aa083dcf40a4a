"""Commitments: what a line holds, why there are at most three, and what spreadsheets and calendars get of them."""

import csv
import io
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.book.commitments import LONGEST, Commitment, Commitments
from cxkit.errors import CommitmentError

ID = "3f0e6a52-5f0c-4a3e-9a55-0c2f4f1f9d11"
NOW = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
LINE = {"what": "Ring back within the hour", "who": "Samira", "by": "2026-12-01", "know": "A tick in the file"}


def kept(*lines: dict[str, Any], **more: Any) -> Commitments:
    return Commitments.from_dict({"id": ID, "lines": lines, **more})


def events(ics: bytes) -> list[dict[str, str]]:
    """Read a calendar file as RFC 5545 says, without the library that wrote it: each event's properties."""
    unfolded = ics.decode("utf-8").replace("\r\n ", "")
    found: list[dict[str, str]] = []
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded, re.S):
        own = re.sub(r"BEGIN:VALARM.*?END:VALARM\r\n", "", block, flags=re.S)
        pairs = (line.partition(":") for line in own.split("\r\n") if line)
        found.append({name.partition(";")[0]: said(value) for name, _, value in pairs})
        (alarm,) = re.findall(r"BEGIN:VALARM\r\n(.*?)END:VALARM", block, re.S)
        found[-1]["ALARM"] = re.findall(r"TRIGGER:(\S+)", alarm)[0]
    return found


def said(escaped: str) -> str:
    """Undo RFC 5545's escapes."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), escaped)


words = st.text("aß ñ好é\"'=+-@,;:\\\n\r\t\0\u202e\ud800👩\u200d🚒", max_size=60)
some_lines = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "what": words,
            "who": words,
            "know": words,
            "by": st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(str) | st.just("") | st.none(),
            "moves": st.sampled_from(["engaged", "in_tune", ""]) | st.none(),
        },
    ),
    max_size=3,
)


@given(some_lines, st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(str))
def test_commitments_come_back_as_they_were_written(lines: list[dict[str, Any]], review: str | None) -> None:
    """Through their serialisable form, any number of times."""
    once = kept(*lines, review=review)
    assert Commitments.from_dict(once.to_dict()) == once


@given(some_lines)
def test_every_calendar_file_is_one_by_the_rules(lines: list[dict[str, Any]]) -> None:
    """75 octets a line at most, CRLF everywhere, and text that reads as it was written."""
    every = kept(*lines, review="2027-01-07")
    ics = every.ics(NOW)
    assert ics.startswith(b"BEGIN:VCALENDAR\r\n")
    assert ics.endswith(b"END:VCALENDAR\r\n")
    physical = ics.split(b"\r\n")
    assert max(map(len, physical)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in physical)
    for piece in physical:
        piece.decode("utf-8")  # no character is cut in two
    dated = [line for line in every.lines if line.by]
    found = events(ics)
    assert len(found) == len(dated) + 1
    for line, event in zip(dated, found, strict=False):
        assert line.by is not None
        assert event["SUMMARY"] == (f"{line.what} ({line.who})" if line.who else line.what)
        assert event["DTSTART"] == line.by.strftime("%Y%m%d")
        assert f"How we will know: {line.know}".strip() in event["DESCRIPTION"]


def test_a_calendar_has_each_day_with_an_alarm_and_the_day_to_look_again() -> None:
    """The alarm rings at nine on the day before, which is fifteen hours before midnight."""
    first, again = events(kept(LINE, review="2027-01-07", title="Harbour Hotels").ics(NOW))
    assert first == {
        "SUMMARY": "Ring back within the hour (Samira)",
        "DTSTART": "20261201",
        "DTEND": "20261202",
        "DTSTAMP": "20261122T163000Z",
        "UID": first["UID"],
        "DESCRIPTION": "Who: Samira\nHow we will know: A tick in the file\nHarbour Hotels",
        "TRANSP": "TRANSPARENT",
        "ALARM": "-PT15H",
    }
    assert again["DTSTART"] == "20270107"
    assert "Ring back within the hour (Samira)" in again["DESCRIPTION"]


def test_a_calendar_that_comes_again_lays_the_new_day_over_the_old_one() -> None:
    """The same line keeps its UID when its words and its day change, another room's has another."""
    changed = LINE | {"what": "Ring back", "by": "2026-12-08"}
    before, after = (events(kept(line).ics(NOW))[0]["UID"] for line in (LINE, changed))
    other = Commitments.from_dict({"id": ID.replace("3", "4"), "lines": [LINE]}).ics(NOW)
    assert before == after != events(other)[0]["UID"]


@given(some_lines)
def test_no_cell_of_the_table_is_a_formula(lines: list[dict[str, Any]]) -> None:
    """Whatever somebody wrote, a spreadsheet shows it as text."""
    rows = list(csv.reader(io.StringIO(kept(*lines).csv().decode("utf-8-sig"), newline="")))
    assert rows[0][:4] == ["What", "Who", "By when", "How we will know it worked"]
    assert rows[0][4:] == ["Sponsor", "The number now", "What became of it", "Why", "Next step"]
    assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r"} for row in rows[1:] for cell in row)


def test_the_table_says_what_was_agreed() -> None:
    """A formula becomes text; a comma or a quote stays within its cell."""
    table = kept(LINE, {"what": "=1+1", "who": 'Ann "the", Head'}).csv()
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert rows[1:] == [
        ["Ring back within the hour", "Samira", "2026-12-01", "A tick in the file", "", "", "Open", "", ""],
        ["'=1+1", 'Ann "the", Head', "", "", "", "", "Open", "", ""],
    ]


def test_a_line_says_what_it_still_needs() -> None:
    """A commitment is a sentence that somebody can fail: without a name nobody can."""
    assert kept({"what": "A second door"}).lines[0].missing == ("who", "by", "know")
    assert kept(LINE).lines[0].missing == ()


def test_empty_lines_are_none() -> None:
    """Neither spaces nor dashes say what somebody will do."""
    assert kept({}, {"what": "  "}, LINE, {"who": "--"}).lines == (Commitment.of(LINE),)


def test_a_line_is_one_line() -> None:
    """What was pasted from elsewhere brings no line breaks, and no characters that nobody sees."""
    assert kept(LINE | {"what": "Ring\r\nback\u202e now\0"}).lines[0].what == "Ring back now"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"id": ID, "lines": [LINE] * 4}, "4 commitments: at most 3, because of more lines fewer are kept"),
        ({"id": ID, "lines": [LINE | {"by": "1 December"}]}, 'line 1, by: "1 December" is not a day from 2000 to 2100'),
        ({"id": ID, "lines": [LINE | {"by": "20261201"}]}, "Write it as year, month, day: 2026-12-01"),
        ({"id": ID, "lines": [LINE | {"by": "0026-12-01"}]}, "is not a day from 2000 to 2100"),
        ({"id": ID, "lines": [LINE, LINE | {"by": 7}]}, 'line 2, by: "7" is not a day'),
        ({"id": ID, "lines": [LINE | {"whom": "x"}]}, 'line 1: "whom" is not known. Did you mean "who"?'),
        ({"id": ID, "lines": [LINE | {"who": 3}]}, "line 1, who: should be text"),
        ({"id": ID, "lines": [LINE | {"what": "x" * 201}]}, "line 1, what: 201 characters; at most 200"),
        ({"id": ID, "lines": ["ring back"]}, "line 1: should be a mapping of what, who, sponsor, by, know"),
        ({"id": ID, "lines": "ring back"}, "Commitments are a mapping of id, title, lines"),
        ({"id": ID, "review": "soon"}, 'review: "soon" is not a day'),
        ({"id": "room ABCDE", "lines": []}, 'id: "room ABCDE" is not a UUID'),
        (["ring back"], "Commitments are a mapping"),
    ],
)
def test_what_is_no_commitment_is_refused_in_plain_words(raw: Any, message: str) -> None:
    """What, where, what is allowed."""
    with pytest.raises(CommitmentError, match=re.escape(message)):
        Commitments.from_dict(raw)


def test_a_page_shows_words_as_words() -> None:
    """Names and days as people say them; markup that somebody typed stays text."""
    page = kept(LINE | {"what": "<b>Ring</b> & run"}, {"what": "A door"}, review="2027-01-07")._repr_html_()
    assert "&lt;b&gt;Ring&lt;/b&gt; &amp; run" in page
    assert "<td>Tuesday 1 December 2026</td>" in page
    assert "<td>–</td>" in page
    assert "We look again on <strong>Thursday 7 January 2027</strong>" in page


@pytest.mark.parametrize("name", LONGEST)
def test_the_longest_that_is_allowed_is_kept(name: str) -> None:
    """And not a character less."""
    assert getattr(kept({name: "x" * LONGEST[name]}).lines[0], name) == "x" * LONGEST[name]
