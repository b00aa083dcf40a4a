"""Survey files: found by path or name, and every mistake told with file, line, key and what is allowed."""

from pathlib import Path

import pytest

import cxkit as cx
from cxkit.errors import SurveyError
from cxkit.survey.files import load_survey, sample, shipped_surveys
from cxkit.survey.model import Survey

GOOD = """\
id: handover
version: 2
title: {en: Hand-overs, no: Overleveringer}
response_scale:
  min: 1
  max: 5
  labels: {1: Never, 5: Always}
  not_applicable: I can't tell
dimensions:
  - id: flow
    title: Flow
    items:
      - id: flow_quick
        text: "Quick: work moves on the same day."
      - id: flow_waits
        text: Work waits.
        reverse_keyed: true
attributes:
  - id: shift
    title: My shift
    options: from_workshop
  - id: seen
    title: I see customers
    options: {yes: I do, no: I do not}
scoring:
  min_answered: 0.5
confidentiality: {scores: 5}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A good survey file, for tests to spoil."""
    path = tmp_path / "survey.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def spoil(file: Path, old: str, new: str) -> str:
    """Replace one piece of the good file and return the message of the SurveyError that follows."""
    assert GOOD.count(old) == 1
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    return refused(file)


def refused(file: Path) -> str:
    with pytest.raises(SurveyError) as caught:
        load_survey(file)
    return str(caught.value)


def line_of(text: str) -> int:
    """Return the number of the good file's line that begins with the text."""
    return next(number for number, line in enumerate(GOOD.splitlines(), 1) if line.strip().startswith(text))


def test_a_survey_file_is_read_as_it_stands(file: Path) -> None:
    """Texts, languages, reverse keys and thresholds arrive."""
    survey = load_survey(file)
    assert (survey.id, survey.version, survey.title.all()) == ("handover", 2, ("Hand-overs", "Overleveringer"))
    assert [(item.id, item.reverse_keyed) for item in survey.items] == [("flow_quick", False), ("flow_waits", True)]
    assert str(survey.items[0].text) == "Quick: work moves on the same day."
    assert survey.confidentiality.scores == 5


def test_yes_and_no_stay_words(file: Path) -> None:
    """YAML 1.1 would make true and false of them, and Norwegian would be no language."""
    survey = load_survey(file)
    assert list(survey.attribute("seen").options or {}) == ["yes", "no"]
    assert survey.title.by_language[1][0] == "no"


def test_yes_and_no_in_a_list_stay_words(file: Path) -> None:
    """Also as values, where no key protects them."""
    file.write_text(GOOD.replace("{yes: I do, no: I do not}", "[yes, no, on, off]"), encoding="utf-8")
    assert list(load_survey(file).attribute("seen").options or {}) == ["yes", "no", "on", "off"]


@pytest.mark.parametrize("id", ["1_1", "007", "0x1F", "12"])
def test_an_id_of_digits_is_read_as_it_is_written(file: Path, id: str) -> None:
    """YAML 1.1 would read 1_1 as eleven and 007 as seven, and no column would have that name."""
    file.write_text(GOOD.replace("id: flow_quick", f"id: {id}"), encoding="utf-8")
    assert load_survey(file).items[0].id == id


@pytest.mark.parametrize("words", ["1:30", "2024-05-01", "1_000", "12e03"])
def test_a_time_or_a_date_is_words(file: Path, words: str) -> None:
    """A shift called 1:30 is not ninety."""
    file.write_text(GOOD.replace("title: My shift", f"title: {words}"), encoding="utf-8")
    assert str(load_survey(file).attribute("shift").title) == words


def test_a_folder_stands_for_the_survey_in_it(file: Path) -> None:
    """As people type it: surveys/leadership."""
    assert load_survey(file.parent) == load_survey(str(file))


def test_a_mark_at_the_start_of_the_file_does_no_harm(file: Path) -> None:
    """Windows editors write a byte order mark and carriage returns."""
    expected = load_survey(file)
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_survey(file) == expected


def test_one_unknown_key_is_told_with_file_line_key_and_spelling(file: Path) -> None:
    """The whole message, as its reader sees it."""
    message = spoil(file, "reverse_keyed: true", "revers_keyed: true")
    assert message == (
        f"{file} has 1 problem:\n"
        f"  line {line_of('reverse_keyed')}, dimensions[0].items[1].revers_keyed: unknown key. "
        'Did you mean "reverse_keyed"? Allowed here: id, text, reverse_keyed, response_scale, column, ask, actions.'
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "fragments"),
    [
        ("text: Work waits.", "note: Work waits.", "- id: flow_waits", ['the key "text" is missing', "id, text"]),
        ("id: flow_waits", "id: flow_quick", "- id: flow_waits", ["taken already, in line 13"]),
        ("id: seen", "id: shift", "- id: seen", ['"shift" is taken already, in line 19']),
        ("id: flow_waits", "id: flow waits", "- id: flow_waits", ['"flow waits" is not an id', '"flow_waits"']),
        ("  max: 5", "  max: 1", "max:", ["response_scale.max", "should be above min, but is 1 with min 1"]),
        ("  max: 5", "  max: five", "max:", ["response_scale.max", "whole number", '"five"']),
        ("5: Always", "6: Always", "labels:", ["labels.6", "not a point of this response scale, which runs 1–5"]),
        ("5: Always", "5: ", "labels:", ["labels.5", "should be words", "empty"]),
        ("  max: 5", "  max: 5\n  favourable: [6]", "labels:", ["favourable", "from 1 to 5", "a list (6)"]),
        ("{scores: 5}", "{scores: 2}", "confidentiality:", ["confidentiality.scores", "from 3", '"2"']),
        ("from_workshop", "from_workshop_", "options: from", ['"from_workshop_"', 'Did you mean "from_workshop"?']),
        ("answered: 0.5", "answered: half", "min_answered:", ["a share such as 0.5 or a count such as 4", '"half"']),
        ("reverse_keyed: true", "reverse_keyed: yes", "reverse_keyed", ["true or false", '"yes"']),
        ("version: 2", "version: 2.0", "version", ["whole number", '"2.0"']),
        ("    options: {yes: I do, no: I do not}", "", "- id: seen", ['the key "options" is missing']),
    ],
)
def test_a_mistake_is_one_problem_with_its_line(
    file: Path, old: str, new: str, line: str, fragments: list[str]
) -> None:
    """Whoever opens the file at that line sees the mistake, and the message says what is allowed there."""
    message = spoil(file, old, new)
    if "note:" in new:  # an unknown key and a missing one: two problems
        assert f"{file} has 2 problems:" in message
    else:
        assert message.startswith(f"{file} has 1 problem:\n  line {line_of(line)}, ")
    assert f"line {line_of(line)}, " in message
    for fragment in fragments:
        assert fragment in message


def test_a_key_given_twice_is_told_with_both_lines(file: Path) -> None:
    """YAML itself would silently keep the last."""
    message = spoil(file, "    title: Flow\n", "    title: Flow\n    title: Flood\n")
    assert message == (
        f"{file}, line {line_of('title: Flow') + 1}, dimensions[0].title: "
        f"this key was given already in line {line_of('title: Flow')}. Keep one of them."
    )


def test_a_key_that_is_a_list_is_an_error(file: Path) -> None:
    """YAML allows it, a survey does not."""
    assert f"line {line_of('version')}: a key must be a word" in spoil(file, "version: 2", "[a, b]: 2")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("    title: Flow\n", "\ttitle: Flow\n", "title: Flow"),
        ('text: "Quick: work moves on the same day."', "text: Quick: work moves.", "text:"),
        ("{scores: 5}", "{scores: 5", "confidentiality"),
        ("text: Work waits.", "text: *nobody", "text: Work"),
    ],
)
def test_what_is_not_yaml_is_told_with_line_and_remedy(file: Path, old: str, new: str, line: str) -> None:
    """A tab, a bare colon, an open bracket, an unknown alias."""
    message = spoil(file, old, new)
    expected = line_of(line) + (1 if "{scores" in old else 0)  # an open bracket is noticed at the end
    assert message.startswith(f"{file}, line {expected}, column ")
    assert "this is not YAML: " in message
    assert "quotes" in message


def test_what_is_not_yaml_is_told_with_its_column(file: Path) -> None:
    """Counted from 1, as editors do."""
    message = spoil(file, "text: Work waits.", "text: Work: waits.")
    assert message.startswith(
        f"{file}, line {line_of('text: Work')}, column 19: this is not YAML: mapping values are not allowed "
    )


def test_two_documents_in_one_file_are_an_error(file: Path) -> None:
    """A survey is one document; the second would be lost."""
    file.write_text(f"{GOOD}---\n{GOOD}", encoding="utf-8")
    assert "expected a single document" in refused(file)


def test_a_control_character_is_an_error(file: Path) -> None:
    """It cannot be seen in an editor, so it is named."""
    assert "#x0000" in spoil(file, "title: Flow", "title: Fl\0w")


@pytest.mark.parametrize("empty", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_says_what_a_survey_needs(file: Path, empty: str) -> None:
    """Nothing, blank lines or comments only."""
    file.write_text(empty, encoding="utf-8")
    assert refused(file) == f"{file}: the file is empty. A survey needs at least id, title and dimensions."


def test_a_file_of_words_is_no_survey(file: Path) -> None:
    """Any text file is YAML, so this needs its own check."""
    file.write_text("just some words", encoding="utf-8")
    message = refused(file)
    assert message.startswith(f"{file} has 1 problem:\n  line 1: should be a mapping with id, title, dimensions")


def test_a_file_that_is_not_utf8_says_how_to_save_it(file: Path) -> None:
    """Old editors on Windows write Latin-1."""
    file.write_bytes(GOOD.replace("Flow", "Flüss").encode("latin-1"))
    message = refused(file)
    assert message.startswith(f"{file}: is not UTF-8 text (byte ")
    assert "Save it as UTF-8" in message


def test_a_value_of_an_unknown_type_is_told_with_its_line(file: Path) -> None:
    """A tag such as !!python/object is never obeyed."""
    message = spoil(file, "text: Work waits.", "text: !!python/name:os.system Work waits.")
    assert message.startswith(f"{file}, line {line_of('text: Work')}, dimensions[0].items[1].text: ")
    assert "cannot be read" in message


def test_an_alias_inside_of_itself_is_an_error(file: Path) -> None:
    """Not an endless loop."""
    assert "too deep" in spoil(file, "    items:\n", "    items: &again\n      - *again\n")


def test_a_missing_file_and_an_unknown_name_are_told_together() -> None:
    """With the nearest name that is shipped."""
    with pytest.raises(SurveyError) as caught:
        load_survey("leadershp")
    message = str(caught.value)
    assert message.startswith('There is no survey "leadershp": no such file, and none of that name is shipped.')
    assert 'Did you mean "leadership"?' in message
    assert f"Shipped: {', '.join(shipped_surveys())}." in message


def test_a_folder_without_a_survey_says_so(tmp_path: Path) -> None:
    """Not a traceback about a directory."""
    with pytest.raises(SurveyError, match="There is no survey"):
        load_survey(tmp_path)


def test_the_leadership_survey_is_shipped() -> None:
    """By its name, from anywhere."""
    assert "leadership" in shipped_surveys()
    assert isinstance(cx.load_survey("leadership"), Survey)


def test_the_sample_of_an_unknown_survey_names_those_there_are() -> None:
    """As everywhere: what was wrong, and what is right."""
    with pytest.raises(SurveyError, match=r'no sample for "nope".*leadership'):
        sample("nope")
