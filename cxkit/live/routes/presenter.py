"""What the facilitator's pages ask of the live room over HTTP; each call needs a key of the room.

GET  /api/presenter/{code}           state and progress
GET  /api/presenter/{code}/events    ticks for these pages: anything changed
POST /api/presenter/{code}/{action}  close, reopen, reveal; show: the picture, while the room stays open
POST /api/presenter/{code}/comments/list      how many, and once read their texts
POST /api/presenter/{code}/comments/{action}  read, show, hide; hold: one of them
POST /api/presenter/{code}/device    a way in for one more of the facilitator's devices
POST /api/tickets/{code}             one more ticket, to be shown
PUT  /api/presenter/{code}/network   the network that phones join first
PUT  /api/presenter/{code}/address   which of this server's addresses phones are sent to
GET  /api/setup/{code}               what the set-up form shows; PUT: what it sends
PUT  /api/setup/{code}/words         the workshop's own words in place of examples
POST /api/setup/{code}/new           one more room, to be set up
POST /api/series/{code}/follow       the follow-up: what was promised, and what has changed since
POST /api/setup/{code}/answers       what a file of a survey tool holds; take: take its answers in
GET  /api/paper/{code}               what the page for typing forms in shows; PUT: what it sends
GET  /api/publish/{code}             how far the team's book is; POST …/make: make it
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import Base64Bytes, BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from cxkit.errors import NotFound, RoomError, SetupError
from cxkit.live.forecast import forecast, to_ask
from cxkit.live.moderation import Moderation
from cxkit.live.pairing import pairs
from cxkit.live.paper import Paper
from cxkit.live.publishing import Publishing
from cxkit.live.qr import picture
from cxkit.live.releases import Update
from cxkit.live.room import Room
from cxkit.live.routes.access import Facilitators, Steering
from cxkit.live.routes.phones import Sent
from cxkit.live.routes.server import EVENTS, Here, Server, presenter_of
from cxkit.live.routes.stage import stage_view
from cxkit.live.series import Series
from cxkit.live.setup import Setup
from cxkit.live.stage import Stage
from cxkit.live.steps import Steps
from cxkit.live.storage.store import OPEN
from cxkit.live.tasks import Tasks
from cxkit.live.tickets import Tickets, link
from cxkit.live.wall import Wall
from cxkit.words import say, spoken

router = APIRouter()


class Asked(BaseModel):
    """What the page of comments sends: names to mark as well (never kept); the comment to hold back or not.

    Or a theme, and what becomes of it: another name, whether it is hidden, and which other one it is part of.
    """

    names: list[Annotated[str, Field(max_length=100)]] = Field(default=[], max_length=200)
    comment: str = ""
    back: bool = True
    theme: str = ""
    name: str | None = None
    hidden: bool | None = None
    into: str | None = None


class Wifi(BaseModel):
    """The network that phones join first. Without a name it is said nowhere."""

    name: str = Field(max_length=32)
    password: str = Field(default="", max_length=63)


class Address(BaseModel):
    """One of the server's addresses."""

    url: str = Field(max_length=200)


class SentSetup(BaseModel, extra="allow"):
    """What the set-up form sends: the keys of a workshop file, which its reader checks."""


class SentAnswers(BaseModel):
    """A file that a survey tool wrote, and what the facilitator says of its columns and values, if that is needed."""

    name: str = Field(max_length=300)
    file: Base64Bytes
    survey: str = Field(default="", max_length=100)
    mapping: dict[str, dict[str, str]] = Field(default={}, max_length=1000)
    take: bool = False


@router.get("/api/presenter/{code}")
def presenter_data(asked: Facilitators, server: Here) -> dict[str, Any]:
    """Give what the facilitator's page shows: counts, never answers; of the activity that the step is about, or is on.

    say, next: what to say at this step, and the one that follows, or None. left: as `Steps.left` has it. forecast: as
    `cxkit.live.forecast` has it, until something is revealed. lines: those of the wall that the step is about, or None.
    """
    with asked.store.one_look():
        return _presented(asked, server)


def _presented(asked: Room, server: Server) -> dict[str, Any]:
    steps = Steps(stage=Stage.of(asked), book=server.book)
    stage, look = stage_view(steps.stage.lead, server)
    here, coming = stage["at"], steps.all[stage["at"] + 1 :]
    about = steps.all[here]["survey"] if here >= 0 else ""
    codes = {one["survey"]: one["code"] for one in stage["activities"] if "code" in one}
    of = next((id for id in (about, stage["now"], asked.survey.id) if id in codes), "")
    code = asked.code if asked.lead != asked.code else codes.get(of, asked.code)
    seen = Room.look(asked.store, [code])[code]
    room = seen.room
    revealing = about or stage["now"] or next((step["survey"] for step in coming if step["survey"]), room.survey.id)
    told = [] if revealing == room.survey.id and seen.pictures else forecast(steps.stage.lead, revealing)
    later = to_ask(steps.stage.lead, (one["survey"] for one in coming if one["survey"] not in ("", None, revealing)))
    return {
        "stage": stage,
        "say": steps.all[here]["say"] if here >= 0 else "",
        "next": coming[0] if coming else None,
        "lines": Tasks(stage=steps.stage).moderated(stage["wall_of"]["list"]) if stage.get("wall_of") else None,
        "left": steps.left(),
        "forecast": told + later,
        "invited": steps.stage.invited,
        "code": room.code,
        "join": asked.lead,
        "survey": room.survey.id,
        "waiting": stage["now"] is None,
        "here": stage["here"],
        "title": room.title,
        "state": room.state,
        "rehearsal": room.survey.rehearsal,
        **vars(seen.progress),
        "late": 0 if room.state == OPEN else Paper(room=room).typed()["late"],
        "threshold": room.survey.confidentiality.scores,
        "batch": room.survey.confidentiality.batch,
        "picture": vars(room.update() if seen.pictures else Update()),
        "addresses": [server.base, *(url for url in server.bases if url != server.base)],
        "wifi": server.wifi,
        "near": server.room != "",  # phones come by the network of this laptop
        "tickets": Tickets(room=asked).counts(),
        "crowd": server.crowd(look, steps.stage.invited),
        "book": server.page_of_book(spoken()),
        "comments": room.survey.comments_per_dimension,
        "comments_read": seen.comments_read,
        "screens": [
            {name: one[name] for name in ("screen", "title", "n", "of")} for one in Wall(stage=steps.stage).screens()
        ],
        "again": Series.of(asked).offer(shown=any(one.get("shown") for one in stage["activities"])),
        "trouble": server.store.trouble,
    }


@router.put("/api/presenter/{code}/network")
async def say_wifi(sent: Wifi, found: Steering, server: Here) -> dict[str, str]:
    """Show how to come into the network, until the server stops: it is kept nowhere."""
    server.wifi = sent.model_dump() if sent.name else None
    server.changed(found, phones=False)
    return {"name": sent.name}


@router.put("/api/presenter/{code}/address")
async def choose_address(sent: Address, found: Steering, server: Here) -> dict[str, str]:
    """Send phones to one of this server's addresses, until it stops; to the likeliest where it has no such one."""
    server.chosen = sent.url
    server.changed(found, phones=False)
    return {"url": server.base}


@router.post("/api/presenter/{code}/device")
async def another_device(found: Steering, server: Here) -> dict[str, str]:
    """Return an address that lets one more device steer, with its QR code: it works once, for some ten minutes."""
    if server.nowhere:
        raise RoomError(say("presenter.no_network"))
    lead = await server.room_now(found.lead)
    url = f"{server.base}/f/{await run_in_threadpool(lead.short_key)}"
    return {"address": url.rpartition("//")[2], "qr": picture(url)}


@router.post("/api/tickets/{code}")
async def show_ticket(found: Steering, server: Here) -> dict[str, str]:
    """Make one more ticket, and return it with its QR code."""
    if not found.ticketed:
        raise NotFound(say("room.no_tickets"))
    (ticket,) = await run_in_threadpool(Tickets(room=found).more, 1)
    server.changed(found, phones=False)
    return {"ticket": ticket, "qr": "" if server.nowhere else picture(link(server.base, found, ticket))}


@router.get("/api/setup/{code}")
def setup_form(found: Facilitators, server: Here) -> dict[str, Any]:
    """Give what the set-up form shows."""
    return Setup(room=found).form(server.book)


@router.put("/api/setup/{code}")
async def set_up(sent: SentSetup, found: Steering, server: Here) -> dict[str, str]:
    """Set the room up and open it, unless somebody has joined; the short address leads to it from then on."""
    await run_in_threadpool(Setup(room=found).change, sent.model_dump())
    server.room = server.room and found.code
    server.changed(found)
    return {"state": (await server.room_now(found.code)).state}


@router.put("/api/setup/{code}/words")
def own_words(sent: SentSetup, found: Steering, server: Here) -> dict[str, str]:
    """Put the workshop's own words in place of examples: `lists` of a workshop file."""
    Setup(room=found).reword(sent.model_dump().get("lists", {}))
    server.changed(found, phones=False)
    return {"state": found.state}


@router.get("/api/paper/{code}")
def paper_data(found: Facilitators) -> dict[str, Any]:
    """Give what the page for typing forms in needs."""
    return Paper(room=found).typing()


@router.put("/api/paper/{code}")
async def save_paper(sent: Sent, found: Steering, server: Here) -> dict[str, int]:
    """Keep a form that was typed in, marked as paper. Returns how many there are when it is on the disk, and late."""
    typed = Paper(room=found)
    await run_in_threadpool(typed.keep, sent.token, sent.revision, sent.response)
    server.changed(found, phones=False)
    return await run_in_threadpool(typed.typed)


@router.post("/api/setup/{code}/answers")
async def bring_answers(request: Request, found: Steering, server: Here) -> dict[str, Any]:
    """Say what a file holds, or take its answers in."""
    from cxkit.live.brought import Brought  # noqa: PLC0415  (pandas: not needed to answer phones)

    # Not among the parameters: a large body is read only once it is known that the facilitator sent it.
    try:
        sent = SentAnswers.model_validate_json(await request.body())
    except ValidationError as error:
        raise SetupError(say("setup.no_file")) from error
    brought = Brought(room=found, file=sent.file, name=sent.name, mapping=sent.mapping)
    if not sent.take:
        return await run_in_threadpool(brought.look, sent.survey)
    people = await run_in_threadpool(brought.take)
    server.changed(found)
    return {"people": people}


@router.post("/api/setup/{code}/ask")
def ask_leaders(found: Steering, server: Here) -> dict[str, str]:
    """Have leaders asked whether they agree to be shown, in what has not been begun."""
    Setup(room=found).ask_leaders()
    server.changed(found, phones=False)
    return {"state": found.state}


@router.post("/api/setup/{code}/{action}")
def new_room(action: Literal["new"], found: Steering) -> dict[str, str]:
    """Make one more room, to be set up; this one goes on. Returns the facilitator's link to it."""
    return {"link": f"/f/{Setup(room=found).another()}"}


@router.post("/api/series/{code}/follow")
def follow_up(found: Steering) -> dict[str, str]:
    """Open the follow-up of a workshop, or the one that there is. Returns the facilitator's link to it."""
    return {"link": f"/f/{Series.of(found).follow()}"}


@router.get("/api/publish/{code}")
def book_state(found: Facilitators, server: Here) -> dict[str, Any]:
    """Say how far the team's book is."""
    return Publishing(stage=Stage.of(found)).view() | {"book": server.book is not None}


@router.post("/api/publish/{code}/{action}")
def make_book(action: Literal["make"], found: Steering, server: Here) -> dict[str, Any]:
    """Begin to make the team's book."""
    return Publishing(stage=Stage.of(found)).start() | {"book": server.book is not None}


@router.get("/api/presenter/{code}/events")
async def presenter_events(found: Facilitators, server: Here) -> StreamingResponse:
    """Send ticks: anything in the room changed."""
    ticks = server.ticks.listen(presenter_of(found.lead))
    return StreamingResponse(ticks, media_type="text/event-stream", headers=EVENTS)


@router.post("/api/presenter/{code}/{action}")
async def steer(
    action: Literal["close", "reopen", "reveal", "show"],
    found: Steering,
    server: Here,
) -> dict[str, str]:
    """Close, reopen, reveal, or show while open."""
    steps: dict[str, Callable[[], Any]] = {
        "close": found.close,
        "reopen": lambda: Stage.of(found).open(found.survey.id, again=True),
        "reveal": lambda: found.reveal(pairs=pairs(found)),
        "show": found.show,
    }
    await run_in_threadpool(steps[action])
    server.changed(found)
    return {"state": (await server.room_now(found.code)).state}


@router.post("/api/presenter/{code}/comments/{action}")
async def moderate(
    action: Literal["list", "read", "hold", "show", "hide", "theme"],
    asked: Asked,
    found: Steering,
    server: Here,
) -> dict[str, Any]:
    """Do something with the comments, and return what the facilitator's private page shows then."""
    comments = Moderation(room=found)
    if action == "hold":
        await run_in_threadpool(comments.hold, asked.comment, asked.back)
    elif action == "theme":
        change = {name: value for name in ("name", "hidden", "into") if (value := getattr(asked, name)) is not None}
        await run_in_threadpool(lambda: comments.theme(asked.theme, **change))
    elif action != "list":
        await run_in_threadpool({"read": comments.read, "show": comments.show, "hide": comments.hide}[action])
    if action != "list":
        server.changed(found, phones=False)
    return await run_in_threadpool(comments.view, asked.names)
