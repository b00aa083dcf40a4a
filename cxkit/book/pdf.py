"""A published book's main pages as one PDF, printed by the machine's own Chromium, Chrome or Edge."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader, PdfWriter

from cxkit.errors import CxkitError
from cxkit.words import say

BROWSER_VARIABLE = "CXKIT_BROWSER"
"""Names the browser's program, where it is not found by itself."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_QUIET = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-pdf-header-footer",
)  # fmt: skip
_DRAWN = 8000
"""Milliseconds of the browser's own clock, which does not wait: by then the widgets have drawn themselves."""
_PATIENCE = 60


class PrintError(CxkitError):
    """The pages could not be printed."""


def browser() -> str:
    """Return the program that prints. Raises PrintError where the machine has none."""
    named = os.environ.get(BROWSER_VARIABLE)
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, (*_NAMES, *_PLACES))), None)
    if not found:
        missing = (
            f"There is no program {named} (${BROWSER_VARIABLE})" if named else "There is no Chromium, Chrome or Edge"
        )
        raise PrintError(
            f"{missing} on this machine to print a PDF with. Install one, or leave out --pdf: open the book's pages "
            "summary and results in any browser and choose Print, Save as PDF."
        )
    return found


def print_pages(pages: Sequence[Path], out: Path) -> Path:
    """Print pages of a book, in their order, as one PDF with a bookmark for each. Returns `out`; raises PrintError."""
    program = browser()
    book = PdfWriter()
    with TemporaryDirectory(prefix="cxkit") as scratch:
        for page in pages:
            one = Path(scratch, f"{page.stem}.pdf")
            _print(program, page, one, Path(scratch, "profile"))
            printed = PdfReader(one)
            book.append(printed, outline_item=_title(printed) or page.stem)
        book.add_metadata({"/Title": say("edition.pdf_title")})
        try:
            book.write(out)
        except OSError as error:
            raise PrintError(f"{out}: cannot be written ({error.strerror}).") from None
    return out


def _title(printed: PdfReader) -> str:
    """Return a page's own title, without the book's."""
    return ((printed.metadata and printed.metadata.title) or "").split(" — ")[0]


def _print(program: str, page: Path, out: Path, profile: Path) -> None:
    # Chromium's sandbox refuses to run as root, as in a container; the pages are our own.
    root = ["--no-sandbox"] if sys.platform != "win32" and os.geteuid() == 0 else []
    command = [program, *_QUIET, *root, f"--user-data-dir={profile}", f"--virtual-time-budget={_DRAWN}",
               f"--print-to-pdf={out}", page.resolve().as_uri()]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PrintError(f"{program} could not print {page.name}: {error}") from None
    if not out.exists():
        raise PrintError(f"{program} could not print {page.name}: {done.stderr.strip()[-500:] or 'it gave no reason'}")
