"""What differs between accounts, languages and releases of one tool: the same people, read from files made here."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.responses.formats.dialects import encoding_of
from cxkit.responses.formats.draft import Draft
from cxkit.responses.formats.google import is_time
from cxkit.survey.model import Survey
from tests.responses.formats.test_tools import FIXTURES, ITEMS, PEOPLE, TOOLS, asked, people

Rows = list[list[str]]


def changed(folder: Path, name: str, change: Callable[[Rows], Rows]) -> Path:
    """Write a fixture with something else in its cells."""
    raw = (FIXTURES / name).read_bytes()
    text = raw.decode(encoding_of(raw))
    mark = ";" if text.count(";") > text.count(",") else ","
    rows = change(list(csv.reader(io.StringIO(text, newline=""), delimiter=mark)))
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=mark).writerows(rows)
    return path


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1), min_size=5, max_size=5, unique=True))
def test_microsofts_own_headings_may_be_in_any_language(
    tmp_path_factory: pytest.TempPathFactory, headings: list[str]
) -> None:
    """“Identyfikator” and “معرف” stand for an id as well: what is below tells."""
    path = changed(
        tmp_path_factory.mktemp("any"), "microsoft-forms.csv", lambda rows: [[*headings, *rows[0][5:]], *rows[1:]]
    )
    answers = cx.read_responses(path, asked())
    assert people(answers) == PEOPLE
    assert answers.notes[0] == "Read as a file of Microsoft Forms (sure)."


@pytest.mark.parametrize(
    ("address", "preview", "no"),
    [
        ("IP-Adresse", "Umfragevorschau", "Falsch"),
        ("Dirección IP", "Vista previa de la encuesta", "Falso"),
        ("Adresse IP", "Aperçu de l’enquête", "Faux"),
        ("Endereço IP", "Prévia da pesquisa", "Falso"),
    ],
)
def test_qualtrics_previews_are_nobody_in_any_language(tmp_path: Path, address: str, preview: str, no: str) -> None:
    """The account's language is that of its words for a preview, and for who stopped."""
    said = {"IP Address": address, "Survey Preview": preview, "False": no, "True": "1"}

    def spoken(rows: Rows) -> Rows:
        return [*rows[:3], *([said.get(cell, cell) for cell in row] for row in rows[3:])]

    plain = cx.read_responses(FIXTURES / "qualtrics.csv", asked())
    other = cx.read_responses(changed(tmp_path, "qualtrics.csv", spoken), asked())
    assert people(other) == people(plain) == PEOPLE
    assert other.notes == plain.notes


@pytest.mark.parametrize("written", ["  {}", "{}\u00a0", "{} \n"])
def test_blanks_around_headings_make_a_preview_nobody_all_the_same(tmp_path: Path, written: str) -> None:
    """In an account of another language its codes alone tell which column says what a row is."""

    def blank(rows: Rows) -> Rows:
        spoken = [f"Spalte {place}" if place < 5 else cell for place, cell in enumerate(rows[1])]
        return [[written.format(cell) for cell in rows[0]], spoken, *rows[2:]]

    answers = cx.read_responses(changed(tmp_path, "qualtrics.csv", blank), asked())
    assert people(answers) == PEOPLE


def test_how_far_somebody_came_tells_who_stopped(tmp_path: Path) -> None:
    """A number is the same in every language: below 100 they stopped."""

    def came(rows: Rows) -> Rows:
        at = rows[0].index("Finished")
        far = ["Progress", "Progress", '{"ImportId":"progress"}']
        far += ["43" if row[at] == "False" else "100" for row in rows[3:]]
        return [
            [*(cell if place != at or number < 3 else "?" for place, cell in enumerate(row)), here]
            for number, (row, here) in enumerate(zip(rows, far, strict=True))
        ]

    answers = cx.read_responses(changed(tmp_path, "qualtrics.csv", came), asked())
    assert answers.notes == cx.read_responses(FIXTURES / "qualtrics.csv", asked()).notes


@pytest.mark.parametrize("sign", [": ", " – ", " > ", " | ", "? ", ".", " — ", "] ", " / "])
def test_whatever_sign_stands_between_a_question_and_its_row(tmp_path: Path, sign: str) -> None:
    """And a question that the survey does not ask stays out, though it names one."""
    words = [str(item.text) for item in asked().items]
    path = tmp_path / "answers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                [*(f"How often{sign}{text}" for text in words), f"{words[0]} Why?", "I work as", "My team"],
                ["4", "2", "1", "3", "x", "Leader", "Phones"],
                ["1", "5", "", "2", "y", "Leader", "Phones"],
            ]
        )
    answers = cx.read_responses(path, asked())
    assert people(answers) == [("leader", "Phones", 4, 2, 1, 3), ("leader", "Phones", 1, 5, None, 2)]
    assert answers.dropped == (f"{words[0]} Why?",)


def test_the_groups_of_a_form_may_be_parted_by_any_sign(tmp_path: Path) -> None:
    """KoBoToolbox lets people choose it: “agree.listens”."""
    path = changed(tmp_path, "kobo.csv", lambda rows: [[cell.replace("/", ".") for cell in rows[0]], *rows[1:]])
    mapping = {"values": {f"v{point}": point for point in range(1, 6)} | {"dk": "not_applicable"}}
    assert people(cx.read_responses(path, asked(), mapping=mapping)) == PEOPLE


@pytest.mark.parametrize(
    "cell",
    [
        "2031/03/04 3:08:24 PM UTC+2", "04.03.2031 15:08:24", "2031. 3. 4 오후 3:08:24", "2031/03/04 午後3:08:24",
        "2031/3/4 下午3:08:24", "2031/03/04 3:08:24 م غرينتش+3", "٤\u200f/٣\u200f/٢٠٣١ ١٥:٠٨:٢٤",
    ],
)  # fmt: skip
def test_a_time_is_known_in_any_language(cell: str) -> None:
    """As accounts of Google in these languages write it."""
    assert is_time(cell)


def test_html_around_a_question_and_its_row_is_none_of_its_words(tmp_path: Path) -> None:
    """Editors leave it there."""
    path = changed(tmp_path, "google-forms.csv", lambda rows: [[f"<p>{cell}</p>" for cell in rows[0]], *rows[1:]])
    assert people(cx.read_responses(path, asked())) == PEOPLE


def test_a_number_with_words_beside_it_is_that_number_where_the_survey_has_no_words(tmp_path: Path) -> None:
    """Where it has some, the number is the tool's own, and nobody guesses."""
    survey = Survey.from_dict(
        {
            "id": "s",
            "title": "S",
            "response_scale": {"min": 0, "max": 10},
            "dimensions": [{"id": "d", "title": "D", "items": [{"id": "again", "text": "Would you come again?"}]}],
        }
    )
    path = tmp_path / "answers.csv"
    path.write_text(
        "again\n10 (Very likely)\n0 - Not at all\n7\nVery likely - 10\n11 - More\n(3) so\nIn 5\n", encoding="utf-8"
    )
    answers = cx.read_responses(path, survey)
    assert answers.frame["again"].dropna().tolist() == [10, 0, 7, 10]
    assert [one.value for one in answers.met] == ["11 - More", "(3) so", "In 5"]


def test_a_choice_that_people_wrote_themselves_stands_beside_those_that_were_given(tmp_path: Path) -> None:
    """SurveyMonkey's “Other (please specify)”, at the end of a matrix with a column a choice."""

    def other(rows: Rows) -> Rows:
        over, labels = "", []
        for stem, label in zip(rows[0], rows[1], strict=True):
            over = stem or over
            labels.append(label if label in {"", "Response"} else f"{over} - {label}")
        grid = [at for at, label in enumerate(labels) if " - " in label]
        stems = [stem if at not in grid else "How often?" * (at == grid[0]) for at, stem in enumerate(rows[0])]
        beside = ["", "Other (please specify)", *[""] * len(rows)]
        end = grid[-1] + 1
        return [[*row[:end], more, *row[end:]] for row, more in zip([stems, labels, *rows[2:]], beside, strict=False)]

    path = changed(tmp_path, "surveymonkey-expanded.csv", other)
    assert people(cx.read_responses(path, asked())) == PEOPLE


def test_titles_above_the_headings_of_a_workbook_are_told(tmp_path: Path) -> None:
    """As they are of a file of text."""
    book = Workbook()
    for row in (["Survey of March"], [], [*ITEMS], [4, 2, 1, 3]):
        book.active.append(row)
    book.save(tmp_path / "answers.xlsx")
    with pytest.raises(ResponseError, match=r"line 3 looks like the headings, .* Delete what is above them"):
        cx.read_responses(tmp_path / "answers.xlsx", asked())


def test_what_a_quiz_gave_for_answers_was_not_asked(tmp_path: Path) -> None:
    """Nor were the numbers that a tool gives to its rows."""

    def quiz(rows: Rows) -> Rows:
        return [
            [cell for at, one in enumerate(row) for cell in (one, f"{rows[0][at]} [Score]" if not number else "-- / 0")]
            for number, row in enumerate(rows)
        ]

    draft = Draft.of(changed(tmp_path, "google-forms.csv", quiz))
    assert [column.words for columns in draft.items.values() for column in columns] == [
        str(item.text) for item in asked().items if item.id in ITEMS
    ]


@pytest.mark.parametrize(
    "beside",
    [
        "Comment: {}", "How often? - Comment - {}", "{} (points)", "Points - {}", "Please specify: {}", "{}\nWhy?",
        "Question time: {}", "Display Order - {}", "{} [Score]", "Kommentar: {}", "Otro, especifique: {}", "السبب: {}",
        "How often? - Display Order - {}", "1. Other: {}", "Por quê? {}", "Begründung – {}",
        "Points - How often?.{}", "Puntos: ¿Cada cuánto?.{}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("tool", ["plain", "Qualtrics", "Microsoft Forms"])
def test_what_stands_beside_an_item_is_never_taken_for_it(tmp_path: Path, beside: str, tool: str) -> None:
    """Not where the item itself is missing either: the order in which it was shown would be counted as an answer."""
    words = [str(item.text) for item in asked().items]
    last = [*words[:-1], beside.format(words[-1])]
    rows = [last, ["4", "2", "1", "3"], ["1", "5", "3", "2"]]
    if tool == "Qualtrics":
        imported = [json.dumps({"ImportId": f"QID{at}"}) for at in range(4)]
        rows = [["Q1_1", "Q1_2", "Q1_3", "Q1_DO_4"], rows[0], imported, *rows[1:]]
    if tool == "Microsoft Forms":
        about = ["ID", "Start time", "Completion time", "Email", "Name"]
        person = ["2031-03-04 10:00:00", "2031-03-04 10:05:00", "anonymous", ""]
        rows = [[*about, *rows[0]], ["1", *person, *rows[1]], ["2", *person, *rows[2]]]
    path = tmp_path / "answers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(ResponseError, match="1 of them have no column here: waits"):
        cx.read_responses(path, asked())
    with pytest.raises(ResponseError, match="1 of them have no column here: waits"):
        cx.tally(path, asked())


@pytest.mark.parametrize("word", ["N", "Mean"])
@pytest.mark.parametrize("name", [name for name in TOOLS if name != "surveymonkey-expanded.csv"])
def test_what_a_spreadsheet_sums_up_below_a_tools_file_is_nobody(tmp_path: Path, name: str, word: str) -> None:
    """In no layout: how many stand in each column, or the mean of one that holds numbers."""

    def summed(rows: Rows) -> Rows:
        last = len(rows[0]) - 1
        return [*rows, [word, *("" if word == "Mean" and at < last else "40" for at in range(1, last + 1))]]

    mapping = TOOLS[name][1]
    before, after = (
        cx.read_responses(path, asked(), mapping=mapping) for path in (FIXTURES / name, changed(tmp_path, name, summed))
    )
    assert people(after) == people(before)


def test_columns_without_headings_that_all_say_the_same_are_no_choices(tmp_path: Path) -> None:
    """A program that fills blanks in does so in empty columns, too: the first person would be a heading."""

    def filled(rows: Rows) -> Rows:
        return [rows[0] + [""] * 3, *([*row, *["N/A"] * 3] for row in rows[1:])]

    answers = cx.read_responses(changed(tmp_path, "google-forms.csv", filled), asked())
    assert people(answers) == PEOPLE


@pytest.mark.parametrize("left", [("Status", "Finished", "ResponseId"), ("Status", "Finished", "StartDate")])
def test_the_first_person_is_no_heading_where_dates_or_numbers_were_taken_out(
    tmp_path: Path, left: tuple[str, ...]
) -> None:
    """One row of headings, in any spelling: of what tells a person's row from words, one column is enough."""

    def few(rows: Rows) -> Rows:
        kept = [at for at, one in enumerate(rows[0]) if one in left or one.startswith("Q")]
        words = [rows[0][at].upper() if rows[0][at] in left else rows[1][at] for at in kept]
        return [words, *([row[at] for at in kept] for row in rows[3:])]

    assert people(cx.read_responses(changed(tmp_path, "qualtrics.csv", few), asked())) == PEOPLE


@pytest.mark.parametrize("numbers", [range(5), range(2, 7), range(6)])
def test_numbers_of_a_tool_beyond_the_scale_are_asked_about(tmp_path: Path, numbers: range) -> None:
    """0 to 4, with 5 for "can't tell", has both ends of 1 to 5: nobody knows which is which until somebody says so."""
    words = ["Never", "Rarely", "Sometimes", "Often", "Always", "I can't tell"]
    said = {word: str(number) for word, number in zip(words, numbers, strict=False)}

    def coded(rows: Rows) -> Rows:
        return [[said.get(one, "" if one == words[-1] else one) for one in row] for row in rows]

    path = changed(tmp_path, "google-forms.csv", coded)
    with pytest.raises(ResponseError, match="may not be those of the survey’s response scale"):
        cx.read_responses(path, asked())
    point = {number: at for at, number in enumerate(said.values(), 1)}
    mapping = {"values": {number: "not_applicable" if at > 5 else at for number, at in point.items()}}
    read = people(cx.read_responses(path, asked(), mapping=mapping))
    assert [one[:3] for one in read] == [one[:3] for one in PEOPLE]


@pytest.mark.parametrize(("given", "refused"), [("-1,0,10", False), ("-1,0,9", True), ("0,10,11", True)])
def test_one_below_nought_is_no_answer_where_the_other_end_is_used(tmp_path: Path, given: str, refused: bool) -> None:
    """As a tool writes who had no basis to judge: it is listed, and not asked about as a point."""
    scale = {"min": 0, "max": 10, "not_applicable": "I can't tell"}
    survey = Survey.from_dict(asked().to_dict() | {"response_scale": scale})
    cells = iter(given.split(",") * 8)
    points = {"Never", "Rarely", "Sometimes", "Often", "Always"}
    path = changed(
        tmp_path,
        "google-forms.csv",
        lambda rows: [[next(cells) if one in points else one for one in row] for row in rows],
    )
    if refused:
        with pytest.raises(ResponseError, match="may not be those of the survey’s response scale"):
            cx.read_responses(path, survey)
    else:
        assert {one.value for one in cx.read_responses(path, survey).met} == {"-1"}
