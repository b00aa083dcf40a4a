"""Editions of the book in several languages: where each is, the switch between them, and what a room says of steps."""

import re
from pathlib import Path

from babel.messages.pofile import read_po
from fastapi.testclient import TestClient

from cxkit.book.editions import Editions, with_switch, write_editions
from cxkit.book.languages import write_catalogues
from cxkit.book.steps import step_in
from cxkit.live.app import create_app
from cxkit.live.storage.store import Store

PAGE = '<html dir="ltr" lang="{lang}"><head></head><body><article>{words}</article></body></html>'


def built(folder: Path, lang: str) -> Path:
    """Write a small book."""
    (folder / "deep").mkdir(parents=True)
    for name in ("index.html", "engaged.html", "deep/more.html", "confidentiality.html"):
        (folder / name).write_text(PAGE.format(lang=lang, words=f"{name} in {lang}"), encoding="utf-8")
    return folder


def links(page: str) -> dict[str, str]:
    """Return where a page's switch leads, by language."""
    switch = re.search(r'<nav class="cx-langs".*?</nav>', page)
    return {lang: href for href, lang in re.findall(r'href="([^"]*)" lang="([^"]*)"', switch[0])} if switch else {}


def test_every_page_leads_to_itself_in_the_other_languages(tmp_path: Path) -> None:
    """Also from a folder, without a server; a book in one language has no switch."""
    out = tmp_path / "out"
    write_editions(out, ["en", "fr", "pt-BR"], lambda lang: built(tmp_path / lang, lang))
    for path in out.rglob("*.html"):
        there = links(path.read_text(encoding="utf-8"))
        assert list(there) == ["en", "fr", "pt-BR"]
        name = re.sub(r"^(fr|pt-BR)/", "", path.relative_to(out).as_posix())
        for lang, href in there.items():
            assert f"{name} in {lang}" in (path.parent / href).read_text(encoding="utf-8")
    assert 'hreflang="fr" aria-current="true">Français</a>' in (out / "fr" / "index.html").read_text(encoding="utf-8")
    alone = PAGE.format(lang="fr", words="seul")
    assert with_switch(alone, "index.html", "fr", ["fr"]) == alone


def test_a_room_serves_each_edition_as_soon_as_it_is_built(tmp_path: Path) -> None:
    """At its own address; a phone's link to how answers are protected leads to its reader's."""
    editions = Editions(built(tmp_path / "first", "es"), lambda lang: built(tmp_path / lang, lang))
    assert editions.place("fr", "index.html") == "index.html"
    editions.want("fr-CA")
    assert editions.place("fr-CA", "index.html") == "fr/index.html"
    editions.want("sw")
    assert editions.place("sw") == "en/"
    with Store(tmp_path / "store") as store:
        app = create_app(store, room="", bases=["http://localhost"], book=tmp_path / "first")
        app.state.server.editions.built |= editions.built
        browser = TestClient(app, base_url="http://localhost")
        for path, lang in (("", "es"), ("engaged.html", "es"), ("fr/", "fr"), ("fr/engaged.html", "fr")):
            page = browser.get(f"/book/{path}").text
            assert f"in {lang}<" in page
            assert links(page).keys() == {"es", "fr", "en"}
        assert browser.get("/book/fr/confidentiality.html").status_code == 200
        assert browser.get("/book/fr/../../store/key").status_code == 404
        assert browser.get("/book/sw/index.html").status_code == 404


def test_a_step_is_said_in_the_language_of_the_room_or_in_english() -> None:
    """Its kind and its survey are the same in all."""
    words = {"headline": "Who?", "words": "", "say": "Wait.", "title": "Welcome"}
    other = {"headline": "Quem?", "words": "", "say": "Espere.", "title": "Boas-vindas"}
    raw = {
        "id": "index.vote",
        "chapter": "index",
        "kind": "activity",
        "survey": "owner",
        **words,
        "in": {"pt-BR": other},
    }
    raw = {**raw, "in": {"pt-BR": other}}
    assert step_in("pt", raw).headline == "Quem?"
    assert step_in("pt", raw).survey == "owner"
    assert step_in("sw", raw).headline == "Who?"


def test_a_teams_own_book_finds_its_texts_where_links_have_gone(tmp_path: Path) -> None:
    """What is changed in its source is changed in its catalogues, too; Sphinx gets them under its own name."""
    write_catalogues(tmp_path, "pt-BR", lambda text: text.replace("(scoring.md)", "(index.md)"))
    path = tmp_path / "locale" / "pt_BR" / "LC_MESSAGES" / "behind.po"
    with path.open("rb") as file:
        known = {str(one.id): str(one.string) for one in read_po(file) if one.id}
    gone = "[From a tap to a number](index.md), with an example that you can follow with a pencil."
    assert "(index.md)" in known[gone]
