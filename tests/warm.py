"""Starts commands of cxkit at once: a process that has had a room already divides itself for each of them.

    python -m tests.warm 5    (the number of the open socket over which it is asked)

Loading takes a second, a room's first pages another, and hundreds of tests start a room.
"""

import gc
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TextIO

from tests.waiting import until

CAN = sys.platform == "linux" and "COVERAGE_PROCESS_CONFIG" not in os.environ
"""Elsewhere dividing is not safe, or not possible; and coverage counts what is started the usual way."""

BOOK = "CXKIT_TESTS_BOOK"
"""Of the surroundings: where a book lies that a room is to have, instead of building it."""


class Started:
    """A command that was started so; what tests use of a Popen."""

    returncode: int | None = None

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        folder: Path | None = None,
        more: Mapping[str, str] = {},
        streams: tuple[int, int] | None = None,
    ) -> None:
        """more: of its surroundings. streams: where it writes; None: both to `stdout`, to be read here."""
        said, out = (0, 0) if streams else os.pipe()
        state, told = os.pipe()
        asked = json.dumps([arguments, str(folder or Path.cwd()), {**os.environ, **more}])
        socket.send_fds(_door(), [asked.encode() + b"\n"], [told, *(streams or (out, out))])
        os.close(told)
        self.stdout: TextIO | None = None
        if not streams:
            os.close(out)
            self.stdout = os.fdopen(said, encoding="utf-8")
        self._state: TextIO = os.fdopen(state, encoding="utf-8")
        self.pid = int(self._state.readline())

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def wait(self) -> int:
        """Wait until it has ended; return its exit code, below zero that of a signal."""
        if self.returncode is None:
            self.returncode = int(self._state.readline())
            self._state.close()
        return self.returncode


def finished(
    arguments: Sequence[str], *, folder: Path | None = None, more: Mapping[str, str] = {}
) -> subprocess.CompletedProcess[str]:
    """Return what a command said, and its exit code, once it has ended. more: of its surroundings."""
    if not CAN:
        command, surroundings = [sys.executable, "-m", "cxkit.cli", *arguments], {**os.environ, **more}
        return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    with TemporaryFile("w+", encoding="utf-8") as out, TemporaryFile("w+", encoding="utf-8") as err:
        code = Started(arguments, folder=folder, more=more, streams=(out.fileno(), err.fileno())).wait()
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(arguments, code, out.read(), err.read())


@cache
def _door() -> socket.socket:
    """Start the process that divides itself; it ends with this one."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "tests.warm", str(theirs.fileno())]
    subprocess.Popen(command, pass_fds=[theirs.fileno()], stdout=subprocess.DEVNULL)
    theirs.close()
    return ours


def _divided(door: socket.socket) -> list[str]:
    """Return, in a new process each time, the arguments of the next command."""
    while True:
        asked, handed = b"", list[int]()
        while not asked.endswith(b"\n"):
            part, more, _, _ = socket.recv_fds(door, 1 << 16, 3)
            if not part:
                sys.exit()
            asked, handed = asked + part, handed + more
        if os.fork():
            for one in handed:
                os.close(one)
            continue
        state, *streams = handed
        door.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if command := os.fork():  # this one stays to tell how it ends
            for one in streams:
                os.close(one)
            os.write(state, f"{command}\n".encode())
            os.write(state, f"{os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])}\n".encode())
            os._exit(0)
        os.close(state)
        for number, one in enumerate(streams, 1):
            os.dup2(one, number)
            os.close(one)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
        arguments, folder, surroundings = json.loads(asked)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(surroundings)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return list(arguments)


def _rehearse() -> None:
    """Open a room and look at its pages, so that what is read and put together once is there for every room."""
    from fastapi.testclient import TestClient  # noqa: PLC0415  (the tests themselves need none of this)

    from cxkit.live.app import create_app  # noqa: PLC0415
    from cxkit.live.setup import make_room  # noqa: PLC0415
    from cxkit.live.storage.store import OPEN, Store  # noqa: PLC0415
    from cxkit.survey.workshop_file import read_workshop  # noqa: PLC0415

    with TemporaryDirectory() as folder, Store(folder) as store:
        room, key = make_room(store, read_workshop({"teams": ["A", "B"]}), port=80, state=OPEN)
        app = create_app(store, room=room.code, bases=["http://localhost"])
        client = TestClient(app, base_url="http://localhost")
        client.get(f"/f/{key}")
        for path in ("/", f"/present/{room.code}", f"/stage/{room.code}", f"/setup/{room.code}"):
            for script in re.findall(r'<script src="(/[^"]+)"', client.get(path).text):
                client.get(unescape(script))
        for path in (f"rooms/{room.code}", f"presenter/{room.code}", f"stage/{room.code}"):
            client.get(f"/api/{path}")
    until(lambda: threading.active_count() == 1)  # what another thread holds would be held for ever
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    import scipy.special  # noqa: F401

    from cxkit.cli import main, score, workshop  # noqa: F401  (score is loaded for later)

    _rehearse()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever asks
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    arguments = _divided(socket.socket(fileno=int(sys.argv[1])))
    if BOOK in os.environ:
        ready = Path(os.environ[BOOK])
        workshop._book = lambda *_: ready
    sys.exit(main(arguments))
