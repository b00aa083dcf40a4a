"""The wheel outside the clone: what `pip install .` gives works from an empty folder."""

import hashlib
import json
import os
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfReader

import cxkit as cx
from cxkit.survey.model import Survey
from tests.live.test_room import full
from tests.processes import WorkshopProcess

MARK = "only one person wrote this"
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Install the wheel into a folder; the surroundings in which only that one is found, and the home is empty."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", str(folder / "site"), str(wheel)], check=True)
    home = folder / "home"
    home.mkdir()
    return {
        **os.environ,
        "PYTHONPATH": str(folder / "site"),
        "HOME": str(home),
        "XDG_CACHE_HOME": "",
        "XDG_DATA_HOME": "",
    }


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


def python(source: str, installed: dict[str, str], empty: Path) -> str:
    command = [sys.executable, "-c", source]
    return subprocess.run(command, env=installed, cwd=empty, capture_output=True, text=True, check=True).stdout


def test_the_wheel_carries_its_survey_and_sample(installed: dict[str, str], empty: Path) -> None:
    """And it is the wheel that is tested, not the clone."""
    said = python(
        "import cxkit as cx, json; s = cx.load_survey('leadership'); a = cx.read_responses(cx.sample('leadership'), s);"
        "print(json.dumps([cx.__file__, len(a), cx.report(a, s).n]))",
        installed,
        empty,
    )
    where, respondents, n = json.loads(said)
    assert where.startswith(installed["PYTHONPATH"])
    assert respondents == n == 80
    assert (Path(installed["PYTHONPATH"]) / "cxkit" / "py.typed").exists(), "so programs that use it see its types"


@pytest.mark.slow
def test_the_wheel_is_a_tool_of_its_own(installed: dict[str, str], tmp_path: Path) -> None:
    """`uv tool install` puts it beside everything else on the computer; `cxkit` then works from anywhere."""
    (wheel,) = Path(installed["PYTHONPATH"]).parent.glob("*.whl")
    home, programs = Path(installed["HOME"]), tmp_path / "bin"
    surroundings = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    surroundings |= {"HOME": str(home), "UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(programs)}
    surroundings["UV_SYSTEM_CERTS"] = "1"  # as pip does, behind a company's proxy too
    install = [str(Path(sys.executable).with_name("uv")), "tool", "install", "-q", "--python", sys.executable]
    subprocess.run([*install, "--constraints", str(ROOT / "constraints.txt"), str(wheel)], env=surroundings, check=True)
    said = subprocess.run([programs / "cxkit", "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout == f"cxkit {cx.__version__}\n"
    workshop = WorkshopProcess(tmp_path / "data", "--no-book")
    workshop.command[:3] = [str(programs / "cxkit")]
    workshop.surroundings, workshop.folder = surroundings, tmp_path
    workshop.start()
    try:
        with urllib.request.urlopen(f"{workshop.base}/r/{workshop.code}") as page:
            assert page.status == 200
    finally:
        workshop.kill()


@pytest.mark.slow
def test_a_workshop_from_an_empty_folder_to_the_published_book(installed: dict[str, str], empty: Path) -> None:
    """Build the book, serve it, start again without building, reveal, publish the team's edition."""
    workshop = WorkshopProcess(empty / "data", "--teams", "Phones, Warehouse")
    workshop.surroundings = installed
    workshop.folder = empty
    workshop.start()
    try:
        assert "Building the book" in workshop.said
        assert "without the book" not in workshop.said, workshop.said
        with urllib.request.urlopen(f"{workshop.base}/book/index.html") as page:
            assert page.status == 200
        workshop.kill()
        workshop.start()
        assert "Building the book" not in workshop.said, "nothing changed, so nothing is built"
        reveal(workshop)
    finally:
        workshop.kill()
    publish = [sys.executable, "-m", "cxkit.cli", "publish", workshop.code, "--out", "site", "--data", workshop.data]
    publish += ["--zip", "--pdf"]
    done = subprocess.run(publish, env=installed, cwd=empty, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    again = subprocess.run(publish, env=installed, cwd=empty, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert "site is not empty. Choose a new or an empty folder" in again.stderr
    publish[publish.index("site")] = "/proc/site"
    refused = subprocess.run(publish, env=installed, cwd=empty, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "/proc/site: cannot be written" in refused.stderr
    with zipfile.ZipFile(empty / "site.zip") as archive:
        assert {"site/index.html", "site/book.pdf", "site/data/leadership/groups.csv"} <= set(archive.namelist())
    assert "Nobody real gave these answers" not in PdfReader(empty / "site" / "book.pdf").pages[0].extract_text()
    edition = (empty / "site" / "results.html").read_text()
    report = json.loads((empty / "site" / "data" / "leadership" / "report.json").read_text())
    assert report["n"] == 12
    assert '"n": 12' in edition, "the widget in the page holds the team's Report"
    assert "Accounts receivable" not in edition, "the sample is not the team"
    assert "Ring back within the hour" in (empty / "site" / "index.html").read_text(), "the book opens with it"
    assert "Samira" in (empty / "site" / "data" / "commitments.csv").read_text()
    assert "SUMMARY:Ring back" in (empty / "site" / "data" / "commitments.ics").read_text()
    assert left_behind(empty / "site", workshop) == []
    hidden = [row for row in report["groups"] if row["group"] == "Warehouse"]
    assert hidden
    assert {value for row in hidden for value in row.values() if isinstance(value, int | float)} == set()


def left_behind(site: Path, workshop: WorkshopProcess) -> list[str]:
    """Return where in an edition something of an individual, or a hidden team's mean, stands.

    Scripts, sources and the search index included.
    """
    key = workshop.printed_link.rsplit("/", 1)[1]
    tokens = [token(phone) for phone in range(12)]
    secrets = [
        MARK,
        key,
        str(workshop.data),
        *tokens,
        *(hashlib.sha256(told.encode()).hexdigest() for told in [key, *tokens]),
    ]
    survey = cx.load_survey("leadership")
    few = pd.DataFrame([full(1 + phone, survey)["answers"] for phone in range(4)])
    means = [f"{mean:.4f}" for mean in cx.score(few, survey).mean() if mean != round(mean, 1)]
    assert means, "a mean that stands nowhere by chance"
    secrets += means
    files = [path for path in site.rglob("*") if path.is_file()]
    assert len(files) > 20
    return [f"{path.name}: {told}" for path in files for told in secrets if told.encode() in path.read_bytes()]


def token(phone: int) -> str:
    """Return a phone's token; like a real one it occurs nowhere by chance."""
    return hashlib.md5(f"phone {phone}".encode()).hexdigest()


def reveal(workshop: WorkshopProcess) -> None:
    """Answer with twelve phones, reveal, and write down what the group will do, over HTTP."""
    base = f"{workshop.base}/api"
    with urllib.request.urlopen(f"{base}/rooms/{workshop.code}") as answer:
        survey = json.load(answer)["survey"]
    for phone in range(12):
        team = "Warehouse" if phone < 4 else "Phones"
        response = full(1 + phone % 5, Survey.from_dict(survey), role="frontline", team=team)
        response["comments"] = {"engaged": f"{MARK} {phone}"}
        body = {"token": token(phone), "revision": 1, "response": response}
        send(f"{base}/rooms/{workshop.code}/response", "PUT", {"Content-Type": "application/json"}, json.dumps(body))
    key = workshop.printed_link.rsplit("/", 1)[1]
    cookie = f"cxkit_{workshop.code}={key}"
    send(f"{base}/presenter/{workshop.code}/reveal", "POST", {"X-Cxkit": "1", "Cookie": cookie}, "")
    line = {"what": "Ring back within the hour", "who": "Samira", "by": "2026-12-01"}
    headers = {"X-Cxkit": "1", "Cookie": cookie, "Content-Type": "application/json"}
    lines = json.dumps({"revision": 0, "lines": [line]})
    send(f"{base}/presenter/{workshop.code}/commitments", "PUT", headers, lines)


def send(url: str, method: str, headers: dict[str, str], body: str) -> None:
    request = urllib.request.Request(url, data=body.encode(), headers=headers, method=method)
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
