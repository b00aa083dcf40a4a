"""The machine's own Chromium, Chrome or Edge: where it lies on each system, and how it is started to print."""

import ntpath
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from cxkit.errors import CxkitError

BROWSER_VARIABLE = "CXKIT_BROWSER"
"""Names the browser's program, where it is not found by itself."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
_MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
_WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Chromium\Application\chrome.exe",
            r"Microsoft\Edge\Application\msedge.exe")  # fmt: skip
_QUIET = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-pdf-header-footer",
)  # fmt: skip


class PrintError(CxkitError):
    """The pages could not be printed."""


def browser() -> str:
    """Return the program that prints. Raises PrintError where the machine has none."""
    named = os.environ.get(BROWSER_VARIABLE)
    wanted = [named] if named else [*_NAMES, *places(sys.platform, os.environ)]
    found = next(filter(None, map(shutil.which, wanted)), None)
    if not found:
        missing = (
            f"There is no program {named} (${BROWSER_VARIABLE})" if named else "There is no Chromium, Chrome or Edge"
        )
        raise PrintError(
            f"{missing} on this machine to print a PDF with. Install one, or leave out --pdf: open the book's pages "
            "summary and results in any browser and choose Print, Save as PDF."
        )
    return found


def places(system: str, surroundings: Mapping[str, str]) -> list[str]:
    """Return where a browser may lie that no PATH leads to; for everybody first, then for this user alone."""
    if system == "win32":
        roots = [surroundings.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        return [ntpath.join(root, place) for root in roots if root for place in _WINDOWS]
    if system == "darwin":
        roots = ["/Applications", os.path.expanduser("~/Applications")]
        return [f"{root}/{name}.app/Contents/MacOS/{name}" for root in roots for name in _MAC]
    return []  # there, PATH leads to it


def own_folder(program: str) -> Path | None:
    """Return where a browser may read and write, if not everywhere.

    Ubuntu's Chromium is a snap, by its own name or behind a script: it sees neither temporary nor hidden folders.
    """
    with open(program, "rb") as script:
        if not program.startswith("/snap/") and b"/snap/bin/" not in script.read(4096):
            return None
    folder = Path.home() / "snap" / "chromium" / "common"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def quiet_command(program: str) -> list[str]:
    """Return how to start it without a window, and without asking anybody for anything."""
    # Chromium's sandbox refuses to run as root, as in a container; the pages are our own.
    root = sys.platform != "win32" and os.geteuid() == 0
    return [program, *_QUIET, *(["--no-sandbox"] if root else [])]
