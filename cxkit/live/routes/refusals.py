"""How a refusal is answered: in words for whoever asked, as a page where a page was asked for."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel

from cxkit.errors import Changed, NotAllowed, NotFound, RoomClosed, StillWriting, StoreError, TooMany
from cxkit.live.routes.access import address_of, code_of
from cxkit.live.routes.server import Server, this_server
from cxkit.live.serving.assets import page
from cxkit.words import say

_STATUS: dict[type[Exception], int] = {
    NotAllowed: 403, NotFound: 404, RoomClosed: 409, Changed: 409, StillWriting: 409, TooMany: 429, StoreError: 503,
}  # fmt: skip


class Refusal(BaseModel):
    """Why something was not done, in words for the person who asked. ask: it will be done for whoever is sure."""

    detail: str
    ask: bool = False


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refusal, "description": words}
    for status, words in {
        400: "The body cannot be read.",
        403: "Only for the facilitator of this room.",
        404: "There is no such room, or nothing is revealed yet.",
        409: "The room is closed, another screen was first, or people are still writing.",
        413: "The body is too large.",
        421: "The server does not go by this name.",
        422: "Not what the room's own pages send.",
        429: "Too much comes from this network: new responses or pages that listen.",
        503: "The answers cannot be kept or read at the moment.",
    }.items()
}
"""What the published OpenAPI says of them."""


async def malformed(_request: Request, _error: Exception) -> JSONResponse:
    """Say so in fixed words: what was sent may be somebody's answers, and is not repeated anywhere."""
    return JSONResponse({"detail": say("room.malformed")}, status_code=422)


async def refuse(request: Request, error: Exception) -> Response:
    """Answer a RoomError."""
    server, path, code = await this_server(request), request.url.path, code_of(request)
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 422)
    # Where answers are kept is nobody's business but the facilitator's.
    hushed = status == 503 and not path.startswith("/api/presenter/")
    words = say("room.not_kept") if hushed else str(error)
    guessed = status == 404 and code and not await _is_there(code, server)
    if guessed:
        server.door.wrong(address_of(request), code)
    asks = isinstance(error, StillWriting)
    if path.startswith("/api/"):
        return JSONResponse({"detail": words} | ({"ask": True} if asks else {}), status_code=status)
    title = say("door.one_moment") if path.startswith("/r/") else say("door.facilitators_page")
    if guessed:
        title, words = say("door.no_room"), say("door.check_code")
    return HTMLResponse(page("notice", title=title, words=words), status_code=status)


async def _is_there(code: str, server: Server) -> bool:
    try:
        return bool(await server.room_named(code))
    except NotFound:
        return False
