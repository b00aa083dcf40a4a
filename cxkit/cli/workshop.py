"""`cxkit workshop` runs a room on this laptop, `cxkit serve` many on a server."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from cxkit.book.build import build_book
from cxkit.book.languages import book_language
from cxkit.book.lock import Lock
from cxkit.cli import PORT
from cxkit.cli.data import kept_in
from cxkit.cli.progress import bar
from cxkit.errors import CxkitError, RoomError
from cxkit.live.laptop import Laptop
from cxkit.live.made_up import Crowd
from cxkit.live.prepared import found
from cxkit.live.rehearsal import Rehearsal
from cxkit.live.room import Room
from cxkit.live.serving.network import answers, listen_from
from cxkit.live.serving.open_files import raise_limit
from cxkit.live.setup import Setup, make_room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import OPEN, PREPARING, Store
from cxkit.live.walk import Walk
from cxkit.live.workers import host
from cxkit.survey.workshop import Workshop
from cxkit.survey.workshop_file import load_workshop, read_workshop
from cxkit.words import FIRST, say


def run(options: Namespace) -> None:
    """Run a room on this laptop until Ctrl-C; one that is not finished, or a new one."""
    raise_limit()
    store = Store(kept_in(options))
    start = Lock.in_turn(Path(store.place, "running-start"))  # or two starts at once would make a room each
    room, key = _room(store, options)  # before the book: a mistake is told at once, not after the building
    running = RoomError(
        f"Room {room.code} is running already on this computer. Use the terminal where it was started, or stop it "
        "there first. For another room beside it: --new"
    )
    lock = Lock(Path(store.place, f"running-{room.code}"), running)
    start.release()
    book = None if options.no_book else _book(book_language(Setup(room=room).workshop().language))
    wanted = options.port or room.port
    try:
        doors, why = listen_from(wanted)
    except OSError as error:
        raise RoomError(f"{error} Choose another with --port, such as {PORT}.") from None
    port = doors[0].getsockname()[1]
    if why:
        print(f"Port {wanted} {why}, so this room is at {port}.")
    store.change(room.id, lambda _: {"port": port}).result()  # after a restart phones find it again
    print(f"The answers are kept in {store.place}.")
    with _rehearsing(room, f"http://127.0.0.1:{port}", options) if options.demo else nullcontext():
        Laptop(
            store, room, key=key, port=port, book=book, browser=not options.no_browser, another_book=_book
        ).until_stopped(doors)
    lock.release()
    if options.demo:
        print(f"\nStopped. Nobody real has answered; cxkit rooms {room.code} --delete removes the rehearsal.")
    else:
        print(f"\nStopped. The answers are safe; the same command carries on with room {room.code}.")


def _rehearsing(room: Room, base: str, options: Namespace) -> ExitStack:
    """Let made-up people come, and go through the run sheet if that is wished."""
    people, pace = options.demo_people, options.demo_pace
    crowd = Crowd(people=people, leaders=min(options.demo_leaders, people))
    seconds = min(options.demo, pace * 0.6) if pace else options.demo  # else nobody is finished when it goes on
    there = ExitStack()
    lang = Setup(room=room).workshop().language
    there.enter_context(Rehearsal(base, room.code, seconds=seconds, crowd=crowd, lang=lang))
    print(f"{people} made-up people, of whom {crowd.leaders} lead, will join and answer within {seconds:g} seconds.")
    if pace:
        there.enter_context(Walk(base, room.code, room.new_key(), pace=pace))
        print(f"The stage goes on by itself, every {pace} seconds.")
    return there


def serve(options: Namespace) -> None:
    """Host the rooms of a database until SIGTERM or Ctrl-C."""
    raise_limit()
    host(
        options.store or "",
        address=options.address or f"http://{options.listen}:{options.port}",
        listen=options.listen,
        port=options.port,
        workers=max(1, options.workers),
        book=None if options.no_book else _book(),
    )


def _room(store: Store, options: Namespace) -> tuple[Room, str]:
    """Return the room to carry on with and a new key, or a new room. Raises RoomError where that room runs already."""
    named = ("survey", "title", "teams", "leaders-from-two")
    given = {name: value for name in named if (value := getattr(options, name.replace("-", "_"))) is not None}
    room, others = _found(store, options)
    said = bool(given or options.file)
    if room and answers(room.port, f"/api/rooms/{room.code}"):
        raise RoomError(
            f"Room {room.code} is running already, at http://127.0.0.1:{room.port}. Use the terminal "
            "where it was started, or stop it there first. For another room beside it: --new"
        )
    for other in others:
        code = other.code
        print(
            f"Also there: {_told(other)}. Carry on with it: --room {code}. Leave it out: cxkit rooms {code} --put-away."
        )
    if room is None:
        workshop = _workshop(options, given)
        state = OPEN if said or options.at_once or options.demo else PREPARING
        return make_room(store, workshop, port=options.port or PORT, state=state)
    print(f"Carrying on with {_told(room)}.")
    print("For a new one, stop and start with --new (make workshop ARGS=--new).")
    if room.store.begun(room.lead):
        ignored = [*filter(None, [options.file]), *(f"--{name}" for name in given)]
        if ignored:
            print(f"It keeps what it was opened with: {' and '.join(ignored)} not used. For a new room: --new.")
    elif said or (options.at_once and room.state == PREPARING):  # nobody has joined: it is as good as new
        Setup(room=room).set_up(_workshop(options, given))
    return Room.find(store, room.code), room.new_key()


def _found(store: Store, options: Namespace) -> tuple[Room | None, list[Room]]:
    """Return the room to carry on with, if there is one, and others that are not finished."""
    chosen = Stage.of(Room.find(store, options.room)) if options.room else None
    if chosen:
        chosen.put_away(False)
    rooms = [] if options.demo else found(store, chosen.lead.code if chosen else "")
    return (None, rooms) if options.new or not rooms else (rooms[0], rooms[1:])


def _told(room: Room) -> str:
    answered = room.progress().answered
    return f"room {room.code}, {room.state}, made {room.opened:%A %d %B %H:%M}, {answered} answered"


def _workshop(options: Namespace, given: Mapping[str, Any]) -> Workshop:
    """Return what the file and the options say."""
    raw = {name.replace("-", "_"): value for name, value in given.items()}
    at_once = {"paced": False} if options.at_once or options.demo else {}
    workshop = load_workshop(options.file, raw) if options.file else read_workshop({**at_once, **raw})
    if not options.demo:
        return workshop
    made_up = say("stage.rehearsal", lang=workshop.language)  # every screen says it
    title = f"{made_up} ({options.title})" if options.title else made_up
    survey = replace(workshop.survey, rehearsal=True)
    return replace(workshop, survey=survey, title=title, tickets=False)  # made-up people have none


def _book(lang: str = FIRST) -> Path | None:
    """Build the book where it has changed. A room must not fail for its book: on an error there is none."""
    try:
        return build_book(user_cache_path("cxkit") / "book", say=print, progress=bar, lang=lang)
    except (CxkitError, OSError) as error:
        print(f"cxkit: the room starts without the book. {error}", file=sys.stderr)
        return None
