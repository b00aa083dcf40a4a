"""The chapters keep their promise: short, plain, with questions and actions, and code that a reader may write."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml

import cxkit
from cxkit.live.openly import COLLECT, PREDICT
from cxkit.survey.advice import check
from cxkit.survey.kinds import KINDS
from cxkit.survey.readability import grade
from tests.warm import finished

BOOK = Path(__file__).parents[2] / "book"
ACTIVITIES = [
    "ownership", "engaged", "motivating", "teamwork", "in_tune", "handoffs", "journey", "recovery", "champions",
    "commitments",
]  # fmt: skip
ROOM = [*ACTIVITIES, "assessment"]
PLAIN = [*ACTIVITIES, "index", "assessment", "facilitator", "own-survey"]
CHAPTERS = sorted(path.stem for path in BOOK.glob("*.md"))
OWN = (BOOK / "own-survey.md").read_text(encoding="utf-8")


def page(name: str) -> str:
    """Return a chapter without what says which of its sentences are the stage's."""
    source = (BOOK / f"{name}.md").read_text(encoding="utf-8")
    return re.sub(r":::\{stage-step\}.*\n(?: *---\n(?:.*\n)*? *---\n)? *", "", source)


def section(name: str, title: str) -> str:
    """Return what stands under a heading of a chapter."""
    (found,) = re.findall(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", page(name), re.S | re.M)
    return str(found)


def prose(text: str) -> str:
    """Return running text without code, tables, links' targets and markup; each list entry as a sentence."""
    text = re.sub(r"\A---.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^(`{3,}|:{3,}).*?^\1\n", "", text, flags=re.S | re.M) if "code-cell" in text else text
    text = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
    text = re.sub(r"^(\|.*|:{3,}.*|\{\..*|#.*|<http.*)$", "", text, flags=re.M)
    text = re.sub(r"\{term\}`([^`<]+?)(?: <[^>]*>)?`|`[^`]*`", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"[;:](?=\s)|(?<=\w)$(?=\n\n|\n- |\n\d)", ".", text, flags=re.M)
    return re.sub(r"[*_>]", "", text)


@pytest.mark.parametrize("name", ROOM)
def test_why_it_matters_is_told_in_under_200_words(name: str) -> None:
    """With a story that is long enough to be one."""
    assert 120 < len(prose(section(name, "Why it matters")).split()) < 200


@pytest.mark.parametrize("name", ROOM)
def test_a_chapter_has_an_activity_questions_and_actions(name: str) -> None:
    """Three to five questions, the last of them uncomfortable; at least two actions."""
    assert re.search(r"(minutes|prediction|thank-you|product|explain)", section(name, "The activity"))
    questions = re.findall(r"^\d\. (.*)", section(name, "Questions for the room"), re.M)
    assert 3 <= len(questions) <= 5
    assert [question.startswith("The uncomfortable one:") for question in questions] == [
        *[False] * (len(questions) - 1),
        True,
    ]
    assert len(re.findall(r"^- \*\*", section(name, "Try this week"), re.M)) >= 2


@pytest.mark.parametrize("name", PLAIN)
def test_a_chapter_for_the_room_is_plain_english(name: str) -> None:
    """A school grade of 8 or less: about the age of 13 to 14."""
    assert grade(prose(page(name))) <= 8


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_cells_of_a_chapter_are_short_and_use_public_names(name: str) -> None:
    """Six lines at most; hidden or not, a reader may open them in JupyterLab."""
    for cell in re.findall(r"```\{code-cell\}\n(.*?)```", page(name), re.S):
        lines = [line for line in cell.splitlines() if line and not line.startswith(":")]
        assert len(lines) <= 6
        assert set(re.findall(r"\bcx\.(\w+)", cell)) <= set(cxkit.__all__)
        assert "from cxkit" not in cell


def test_every_line_that_says_these_people_do_not_exist_stands_with_a_sample() -> None:
    """Each activity's pictures name a survey whose sample they show; what champions compares stands with one line."""
    for name in ACTIVITIES:
        (slug,) = set(re.findall(r"\{only\} sample_(\w+)", page(name)))
        shown = set(re.findall(r'(?:published_report|published_waves)\("(\w+)"\)', page(name))) or {"leadership"}
        assert shown - {"champions": {"owner"}, "journey": {"owners"}}.get(name, set()) == {slug}


def test_no_figure_stands_without_its_source() -> None:
    """A percentage in a chapter is on the page of sources, too."""
    for name in [*ACTIVITIES, "index", "assessment"]:
        for number in re.findall(r"\b\d+%", prose(page(name))):
            assert number in page("sources"), (name, number)


def test_the_chapter_on_ones_own_survey_does_what_it_says(tmp_path: Path) -> None:
    """Every command runs; what cxkit check prints is what stands there; ten minutes of reading at most."""
    tries = iter(["first-try.yaml", "second-try.yaml", "third-try.yaml"])
    printed = iter(re.findall(r"```text\n(.*?)```", OWN, re.S))
    commands = re.findall(r"```sh\n\.venv/bin/cxkit (.*?)\n```", OWN)
    assert [command.split()[0] for command in commands] == [
        "new", "check", "check", "check", "workshop", "score", "check", "translate", "translate",
    ]  # fmt: skip
    (tmp_path / "answers.csv").write_text("greets,ignores,knows,team\n" + "4,2,3,Front desk\n5,1,4,Children\n" * 5)
    for command in commands:
        words, folder = shlex.split(command), tmp_path
        if words[-1] == "workshop.yaml":  # with the survey that stands above it
            folder = tmp_path / "guessed"
            (folder / "my-survey").mkdir(parents=True)
            shutil.copy(BOOK / "examples" / "guesses.yaml", folder / "my-survey" / "survey.yaml")
            shutil.copy(BOOK / "examples" / "workshop.yaml", folder)
        elif words[0] == "check":
            shutil.copy(BOOK / "examples" / next(tries), tmp_path / "my-survey" / "survey.yaml")
        if words[0] == "workshop":  # run as a real process elsewhere; here, that its words are understood
            words = ["workshop", "--help"]
        if words[-1].endswith(".po"):  # what a translator did
            table = tmp_path / words[-1]
            table.write_text(re.sub(r'(?<=msgid ")([^"]+)("\nmsgstr ")', r"\1\2\1", table.read_text("utf-8")), "utf-8")
        done = finished(words, folder=folder)
        expected = next(printed, None) if words[0] == "check" else None
        if expected is None:
            assert done.returncode == 0, done.stderr
        else:
            assert done.stdout + done.stderr == expected
    assert "No hints" in finished(["check", "my-survey"], folder=tmp_path).stdout
    assert "Preview: Our library" in (tmp_path / "preview.html").read_text(encoding="utf-8")
    assert len(OWN.partition("## Other ways to ask")[0].split()) < 750


def test_every_way_to_ask_is_in_the_chapter_with_an_example_that_can_be_used() -> None:
    """As the table has them, and without a hint."""
    example, hints, _ = check(BOOK / "examples" / "kinds.yaml")
    assert re.findall(r"^\| `(\w+)` \|", OWN, re.M)[1:] == [*KINDS, PREDICT, COLLECT]  # after the heading
    assert {dimension.kind for dimension in example.dimensions} == {*KINDS} - {"rate"}
    # What a picture leads to is in the survey above, once.
    assert [str(hint) for hint in hints if "(ask: …)" not in hint.words and "(actions: …)" not in hint.words] == []


def test_the_chapter_on_ones_own_data_does_what_it_says(tmp_path: Path) -> None:
    """Each command runs in turn on a file with codes, and the mapping that stands there is one."""
    shutil.copytree(BOOK / "examples", tmp_path / "my-survey")
    (tmp_path / "my-survey" / "third-try.yaml").rename(tmp_path / "my-survey" / "survey.yaml")
    (tmp_path / "answers.csv").write_text("agree[SQ001],ignores,knows,team\n" + "A2,2,4,1\nA6,1,5,Children\n" * 5)
    said = page("own-data")
    commands = re.findall(r"```sh\n\.venv/bin/cxkit (.*?)\n```", said)
    assert [command.split()[0] for command in commands] == ["score", "map", "score", "new", "score"]
    mapping, keys = re.findall(r"```yaml\n(.*?)```", said, re.S)
    for command in commands[1:]:
        done = finished(shlex.split(command), folder=tmp_path)
        assert done.returncode == 0, done.stderr
        (tmp_path / "my-survey" / "mapping.yaml").write_text(mapping, encoding="utf-8")
    assert "value(s) were no answers" not in done.stderr
    raw = yaml.safe_load((BOOK / "examples" / "third-try.yaml").read_text(encoding="utf-8"))
    (tmp_path / "coded.csv").write_text("greets,ignores,knows,G01Q02\nA2,A1,-99,1\nA6,A5,A4,Phones\n")
    answers = cxkit.read_responses(tmp_path / "coded.csv", cxkit.Survey.from_dict(raw | yaml.safe_load(keys)))
    assert not answers.met
    assert answers.frame["team"].to_list() == ["Front desk", "Phones"]
