"""Pages as a real screen reader says them: each way to ask, the facilitator's page, a chapter."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cxkit.survey.preview import write_preview
from tests.accessibility.reader import Reader, reading
from tests.asked import DIMENSIONS, asking
from tests.processes import WorkshopProcess

NOISE = ("statusbar", "Mozilla Firefox frame", "Firefox View", "View recent browsing")
"""What Firefox says of its own window."""
CHAPTER = "engaged"


def heard(book: Path) -> dict[str, list[str]]:
    """Return what is said, by page: of each key that is pressed a line, and of what is read to the end one."""
    with tempfile.TemporaryDirectory() as folder, reading(Path(folder, "reader")) as reader:
        told = dict(_kinds(reader, Path(folder)))
        process = WorkshopProcess(Path(folder, "room"), "--no-book", "--teams", "Sales, Warehouse, Phones")
        process.start()
        try:
            told["The facilitator's page"] = _read(reader, process.link)
        finally:
            process.kill()
        return told | {"A chapter of the book": _read(reader, (book / f"{CHAPTER}.html").as_uri())}


def versions() -> str:
    """Return which screen reader, and in which browser."""
    orca, firefox = (
        subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        for program in ("orca", "firefox-esr")
    )
    return f"Orca {orca} in {firefox}"


def _kinds(reader: Reader, folder: Path) -> Iterator[tuple[str, list[str]]]:
    for kind, dimensions in DIMENSIONS.items():
        file = folder / f"{kind}.html"
        write_preview(asking(kind), file)
        with reader.page(file.as_uri()):
            reader.press("Tab")
            reader.press("Return")
            lines = [_line("Read to the end", reader.read())]
            reader.press("ctrl+Home")
            lines += [_line(key, reader.press(key)) for key in ("Tab", "Tab", "space")]
        yield f"A phone asks “{dimensions[0]['question']}” ({kind})", lines


def _read(reader: Reader, address: str) -> list[str]:
    with reader.page(address) as said:
        return [_line("It comes", said), _line("Read to the end", reader.read())]


def _line(key: str, said: list[str]) -> str:
    kept = [words for words in said if not any(noise in words for noise in NOISE)]
    return f"{key}: {' / '.join(kept) or '(nothing)'}"
