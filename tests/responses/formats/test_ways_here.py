"""By whichever way a tool's file came: other programs and people change headings and cells, and not who said what."""

from collections.abc import Callable
from functools import reduce
from pathlib import Path

import pytest

import cxkit as cx
from cxkit.statistics.engines import count
from tests.responses.formats.test_habits import Rows, changed
from tests.responses.formats.test_tools import PEOPLE, TOOLS, asked, people

Change = Callable[[Rows], Rows]


def headings(change: Callable[[int, str], str], rows: int = 1) -> Change:
    """Return what changes a file's headings; change: from a place and what stands there."""
    return lambda table: [[change(at, one) for at, one in enumerate(row)] for row in table[:rows]] + table[rows:]


def instead(**said: str) -> Change:
    """Return what has other words for some cells; those of a blank stand as _."""
    words = {word.replace("_", " "): other for word, other in said.items()}
    return lambda table: [[words.get(one, one) for one in row] for row in table]


def beside(*column: str) -> Change:
    """Return what adds a column: its headings, then the same cell in every row."""
    return lambda table: [[*row, column[min(at, len(column) - 1)]] for at, row in enumerate(table)]


def a_column_each(table: Rows) -> Rows:
    """Spread who leads over two columns, one for each choice, their headings in capitals."""
    columns = {"I work as": ("I work as", ""), "Leader": ("Leader", ""), "Front line": ("", "Front line")}
    return [[row[0], *columns.get(row[1], ("LEADER", "FRONT LINE")), *row[2:]] for row in table]


def in_a_matrix(table: Rows) -> Rows:
    """Put all items under one question: "They listen. - Never", with blanks that do not break."""
    over = [next(filter(None, table[0][at::-1])) for at in range(len(table[0]))]
    first = [one if at < 3 else "How often?" * (at == 3) for at, one in enumerate(table[0])]
    second = [one if at < 3 else f"{over[at]}\u00a0-\u00a0{one}" for at, one in enumerate(table[1])]
    return [first, second, *table[2:]]


WAYS: dict[str, tuple[str, list[Change]]] = {
    "a choice with words of one's own beside it": ("qualtrics.csv", [instead(I_work_as="I work as - Selected Choice")]),
    "and in another language": (
        "qualtrics.csv",
        [instead(I_work_as="I work as - Auswahl"), beside("Q1_4_TEXT", "I work as - Anderes - Text", "{}", "x")],
    ),
    "a field of that name, blank": ("qualtrics.csv", [beside("team", "team", ""), beside("role", "role", "")]),
    "a question that was asked anew": ("google-forms.csv", [beside("How often? [They listen.]", "")]),
    "a star behind what has to be answered": ("google-forms.csv", [headings(lambda _, one: f"{one} *")]),
    "old headings in capitals": ("qualtrics-legacy.csv", [headings(lambda _, one: f" {one.upper()} ", rows=2)]),
    "groups parted by two lines": ("kobo.csv", [headings(lambda _, one: one.replace("/", "__"))]),
    "a question over all its columns": (
        "surveymonkey-condensed.csv",
        [headings(lambda at, one: one or ("My team" if at < 8 else "How often?"))],
    ),
    "what pandas writes for blanks": (
        "surveymonkey-expanded.csv",
        [headings(lambda at, one: one or f"Unnamed: {at}")],
    ),
    "blanks that do not break": ("surveymonkey-expanded.csv", [in_a_matrix]),
    "two choices, a column each": ("surveymonkey-expanded.csv", [a_column_each]),
    "roles with a number": ("google-forms.csv", [instead(Leader="Leader (1)", Front_line="2 - Front line")]),
    "answers with a number": ("google-forms.csv", [instead(Often="Often [4]", Always="5=Always", Rarely="Rarely - 2")]),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_tools_file_is_the_same_people_by_whichever_way_it_came(tmp_path: Path, way: str) -> None:
    """Answers and who gave them, and what is counted of them without reading."""
    name, changes = WAYS[way]
    mapping, by = TOOLS[name][1], ("team", "role")
    path = changed(tmp_path, name, lambda rows: reduce(lambda table, change: change(table), changes, rows))
    answers = cx.read_responses(path, asked(), mapping=mapping)
    assert people(answers) == PEOPLE
    assert count(path, asked(), by, mapping=mapping).tally == cx.tally(answers, asked(), by=by)


@pytest.mark.parametrize("name", ["google-forms.csv", "qualtrics.csv", "surveymonkey-expanded.csv", "plain"])
def test_an_attribute_without_a_column_is_said(tmp_path: Path, name: str) -> None:
    """Whatever it was called: nobody else would notice that there are no leaders. Counting says the same."""
    path = tmp_path / "answers.csv"
    path.write_text("Who I am,team,listens,helps,quick,waits\nleader,Phones,1,2,3,4\n", encoding="utf-8")
    path = path if name == "plain" else changed(tmp_path, name, instead(I_work_as="Who I am"))
    note = "No column was found for role, so nobody is told apart by it."
    assert [one for one in cx.read_responses(path, asked()).notes if one.startswith(note)]
    assert [one for one in count(path, asked(), ()).notes if one.startswith(note)]
