"""What a phone is sent in each language: none weighs more than a kilobyte above English."""

from __future__ import annotations

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


def weight(browser: TestClient, code: str, lang: str) -> int:
    """Return what a phone gets before it can answer: the page, what it names, and what is asked."""
    reader = {"accept-language": lang}
    page = browser.get(f"/r/{code}", headers=reader)
    named = [unescape(one) for one in re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"', page.text)]
    assert named
    parts = [page, *(browser.get(path, headers=reader) for path in (*named, f"/api/rooms/{code}"))]
    assert {part.status_code for part in parts} == {200}
    assert f'lang="{lang}"' in page.text
    return sum(len(gzip.compress(part.content)) for part in parts)


@pytest.mark.parametrize("survey", shipped_surveys())
def test_no_language_weighs_a_kilobyte_more_on_a_phone(survey: str, tmp_path: Path) -> None:
    """Whatever is asked, in a room that offers all languages."""
    with Store(tmp_path) as store:
        room, _ = make_room(store, read_workshop({"survey": survey, "paced": False}), port=1)
        browser = TestClient(create_app(store, room=room.code, bases=["http://h"]), base_url="http://localhost:8765")
        english, *others = [(lang, weight(browser, room.code, lang)) for lang in words.languages()]
    assert {lang: more for lang, own in others if (more := own - english[1]) > MOST} == {}
