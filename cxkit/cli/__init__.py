"""The commands: `cxkit workshop`, `cxkit score`, `cxkit publish`. Heavy parts load when a command needs them."""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from cxkit import __version__
from cxkit.errors import CxkitError, NotFound, RoomError
from cxkit.survey.workshop import TEAMS as USUAL_TEAMS

if TYPE_CHECKING:
    from cxkit.live.room import Room
    from cxkit.live.storage.store import Store

PORT = 8765
SURVEY = "leadership"
TEAMS = ", ".join(USUAL_TEAMS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit code: 0, or 2 with one clear message on standard error."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except CxkitError as error:
        print(f"cxkit: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cxkit", description="Run a workshop on who is responsible for your customers' experience."
    )
    parser.add_argument("--version", action="version", version=f"cxkit {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    _room_commands(commands)
    _survey_commands(commands)
    return parser


def _room_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    workshop = commands.add_parser("workshop", help="run a live room on this laptop")
    workshop.set_defaults(run=_workshop)
    workshop.add_argument("file", nargs="?", help="a workshop.yaml: title, teams, number invited and the like")
    workshop.add_argument("--survey", help=f"a shipped survey's name, or a survey.yaml ({SURVEY})")
    workshop.add_argument("--title", help="what the screens say at the top (the survey's title)")
    workshop.add_argument("--teams", type=_teams, help=f'teams to choose from, with commas ("{TEAMS}")')
    workshop.add_argument(
        "--leaders-from-two",
        action="store_true",
        help="ask leaders on their phone to agree that their averages are shown from two of them up",
    )
    workshop.add_argument("--at-once", action="store_true", help="open without asking how: no set-up form first")
    workshop.add_argument("--new", action="store_true", help="open a new room, rather than carry on with today's last")
    workshop.add_argument(
        "--demo",
        nargs="?",
        type=_seconds,
        const=60,
        metavar="SECONDS",
        help="rehearse: a new room in which made-up people join and answer, over a minute",
    )
    workshop.add_argument("--port", type=_port, help=f"the first port to try ({PORT})")
    workshop.add_argument("--data", help="the folder that keeps the answers (your user data folder)")
    for flag, words in (("--no-browser", "do not open the facilitator's page"), ("--no-book", "do not build the book")):
        workshop.add_argument(flag, action="store_true", help=words)

    rooms = commands.add_parser("rooms", help="list, export or delete the rooms on this laptop, or of a server")
    rooms.set_defaults(run=_rooms)
    rooms.add_argument("room", nargs="?", help="a room's code; without it, all rooms are listed")
    what = rooms.add_mutually_exclusive_group()
    what.add_argument("--delete", action="store_true", help="delete the room for good, answers and results")
    what.add_argument("--export", metavar="FILE", help="write what each person answered, as CSV: for your eyes only")
    what.add_argument("--open", metavar="TITLE", help="open a room on a hosted server, and show the facilitator's link")
    rooms.add_argument("--survey", default=SURVEY, help=f"--open: a shipped survey's name, or a survey.yaml ({SURVEY})")
    rooms.add_argument("--teams", type=_teams, help=f'--open: teams to choose from, with commas ("{TEAMS}")')
    rooms.add_argument("--address", default=os.environ.get("CXKIT_ADDRESS", ""), help="--open: where phones reach it")
    rooms.add_argument("--yes", action="store_true", help="do not ask again")
    rooms.add_argument("--data", help="the folder that keeps the answers (your user data folder)")
    _store_option(rooms)

    publish = commands.add_parser("publish", help="make a team's own book from a revealed room")
    publish.set_defaults(run=_publish)
    publish.add_argument("room", help="the room's code, as on the screen")
    publish.add_argument("--out", required=True, metavar="FOLDER", help="a new folder for the pages")
    publish.add_argument("--zip", action="store_true", help="also put the folder into a zip beside it, to hand over")
    publish.add_argument("--pdf", action="store_true", help="also print the results as PDF (takes Chromium or Chrome)")
    publish.add_argument("--before", metavar="PULSE", help="the pulse before this one: its room's code, or report.json")
    publish.add_argument("--commitments", metavar="ROOM", help="the room whose commitments stand beside it (this one)")
    publish.add_argument("--data", help="the folder that keeps the answers (your user data folder)")
    _store_option(publish)

    hosted = commands.add_parser("serve", help="host many rooms on a server, with PostgreSQL")
    hosted.set_defaults(run=_serve)
    _store_option(hosted)
    hosted.add_argument("--address", default=os.environ.get("CXKIT_ADDRESS"), help="where phones reach it: https://…")
    hosted.add_argument("--workers", type=int, default=2, help="processes that serve (2)")
    hosted.add_argument("--listen", default="127.0.0.1", help="where the reverse proxy reaches it (127.0.0.1)")
    hosted.add_argument("--port", type=_port, default=PORT, help=f"its port there ({PORT})")
    hosted.add_argument("--no-book", action="store_true", help="do not build the book")


def _survey_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    score = commands.add_parser("score", help="score a file of answers")
    score.set_defaults(run=_score)
    score.add_argument(
        "file", help="a CSV or Parquet file (or a folder of these): a row a respondent, a column an item"
    )
    score.add_argument("--survey", required=True, help="a shipped survey's name, or a survey.yaml")
    score.add_argument(
        "--by", action="append", default=[], metavar="ATTRIBUTE", help="show groups, such as team; may be repeated"
    )
    score.add_argument("--invited", type=int, metavar="N", help="how many were asked to answer, for the response rate")
    score.add_argument("--before", metavar="FILE", help="the report.json of an earlier wave, to show the change since")
    score.add_argument("--out", metavar="FOLDER", help="write the report there, as CSV and JSON")

    new = commands.add_parser("new", help="start a survey of your own")
    new.set_defaults(run=_new)
    new.add_argument("folder", help="a new folder, such as my-survey")

    check = commands.add_parser("check", help="find what is wrong with a survey, and what could be better")
    check.set_defaults(run=_check)
    check.add_argument("survey", help="a survey.yaml, its folder, or a shipped survey's name")
    check.add_argument("--preview", metavar="FILE.html", help="write its phone page there, to open in a browser")


def _store_option(parser: argparse.ArgumentParser) -> None:
    words = "a PostgreSQL database: postgresql+psycopg://user:password@host/database ($CXKIT_STORE)"
    parser.add_argument("--store", metavar="URL", default=os.environ.get("CXKIT_STORE"), help=words)


def _score(options: argparse.Namespace) -> None:
    from cxkit.responses.problems import told
    from cxkit.statistics.engines import count
    from cxkit.survey.files import load_survey

    survey = load_survey(options.survey)
    # A million answers make many small objects, none of which goes round in circles.
    gc.disable()
    # What the report needs loads while the file is read.
    threading.Thread(target=import_module, args=("cxkit.disclosure.protect",)).start()
    try:
        answers = count(options.file, survey, tuple(options.by), _reading if sys.stderr.isatty() else None)
        from cxkit.disclosure.protect import report
        from cxkit.reports.report import Report
        from cxkit.reports.text import report_text

        result = report(answers.tally, survey, by=options.by, invited=options.invited)
    finally:
        gc.enable()
    print(report_text(result, Report.read(options.before) if options.before else None))
    if answers.problems:
        number = sum(one.count for one in answers.problems)
        print(f"{number} value(s) were no answers and are not scored:\n{told(answers.problems)}\n", file=sys.stderr)
    if answers.dropped:
        print(f"Not read: {', '.join(answers.dropped)}.", file=sys.stderr)
    if options.out:
        try:
            written = result.write(options.out)
        except OSError as error:
            raise CxkitError(
                f"{options.out}: cannot be written ({error.strerror}). Choose another folder with --out."
            ) from None
        print(f"Written to {options.out}: {', '.join(path.name for path in written)}")


def _workshop(options: argparse.Namespace) -> None:
    from cxkit.live.laptop import serve
    from cxkit.live.rehearsal import PEOPLE, Rehearsal
    from cxkit.live.serving.lock import Lock
    from cxkit.live.serving.network import addresses, free_port
    from cxkit.live.storage.store import Store

    store = Store(_data(options))
    room, key = _room(store, options)  # before the book: a mistake is told at once, not after the building
    lock = Lock(store.place, room.code)
    book = None if options.no_book else _book()
    wanted = options.port or room.port
    try:
        port = free_port(wanted)
    except OSError as error:
        raise RoomError(f"There is no free port: {error}. Choose another with --port.") from None
    if port != wanted:
        print(f"Port {wanted} is in use by another program, so this room is at {port}.")
    store.change(room.id, lambda _: {"port": port}).result()  # after a restart phones find it again
    print(f"The answers are kept in {store.place}.")
    bases = [f"http://{address}:{port}" for address in addresses()]
    people = Rehearsal(f"http://127.0.0.1:{port}", room.code, seconds=options.demo) if options.demo else nullcontext()
    if options.demo:
        print(f"{PEOPLE} made-up people will join and answer within {options.demo} seconds.")
    with people:
        serve(store, room, key=key, port=port, bases=bases, book=book, browser=not options.no_browser)
    lock.release()
    if options.demo:
        print(f"\nStopped. Nobody real has answered; cxkit rooms {room.code} --delete removes the rehearsal.")
    else:
        print(f"\nStopped. The answers are safe; the same command carries on with room {room.code}.")


def _serve(options: argparse.Namespace) -> None:
    from cxkit.live.workers import host

    host(
        options.store or "",
        address=options.address or f"http://{options.listen}:{options.port}",
        listen=options.listen,
        port=options.port,
        workers=max(1, options.workers),
        book=None if options.no_book else _book(),
    )


def _room(store: Store, options: argparse.Namespace) -> tuple[Room, str]:
    """Return today's last room with a new key, or a new room. Raises RoomError where that room runs already."""
    from cxkit.live.rehearsal import REHEARSAL
    from cxkit.live.room import Room
    from cxkit.live.serving.network import answers
    from cxkit.live.setup import Setup, make_room
    from cxkit.live.storage.store import OPEN, PREPARING
    from cxkit.survey.workshop_file import load_workshop, read_workshop

    named = ("survey", "title", "teams", "leaders-from-two")
    given = {name: value for name in named if (value := getattr(options, name.replace("-", "_")))}
    latest = None if options.new or options.demo else Room.latest(store)
    said = bool(given or options.file or options.at_once or options.demo)
    if latest and answers(f"http://127.0.0.1:{latest.port}/api/rooms/{latest.code}"):
        raise RoomError(
            f"Room {latest.code} is running already, at http://127.0.0.1:{latest.port}. Use the terminal where it was "
            "started, or stop it there first. For another room beside it: --new"
        )
    if latest is None or (said and latest.state == PREPARING):
        raw = {name.replace("-", "_"): value for name, value in given.items()}
        workshop = load_workshop(options.file, raw) if options.file else read_workshop(raw)
        if options.demo:
            title = f"{REHEARSAL} ({options.title})" if options.title else REHEARSAL
            workshop = replace(workshop, survey=replace(workshop.survey, rehearsal=True), title=title)
        if latest is None:
            return make_room(store, workshop, port=options.port or PORT, state=OPEN if said else PREPARING)
        Setup(room=latest).set_up(workshop)
        return Room.find(store, latest.code), latest.new_key()
    print(f"Carrying on with room {latest.code}, which is {latest.state}.")
    print("For a new one, stop and start with --new (make workshop ARGS=--new).")
    ignored = [*filter(None, [options.file]), *(f"--{name}" for name in given)]
    if ignored:
        print(f"It keeps what it was opened with: {' and '.join(ignored)} not used. For a new room: --new.")
    return latest, latest.new_key()


def _book() -> Path | None:
    """Build the book where it has changed. A room must not fail for its book: on an error there is none."""
    from platformdirs import user_cache_path

    from cxkit.book.build import build_book

    try:
        return build_book(user_cache_path("cxkit") / "book", say=print, progress=_bar)
    except (CxkitError, OSError) as error:
        print(f"cxkit: the room starts without the book. {error}", file=sys.stderr)
        return None


def _publish(options: argparse.Namespace) -> None:
    from datetime import UTC, datetime

    from cxkit.book.build import publish
    from cxkit.book.follow_up import edition_files
    from cxkit.live.commitments import commitments
    from cxkit.live.publishing import editions
    from cxkit.live.room import Room
    from cxkit.live.stage import Stage
    from cxkit.live.storage.store import Store
    from cxkit.reports.report import Report

    def revealed(room: Room) -> list[Report]:
        if not (released := Stage.of(room).reports()):
            raise NotFound(f"Room {room.code} has not been revealed yet. Reveal its results first, then publish them.")
        return [Report.from_dict(one) for one in released]

    out, earlier = Path(options.out), options.before and Path(options.before)
    with Store(_data(options)) as store:
        room = Room.find(store, options.room)
        wrote = Room.find(store, options.commitments or options.room)
        reports, lines, before = revealed(room), commitments(wrote), []
        if options.commitments and not lines:
            raise NotFound(f"In room {wrote.code} no commitments are written down. Leave --commitments out.")
        if earlier:
            is_file = earlier.suffix == ".json" or earlier.exists()
            before = [Report.read(earlier)] if is_file else revealed(Room.find(store, options.before))
    start = publish(
        reports,
        out,
        work=editions() / room.code,
        say=print,
        progress=_bar,
        more=edition_files(reports, lines, before),
        tables=lines.files(datetime.now(UTC)) if lines else {},
        zipped=options.zip,
        pdf=options.pdf,
    )
    print(f"The team's book is ready: {start}")
    if options.zip:
        print(f"To hand over: {out.resolve()}.zip")


def _new(options: argparse.Namespace) -> None:
    from cxkit.survey.scaffold import new_survey

    for path in new_survey(Path(options.folder)):
        print(f"Written: {path}")
    print(f"Change it as you like, and then: cxkit check {options.folder} --preview preview.html")


def _check(options: argparse.Namespace) -> None:
    from cxkit.survey.advice import ITEMS_A_MINUTE, check
    from cxkit.survey.preview import write_preview

    survey, hints, path = check(options.survey)
    items = len(survey.items)
    size = f"{len(survey.dimensions)} dimension(s), {items} items, about {max(1, round(items / ITEMS_A_MINUTE))} min"
    print(f"{path}: can be used ({size}).")
    print(f"{len(hints)} hint(s):" if hints else "No hints.")
    for hint in hints:
        print(f"  {hint}")
    if options.preview:
        write_preview(survey, Path(options.preview))
        print(f"The phone page: {Path(options.preview).resolve().as_uri()}")


def _rooms(options: argparse.Namespace) -> None:
    from cxkit.live.room import Room
    from cxkit.live.storage.store import Store
    from cxkit.survey.files import load_survey

    if (options.delete or options.export) and not options.room:
        raise RoomError("Say which room, by its code: cxkit rooms CODE --delete. cxkit rooms lists them.")
    with Store(_data(options)) as store:
        if options.open:
            if not options.store or not options.address:
                raise RoomError(
                    "--open is for a hosted server: say which with --store and --address, or $CXKIT_STORE and "
                    "$CXKIT_ADDRESS. On this laptop, cxkit workshop opens a room."
                )
            survey = load_survey(options.survey).with_workshop({"team": options.teams or _teams(TEAMS)})
            room, key = Room.create(store, survey, title=options.open, port=0)
            print(f"Room {room.code} is open: {options.address}/r/{room.code}")
            print(f"The facilitator's link, for the facilitator only: {options.address}/f/{key}")
        elif options.delete:
            _delete(Room.find(store, options.room), sure=options.yes)
        elif options.export:
            _export(Room.find(store, options.room), Path(options.export), sure=options.yes)
        else:
            kept = [(room, opened) for room, opened in Room.every(store) if options.room in {None, room.code}]
            for room, opened in kept:
                people = room.progress().answered
                of = "" if room.lead == room.code else f" (in the workshop {room.lead})"
                print(f"{room.code}  {opened:%Y-%m-%d %H:%M}  {room.state:<8}  {people:>4} answered  {room.title}{of}")
            print("" if kept else f"There is no room in {store.place}.")


def _delete(room: Room, *, sure: bool) -> None:
    from cxkit.live.publishing import editions

    people = room.progress().answered
    words = f"Delete room {room.code} ({room.title}, {people} answered) for good, with its results? Nobody can undo it."
    if not _agreed(words, sure=sure):
        return
    room.delete()
    shutil.rmtree(editions() / room.code, ignore_errors=True)
    print(f"Room {room.code} is deleted. A book that was published from it is a folder of its own.")


def _export(room: Room, file: Path, *, sure: bool) -> None:
    words = (
        "This writes what each single person answered. In a small team that tells who it was, and people were promised "
        "that nobody would see it. Keep the file to yourself and delete it when you are done. Write it?"
    )
    if not _agreed(words, sure=sure):
        return
    from cxkit.live.response import answers_table
    from cxkit.reports.csv_safety import harmless

    # Without comments: below their threshold they are for nobody to read, and above it the room has a page for them.
    table = answers_table(room.raw_answers(), room.survey).frame
    try:
        with file.open("x", encoding="utf-8-sig", newline="") as out:
            table.map(harmless).to_csv(out, index=False)
    except FileExistsError:
        raise CxkitError(f"{file}: is there already. Choose another name; nothing was written.") from None
    except OSError as error:
        raise CxkitError(f"{file}: cannot be written ({error.strerror}). Choose another place.") from None
    print(f"Written to {file}: {len(table)} people, in no order that means anything.")


def _agreed(words: str, *, sure: bool) -> bool:
    if sure:
        return True
    if not sys.stdin.isatty():
        raise RoomError(f"{words} Say --yes.")
    return input(f"{words} [y/N] ").strip().casefold() in {"y", "yes"}


def _data(options: argparse.Namespace) -> Path | str:
    from platformdirs import user_data_path

    if not options.data and getattr(options, "store", None):
        return str(options.store)
    return Path(options.data or os.environ.get("CXKIT_DATA") or user_data_path("cxkit"))


def _reading(share: float) -> None:
    _bar(int(100 * share), sys.stderr)


def _bar(percent: int, stream: TextIO | None = None) -> None:
    filled = percent // 4
    end = "\n" if percent >= 100 else ""
    print(f"\r  {'█' * filled}{'░' * (25 - filled)} {percent:3d}%", end=end, file=stream, flush=True)


def _teams(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or len({name.casefold() for name in names}) < len(names):
        raise argparse.ArgumentTypeError(f'"{text}" should be different names with commas between, such as "{TEAMS}"')
    return names


def _seconds(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 3600:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number of seconds; it may be from 1 to 3600')
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65485:
        raise argparse.ArgumentTypeError(f'"{text}" is not a port; ports are whole numbers from 1 to 65485')
    return int(text)
