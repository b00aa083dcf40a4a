"""The team's book, made when the facilitator asks for it, while the room goes on.

A process of its own makes it, so that phones do not wait for a book; what it says of itself lies in a file, which
every worker of a server can read, also after a restart. The server holds no lock: the making process does, for all
rooms, because two cores make one book at a time.
"""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from platformdirs import user_cache_path

from cxkit.book.disk import is_full
from cxkit.book.lock import Lock
from cxkit.errors import CxkitError, RoomError, StoreError
from cxkit.live.commitments import commitments
from cxkit.live.room import Room
from cxkit.live.series import Series
from cxkit.live.stage import Stage
from cxkit.live.storage.private import private_folder
from cxkit.live.tasks import Tasks
from cxkit.survey.files import PACKAGE
from cxkit.words import say

_BOOK = "team-book"
KINDS = ("zip", "pptx", "xlsx")
"""The files that are made: the book, slides, and a workbook."""
PATIENCE = 50
_starting = threading.Lock()


def editions() -> Path:
    """Return where books of rooms are made, one folder a room."""
    return user_cache_path("cxkit") / "editions"


def given_by(stage: Stage) -> dict[str, Any]:
    """Return what the book of a workshop is made of, in the form of an `Edition`; no Reports before the reveal.

    What the workshops before it found is kept, as far as their rooms are there.
    """
    lines, lead = commitments(stage.lead), stage.lead
    before = next(Series(stage=stage).earlier(), None)
    return {
        "reports": stage.reports(),
        "occasion": {"title": lead.title, "organisation": lead.organisation, "day": lead.opened.date().isoformat()},
        "commitments": lines and lines.to_dict(),
        "words": Tasks(stage=stage).to_dict(),
        "earlier": given_by(before) if before and _alike(before, stage) else None,
    }


def _alike(before: Stage, stage: Stage) -> bool:
    """Tell whether a workshop before showed something, and neither or both are rehearsals."""
    return bool(before.reports()) and before.lead.survey.rehearsal == stage.lead.survey.rehearsal


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """The book of one workshop: of every activity that is revealed."""

    stage: Stage

    @property
    def room(self) -> Room:
        """Its lead room."""
        return self.stage.lead

    @property
    def folder(self) -> Path:
        """Where it is made; deleted with the room."""
        return editions() / self.room.code

    def view(self) -> dict[str, Any]:
        """Return what the facilitator's private page shows.

        state: "early" before the reveal, then "none", "making" (with percent), "ready" (with bytes, and whether a PDF
        is inside), "failed" (with words), or "old" where the room has come to show something else since.
        """
        view = {"code": self.room.code, "title": self.room.title, "rehearsal": self.room.survey.rehearsal}
        if not self.stage.reports():
            return view | {"state": "early"}
        status = self._status()
        if failed := status.get("error") or ("busy" in status and say("room.busy")):
            return view | {"state": "failed", "words": failed}
        if "of" in status:
            file = self.file()
            return view | (
                {"state": "ready", "bytes": file.stat().st_size, "pdf": status["pdf"]} if file else {"state": "old"}
            )
        if "percent" in status and _runs(status["pid"]):
            return view | {"state": "making", "percent": status["percent"]}
        if "percent" in status:
            words = say("room.interrupted")
            if is_full(self.folder):  # not even the reason could be written
                words = say("room.no_place", folder=self.folder, why=os.strerror(errno.ENOSPC))
            return view | {"state": "failed", "words": words}
        return view | {"state": "none"}

    def start(self) -> dict[str, Any]:
        """Begin to make the book, unless it is being made. Returns the view; raises RoomError before the reveal."""
        with _starting:
            state = self.view()["state"]
            if state == "early":
                raise RoomError(say("room.too_early"))
            if state != "making":
                self._make()
        return self.view()

    def file(self, kind: str = "zip") -> Path | None:
        """Return the book, the slides or the workbook (by `KINDS`), if made, and of what the room shows now."""
        path = self.folder / f"{_BOOK}.{kind}"
        return path if path.exists() and self._status().get("of") == _mark(given_by(self.stage)) else None

    def _make(self) -> None:
        given = given_by(self.stage)
        try:
            private_folder(self.folder.parent, "*")
            self.folder.mkdir(mode=0o700, exist_ok=True)
            for kind in KINDS:
                (self.folder / f"{_BOOK}.{kind}").unlink(missing_ok=True)
            with (self.folder / "making.log").open("w", encoding="utf-8") as log:
                process = subprocess.Popen(  # noqa: S603  (our own command)
                    [sys.executable, "-X", "utf8", "-W", "ignore", "-m", "cxkit.live.publishing", str(self.folder)],
                    cwd=PACKAGE.parent, stdin=subprocess.PIPE, stdout=log, stderr=log,
                )  # fmt: skip
            _write_status(self.folder, percent=0, pid=process.pid)
            if process.stdin:
                with process.stdin as pipe:
                    pipe.write(json.dumps(given).encode())
        except OSError as error:
            raise RoomError(say("room.no_place", folder=self.folder, why=error.strerror)) from None

    def _status(self) -> dict[str, Any]:
        try:
            return dict(json.loads((self.folder / "making.json").read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}


def make(folder: Path, given: dict[str, Any]) -> None:
    """Make the book of what is given in a room's folder, and write there how far it is."""
    from cxkit.book.browser import PrintError, browser  # noqa: PLC0415  (heavy, and not for the server)
    from cxkit.book.build import TO_PRESENT, publish  # noqa: PLC0415
    from cxkit.book.edition import Edition  # noqa: PLC0415

    def progress(percent: int) -> None:
        _write_status(folder, percent=percent * 95 // 100, pid=os.getpid())  # the rest is printing and packing

    try:
        lock = Lock(folder.parent / "running-publishing", RoomError())
    except StoreError as error:
        _write_status(folder, error=str(error))
        return
    except RoomError:
        _write_status(folder, busy=True)
        return
    out = folder / _BOOK
    end: dict[str, Any] = {}
    try:
        shutil.rmtree(out, ignore_errors=True)
        pdf = True
        try:
            browser()
        except PrintError:
            pdf = False
        publish(
            Edition.from_dict(given),
            out,
            work=folder / "making",
            say=print,
            progress=progress,
            zipped=True,
            pdf=pdf,
            also=TO_PRESENT,
        )
        for name in TO_PRESENT:
            (out / name).replace(folder / f"{_BOOK}{Path(name).suffix}")
        end = {"of": _mark(given), "pdf": pdf}
    except (CxkitError, OSError) as error:
        end = {"error": str(error)}
    finally:
        shutil.rmtree(out, ignore_errors=True)  # before the end is written: on a full disk, there is room for it now
        if end:
            _write_status(folder, **end)
        lock.release()


def _write_status(folder: Path, **status: Any) -> None:
    new = folder / f"making-{os.getpid()}.json"
    new.write_text(json.dumps(status), encoding="utf-8")
    _put(new, folder / "making.json")


def _put(new: Path, old: Path) -> None:
    """Put a file in another's place. Windows refuses while somebody reads that one: then wait until they have."""
    for _ in range(PATIENCE if sys.platform == "win32" else 0):
        try:
            new.replace(old)
        except PermissionError:
            time.sleep(0.02)
        else:
            return
    new.replace(old)


def _mark(given: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


if __name__ == "__main__":
    os.umask(0o077)
    make(Path(sys.argv[1]), json.load(sys.stdin))
