"""Connections that ask nothing take no room from those who do."""

import http.client
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
import uvicorn

from cxkit.live.app import UVICORN, create_app
from cxkit.live.room import Room
from cxkit.live.serving import network, patience
from cxkit.live.storage.store import Store
from tests.processes import WorkshopProcess, free_port
from tests.waiting import LONG, until

MANY = 1020


@pytest.fixture
def server(
    store: Store, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[uvicorn.Server, int]]:
    """A server of little patience, and its port. Its book has one page, which is larger than networks hold."""
    monkeypatch.setattr(patience, "PATIENCE", 0.2)
    (tmp_path / "book").mkdir()
    with (tmp_path / "book" / "large.bin").open("wb") as large:
        large.truncate(2**26)
    doors, _ = network.listen_from(free_port())
    app = create_app(store, room=room.code, bases=["http://127.0.0.1"], book=tmp_path / "book")
    server = uvicorn.Server(uvicorn.Config(app, **UVICORN))
    thread = threading.Thread(target=server.run, args=(doors,))
    thread.start()
    yield server, doors[0].getsockname()[1]
    app.state.server.ticks.close()
    server.should_exit = True
    thread.join()


@pytest.fixture
def connect() -> Iterator[Callable[..., socket.socket]]:
    """Open connections, which are closed in the end."""
    with ExitStack() as stack:

        def connect(port: int, sent: bytes = b"") -> socket.socket:
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=LONG))
            one.sendall(sent)
            return one

        yield connect


ASKED = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF = b"PUT /api/rooms/ABCDE/response HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux ends such connections by itself")
def test_a_phone_out_of_reach_is_soon_not_in_the_room(
    server: tuple[uvicorn.Server, int], connect: Callable[..., socket.socket], room: Room
) -> None:
    """The system is told how long what is sent may go unheard; else it tries for a quarter of an hour."""
    running, port = server
    connect(port, f"GET /api/rooms/{room.code}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()).recv(1)
    (one,) = running.server_state.connections
    held = one.transport.get_extra_info("socket")
    assert held.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 200


@pytest.mark.parametrize("sent", [b"", ASKED[:9], HALF, ASKED], ids=["nothing", "head", "body", "next"])
def test_who_does_not_ask_to_the_end_is_not_waited_for_for_ever(
    server: tuple[uvicorn.Server, int], connect: Callable[..., socket.socket], room: Room, sent: bytes
) -> None:
    """Whatever it stopped at; a phone that listens goes on listening meanwhile."""
    running, port = server
    listens = connect(port, f"GET /api/rooms/{room.code}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    assert b"200 OK" in listens.recv(4096)
    silent = connect(port, sent)
    if sent == ASKED:
        assert b"307" in silent.recv(4096)
        silent.sendall(ASKED[:9])
    while silent.recv(4096):
        pass
    until(lambda: len(running.server_state.connections) == 1)


def test_who_takes_no_answer_is_not_waited_for_for_ever(
    server: tuple[uvicorn.Server, int], connect: Callable[..., socket.socket]
) -> None:
    """A page that nobody reads would be held for as long as the network is."""
    running, port = server
    connect(port, b"GET /book/large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
    until(lambda: running.server_state.connections)
    until(lambda: not running.server_state.connections)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of another process is set on Linux only")
def test_a_thousand_silent_connections_of_one_visitor_shut_nobody_out(
    workshop: WorkshopProcess, connect: Callable[..., socket.socket]
) -> None:
    """At the usual limit of open files; three hundred people who come at that moment get in."""
    resource = pytest.importorskip("resource")
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    assert workshop.process
    resource.prlimit(workshop.process.pid, resource.RLIMIT_NOFILE, (1024, 1024))
    for _ in range(MANY):
        connect(workshop.port)
    phones = [connect(workshop.port, ASKED.replace(b"/ ", b"/r/%s " % workshop.code.encode())) for _ in range(300)]
    for phone in phones:
        answer = http.client.HTTPResponse(phone)
        answer.begin()
        assert answer.status == 200
        phone.close()
    server = psutil.Process(workshop.process.pid)
    until(lambda: server.num_fds() < 1024 * 2 / 3)
