"""Real `cxkit workshop` processes, to be started, killed and started again."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path


class WorkshopProcess:
    """One laptop's room: the same data folder and port over any number of starts. Its set-up form is asked for."""

    def __init__(self, data: Path, *arguments: str, form: bool = False) -> None:
        self.port = free_port()
        self.data = str(data)
        self.command = [sys.executable, "-m", "cxkit.cli", "workshop", "--no-browser", "--data", self.data]
        self.command += ["--port", str(self.port), *arguments]
        self.command += [] if form else ["--at-once"]
        self.process: subprocess.Popen[str] | None = None
        self.said = ""
        self.folder: Path | None = None
        self.surroundings: dict[str, str] | None = None

    def start(self) -> None:
        """Start, and return when the welcome is printed: the server listens by then."""
        self.said = ""
        self.process = subprocess.Popen(
            self.command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.folder,
            env=self.surroundings,
        )
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
        return self.link.split("/f/")[0]

    @property
    def link(self) -> str:
        """The facilitator's secret link, as the terminal shows it."""
        found = re.search(r"http://localhost:\d+/f/\S+", self.said)
        assert found, self.said
        return found[0]

    @property
    def code(self) -> str:
        """The room's code, as the terminal shows it."""
        found = re.search(r"· room ([A-Z]{5})", self.said)
        assert found, self.said
        return found[1]


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
