"""At the system's limit of open files nobody in the room loses theirs, and newcomers hear why they wait."""

import socket
import sys
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx2
import psutil
import pytest

from tests.processes import WorkshopProcess
from tests.waiting import LONG, until

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="another process's limit is seen on Linux only")
MOST = 256


def test_a_room_takes_all_the_open_files_that_the_system_allows(tmp_path: Path) -> None:
    """A system gives a program fewer at first."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    process = WorkshopProcess(tmp_path, "--no-book", warm=False)
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST, hard))
    try:
        process.start()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    assert process.process
    assert psutil.Process(process.process.pid).rlimit(psutil.RLIMIT_NOFILE) == (hard, hard)
    process.kill()


def test_at_the_limit_newcomers_are_told_and_those_in_the_room_are_served(tmp_path: Path) -> None:
    """Also when those in the room want more connections than there are; and what is said stays short."""
    workshop = WorkshopProcess(tmp_path, "--no-book")
    workshop.start()
    assert workshop.process
    assert workshop.process.stdout
    resource.prlimit(workshop.process.pid, resource.RLIMIT_NOFILE, (MOST, MOST))
    page, saving = f"{workshop.base}/r/{workshop.code}", f"{workshop.base}/api/rooms/{workshop.code}/response"
    with ExitStack() as stack, httpx2.Client(timeout=LONG) as phone:

        def listen() -> None:
            address = f"127.0.0.{2 + sum(heard.values()) % 4}", 0  # one visitor alone would not get as many
            one = stack.enter_context(socket.create_connection(("127.0.0.1", workshop.port), source_address=address))
            with suppress(ConnectionError):
                one.sendall(listening.encode())
                heard[one.recv(4096)[9:12]] += 1

        heard: Counter[bytes] = Counter()
        assert phone.get(page).status_code == 200
        cookie = "; ".join(f"{name}={value}" for name, value in phone.cookies.items())
        listening = f"GET /api/rooms/{workshop.code}/events HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"
        for revision in range(1, 5):
            for _ in range(100):
                listen()
            told = httpx2.get(page, timeout=LONG)
            if revision > 1:
                assert (told.status_code, told.headers["connection"]) == (503, "close")
                assert "This page tries again by itself" in told.text
            sent = {"token": "a" * 32, "revision": revision, "response": {"answers": {"engaged_touch": 4}}}
            assert phone.put(saving, json=sent).json()["revision"] == revision
            assert phone.get(page).status_code == 200
        assert 160 < heard[b"200"] < 240
        assert heard.keys() == {b"200", b"503"}
        silent = [stack.enter_context(socket.create_connection(("127.0.0.1", workshop.port))) for _ in range(200)]
        assert silent[-1].recv(1) == b"", "beyond that, connections are cut"
    until(lambda: httpx2.get(page, timeout=LONG).status_code == 200)
    workshop.process.terminate()
    said = workshop.process.stdout.read()
    assert said.count("lets this program open no more connections") <= 1
    assert "Traceback" not in said
