"""Running one room's server on this machine, and telling the facilitator how to reach it."""

from __future__ import annotations

import io
import os
import sys
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import segno
import uvicorn

from cxkit.live.app import UVICORN, collect_seldom, create_app
from cxkit.live.room import Room
from cxkit.live.storage.store import Store


def serve(
    store: Store, room: Room, *, key: str, port: int, bases: Sequence[str], book: Path | None, browser: bool
) -> None:
    """Serve until Ctrl-C. When the port listens, print the addresses and open the facilitator's page."""
    link = f"http://localhost:{port}/f/{key}"

    def ready() -> None:
        print(_welcome(room, bases[0], link), flush=True)  # noqa: T201
        if browser and _has_screen():
            webbrowser.open(link)

    app = create_app(store, room=room.code, bases=bases, book=book)
    config = uvicorn.Config(app, host="0.0.0.0", port=port, **UVICORN)  # noqa: S104  (phones must reach it)
    collect_seldom()
    try:
        with suppress(KeyboardInterrupt):  # uvicorn has stopped in order by then, and passes Ctrl-C on
            _Announcing(config, ready, farewell=app.state.server.ticks.close).run()
    finally:
        store.close()


class _Announcing(uvicorn.Server):
    """A server that says when it listens, and lets its own listeners go before it stops."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], farewell: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._farewell = farewell

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: Any = None) -> None:
        self._farewell()
        await super().shutdown(sockets)


def _welcome(room: Room, base: str, link: str) -> str:
    return (
        f"\n{_qr(f'{base}/r/{room.code}')}\n"
        f"  {room.title} · room {room.code}\n\n"
        f"  Phones join at    {base}\n"
        f"  You, facilitator  {link}\n"
        "                    (keep this link to yourself: it steers the room)\n\n"
        "  Stop with Ctrl-C."
    )


def _qr(url: str) -> str:
    """Return a QR code of half blocks, dark on light in any terminal; nothing where it cannot be shown."""
    drawn = io.StringIO()
    segno.make(url, error="l", micro=False).terminal(drawn, border=2, compact=True)
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
