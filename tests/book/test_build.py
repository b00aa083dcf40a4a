"""The book is built aside and put in its place, by one at a time; and from nothing of the builder's own settings."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cxkit.book import build
from cxkit.book.surroundings import surroundings
from tests.waiting import until

ROOT = Path(__file__).parents[2]
BUILD = """
import sys
from pathlib import Path
from cxkit.book import build
source = Path(sys.argv[1])
build.shipped = lambda name: source / name
print(build.build_book(Path(sys.argv[2]), say=lambda words: print(words, flush=True), progress=print), flush=True)
input()
"""
CELL = """---
jupytext: {{text_representation: {{extension: .md, format_name: myst}}}}
kernelspec: {{display_name: Python 3, name: python3}}
---

# A page

```{{code-cell}}
{code}
```
"""
DRAW = """%config InlineBackend.figure_formats = ["svg"]
import cxkit as cx
cx.plots.profile(cx.published_report("pulse"));"""
UNDRAWN = """import cxkit as cx, matplotlib.pyplot as plt
cx.plots.profile(cx.published_report("pulse")).figure.clear(); plt.close("all")"""


def book(folder: Path, page: str) -> Path:
    """Write a book of one page, with our configuration; return its folder."""
    (folder / "book").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "_config.yml", folder)
    shutil.copy(ROOT / "book" / "favicon.svg", folder / "book")
    (folder / "book" / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (folder / "book" / "index.md").write_text(page)
    return folder


class Start:
    """A start of cxkit in a process of its own, which lives on with the book until it is told to end."""

    def __init__(self, source: Path, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", BUILD, str(source), str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.said: list[str] = []

    def line(self) -> str:
        """Return what it says next."""
        assert self._process.stdout
        self.said.append(self._process.stdout.readline().strip())
        return self.said[-1]

    def pages(self) -> Path:
        """Return where its book is, once it has it."""
        while not (said := self.line()).endswith("html"):
            assert said, self.said
        return Path(said)

    def end(self) -> str:
        """Let it end; return what it said meanwhile."""
        return self._process.communicate("\n")[0]

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.communicate()


@pytest.mark.slow
def test_of_two_starts_one_builds_and_a_book_that_is_served_outlives_every_other(tmp_path: Path) -> None:
    """Two at once get one book. A third, of another text, has its own; when nobody serves the first, it goes."""
    source, folder = book(tmp_path / "one", "# One\n"), tmp_path / "cache"
    both = [Start(source, folder) for _ in range(2)]
    first, again = (start.pages() for start in both)
    assert first == again
    assert sorted(start.said[0][:8] for start in both) == ["Another ", "Building"]
    other = Start(book(tmp_path / "two", "# Two\n"), folder)
    second = other.pages()
    assert second != first
    assert "<h1>One" in (first / "index.html").read_text(encoding="utf-8")
    both[0].kill()
    both[1].end()
    third = Start(book(tmp_path / "two", "# Three\n"), folder)
    assert "<h1>Three" in (third.pages() / "index.html").read_text(encoding="utf-8")
    assert not first.exists()
    assert second.exists()
    other.end()
    third.end()


@pytest.mark.slow
def test_a_start_that_is_killed_while_it_builds_holds_nobody_up_and_leaves_nothing(tmp_path: Path) -> None:
    """The next one builds at once."""
    source, folder = book(tmp_path / "one", "# One\n"), tmp_path / "cache"
    killed = Start(source, folder)
    until(lambda: [*folder.glob("building-*/_build")])
    killed.kill()
    start = Start(source, folder)
    pages = start.pages()
    assert start.said[0].startswith("Building")
    assert [path for path in folder.iterdir() if path.is_dir()] == [pages.parents[1]]
    start.end()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("# One\n\n[](nowhere.md)\n", "index.md:3: WARNING: 'myst' cross-reference target not found: 'nowhere.md'"),
        (CELL.format(code="1 / 0"), "ZeroDivisionError: division by zero"),
        (CELL.format(code=UNDRAWN), "index.md: cx.plots.profile(…) draws a figure, but the page would not show any"),
    ],
)
def test_the_reason_of_a_failed_build_is_the_reason(
    tmp_path: Path, page: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever kernels say besides; a figure that does not come out is a failure, too."""
    source = book(tmp_path / "one", page)
    monkeypatch.setattr(build, "shipped", lambda name: source / name)
    monkeypatch.setenv("PYTHONDEVMODE", "1")
    with pytest.raises(build.PublishError) as failed:
        build.build_book(tmp_path / "cache", say=print, progress=print)
    assert reason in str(failed.value)
    assert "IPKernelApp" not in str(failed.value)
    assert not [path for path in (tmp_path / "cache").iterdir() if path.is_dir()]


@pytest.fixture
def messy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A builder with settings of their own for everything, each of which would spoil a book."""
    home = tmp_path / "messy"
    files = {
        ".ipython/profile_default/startup/00.py": "import matplotlib; matplotlib.rcParams['text.usetex'] = True",
        ".ipython/profile_default/ipython_config.py": "c.InlineBackend.rc = {'figure.facecolor': 'black'}",
        ".config/matplotlib/matplotlibrc": "text.usetex: True",
        ".local/share/jupyter/kernels/python3/kernel.json": '{"argv": ["false"], "display_name": "", "language": ""}',
        "jupyter/kernels/python3/kernel.json": '{"argv": ["false"], "display_name": "", "language": ""}',
        "here/matplotlibrc": "text.usetex: True",
        "here/statistics.py": "raise ImportError",
    }
    for name, text in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    settings = {
        "HOME": str(home), "IPYTHONDIR": str(home / ".ipython"), "JUPYTER_PATH": str(home / "jupyter"),
        "MPLBACKEND": "Agg", "MATPLOTLIBRC": str(home / "here"), "PYTHONWARNINGS": "error", "PYTHONDEVMODE": "1",
        "PYTHONINSPECT": "1", "LC_ALL": "C", "LANGUAGE": "de", "TZ": "Asia/Tokyo", "COLUMNS": "20",
        "http_proxy": "http://127.0.0.1:9", "ALL_PROXY": "socks5://127.0.0.1:9", "CXKIT_EDITION": "/nowhere",
    }  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home / "here")


@pytest.mark.usefixtures("messy")
def test_a_kernel_that_a_book_is_built_with_knows_nothing_of_the_builders_settings(tmp_path: Path) -> None:
    """It is this Python, it shows figures, and neither the environment nor files in the home folder reach it."""
    cell = (
        "import sys, os, matplotlib as mpl, matplotlib.pyplot as plt; plt.plot([1, 2])\n"
        "print(sys.executable, mpl.rcParams['text.usetex'], mpl.rcParams['figure.facecolor'], sys.warnoptions,"
        "sys.flags.dev_mode, [name for name in os.environ if 'proxy' in name.lower() or name in {'LC_ALL', 'TZ'}])"
    )
    program = (
        "import sys, nbformat, json; from nbclient import NotebookClient; from nbformat.v4 import *\n"
        "notebook = new_notebook(cells=[new_code_cell(sys.argv[1])])\n"
        "NotebookClient(notebook, kernel_name='python3').execute(); print(json.dumps(notebook.cells[0].outputs))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, cell], capture_output=True, check=True, env=surroundings(tmp_path / "home"),
        cwd=tmp_path,
    )  # fmt: skip
    said, figure = json.loads(done.stdout)
    assert said["text"] == f"{sys.executable} False white [] False []\n"
    assert "image/png" in figure["data"]


def test_a_book_is_drawn_with_the_fonts_that_the_machine_has_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Matplotlib keeps a list of them in a folder for all: what has come since is not in it, and books would differ."""
    monkeypatch.setenv("HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path / "mine"))
    lists = [Path(surroundings(tmp_path / home)["MPLCONFIGDIR"]) for home in ("one", "two")]
    assert lists == [tmp_path / "one", tmp_path / "two"]


@pytest.mark.slow
def test_every_builder_gets_the_same_book_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """With settings of their own for everything, or with none."""
    source = book(tmp_path / "one", CELL.format(code=DRAW))
    monkeypatch.setattr(build, "shipped", lambda name: source / name)
    books = []
    for builder in ("tidy", "messy"):
        if builder == "messy":
            request.getfixturevalue("messy")
        pages = build.build_book(tmp_path / builder, say=print, progress=print)
        books.append({path.relative_to(pages): path.read_bytes() for path in pages.rglob("*") if path.is_file()})
    one, other = books
    apart = [name for name in one | other if one.get(name) != other.get(name)]
    lines = [{*pages.get(name, b"").splitlines()} for name in apart[:1] for pages in books]
    assert apart == [], [line[:300] for line in lines[0] ^ lines[1]][:10]
    assert b"cx-figure" in books[0][Path("index.html")]


def test_a_room_that_starts_waits_for_no_figure_and_no_slide() -> None:
    """A server that was killed is back before phones give up: what only an edition needs is loaded with it."""
    asked = "import sys, cxkit.book.build; print(sorted({'matplotlib', 'pptx', 'highspy'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
