"""What keeps a laptop from keeping answers: each is told in plain words, and nothing is lost."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from cxkit.book import build
from cxkit.book.zip import zip_book
from cxkit.errors import CxkitError, ResponseError
from cxkit.live.publishing import Publishing
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.responses.formats import read_responses
from cxkit.responses.written import write_answers
from cxkit.survey.files import sample
from cxkit.survey.model import Survey
from tests.book.test_build import book as one_page
from tests.live.test_room import full
from tests.processes import WorkshopProcess
from tests.waiting import LONG, until

ANSWERS = {"answers": {"engaged_touch": 4}, "comments": {"engaged": "x" * 2000}}
STEER = {"X-Cxkit": "1"}


def put(workshop: WorkshopProcess, phone: int, revision: int = 1) -> httpx2.Response:
    sent = {"token": f"{phone:032x}", "revision": revision, "response": ANSWERS}
    return httpx2.put(f"{workshop.base}/api/rooms/{workshop.code}/response", json=sent, timeout=LONG)


def console(workshop: WorkshopProcess) -> dict[str, object]:
    """What the facilitator's page is told."""
    key = workshop.printed_link.rpartition("/")[2]
    cookie = {"Cookie": f"cxkit_{workshop.code}={key}"}
    answer = httpx2.get(f"{workshop.base}/api/presenter/{workshop.code}", headers=cookie, timeout=LONG)
    told: dict[str, object] = answer.json()
    return told


def refusal(workshop: WorkshopProcess) -> str:
    """Start it once more, and return why it would not."""
    done = subprocess.run(workshop.command, capture_output=True, text=True, check=False, timeout=LONG)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes: a tmpfs, which only root may mount."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_on_a_full_disk_phones_and_facilitator_are_told_and_go_on_once_there_is_room(small_disk: Path) -> None:
    """What was called saved stays; what was not is taken when somebody has emptied the bin."""
    workshop = WorkshopProcess(small_disk, "--no-book")
    workshop.start()
    try:
        assert put(workshop, 0).status_code == 200
        ballast = small_disk / "films"
        with pytest.raises(OSError, match="No space"):
            ballast.write_bytes(bytes(4 * 2**20))
        answers = [put(workshop, phone) for phone in range(1, 40)]
        saved = [phone for phone, answer in enumerate(answers, 1) if answer.status_code == 200]
        refused = [phone for phone, answer in enumerate(answers, 1) if answer.status_code == 503]
        assert len(saved) + len(refused) == 39
        assert str(small_disk) not in answers[-1].text
        assert "the disk is full. Make room on it" in str(console(workshop)["trouble"])
        assert console(workshop)["joined"] == 1 + len(saved)
        ballast.unlink()
        assert {put(workshop, phone).status_code for phone in refused} == {200}
        assert (console(workshop)["joined"], console(workshop)["trouble"]) == (40, "")
    finally:
        workshop.kill()
    workshop.start()
    assert console(workshop)["joined"] == 40
    workshop.kill()


@pytest.mark.parametrize(("ending", "free"), [("csv", 0), ("csv", 4096), ("sav", 0), ("sav", 4096), ("sav", 8192)])
def test_what_does_not_fit_on_the_disk_is_not_said_to_be_written(
    small_disk: Path, leadership: Survey, ending: str, free: int
) -> None:
    """Half a file would be taken for the whole."""
    answers = read_responses(sample("leadership"), leadership)
    (small_disk / "films").write_bytes(bytes(2 * 2**20 - free))
    file = small_disk / f"answers.{ending}"
    with pytest.raises(ResponseError, match=rf"answers\.{ending}: cannot be written \(.*(space|full)"):
        write_answers(answers, leadership, file)
    assert not file.exists()
    (small_disk / "films").unlink()
    write_answers(answers, leadership, file)
    assert len(read_responses(file, leadership)) == len(answers)


@pytest.mark.parametrize("free", [0, 4096, 32768])
def test_of_a_zip_that_does_not_fit_nothing_is_left(small_disk: Path, tmp_path: Path, free: int) -> None:
    """Nobody hands over part of a book."""
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_bytes(os.urandom(2**16))
    (small_disk / "films").write_bytes(bytes(2 * 2**20 - free))
    with pytest.raises(OSError, match="No space"):
        zip_book(pages, small_disk / "book.zip")
    assert [path.name for path in small_disk.iterdir()] == ["films"]
    (small_disk / "films").unlink()
    assert zip_book(pages, small_disk / "book.zip").stat().st_size > 2**16


@pytest.mark.slow
@pytest.mark.parametrize("free", [0, 2**15, 2**20])
def test_a_book_that_does_not_fit_says_so_and_is_built_once_there_is_room(
    small_disk: Path, tmp_path: Path, free: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is the first not to be written: a lock, a page, the log of what went wrong."""
    source, folder = one_page(tmp_path / "one", "# One\n"), small_disk / "cache"
    monkeypatch.setattr(build, "shipped", lambda name: source / name)
    (small_disk / "films").write_bytes(bytes(2 * 2**20 - free))
    with pytest.raises(CxkitError, match=r"disk of .*/cache is full|cannot be used: .* disk is full"):
        build.build_book(folder, say=print, progress=print)
    assert not [*folder.glob("building-*")]
    (small_disk / "films").unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    assert (build.build_book(folder, say=print, progress=print) / "index.html").exists()


@pytest.mark.slow
def test_a_teams_book_that_does_not_fit_says_so_on_its_page(
    small_disk: Path, leadership: Survey, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not that its making was interrupted, and to try again."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(small_disk))
    room = Room.create(store, leadership, title="A room", port=8765)[0]
    for phone in range(12):
        room.save(f"{phone:032x}", 1, full(1 + phone % 5, leadership, role="frontline", team="Phones")).result()
    room.reveal()
    made = Publishing(stage=Stage.of(room))
    (small_disk / "films").write_bytes(bytes(2 * 2**20 - 2**16))
    made.start()
    until(lambda: made.view()["state"] == "failed")
    assert made.view()["words"] == f"The book cannot be made in {made.folder}: No space left on device."


def test_a_folder_that_can_only_be_read_is_told_at_the_start_and_left_alone(small_disk: Path) -> None:
    """A USB stick with its switch on "lock", say. Switched back, the room carries on."""
    workshop = WorkshopProcess(small_disk, "--no-book")
    workshop.start()
    put(workshop, 0)
    workshop.kill()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert f"cannot write in its data folder {small_disk}: Read-only file system" in refusal(workshop)
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    workshop.start()
    assert console(workshop)["joined"] == 1
    workshop.kill()


@pytest.mark.parametrize("gone", ["the folder", "the file", "another file in its place"])
def test_what_is_moved_while_people_answer_takes_nothing_until_it_is_back(tmp_path: Path, gone: str) -> None:
    """A folder in the bin, a file put away: a system lets a program go on writing to it, and nothing would be kept."""
    workshop = WorkshopProcess(tmp_path / "data", "--no-book")
    workshop.start()
    try:
        assert put(workshop, 0).status_code == 200
        was = Path(workshop.data) / ("" if gone == "the folder" else "rooms.sqlite")
        bin = tmp_path / "bin"
        was.rename(bin)
        if gone.startswith("another"):
            was.write_bytes(b"")
        before = {path.name for path in was.parent.iterdir()}
        assert {put(workshop, phone).status_code for phone in range(1, 9)} == {503}
        assert "has been moved, renamed or deleted. Put it back" in str(console(workshop)["trouble"])
        assert {path.name for path in was.parent.iterdir()} == before, "no empty one takes its place"
        bin.replace(was)
        assert {put(workshop, phone).status_code for phone in range(1, 9)} == {200}
        assert (console(workshop)["joined"], console(workshop)["trouble"]) == (9, "")
    finally:
        workshop.kill()
    workshop.start()
    assert console(workshop)["joined"] == 9
    workshop.kill()


def test_a_damaged_file_is_told_at_the_start_and_left_as_it_is(workshop: WorkshopProcess) -> None:
    """Somebody may be able to repair it, so not a byte of it changes."""
    for phone in range(20):
        put(workshop, phone)
    workshop.kill()
    file = Path(workshop.data) / "rooms.sqlite"
    with closing(sqlite3.connect(file)) as whole:  # or the journal would repair it
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    content[len(content) // 2 :] = os.urandom(len(content) - len(content) // 2)
    file.write_bytes(content)
    assert "is damaged. Leave it as it is, because it can often be repaired" in refusal(workshop)
    assert file.read_bytes() == content


def test_while_another_program_holds_the_file_phones_wait(workshop: WorkshopProcess) -> None:
    """A backup or a database viewer; when it lets go, the answers come in."""
    with closing(sqlite3.connect(Path(workshop.data) / "rooms.sqlite", isolation_level=None)) as viewer:
        viewer.execute("BEGIN IMMEDIATE")
        answer = put(workshop, 0)
        assert answer.status_code == 503
        assert "another program holds the file" in str(console(workshop)["trouble"])
    assert put(workshop, 0).status_code == 200
    assert console(workshop)["trouble"] == ""


def test_a_clock_that_jumps_back_changes_nothing(tmp_path: Path) -> None:
    """A day back, in the middle, on the process's own clock: neither saving nor carrying on goes by it."""
    jump = tmp_path / "jump"
    (tmp_path / "sitecustomize.py").write_text(
        f"import os, time\nreal = time.time\n"
        f"time.time = lambda: real() - 86400 * os.path.exists({str(jump)!r})\n"
        f"time.time_ns = lambda: int(time.time() * 1e9)\n"
    )
    workshop = WorkshopProcess(tmp_path / "data", "--no-book")
    workshop.surroundings = {**os.environ, "PYTHONPATH": str(tmp_path)}
    workshop.start()
    code = workshop.code
    try:
        assert put(workshop, 0).json() == {"revision": 1, "yours": True}
        jump.touch()
        assert put(workshop, 0, revision=2).json() == {"revision": 2, "yours": True}
        assert put(workshop, 0, revision=1).json() == {"revision": 2, "yours": False}
        workshop.kill()
        workshop.start()
        assert workshop.code == code, "today's room was opened tomorrow, and is carried on with all the same"
        assert console(workshop)["joined"] == 1
    finally:
        workshop.kill()


@pytest.mark.parametrize("before", [True, False])
def test_of_two_servers_started_at_once_on_one_folder_one_runs(tmp_path: Path, before: bool) -> None:
    """The other says so, even where it cannot see the first one's port, and where there was no room yet."""
    workshop = WorkshopProcess(tmp_path, "--no-book")
    if before:
        workshop.start()
        workshop.kill()
    both = [
        subprocess.Popen(workshop.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    until(lambda: any(process.poll() is not None for process in both))
    (refused,) = [process for process in both if process.poll() is not None]
    (running,) = [process for process in both if process.poll() is None]
    assert refused.returncode == 2
    with Store(tmp_path) as store:
        ((room, _),) = Room.every(store)
    assert f"Room {room.code} is running already" in refused.communicate()[1]
    running.kill()
    running.communicate()
