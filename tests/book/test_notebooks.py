"""Every chapter is a notebook, too: jupytext opens it, and its cells run in a kernel as a reader would run them."""

import re
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import jupytext  # type: ignore[import-untyped]
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

import cxkit
from cxkit.book.edition import EDITION_VARIABLE, STANDING_VARIABLE

BOOK = Path(__file__).parents[2] / "book"
CHAPTERS = re.findall(r"(?:root|file): (\S+)", (BOOK / "_toc.yml").read_text(encoding="utf-8"))


def opened(chapter: str) -> Any:
    """Open a chapter as JupyterLab does."""
    return jupytext.read(BOOK / f"{chapter}.md")


def sources(notebook: Any) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_opens_as_a_notebook_of_short_cells_with_public_names(chapter: str) -> None:
    """With its kernel, so that nobody is asked for one; what is no cell of Python in the chapter is none here."""
    notebook = opened(chapter)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.jupytext.text_representation.format_name == "myst"
    assert notebook.cells[0].source.startswith("# ")
    text = (BOOK / f"{chapter}.md").read_text(encoding="utf-8")
    assert len(sources(notebook)) == text.count("```{code-cell}")
    for source in sources(notebook):
        assert len([line for line in source.splitlines() if line.strip()]) <= 6
        assert set(re.findall(r"\bcx\.(\w+)", source)) <= set(cxkit.__all__)
        assert not re.search(r"\b(?:from|import) cxkit(?! as cx\b)", source)


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One for all chapters: to load what draws takes longer than to draw. Each begins by forgetting the others."""
    kernel = KernelManager(kernel_name="python3")
    yield kernel
    kernel.shutdown_kernel(now=True)


@pytest.mark.parametrize("chapter", ["analysts", "explore", "handoffs", "scoring"])
def test_a_chapter_runs_in_a_kernel_from_the_books_folder(
    chapter: str, kernel: KernelManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in JupyterLab; in the book's build they all run anyhow."""
    for name in (EDITION_VARIABLE, STANDING_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    notebook = opened(chapter)
    notebook.cells.insert(0, new_code_cell("%reset -f"))  # type: ignore[no-untyped-call]
    NotebookClient(notebook, km=kernel, timeout=120, resources={"metadata": {"path": str(BOOK)}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in outputs if output.output_type in {"error", "stream"}] == []
    shown = {kind for output in outputs for kind in output.data}
    assert shown & {"text/html", "image/svg+xml", "application/vnd.jupyter.widget-view+json"}


def test_what_opens_chapters_comes_with_one_extra() -> None:
    """The one that the page for analysts names."""
    (named,) = re.findall(r"pip install -c constraints\.txt -e '\.\[(\w+)\]'", (BOOK / "analysts.md").read_text())
    brought = {
        re.split(r"[ ;<>=\[]", line)[0] for line in requires("cxkit") or () if re.search(f"extra == .{named}.", line)
    }
    assert brought == {"jupyterlab", "jupytext", "voila"}
