"""Many rooms on one server for a whole company: several workers, with PostgreSQL for answers and for ticks."""

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from multiprocessing import parent_process
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI
from platformdirs import user_cache_path
from uvicorn.supervisors import Multiprocess

from cxkit.errors import CxkitError, RoomError, StoreError
from cxkit.live.app import UVICORN, collect_seldom, create_app
from cxkit.live.serving import network
from cxkit.live.serving.events import Ticks
from cxkit.live.serving.network import QUEUE
from cxkit.live.storage.store import Store

# Workers are processes of their own, started by name: what they must know travels in the environment.
STORE, ADDRESS, BOOK = "CXKIT_STORE", "CXKIT_ADDRESS", "CXKIT_BOOK"


def event_loop() -> str:
    """Return which loop a worker runs: psycopg does not work with the one that Windows has of itself."""
    return "asyncio:SelectorEventLoop" if sys.platform == "win32" else "auto"


def stop_signals() -> list[signal.Signals]:
    """Return how a worker is told to stop; Windows has no SIGTERM to send, so there it is Ctrl-Break."""
    if sys.platform == "win32":
        return [signal.SIGTERM, signal.SIGINT, signal.SIGBREAK]
    return [signal.SIGTERM, signal.SIGINT]


def host(url: str, *, address: str, listen: str, port: int, workers: int, book: Path | None) -> None:
    """Serve every room of a PostgreSQL database until SIGTERM or Ctrl-C; a worker that dies is replaced.

    address: where phones reach the server, from outside ("https://rooms.example.com"). listen, port: where a reverse
    proxy on this machine reaches it. Raises RoomError or StoreError before anything is served.
    """
    if not url.lower().startswith("postgres"):
        raise RoomError(
            "Many rooms need PostgreSQL: cxkit serve --store postgresql+psycopg://user:password@host/database (or put "
            f"that into {STORE}). For one room on this laptop: cxkit workshop"
        )
    Store(url).close()  # makes the tables, once, before the workers; or says what is wrong
    from cxkit.live.serving.notify import check_connections  # noqa: PLC0415  (psycopg is installed for hosting only)

    check_connections(url, workers)
    os.environ |= {STORE: url, ADDRESS: address, BOOK: str(book or "")}
    try:
        doors = network.listen(port, listen)
    except OSError as error:
        raise RoomError(
            f"Port {port} of {listen} {network.refusal(error)}. Choose others with --port and --listen."
        ) from None
    for door in doors:
        door.set_inheritable(True)
    config = uvicorn.Config("cxkit.live.workers:app", factory=True, workers=workers, loop=event_loop(), **UVICORN)
    print(f"Serving with {workers} worker(s) at http://{listen}:{port}, for {address}. Stop with Ctrl-C.", flush=True)  # noqa: T201
    _Workers(config, sockets=doors).run()


class _Workers(Multiprocess):
    """Workers behind common doors, which stay wide: each worker that starts lets no more wait there than it takes."""

    def keep_subprocess_alive(self) -> None:
        super().keep_subprocess_alive()
        for door in self.sockets:
            door.listen(QUEUE)


def app() -> FastAPI:
    """Make one worker's application; while the database is away, wait for it."""
    from cxkit.live.serving.notify import CarriedTicks  # noqa: PLC0415  (psycopg is installed for hosting only)

    url, book = os.environ[STORE], os.environ[BOOK]
    ticks = CarriedTicks(url)
    store = _patiently(url)

    for number in stop_signals():
        _farewell(number, ticks)
    threading.Thread(target=_end_with_master, daemon=True).start()
    made = create_app(
        store,
        room="",
        bases=[os.environ[ADDRESS]],
        book=Path(book) if book else None,
        another_book=_another_book,
        ticks=ticks,
    )
    collect_seldom()
    return made


def _another_book(lang: str) -> Path | None:
    """Build the book in another language; whichever worker comes second takes what the first has built."""
    from cxkit.book.build import build_book  # noqa: PLC0415  (heavy, and seldom needed)

    with suppress(CxkitError, OSError):
        return build_book(user_cache_path("cxkit") / "book", say=lambda _: None, progress=lambda _: None, lang=lang)
    return None


def _patiently(url: str) -> Store:
    told = ""
    while True:
        try:
            return Store(url)
        except StoreError as error:
            if str(error) != told:
                told = str(error)
                print(f"cxkit: {told} Trying again every second.", file=sys.stderr, flush=True)  # noqa: T201
            time.sleep(1)


def _end_with_master() -> None:
    """Stop in order when the process that started this worker has gone, however it ended: or the port stays taken."""
    if master := parent_process():
        master.join()
        signal.raise_signal(signal.SIGTERM)


def _farewell(number: int, ticks: Ticks) -> None:
    """Let listening phones go when the worker is told to stop: uvicorn would wait for them, and then complain."""
    stop = signal.getsignal(number)

    def handle(number: int, frame: FrameType | None) -> None:
        ticks.close()
        if callable(stop):
            stop(number, frame)

    signal.signal(number, handle)
