"""Plain tables: whatever delimiter, encoding and headings a CSV comes with, it is read or refused with a reason."""

from pathlib import Path

import pandas as pd
import pytest

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.responses.responses import Responses
from tests.strategies import organisation, small_survey

HEADER = "role,team,listens,helps,quick,waits\n"
ROWS = "leader,Phones,1,2,3,4\nfrontline,Warehouse,5,,not_applicable,1\n"


def read(tmp_path: Path, content: str | bytes) -> Responses:
    path = tmp_path / "answers.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return cx.read_responses(path, small_survey())


def refused(tmp_path: Path, content: str | bytes) -> str:
    """Return the message of the ResponseError; it names the file."""
    with pytest.raises(ResponseError) as caught:
        read(tmp_path, content)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'answers.csv'}: ")
    assert not message.endswith("\n")
    return message


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_is_found(tmp_path: Path, mark: str) -> None:
    """Comma, semicolon (as spreadsheets write where the comma is the decimal mark), tab."""
    expected = read(tmp_path, HEADER + ROWS).frame
    pd.testing.assert_frame_equal(read(tmp_path, (HEADER + ROWS).replace(",", mark)).frame, expected)


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbf" + (HEADER + ROWS).encode(),
        (HEADER + ROWS).replace("\n", "\r\n").encode(),
        (HEADER + "\n" + ROWS + "\n\n").encode(),
        (HEADER + ROWS).rstrip("\n").encode(),
        "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in (HEADER + ROWS).splitlines()).encode(),
    ],
    ids=["byte order mark", "carriage returns", "blank lines", "no last line end", "every cell quoted"],
)
def test_what_tools_do_to_a_csv_changes_nothing(tmp_path: Path, written: bytes) -> None:
    """The same answers come out."""
    pd.testing.assert_frame_equal(read(tmp_path, written).frame, read(tmp_path, HEADER + ROWS).frame)


def test_items_and_attributes_are_found_by_their_full_text(tmp_path: Path) -> None:
    """Survey tools name a column by its question."""
    header = 'I work as,My team,They listen.,"They help.", We are quick. ,Customers wait.\n'
    pd.testing.assert_frame_equal(read(tmp_path, header + ROWS).frame, read(tmp_path, HEADER + ROWS).frame)


def test_an_id_goes_before_a_text(tmp_path: Path) -> None:
    """Where both are there, the column of the id is taken and the other one dropped."""
    responses = read(tmp_path, "listens,They listen.,helps,quick,waits\n1,5,2,3,4\n")
    assert responses.frame["listens"].to_list() == [1.0]
    assert responses.dropped == ("They listen.",)


@pytest.mark.parametrize("twice", ["listens,listens", "They listen.,They listen.", "They listen.,They listen. "])
def test_a_heading_given_twice_is_an_error(tmp_path: Path, twice: str) -> None:
    """Which of the two columns is meant cannot be known, so neither is silently left out."""
    with pytest.raises(ResponseError, match="two columns for listens"):
        read(tmp_path, f"{twice},helps,quick,waits\n1,5,2,3,4\n")


def test_a_text_with_a_delimiter_in_quotes_is_one_cell(tmp_path: Path) -> None:
    """Comments hold commas."""
    responses = read(tmp_path, HEADER.replace("\n", ",comment_care\n") + 'leader,A,1,2,3,4,"Well, yes.\nAnd no."\n')
    assert responses.comments["care"].to_list() == ["Well, yes.\nAnd no."]


@pytest.mark.parametrize("place", [0, 1])
def test_a_row_with_more_cells_than_the_header_is_an_error(tmp_path: Path, place: int) -> None:
    """A comma that was not quoted would shift everybody's answers by one, wherever that row stands."""
    rows = ROWS.splitlines(keepends=True)
    rows[place] = rows[place].replace(",", ", Inc.,", 1)
    assert "is not a readable CSV file" in refused(tmp_path, HEADER + "".join(rows))


def test_a_delimiter_at_the_end_of_every_line_does_no_harm(tmp_path: Path) -> None:
    """Some tools write one; it makes an empty column, which is named by its place."""
    responses = read(tmp_path, (HEADER + ROWS).replace("\n", ",\n"))
    pd.testing.assert_frame_equal(responses.frame, read(tmp_path, HEADER + ROWS).frame)
    assert responses.dropped == ("column 7",)


def test_a_row_that_stops_early_is_missing_the_rest(tmp_path: Path) -> None:
    """Nothing slides into another column."""
    row = read(tmp_path, HEADER + "leader,Phones,1\n").frame.iloc[0]
    assert (row["role"], row["listens"]) == ("leader", 1.0)
    assert row[["helps", "quick", "waits"]].isna().all()


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", "sep=;\n"])
def test_an_empty_file_says_what_it_needs(tmp_path: Path, content: str) -> None:
    """Not a traceback about parsing."""
    assert "the file is empty. It needs a header row with the survey’s item ids." in refused(tmp_path, content)


def test_a_header_alone_is_told_as_such(tmp_path: Path) -> None:
    """An export of a survey that nobody answered yet."""
    assert "has a header row and no answers below it" in refused(tmp_path, HEADER)


def test_an_excel_file_says_how_to_save_it(tmp_path: Path) -> None:
    """People send what they have: a zip of XML."""
    assert "CSV UTF-8" in refused(tmp_path, b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xdd\xfc\x95\x37")


def test_an_open_quote_is_an_error(tmp_path: Path) -> None:
    """It would swallow the rest of the file into one cell."""
    assert "is not a readable CSV file" in refused(tmp_path, HEADER + '"leader,Phones,1,2,3,4\n' + ROWS)


def test_a_file_that_is_not_there_or_is_a_folder_is_told_as_such(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(ResponseError, match=r"nowhere\.csv: there is no such file"):
        cx.read_responses(tmp_path / "nowhere.csv", small_survey())
    with pytest.raises(ResponseError, match="the folder holds no Parquet file"):
        cx.read_responses(tmp_path, small_survey())


def test_a_file_without_the_surveys_columns_names_both_sides(tmp_path: Path) -> None:
    """The error of Responses.of reaches whoever named the file."""
    path = tmp_path / "answers.csv"
    path.write_text("Timestamp,Q1\n2024,5\n", encoding="utf-8")
    with pytest.raises(ResponseError, match=r"listens, helps, quick, waits.*Timestamp, Q1"):
        cx.read_responses(path, small_survey())


def test_na_in_a_file_is_a_text_and_reported(tmp_path: Path) -> None:
    """A reader of tables may take it for missing, but a team may be called NA, and a reader should know."""
    responses = read(tmp_path, HEADER + "leader,NA,NA,2,3,4\n")
    assert responses.frame["team"].to_list() == ["NA"]
    assert responses.problems["value"].to_list() == ["NA"]


def test_a_path_may_be_a_string(tmp_path: Path) -> None:
    """As people type it."""
    path = tmp_path / "answers.csv"
    organisation({"a": 4}).to_csv(path, index=False)
    assert len(cx.read_responses(str(path), small_survey())) == 4
