"""Starts commands of cxkit at once: a process that has loaded what a room needs divides itself for each of them.

    python -m tests.warm 5    (the number of the open socket over which it is asked)

Loading takes a second, and hundreds of tests start a room.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from functools import cache
from typing import TextIO


class Started:
    """A command that was started so; what tests use of a Popen."""

    returncode: int | None = None

    def __init__(self, arguments: list[str]) -> None:
        (said, out), (state, told) = os.pipe(), os.pipe()
        asked = json.dumps([arguments, os.getcwd(), dict(os.environ)])
        socket.send_fds(_door(), [asked.encode() + b"\n"], [out, told])
        os.close(out)
        os.close(told)
        self.stdout: TextIO = os.fdopen(said, encoding="utf-8")
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
            part, more, _, _ = socket.recv_fds(door, 1 << 16, 2)
            if not part:
                sys.exit()
            asked, handed = asked + part, handed + more
        out, state = handed
        if os.fork():
            os.close(out)
            os.close(state)
            continue
        door.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if command := os.fork():  # this one stays to tell how it ends
            os.write(state, f"{command}\n".encode())
            os.close(out)
            os.write(state, f"{os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])}\n".encode())
            os._exit(0)
        os.close(state)
        for stream in (1, 2):
            os.dup2(out, stream)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
        arguments, folder, surroundings = json.loads(asked)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(surroundings)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return list(arguments)


if __name__ == "__main__":
    import cxkit.live.app  # noqa: F401
    from cxkit.cli import main, workshop  # noqa: F401

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever asks
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    sys.exit(main(_divided(socket.socket(fileno=int(sys.argv[1])))))
