"""In which of a room's languages somebody wrote is told by their words alone, and not where they do not tell."""

import pytest

from cxkit.survey.files import shipped_surveys
from cxkit.survey.translation import find, messages
from cxkit.words import languages
from cxkit.words.tongues import tongue

SENTENCES = [
    (lang, words)
    for name in shipped_surveys()
    for one in messages(find(name))
    for lang, words in one.text.by_language
    if len(words.split()) > 5
]
"""What translators wrote: each with its language."""


@pytest.mark.parametrize("lang", languages())
def test_a_sentence_is_known_by_its_small_words_or_not_at_all(lang: str) -> None:
    """Of hundreds, none is taken for another language's, and nearly all are known."""
    found = [tongue(words, languages()) for tag, words in SENTENCES if tag == lang]
    assert len(found) > 100
    assert {*found} <= {lang, ""}
    assert found.count(lang) > 0.9 * len(found)


@pytest.mark.parametrize(
    ("said", "offered", "expected"),
    [
        ("الطابعة معطلة", ("en", "ar"), "ar"),
        ("Printers", ("en", "ar"), "en"),
        ("Printers", ("en", "de"), ""),
        ("OK, الطابعة معطلة منذ أسبوع", ("en", "ar"), "ar"),
        ("Drucker", ("de",), "de"),
        ("الطابعة", ("de",), ""),
        ("Printers", (), "en"),
        ("12!", ("en",), ""),
        ("", ("en", "ar"), ""),
        ("nós não temos tempo", ("en", "pt-BR"), "pt-BR"),
        ("we wait for them", ("en", "sw"), "en"),
    ],
)
def test_what_does_not_tell_is_left_open(said: str, offered: tuple[str, ...], expected: str) -> None:
    """One word of two languages with the same letters tells nothing; letters do where only one is written so."""
    assert tongue(said, offered) == expected
