"""The stage's steps stand in the chapters: what is taken out of them, and what the guide tells of the run sheets."""

import io
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from cxkit.book.run_sheets import say_it
from cxkit.book.step_directive import write_steps
from cxkit.book.steps import FILE, Step, steps, steps_on
from cxkit.survey.chapters import offered_steps
from cxkit.survey.files import load_survey, shipped
from cxkit.survey.readability import grade
from cxkit.survey.run_sheet import shipped_run_sheets
from cxkit.survey.workshop_file import read_workshop
from cxkit.words import apart, speaking

READING = {
    "extensions": ["myst_nb", "cxkit.book.run_sheets"],
    "nb_execution_mode": "off",
    "myst_enable_extensions": ["attrs_block", "colon_fence", "deflist", "dollarmath", "smartquotes"],
    "exclude_patterns": ["_build/**"],
}


def read(source: Path, out: Path, **more: str) -> tuple[Sphinx, str]:
    """Read a book, and return it with what was warned of; nothing is executed or written."""
    said = io.StringIO()
    with docutils_namespace():
        conf = {**READING, **more}
        app = Sphinx(source, None, out, out / "doctrees", "dummy", confoverrides=conf, status=None, warning=said)
        app.build()
    return app, said.getvalue()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Sphinx:
    """The chapters of the book, read."""
    return read(shipped("book"), tmp_path_factory.mktemp("read"))[0]


@pytest.fixture(scope="module")
def built(book: Sphinx, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the steps as a built book has them."""
    out = tmp_path_factory.mktemp("built")
    (out / FILE).parent.mkdir()
    write_steps(cast(Any, SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=out, env=book.env)), None)
    return out


def test_the_built_book_has_the_steps_that_its_sources_offer(built: Path) -> None:
    """In the order of the chapters, with their kinds: a run sheet may be read before any book is built."""
    told = {id: (s.kind, s.chapter, s.title, s.survey, s.part, s.list) for id, s in steps(built).items()}
    assert told == offered_steps()
    assert list(told) == list(offered_steps())


def test_a_step_can_be_read_from_the_last_row(built: Path) -> None:
    """At most forty words; a headline, except where the Report gives it."""
    for step in steps(built).values():
        assert len(f"{step.headline} {step.words}".split()) <= 40, step.id
        assert len(step.headline.split()) <= 15, step.id
        assert bool(step.headline) is (step.kind != "reveal"), step.id
        assert step.say, step.id


def test_no_mark_begins_a_line_of_the_stage_in_french(built: Path) -> None:
    """The space before it is one that does not break, as its catalogue has it."""
    said = [str(words) for step in json.loads((built / FILE).read_text("utf-8")) for words in step["in"]["fr"].values()]
    assert any("\u202f?" in words for words in said)
    assert [words for words in said if re.search(r" [?!;:»]", words)] == []


def test_no_apostrophe_of_a_step_is_a_typewriters(built: Path) -> None:
    """As large as a headline stands, it is seen."""
    told = json.loads((built / FILE).read_text("utf-8"))
    said = [str(words) for step in told for one in (step, *step["in"].values()) for words in one.values()]
    assert [words for words in said if re.search(r"\w'|'\w", words) and not words.startswith("{")] == []


def test_a_step_is_plain_english(built: Path) -> None:
    """What is shown, and what is said: a school grade of 8 or less, as the chapters themselves."""
    for told in ("headline", "words", "say"):
        assert grade(" ".join(getattr(step, told) for step in steps(built).values())) <= 8


def test_what_the_stage_shows_stands_once_in_its_chapter(built: Path) -> None:
    """The same sentences, in the chapter's own page; what is for the facilitator does not stand there."""
    step = steps(built)["engaged.talk"]
    assert step == Step(
        id="engaged.talk",
        chapter="engaged",
        kind="talk",
        title="Engaged",
        headline="Think of the last bad day.",
        words="Where were the leaders, and what did people conclude from it?",
        say=step.say,
        survey="leadership",
        part="engaged",
    )
    chapter = (shipped("book") / "engaged.md").read_text(encoding="utf-8")
    assert chapter.count(step.headline) == 1


@pytest.mark.parametrize("chapter", sorted({step.chapter for step in offered_steps().values()} - {"facilitator"}))
def test_a_chapters_page_reads_as_if_there_were_no_stage(book: Sphinx, chapter: str) -> None:
    """Its questions and its actions are one list each, as in its source; no word for the facilitator is on the page."""
    page, source = book.env.get_doctree(chapter), (shipped("book") / f"{chapter}.md").read_text(encoding="utf-8")
    asked, tried = source.partition("## Questions for the room")[2].split("## Try this week")
    (box,) = [one for one in page.findall(nodes.container) if "cx-questions" in one["classes"]]
    assert [len(found) for found in box.findall(nodes.enumerated_list)] == [len(re.findall(r"^\d\. ", asked, re.M))]
    (found,) = [one for one in page.findall(nodes.section) if "try-this-week" in one["ids"]]
    lists = [len(one) for one in found.children if isinstance(one, nodes.bullet_list)]
    assert lists == [len(re.findall(r"^- ", tried.partition("\n## ")[0], re.M))]
    assert not any(step["say"] in page.astext() for step in book.env.metadata[chapter]["stage"])


def test_activities_and_reveals_name_their_survey_and_dimension(built: Path) -> None:
    """As the chapter's front matter has it, or the step itself; the survey has it."""
    for step in steps(built).values():
        if step.kind in {"activity", "predict", "reveal"}:
            parts = ["", *(dimension.id for dimension in load_survey(step.survey).dimensions)]
            assert step.part in parts, step.id
    assert (steps(built)["index.vote"].survey, steps(built)["index.vote"].part) == ("owner", "")
    assert (steps(built)["champions.now"].survey, steps(built)["champions.now"].part) == ("priorities", "owner")


def test_a_run_sheets_steps_come_in_its_order(built: Path) -> None:
    """Whatever the book's order is."""
    workshop = read_workshop({"run_sheet": {"minutes": 9, "steps": [{"index.join": 2}, {"index.story": 3}]}})
    assert list(steps_on(workshop.run_sheet, built, [workshop.survey])) == ["index.join", "index.story"]


def test_without_a_book_there_are_the_surveys_own_words() -> None:
    """How to join, the activity and its pictures; no story, and no step without anything on it."""
    workshop = read_workshop({"run_sheet": "forty-five"})
    bare = steps_on(workshop.run_sheet, None, [workshop.survey])
    assert {step.kind for step in bare.values()} == {"join", "activity", "predict", "reveal", "commitments"}
    assert bare["assessment.activity"].headline == "Is leadership actively engaged?"
    assert [step.part for step in bare.values() if step.kind == "reveal"][:2] == ["engaged", "motivating"]
    own = read_workshop({"survey": "pulse"})
    assert list(steps_on(own.run_sheet, None, [own.survey])) == [id for id, _ in own.run_sheet.steps]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (":::{stage-step} tlak\nWhat?\n:::\n", 'page.tlak: there is no kind of step "tlak". There are story, join'),
        (f":::{{stage-step}} talk\n{'word ' * 41}\n:::\n", "page.talk: has 41 words; at most 40 can be read"),
        ("```{run-sheet} ninty\n```\n", 'There is no run sheet "ninty". Did you mean "ninety"?'),
        ("{minutes}`lunch`\n", "No run sheet has a step lunch."),
    ],
)
def test_a_mistake_in_a_chapter_is_told_while_it_is_read(tmp_path: Path, source: str, told: str) -> None:
    """A strict build fails with it."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "page.md").write_text(f"# Page\n\n{source}", encoding="utf-8")
    assert told in read(tmp_path / "book", tmp_path, root_doc="page")[1]


def guide(book: Sphinx) -> nodes.document:
    """The facilitator's guide as it is written: with what is said at each step."""
    page = book.env.get_doctree("facilitator")
    say_it(book, page, "facilitator")
    return page


@pytest.mark.parametrize("id", shipped_run_sheets())
def test_the_guides_tables_are_the_run_sheets(book: Sphinx, id: str) -> None:
    """From the first minute to the last, each row beginning where the one before ends."""
    sheet = shipped_run_sheets()[id]
    wanted = [str(sheet.minutes), "to spare"]
    tables = [[cell.astext() for cell in table.findall(nodes.entry)] for table in guide(book).findall(nodes.table)]
    (table,) = [cells for cells in tables if cells[-3].endswith(f"–{wanted[0]}") and cells[-1] == wanted[1]]
    spans = [re.fullmatch(r"(\d+)–(\d+)", cell) for cell in table[3::3]]
    ends = [0, *(int(span[2]) for span in spans if span)]
    assert [int(span[1]) for span in spans if span] == ends[:-1]
    assert ends[-1] == sheet.minutes
    told = [int(minutes) for cell in table[5:-1:3] for minutes in re.findall(r" (\d+)(?:,|$)", cell)]
    assert told == [minutes for _, minutes in sheet.steps]


def test_the_guide_says_what_the_facilitators_page_says(book: Sphinx, built: Path) -> None:
    """For each step of the ninety minutes; and it begins as the workshop does."""
    said = guide(book).astext()
    assert all(steps(built)[id].say in said for id, _ in shipped_run_sheets()["ninety"].steps)
    (listed,) = [found for found in guide(book).findall(nodes.definition_list) if "cx-say" in found["classes"]]
    assert listed[0][0].astext() == "0–6: Welcome"


def test_the_guide_has_the_commas_of_its_language_and_minutes_in_their_order(book: Sphinx) -> None:
    """Between Arabic words "0–6" would be read as 6 to 0."""
    with speaking("ar"):
        (listed,) = [found for found in guide(book).findall(nodes.definition_list) if "cx-say" in found["classes"]]
    assert listed[0][0].astext().startswith(apart("0–6", "ar"))
    leads = [lead.astext() for lead in listed.findall(nodes.strong)]
    assert leads[0].startswith("قصة، ")
    assert not [lead for lead in leads if "," in lead]


def test_a_chapters_minutes_are_those_of_the_run_sheet(book: Sphinx) -> None:
    """Of the usual one, or else of the one that has the step."""
    steps = dict(shipped_run_sheets()["ninety"].steps)
    assert f"{steps['handoffs.activity']} minutes." in book.env.get_doctree("handoffs").astext()
    assert "4 minutes: the thank-you round." in book.env.get_doctree("motivating").astext()
