"""Pages that listen: one visitor has some of the connections, never all; who may not listen is served all the same."""

import http.client
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import httpx2
import pytest

from cxkit.live.serving.streams import Streams
from tests.processes import WorkshopProcess
from tests.waiting import LONG

resource = pytest.importorskip("resource")
linux = pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 and another process's limit are Linux's")
MANY = 1020
LIMIT = 1024
"""The usual limit of open files."""


class Visitor:
    """Connections from one address of this machine's own network."""

    def __init__(self, room: WorkshopProcess, stack: ExitStack, address: str) -> None:
        self._room, self._stack, self._address = room, stack, address

    def ask(self, path: str) -> int:
        """Ask, stay connected, and return how it was answered; 0: not at all."""
        one = self._stack.enter_context(
            socket.create_connection(("127.0.0.1", self._room.port), LONG, source_address=(self._address, 0))
        )
        with suppress(ConnectionError):
            one.sendall(f"GET {path.format(self._room.code)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            answer = http.client.HTTPResponse(one)
            answer.begin()
            return answer.status
        return 0

    def listen(self) -> int:
        """Listen as a phone does."""
        return self.ask("/api/rooms/{}/events")

    def save(self, token: str) -> int:
        """Send a response."""
        transport = httpx2.HTTPTransport(local_address=self._address)
        with httpx2.Client(transport=transport, timeout=LONG) as phone:
            sent = {"token": token, "revision": 1, "response": {"answers": {"engaged_touch": 4}}}
            return phone.put(f"{self._room.base}/api/rooms/{self._room.code}/response", json=sent).status_code


@pytest.fixture
def visitor(workshop: WorkshopProcess) -> Iterator[Callable[[str], Visitor]]:
    """Visitors of a room at the usual limit; their connections are closed in the end."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    assert workshop.process
    resource.prlimit(workshop.process.pid, resource.RLIMIT_NOFILE, (LIMIT, LIMIT))
    with ExitStack() as stack:
        yield lambda address: Visitor(workshop, stack, address)


@linux
def test_a_thousand_listening_connections_of_one_visitor_shut_nobody_out(visitor: Callable[[str], Visitor]) -> None:
    """Three hundred others get in behind one address, and listen; whoever shares the visitor's address gets in, too."""
    one, hall = visitor("127.0.0.2"), visitor("127.0.0.3")
    heard = Counter(one.listen() for _ in range(MANY))
    assert heard.keys() == {200, 429}
    assert 300 < heard[200] < LIMIT / 2
    assert Counter(hall.ask("/r/{}") for _ in range(300)) == {200: 300}
    assert Counter(hall.listen() for _ in range(100)) == {200: 100}
    assert one.ask("/r/{}") == one.ask("/api/rooms/{}/state") == one.save("b" * 32) == 200
    assert hall.save("a" * 32) == 200


@pytest.mark.parametrize(
    ("mine", "household", "stranger"),
    [
        ("192.0.2.7", "::ffff:192.0.2.7", "192.0.2.8"),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", "2001:db8:0:2::1"),
    ],
)
def test_a_household_counts_as_one_visitor_and_only_while_it_listens(
    mine: str, household: str, stranger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IPv6 gives everybody more addresses than there are connections."""
    monkeypatch.setattr("cxkit.live.serving.streams.MOST", 2)
    streams = Streams()
    with streams.counted(mine):
        assert not streams.full(mine)
        with streams.counted(household):
            assert streams.full(mine)
            assert streams.full(household)
            assert not streams.full(stranger)
        assert not streams.full(mine)
    assert not streams._open, "those who are gone are forgotten"


def test_a_house_of_ipv6_networks_has_no_more_than_a_few_households(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has 65,536 of them has not so many shares: a /56 has two, a /48 four."""
    monkeypatch.setattr("cxkit.live.serving.streams.MOST", 2)
    streams = Streams()
    with ExitStack() as lines:
        for place in range(8):
            assert not streams.full(f"2001:db8:1:{place:x}00::1")
            lines.enter_context(streams.counted(f"2001:db8:1:{place:x}00::1"))
        assert streams.full("2001:db8:1:ff00::1")
        assert not streams.full("2001:db8:2:1::1")
    assert not streams._open
