"""A script or a style sheet reaches a browser as one text, whatever it was made of."""

import json
import re

import pytest
import rjsmin
from py_mini_racer import MiniRacer

from cxkit.errors import NotFound
from cxkit.static import FOLDER, served
from cxkit.words import SAID

WIDGETS = {"beside.js", "comments_view.js", "prediction.js", "report_view.js", "self_assessment.js", "wall.js"}
FILES = sorted(path.name for kind in ("*.js", "*.css") for path in FOLDER.glob(kind))
SCRIPTS = [file for file in FILES if file.endswith(".js")]


@pytest.mark.parametrize("file", FILES)
def test_nothing_that_is_served_asks_for_another_file(file: str) -> None:
    """A notebook, a page from a folder and a phone have no second one; widgets are modules, as hosts expect."""
    text = served(file)
    assert re.findall(r"^\s*(?:import\s|@import|export (?!default ))", text, flags=re.M) == []
    assert ("export default { render };" in text) == (file in WIDGETS)


@pytest.mark.parametrize("file", [file for file in FILES if file.endswith(".css")])
def test_values_are_placed_from_where_their_scale_begins(file: str) -> None:
    """In Arabic that is on the right: `inset-inline-start: var(--at)`, not `left`."""
    style = (FOLDER / file).read_text(encoding="utf-8")
    assert re.findall(r"\b(?:left|right): (?:calc\()?var\(--.*?;", style) == []
    assert re.findall(r"inset-inline-start: [^;]*var\(--[^}]*translate: -50%", style) == [], "--way"


@pytest.mark.parametrize("file", [file for file in FILES if file.endswith(".css")])
def test_what_is_at_one_side_is_at_the_other_in_arabic(file: str) -> None:
    """A question's number stood on its words: `padding-inline: 2.5rem 0`, not a left and a right that differ."""
    style = re.sub(r"/\*.*?\*/", "", (FOLDER / file).read_text(encoding="utf-8"), flags=re.S)
    told = []
    for rule in re.findall(r"[^{}]+\{[^{}]*\}", style):
        for whole, sides in re.findall(r"((?<![-\w])(?:padding|margin|inset): ?([^;}]+))", rule):
            values = re.sub(r"\(.*\)", "", sides.replace("!important", "")).split()
            if len(values) == 4 and values[1] != values[3] and "auto" not in values and "direction: ltr" not in rule:
                told.append(whole)
    assert told == []


@pytest.mark.parametrize("file", SCRIPTS)
def test_where_there_is_none_of_something_no_0_stands_alone(file: str) -> None:
    """`many.length && h(…)` is 0 then, and 0 is drawn: it stood below headings. `many.length > 0 && …` is nothing."""
    script = (FOLDER / file).read_text(encoding="utf-8")
    assert re.findall(r"(?<![!\w.])[\w.?()]+\.length && h\(", script) == []


@pytest.mark.parametrize("file", SCRIPTS)
def test_a_script_is_whole(file: str) -> None:
    """It can be read as one text: no name stands in it twice, and each module comes before whoever needs it."""
    engine = MiniRacer()
    engine.eval(f"async () => {{ {served(file).replace('export default', 'return')} }}")
    modules = served(file).rpartition("\n{\n")[0] or served(file)  # what a page does itself has a scope of its own
    shared = re.sub(r"^const [^\n]* = \(\(\) => \{$.*?^\}\)\(\);$", "", modules, flags=re.M | re.S)
    of_functions = re.findall(
        r"^(?:async )?function (\w+)", shared, flags=re.M
    )  # the later would be meant, without a word
    assert sorted(of_functions) == sorted({*of_functions})
    made = {
        name: served(file).index(f"const {name} = ")
        for name in re.findall(r"^const .* = (\$\w+);$", served(file), re.M)
    }
    assert all(served(file).index(f" = {name};") > place for name, place in made.items())


@pytest.mark.parametrize("file", SCRIPTS)
def test_every_name_that_is_imported_is_exported_and_used(file: str) -> None:
    """A browser would say so only when it runs."""
    source = (FOLDER / file).read_text(encoding="utf-8")
    for names, other in re.findall(r'^import \{ (.*) \} from "\./(\w+\.js)";$', source, flags=re.M):
        exported = re.findall(
            r"^export (?:async )?(?:function|class|const) (\w+)", (FOLDER / other).read_text(), flags=re.M
        )
        for name in names.split(", "):
            assert name in exported, (name, other)
            assert len(re.findall(rf"\b{name}\b", source)) > 1, name


def test_a_script_brings_the_words_of_the_languages_that_are_asked_for() -> None:
    """All of them where none is named: a widget may change its language."""
    assert '"form.start": "Start"' in served("phone.js")
    assert '"form.start": "Empezar"' in served("phone.js")
    assert '"form.start": "Start"' not in served("phone.js", "es")


@pytest.mark.parametrize("file", SCRIPTS)
def test_a_script_brings_no_word_that_it_does_not_say(file: str) -> None:
    """What a remark quotes is not said."""
    text = served(file, "en")
    told = re.search(r"^const WORDS = (.*);$", text, flags=re.M)
    assert set(json.loads(told[1])["en"] if told else ()) <= set(SAID.findall(rjsmin.jsmin(text)))


@pytest.mark.parametrize("file", ["../errors.py", "nothing.js", "console.html", "__init__.py"])
def test_nothing_else_is_served(file: str) -> None:
    """Neither what is not there nor what is no script and no style."""
    with pytest.raises(NotFound):
        served(file)


@pytest.mark.parametrize("file", SCRIPTS)
def test_no_script_is_longer_than_a_reader_can_hold(file: str) -> None:
    """350 lines at most; a longer one is split along its nouns."""
    assert len((FOLDER / file).read_text(encoding="utf-8").splitlines()) <= 350
