"""The live room over HTTP: its pages for phones, the facilitator and the projector.

GET  /                               to the room's phone page
GET  /r/{code}                       the phone page
GET  /f/{key}                        the facilitator's link: a cookie, then the console
GET  /console/{code}                 the facilitator's page, for the projector
GET  /book/…  /static/…              the book; what browsers get
GET  /publish/{code}                 the facilitator's private page of the team's book; …/book.zip: the book
GET  /comments/{code}                the facilitator's private page of comments
GET  /setup/{code}                   setting the room up
GET  /slips/{code}  /form/{code}     to print: slips that say how to join, the survey as a form
GET  /paper/{code}                   typing forms in
GET  /commitments/{code}             what the group will do, for the projector

Their calls: cxkit.live.routes.phones, console, staging, committing.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from cxkit.errors import Changed, NotFound, RoomClosed, RoomError, StoreError, TooMany
from cxkit.live.paper import Paper
from cxkit.live.publishing import Publishing
from cxkit.live.room import Room
from cxkit.live.routes import commitments, presenter  # noqa: F401  (their routes)
from cxkit.live.routes.phones import WAITING, answered_now
from cxkit.live.routes.server import (
    COOKIE,
    Facilitators,
    Here,
    Server,
    address_of,
    code_of,
    facilitators_room,
    let_in,
    often,
    routes,
    this_server,
)
from cxkit.live.routes.stage import PacedBook
from cxkit.live.serving import assets
from cxkit.live.serving.csp import policies
from cxkit.live.serving.events import Ticks
from cxkit.live.serving.middleware import Guard
from cxkit.live.serving.rate_limit import Door
from cxkit.live.stage import Stage
from cxkit.live.storage.store import PREPARING, Store
from cxkit.survey.files import STATIC

_STATUS: dict[type[RoomError], int] = {NotFound: 404, RoomClosed: 409, Changed: 409, TooMany: 429, StoreError: 503}

BUSY = (
    "Nothing can be kept or read at the moment. Phones hold what they could not send, and go on trying by themselves."
)


def create_app(
    store: Store,
    *,
    room: str,
    bases: Sequence[str],
    book: Path | None = None,
    ticks: Ticks | None = None,
    secret: bytes | None = None,
) -> FastAPI:
    """Make the server of one store.

    room: the code of the room that "/" leads to; "" where people type a code. bases: where phones reach the server,
    the likeliest first ("http://192.168.1.5:8765"). book: the folder of the built book, if there is one. ticks: what
    carries them where there are other workers. secret: what makes phones' passes, where workers share it.
    """
    app = FastAPI(title="cxkit", docs_url=None, redoc_url=None, lifespan=_serving)
    door = Door(secret=secret or secrets.token_bytes(32))
    app.state.server = Server(store=store, room=room, bases=bases, book=book, ticks=ticks or Ticks(), door=door)
    app.add_middleware(GZipMiddleware, minimum_size=500)
    names = {urlsplit(base).hostname or "" for base in bases} | {socket.gethostname(), f"{socket.gethostname()}.local"}
    app.add_middleware(Guard, hosts=names, book=policies(book) if book else {})
    app.add_exception_handler(RoomError, _refuse)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.include_router(often)  # first: each request looks through what stands before its own
    app.include_router(routes)
    if book is not None:
        app.mount("/book", PacedBook(directory=book, html=True), name="book")
    return app


@asynccontextmanager
async def _serving(app: FastAPI) -> AsyncIterator[None]:
    async with app.state.server.ticks:
        yield


@routes.get("/", include_in_schema=False)
async def front_door(server: Here, code: str = "") -> Response:
    """Lead whoever typed the short address to the room; where there are many, ask for its code."""
    if not server.room and not code.strip().isalpha():
        return FileResponse(STATIC / "front_door.html")
    return RedirectResponse(f"/r/{server.room or code.strip().upper()}")


@routes.get("/r/{code}", include_in_schema=False)
async def phone_page(code: str, request: Request, server: Here) -> Response:
    """The participants' page."""
    try:
        found = await answered_now(code, server)
    except NotFound:
        server.door.wrong(address_of(request))
        return _plain_page("There is no such room", "Check the code on the screen, or scan it again.", 404)
    if not found:
        waiting = _plain_page("It goes on in a moment", WAITING, 200, script="wait")
        let_in(waiting, code_of(request), server)
        return waiting
    page = HTMLResponse(assets.page("phone"))
    # The phone asks for the room at once, not only when its script has come.
    page.headers["Link"] = f"</api/rooms/{code_of(request)}>; rel=preload; as=fetch; crossorigin"
    let_in(page, code_of(request), server)
    return page


@routes.get("/f/{key}", include_in_schema=False)
async def enter(key: str, request: Request, server: Here) -> Response:
    """The facilitator's link: keep its key in a cookie, and out of the address bar that everybody sees.

    A page that moves on by itself, not a redirect: after a redirect from another site (a chat, a mail) browsers would
    hold a strict cookie back.
    """
    try:
        found = await run_in_threadpool(Room.of_key, server.store, key)
    except NotFound:
        return _plain_page("This link opens no room", "Use the link that the terminal shows.", 403)
    response = HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>The room</title>'
        f'<script src="/static/enter.js" defer></script><a href="/console/{found.code}">Open the room</a></html>'
    )
    secure = request.url.scheme == "https"
    let_in(response, found.code, server)
    response.set_cookie(COOKIE + found.code, key, httponly=True, secure=secure, samesite="strict", max_age=7 * 86400)
    return response


@routes.get("/console/{code}", include_in_schema=False)
async def console_page(code: str, request: Request, server: Here) -> Response:
    """The facilitator's page, for the projector; of a room that is not set up yet, the form."""
    with suppress(NotFound):
        if (await server.room_now(code)).state == PREPARING:
            return RedirectResponse(f"/setup/{code}")
    return await _private("console.html", code, request, server)


@routes.get("/comments/{code}", include_in_schema=False)
async def comments_page(code: str, request: Request, server: Here) -> Response:
    """The facilitator's private page of comments: not for the projector."""
    return await _private("moderation.html", code, request, server)


@routes.get("/setup/{code}", include_in_schema=False)
async def setup_page(code: str, request: Request, server: Here) -> Response:
    """The form that sets the room up."""
    return await _private("setup.html", code, request, server)


@routes.get("/publish/{code}", include_in_schema=False)
async def publishing_page(code: str, request: Request, server: Here) -> Response:
    """The facilitator's private page of the team's book."""
    return await _private("publishing.html", code, request, server)


@routes.get("/publish/{code}/book.zip", include_in_schema=False)
async def book_zip(found: Facilitators) -> FileResponse:
    """The team's book as one file, once it is made."""
    file = await run_in_threadpool(lambda: Publishing(stage=Stage.of(found)).file())
    if file is None:
        raise HTTPException(404, "The book is not made yet.")
    return FileResponse(file, filename=f"team-book-{found.code}.zip", headers={"Cache-Control": "no-store"})


@routes.get("/paper", include_in_schema=False)
async def paper(server: Here) -> Response:
    """The short way to the page for typing forms in: those of the activity that is on."""
    on = await answered_now(server.room, server) if server.room else None
    code = on.code if on else server.room
    return RedirectResponse(f"/paper/{code}" if code else "/")


@routes.get("/paper/{code}", include_in_schema=False)
async def paper_page(code: str, request: Request, server: Here) -> Response:
    """The page for typing paper forms in."""
    return await _private("paper.html", code, request, server)


@routes.get("/slips/{code}", include_in_schema=False)
async def slips(found: Facilitators, server: Here, address: int = 0, language: str = "") -> HTMLResponse:
    """Slips to print and cut, with one of the server's addresses."""
    url = server.bases[min(max(address, 0), len(server.bases) - 1)]
    return HTMLResponse(Paper(room=found, language=language).slips(url))


@routes.get("/form/{code}", include_in_schema=False)
async def paper_form(found: Facilitators, language: str = "") -> HTMLResponse:
    """The survey as a form to print."""
    return HTMLResponse(await run_in_threadpool(Paper(room=found, language=language).form))


@routes.get("/commitments/{code}", include_in_schema=False)
async def commitments_page(code: str, request: Request, server: Here) -> Response:
    """What the group will do, for the projector."""
    return await _private("commitments.html", code, request, server)


async def _private(page: str, code: str, request: Request, server: Server) -> Response:
    try:
        await facilitators_room(code, request, server)
    except HTTPException as refusal:
        return _plain_page("The facilitator's page", str(refusal.detail), 403)
    return FileResponse(STATIC / page)


@routes.get("/static/{file}", include_in_schema=False)
async def asset(file: str, request: Request) -> Response:
    """A script or a style sheet with all that it imports, and without comments: phones need not load our reasons."""
    text, tag = assets.asset(file)
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(text, media_type="text/css" if file.endswith(".css") else "text/javascript", headers={"ETag": tag})


async def _malformed(_request: Request, _error: Exception) -> JSONResponse:
    """Say so in fixed words: what was sent may be somebody's answers, and is not repeated anywhere."""
    return JSONResponse({"detail": "This is not what the room's own pages send."}, status_code=422)


async def _refuse(request: Request, error: Exception) -> Response:
    server = await this_server(request)
    if isinstance(error, NotFound):
        try:
            await server.room_named(code_of(request))
        except NotFound:  # what was not found is the room: somebody may be guessing
            server.door.wrong(address_of(request))
    status = _STATUS.get(type(error), 422)  # type: ignore[arg-type]
    if status == 503 and not request.url.path.startswith("/api/console/"):
        error = StoreError(BUSY)  # where answers are kept is nobody's business but the facilitator's
    if request.url.path.startswith("/r/"):
        return _plain_page("One moment, please", str(error), status)
    return JSONResponse({"detail": str(error)}, status_code=status)


def _plain_page(title: str, words: str, status: int, *, script: str = "") -> HTMLResponse:
    """Return a page for a door that does not open, or not yet; its words are the program's own."""
    runs = f'<script src="/static/{script}.js" defer></script>' if script else ""
    return HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/static/phone.css">'
        f"{runs}<main><h1>{title}</h1><p>{words}</p></main></html>",
        status_code=status,
    )
