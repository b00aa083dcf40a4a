"""What phones ask of the live room over HTTP.

GET  /api/rooms/{code}               title, state, survey
GET  /api/rooms/{code}/state         state alone, after a tick
GET  /api/rooms/{code}/meanwhile     what is on, what comes next and what has closed, for who has nothing to answer
PUT  /api/rooms/{code}/response      a phone's whole response with a rising revision
GET  /api/rooms/{code}/response      what is kept of it, for whoever has its token
POST /api/rooms/{code}/ticket        a phone's ticket, for its token
GET  /api/rooms/{code}/report        the Report, once revealed or shown
GET  /api/rooms/{code}/task          what it is asked besides a survey, and with a token what is kept of that phone
PUT  /api/rooms/{code}/task          what it says: a guess, a line, a vote; null: nothing, or no longer
GET  /api/rooms/{code}/events        ticks for phones: the room's state changed
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from cxkit.errors import NotFound, RoomClosed, TooMany
from cxkit.live.pairing import Pairing
from cxkit.live.room import Room
from cxkit.live.routes.access import address_of, hold_up, readers_language, way_of
from cxkit.live.routes.server import EVENTS, MOST_BEGUN, Here, Server
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.tasks import Tasks
from cxkit.live.tickets import Tickets
from cxkit.survey.model import Survey
from cxkit.survey.workshop import in_one
from cxkit.words import say, speaking

CONFIDENTIALITY = "confidentiality.html"
"""The book's page for participants; phones link to it where the book is there."""

COUNTING = {"version", "scoring", "confidentiality"}
"""What a survey says to whoever counts: no phone does."""

TOKEN = Field(pattern=r"^[0-9a-f]{32}$")

Words = Annotated[str, Field(max_length=400)]

router = APIRouter()


class Sent(BaseModel):
    """What a phone sends: everything it holds, each time."""

    token: Annotated[str, TOKEN]
    revision: int = Field(ge=1, le=2**30)
    after: int | None = Field(default=None, ge=0, le=2**30)
    """The revision that it follows: where another one is kept, that one stays."""
    response: dict[str, Any]
    last: Annotated[str, TOKEN] | None = None
    """Its number in the workshop before, where somebody agreed that both are compared."""


class Said(BaseModel):
    """What a phone says to a task, by its key: a guess with its group, a line, or which lines it votes for.

    own: a line's number, which belongs to nothing else. said: null where somebody would rather not, or no longer.
    """

    token: Annotated[str, TOKEN]
    task: Annotated[str, Field(max_length=200)]
    revision: int = Field(ge=1, le=2**30)
    own: Annotated[str, TOKEN] | None = None
    said: dict[str, Any] | list[Words] | Words | None


class Shown(BaseModel):
    """What a phone shows at the door. ticket: "" where the token is in already."""

    token: Annotated[str, TOKEN]
    ticket: Annotated[str, Field(max_length=40)]


@router.get("/api/rooms/{code}", response_model_exclude_none=True)
async def room_data(code: str, request: Request, server: Here) -> dict[str, Any]:
    """Give a phone everything that it needs to begin, in the language that it is spoken to in."""
    found = await answered_now(code, server)
    if not found:
        raise RoomClosed(say("waiting.keep_open"))
    pairing = await run_in_threadpool(Pairing.of, found)
    lang = readers_language(found, request)
    protected = server.page_of_book(lang, CONFIDENTIALITY)
    survey = in_one(found.survey.only_asked(), lang)
    return {
        "code": found.code,
        "title": str(survey.title) if found.title == str(found.survey.title) else found.title,
        "state": found.state,
        "survey": {name: told for name, told in survey.to_dict().items() if name not in COUNTING},
        "asks": found.asks,
        "asking": _asking(found, survey, lang),
        "last": pairing and pairing.code,
        "comparing": pairing and _comparing(lang),
        "more": protected and f"{protected}?code={found.code}",
        "ticketed": found.ticketed,
    }


def _asking(found: Room, survey: Survey, lang: str) -> dict[str, Any]:
    """Return what a phone says of confidentiality; and how it asks whether a group may be shown, where it does."""
    least = survey.confidentiality.scores
    with speaking(lang):
        if not found.asks:
            return {"notice": say("phone.privacy_notice", n=least)}
        attribute, option = found.asks
        group = survey.attribute(attribute).label(option)
        return {
            "notice": say("phone.privacy_notice_agreed", n=least),
            "title": say("form.ask"),
            "reasons": [say("form.asking_shown", group=group), say("form.asking_two"), say("form.asking_refused")],
            "ways": [[True, say("form.agree")], ["alone", say("form.alone")], [False, say("form.disagree")]],
            "again": say("form.agreed"),
        }


def _comparing(lang: str) -> dict[str, Any]:
    """Return how a phone asks whether somebody's answers may be compared with those of the workshop before."""
    with speaking(lang):
        ways = [[True, say("form.compares_yes")], [False, say("form.disagree")]]
        return {"title": say("form.compares"), "means": say("form.compares_means"), "ways": ways}


@router.get("/api/rooms/{code}/state")
async def room_state(code: str, server: Here) -> dict[str, str]:
    """Say whether the room is open, closed or revealed; and whose code it has, which changes with the activity.

    asked: phones are asked something else first; then the code is that task's key.
    """
    found, task = await server.answered(code.strip().upper())
    if task:
        return {"state": "asked", "code": task["key"]}
    return {"state": found.state, "code": found.code} if found else {"state": "waiting", "code": ""}


@router.get("/api/rooms/{code}/meanwhile")
async def room_meanwhile(code: str, request: Request, server: Here) -> dict[str, Any]:
    """Say what a phone is told that has nothing to answer; closed: activities, by their rooms' codes."""
    found = await server.meanwhile(code.strip().upper())
    with speaking(lang := readers_language(found.steps.stage.lead, request)):
        return {"lines": found.lines(), "closed": {code: title.said(lang) for code, title in found.closed.items()}}


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


async def answered_now(code: str, server: Server) -> Room | None:
    """Return the room that phones with this code answer now; None: they wait for the next activity."""
    return (await server.answered(code.strip().upper())).room


@router.put("/api/rooms/{code}/response")
async def save_response(code: str, sent: Sent, request: Request, answer: Response, server: Here) -> dict[str, Any]:
    """Keep a response; the answer comes when it is on the disk: the revision there, and whether it is this one."""
    found = await server.room_named(code)
    if (found.code, sent.token) not in server.begun:
        await _begin(found, sent.token, request, answer, server)
    pairing = await run_in_threadpool(Pairing.of, found) if sent.last else None
    known = pairing.mark(sent.last) if pairing and sent.last else ""
    try:
        kept = await asyncio.wrap_future(found.save(sent.token, sent.revision, sent.response, sent.after, known))
    finally:
        server.changed(found, phones=False)  # when it fails, too: the facilitator can make room on the disk
    return {"revision": kept.revision, "yours": kept.yours}


async def _begin(room: Room, token: str, request: Request, answer: Response, server: Server) -> None:
    """Note that somebody begins, unless the store knows them. Raises TooMany where people begin too fast."""
    if not (await run_in_threadpool(room.kept, token))[0]:
        hold_up(request, answer, server, room.code)
        if server.room:  # on a laptop
            await run_in_threadpool(server.ways.note, room, way_of(request))
    if len(server.begun) >= MOST_BEGUN:
        server.begun.clear()  # the store knows them, too
    server.begun.add((room.code, token))


@router.get("/api/rooms/{code}/response")
async def kept_response(code: str, token: Annotated[str, TOKEN, Header()], server: Here) -> JSONResponse:
    """Give a phone its own response back, in whatever state the room is; revision 0 and null where there is none."""
    found = await server.room_named(code)
    revision, response = await run_in_threadpool(found.kept, token)
    return JSONResponse({"revision": revision, "response": response}, headers={"Cache-Control": "no-store"})


@router.post("/api/rooms/{code}/ticket")
async def use_ticket(code: str, shown: Shown, server: Here) -> dict[str, bool]:
    """Let a phone's token in; the same ticket and token again are the same use."""
    found = await server.room_named(code)
    await run_in_threadpool(Tickets(room=found).use, shown.ticket, shown.token)
    return {"in": True}


@router.get("/api/rooms/{code}/report")
async def room_report(code: str, server: Here) -> dict[str, Any]:
    """Give the released Report; 404 before the reveal."""
    found = await server.room_named(code)
    released = await run_in_threadpool(found.released)
    if released is None:
        raise NotFound(say("room.not_revealed"))
    return released


@router.get("/api/rooms/{code}/events")
async def room_events(code: str, request: Request, server: Here) -> StreamingResponse:
    """Send ticks: the room's state changed. Refused to one of very many from one network, whose page then asks."""
    found, address = await server.room_named(code), address_of(request)
    if server.streams.full(address):
        raise TooMany(say("room.too_many_listen"))
    return StreamingResponse(_present(found, address, server), media_type="text/event-stream", headers=EVENTS)


async def _present(room: Room, address: str, server: Server) -> AsyncIterator[str]:
    """Yield ticks to a phone, and let the facilitator's page count anew who is here when it comes and goes."""
    server.changed(room, phones=False)
    try:
        with server.streams.counted(address):
            async with aclosing(server.ticks.listen(room.lead)) as ticks:  # closed before the count is looked up
                async for tick in ticks:
                    yield tick
    finally:
        server.changed(room, phones=False)
