"""`cxkit translate`: what goes out to a translator comes back into its place, and nothing around it changes."""

import csv
import re
from pathlib import Path

import pytest

from cxkit.cli import main
from cxkit.survey.advice import check
from cxkit.survey.files import shipped_surveys
from cxkit.survey.parts import Text
from cxkit.survey.run_sheet import shipped_run_sheets
from cxkit.survey.translation import find, messages

OWN = """\
# A survey of our own.
id: desk   # short
title: Our desk
introduction: >-
  Two lines
  of it for {name}.

dimensions:
  - id: desk
    title: "Desk: how we are"
    question: {en: How, es: "¿Cómo?"}   # flow
    response_scale:
      min: 1
      max: 5
      labels: {1: Never, 5: Always}
    items: [We greet "all", 'It''s quick', Ok]
  - id: more
    title: More
    comment:
      en: |
        Anything?
      es: "¿Algo?"  # block

    response_scale: {min: 1, max: 5, labels: {1: No, 5: Yes}}
    items:
      - We call.
      - {id: two, text: We wait}
comments: {per_dimension: true}
attributes:
  - id: team
    title: Team
    options: [North, "South, east"]
  - id: site
    title: Site
    options:
      - A  # first
      - B
  - {id: c, title: C, options: [x, y]}
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A survey of one's own in the folder that a command runs in, as a file of Windows has its lines."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk").mkdir()
    path = tmp_path / "desk" / "survey.yaml"
    path.write_bytes(OWN.replace("\n", "\r\n").encode())
    return path


def filled(path: Path) -> Path:
    """Fill in a table as a translator might: each text between marks."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".po":
        told = re.sub(r'(msgid "(.+)"\nmsgstr ")"', r'\1«\2»"', text)
    else:
        told = re.sub(r"^(?!where,)(\S*?|\"[^\"]*\"),(\"(?:[^\"]|\"\")*\"|[^,\n]*),\n",
                      lambda row: f"{row[1]},{row[2]},«{row[2]}»\n" if row[2][0] != '"'
                      else f'{row[1]},{row[2]},"«{row[2][1:-1]}»"\n', text, flags=re.MULTILINE)  # fmt: skip
    path.write_text(told, encoding="utf-8")
    return path


def texts(path: Path, lang: str) -> dict[str, str]:
    """Return what a file says in a language, by place; "" is the first of each."""
    return {one.where: dict(one.text.by_language).get(lang, "") if lang else one.source for one in messages(path)}


@pytest.mark.parametrize("ending", ["po", "csv"])
def test_what_goes_out_comes_back_into_its_place_and_nothing_else_changes(own: Path, ending: str) -> None:
    """Ids, comments, line ends and the source's words stay; lists and bare items keep the values they stood for."""
    before = texts(own, "")
    assert main(["translate", "desk", "--to", "fr"]) == 0
    first, *_ = Path("desk.fr.po").read_text(encoding="utf-8").splitlines()
    assert first == "# survey.yaml: French", "in place of what a program writes for nobody in particular"
    assert main(["translate", "desk", "--to", "fr", "--from", str(filled(Path(f"desk.fr.{ending}")))]) == 0
    assert texts(own, "fr") == {where: f"«{words}»" for where, words in before.items()}
    assert texts(own, "") == before
    now = own.read_bytes().decode()
    assert re.findall(r"#.*", now) == re.findall(r"#.*", OWN.replace("\n", "\r\n"))
    assert re.sub("\r\n", "", now).count("\n") == 0
    assert 'question: {en: How, es: "¿Cómo?", fr: "«How»"}   # flow' in now
    survey = check(own)[0]
    assert [item.id for item in survey.items] == ["desk_1", "desk_2", "desk_3", "more_1", "two"]
    assert [list(one.options or ()) for one in survey.attributes] == [["North", "South, east"], ["A", "B"], ["x", "y"]]
    assert main(["translate", "desk", "--to", "fr", "--out", "again"]) == 0
    assert not Path("again").exists()


@pytest.mark.parametrize("name", [*shipped_surveys(), *shipped_run_sheets()])
def test_what_is_shipped_takes_another_language(name: str, tmp_path: Path) -> None:
    """Icelandic: no text of it is there; afterwards all are, and the file is the same apart from them."""
    shipped = find(name)
    assert main(["translate", name, "--to", "is", "--out", str(tmp_path)]) == 0
    (table,) = tmp_path.glob("*.po")
    assert main(["translate", name, "--to", "is", "--from", str(filled(table)), "--out", str(tmp_path)]) == 0
    there = texts(tmp_path / shipped.name, "is")
    assert there == {where: f"«{words}»" for where, words in texts(shipped, "").items()}
    without = re.sub(r', is: "(?:[^"\\]|\\.)*"|\n +is: .*', "", (tmp_path / shipped.name).read_text(encoding="utf-8"))
    assert without == shipped.read_text(encoding="utf-8")


def broken(table: Path, old: str, new: str) -> None:
    """Fill in a table, and then break it."""
    assert main(["translate", "desk", "--to", "fr"]) == 0
    text = filled(table).read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("«Two lines of it for {name}.»", "«Deux lignes»", "introduction: {name} should be in both"),
        ('msgid "Our desk"', 'msgid "The desk"', "title: the text has changed since: “Our desk” was “The desk”"),
        ('msgctxt "title"', 'msgctxt "titel"', 'titel: there is no text at that place. Did you mean "title"?'),
        ("#: survey.yaml:3", "#, fuzzy", "title: is marked as fuzzy"),
        ('"«We wait»"', '"«We wait»"\nThank you!', "is no line of PO: “Thank you!”"),
        ('"«We wait»"', '"«We wait»', 'is no line of PO: “msgstr "«We wait»”'),
        ('"«We wait»"', '"« "We" wait»"', 'is no line of PO: “msgstr "« "We" wait»"”'),
        ('msgstr "«We wait»"', "", "is no PO file (missing msgstr"),
        ("Language: fr", "Language: de", "desk.fr.po: says that it is in de, and it should be in fr"),
        ("\n#: survey.yaml:3\n", '\nmsgctxt "title"\nmsgid "Our desk"\nmsgstr "À nous"\n\n', "title: is there twice"),
        ("«Always»", "«Never»", "desk.fr.po: nothing was put in, because this would come of it"),
        ("\ntitle,Our desk,", "\ntitle,Our desk,Bonjour,", "line 2, title: has more cells than there are headings"),
        (
            "\nintroduction,",
            "\ntitle,Our desk,Autre\nintroduction,",
            "line 3, title: is there twice, in different words",
        ),
        ("«Our desk»", "#NAME?", "line 2, title: a spreadsheet took the words for a formula"),
        ("«Our desk»", "Caf\ufffd", "line 2, title: “\ufffd” stands for a letter that was lost"),
        ("«Our desk»", "Our\0desk", "line 2, title: a character in it cannot be seen"),
        (",«Our desk»", ',"«Our desk»', "is no line of a table"),
        ("where,source", "où,source", "line 1: there is no column where"),
    ],
)
def test_what_comes_back_wrong_is_told_with_its_place_and_nothing_is_put_in(
    own: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    """With the line of the translator's file."""
    table = Path("desk.fr.csv" if re.match(r"\W*(title,|introduction,|where,|«Our)", old) else "desk.fr.po")
    broken(table, old, new)
    before = own.read_bytes()
    assert main(["translate", "desk", "--to", "fr", "--from", str(table)]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said
    assert own.read_bytes() == before


@pytest.mark.parametrize(
    ("encoding", "separator", "end"),
    [("utf-8-sig", ";", "\r\n"), ("utf-16", "\t", "\r\n"), ("utf-8", ",", "\r"), ("utf-16", ",", "\n")],
)
def test_a_table_is_read_as_a_spreadsheet_saves_it(own: Path, encoding: str, separator: str, end: str) -> None:
    """With semicolons or tabs, in two bytes a letter, with the line ends of another machine."""
    assert main(["translate", "desk", "--to", "fr"]) == 0
    table = filled(Path("desk.fr.csv"))
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with table.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator, lineterminator=end).writerows(rows)
    before = texts(own, "")
    assert main(["translate", "desk", "--to", "fr", "--from", str(table)]) == 0
    assert texts(own, "fr") == {where: f"«{words}»" for where, words in before.items()}


@pytest.mark.parametrize("ending", [".PO", ".po.txt"])
def test_po_is_known_by_what_is_in_it(own: Path, ending: str) -> None:
    """Mail and file managers change names; programs begin such a file with a mark."""
    assert main(["translate", "desk", "--to", "fr"]) == 0
    sent = Path(f"back{ending}")
    sent.write_text(filled(Path("desk.fr.po")).read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert main(["translate", "desk", "--to", "fr", "--from", str(sent)]) == 0
    assert texts(own, "fr")["title"] == "«Our desk»"


def test_a_table_that_nobody_has_filled_in_is_told_so(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And no copy is looked for that was not written."""
    assert main(["translate", "desk", "--to", "fr"]) == 0
    for table in ("desk.fr.po", "desk.fr.csv"):
        assert main(["translate", "desk", "--to", "fr", "--from", table, "--out", "there"]) == 2
        assert f"{table}: nothing in it is translated yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["desk", "--to", "klingonese"], '"klingonese" is no language'),
        (["desk", "--to", "en"], "is written in en"),
        (["desk", "--to", "fr", "--from", "none.po"], "none.po: cannot be read"),
        (["desk", "--to", "fr", "--from", "desk/survey.yaml"], "there is no column where, source, translation"),
        (["dsek", "--to", "fr"], 'There is no survey "dsek"'),
    ],
)
def test_a_command_that_cannot_be_meant_is_told_what_can(
    own: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    """What is wrong, and what is allowed."""
    assert main(["translate", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_a_table_that_may_be_filled_in_is_not_written_over(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A translator's work may be in it."""
    assert main(["translate", "desk", "--to", "fr"]) == 0
    assert main(["translate", "desk", "--to", "fr"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_what_changes_after_it_was_translated_is_a_hint_with_its_line(own: Path) -> None:
    """Until the translation changes, too. What a language lacks is a hint from the start."""
    assert main(["translate", "desk", "--to", "fr"]) == 0
    assert main(["translate", "desk", "--to", "fr", "--from", str(filled(Path("desk.fr.po")))]) == 0

    def told() -> list[str]:
        return [str(hint) for hint in check(own)[1] if "translate" in str(hint)]

    lacking = "line 3, title: 22 of 24 texts are not in es, this one first: `cxkit translate` writes them down."
    assert told() == [lacking]
    kept = own.read_text(encoding="utf-8").replace("{en: We wait,", "{en: We wait.,")
    own.write_text(kept, encoding="utf-8")
    where = "line 26, dimensions[more].items[two].text"
    assert told() == [lacking, f"{where}: has changed since it was translated. Change the fr as well."]
    own.write_text(kept.replace("«We wait»", "«We wait.»"), encoding="utf-8")
    assert told() == [lacking]


def test_a_text_without_a_language_is_of_the_one_that_is_named(own: Path) -> None:
    """A survey that says nowhere in which language it is written may be in any."""
    own.write_text(re.sub(r"\{en: How.*?\}", "Wie", OWN).replace("en: |\n        Anything?\n      es:", "de:"))
    assert main(["translate", "desk", "--to", "fr", "--source", "de"]) == 0
    told = main(["translate", "desk", "--to", "fr", "--source", "de", "--from", str(filled(Path("desk.fr.po")))])
    assert told == 0
    title = next(one.text for one in messages(own) if one.where == "title")
    assert title == Text.of({"de": "Our desk", "fr": "«Our desk»"})
