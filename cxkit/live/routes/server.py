"""What all routes share: the server behind them, who may come in, and who is a room's facilitator."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Request
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from cxkit.errors import NotFound, TooMany
from cxkit.live.room import Room
from cxkit.live.serving.coalesce import Together
from cxkit.live.serving.events import Ticks
from cxkit.live.serving.rate_limit import Door
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store

COOKIE = "cxkit_"
"""A room's code follows: one browser may hold the keys of several rooms."""
MOST_KNOWN = 256
LET_IN = "cxkit_in_"
"""A room's code follows: the pass of a phone that has been let in."""


async def this_server(request: Request) -> Server:  # async, or it would run in a thread of its own for every request
    """Return the server behind a request."""
    return request.app.state.server  # type: ignore[no-any-return]


Here = Annotated["Server", Depends(this_server)]


async def _knock(request: Request) -> None:
    """Refuse an address that has tried too many codes, unless this phone has been let in before."""
    server: Server = request.app.state.server  # not Here: every request passes, and that would double its price
    code = code_of(request)
    console = request.url.path.startswith(("/console/", "/api/console/"))  # there it takes a key, which nobody guesses
    if not code or console or not server.door.shut(address_of(request)):
        return
    lead = code
    with suppress(NotFound):  # a phone has joined by the code on the screen, and answers an activity
        lead = (await server.room_named(code)).lead
    if not server.door.fits(lead, request.cookies.get(LET_IN + lead, "")):
        raise TooMany("Too many wrong codes came from this network. Wait a minute, then try again.")


def code_of(request: Request) -> str:
    """Return the room's code in an address, or nothing."""
    return str(request.path_params.get("code", "")).strip().upper()


def let_in(page: Response, code: str, server: Server) -> None:
    """Give a browser its pass; it says which room, and nothing of whose browser."""
    page.set_cookie(LET_IN + code, server.door.new_pass(code), httponly=True, samesite="lax", max_age=86400)


def address_of(request: Request) -> str:
    """Return where a request comes from."""
    return request.client.host if request.client else ""


class Refusal(BaseModel):
    """Why something was not done, in words for the person who asked."""

    detail: str


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refusal, "description": words}
    for status, words in {
        400: "The body cannot be read.",
        403: "Only for the facilitator of this room.",
        404: "There is no such room, or nothing is revealed yet.",
        409: "The room is closed, or another screen was first.",
        413: "The body is too large.",
        421: "The server does not go by this name.",
        422: "Not what the room's own pages send.",
        429: "Too many wrong codes came from this network.",
        503: "The answers cannot be kept or read at the moment.",
    }.items()
}
often = APIRouter(dependencies=[Depends(_knock)], responses=REFUSALS)
"""What phones and projectors ask all the time."""
routes = APIRouter(dependencies=[Depends(_knock)], responses=REFUSALS)
EVENTS = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
"""Headers of ticks."""


@dataclass(kw_only=True)
class Server:
    """What the routes share: the store, which room "/" leads to, and where phones reach this server."""

    store: Store
    room: str
    bases: Sequence[str]
    book: Path | None
    ticks: Ticks
    door: Door
    known: dict[str, Room] = field(default_factory=dict)
    answered: Together[Room | None] = field(init=False)
    """By a code, the room that phones with it answer now; None: they wait. Every phone asks, after every change."""

    def __post_init__(self) -> None:
        self.answered = Together(lambda code: Stage.answered(self.store, code))

    async def room_named(self, code: str) -> Room:
        """Return a room whose code, number and survey are right; its state may have moved on. Raises NotFound."""
        if code not in self.known:
            found = await self.room_now(code)
            if not await run_in_threadpool(found.settled):
                return found  # its set-up may still change
            if len(self.known) >= MOST_KNOWN:
                self.known.pop(next(iter(self.known)))
            self.known[found.code] = found
            return found
        return self.known[code]

    async def room_now(self, code: str) -> Room:
        """Return a room as it is in the store. Raises NotFound."""
        return await run_in_threadpool(Room.find, self.store, code)

    def changed(self, room: Room, *, phones: bool = True) -> None:
        """Wake the facilitator's pages of a room, and the phones unless only they have something new."""
        if phones:
            self.ticks.tick(room.lead)
        self.ticks.tick(console_of(room.lead))


async def facilitators_room(code: str, request: Request, server: Here) -> Room:
    """Return the room, if the browser holds a key of that very room, or of the lead room whose activity it is."""
    with suppress(NotFound):
        lead = (await server.room_named(code)).lead
        keyed = await run_in_threadpool(Room.of_key, server.store, request.cookies.get(COOKIE + lead, ""))
        if keyed.code == lead:
            return keyed if code == lead else await server.room_now(code)
    raise HTTPException(403, "Open this room's facilitator's link, which the terminal shows.")


Facilitators = Annotated[Room, Depends(facilitators_room)]


async def _steering(found: Facilitators, x_cxkit: Annotated[str | None, Header()] = None) -> Room:
    """Return the room, if a page of ours asks: the header X-Cxkit is one that a form on another page cannot send."""
    if x_cxkit is None:
        raise HTTPException(403, "The header X-Cxkit is missing.")
    return found


Steering = Annotated[Room, Depends(_steering)]


def collect_seldom() -> None:
    """Keep the garbage collector from stopping everybody for a fifth of a second, every other second.

    What is here by now stays, and need not be looked through; what a thousand connections hold, only seldom. (Nearly
    all of what a request leaves is freed at once, by counting references.)
    """
    gc.freeze()
    gc.set_threshold(10_000, 50, 1_000)


def console_of(code: str) -> str:
    """Name the ticks of a room's console: phones need not wake for every answer of every other phone."""
    return f"{code}/console"
