"""The words that a team collected, in its book: what was chosen, else the list; and as a table to take home."""

from pathlib import Path

import pytest

import cxkit as cx
from cxkit.book.edition import EDITION_VARIABLE
from cxkit.book.published_words import PublishedLine, words_file, words_table
from cxkit.errors import CxkitError

PROMISE = {"chosen": "We <b>ring</b> back", "lines": [{"words": "We <b>ring</b> back", "n": 3, "votes": 7}]}
IDEAS = {"chosen": "", "lines": [{"words": "=Ring", "n": 2, "votes": 0}, {"words": "Say sorry", "n": 1, "votes": 0}]}
WALLS = {"promise": PROMISE, "ideas": IDEAS, "survey": {"chosen": "", "lines": []}}


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an edition with these words."""
    for name, content in words_file(WALLS).items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.setenv(EDITION_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("edition")
def test_a_chapter_shows_what_was_chosen_or_else_the_list() -> None:
    """As text and not as HTML; what was not collected is not there."""
    promise, ideas = cx.published_words(), cx.published_words("ideas")
    assert promise
    assert ideas
    assert promise.lines == (PublishedLine(words="We <b>ring</b> back", n=3, votes=7),)
    assert promise._repr_html_() == (
        '<blockquote class="cx-chosen"><p>We &lt;b&gt;ring&lt;/b&gt; back</p></blockquote>'
    )
    assert ideas._repr_html_() == "<ul><li>=Ring <small>× 2</small></li><li>Say sorry</li></ul>"
    assert cx.published_words("survey") is None


def test_what_is_no_such_file_is_named(edition: Path) -> None:
    """In plain words, with its place."""
    (edition / "words.json").write_text("[]", encoding="utf-8")
    with pytest.raises(CxkitError, match=r"words\.json: is not a file of collected words"):
        cx.published_words()


def test_the_table_to_take_home_runs_nothing_in_a_spreadsheet() -> None:
    """A row a line, chosen ones marked; nothing where nothing was collected."""
    (table,) = words_table(WALLS).values()
    assert table.decode("utf-8-sig").splitlines() == [
        "list,words,said,votes,chosen",
        "promise,We <b>ring</b> back,3,7,1",
        "ideas,'=Ring,2,0,0",
        "ideas,Say sorry,1,0,0",
    ]
    assert (words_table({}), words_file({})) == ({}, {})
