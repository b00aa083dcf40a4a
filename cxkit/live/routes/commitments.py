"""The page of commitments over HTTP.

GET  /api/presenter/{code}/commitments         the lines, and what is offered (key needed, as for the presenter page)
PUT  /api/presenter/{code}/commitments         keep them, all of them each time
POST /api/presenter/{code}/commitments/add     one more, as it is offered
GET  /api/presenter/{code}/commitments.{kind}  the lines as csv or ics, to take home
"""

import asyncio
from datetime import UTC, datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from cxkit.book.commitments import LONGEST
from cxkit.errors import NotFound
from cxkit.live import commitments
from cxkit.live.room import Room
from cxkit.live.routes.access import Facilitators, Steering
from cxkit.live.routes.server import Here
from cxkit.live.series import Series
from cxkit.words import say

router = APIRouter()


class Lines(BaseModel):
    """What the page sends: all its lines, and which revision they replace."""

    revision: int = Field(ge=0, le=2**31 - 2)
    lines: list[dict[str, Any]] = Field(max_length=20)
    review: str = ""
    earlier: list[dict[str, Any]] | None = Field(default=None, max_length=20)


class Line(BaseModel):
    """One line, as it is offered."""

    what: str = Field(max_length=LONGEST["what"])
    now: str = Field(default="", max_length=300)
    moves: str = Field(default="", max_length=80)


@router.get("/api/presenter/{code}/commitments")
async def commitments_data(found: Facilitators) -> dict[str, Any]:
    """Return what the group has written down, and the actions that it may begin with."""
    return await run_in_threadpool(_view, found)


def _view(found: Room) -> dict[str, Any]:
    return commitments.view(found) | {"evidence": Series.of(found).evidence()}


@router.put("/api/presenter/{code}/commitments")
async def keep_commitments(sent: Lines, found: Steering, server: Here) -> dict[str, int]:
    """Keep the lines; the answer comes when they are on the disk: the revision there."""
    kept = await run_in_threadpool(commitments.keep, found, sent.revision, sent.lines, sent.review, sent.earlier)
    revision = await asyncio.wrap_future(kept)
    server.changed(found, phones=False)
    return {"revision": revision}


@router.post("/api/presenter/{code}/commitments/add")
async def add_commitment(sent: Line, found: Steering, server: Here) -> dict[str, int]:
    """Write one more line down; the answer comes when it is on the disk: the revision there."""
    kept = await run_in_threadpool(commitments.add, found, sent.model_dump())
    revision = await asyncio.wrap_future(kept)
    server.changed(found, phones=False)
    return {"revision": revision}


@router.get(
    "/api/presenter/{code}/commitments.{kind}",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}, "text/calendar": {}}}},
)
async def export_commitments(kind: Literal["csv", "ics"], found: Facilitators) -> Response:
    """Return the lines as a table or a calendar, to take home."""
    lines = await run_in_threadpool(commitments.commitments, found)
    if lines is None:
        raise NotFound(say("room.no_commitments"))
    if kind == "csv":
        content, media = lines.csv(), "text/csv; charset=utf-8"
    else:
        content, media = await run_in_threadpool(lines.ics, datetime.now(UTC)), "text/calendar; charset=utf-8"
    name = f"commitments-{found.lead}.{kind}"
    return Response(content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
