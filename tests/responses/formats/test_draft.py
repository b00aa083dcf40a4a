"""A survey drafted from a file reads that file back: the same people, and nothing of it is no answer."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import cxkit as cx
from cxkit.errors import ResponseError
from cxkit.responses.formats.draft import Draft
from cxkit.survey.model import Survey
from tests.cli.test_cli import run
from tests.responses.formats.test_tools import FIXTURES, LABELS

ASKED = ["They listen.", "They help.", "We are quick.", "Customers wait."]
WORDED = [
    "formbricks.csv",
    "google-forms.csv",
    "limesurvey-words.csv",
    "microsoft-forms.csv",
    "qualtrics.csv",
    "surveymonkey-condensed.csv",
    "surveymonkey-expanded.csv",
]


def drafted(file: Path) -> tuple[Draft, Survey]:
    draft = Draft.of(file)
    return draft, Survey.from_dict(yaml.safe_load(draft.text("draft", "A draft")))


@pytest.mark.parametrize("tool", WORDED)
def test_what_a_tool_asked_is_found_with_its_scale_and_read_again(tool: str) -> None:
    """Four statements, five words in their order, "can't tell" apart, role and team, and four people."""
    draft, survey = drafted(FIXTURES / tool)
    assert [str(item.text) for item in survey.items] == ASKED
    assert draft.sure
    assert survey.response_scale
    assert [str(words) for words in survey.response_scale.labels.values()] == list(LABELS.values())
    assert str(survey.response_scale.not_applicable) == "I can't tell"
    assert len(survey.attributes) == 2
    answers = cx.read_responses(FIXTURES / tool, survey)
    assert (len(answers), answers.met) == (4, ())


@pytest.mark.parametrize("tool", ["kobo.csv", "limesurvey-codes.csv"])
def test_codes_have_an_order_that_somebody_has_to_confirm(tool: str) -> None:
    """They are put in that of their numbers, and the draft says that it does not know."""
    draft, survey = drafted(FIXTURES / tool)
    assert not draft.sure
    assert "Is this the order" in draft.text("draft", "A draft")
    assert list(draft.scale) == sorted(draft.scale)
    assert len(survey.items) >= 4


def test_a_question_beside_a_grid_is_not_one_of_its_rows(tmp_path: Path) -> None:
    """Its codes are its own; and what the tool writes of itself is nobody's answer."""
    file = tmp_path / "codes.csv"
    rows = ["A1,A2,A3,v3", "A2,A1,A4,v3", "A1,A3,A2,v3"]
    file.write_text("\n".join(["role,agree[a],agree[b],__version__", *rows]) + "\n", encoding="utf-8")
    _, survey = drafted(file)
    assert [str(item.text) for item in survey.items] == ["agree[a]", "agree[b]"]
    assert [attribute.id for attribute in survey.attributes] == ["role"]


def test_numbers_that_go_higher_are_another_scale(tmp_path: Path) -> None:
    """Statements on 1–5 do not become ones on 0–10 because one question has that scale."""
    file = tmp_path / "mixed.csv"
    rows = ["1,5,4,9", "5,1,3,0", "4,4,4,10", "2,3,5,7"]
    file.write_text("\n".join(["One,Two,Three,Recommend", *rows]) + "\n", encoding="utf-8")
    draft, survey = drafted(file)
    scales = [(item.response_scale.min, item.response_scale.max) for item in survey.items]
    assert scales == [(1, 5)] * 3 + [(0, 10)]
    assert "is this its scale?" in draft.text("draft", "A draft")
    assert not cx.read_responses(file, survey).met


def test_the_shipped_survey_is_drafted_from_its_sample() -> None:
    """All of its items, on its points, and both attributes with their groups."""
    draft, survey = drafted(cx.sample("leadership"))
    shipped = cx.load_survey("leadership")
    assert [str(item.text) for item in survey.items] == [item.id for item in shipped.items]
    assert (draft.scale, draft.sure) == (("1", "2", "3", "4", "5"), True)
    assert [attribute.id for attribute in survey.attributes] == ["role", "team"]
    assert len(cx.read_responses(cx.sample("leadership"), survey)) == 80


def test_the_command_writes_a_survey_that_check_can_use(
    tmp_path: Path,
) -> None:
    """And says what it found; a file without ratings is refused, and nothing is written."""
    folder, other, names = tmp_path / "mine", tmp_path / "other", tmp_path / "names.csv"
    said = run("new", str(folder), "--from", str(FIXTURES / "google-forms.csv")).stdout
    assert "4 items on Never, Rarely, Sometimes, Often, Always, and who people are: I work as, My team." in said
    assert run("check", str(folder)).returncode == 0
    names.write_text("name,city\nAda,Lyon\nBo,Kiel\n", encoding="utf-8")
    refused = run("new", str(other), "--from", str(names))
    assert refused.returncode == 2
    assert "no two columns of it were answered on the same scale" in refused.stderr
    assert not other.exists()


PEOPLE = ["4,5,2,4", "3,1,3,5", "5,4,1,3", "2,2,4,3", "1,3,5,2", "3,3,3,3"]


def table(folder: Path, rows: Iterable[str], beside: str = "") -> Path:
    """Write four statements with a team before them; beside: further columns."""
    file = folder / "answers.csv"
    file.write_text("\n".join([f"Team,{','.join(ASKED)}{beside}", *rows]) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "foot",
    [["Mean,3,3,3,3.33"], [",3,3,3,3.33"], ["Total,18,18,18,20"], [",18,18,18,20"], ["Mean,3,3,3,3", "SD,1,1,1,1"]],
)
@pytest.mark.parametrize("above", [True, False], ids=["head", "foot"])
def test_what_sums_people_up_is_no_point_of_a_scale(tmp_path: Path, foot: list[str], *, above: bool) -> None:
    """A mean among whole numbers left no scale; a total made a higher one."""
    people = [f"Phones,{row}" for row in PEOPLE]
    draft, survey = drafted(file := table(tmp_path, [*foot, *people] if above else [*people, *foot]))
    assert (draft.scale, draft.sure, len(survey.items)) == (("1", "2", "3", "4", "5"), True, 4)
    assert len(cx.read_responses(file, survey)) == len(PEOPLE)


@pytest.mark.parametrize("written", ["{0} - {1}", "{0}: {1}", "{0}. {1}", "{0} ({1})", "{0} = {1}"])
def test_a_number_before_words_is_their_order(tmp_path: Path, written: str) -> None:
    """Words that are in no usual scale, too: then somebody has to confirm the order."""
    for words, sure in ((list(LABELS.values()), True), (["None", "Few", "Half", "Most", "All"], False)):
        said = {str(at): written.format(at, word) for at, word in enumerate(words, 1)}
        rows = ["Phones," + ",".join(said[cell] for cell in row.split(",")) for row in PEOPLE]
        draft, survey = drafted(file := table(tmp_path, rows))
        assert (list(draft.scale), draft.sure) == (words, sure)
        answers = cx.read_responses(file, survey)
        assert not answers.met
        assert answers.frame.iloc[:, :4].astype(int).to_numpy().tolist() == [[*map(int, r.split(","))] for r in PEOPLE]


def test_words_at_the_ends_of_numbers_are_asked_about(tmp_path: Path) -> None:
    """With a number in them they are that point; without, nobody counts them until it is said which they are."""
    for ends, met in ((("1 (Not at all)", "5 (Fully)"), 0), (("Por nada", "Todo"), 7)):
        rows = ["Phones," + row.replace("1", ends[0]).replace("5", ends[1]) for row in PEOPLE]
        draft, survey = drafted(file := table(tmp_path, rows))
        assert draft.scale == ("1", "2", "3", "4", "5")
        assert sum(one.count for one in cx.read_responses(file, survey).met) == met
        assert ('# values: {"Todo": }   # Which point is it?' in draft.text("draft", "A draft")) is bool(met)


@pytest.mark.parametrize("step", [10, 20, 0, -3])
def test_numbers_that_a_tool_gave_to_choices_are_codes(tmp_path: Path, step: int) -> None:
    """11 to 15, ten apart, or around zero, where they stay as they are: somebody has to confirm their order."""
    codes = {at: at * 10 if not step else at + step for at in range(1, 6)}
    rows = ["Phones," + ",".join(str(codes[int(cell)]) for cell in row.split(",")) for row in PEOPLE]
    draft, survey = drafted(file := table(tmp_path, rows))
    assert not draft.sure
    answers = cx.read_responses(file, survey)
    assert not answers.met
    assert answers.frame.iloc[:, :4].astype(int).to_numpy().tolist() == [
        [int(cell) + min(step, 0) for cell in row.split(",")] for row in PEOPLE
    ]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("interviewtime,groupTime1,Q1Time,Q2Time,Q3Time,Q4Time", "9,9,3,3,3,3"),
        ("A,B,C,D,E,F", "1.5,1.5,1.5,2.5,2.5,2.5"),
        ("Group time: A,Question time: a,Question time: b,Question time: c,Question time: d", "9,4,3,3,2"),
        (",".join(f"Points - {words}" for words in ASKED) + ",Total time", "1,1,0,1,4"),
        (",".join(f"{words} [Score]" for words in ASKED) + ",Total time", "1,1,0,1,4"),
        (",".join(f"Display Order - {words}" for words in ASKED), "1,2,3,4"),
        (",".join(f"Q1_DO_{at}" for at in range(1, 5)) + ",Q2_NPS_GROUP", "1,2,3,4,1"),
    ],
)
def test_what_stands_beside_answers_is_not_asked(tmp_path: Path, headings: str, cells: str) -> None:
    """Seconds, points of a quiz, the order in which questions were shown: all alike, and more of them."""
    _, survey = drafted(table(tmp_path, [f"Phones,{row},{cells}" for row in PEOPLE], "," + headings))
    assert [str(item.text) for item in survey.items] == ASKED


WHO = ["Ada", "Ada", "Bo", "Bo", "Cy", "Cy"]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        *((heading, WHO) for heading in (
            "First name", "RecipientLastName", "Submitted by", "_submitted_by", "Manager name", "Your name",
            "Nombre y apellidos", "Apellidos del destinatario", "Vor- und Nachname", "Nachname", "Prénom", "Nom",
            "Nome completo", "Sobrenome", "الاسم الكامل", "اسم العائلة", "username", "Q2_3_TEXT",
        )),
        *((heading, ["1234", "1234", "55", "55", "6", "6"]) for heading in (
            "Phone number", "Teléfono", "Telefonnummer", "Numéro de téléphone", "Celular", "رقم الهاتف", "Zugangscode",
        )),
        ("Device", ["192.0.2.1"] * 3 + ["192.0.2.2"] * 3),
        ("Contact", ["ada@example.org"] * 3 + ["+34 600 123 456"] * 3),
        ("What else?", ["Ask Ada about it.", "no", "no", "Bo is rude!", "", ""]),
        ("Say more", ["Ask Ada\nabout it"] * 2 + ["no"] * 4),
        ("Something else - Text", WHO),
    ],
)  # fmt: skip
def test_nothing_personal_gets_into_a_draft(tmp_path: Path, heading: str, cells: list[str]) -> None:
    """In no language: who people are, and what they wrote, is not one of their groups, however often it is there."""
    rows = [f'Phones,{row},"{cell}"' for row, cell in zip(PEOPLE, cells, strict=True)]
    draft, survey = drafted(table(tmp_path, [*rows, *rows], f",{heading}"))
    assert [attribute.id for attribute in survey.attributes] == []
    assert not [cell for cell in cells if len(cell) > 2 and cell in draft.text("draft", "A draft")]
    assert {*draft.others} <= {"Team", heading}


@pytest.mark.parametrize("code", ["99", "-9", "888", "-1", "-99"])
@pytest.mark.parametrize("step", [0, 10])
def test_a_number_for_no_answer_is_no_point_of_a_scale(tmp_path: Path, code: str, step: int) -> None:
    """Nor does it keep its column from being one: what it means is asked."""
    given = [",".join(str(int(cell) + step) for cell in row.split(",")) for row in PEOPLE]
    coded = [code + row[row.index(",") :] for row in given]
    draft, survey = drafted(table(tmp_path, [f"Phones,{row}" for row in [*given, *coded]]))
    assert [*draft.scale] == [str(at + step) for at in range(1, 6)]
    assert [str(item.text) for item in survey.items] == ASKED
    assert f'# values: {{"{code}": }}' in draft.text("draft", "A draft")


def test_words_of_several_languages_are_no_scale(tmp_path: Path) -> None:
    """More words than a scale has points are refused, before a file is written that nothing could read."""
    words = ["Uno", "Due", "Tre", "Ein", "Zwei", "Drei", "Un", "Deux", "Trois", "One", "Two", "Three", "Four"]
    rows = [",".join(["Phones", *(words[at + first] for first in (0, 3, 4, 4))]) for at in range(9)]
    with pytest.raises(ResponseError, match="in 13 different words, too many for one scale"):
        drafted(table(tmp_path, [*rows, *rows]))


CELLS = st.sampled_from(["", "1", "2", "Often", "Never", "I can't tell", "v3", "x" * 40, "Büro", "=1+1"])
ROW = st.lists(CELLS, min_size=3, max_size=3)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8), st.lists(CELLS, min_size=3, max_size=3)
)
def test_whatever_a_table_holds_its_draft_is_a_survey_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], head: list[str]
) -> None:
    """Never a traceback, and never a survey file with a mistake in it."""
    file = tmp_path_factory.mktemp("table") / "answers.csv"
    file.write_text("\n".join(",".join(row) for row in [head, *rows]) + "\n", encoding="utf-8")
    try:
        drafted(file)
    except ResponseError as error:
        assert str(file) in str(error)  # noqa: PT017


GROUPS = [
    "Role", "Q7. What is your role?", "dept_code", "Which department do you work in?", "Gender", "Do you lead people?",
    "In welcher Abteilung arbeiten Sie?", "Geschlecht", "Führen Sie Personal?", "¿Cuál es su puesto?", "Sede",
    "¿Dirige a personas?", "Dans quel service travaillez-vous ?", "Ancienneté", "Qual é o seu cargo?", "Setor",
    "ما هي وظيفتك؟", "في أي قسم تعمل؟",
]  # fmt: skip
RATED = [
    "My role is clear.", "Team spirit", "The department listens.", "Meine Rolle ist klar.", "Mi equipo ayuda.",
    "Le service écoute.", "Meu cargo é claro.", "دوري واضح",
]  # fmt: skip


@pytest.mark.parametrize("heading", GROUPS)
@pytest.mark.parametrize("groups", [2, 5])
def test_a_group_written_as_numbers_is_no_item(tmp_path: Path, heading: str, groups: int) -> None:
    """By its heading, in six languages; its numbers are its options, and the file is read with them."""
    rows = [f"Phones,{row},{at % groups + 1}" for at, row in enumerate(PEOPLE * 2)]
    _, survey = drafted(file := table(tmp_path, rows, f',"{heading}"'))
    assert [str(item.text) for item in survey.items] == ASKED
    coded = survey.attributes[-1]
    assert [str(text) for text in (coded.options or {}).values()] == [str(at + 1) for at in range(groups)]
    answers = cx.read_responses(file, survey)
    assert (len(answers), answers.met) == (12, ())
    assert (answers.frame[coded.id] != "").all()


@pytest.mark.parametrize("heading", RATED)
def test_a_statement_about_a_group_is_an_item(tmp_path: Path, heading: str) -> None:
    """A word of a group among others says nothing."""
    rows = [f"Phones,{row},{at % 5 + 1}" for at, row in enumerate(PEOPLE * 2)]
    draft, _ = drafted(table(tmp_path, rows, f',"{heading}"'))
    assert [column.words for columns in draft.items.values() for column in columns] == [*ASKED, heading]


@pytest.mark.parametrize(("given", "item"), [([1, 2, 3], False), ([0, 1], False), ([2, 3, 4], True), ([1, 4], True)])
def test_few_numbers_under_any_heading_are_asked_about(tmp_path: Path, given: list[int], item: object) -> None:
    """Those that count 1, 2, 3 are taken for a group, those that stay below the top for an item: either is said."""
    rows = [f"Phones,{row},{given[at % len(given)]}" for at, row in enumerate(PEOPLE * 4)]
    draft, survey = drafted(file := table(tmp_path, rows, ",V7"))
    assert [str(one.text) for one in survey.items] == [*ASKED, *(["V7"] if item else [])]
    assert survey.response_scale
    assert (survey.response_scale.min, survey.response_scale.max) == (1, 5)
    assert [one.words for one in draft.doubted] == ["V7"]
    done = run("new", str(tmp_path / "new"), "--from", str(file))
    assert "“V7” has fewer points than elsewhere: is it an item, or a group such as a role?" in done.stdout


@pytest.mark.parametrize("heading", ["Start of the shift", "end_of_day", "Submitting is easy"])
def test_what_begins_like_a_tools_own_heading_may_be_asked(tmp_path: Path, heading: str) -> None:
    """The times of a file are called start and end, and so are parts of a day; those are times as ever."""
    rows = [f"Phones,{row},{at % 5 + 1},2031-03-04 09:00,7" for at, row in enumerate(PEOPLE * 2)]
    draft, _ = drafted(table(tmp_path, rows, f",{heading},Start Date,redcap_repeat_instance"))
    assert [column.words for columns in draft.items.values() for column in columns] == [*ASKED, heading]
    assert draft.others == ["Team"]  # one of whom all are


def test_a_nine_behind_five_points_is_no_point(tmp_path: Path) -> None:
    """Nor does it make those few that lack it groups: what it means is asked."""
    rows = [f"Phones,{row},{at % 5 + 1},{9 if at == 3 else at % 5 + 1}" for at, row in enumerate(PEOPLE * 2)]
    draft, survey = drafted(table(tmp_path, rows, ",We plan.,We tidy up."))
    assert (draft.scale, draft.ends, draft.doubted) == (("1", "2", "3", "4", "5"), ("9",), [])
    assert [str(item.text) for item in survey.items] == [*ASKED, "We plan.", "We tidy up."]


def test_a_question_without_a_label_is_called_what_it_asks(tmp_path: Path) -> None:
    """SurveyMonkey writes "(no label)" below a question of one row; so were all items called."""
    rows = list(csv.reader(io.StringIO((FIXTURES / "surveymonkey-condensed.csv").read_text("mac_roman"), newline="")))
    rows[0][8:12], rows[1][8:12] = rows[1][8:12], ["(no label)"] * 4
    with (file := tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    words = [column.words for columns in Draft.of(file).items.values() for column in columns]
    assert words == ["They listen.", "They help.", "We are quick.", "Customers wait."]
