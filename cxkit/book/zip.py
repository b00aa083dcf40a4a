"""A published book in one file, to hand over: a zip that anybody can open without any program of ours."""

import io
import re
import zipfile
from pathlib import Path

from cxkit.words import say

_WHEN = (1980, 1, 1, 0, 0, 0)
"""No file's time: the same pages give the same bytes, and nobody learns when a room was revealed."""
_MADE = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")


def zip_book(folder: Path, out: Path) -> Path:
    """Write a book's folder into a zip, in the same bytes for the same pages, with a note on how to open it.

    Returns `out`. Raises OSError where it cannot be written, FileExistsError where it is there already.
    """
    name = folder.resolve().name
    archive = zipfile.ZipFile(out, "x", zipfile.ZIP_DEFLATED, compresslevel=9)
    try:
        with archive:
            note = say("edition.how_to_open", name=name).replace("\n", "\r\n")
            _add(archive, say("edition.read_first"), note.encode())
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                _add(archive, f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes())
    except OSError:
        out.unlink()  # part of it would be handed over as the whole
        raise
    return out


def undated(office: bytes) -> bytes:
    """Return slides or a workbook without the time at which they were made, or the workbooks of their charts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office)) as made, zipfile.ZipFile(out, "w") as archive:
        for name in made.namelist():
            part = _MADE.sub(rb"\g<1>1980-01-01T00:00:00Z", made.read(name))
            _add(archive, name, undated(part) if name.endswith(".xlsx") else part)
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _WHEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # whatever machine wrote it
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
