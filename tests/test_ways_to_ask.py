"""Each way to ask has all that belongs to one: here is where, and each place is looked at."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markupsafe import escape

import cxkit
from cxkit.live.collected import Wall
from cxkit.live.openly import COLLECT, PREDICT
from cxkit.live.paper import Paper
from cxkit.live.setup import make_room
from cxkit.live.storage.store import Store
from cxkit.reports.guesses import clouds, shown
from cxkit.reports.headline import headline
from cxkit.static import FOLDER, served
from cxkit.survey.chapters import walls
from cxkit.survey.files import load_survey, shipped
from cxkit.survey.kinds import KINDS
from cxkit.survey.workshop_file import load_workshop, read_workshop
from cxkit.words import say
from tests.asked import asking
from tests.browser.hands import ALONE, WALKS
from tests.plots.kinds import room

BOOK = shipped("book")
OWN = (BOOK / "own-survey.md").read_text(encoding="utf-8")
OPENLY = {PREDICT: ("guess.js", "guessing", "prediction.js"), COLLECT: ("collect.js", "collecting", "wall.js")}
"""Those that no survey asks: on phones, what phones share with book and notebook, and there."""
ALL = [*KINDS, *OPENLY]


def test_there_are_ten() -> None:
    """Whoever adds one finds here what belongs to it."""
    assert sorted(ALL) == sorted(
        ["rate", "choose", "sort", "place", "spend", "rank", "pin", "case", "predict", "collect"]
    )


@pytest.mark.parametrize("kind", ALL)
def test_a_module_of_its_own_draws_it_on_phones_in_the_book_and_in_notebooks(kind: str) -> None:
    """The same one, and nothing of the others where they are not asked."""
    if kind in OPENLY:
        phone, part, widget = OPENLY[kind]
        for file in (phone, widget):
            assert f'from "./{part}.js"' in (FOLDER / file).read_text(encoding="utf-8")
        assert f"function {part}(" in served(widget, "en")
        return
    form = cxkit.SelfAssessment(asking(kind))._esm
    assert re.findall(r"^const \{ (\w+) \} = \(\(\) => \{$", str(form), re.M) == [kind + "_" * (kind == "case")]
    assert (FOLDER / f"kind_{kind}.js").is_file()


@pytest.mark.parametrize("kind", ALL)
def test_the_chapter_on_ones_own_survey_says_how_and_its_example_can_be_used(kind: str, tmp_path: Path) -> None:
    """A line of a table, and a line in a file."""
    assert f"\n| `{kind}` | " in OWN
    if kind in KINDS:
        examples = [load_survey(BOOK / "examples" / f"{one}.yaml") for one in ("third-try", "kinds")]
        assert kind in {dimension.kind for one in examples for dimension in one.dimensions}
        return
    (tmp_path / "my-survey").mkdir()
    (tmp_path / "my-survey" / "survey.yaml").write_bytes((BOOK / "examples" / "guesses.yaml").read_bytes())
    (tmp_path / "workshop.yaml").write_bytes((BOOK / "examples" / "workshop.yaml").read_bytes())
    workshop = load_workshop(tmp_path / "workshop.yaml")
    assert [id for id, _ in workshop.run_sheet.steps if id.startswith(("library_talk.predict", "wall."))]


def in_the_book() -> Iterator[str]:
    """The kinds that a page of the book has for whoever reads it alone."""
    for path in BOOK.glob("*.md"):
        page = path.read_text(encoding="utf-8")
        yield from ["predict"] * page.count("cx.Prediction(report, ") + ["collect"] * page.count(" or cx.Wall(")
        if "cx.SelfAssessment(" in page:
            own = re.search(r"^activity: (\w+)", page, re.M)
            named = re.findall(r'cx\.load_survey\("([\w/.]+)"\)\)', page) + ([own[1]] if own else [])
            surveys = [load_survey(BOOK / name if "/" in name else name) for name in named]
            yield from (dimension.kind for survey in surveys for dimension in survey.dimensions)


@pytest.mark.parametrize("kind", ALL)
def test_a_page_of_the_book_has_it_without_a_room(kind: str) -> None:
    """For whoever reads alone."""
    assert kind in {*in_the_book()}


@pytest.mark.parametrize("kind", ALL)
def test_somebody_does_it_in_jupyterlab_by_keyboard(kind: str) -> None:
    """In the tests that start one (tests/browser/test_jupyterlab.py)."""
    assert kind in {*WALKS, *ALONE}


@pytest.mark.parametrize("kind", ALL)
def test_it_is_on_paper(kind: str, tmp_path: Path) -> None:
    """What it asks is on the form."""
    with Store(tmp_path) as store:
        if kind in KINDS:
            lead, _ = make_room(store, read_workshop({"survey": "asked"}, load=lambda _: asking(kind)), port=1)
            asked = str(asking(kind).dimensions[0].question)
        else:
            lead, _ = make_room(store, read_workshop({}), port=1)
            asked = say("stage.predict") if kind == PREDICT else walls()["promise"][1]
        assert escape(asked) in Paper(room=lead).form()


PICTURES = {
    "choose": "bars", "sort": "shares", "place": "plane", "spend": "tokens", "rank": "order", "pin": "pins",
    "case": "ways",
}  # fmt: skip


@pytest.mark.parametrize("kind", ALL)
def test_it_has_a_picture_of_its_own_that_says_what_was_found(kind: str) -> None:
    """The same on stage, in the book and in print; guesses are dots, and lines a wall."""
    if kind == PREDICT:
        cloud, *others = shown(clouds({"": [40, 50, 60]}, load_survey("leadership")), load_survey("leadership"), {})
        assert (cloud["dots"], others) == ([40, 50, 60], [])
    elif kind == COLLECT:
        assert [(one.words, one.n) for one in Wall.of(None).lines(["Phones", "IT", "phones"])] == [
            ("Phones", 2),
            ("IT", 1),
        ]
    elif kind == "rate":
        assert headline(cxkit.published_report(), "engaged").rows
    else:
        made = room(kind, 30)
        found = headline(made, made.survey.dimensions[0].id)
        assert (found.kind, bool(found.headline), bool(found.rows)) == (PICTURES[kind], True, True)
