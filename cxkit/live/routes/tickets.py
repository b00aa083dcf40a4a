"""Tickets over HTTP.

POST /api/rooms/{code}/ticket     a phone's, for its token
POST /api/tickets/{code}          one more, for the facilitator to show
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from cxkit.errors import NotFound
from cxkit.live.qr import picture
from cxkit.live.routes.access import Steering
from cxkit.live.routes.server import Here
from cxkit.live.tickets import Tickets, link
from cxkit.words import say

router = APIRouter()


class Shown(BaseModel):
    """What a phone shows at the door. ticket: "" where the token is in already."""

    token: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    ticket: Annotated[str, Field(max_length=40)]


@router.post("/api/rooms/{code}/ticket")
async def use_ticket(code: str, shown: Shown, server: Here) -> dict[str, bool]:
    """Let a phone's token in; the same ticket and token again are the same use."""
    found = await server.room_named(code)
    await run_in_threadpool(Tickets(room=found).use, shown.ticket, shown.token)
    return {"in": True}


@router.post("/api/tickets/{code}")
async def show_ticket(found: Steering, server: Here) -> dict[str, str]:
    """Make one more ticket, and return it with its QR code."""
    if not found.ticketed:
        raise NotFound(say("room.no_tickets"))
    (ticket,) = await run_in_threadpool(Tickets(room=found).more, 1)
    server.changed(found, phones=False)
    return {"ticket": ticket, "qr": "" if server.nowhere else picture(link(server.base, found, ticket))}
