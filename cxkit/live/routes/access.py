"""Who may come in, and who is a room's facilitator."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from cxkit import words
from cxkit.errors import NotAllowed, NotFound, TooMany
from cxkit.live.openly import COLLECT
from cxkit.live.room import Room
from cxkit.live.routes.server import Here, Server
from cxkit.live.serving import device
from cxkit.live.serving.language import wishes
from cxkit.live.serving.network import is_here
from cxkit.live.serving.rate_limit import Door
from cxkit.live.storage.store import PREPARING
from cxkit.survey import workshop
from cxkit.words import preferred, say, speaking

COOKIE = "cxkit_"
"""A room's code follows: one browser may hold the keys of several rooms."""
BEGUN = "cxkit_begun_"
"""A room's code follows: a device's mark of how many have just begun on it."""
LET_IN = "cxkit_in_"
"""A room's code follows: the pass of a phone that has been let in."""


def code_of(request: Request) -> str:
    """Return the room's code in an address, in its path or as `?code=`, or nothing."""
    return str(request.path_params.get("code") or request.query_params.get("code", "")).strip().upper()


def address_of(request: Request) -> str:
    """Return where a request comes from."""
    return request.client.host if request.client else ""


def reached_at(request: Request) -> str:
    """Return the address of this machine at which a request has arrived, whatever it calls that."""
    return str((request.scope.get("server") or ("",))[0])


def way_of(request: Request) -> str:
    """Return by which address a browser knows itself here: this machine's own goes by a name or a number."""
    reached = reached_at(request)
    return str(request.url.hostname) if is_here(reached) else reached


def let_in(page: Response, code: str, request: Request) -> None:
    """Give a browser its pass; it says which room, and nothing of whose browser."""
    door: Door = request.app.state.server.door
    page.set_cookie(LET_IN + code, door.new_pass(code), httponly=True, samesite="lax", max_age=86400)


def hold_up(request: Request, answer: Response, server: Server, code: str, *, task: str = "") -> None:
    """Count a new response to a room, or to its task, and leave its mark on the device that it comes from.

    Raises TooMany where they begin on a device, or come from a network, faster than people do; on this machine never.
    A line for the wall leaves no mark: people write several.
    """
    address, name = address_of(request), BEGUN + code + ("_task" if task else "")
    if is_here(address):
        return
    if not task.startswith(COLLECT):
        mark = server.device.one_more(f"{code} {task}".strip(), request.cookies.get(name, ""))
        if not mark:
            raise TooMany(say("room.too_many_on_one"))
        place, lasts = f"/api/rooms/{code}", device.AT_ONCE * device.EVERY
        answer.set_cookie(name, mark, httponly=True, samesite="lax", path=place, max_age=lasts)
    if not server.pace.admits(address):
        raise TooMany(say("room.too_many_new"))


async def knock(request: Request) -> None:
    """Let an address that has tried many codes wait for each answer, unless this phone is in the room already."""
    server: Server = request.app.state.server  # not Here: every request passes, and that would double its price
    code, address = code_of(request), address_of(request)
    path: str = request.scope["path"]  # request.url would take longer
    keyed = path.startswith(("/present/", "/api/presenter/"))  # there it takes a key, which nobody guesses
    if not code or keyed or not server.door.delay(address):
        return
    with suppress(NotFound):  # a phone has joined by the code on the screen, and answers an activity
        lead = (await server.room_named(code)).lead
        # "/" leads to the laptop's own room anyway
        if lead == server.room or server.door.fits(lead, request.cookies.get(LET_IN + lead, "")):
            return
    await server.door.wait(address)


async def language_of(room: Room, server: Server) -> str:
    """Return the first language of the workshop's survey, where the catalogue has it; else English."""
    return preferred(workshop.language_of((await server.lead_of(room)).survey), words.languages())


def readers_language(room: Room, request: Request) -> str:
    """Return in which of a room's languages its phone speaks to somebody."""
    return preferred(wishes(request.headers), workshop.languages(room.survey))


async def _facilitators_room(code: str, request: Request, server: Here) -> AsyncIterator[Room]:
    """Give the room, if the browser holds a key of that very room, or of the lead room whose activity it is.

    What is said meanwhile is in the workshop's language.
    """
    room = keyed = None
    with suppress(NotFound):
        room = await server.room_named(code)
        keyed = await run_in_threadpool(Room.of_key, server.store, request.cookies.get(COOKIE + room.lead, ""))
    if not room or not keyed or keyed.code != room.lead:
        raise NotAllowed(say("room.key_needed"))
    lang = await language_of(room, server)
    if keyed.state == PREPARING:  # nobody has chosen one yet: whoever sets it up reads their own
        lang = preferred(f"{wishes(request.headers)},{lang}", workshop.languages(keyed.survey))
    with speaking(lang):
        yield keyed if code == room.lead else await server.room_now(code)


Facilitators = Annotated[Room, Depends(_facilitators_room)]


async def _steering(found: Facilitators, x_cxkit: Annotated[str | None, Header()] = None) -> Room:
    """Return the room, if a page of ours asks: the header X-Cxkit is one that a form on another page cannot send."""
    if x_cxkit is None:
        raise NotAllowed(say("room.header_needed"))
    return found


Steering = Annotated[Room, Depends(_steering)]
