"""Real `cxkit workshop` processes, to be started, killed and started again."""

import os
import re
import socket
import subprocess
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

from cxkit.live.room import Room
from cxkit.live.serving.ports import UNOPENED
from cxkit.live.storage.store import Store
from tests.warm import CAN, Started


class WorkshopProcess:
    """One laptop's room: the same data folder and port over any number of starts. Its set-up form is asked for."""

    def __init__(self, data: Path, *arguments: str, form: bool = False, warm: bool = True) -> None:
        """warm: it may be started by a process that has loaded cxkit already (see warm.py)."""
        self.port = free_port()
        self.data = str(data)
        self.command = [sys.executable, "-m", "cxkit.cli", "workshop", "--no-browser", "--data", self.data]
        self.command += ["--port", str(self.port), *arguments]
        self.command += [] if form else ["--at-once"]
        self.warm = warm and CAN
        self.process: subprocess.Popen[str] | Started | None = None
        self.said = ""
        self.folder: Path | None = None
        self.surroundings: dict[str, str] | None = None
        self.more: dict[str, str] = {}  # of the surroundings of what is started by such a process

    def start(self) -> None:
        """Start, and return when the welcome is printed: the server listens by then."""
        self.said = ""
        if self.warm and self.command[1:3] == ["-m", "cxkit.cli"] and not (self.folder or self.surroundings):
            self.process = Started(self.command[3:], more=self.more)
        else:
            self.process = subprocess.Popen(
                self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.folder,
                env=self.surroundings,
            )  # fmt: skip
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if "Stop with Ctrl-C" in line:
                return
        raise AssertionError(f"the workshop ended before it began:\n{self.said}")

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL, no farewell."""
        if self.process:
            self.process.kill()
            self.process.wait()

    @property
    def base(self) -> str:
        """Where this machine reaches the server."""
        return self.printed_link.split("/f/")[0]

    @property
    def link(self) -> str:
        """A new link for the facilitator: each works once."""
        with Store(self.data) as store:
            return f"{self.base}/f/{Room.find(store, self.code).new_key()}"

    @property
    def printed_link(self) -> str:
        """The facilitator's secret link, as the terminal shows it."""
        found = re.search(r"http://127.0.0.1:\d+/f/\S+", self.said)
        assert found, self.said
        return found[0]

    @property
    def code(self) -> str:
        """The room's code, as the terminal shows it."""
        found = re.search(r"· room ([A-Z]{5})", self.said)
        assert found, self.said
        return found[1]


# Below those that systems give to whoever connects, and each process of tests has a stretch of its own.
_PORTS = (port for port in count(10_000 + os.getpid() * 7919 % 20_000) if port not in UNOPENED)


def free_port() -> int:
    """Return a port that nobody listens on now, and that nobody is given by chance until it is used."""
    for port in _PORTS:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("", port))
            return port
    raise AssertionError("there is always another port")
