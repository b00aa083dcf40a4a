"""Running one room's server on this machine, and telling the facilitator how to reach it."""

import asyncio
import io
import os
import socket
import sys
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import psutil
import segno
import uvicorn

from cxkit.errors import StoreError
from cxkit.live.app import UVICORN, collect_seldom, create_app
from cxkit.live.room import Room
from cxkit.live.serving.network import NO_NETWORK, QUEUE, places
from cxkit.live.storage.store import Store

LOOK_AGAIN = 20
"""After how many tenths of a second this machine's addresses are looked up again: networks come and go."""


class Laptop(uvicorn.Server):
    """A server that says where it is reached, whenever that changes, and lets its listeners go before it stops.

    another_book: as `create_app` takes it. key: the facilitator's. browser: whether to open their page.
    """

    def __init__(self, store: Store, room: Room, *, key: str, port: int, book: Path | None, browser: bool,
                 another_book: Callable[[str], Path | None]) -> None:  # fmt: skip
        self._room, self._key, self._port, self._browser = room, key, port, browser
        self._bases = places(port)
        app = create_app(store, room=room.code, bases=self._bases, book=book, another_book=another_book)
        self._here = app.state.server
        self._here.entered = self._another_link
        super().__init__(uvicorn.Config(app, **UVICORN))

    def until_stopped(self, doors: Sequence[socket.socket]) -> None:
        """Serve until Ctrl-C at sockets that listen."""
        collect_seldom()
        try:
            with suppress(KeyboardInterrupt):  # uvicorn has stopped in order by then, and passes Ctrl-C on
                self.run([*doors])
        finally:
            self._room.store.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and say where."""
        await super().startup(sockets)
        for door in sockets or ():
            door.listen(QUEUE)
        link = f"http://127.0.0.1:{self._port}/f/{self._key}"  # a number: another program may be what a name leads to
        _tell(_welcome(self._room, self._bases[0], link))
        if self._browser and _has_screen():
            webbrowser.open(link)

    async def on_tick(self, counter: int) -> bool:
        """Look whether that has changed."""
        if counter % LOOK_AGAIN == 0:
            with suppress(OSError, psutil.Error):  # then it stays as it was
                self._follow(await asyncio.to_thread(places, self._port))
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let its listeners go, and stop."""
        self._here.ticks.close()
        await super().shutdown(sockets)

    def _follow(self, now: list[str]) -> None:
        if now[0] != self._bases[0]:
            _tell(_way(self._room, now[0], now=" now"))
        if now != self._bases:
            self._bases[:] = now
            self._here.ticks.tick_all()

    def _another_link(self, room: Room) -> None:
        with suppress(StoreError):
            link = f"{self._bases[0]}/f/{room.new_key()}"
            _tell(f"  Used once. For another device, or another browser: {link}")


def _tell(words: str) -> None:
    """Print; a room goes on where nobody reads it any more."""
    with suppress(OSError, ValueError):
        print(words, flush=True)  # noqa: T201


def _welcome(room: Room, base: str, link: str) -> str:
    return (
        f"\n  {room.title} · room {room.code}\n"
        f"{_way(room, base)}\n"
        f"  You, facilitator  {link}\n"
        "                    (on this laptop, and once; keep it to yourself: it steers the room)\n\n"
        "  Stop with Ctrl-C."
    )


def _way(room: Room, base: str, now: str = "") -> str:
    if base.startswith(NO_NETWORK):
        return (
            "\n  Phones can join once this laptop is in a network. Join the room's Wi-Fi: the way in then appears here."
        )
    return f"\n{_qr(f'{base}/r/{room.code}')}\n  Phones{now} join at    {base}"


def _qr(url: str) -> str:
    """Return a QR code of half blocks, dark on light in any terminal; nothing where it cannot be shown."""
    drawn = io.StringIO()
    segno.make(url, error="l", micro=False).terminal(drawn, border=4, compact=True)
    try:
        drawn.getvalue().encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ""
    white_on_black, usual = ("\x1b[97;40m", "\x1b[0m") if _has_colours() else ("", "")
    return "\n".join(f"  {white_on_black}{line}{usual}" for line in drawn.getvalue().splitlines())


def _has_colours() -> bool:
    """Say whether the terminal takes colours; Windows' old console would print them as signs."""
    return sys.stdout.isatty() and (sys.platform != "win32" or "WT_SESSION" in os.environ)


def _has_screen() -> bool:
    """Say whether a browser can open here; without a screen, webbrowser would start one in the terminal."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
