"""A published book's main pages as one PDF, printed by the machine's own Chromium, Chrome or Edge."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from cxkit.book.browser import PrintError, browser, own_folder, quiet_command
from cxkit.book.joined import Chapter, joined

_DRAWN = 8000
"""Milliseconds of the browser's own clock, which does not wait: by then the widgets have drawn themselves."""
_PATIENCE = 60


def print_pages(pages: Sequence[Path], out: Path) -> Path:
    """Print pages of a book, in their order, as one PDF with a bookmark for each. Returns `out`; raises PrintError.

    They lie in one folder. Its title is that of the first page; links between them lead to places in the PDF.
    """
    program = browser()
    chapters = [Chapter(page) for page in pages]
    with TemporaryDirectory(prefix="cxkit", dir=own_folder(program)) as scratch:
        readable = shutil.copytree(pages[0].parent, Path(scratch, "book"))
        whole, sheets = readable / "whole.html", Path(scratch, "book.pdf")
        whole.write_text(joined(chapters), encoding="utf-8")
        _print(program, whole, sheets, Path(scratch, "profile"))
        printed = PdfReader(sheets)
        _keep_links_within(printed, readable.resolve())
        book = PdfWriter()
        book.append(printed, import_outline=False)
        for chapter in chapters:
            place = printed.named_destinations[f"/{chapter.top}"]
            book.add_outline_item(title=chapter.title, page_number=printed.get_destination_page_number(place))
        book.add_metadata({"/Title": chapters[0].title})
        try:
            book.write(out)
        except OSError as error:
            raise PrintError(f"{out}: cannot be written ({error.strerror}).") from None
    return out


def _keep_links_within(printed: PdfReader, folder: Path) -> None:
    """Have links to other pages lead there from beside the PDF: the browser wrote where they lie on this machine."""
    here = f"{folder.as_uri()}/"
    for page in printed.pages:
        for note in page.annotations or ():
            link = note.get_object().get("/A", {})
            if link.get("/URI", "").startswith(here):
                link[NameObject("/URI")] = TextStringObject(link["/URI"].removeprefix(here))


def _print(program: str, page: Path, out: Path, profile: Path) -> None:
    command = [*quiet_command(program), f"--user-data-dir={profile}", f"--virtual-time-budget={_DRAWN}",
               f"--print-to-pdf={out}", page.resolve().as_uri()]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PrintError(f"{program} could not print the book: {error}") from None
    if not out.exists():
        raise PrintError(f"{program} could not print the book: {done.stderr.strip()[-500:] or 'it gave no reason'}")
