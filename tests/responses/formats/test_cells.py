"""Files as the world leaves them: whatever a spreadsheet or an editor did, people are neither invented nor lost."""

import gzip
import unicodedata
from itertools import cycle
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseError, ResponseWarning
from cxkit.responses.csv_safety import harmless
from cxkit.responses.formats import batches, pieces
from cxkit.responses.formats.dialects import encoding_of
from cxkit.responses.formats.layout import Stumbled
from cxkit.statistics.engines import count
from cxkit.survey.model import Survey
from tests.strategies import small_survey

TEXT = "role,team,listens,helps,quick,waits\nleader,Café,1,2,3,4\nfrontline,Größe,5,,not_applicable,1\n"
DAMAGE = ["", ",", '"', "\n", "\r\n", ";", "\0", "\t", " - ", "1", ",,,,\n", "listens", "sep=;\n"]
HEADINGS = TEXT.splitlines(keepends=True)[0]
AGAIN = ("1 row(s) repeat the headings and are not counted.", "Of 3 rows, 2 are counted.")
PEOPLE = "leader,A,1,2,3,4\nfrontline,B,5,2,4,4\nleader,B,4,3,3,5\nfrontline,A,2,4,1,3\n"
NO_ANSWER = "row(s) without a readable answer to the survey’s items are not counted."


def both(tmp_path: Path, content: str | bytes, survey: Survey | None = None) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return what is read, and its notes; the fast reader of large files counts the same and says the same."""
    survey = survey or small_survey()
    file = tmp_path / "answers.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    read = cx.read_responses(file, survey)
    counted = count(file, survey, ("team",))
    assert counted.tally == cx.tally(read, survey, by="team")
    assert (counted.problems, counted.notes) == (read.met, read.notes)
    return read.frame, read.notes


PLAIN = pd.DataFrame(
    {"listens": [1.0, 5], "helps": [2, None], "quick": [3, None], "waits": [4.0, 1], "role": ["leader", "frontline"]}
).assign(team=["Café", "Größe"])


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        (TEXT + ",,,,,\n" * 40, (f"40 {NO_ANSWER}", "Of 42 rows, 2 are counted.")),
        (TEXT + " ,, ,,\u00a0,\n", (f"1 {NO_ANSWER}", "Of 3 rows, 2 are counted.")),
        ("sep=;\r\n" + TEXT.replace(",", ";"), ()),
        ('"sep=,"\n' + TEXT, ()),
        (TEXT.replace(",", "|"), ()),
        (TEXT.replace("\n", "\r"), ()),
        (TEXT.replace("listens", '"listens\n(1 to 5)"').replace(",", ";"), ()),
        (TEXT.replace("frontline", "\0frontline").replace(",1,", ",\0001,"), ()),
        (unicodedata.normalize("NFD", TEXT), ()),
        (TEXT.replace("listens", " LISTENS\u00a0").replace("role", "I\u00a0work as"), ()),
        (TEXT.replace("helps", "How often? [They\u200b help.]").replace("quick", "3. We are “quick”:"), ()),
        (TEXT.encode("utf-16"), ()),
        (TEXT.encode("utf-16-le"), ()),
        (TEXT.encode("cp1252"), ("Its letters are read as Windows-1252.",)),
        (TEXT.encode("mac_roman"), ("Its letters are read as Mac Roman.",)),
        (TEXT.replace(",", ";").replace("1;2;3;4", "1,0;2,0;3,00;4"), ()),
        (TEXT.replace("waits\n", "waits\n" + HEADINGS), AGAIN),
        (TEXT + HEADINGS, AGAIN),
        (TEXT.replace(",4\n", ",4,,\n"), ()),
        ("\n \r\n" + TEXT, ()),
        (",,,,,\n" + TEXT, ()),
        ("\nsep=;\n\n" + TEXT.replace(",", ";"), ()),
        ("sep=;;;;;;\n" + TEXT.replace(",", ";"), ()),
        ("sep=;\n" + TEXT, ()),
        (TEXT.replace("role", "<p>I work as</p>"), ()),
    ],
    ids=[
        "rows of commas", "rows of blanks", "sep line", "sep line in quotes", "bars", "carriage returns",
        "line break in a heading", "nulls", "decomposed letters", "capitals and blanks in headings",
        "a stem, a number and quotes in headings", "UTF-16", "UTF-16 without a mark", "Windows-1252", "Mac Roman",
        "decimal commas", "the headings again, at once", "the headings again, at the end",
        "blank cells beyond the headings", "blank lines above", "commas above",
        "blank lines around a sep line", "a sep line filled up", "a sep line that is wrong", "HTML in headings",
    ],
)  # fmt: skip
def test_what_the_world_does_to_a_file_changes_nobody(
    tmp_path: Path, content: str | bytes, notes: tuple[str, ...]
) -> None:
    """The same two people come out of both readers; what was left out, or guessed, is said."""
    frame, said = both(tmp_path, content)
    pd.testing.assert_frame_equal(frame[list(PLAIN)], PLAIN)
    assert said == notes


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 9), st.sampled_from(DAMAGE)), max_size=6))
def test_whatever_is_done_to_a_file_both_readers_agree_or_refuse(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int, str]]
) -> None:
    """Cut, spliced and spilt over: the same people, problems and notes, or an error with its reason. No traceback."""
    rows = "".join(TEXT.splitlines(keepends=True)[1:])
    text = (HEADINGS + rows * 8).replace("role,", "").replace("leader,", "").replace("frontline,", "")
    for place, length, inserted in damage:
        text = text[:place] + inserted + text[place + length :]
    file = tmp_path_factory.getbasetemp() / "damaged.csv"
    file.write_text(text, encoding="utf-8", newline="")
    try:
        read = cx.read_responses(file, small_survey())
    except ResponseError:
        with pytest.raises(ResponseError):
            count(file, small_survey(), ())
        return
    counted = count(file, small_survey(), ("team",) if "team" in read.frame else ())
    assert counted.tally == cx.tally(read, small_survey(), by=counted.tally.by)
    assert counted.problems == read.met


def test_a_blank_of_an_old_mac_is_no_letter_at_the_end_of_a_word() -> None:
    """SurveyMonkey wrote it: in Windows' letters it would be a capital with an accent."""
    assert encoding_of(b"Which team\xca,Which role\xca\n") == "mac_roman"
    assert encoding_of("Größe,CAFÉ".encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("by", [(), ("team",)])
@pytest.mark.parametrize("rows", [[1], [1, 2], [1, 4], [0, 3, 4]])
@pytest.mark.parametrize("places", [(5,), (1,), (1, 5), (3, 4)])
def test_a_quotation_mark_that_nobody_closed_swallows_nobody(
    tmp_path: Path, by: tuple[str, ...], rows: list[int], places: tuple[int, ...]
) -> None:
    """Up to the end of the file, or to the next one: both readers refuse it, and say where it is."""
    people = [["leader", "A", "1", "2", "3", "4"] for _ in range(6)]
    for row, place in zip(rows, cycle(places), strict=False):
        people[row][place] = f'"{people[row][place]}'
    file = tmp_path / "answers.csv"
    file.write_text(HEADINGS + "\n".join(map(",".join, people)) + "\n", encoding="utf-8")
    for read in (cx.read_responses, lambda path, survey: count(path, survey, by)):
        with pytest.raises(ResponseError, match=r"a quotation mark is opened near line [2-6]"):
            read(file, small_survey())


def test_in_a_large_file_too_an_open_quotation_mark_swallows_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of them, so that their number is even, across what is read at a time. Comments with lines are read fast."""
    monkeypatch.setattr(batches, "LOOKED_THROUGH", 100)
    monkeypatch.setattr(pieces, "SIZE", 64)
    file = tmp_path / "answers.csv"
    people = 'leader,A,1,2,3,4,"fine,\nwith ""lines"""\n' * 40
    file.write_text(HEADINGS.strip() + ",remark\n" + people)
    assert sum(len(part()) for part in batches.large_csv(file, small_survey(), ()).parts) == 40
    for first, second in ((9, 30), (3, 4)):
        rows = (people.replace('"fine,\nwith ""lines"""', "fine")).splitlines()
        for second_opened in (",A", ",fine"):  # in its own column, and further to the right
            opened = list(rows)
            opened[first] = rows[first].replace(",A", ',"A')
            opened[second] = rows[second].replace(second_opened, second_opened.replace(",", ',"'))
            file.write_text(HEADINGS.strip() + ",remark\n" + "\n".join(opened) + "\n")
            with pytest.raises(Stumbled):
                [part() for part in batches.large_csv(file, small_survey(), ()).parts]


def test_two_marks_of_the_encoding_hide_no_column(tmp_path: Path) -> None:
    """Files that were put together, or saved by two programs."""
    frame, _ = both(tmp_path, "\ufeff\ufefflistens,helps,quick,waits,team\n1,2,3,4,A\n2,2,2,2,A\n")
    assert frame["listens"].to_list() == [1, 2]


def test_a_comment_may_have_lines_and_commas(tmp_path: Path) -> None:
    """They are not taken for rows."""
    frame, _ = both(tmp_path, (TEXT + 'leader,"A, B\nand C, too",1,2,3,4\n'))
    assert frame["team"].to_list() == ["Café", "Größe", "A, B and C, too"]


def test_a_letter_that_is_not_utf8_may_come_late(tmp_path: Path) -> None:
    """Long after what is looked at to find out how a file is written."""
    file = tmp_path / "answers.csv"
    file.write_bytes((HEADINGS + "leader,A,1,2,3,4\n" * 5000 + "leader,Büro,1,2,3,4\n").encode("cp1252"))
    assert cx.read_responses(file, small_survey()).frame["team"].value_counts().to_dict() == {"A": 5000, "Büro": 1}


def test_two_spellings_of_an_open_group_are_one_and_it_is_said(tmp_path: Path) -> None:
    """Capitals, spaces and what nobody sees: the commonest is taken. Two groups would each be too small to show."""
    row = ",1,2,3,4\n"
    teams = ["Sales", "sales", "Sa\u200bles", " Sales", "Front  desk", "front desk", "Front desk", "Sale"]
    frame, notes = both(tmp_path, HEADINGS + "".join(f"leader,{team}{row}" for team in teams))
    assert frame["team"].to_list() == ["Sales"] * 4 + ["Front desk"] * 3 + ["Sale"]
    assert notes == ("team: “front desk” is read as “Front desk”.", "team: “sales” is read as “Sales”.")
    with pytest.warns(ResponseWarning, match="“sales” is read as “Sales”"):
        cx.tally(tmp_path / "answers.csv", small_survey(), by="team")


@pytest.mark.parametrize(
    "other", ["Anna’s on-site team", "Anna's on\u2011site team", "Anna's on–site team", "ANNA'S ON-SİTE TEAM"]
)
def test_signs_that_editors_change_make_no_other_group(tmp_path: Path, other: str) -> None:
    """Quotes, hyphens, a Turkish capital."""
    usual = "Anna's on-site team"
    frame, notes = both(tmp_path, HEADINGS + "".join(f"leader,{team},1,2,3,4\n" for team in [usual, usual, other]))
    assert set(frame["team"]) == {usual}
    assert notes == (f"team: “{other}” is read as “{usual}”.",)


def test_spellings_are_put_together_over_all_parts_of_a_table() -> None:
    """Which spelling is commonest is not known before the last batch."""
    frame = pd.DataFrame(
        {"listens": [1] * 5, "helps": 1, "quick": 1, "waits": 1, "team": ["a b", "A b", "A b", "a b", "A B"]}
    )
    with pytest.warns(ResponseWarning, match="is read as"):
        counted = cx.tally(frame, small_survey(), by="team")
    assert counted.respondents == {("A b",): 5}


@pytest.mark.parametrize("name", ["@Home", "=1+1", "-", "Ann's", "'quoted'"])
def test_what_export_wrote_is_read_back(tmp_path: Path, name: str) -> None:
    """Also where a spreadsheet would have run it."""
    frame, _ = both(tmp_path, TEXT.replace("Café", str(harmless(name))))
    assert frame["team"][0] == name


def test_a_second_heading_row_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    """It would become a person; its row is named. A row of the items' own words is known for what it is."""
    header, *rows = TEXT.splitlines(keepends=True)
    file = tmp_path / "answers.csv"
    file.write_text(header + "text,text,number,number,number,number\n" + "".join(rows))
    for read in (cx.read_responses, cx.tally):
        with pytest.raises(ResponseError, match="row 2 holds no answers and looks like a second heading row"):
            read(file, small_survey())
    words = "I work as,My team,They listen.,They help.,We are quick.,Customers wait.\n"
    assert len(both(tmp_path, header + words + "".join(rows))[0]) == 2


@pytest.mark.parametrize(
    "above", ["Export of 12 May 2026\n", '"Export",\n"12 May",,\n\n', "# a tool\n# version 3\n", "Answers,,,,,\n"]
)
def test_headings_that_are_not_on_top_are_found_and_what_to_do_is_said(tmp_path: Path, above: str) -> None:
    """A title or a remark, which tools and people write above: neither a wrong remedy nor a list of missing columns."""
    file = tmp_path / "answers.csv"
    file.write_text(above + TEXT, encoding="utf-8")
    for read in (cx.read_responses, lambda path, survey: count(path, survey, ("team",))):
        with pytest.raises(
            ResponseError, match=rf"line {above.count(chr(10)) + 1} looks like the headings.* Delete what"
        ):
            read(file, small_survey())


def test_a_column_with_the_id_of_one_item_and_the_words_of_another_is_refused(tmp_path: Path) -> None:
    """Qualtrics numbers columns by itself: Q1 in the file need not be the survey's."""
    file = tmp_path / "answers.csv"
    head = "listens,helps,quick,waits\nThey help.,They listen.,We are quick.,Customers wait.\n"
    file.write_text(head + ",".join(f'"{{""ImportId"":""QID{at}""}}"' for at in range(4)) + "\n1,2,3,4\n")
    with pytest.raises(ResponseError, match="“listens” has the id of listens and the words of helps"):
        cx.read_responses(file, small_survey())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "old or locked Excel file"),
        (b"\n<html><table><tr><td>listens", "is a web page"),
        (TEXT.replace(",4\n", ",4,5\n").encode(), "line 2 has 7 cells"),
        (gzip.compress(TEXT.encode()), "is packed"),
    ],
)
def test_what_is_no_table_of_answers_is_refused_with_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    """By what stands in it, whatever it is called."""
    file = tmp_path / "answers.csv"
    file.write_bytes(content)
    with pytest.raises(ResponseError, match=words) as caught:
        cx.read_responses(file, small_survey())
    assert str(caught.value).startswith(f"{file}: ")


def test_numbers_that_a_spreadsheet_keeps_as_text_are_numbers(tmp_path: Path) -> None:
    """With the apostrophe that it writes before them."""
    frame, _ = both(tmp_path, HEADINGS + PEOPLE.replace(",4", ",'4"))
    assert frame["waits"].to_list() == [4, 4, 5, 3]


@pytest.mark.parametrize(
    "text", ["role,listens\n", "أين تعمل؟,لا أوافق\nالشمال,١\n" * 20, "部门,同意吗\n销售,1\n" * 20]
)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
def test_utf_16_without_a_mark_is_known_in_any_script(text: str, encoding: str) -> None:
    """By its commas and ends of lines; a stray NUL or two make no other encoding of UTF-8."""
    assert encoding_of(text.encode(encoding)) == encoding
    assert encoding_of((text + "\0\0").encode()) == "utf-8"
