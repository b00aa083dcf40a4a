"""What a phone is sent in each language, and a stage: none weighs more than a kilobyte above English."""

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from cxkit import words
from cxkit.live.app import create_app
from cxkit.live.setup import make_room
from cxkit.live.storage.store import Store
from cxkit.survey.files import shipped_surveys
from cxkit.survey.workshop_file import read_workshop

MOST = 1_024
"""Bytes, compressed as they are sent."""


def weight(browser: TestClient, code: str, lang: str, page: str, *more: str) -> int:
    """Return what a device gets of a room before there is anything to do: a page, what it names, and more."""
    reader = {"accept-language": lang}
    first = browser.get(f"{page}/{code}", headers=reader)
    named = [unescape(one) for one in re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"', first.text)]
    assert named
    paths = (*named, *(f"{one}/{code}" for one in more))
    parts = [first, *(browser.get(path, headers=reader) for path in paths)]
    assert {part.status_code for part in parts} == {200}
    assert f'lang="{lang}"' in first.text
    return sum(len(gzip.compress(part.content)) for part in parts)


@pytest.mark.parametrize("survey", shipped_surveys())
def test_no_language_weighs_a_kilobyte_more_on_a_phone(survey: str, tmp_path: Path) -> None:
    """Whatever is asked, in a room that offers all languages."""
    with Store(tmp_path) as store:
        room, _ = make_room(store, read_workshop({"survey": survey, "paced": False}), port=1)
        browser = TestClient(create_app(store, room=room.code, bases=["http://h"]), base_url="http://localhost:8765")
        english, *others = [(lang, weight(browser, room.code, lang, "/r", "/api/rooms")) for lang in words.languages()]
    assert {lang: more for lang, own in others if (more := own - english[1]) > MOST} == {}


@pytest.mark.parametrize(("path", "more", "paced"), [("/r", [], True), ("/stage", ["/api/stage"], False)])
def test_neither_does_one_while_phones_wait_nor_on_the_stage(
    path: str, more: list[str], paced: bool, tmp_path: Path
) -> None:
    """Whose language is the workshop's first."""
    found: dict[str, int] = {}
    for lang in words.languages():
        with Store(tmp_path / lang) as store:
            own = {"languages": [lang, *(one for one in words.languages() if one != lang)], "paced": paced}
            room, key = make_room(store, read_workshop(own), port=1)
            browser = TestClient(
                create_app(store, room=room.code, bases=["http://h"]), base_url="http://localhost:8765"
            )
            browser.cookies.set(f"cxkit_{room.code}", key)
            found[lang] = weight(browser, room.code, lang, path, *more)
    assert [lang for lang, own in found.items() if own - found["en"] > MOST] == []
