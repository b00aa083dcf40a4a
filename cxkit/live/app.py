"""The live room over HTTP: pages for phones and the projector, and the few calls that they make.

GET  /                               to the room's phone page
GET  /r/{code}                       the phone page
GET  /f/{key}                        the facilitator's link: a cookie, then the console
GET  /console/{code}                 the facilitator's page, for the projector
GET  /book/…  /static/…              the book; what browsers get
GET  /api/rooms/{code}               title, state, survey
GET  /api/rooms/{code}/state         state alone, after a tick
PUT  /api/rooms/{code}/response      a phone's whole response with a rising revision
GET  /api/rooms/{code}/report        the Report, once revealed or shown
GET  /api/rooms/{code}/events        ticks for phones: the room's state changed
GET  /api/console/{code}             state and progress (key needed, as below)
GET  /api/console/{code}/events      ticks for the console: anything changed
POST /api/console/{code}/{action}    close, reopen, reveal; show: the picture, while the room stays open
GET  /publish/{code}                 the facilitator's private page of the team's book; …/book.zip: the book
GET  /api/publish/{code}             how far the book is; POST …/make: make it
GET  /comments/{code}                the facilitator's private page of comments
GET  /setup/{code}                   setting the room up; /api/setup/{code}: what the form shows (GET) and sends (PUT)
GET  /slips/{code}  /form/{code}     to print: slips that say how to join, the survey as a form
GET  /paper/{code}                   typing forms in; /api/paper/{code}: what that page shows (GET) and sends (PUT)
POST /api/setup/{code}/new           one more room, to be set up
POST /api/console/{code}/comments/list      how many, and once read their texts
POST /api/console/{code}/comments/{action}  read, show, hide; hold: one of them
GET  /commitments/{code}             what the group will do, for the projector (its calls: cxkit.live.committing)
"""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import segno
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from cxkit.errors import Changed, NotFound, RoomClosed, RoomError, StoreError, TooMany
from cxkit.live import committing, lean  # noqa: F401  (committing: its routes)
from cxkit.live.door import Door
from cxkit.live.guard import Guard
from cxkit.live.moderation import Moderation
from cxkit.live.paper import Paper
from cxkit.live.policy import policies
from cxkit.live.publishing import Publishing
from cxkit.live.room import Progress, Room, Update
from cxkit.live.server import (
    COOKIE,
    STATIC,
    Facilitators,
    Here,
    Server,
    Steering,
    address_of,
    code_of,
    console_of,
    facilitators_room,
    let_in,
    routes,
    this_server,
)
from cxkit.live.setup import Setup
from cxkit.live.stage import Stage
from cxkit.live.staging import PacedBook
from cxkit.live.store import PREPARING, Store
from cxkit.live.ticks import Ticks

CONFIDENTIALITY = "confidentiality.html"
"""The book's page for participants; phones link to it where the book is there."""
EVENTS = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
_STATUS: dict[type[RoomError], int] = {NotFound: 404, RoomClosed: 409, Changed: 409, TooMany: 429, StoreError: 503}

WAITING = "Nothing to answer right now. This page goes on by itself: just keep it open."
BUSY = (
    "Nothing can be kept or read at the moment. Phones hold what they could not send, and go on trying by themselves."
)


class Sent(BaseModel):
    """What a phone sends: everything it holds, each time."""

    token: str = Field(pattern=r"^[0-9a-f]{32}$")
    revision: int = Field(ge=1, le=2**31 - 1)
    response: dict[str, Any]


class Asked(BaseModel):
    """What the page of comments sends: names to mark as well (never kept), and the comment to hold back or not."""

    names: list[Annotated[str, Field(max_length=100)]] = Field(default=[], max_length=200)
    comment: str = ""
    back: bool = True


class SentSetup(BaseModel, extra="allow"):
    """What the set-up form sends: the keys of a workshop file, which its reader checks."""


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
    app.include_router(routes)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
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
        found = await _answered_now(code, server)
    except NotFound:
        server.door.wrong(address_of(request))
        return _plain_page("There is no such room", "Check the code on the screen, or scan it again.", 404)
    if not found:
        waiting = _plain_page("It goes on in a moment", WAITING, 200)
        waiting.headers["Refresh"] = "4"
        let_in(waiting, code_of(request), server)
        return waiting
    page = HTMLResponse(lean.page("phone"))
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
    on = await _answered_now(server.room, server) if server.room else None
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


@routes.get("/static/{name}.js", include_in_schema=False)
async def script(name: str, request: Request) -> Response:
    """A script without its comments and indentation: phones on a venue's Wi-Fi need not load our reasons."""
    text, tag = lean.script(name)
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(text, media_type="text/javascript", headers={"ETag": tag})


# For phones


@routes.get("/api/rooms/{code}")
async def room_data(code: str, server: Here) -> dict[str, Any]:
    """Everything that a phone needs to begin."""
    found = await _answered_now(code, server)
    if not found:
        raise RoomClosed(WAITING)
    asks = await run_in_threadpool(lambda: found.asks)
    return {
        "code": found.code,
        "title": found.title,
        "state": found.state,
        "survey": found.survey.to_dict(),
        "asks": asks,
        "more": CONFIDENTIALITY if server.book and (server.book / CONFIDENTIALITY).is_file() else None,
    }


@routes.get("/api/rooms/{code}/state")
async def room_state(code: str, server: Here) -> dict[str, str]:
    """Whether the room is open, closed or revealed; and whose code it has, which changes with the activity."""
    found = await _answered_now(code, server)
    return {"state": found.state, "code": found.code} if found else {"state": "waiting", "code": ""}


async def _answered_now(code: str, server: Server) -> Room | None:
    """Return the room that phones with this code answer now; None: they wait for the next activity."""
    found = await server.room_now(code)
    if found.lead != found.code:
        return found
    now = await run_in_threadpool(Stage(lead=found).code)
    return found if now == found.code else await server.room_now(now) if now else None


@routes.put("/api/rooms/{code}/response")
async def save_response(code: str, sent: Sent, server: Here) -> dict[str, Any]:
    """Keep a response; the answer comes when it is on the disk: the revision there, and whether it is this one."""
    found = await server.room_named(code)
    try:
        kept = await asyncio.wrap_future(found.save(sent.token, sent.revision, sent.response))
    finally:
        server.changed(found, phones=False)  # when it fails, too: the facilitator can make room on the disk
    return {"revision": kept.revision, "yours": kept.yours}


@routes.get("/api/rooms/{code}/report")
async def room_report(code: str, server: Here) -> dict[str, Any]:
    """The released Report; 404 before the reveal."""
    found = await server.room_named(code)
    released = await run_in_threadpool(found.released)
    if released is None:
        raise NotFound("The results are not revealed yet.")
    return released


@routes.get("/api/rooms/{code}/events")
async def room_events(code: str, server: Here) -> StreamingResponse:
    """Server-sent ticks: the room's state changed."""
    found = await server.room_named(code)
    return StreamingResponse(server.ticks.listen(found.lead), media_type="text/event-stream", headers=EVENTS)


# For the facilitator


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the facilitator's page shows of a room; of a workshop, of the activity that is on."""

    room: Room
    waiting: bool
    activities: list[dict[str, Any]]
    organisation: str
    progress: Progress
    update: Update
    read: bool
    shown: bool


def _seen(asked: Room) -> Seen:
    """Look at a room once: every console asks after every answer."""
    room, waiting, progress = asked, False, None
    activities: list[dict[str, Any]] = []
    if asked.lead == asked.code:
        stage = Stage(lead=asked)
        view = stage.view()
        activities, waiting = view["activities"], view["now"] is None
        on = next((one for one in activities if one["survey"] == view["now"] and "code" in one), None)
        if on:
            room = asked if on["code"] == asked.code else Room.find(asked.store, on["code"])
            progress = Progress(joined=on["joined"], answered=on["answered"], finished=on["finished"])
    read, shown = room.store.reviewed(room.id)
    return Seen(
        room=room,
        waiting=waiting,
        activities=activities,
        organisation=asked.organisation,
        progress=progress or room.progress(),
        update=room.update(),
        read=read,
        shown=shown is not None,
    )


@routes.get("/api/console/{code}")
async def console_data(found: Facilitators, server: Here) -> dict[str, Any]:
    """What the facilitator's page shows beside the picture: counts, never answers. Of a workshop: the activity on."""
    asked = found
    seen = await run_in_threadpool(_seen, asked)
    found, waiting, activities = seen.room, seen.waiting, seen.activities
    return {
        "code": found.code,
        "join": asked.lead,
        "survey": found.survey.id,
        "waiting": waiting,
        "activities": activities,
        "organisation": seen.organisation,
        "title": found.title,
        "state": found.state,
        "rehearsal": found.survey.rehearsal,
        **vars(seen.progress),
        "threshold": found.survey.confidentiality.scores,
        "batch": found.survey.confidentiality.batch,
        "picture": vars(seen.update),
        "addresses": [{"url": url, "qr": _qr(f"{url}/r/{asked.lead}")} for url in server.bases],
        "book": server.book is not None,
        "comments": found.survey.comments_per_dimension,
        "comments_read": seen.read,
        "comments_shown": seen.shown,
        "trouble": server.store.trouble,
    }


@routes.get("/api/setup/{code}")
async def setup_form(found: Facilitators) -> dict[str, Any]:
    """What the set-up form shows."""
    return await run_in_threadpool(Setup(room=found).form)


@routes.put("/api/setup/{code}")
async def set_up(sent: SentSetup, found: Steering, server: Here) -> dict[str, str]:
    """Set the room up and open it, unless somebody has joined; the short address leads to it from then on."""
    await run_in_threadpool(Setup(room=found).change, sent.model_dump())
    server.room = server.room and found.code
    server.changed(found)
    return {"state": (await server.room_now(found.code)).state}


@routes.get("/api/paper/{code}")
async def paper_data(found: Facilitators) -> dict[str, Any]:
    """What the page for typing forms in needs."""
    return await run_in_threadpool(Paper(room=found).typing)


@routes.put("/api/paper/{code}")
async def save_paper(sent: Sent, found: Steering, server: Here) -> dict[str, Any]:
    """Keep a form that was typed in, marked as paper. Returns how many there are when it is on the disk."""
    typed = Paper(room=found)
    await run_in_threadpool(typed.keep, sent.token, sent.revision, sent.response)
    server.changed(found, phones=False)
    return {"typed": (await run_in_threadpool(typed.typing))["typed"]}


@routes.post("/api/setup/{code}/{action}")
async def new_room(action: Literal["new"], found: Steering) -> dict[str, str]:
    """Make one more room, to be set up; this one goes on. Returns the facilitator's link to it."""
    return {"link": f"/f/{await run_in_threadpool(Setup(room=found).another)}"}


@routes.get("/api/publish/{code}")
async def book_state(found: Facilitators, server: Here) -> dict[str, Any]:
    """How far the team's book is."""
    return await run_in_threadpool(lambda: Publishing(stage=Stage.of(found)).view()) | {"book": server.book is not None}


@routes.post("/api/publish/{code}/{action}")
async def make_book(action: Literal["make"], found: Steering, server: Here) -> dict[str, Any]:
    """Begin to make the team's book."""
    return await run_in_threadpool(lambda: Publishing(stage=Stage.of(found)).start()) | {
        "book": server.book is not None
    }


@routes.get("/api/console/{code}/events")
async def console_events(found: Facilitators, server: Here) -> StreamingResponse:
    """Server-sent ticks: anything in the room changed."""
    ticks = server.ticks.listen(console_of(found.lead))
    return StreamingResponse(ticks, media_type="text/event-stream", headers=EVENTS)


@routes.post("/api/console/{code}/{action}")
async def steer(
    action: Literal["close", "reopen", "reveal", "show"],
    found: Steering,
    server: Here,
) -> dict[str, str]:
    """Close, reopen, reveal, or show while open."""
    steps = {"close": found.close, "reopen": found.reopen, "reveal": found.reveal, "show": found.show}
    await run_in_threadpool(steps[action])
    server.changed(found)
    return {"state": (await server.room_now(found.code)).state}


@routes.post("/api/console/{code}/comments/{action}")
async def moderate(
    action: Literal["list", "read", "hold", "show", "hide"],
    asked: Asked,
    found: Steering,
    server: Here,
) -> dict[str, Any]:
    """Do something with the comments, and return what the facilitator's private page shows then."""
    comments = Moderation(room=found)
    if action == "hold":
        await run_in_threadpool(comments.hold, asked.comment, asked.back)
    elif action != "list":
        await run_in_threadpool({"read": comments.read, "show": comments.show, "hide": comments.hide}[action])
    if action != "list":
        server.changed(found, phones=False)
    return await run_in_threadpool(comments.view, asked.names)


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


@lru_cache(maxsize=32)
def _qr(url: str) -> str:
    return segno.make(url, error="m", micro=False).svg_data_uri(border=0, dark="#16191d", light=None)


def _plain_page(title: str, words: str, status: int) -> HTMLResponse:
    """Return a page for a door that does not open; its words are the program's own."""
    return HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/static/tokens.css">'
        '<link rel="stylesheet" href="/static/phone.css">'
        f"<main><h1>{title}</h1><p>{words}</p></main></html>",
        status_code=status,
    )
