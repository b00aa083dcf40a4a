"""Workbook and slides in LibreOffice: it opens both, and what it saves is what was made."""

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

import cxkit as cx
from cxkit.book.edition import Edition
from cxkit.book.slides import slides
from cxkit.book.workbook import workbook
from tests.book.test_to_present import LINES, OCCASION, drawn, opened, room


@pytest.fixture(scope="module")
def office() -> str:
    """LibreOffice, which `make proofs` installs where it can."""
    program = shutil.which("soffice")
    assert program, "LibreOffice opens both: sudo apt-get install libreoffice-calc libreoffice-impress"
    return program


def converted(office: str, file: Path, to: str) -> Path:
    """Return a file as LibreOffice saves it."""
    home = f"-env:UserInstallation={(file.parent / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", to, "--outdir", str(file.parent / to), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return file.parent / to / f"{file.stem}.{to}"


@pytest.mark.slow
def test_libreoffice_saves_the_same_workbook(office: str, tmp_path: Path) -> None:
    """Each number with its format and each note, no failure, and a click still leads to a sheet."""
    edition = Edition(reports=(room(79, 9), cx.published_report("priorities")), occasion=OCCASION, commitments=LINES)
    (tmp_path / "made.xlsx").write_bytes(workbook(edition))
    before, after = opened(edition), load_workbook(converted(office, tmp_path / "made.xlsx", "xlsx"))
    assert after.sheetnames == before.sheetnames
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                saved = after[sheet.title][cell.coordinate]
                assert saved.value == (pytest.approx(cell.value) if isinstance(cell.value, float) else cell.value)
                assert saved.number_format.replace("\\", "") == cell.number_format.replace("\\", "")
                assert " ".join((saved.comment.text if saved.comment else "").split()) == " ".join(
                    (cell.comment.text if cell.comment else "").split()
                )
                if cell.hyperlink:
                    assert saved.hyperlink.location.replace("'", "").rpartition("!")[0] in before.sheetnames


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "pptx"])
def test_libreoffice_opens_both(kind: str, office: str, tmp_path: Path) -> None:
    """A page at least for each sheet and each slide, with the words on it."""
    from pypdf import PdfReader  # noqa: PLC0415

    edition = Edition(reports=(room(15, 3), cx.published_report("priorities")), occasion=OCCASION, commitments=LINES)
    made = {"xlsx": workbook, "pptx": slides}[kind](edition)
    (tmp_path / f"made.{kind}").write_bytes(made)
    pages = [page.extract_text() for page in PdfReader(converted(office, tmp_path / f"made.{kind}", "pdf")).pages]
    expected = opened(edition).sheetnames if kind == "xlsx" else [*drawn(edition)]
    assert len(pages) >= len(expected)
    assert "Hotel Bellevue" in pages[0]
    if kind == "pptx":
        titles = (slide.shapes.title.text_frame.text for slide in drawn(edition))
        for text, title in zip(pages, titles, strict=True):
            assert "".join(title.split()) in "".join(text.split())
