"""`cxkit rooms`: what is kept can be seen, taken out and deleted for good; and a server's rooms are opened."""

import shutil
import sys
from argparse import Namespace
from pathlib import Path

from cxkit.cli import SURVEY
from cxkit.cli.data import kept_in
from cxkit.errors import NotFound, RoomError, did_you_mean, listing
from cxkit.live.peers import peers
from cxkit.live.publishing import editions
from cxkit.live.response import answers_table
from cxkit.live.room import Room
from cxkit.live.setup import make_room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.reports.side_by_side import side_by_side
from cxkit.responses.written import write_answers
from cxkit.survey.workshop_file import read_workshop


def run(options: Namespace) -> None:
    """List the rooms, or open, export or delete one."""
    if (options.delete or options.export or options.link or options.put_away) and not options.room:
        raise RoomError("Say which room, by its code: cxkit rooms CODE --delete. cxkit rooms lists them.")
    with Store(kept_in(options)) as store:
        if options.open:
            if not options.store or not options.address:
                raise RoomError(
                    "--open is for a hosted server: say which with --store and --address, or $CXKIT_STORE and "
                    "$CXKIT_ADDRESS. On this laptop, cxkit workshop opens a room."
                )
            said = {"survey": options.survey or SURVEY, "title": options.open, "paced": False}
            said |= {"teams": options.teams} if options.teams else {}
            room, key = make_room(store, read_workshop(said), port=0)
            print(f"Room {room.code} is open: {options.address}/r/{room.code}")
            print(f"The facilitator's link, for the facilitator only, and once: {options.address}/f/{key}")
        elif options.link:
            room = Room.find(store, Room.find(store, options.room).lead)
            print(f"{options.address or f'http://127.0.0.1:{room.port}'}/f/{room.new_key()}")
        elif options.delete:
            _delete(Room.find(store, options.room), sure=options.yes)
        elif options.put_away:
            Stage.of(Room.find(store, options.room)).put_away()
            print(f"Room {options.room} is put away: it starts again only with cxkit workshop --room {options.room}.")
        elif options.export:
            _export(Room.find(store, options.room), Path(options.export), sure=options.yes)
        elif options.organisation:
            _side_by_side(store, options.organisation)
        else:
            kept = [(room, opened) for room, opened in Room.every(store) if options.room in {None, room.code}]
            for room, opened in kept:
                people = room.progress().answered
                of = "" if room.lead == room.code else f" (in the workshop {room.lead})"
                name = " · ".join(filter(None, (Stage.of(room).lead.organisation, room.title)))
                print(f"{room.code}  {opened:%Y-%m-%d %H:%M}  {room.state:<9}  {people:>4} answered  {name}{of}")
            print("" if kept else f"There is no room in {store.place}.")


def _side_by_side(store: Store, organisation: str) -> None:
    """Print what the rooms of one organisation have revealed, the earliest first; a table for each survey."""
    known = sorted({room.organisation for room, _ in Room.every(store)} - {""})
    if organisation not in known:
        raise NotFound(
            f'There is no room of "{organisation}". There are rooms of: {listing(known) or "no organisation"}.'
            + did_you_mean(organisation, known)
        )
    found = peers(store, organisation)
    if not found:
        raise NotFound(f"No room of {organisation} has been revealed yet. Reveal results first.")
    named = ([(f"{room.code} {opened:%Y-%m-%d}", report) for room, opened, report in own] for own in found.values())
    print("\n\n".join(map(side_by_side, named)))


def _delete(room: Room, *, sure: bool) -> None:

    people = room.progress().answered
    words = f"Delete room {room.code} ({room.title}, {people} answered) for good, with its results? Nobody can undo it."
    if not _sure(words, sure=sure):
        return
    room.delete()
    shutil.rmtree(editions() / room.code, ignore_errors=True)
    print(f"Room {room.code} is deleted. A book that was published from it is a folder of its own.")


def _export(room: Room, file: Path, *, sure: bool) -> None:
    words = (
        "This writes what each individual answered. In a small team that tells who it was, and people were promised "
        "that nobody would see it. Keep the file to yourself and delete it when you are done. Write it?"
    )
    if not _sure(words, sure=sure):
        return

    # Without comments: below their threshold they are for nobody to read, and above it the room has a page for them.
    answers = room.raw_answers()
    table, more = answers_table(answers, room.survey), {}
    if any(one.get("paper") for one in answers):  # typed in by whoever had the facilitator's key
        names = {(True, True): "after closing", (True, False): "paper"}
        more["typed_in"] = [names.get((bool(one.get("paper")), bool(one.get("late"))), "") for one in answers]
    write_answers(table, room.survey, file, more=more)
    print(f"Written to {file}: {len(table)} people, in no order that means anything.")


def _sure(words: str, *, sure: bool) -> bool:
    if sure:
        return True
    if not sys.stdin.isatty():
        raise RoomError(f"{words} Say --yes.")
    return input(f"{words} [y/N] ").strip().casefold() in {"y", "yes"}
