"""The room's pages: for phones, the facilitator, the projector and the printer.

GET  /                               to the room's phone page
GET  /r/{code}                       the phone page
GET  /f/{key}                        the facilitator's link, once: a cookie, then the presenter page
GET  /present/{code}                 the presenter page: the facilitator's own
GET  /console/{code}                 where it was until version 0.2
GET  /stage/{code}                   what the room sees of the step that is on, for the projector
GET  /publish/{code}                 the facilitator's private page of the team's book; …/team-book.zip (.pptx, .xlsx)
GET  /peers/{code}                   what the rooms of one organisation have revealed, side by side
GET  /comments/{code}                the facilitator's private page of comments
GET  /setup/{code}                   setting the room up
GET  /slips/{code}  /form/{code}     to print: slips that say how to join, the survey as a form
GET  /paper/{code}                   typing forms in
GET  /commitments/{code}             what the group will do, for the projector
GET  /static/{file}                  their scripts and style sheets
"""

import re
import threading
from contextlib import suppress
from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from cxkit.errors import NotAllowed, NotFound
from cxkit.live.paper import SLIPS, Paper
from cxkit.live.peers import named, peers
from cxkit.live.publishing import Publishing
from cxkit.live.room import Room, mark, spelled
from cxkit.live.routes.access import (
    COOKIE,
    Facilitators,
    address_of,
    code_of,
    language_of,
    let_in,
    reached_at,
    readers_language,
    way_of,
)
from cxkit.live.routes.phones import answered_now
from cxkit.live.routes.server import Here, Server
from cxkit.live.serving import assets
from cxkit.live.serving.assets import page
from cxkit.live.serving.language import switched, ways
from cxkit.live.serving.network import is_here, own_names
from cxkit.live.stage import Stage
from cxkit.live.storage.store import OPEN, PREPARING
from cxkit.reports.side_by_side import beside
from cxkit.survey.workshop import languages
from cxkit.words import say, speaking, spoken

router = APIRouter(include_in_schema=False)
MEMORY = "cxkit_token_"
"""The lead room's code follows: a phone's own token, which its script keeps (cxkit/static/memory.js)."""
BY_READER = {"Vary": "accept-language,cookie"}


@router.get("/")
async def front_door(server: Here, code: str = "") -> Response:
    """Lead whoever typed the short address to the room; where there are many, ask for its code."""
    code = re.sub(r"[\s-]", "", code).upper()  # however its groups of letters were typed
    if server.room or code.isalpha():
        return RedirectResponse(f"/r/{server.room or code}")
    return HTMLResponse(page("front_door"), headers=BY_READER)


@router.get("/r/{code}")
async def phone_page(code: str, request: Request, server: Here) -> Response:
    """Show participants what they answer now, or are asked besides, that they wait, or where to show a ticket."""
    code = code_of(request)
    if led := _by_number(request, server) or switched(request):
        return led
    now, task = await server.answered(code)
    room = now or await server.room_named(code)
    enters = not room.ticketed or "in" in request.query_params
    if not enters:
        enters = await run_in_threadpool(server.store.is_in, room.lead, request.cookies.get(MEMORY + room.lead, ""))
    answers = now is not None and (now.state == OPEN or await run_in_threadpool(_looks_back, now, request))
    offered = languages(room.survey)
    shown = "ticket" if not enters else "task" if task else "phone" if answers else "waiting"
    began, kinds = None, room.survey.kinds
    if shown == "phone":
        began = await run_in_threadpool(_began, room, request, server)
        if len(kinds) > 1 and not await run_in_threadpool(_looks_back, room, request):
            kinds = (room.survey.dimensions[0].kind,)  # the others while that is read (cxkit/static/phone.js)
    with speaking(readers_language(room, request)):
        told = {"task": task, "closed": now and _title(now), "ways": ways(request, offered), "began": began}
        answer = HTMLResponse(page(shown, kinds=kinds, **told), headers=BY_READER)
    if shown == "phone":  # it asks for the room at once, not only when its script has come
        answer.headers["Link"] = f"</api/rooms/{code}>; rel=preload; as=fetch; crossorigin"
    let_in(answer, code, request)
    return answer


def _looks_back(room: Room, request: Request) -> bool:
    """Say whether this phone has answers in a room; `?mine`: it says so itself."""
    token = request.cookies.get(MEMORY + (room.lead if room.ticketed else room.code), "")
    return "mine" in request.query_params or bool((room.kept(token)[1] or {}).get("answers"))


def _began(room: Room, request: Request, server: Server) -> list[str] | None:
    """Return where else a phone may have begun an activity, while that leads there; None: it cannot have, as we see."""
    if not server.room or room.ticketed:
        return None
    mine, reached = way_of(request), reached_at(request)
    on_this_machine = address_of(request) == reached or is_here(address_of(request))
    others = [way for way in sorted(server.ways.of(room)) if way != mine and (on_this_machine or not is_here(way))]
    if not others or _looks_back(room, request):
        return None
    there = {urlsplit(base).hostname for base in server.bases}
    return [str(request.url.replace(hostname=way, query="")) for way in others if way in there or is_here(way)]


def _title(room: Room) -> str:
    """Return what an activity is called, in the reader's language where its survey speaks it."""
    return room.survey.title.said(spoken())


def _by_number(request: Request, server: Server) -> Response | None:
    """Lead to the same page at the address on the screen, whoever has come there by a name of this laptop.

    A browser knows itself by the address: whoever came by the name and by the number would count twice.
    """
    reached, asked = reached_at(request), request.url
    base = next((base for base in server.bases if urlsplit(base).hostname == reached), "")
    if not server.room or not base or asked.hostname not in own_names():
        return None
    return RedirectResponse(f"{base}{asked.path}" + (f"?{asked.query}" if asked.query else ""))


@router.get("/f/{key}")
async def enter(key: str, request: Request, server: Here) -> Response:
    """Give the browser a key in a cookie for a link that works once: whoever sees it later, in a history, has nothing.

    A page that moves on by itself, not a redirect: after a redirect from another site (a chat, a mail) browsers would
    hold a strict cookie back.
    """
    key = spelled(key)
    theirs = next((value for value in request.cookies.values() if value.startswith(mark(key))), "")
    try:
        if theirs:  # they have used it before
            room = await run_in_threadpool(Room.of_key, server.store, theirs)
        else:
            await server.door.wait(address_of(request))
            room, theirs = await run_in_threadpool(Room.entered, server.store, key)
            await run_in_threadpool(server.entered, room)
    except NotFound:
        server.door.wrong(address_of(request), key)
        raise NotAllowed(say("door.no_key")) from None
    with speaking(await language_of(room, server)):
        answer = HTMLResponse(page("enter", code=room.code))
    secure = request.url.scheme == "https"
    let_in(answer, room.code, request)
    answer.set_cookie(COOKIE + room.code, theirs, httponly=True, secure=secure, samesite="strict", max_age=7 * 86400)
    return answer


@router.get("/present/{code}")
async def presenter(found: Facilitators, server: Here) -> Response:
    """Show the facilitator's own page; of a room that is not set up yet, the form."""
    if found.state == PREPARING:
        return RedirectResponse(f"/setup/{found.code}")
    if server.editions:  # somebody may have chosen its language a moment ago
        threading.Thread(target=server.editions.want, args=(spoken(),), daemon=True).start()
    return HTMLResponse(page("presenter"))


@router.get("/console/{code}")
async def console(code: str) -> Response:
    """Lead who kept the address of version 0.2 to the presenter page."""
    return RedirectResponse(f"/present/{code}")


@router.get("/comments/{code}", name="moderation")
@router.get("/commitments/{code}", name="commitments")
@router.get("/paper/{code}", name="paper")
@router.get("/publish/{code}", name="publishing")
@router.get("/setup/{code}", name="setup")
@router.get("/stage/{code}", name="stage")
async def facilitators_page(request: Request, _found: Facilitators) -> HTMLResponse:
    """Show the page that the route is named after."""
    return HTMLResponse(page(request.scope["route"].name))


@router.get("/peers/{code}")
async def rooms_beside(found: Facilitators, request: Request, server: Here) -> HTMLResponse:
    """Show what the rooms of one organisation have revealed: of a server, those whose keys this browser has."""

    def has_key(lead: Room) -> bool:
        with suppress(NotFound):
            return Room.of_key(server.store, request.cookies.get(COOKIE + lead.code, "")).code == lead.code
        return False

    def shown() -> str:

        lead = Stage.of(found).lead
        rooms = peers(server.store, lead.organisation, (lambda _: True) if server.room else has_key)
        return page(
            "peers",
            tables=[beside(named(own)) for own in rooms.values()],
            organisation=lead.organisation,
            code=lead.code,
        )

    return HTMLResponse(await run_in_threadpool(shown))


@router.get("/publish/{code}/team-book.{kind}")
async def team_book(found: Facilitators, kind: Literal["zip", "pptx", "xlsx"]) -> FileResponse:
    """Give the team's book as one file, its slides or its workbook, once they are made."""
    file = await run_in_threadpool(lambda: Publishing(stage=Stage.of(found)).file(kind))
    if file is None:
        raise NotFound(say("room.no_book"))
    return FileResponse(file, filename=f"team-book-{found.code}.{kind}", headers={"Cache-Control": "no-store"})


@router.get("/paper")
async def paper(server: Here) -> Response:
    """Lead to the page for typing forms in: those of the activity that is on."""
    now = await answered_now(server.room, server) if server.room else None
    code = now.code if now else server.room
    return RedirectResponse(f"/paper/{code}" if code else "/")


@router.get("/slips/{code}")
async def slips(
    found: Facilitators,
    server: Here,
    language: str = "",
    count: Annotated[int, Query(ge=1, le=400)] = SLIPS,
) -> HTMLResponse:
    """Show slips to print and cut."""
    paper = Paper(room=found, language=language)
    return HTMLResponse(await run_in_threadpool(paper.slips, server.base, count, laptop=bool(server.room)))


@router.get("/form/{code}")
async def form(found: Facilitators, language: str = "") -> HTMLResponse:
    """Show the survey as a form to print."""
    return HTMLResponse(await run_in_threadpool(Paper(room=found, language=language).form))


@router.get("/static/{file}")
async def static(file: str, request: Request, lang: str = "", kinds: str | None = None) -> Response:
    """Give a script or a style sheet; a script with its words in one language or in all, and with some kinds or all."""
    text, kind, tag = assets.asset(file, lang, kinds)
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(text, media_type=kind, headers={"ETag": tag})
