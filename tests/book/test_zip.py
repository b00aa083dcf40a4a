"""What is handed over: a zip in the same bytes for the same pages, and a PDF where the machine can print."""

import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

import cxkit as cx
from cxkit.book.browser import BROWSER_VARIABLE, PrintError, browser
from cxkit.book.build import PublishError, publish
from cxkit.book.edition import Edition
from cxkit.book.pdf import print_pages
from cxkit.book.source import printed
from cxkit.book.zip import zip_book


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of two pages, as small as pages can be."""
    folder = tmp_path / "team-book"
    (folder / "data").mkdir(parents=True)
    for name, title, words in (("index", "Start", "The start"), ("results", "Results", "The results")):
        (folder / f"{name}.html").write_text(
            f"<!doctype html><title>{title} &#8212; The book</title><article class='bd-article'>"
            f'<section id="top"><h1>{words} <a href="#top">#</a></h1></section></article>'
        )
    (folder / "data" / "groups.csv").write_text("group\n")
    return folder


def test_a_zip_holds_the_folder_and_says_how_to_open_it(pages: Path, tmp_path: Path) -> None:
    """Unpacked anywhere, the folder's start page is there under the folder's name."""
    with zipfile.ZipFile(zip_book(pages, tmp_path / "team-book.zip")) as archive:
        assert archive.namelist() == [
            "READ ME FIRST.txt", "team-book/data/groups.csv", "team-book/index.html", "team-book/results.html",
        ]  # fmt: skip
        assert archive.testzip() is None
        assert "folder “team-book” and double-click index.html" in archive.read("READ ME FIRST.txt").decode()
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}, "it does not tell when"


def test_the_same_pages_give_the_same_zip(pages: Path, tmp_path: Path) -> None:
    """Whenever they were written, and in whichever order."""
    before = zip_book(pages, tmp_path / "one.zip").read_bytes()
    text = (pages / "index.html").read_text()
    (pages / "index.html").unlink()
    (pages / "index.html").write_text(text)
    assert zip_book(pages, tmp_path / "two.zip").read_bytes() == before
    with pytest.raises(FileExistsError):
        zip_book(pages, tmp_path / "one.zip")


@pytest.mark.browser
def test_pages_are_printed_as_one_pdf_with_a_bookmark_each(pages: Path, tmp_path: Path) -> None:
    """By the machine's own browser; it tells neither when, nor where on this machine the pages lay.

    One goes on where the other ends, and links lead within the PDF where it has their page, though both call places
    the same.
    """
    links = '<a href="index.html#top">a</a> <a href="index.html">b</a> <a href="other.html#x">c</a>'
    text = (pages / "results.html").read_text()
    (pages / "results.html").write_text(text.replace("</section>", f'{links} <a href="https://e.org/">d</a></section>'))
    printed = PdfReader(print_pages([pages / "results.html", pages / "index.html"], tmp_path / "results.pdf"))
    assert [" ".join(page.extract_text().split()) for page in printed.pages] == ["The results # a b c d The start #"]
    assert [getattr(item, "title", None) for item in printed.outline] == ["Results", "Start"]
    notes = [note.get_object() for note in printed.pages[0].annotations or ()]
    assert [note["/Dest"] if "/Dest" in note else note["/A"]["/URI"] for note in notes] == [
        "/results-top", "/index-top", "/index-top", "other.html#x", "https://e.org/", "/index-top",
    ]  # fmt: skip
    assert {"/results-top", "/index-top"} <= set(printed.named_destinations)
    assert printed.metadata == {"/Title": "Results", "/Producer": "pypdf"}


SNAP = """#!/bin/sh
# As Ubuntu's /usr/bin/chromium-browser, which is /snap/bin/chromium: the home folder, and nothing hidden in it.
for word in "$@"; do
  path=/${word#*[=:]/}
  case "$word" in *=/*|file:*)
    case "${path#//}" in "$HOME"/.*|"$HOME"/*/.*) exit 1;; "$HOME"/*) ;; *) exit 1;; esac
  esac
done
exec "$REAL" "$@"
"""


@pytest.mark.browser
@pytest.mark.skipif(sys.platform != "linux", reason="snaps are Linux's")
def test_a_browser_that_sees_only_the_home_folder_prints_pages_from_anywhere(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ubuntu's Chromium; the book lies in a hidden folder, or in /tmp. Nothing of it stays behind."""
    monkeypatch.setenv("REAL", browser())
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "chromium").write_text(SNAP)
    (tmp_path / "chromium").chmod(0o755)
    monkeypatch.setenv(BROWSER_VARIABLE, str(tmp_path / "chromium"))
    printed = PdfReader(print_pages([pages / "results.html", pages / "index.html"], tmp_path / "results.pdf"))
    assert [" ".join(page.extract_text().split()) for page in printed.pages] == ["The results # The start #"]
    assert [*(tmp_path / "home" / "snap" / "chromium" / "common").iterdir()] == []


def test_without_a_browser_a_pdf_is_refused_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words that say what to do instead."""
    monkeypatch.setenv(BROWSER_VARIABLE, "no-such-browser")
    with pytest.raises(PrintError, match=r"no program no-such-browser .* or leave out --pdf: .* Save as PDF"):
        publish(
            Edition(reports=(cx.published_report(),)),
            tmp_path / "out",
            work=tmp_path / "work",
            say=print,
            progress=print,
            pdf=True,
        )
    monkeypatch.delenv(BROWSER_VARIABLE)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PrintError, match="There is no Chromium, Chrome or Edge on this machine"):
        print_pages([], tmp_path / "results.pdf")
    assert [*tmp_path.iterdir()] == []


def test_a_browser_that_cannot_print_is_named(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what it said itself."""
    monkeypatch.setenv(BROWSER_VARIABLE, "false")
    with pytest.raises(PrintError, match="false could not print the book: it gave no reason"):
        print_pages([pages / "index.html"], pages / "results.pdf")


def test_a_book_that_cannot_be_printed_leaves_nothing_behind(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Part of a book would be taken for the whole; and the next try would find a folder that is not empty."""
    monkeypatch.setenv(BROWSER_VARIABLE, "false")
    for page in printed(edition := Edition(reports=(cx.published_report("pulse"),))):
        (pages / f"{page}.html").write_text((pages / "results.html").read_text())
    monkeypatch.setattr("cxkit.book.build.build_book", lambda *_, **__: pages)  # which takes a minute
    with pytest.raises(PrintError, match="false could not print the book"):
        publish(edition, tmp_path / "out", work=tmp_path / "work", say=print, progress=print, pdf=True)
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten_and_no_book_is_made_of_nothing(tmp_path: Path) -> None:
    """Both are told before the building."""
    (tmp_path / "out.zip").touch()
    where = {"out": tmp_path / "out", "work": tmp_path / "work", "say": print, "progress": print}
    with pytest.raises(PublishError, match=r"out\.zip is there already\. Remove it"):
        publish(Edition(reports=(cx.published_report("journey"),)), zipped=True, **where)  # type: ignore[arg-type]
    with pytest.raises(PublishError, match="There are no results to make a book of"):
        publish(Edition(reports=()), **where)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["out.zip"]
