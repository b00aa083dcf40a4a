"""The server behind the routes: its store, its rooms, and who hears of a change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from cxkit.book.editions import Editions
from cxkit.live.meanwhile import Meanwhile
from cxkit.live.room import Look, Room
from cxkit.live.serving.coalesce import Together
from cxkit.live.serving.device import DevicePace
from cxkit.live.serving.events import Ticks
from cxkit.live.serving.network import NO_NETWORK, is_here
from cxkit.live.serving.pace import Pace
from cxkit.live.serving.rate_limit import Door
from cxkit.live.serving.streams import Streams
from cxkit.live.stage import Answered, Stage
from cxkit.live.storage.store import Store
from cxkit.live.ways import Ways

MOST_KNOWN = 256
MOST_BEGUN = 50_000
EVENTS = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
"""Headers of ticks."""


@dataclass(kw_only=True)
class Server:
    """What the routes share: the store, which room "/" leads to, and where phones reach this server."""

    store: Store
    room: str
    bases: Sequence[str]
    editions: Editions | None
    ticks: Ticks
    door: Door
    entered: Callable[[Room], object] = lambda _: None
    """Called with the room whose facilitator's link has been used: it works once."""
    wifi: dict[str, str] | None = None
    """Name and password of the network that phones join first, as the facilitator has typed them."""
    chosen: str = ""
    """Which of its addresses the facilitator has chosen for phones; "": the likeliest."""
    known: dict[str, Room] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)
    device: DevicePace = field(init=False)
    streams: Streams = field(default_factory=Streams)
    begun: set[tuple[str, str]] = field(default_factory=set)
    """Responses that are there already, by room and token: theirs are no new ones."""
    ways: Ways = field(default_factory=Ways)
    joined: dict[str, int] = field(default_factory=dict)
    """How many had joined each room when it was first looked at here."""
    answered: Together[Answered] = field(init=False)
    """By a code, what phones with it answer now. Every phone asks, after every change."""
    meanwhile: Together[Meanwhile] = field(init=False)
    """By a code, what phones with it are told that have nothing to answer: they ask after every step, too."""

    def __post_init__(self) -> None:
        self.device = DevicePace(secret=self.door.secret)
        self.answered = Together(lambda code: Stage.answered(self.store, code))
        self.meanwhile = Together(self._meanwhile)

    def _meanwhile(self, code: str) -> Meanwhile:
        with self.store.one_look():
            return Meanwhile.of(self.store, code, self.book)

    @property
    def book(self) -> Path | None:
        """The folder of a built book, which has what stages say in every language; None: there is none."""
        return self.editions.built[self.editions.first] if self.editions else None

    def page_of_book(self, lang: str, page: str = "") -> str | None:
        """Return the address of a page of the book in the language that is best for one; None: it is not there."""
        place = self.editions and self.editions.place(lang, page or "index.html")
        found = self.editions and place and self.editions.found(place)
        there = self.editions and found and (self.editions.built[found[0]] / found[1]).is_file()
        return f"/book/{place}".removesuffix("index.html") if there else None

    @property
    def base(self) -> str:
        """Where phones are sent: the address that was chosen, while this server has it; else the likeliest."""
        return self.chosen if self.chosen in self.bases else self.bases[0]

    @property
    def nowhere(self) -> bool:
        """Whether this is a laptop in no network: no way that it could show leads a phone to it."""
        return bool(self.room) and self.base.startswith(NO_NETWORK)

    async def room_named(self, code: str) -> Room:
        """Return a room whose code, number and survey are right; its state may have moved on. Raises NotFound."""
        if code not in self.known:
            found = await self.room_now(code)
            if not await run_in_threadpool(found.settled):
                return found  # its set-up may still change
            if len(self.known) >= MOST_KNOWN:
                self.known.pop(next(iter(self.known)))
            self.known[found.code] = found
            return found
        return self.known[code]

    async def room_now(self, code: str) -> Room:
        """Return a room as it is in the store. Raises NotFound."""
        return await run_in_threadpool(Room.find, self.store, code)

    async def lead_of(self, room: Room) -> Room:
        """Return the room whose code is on the screen, which may be that very one."""
        return room if room.code == room.lead else await self.room_named(room.lead)

    def crowd(self, look: Look | None, invited: int | None) -> dict[str, Any] | None:
        """Return how many have joined, where they may be more than there are people, and why they may; else None.

        They are more than were "invited"; or many more than are "here", though twice as many as were at once are no
        surprise, because phones sleep and wake; or came by several "ways", and whoever came by two counts twice.
        Tickets make it needless, and people who are made up have no phones.
        """
        if look is None or look.room.ticketed or look.room.survey.rehearsal:
            return None
        joined, lead = look.progress.joined, look.room.lead
        most = self.ticks.most(lead)
        new = joined - self.joined.setdefault(look.room.code, joined)
        if invited is not None and joined > invited:
            return {"joined": joined, "n": invited, "why": "invited"}
        if most is not None and new > 2 * most + 10:
            return {"joined": joined, "n": most, "why": "here"}
        ways = [way for way in self.ways.of(look.room) if not is_here(way)] if self.room else ()  # on a laptop
        return {"joined": joined, "n": len(ways), "why": "ways"} if len(ways) > 1 else None

    def changed(self, room: Room, *, phones: bool = True) -> None:
        """Wake the facilitator's pages of a room, and the phones unless only they have something new."""
        if phones:
            self.ticks.tick(room.lead)
        self.ticks.tick(presenter_of(room.lead))


async def this_server(request: Request) -> Server:  # async, or it would run in a thread of its own for every request
    """Return the server behind a request."""
    return request.app.state.server  # type: ignore[no-any-return]


Here = Annotated[Server, Depends(this_server)]


def presenter_of(code: str) -> str:
    """Name the ticks of a room's presenter pages: phones need not wake for every answer of every other phone."""
    return f"{code}/presenter"
