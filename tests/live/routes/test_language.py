"""Pages speak the workshop's language to the facilitator, and their own to phones; whatever is in them is text."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from cxkit import words
from cxkit.live.app import create_app
from cxkit.live.room import Room
from cxkit.live.routes import pages
from cxkit.live.setup import make_room
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.storage.store import Store
from cxkit.survey.model import Survey
from cxkit.survey.run_sheet import bare_run_sheet
from cxkit.survey.workshop import Workshop
from tests.words.test_catalogue import catalogue

ODD = "<i class=odd>¿Qué?</i>"
SHOWN = [route.path for route in pages.router.routes if re.fullmatch(r"/\w+/{code}", route.path)]  # type: ignore[attr-defined]
SPANISH = {"accept-language": "es-ES,es;q=0.9,en;q=0.8"}


def survey(*languages: str) -> Survey:
    """Return one whose every text is odd, in some languages."""

    def text(words: str) -> Any:
        return dict.fromkeys(languages, f"{words} {ODD}") if languages else f"{words} {ODD}"

    return Survey.from_dict({
        "id": "odd",
        "title": text("odd"),
        "introduction": text("introduction"),
        "comments": {"per_dimension": True},
        "response_scale": {"min": 1, "max": 2, "labels": {1: text("no"), 2: text("yes")}, "not_applicable": text("?")},
        "attributes": [
            {"id": "role", "title": text("role"), "options": {"a": text("a"), "b": text("b")}, "compare": ["a", "b"]},
            {"id": "team", "title": text("team"), "options": "from_workshop"},
        ],
        "dimensions": [
            {"id": "d", "title": text("d"), "question": text("q"), "items": [{"id": "it", "text": text("item")}]}
        ],
    })  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as store:
        yield store


def client(store: Store, *languages: str, many: bool = False) -> tuple[TestClient, Room]:
    """Return a browser with the facilitator's key, and the room."""
    asked = survey(*languages)
    workshop = Workshop(
        survey=asked,
        run_sheet=bare_run_sheet(asked),
        title=ODD,
        organisation=ODD,
        teams=(ODD,),
        roles=("a", "b"),
        languages=languages,
    )
    room, key = make_room(store, workshop, port=1)
    app = create_app(store, room="" if many else room.code, bases=["http://192.168.1.5:8765"])
    browser = TestClient(app, base_url="http://localhost:8765")
    browser.cookies.set(f"cxkit_{room.code}", key)
    return browser, room


class Read(HTMLParser):
    """What somebody reads on a page, piece by piece, and its language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: set[str] = set()
        self.odd = 0
        self.skipping = False
        self.language = self.direction = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is read of a tag."""
        self.skipping = tag == "style"
        if tag == "html":
            self.language, self.direction = (dict(attrs)[name] or "" for name in ("lang", "dir"))
        self.odd += dict(attrs).get("class") == "odd"
        self.pieces |= {value or "" for name, value in attrs if name in {"aria-label", "placeholder", "alt", "title"}}

    def handle_data(self, data: str) -> None:
        """Note what is read between tags."""
        if not self.skipping:
            self.pieces.add(data.strip())


@cache
def said(lang: str) -> re.Pattern[str]:
    """Return what matches a text of the catalogue in a language: cut where a tag may stand, or, if long, whole."""
    entries = [entry if isinstance(entry, dict) else {"other": entry} for entry in catalogue(lang).values()]
    texts = [re.split(r"\{\w+\}", text) for entry in entries for text in entry.values()]
    cut = {part.strip() for parts in texts for part in parts} - {""}
    whole = [".+".join(map(re.escape, parts)) for parts in texts if len("".join(parts)) > 8]
    return re.compile("|".join([*map(re.escape, cut), *whole]))


def left_in_english(pieces: set[str]) -> set[str]:
    """Return those that are the English catalogue's, and not the Spanish one's as well."""
    return {one for one in pieces if said("en").fullmatch(one) and not said("es").fullmatch(one)}


@pytest.mark.parametrize("path", SHOWN)
def test_with_a_spanish_survey_every_page_is_in_spanish_and_without_one_in_english(store: Store, path: str) -> None:
    """No text of the English catalogue is left on it; a reader without Spanish gets the survey's only language."""
    browser, room = client(store, "es")
    page = Read(browser.get(path.format(code=room.code), headers={"accept-language": "fr"}).text)
    assert page.language == "es"
    assert left_in_english(page.pieces) == set()
    browser, room = client(store)
    page = Read(browser.get(path.format(code=room.code), headers=SPANISH).text)
    assert page.language == "en"
    assert left_in_english(page.pieces) != set()


@pytest.mark.parametrize("path", SHOWN)
def test_what_people_wrote_is_text_on_every_page(store: Store, path: str) -> None:
    """A title, an organisation, a team, and every text of a survey: none becomes an element."""
    browser, room = client(store, "en")
    answer = browser.get(path.format(code=room.code))
    assert answer.status_code == 200
    assert Read(answer.text).odd == 0
    if path in {"/slips/{code}", "/form/{code}"}:
        assert Read(answer.text).pieces >= {ODD}


def test_a_form_has_every_text_of_its_survey(store: Store) -> None:
    """Title, introduction, attributes with options, question, scale, statement; the teams of the workshop."""
    browser, room = client(store, "en")
    form = browser.get(f"/form/{room.code}").text
    assert form.count("&lt;i class=odd&gt;") == 15


@pytest.mark.parametrize("answering", [True, False])
def test_a_phone_is_answered_in_its_own_language_if_the_survey_has_it(store: Store, answering: bool) -> None:
    """The form and the page on which it waits alike; otherwise in the survey's first."""
    browser, room = client(store, "en", "es")
    if not answering:
        Steps(stage=Stage.of(room)).wait()
    for accepted, expected in (("es-MX, en", "es"), ("fr, en", "en"), ("fr", "en")):
        answer = browser.get(f"/r/{room.code}", headers={"accept-language": accepted})
        assert Read(answer.text).language == expected
        assert "accept-language" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/r/WRONG", "Esta sala no existe"), ("/f/guessed", "Este enlace no abre ninguna sala"), ("/", "¿Qué sala?"),
     ("/present/WRONG", "Abra el enlace de facilitación"), ("/publish/{code}/team-book.zip", "El libro aún no se ha ")],
)  # fmt: skip
def test_where_no_room_opens_the_reader_is_told_in_their_language(store: Store, path: str, expected: str) -> None:
    """As far as the catalogue has it."""
    browser, room = client(store, "es", many=True)
    answer = browser.get(path.format(code=room.code), headers=SPANISH)
    assert expected in answer.text
    assert Read(answer.text).language == "es"
    assert left_in_english(Read(answer.text).pieces) == set()


@pytest.mark.parametrize("path", [*SHOWN, "/r/{code}"])
def test_a_survey_in_arabic_is_written_from_right_to_left_on_every_page(store: Store, path: str) -> None:
    """Whatever the reader's browser asks for: the survey is in nothing else. Its scripts come with Arabic words."""
    browser, room = client(store, "ar")
    text = browser.get(path.format(code=room.code), headers=SPANISH).text
    assert (Read(text).language, Read(text).direction) == ("ar", "rtl")
    assert set(re.findall(r"lang=(\w+)", text)) <= {"ar"}


def test_a_phone_can_be_switched_to_another_language_that_the_room_offers(store: Store) -> None:
    """And stays so in every room, whatever its browser asks for; the survey comes in that language alone."""
    browser, room = client(store, "en", "es", "ar")
    page = browser.get(f"/r/{room.code}", headers={"accept-language": "en"}).text
    assert re.findall(r'href="\?lang=(\w+)" lang="\1"( aria-current="true")?>([^<]+)', page) == [
        ("en", ' aria-current="true"', "English"), ("es", "", "Español"), ("ar", "", "العربية"),
    ]  # fmt: skip
    switched = browser.get(f"/r/{room.code}?mine=1&lang=ar", headers={"accept-language": "en"})
    assert switched.url.query == b"mine=1"
    for _ in range(2):
        assert Read(browser.get(f"/r/{room.code}", headers={"accept-language": "en"}).text).language == "ar"
    asked = browser.get(f"/api/rooms/{room.code}", headers={"accept-language": "en"}).json()["survey"]
    assert asked["title"] == f"odd {ODD}"
    alone, room = client(store, "es")
    assert "?lang=" not in alone.get(f"/r/{room.code}").text


def test_calls_are_refused_in_the_workshops_language(store: Store) -> None:
    """What the facilitator's pages show of it comes as it is."""
    browser, room = client(store, "es")
    answer = browser.post(f"/api/presenter/{room.code}/close", headers={"accept-language": "en"})
    assert answer.json()["detail"] == words.say("room.header_needed", lang="es")


def test_a_language_that_the_catalogue_lacks_is_english_for_the_facilitator(store: Store) -> None:
    """Its survey is in it nevertheless."""
    browser, room = client(store, "sw")
    assert Read(browser.get(f"/present/{room.code}").text).language == "en"


def test_a_phone_is_refused_in_its_readers_language(store: Store) -> None:
    """What is not found, what came too late (which the store's one writer says), what is no answer."""
    browser, room = client(store, "en", "es")
    phone = TestClient(browser.app, base_url="http://localhost:8765", headers=SPANISH)
    sent = {"token": "0" * 32, "revision": 1, "response": {"answers": {"it": 9}}}
    path = f"/api/rooms/{room.code}/response"
    assert phone.get("/api/rooms/WRONG").json()["detail"] == "No hay ninguna sala WRONG."
    assert "no es un número entero de 1 a 2" in phone.put(path, json=sent).json()["detail"]
    room.close()
    late = sent | {"response": {"answers": {"it": 1}}}
    assert phone.put(path, json=late).json()["detail"] == "La sala se ha cerrado y ya no admite respuestas."
    assert browser.put(path, json=late).json()["detail"] == "The room has closed: it takes no more answers."
