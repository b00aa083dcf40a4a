"""Themes: what enough people wrote about, named by their own words; the same comments give the same themes."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.disclosure.themes import _stems, themes

WROTE = {
    "a": "Nobody tells us what happened to our ideas.",
    "b": "Ideas go up and never come back down",
    "c": "I would like to hear what became of my idea.",
    "d": "The label printer stops twice a day.",
    "e": "That label printer again!",
    "f": "Please, a new label printer.",
    "g": "More tea",
}


def test_comments_that_share_a_word_or_a_pair_of_words_are_a_theme() -> None:
    """By their stems, under the words that most people wrote; what one person says is none."""
    assert [(theme.name, theme.comments) for theme in themes(WROTE, 3)] == [
        ("label printer", ("d", "e", "f")),
        ("ideas", ("a", "b", "c")),
    ]


def test_what_fewer_share_than_the_threshold_is_no_theme() -> None:
    """One person less, and nobody hears of it."""
    assert [theme.name for theme in themes({id: said for id, said in WROTE.items() if id != "f"}, 3)] == ["ideas"]
    assert themes(WROTE, 4) == []


def test_who_writes_twice_is_one_person() -> None:
    """Two comments of one are no second voice."""
    assert themes(WROTE, 3, writers=dict.fromkeys("ab", "one")) == themes(WROTE, 3)[:1]


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("es", ["Las ideas se pierden", "Mi idea se perdió", "¿Y nuestra idea?"], "idea"),
        ("de", ["Der Drucker ist kaputt", "Die Drucker stehen", "Drucker!"], "Drucker"),
        ("fr", ["Les réunions sont longues", "Une réunion par jour", "La réunion du lundi"], "réunion"),
        ("it", ["Le riunioni sono lunghe", "Una riunione al giorno", "La riunione del lunedì"], "riunione"),
        ("ar", ["المطبخ لا يرد", "في مطبخنا لا أحد", "قلنا للمطبخ مرارا"], "المطبخ"),
        ("pt", ["As impressoras pararam", "A impressora parou", "Uma impressora nova"], "impressora"),
    ],
)
def test_words_are_found_in_each_language(language: str, said: list[str], name: str) -> None:
    """Whatever their endings, and without the words that say nothing."""
    (theme,) = themes(dict(zip("abc", said, strict=True)), 3, language)
    assert theme.name.startswith(name)


def test_no_stemmer_is_at_two_words_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Phones are answered in threads, all of them as soon as a vote begins; a stemmer keeps its word in itself."""

    class Busy:
        at = ""

        def stemWord(self, word: str) -> str:  # noqa: N802  (its name there)
            self.at = word
            time.sleep(0.005)
            return self.at

    monkeypatch.setattr("snowballstemmer.stemmer", lambda _: Busy())
    _stems.cache_clear()
    words = [f"word{'x' * n}" for n in range(16)]
    try:
        with ThreadPoolExecutor(8) as phones:
            assert [*phones.map(_stems("en"), words)] == words
    finally:
        _stems.cache_clear()


def test_a_word_that_begins_a_sentence_is_not_taken_for_a_name() -> None:
    """Phones write it with a capital letter: it is a word if others write it small, and no name that is known."""
    said = {"a": "Handover is short", "b": "Handover in writing", "c": "No handover at night"}
    assert [theme.name for theme in themes(said, 3)] == ["handover"]
    assert themes({id: words.replace("handover", "Handover") for id, words in said.items()}, 3) == []
    assert themes(said, 3, names=["Handover"]) == []
    assert themes({id: words.replace("andover", "ope") for id, words in said.items()}, 3) == [], "Hope is both"


def test_the_words_of_a_name_stand_as_their_language_has_them() -> None:
    """German nouns with a capital, Arabic with its own comma, and without the words that say nothing."""
    said = {"a": "Die Küche hört den Empfang nicht", "b": "Empfang und Küche", "c": "Küche sieht Empfang nie"}
    assert [theme.name for theme in themes(said, 3, "de")] == ["Empfang, Küche"]
    said = {"a": "Special requests, kitchen", "b": "the kitchen has special requests", "c": "our kitchen"}
    assert [theme.name for theme in themes(said, 3)] == ["kitchen, special requests"], "two that belong together do"
    said = {"a": "المطبخ لا يسمع الاستقبال", "b": "الاستقبال والمطبخ", "c": "لا المطبخ ولا الاستقبال"}
    (theme,) = themes(said, 3, "ar")
    assert theme.name == "الاستقبال، المطبخ"


def test_no_theme_is_named_after_a_person_or_the_question() -> None:
    """A name in a sentence, one that the facilitator gave, and what everybody was asked."""
    said = {"a": "Ask Miriam about leaders", "b": "I asked Miriam, leaders know", "c": "Then Miriam came, leader"}
    assert themes(said, 3, said="How are our leaders?", names=["Miriam"]) == []


@pytest.mark.parametrize(
    ("one", "several"),
    [("طلب", "الطلبات"), ("اجتماع", "اجتماعات"), ("طابعة", "الطابعات"), ("موظف", "الموظفين"), ("خدمة", "خدماتها"),
     ("مناوبة", "المناوبات"), ("مسؤول", "للمسؤولين"), ("إجازة", "اجازاتنا")],
)  # fmt: skip
def test_a_regular_plural_in_arabic_is_the_same_word(one: str, several: str) -> None:
    """With an article or without, and whoever they belong to; what differs within a word stays apart."""
    said = {"a": f"هذا {one} بعيد", "b": f"{several} كثيرة", "c": f"قلنا {one} مرارا", "d": "المكتبات", "e": "المكاتب"}
    (theme,) = themes(said, 3, "ar")
    assert theme.comments == ("a", "b", "c")


@given(st.lists(st.lists(st.sampled_from(["tea", "milk", "sugar", "cup"]), max_size=4), max_size=12), st.integers(3, 5))
def test_enough_people_are_in_every_theme_and_nobody_in_two(said: list[list[str]], least: int) -> None:
    """Whoever wrote first: the order of what was written changes nothing."""
    written = {f"{place:02}": " ".join(words) for place, words in enumerate(said)}
    found = themes(written, least)
    members = [id for theme in found for id in theme.comments]
    assert all(len(theme.comments) >= least for theme in found)
    assert len(members) == len({*members})
    shuffled = [*written.items()]
    random.Random(len(said)).shuffle(shuffled)
    assert themes(dict(shuffled), least) == found
