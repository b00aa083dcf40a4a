"""The live room's server, put together: its pages, its calls, the book, and what guards them."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.middleware.gzip import GZipMiddleware

from cxkit.book.editions import Editions
from cxkit.errors import RoomError
from cxkit.live.routes import book as books
from cxkit.live.routes import commitments, pages, phones, presenter, stage
from cxkit.live.routes.access import knock
from cxkit.live.routes.refusals import REFUSALS, malformed, refuse
from cxkit.live.routes.server import Server
from cxkit.live.serving.csp import policies
from cxkit.live.serving.events import Ticks
from cxkit.live.serving.middleware import Guard
from cxkit.live.serving.network import own_names
from cxkit.live.serving.open_files import calmly
from cxkit.live.serving.patience import AT_A_TIME, Patient
from cxkit.live.serving.rate_limit import Door
from cxkit.live.storage.store import Store

UVICORN: dict[str, Any] = {
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "timeout_graceful_shutdown": 1,  # listening phones never hang up by themselves
    "http": Patient,
    "backlog": AT_A_TIME,
    "forwarded_allow_ips": os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1"),  # a proxy finds either
}
"""How every server runs."""
ROUTERS = (
    phones.router, presenter.router, stage.router, books.router, commitments.router, pages.router,
)  # fmt: skip
"""What is asked all the time comes first: each request looks through what stands before its own."""
_CALLS = APIRouter()
"""All of them, put together once: to do it for each server anew takes a quarter of a second."""
for _router in ROUTERS:
    _CALLS.include_router(_router, dependencies=[Depends(knock)], responses=REFUSALS)


def create_app(
    store: Store,
    *,
    room: str,
    bases: Sequence[str],
    book: Path | None = None,
    another_book: Callable[[str], Path | None] | None = None,
    ticks: Ticks | None = None,
) -> FastAPI:
    """Make the server of one store.

    room: the code of the room that "/" leads to; "" where people type a code. bases: where phones reach the server,
    the likeliest first ("http://192.168.1.5:8765"). book: the folder of the built book, if there is one. another_book:
    what builds it in another language, or None where it cannot. ticks: what carries them where there are other workers.
    """
    app = FastAPI(title="cxkit", docs_url=None, redoc_url=None, lifespan=_serving, routes=[*_CALLS.routes])
    door = Door(secret=store.secret())
    editions = Editions(book, another_book) if book else None
    if book:
        policies(book.resolve())  # read now, not when somebody waits for a page
    app.state.server = Server(store=store, room=room, bases=bases, editions=editions, ticks=ticks or Ticks(), door=door)
    app.add_middleware(GZipMiddleware, minimum_size=500)
    names = {urlsplit(base).hostname or "" for base in bases} | own_names()
    app.add_middleware(Guard, hosts=names, book=editions)
    app.add_exception_handler(RoomError, refuse)
    app.add_exception_handler(RequestValidationError, malformed)
    if editions:
        app.mount("/book", books.LiveBook(editions), name="book")
    return app


@asynccontextmanager
async def _serving(app: FastAPI) -> AsyncIterator[None]:
    asyncio.get_running_loop().set_exception_handler(calmly())
    async with app.state.server.ticks:
        yield


def collect_seldom() -> None:
    """Keep the garbage collector from stopping everybody for a fifth of a second, every other second.

    What is here by now stays, and need not be looked through; what a thousand connections hold, only seldom. (Nearly
    all of what a request leaves is freed at once, by counting references.)
    """
    gc.freeze()
    gc.set_threshold(10_000, 50, 1_000)
