"""What phones ask of the live room over HTTP.

GET  /api/rooms/{code}               title, state, survey
GET  /api/rooms/{code}/state         state alone, after a tick
PUT  /api/rooms/{code}/response      a phone's whole response with a rising revision
GET  /api/rooms/{code}/response      what is kept of it, for whoever has its token
GET  /api/rooms/{code}/report        the Report, once revealed or shown
GET  /api/rooms/{code}/events        ticks for phones: the room's state changed
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from cxkit.errors import NotFound, RoomClosed
from cxkit.live.room import Room
from cxkit.live.routes.access import address_of
from cxkit.live.routes.server import EVENTS, Here, Server
from cxkit.words import say

CONFIDENTIALITY = "confidentiality.html"
"""The book's page for participants; phones link to it where the book is there."""

TOKEN = Field(pattern=r"^[0-9a-f]{32}$")

router = APIRouter()


class Sent(BaseModel):
    """What a phone sends: everything it holds, each time."""

    token: Annotated[str, TOKEN]
    revision: int = Field(ge=1, le=2**30)
    after: int | None = Field(default=None, ge=0, le=2**30)
    """The revision that it follows: where another one is kept, that one stays."""
    response: dict[str, Any]


@router.get("/api/rooms/{code}")
async def room_data(code: str, server: Here) -> dict[str, Any]:
    """Give a phone everything that it needs to begin."""
    found = await answered_now(code, server)
    if not found:
        raise RoomClosed(say("waiting.keep_open"))
    protected = server.book and (server.book / CONFIDENTIALITY).is_file()
    return {
        "code": found.code,
        "title": found.title,
        "state": found.state,
        "survey": found.survey.to_dict(),
        "asks": found.asks,
        "more": f"{CONFIDENTIALITY}?code={found.code}" if protected else None,
        "ticketed": found.ticketed,
    }


@router.get("/api/rooms/{code}/state")
async def room_state(code: str, server: Here) -> dict[str, str]:
    """Say whether the room is open, closed or revealed; and whose code it has, which changes with the activity."""
    found = await answered_now(code, server)
    return {"state": found.state, "code": found.code} if found else {"state": "waiting", "code": ""}


async def answered_now(code: str, server: Server) -> Room | None:
    """Return the room that phones with this code answer now; None: they wait for the next activity."""
    return await server.answered(code.strip().upper())


@router.put("/api/rooms/{code}/response")
async def save_response(code: str, sent: Sent, request: Request, server: Here) -> dict[str, Any]:
    """Keep a response; the answer comes when it is on the disk: the revision there, and whether it is this one."""
    found = await server.room_named(code)
    await server.newcomer(found, sent.token, address_of(request))
    try:
        kept = await asyncio.wrap_future(found.save(sent.token, sent.revision, sent.response, sent.after))
    finally:
        server.changed(found, phones=False)  # when it fails, too: the facilitator can make room on the disk
    return {"revision": kept.revision, "yours": kept.yours}


@router.get("/api/rooms/{code}/response")
async def kept_response(code: str, token: Annotated[str, TOKEN, Header()], server: Here) -> JSONResponse:
    """Give a phone its own response back, in whatever state the room is; revision 0 and null where there is none."""
    found = await server.room_named(code)
    revision, response = await run_in_threadpool(found.kept, token)
    return JSONResponse({"revision": revision, "response": response}, headers={"Cache-Control": "no-store"})


@router.get("/api/rooms/{code}/report")
async def room_report(code: str, server: Here) -> dict[str, Any]:
    """Give the released Report; 404 before the reveal."""
    found = await server.room_named(code)
    released = await run_in_threadpool(found.released)
    if released is None:
        raise NotFound(say("room.not_revealed"))
    return released


@router.get("/api/rooms/{code}/events")
async def room_events(code: str, server: Here) -> StreamingResponse:
    """Send ticks: the room's state changed."""
    found = await server.room_named(code)
    return StreamingResponse(_present(found, server), media_type="text/event-stream", headers=EVENTS)


async def _present(room: Room, server: Server) -> AsyncIterator[str]:
    """Yield ticks to a phone, and let the facilitator's page count anew who is here when it comes and goes."""
    server.changed(room, phones=False)
    try:
        async with aclosing(server.ticks.listen(room.lead)) as ticks:  # closed before the count is looked up
            async for tick in ticks:
                yield tick
    finally:
        server.changed(room, phones=False)
