"""Nothing that is translated is out of date, and what a language lacks is named: with its file and its line."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from cxkit import words
from cxkit.live.serving.assets import asset
from cxkit.survey.translation import by_place, messages, missing
from cxkit.words.record import SUFFIX, keep, outdated
from tests.words.translations import RECORD, TRANSLATED, catalogue, files, templates, written

ROOT = Path(__file__).parents[2]
AGAIN = "Change the translation as well, or take it out; then: make translations"
LACKING: dict[str, set[str]] = {}
"""Pages of the book that are not whole in a language yet: what is missing is in English. One that is whole goes."""
LINKS = re.compile(r"\]\(([^)]+)\)|\{([\w:-]+)\}`(?:[^`<]*<([^`>]+)>|([^`]*))`|(?<![`}])`([^`]+)`")
"""What has to be the same in a translated text: targets, roles with what they are about, and code."""


def line_of(path: Path, words: str) -> str:
    """Return where something is in a file."""
    found = path.read_text(encoding="utf-8").partition(words)
    return f"{path.relative_to(ROOT)}, line {found[0].count(chr(10)) + 1}"


def test_no_word_of_a_room_is_of_an_english_that_has_changed(tmp_path: Path) -> None:
    """And what each is a translation of is written down."""
    old = [
        f"{line_of(words.FOLDER / lang / f'{area}.toml', chr(10) + key)}: {id}. {AGAIN}"
        for id, lang in outdated(RECORD, catalogue())
        for area, _, key in [id.partition(".")]
    ]
    assert old == []
    now = tmp_path / RECORD.name
    now.write_text(RECORD.read_text(encoding="utf-8"), encoding="utf-8")
    assert not keep(now, catalogue()), "What is translated is not written down: make translations"


@pytest.mark.parametrize("path", files(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_survey_and_a_run_sheet_are_in_every_language_and_of_todays_english(path: Path, tmp_path: Path) -> None:
    """Each text of them, with its line."""
    found = messages(path)
    where = path.relative_to(ROOT)
    for lang in words.languages():
        assert [f"{where}, line {one.line}: {one.where} is not in {lang}" for one in missing(found, lang)] == []
    lines, kept = {one.where: one.line for one in found}, path.with_suffix(SUFFIX)
    old = [f"{where}, line {lines[id]}: {id} in {lang}. {AGAIN}" for id, lang in outdated(kept, by_place(found))]
    assert old == []
    now = tmp_path / kept.name
    now.write_text(kept.read_text(encoding="utf-8"), encoding="utf-8")
    assert not keep(now, by_place(found)), "What is translated is not written down: make translations"


def links(text: str) -> list[str]:
    """Return what of a text has to be the same in every language."""
    return sorted(
        re.sub(r"'[^']*'|\[[^]]*\]", "", " ".join(filter(None, found))).lower() for found in LINKS.findall(text)
    )


@cache
def catalogue_of(page: str, lang: str) -> list[tuple[int, str, str]]:
    """Return the texts of a page's catalogue: line, English, translation."""
    with written(page, lang).open("rb") as file:
        return [(one.lineno or 0, str(one.id), str(one.string)) for one in read_po(file) if one.id and not one.fuzzy]


@pytest.mark.parametrize("lang", words.languages()[1:])
def test_the_book_is_in_every_language(lang: str) -> None:
    """Each text of a page that rooms and teams read; with the same links, roles and code as in English."""
    gaps, odd = dict[str, str](), []
    for page in TRANSLATED:
        where = written(page, lang).relative_to(ROOT)
        for line, english, translation in catalogue_of(page, lang):
            if not translation:
                gaps[page] = f"{where}, line {line}: {english[:60]} is not translated."
            elif links(english) != links(translation):
                odd.append(f"{where}, line {line}: {english[:60]} has other links, roles or code.")
    assert odd == []
    lacking = LACKING.get(lang, set())
    assert [told for page, told in gaps.items() if page not in lacking] == []
    assert lacking - set(gaps) == set(), f"These are whole in {lang} now: take them out of LACKING."


@pytest.mark.slow
def test_the_books_catalogues_have_its_texts_as_they_are_now(tmp_path: Path) -> None:
    """None that is not there any more, and each that has come or changed."""
    for page, template in templates(tmp_path).items():
        texts = {str(one.id): one.locations for one in template if one.id}
        for lang in words.languages()[1:]:
            known = {english for _, english, _ in catalogue_of(page, lang)}
            new = [f"{texts[id][0][0]}, line {texts[id][0][1]}: {id[:60]}" for id in sorted(texts.keys() - known)]
            assert new == [], f"{written(page, lang).relative_to(ROOT)} lacks these. make translations"
            assert sorted(known - texts.keys()) == [], "make translations"


@pytest.mark.parametrize("lang", words.languages()[1:])
def test_a_language_costs_a_phone_less_than_a_kilobyte(lang: str) -> None:
    """Compressed, as it is sent: the words of the form and its page."""

    def weight(lang: str) -> int:
        return len(gzip.compress(asset("phone.js", lang, "rate")[0].encode(), 6))

    assert weight(lang) - weight(words.FIRST) < 1000
