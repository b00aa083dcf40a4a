"""What phones are asked besides a survey over HTTP: to guess, to write a line for the wall, to vote.

GET  /api/rooms/{code}/task                    what is asked, and with a token what is kept of that phone
PUT  /api/rooms/{code}/task                    what a phone says, with a rising revision; null: nothing, or no longer
POST /api/presenter/{code}/lines/{action}      a wall's lines (key needed): list, hide, show, merge, apart, rename,
                                               choose; use: as the workshop's own list; vote, collect: what phones do
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from cxkit.live.routes.access import Steering, hold_up, readers_language
from cxkit.live.routes.phones import TOKEN
from cxkit.live.routes.server import Here, Server
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.tasks import Tasks

router = APIRouter()
Words = Annotated[str, Field(max_length=400)]


class Said(BaseModel):
    """What a phone says to a task, by its key: a guess with its group, a line, or which lines it votes for.

    own: a line's number, which belongs to nothing else. said: null where somebody would rather not, or no longer.
    """

    token: Annotated[str, TOKEN]
    task: Annotated[str, Field(max_length=200)]
    revision: int = Field(ge=1, le=2**30)
    own: Annotated[str, TOKEN] | None = None
    said: dict[str, Any] | list[Words] | Words | None


class Edit(BaseModel):
    """What the facilitator does with lines of a list."""

    wall: Annotated[str, Field(max_length=100)] = ""
    keys: list[Words] = Field(default=[], max_length=500)
    words: Words = ""


async def _tasks(code: str, server: Server) -> Tasks:
    room = await server.room_named(code.strip().upper())
    return Tasks(stage=Stage(lead=await server.lead_of(room)))


@router.get("/api/rooms/{code}/task")
async def task(
    code: str, request: Request, answer: Response, server: Here, token: Annotated[str | None, TOKEN, Header()] = None
) -> dict[str, Any]:
    """Give a phone what it needs to ask, in the language that it is spoken to in."""
    answer.headers["Cache-Control"] = "no-store"
    found = await _tasks(code, server)
    lang = readers_language(found.stage.lead, request)
    steps = await run_in_threadpool(Steps(stage=found.stage, book=server.book).said_in, lang)
    return await run_in_threadpool(found.asked, token or "", steps)


@router.put("/api/rooms/{code}/task")
async def say_openly(code: str, sent: Said, request: Request, answer: Response, server: Here) -> dict[str, int]:
    """Keep what a phone says; the answer comes when it is on the disk."""
    found = await _tasks(code, server)
    if await run_in_threadpool(found.is_new, sent.task, sent.own or sent.token):
        hold_up(request, answer, server, found.stage.lead.code, task=sent.task)
    kept = await run_in_threadpool(found.say, sent.task, sent.token, sent.revision, sent.said, sent.own or "")
    await asyncio.wrap_future(kept)
    server.changed(found.stage.lead, phones=False)
    return {"revision": sent.revision}


@router.post("/api/presenter/{code}/lines/{action}")
async def moderate_lines(
    action: Literal["list", "hide", "show", "merge", "apart", "rename", "choose", "use", "vote", "collect"],
    asked: Edit,
    found: Steering,
    server: Here,
) -> dict[str, Any]:
    """Do one thing with the lines of a list, and return them as the facilitator sees them then."""
    tasks = Tasks(stage=Stage.of(found))
    if action == "use":
        await run_in_threadpool(tasks.use, asked.wall)
    elif action in {"vote", "collect"}:
        await run_in_threadpool(tasks.vote, action == "vote")
    elif action != "list":
        await run_in_threadpool(tasks.edit, asked.wall, action, asked.keys, asked.words)
    if action != "list":
        server.changed(found)
    return await run_in_threadpool(tasks.moderated, asked.wall)
