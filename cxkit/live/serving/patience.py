"""Connections that ask nothing: they are waited for a while, and take no room from others."""

import asyncio
import socket
from typing import Any, ClassVar

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from cxkit.live.serving.open_files import full, third
from cxkit.live.serving.rate_limit import networks

PATIENCE = 30.0
"""Seconds for a request to come, from its connection or first byte to its last; and for an answer to be taken."""
_UNHEARD = getattr(socket, "TCP_USER_TIMEOUT", None)
"""By which Linux ends a connection that takes nothing in for so long: a phone out of reach would be in the room for a
quarter of an hour, since what is sent to it waits."""
AT_A_TIME = 10
"""How many connections are taken in one turn of the event loop. It is up to four turns until they are counted."""
MOST = 10_000
"""How many may wait to ask at the same time, and never more than a third of what the system lets us open."""


class Patient(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """A connection that is cut when its request does not come, or its answer is not taken.

    uvicorn would wait for ever: a thousand silent connections of one visitor took all that the system gives. Where too
    many are silent, the eldest of whoever has most of them go.
    """

    _silent: ClassVar[dict[str, dict["Patient", None]]] = {}
    """Who asks nothing at the moment, by network, the eldest first."""
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        if _UNHEARD is not None:
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, _UNHEARD, int(PATIENCE * 1000))
        self._network = next(networks(self.client[0]))[0] if self.client else ""
        if full(transport.get_extra_info("socket").fileno()):
            transport.abort()
            return
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on where a request is not complete, or the next one has begun to come."""
        super().data_received(data)
        self._go_on()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request; uvicorn itself waits for its first byte no longer than five seconds."""
        super().on_response_complete()
        if not self.transport.is_closing():
            self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._wait_no_more()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to wait until what is sent is taken."""
        super().pause_writing()
        self._timer = self._timer or self.loop.call_later(PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        """Wait no more."""
        super().resume_writing()
        self._wait_no_more()

    def _go_on(self) -> None:
        if self.cycle and not self.cycle.response_complete and not self.cycle.more_body:
            self._wait_no_more()
        else:
            self._wait()

    def _wait(self) -> None:
        if not self._timer:
            self._timer = self.loop.call_later(PATIENCE, self.transport.abort)
            # In two turns, whatever came together with the connection has been read.
            self.loop.call_later(0, self.loop.call_later, 0, self._count)

    def _wait_no_more(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        neighbours = self._silent.get(self._network, {})
        neighbours.pop(self, None)
        if not neighbours:
            self._silent.pop(self._network, None)

    def _count(self) -> None:
        if self._timer:
            self._silent.setdefault(self._network, {})[self] = None
        while sum(map(len, self._silent.values())) > min(MOST, third()):
            crowd = max(self._silent.values(), key=len)
            eldest = next(iter(crowd))
            eldest._wait_no_more()
            eldest.transport.abort()
