"""In each language one word stands for one thing, and the book calls a button by what is written on it."""

import re

import pytest
from babel.messages.pofile import read_po

from cxkit import words
from cxkit.survey.translation import messages
from tests.words.translations import TRANSLATED, catalogue, files, written

RIVALS = {
    "ar": {
        "متوسط": "معدّل|الوسط الحسابي",
        "استبيان": "استطلاع|استقصاء",
        "إلى ماذا انتهى، ما مصيره": "صار به|يصير بال|ماذا صار ب",
        "العدد لا يكفي للحكم": "أقل من أن (نحكم|نجزم)",
        "تخوضون حالة": "تلعبون|العبوها|يمشون في حالة",
    },
    "de": {
        "Durchschnitt": "Mittelwert|[Mm]ittlere Werte|im Schnitt",
        "Handy": "Smartphone|Mobiltelefon",
        "Zusage": "Selbstverpflichtung|Commitment",
    },
    "es": {
        "promedio": r"[Pp]untuaci(ón|ones) medias?|\bla media de\b|\bde media\b|puesto medio",
        "afirmación": r"frases? que (valor|puntu)|[Vv]alor\w* (\w+ )?(mismas |cuatro )?frases?|\b(ocho|cuatro) frases",
        "alfiler": "[Cc]hincheta",
        "muro": r"\b[Mm]ural\b",
        "encuesta": "[Cc]uestionario",
        "pantalla grande": r"\b[Ee]l escenario\b|\ben (el )?escenario\b",
        "fomentar": "[Ff]avorecen? la dirección|líderes que favorecen|favorece el \\[trabajo",
        "traspaso": "[Ee]ntregas? (que )?(duele|funciona)|[Ee]ntregas, nunca",
        "papeleta": "[Ii]mprimir invitaciones|[Ii]nvitaci(ón|ones) (impresa|nueva|lleva)",
        "función": "como trabajo|[Ss]in trabajo,|Mi trabajo$|Su trabajo y su equipo",
        "no sabría decirlo": "[Nn]o lo puedo decir",
        "suficientes personas": "[Bb]astante gente|bastantes personas",
    },
    "fr": {
        "affirmation": r"\b[Éé]noncés?\b",
        "baromètre": r"\b[Ss]ondage",
        "fonction": "sans rôle",
        "ne peux pas en juger": "ne peux pas le dire",
        "circuit": r"\bboucle\b",
    },
    "pt-BR": {
        "ordem embaralhada": "ordem aleatória",
        "palpite": r"[Pp]revis(ão|ões)",
        "alfinete": "[Tt]achinha",
        "rever": "olt(amos|ar|arem) a olhar",
        "apoiar": r"\b[Bb]an(cam?|que|caria)\b",
    },
}
"""The word for a thing, and what else it might be called: that does not stand beside it."""
GUIDE = ("facilitator", "commitments", "confidentiality")
"""The pages that say what to press."""
EMPHASIS = re.compile(r"\*{1,2}([^*]+)\*{1,2}")
TITLE = re.compile(r":? *\{\w+\}$")


def told(page: str, lang: str) -> list[tuple[str, str]]:
    """Return a page's texts, English beside translation."""
    with written(page, lang).open("rb") as file:
        return [(str(one.id), str(one.string)) for one in read_po(file) if one.id]


def everything(lang: str) -> list[str]:
    """Return all that somebody reads in a language."""
    rooms = [texts[lang] for texts in catalogue().values() if lang in texts]
    book = [translation for page in TRANSLATED for _, translation in told(page, lang)]
    surveys = [dict(one.text.by_language).get(lang, "") for path in files() for one in messages(path)]
    return rooms + book + surveys


@pytest.mark.parametrize("lang", RIVALS)
def test_one_word_stands_for_one_thing(lang: str) -> None:
    """On phones, on the stage, in surveys and in the book."""
    found = [
        f"“{text[:80]}”: say {word} for {there[0]}"
        for text in everything(lang)
        for word, rival in RIVALS[lang].items()
        if (there := re.search(rival, text))
    ]
    assert found == []


def plain(words: str) -> str:
    """Return what is written on a button, without what is put into it."""
    return TITLE.sub("", words).strip().lower()


@pytest.mark.parametrize("lang", words.languages()[1:])
def test_the_book_calls_a_button_by_what_is_written_on_it(lang: str) -> None:
    """Where the English book does."""
    names: dict[str, set[str]] = {}
    for texts in catalogue().values():
        names.setdefault(plain(texts[words.FIRST]), set()).add(plain(texts.get(lang, "")))
    odd = [
        f"{page}: {button} is {sorted(names[plain(button)])} in {lang}"
        for page in GUIDE
        for english, translation in told(page, lang)
        for button in EMPHASIS.findall(english)
        if not names.get(plain(button), {""}) & {"", *map(plain, EMPHASIS.findall(translation))}
    ]
    assert odd == []


@pytest.mark.parametrize("lang", words.languages()[1:])
def test_no_quote_is_a_typewriters(lang: str) -> None:
    """Each language has its own; a plural is kept as JSON, which needs them."""
    texts = {id: text for id, known in catalogue().items() if not (text := known.get(lang, "")).startswith('{"')}
    assert [id for id, text in texts.items() if '"' in text] == []
