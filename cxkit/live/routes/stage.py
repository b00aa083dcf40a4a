"""The workshop's stage over HTTP: the step that is on, and what turns it.

GET  /api/stage/{code}           where the workshop stands (key needed, as for the presenter page)
POST /api/stage/{code}/{action}  steps: go, next, back, reveal; activities: open, reset …; wait, timer …
POST /api/presenter/{code}/lines/{action}  a wall's lines: list, hide, show, merge, apart, rename, choose; use: as the
                                 workshop's own list; vote, collect: what phones do
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from cxkit.book.commitments import Commitment, state
from cxkit.live.commitments import commitments
from cxkit.live.qr import picture as picture_of
from cxkit.live.qr import wifi
from cxkit.live.room import Look, Room
from cxkit.live.routes.access import Facilitators, Steering
from cxkit.live.routes.phones import Words
from cxkit.live.routes.server import Here, Server
from cxkit.live.series import Series
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.tasks import Tasks
from cxkit.live.tickets import link
from cxkit.live.timer import LONGEST
from cxkit.live.wall import Wall
from cxkit.words import direction, say, speaking, spoken_day

router = APIRouter()


class Asked(BaseModel):
    """What a control asks for: of which survey, or how long.

    to: the step to go to. seen: the step that the screen showed: once another one is on, next and back do nothing.
    sure: although people are still writing. screen: of comments, to lie over the step; "": none.
    """

    to: Annotated[str, Field(max_length=100)] = ""
    seen: Annotated[str, Field(max_length=100)] = ""
    sure: bool = False
    screen: Annotated[str, Field(max_length=100)] = ""
    survey: Annotated[str, Field(max_length=100)] = ""
    seconds: int = Field(default=0, ge=0, le=LONGEST)


class Edit(BaseModel):
    """What the facilitator does with lines of a list."""

    wall: Annotated[str, Field(max_length=100)] = ""
    keys: list[Words] = Field(default=[], max_length=500)
    words: Words = ""


@router.get("/api/stage/{code}")
async def stage(found: Facilitators, server: Here) -> dict[str, Any]:
    """Say where the workshop stands: its activities with counts and states, the timer."""
    return await run_in_threadpool(_seen, found, server)


@router.post("/api/stage/{code}/{action}")
async def steer_stage(
    action: Literal["go", "next", "back", "reveal", "open", "reset", "bring_back", "wait", "timer", "wall"],
    asked: Asked,
    found: Steering,
    server: Here,
) -> dict[str, Any]:
    """Do one thing, and return where the workshop stands then."""
    await run_in_threadpool(_do, found, action, asked, server)
    server.changed(found)
    return await run_in_threadpool(_seen, found, server)


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


def _do(room: Room, action: str, asked: Asked, server: Server) -> None:
    on = Stage.of(room)
    steps = Steps(stage=on, book=server.book)
    if action == "go":
        steps.go(asked.to, sure=asked.sure)
    elif action in {"next", "back"}:
        steps.move(1 if action == "next" else -1, seen=asked.seen, sure=asked.sure)
    elif action == "wait":
        steps.wait(sure=asked.sure)
    elif action == "timer":
        on.set_timer(asked.seconds)
    elif action == "wall":
        Wall(stage=on).show(asked.screen)
    elif action == "reveal":
        steps.reveal(sure=asked.sure)
    else:
        {"open": on.open, "reset": on.reset, "bring_back": on.bring_back}[action](asked.survey)


def _seen(room: Room, server: Server) -> dict[str, Any]:
    with room.store.one_look():
        return stage_view(room, server)[0]


def stage_view(room: Room, server: Server) -> tuple[dict[str, Any], Look | None]:
    """Return where the workshop of a room stands, as the stage may know it; and the room that phones answer now."""
    on = Stage.of(room)
    view, look = Steps(stage=on, book=server.book).view()
    url, wifi_ = server.base, server.wifi
    way: dict[str, Any] = {
        "url": url,
        "address": url.rpartition("//")[2],
        "code": room.lead,
        "qr": None if server.nowhere else picture_of(link(url, room)),
    }
    if other := on.said.workshop.second_language:
        with speaking(other):
            way |= {
                "second": {
                    "lang": other,
                    "dir": direction(other),
                    "scan": say("stage.scan"),
                    "room": say("stage.room"),
                    "no_network": say("presenter.no_network"),
                }
            }
    write = (view["step"] or {}).get("kind") == "commitments"
    written = commitments(on.lead) if write else None
    more = {
        "rehearsal": room.survey.rehearsal,
        "wall": Wall(stage=on).view(),
        "here": server.ticks.listening(room.lead),
        "commitments": [_line(one) for one in written.lines] if written else [],
        "earlier": list(map(_before, written.earlier, Series.of(on.lead).evidence())) if written else [],
        "join": way | {"wifi": wifi_ and {**wifi_, "qr": wifi(**wifi_)}},
    }
    return view | more, look


def _before(one: Commitment, evidence: dict[str, Any]) -> dict[str, Any]:
    return _line(one) | {"status": state(one.status), "evidence": evidence}


def _line(one: Commitment) -> dict[str, str]:
    day = spoken_day(one.by, say("summary.day")) if one.by else ""
    return {"what": one.what, "who": one.who, "by": day}
