"""The commands and their options. What a command needs is in a module of its group, which loads when it runs."""

import argparse
import gc
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import Any, TextIO

from cxkit import __version__
from cxkit.cli.addresses import address, port, unquoted
from cxkit.cli.exact import ExactParser
from cxkit.errors import CxkitError
from cxkit.words import FIRST, say

PORT = 8765
SURVEY = "leadership"
ROOMS = {"workshop", "rooms", "publish"}
"""The modules of commands that have to do with what people answered."""
USUAL = say("setup.usual_teams")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit code: 0, 1 if an audit found something out, or 2 with one clear message."""
    sys.stdout, sys.stderr = (stream or open(os.devnull, "w") for stream in (sys.stdout, sys.stderr))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal without some sign shows ? for it
            stream.reconfigure(errors="replace")
    try:
        return _run(arguments)
    except BrokenPipeError:  # whoever read has enough: what is left to say goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except CxkitError as error:
        words = str(error)
    except OSError as error:
        words = f"{error.filename or 'What this command says'} cannot be read or written ({error.strerror})."
    except KeyboardInterrupt:
        return 130
    with suppress(OSError):
        print(f"cxkit: {words}", file=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        _let_go(stream)
    return 2


def _let_go(stream: TextIO) -> None:
    """Drop what cannot be written: else Python, at its end, tries once more and says 120."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(arguments: Sequence[str] | None) -> int:
    os.environ.pop("SOURCE_DATE_EPOCH", None)  # a builder's: NumPy reads it, and stops at anything but a number
    try:
        options = parser().parse_args(arguments)
        module, command = options.run
        if module in ROOMS:
            _keep_to_ourselves()
        gc.disable()  # what a command loads stays: to look through it again and again takes a tenth of its start
        run = getattr(import_module(f"{__name__}.{module}"), command)
        gc.freeze()
        gc.enable()
        code: int | None = run(options)
    except SystemExit as told:  # --help, or an option that there is not
        return int(told.code or 0)
    finally:
        sys.stdout.flush()
    return code or 0


def _keep_to_ourselves() -> None:
    """Write files for nobody else on this machine, and take none of its settings for programs and pictures."""
    os.umask(0o077)
    warnings.resetwarnings()
    warnings.simplefilter("ignore")
    sys.warnoptions.clear()  # or workers would be started with them
    for name in ("MPLBACKEND", "PYTHONWARNINGS", "PYTHONDEVMODE"):
        os.environ.pop(name, None)


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line; `run` is then (module of this package, its function) to call."""
    parser = ExactParser(
        prog="cxkit", description="Run a workshop on who is responsible for your customers' experience."
    )
    parser.add_argument("--version", action="version", version=f"cxkit {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _room_commands(commands)
    _book_commands(commands)
    _survey_commands(commands)
    return parser


def _room_commands(commands: "argparse._SubParsersAction[ExactParser]") -> None:
    workshop = commands.add_parser("workshop", help="run a live room on this laptop")
    workshop.set_defaults(run=("workshop", "run"))
    workshop.add_argument("file", nargs="?", help="a workshop.yaml: title, teams, number invited and the like")
    _add(workshop, "--survey")
    workshop.add_argument("--title", help="what the screens say at the top (the survey's title)")
    _add(workshop, "--teams")
    workshop.add_argument(
        "--leaders-from-two",
        action=argparse.BooleanOptionalAction,
        help="ask leaders on their phone whether their averages may be shown, however few they are (asked)",
    )
    workshop.add_argument("--at-once", action="store_true", help="let phones answer at once: no set-up form first")
    workshop.add_argument("--new", action="store_true", help="open a new room, rather than carry on with one")
    workshop.add_argument("--room", metavar="CODE", help="carry on with this room, rather than the latest not finished")
    workshop.add_argument(
        "--demo",
        nargs="?",
        type=_seconds,
        const=60,
        metavar="SECONDS",
        help="rehearse: a new room in which made-up people join and answer, over a minute",
    )
    workshop.add_argument("--demo-people", type=_people, default=36, metavar="N", help="--demo: so many people (36)")
    workshop.add_argument("--demo-leaders", type=_people, default=7, metavar="N", help="--demo: so many leaders (7)")
    workshop.add_argument(
        "--demo-pace", type=_seconds, metavar="SECONDS", help="--demo: walk through the run sheet, so long at each step"
    )
    workshop.add_argument("--port", type=port, help=f"the first port to try ({PORT})")
    _add(workshop, "--data")
    workshop.add_argument("--no-browser", action="store_true", help="do not open the facilitator's page")
    _add(workshop, "--no-book")

    rooms = commands.add_parser("rooms", help="list, export or delete the rooms on this laptop, or of a server")
    rooms.set_defaults(run=("rooms", "run"))
    rooms.add_argument("room", nargs="?", help="a room's code; without it, all rooms are listed")
    what = rooms.add_mutually_exclusive_group()
    what.add_argument("--delete", action="store_true", help="delete the room for good, answers and results")
    what.add_argument("--put-away", action="store_true", help="keep the room, and carry on with it no longer")
    what.add_argument(
        "--export", metavar="FILE", help="write what each person answered, as .csv or .sav (SPSS): for your eyes only"
    )
    what.add_argument("--link", action="store_true", help="make one more link for the facilitator; each works once")
    what.add_argument("--organisation", metavar="NAME", help="put what this organisation's rooms revealed side by side")
    what.add_argument("--open", metavar="TITLE", help="open a room on a hosted server, and show the facilitator's link")
    _add(rooms, "--survey", "--teams", "--address", only="--open: ")
    rooms.add_argument("--yes", action="store_true", help="do not ask again")
    _add(rooms, "--data", "--store")

    serve = commands.add_parser("serve", help="host many rooms on a server, with PostgreSQL")
    serve.set_defaults(run=("workshop", "serve"))
    _add(serve, "--store", "--address")
    serve.add_argument("--workers", type=int, default=2, help="processes that serve (2)")
    serve.add_argument("--listen", default="127.0.0.1", help="where the reverse proxy reaches it (127.0.0.1)")
    serve.add_argument("--port", type=port, default=PORT, help=f"its port there ({PORT})")
    _add(serve, "--no-book")


def _book_commands(commands: "argparse._SubParsersAction[ExactParser]") -> None:
    publish = commands.add_parser("publish", help="make a team's own book from a revealed room")
    publish.set_defaults(run=("publish", "run"))
    publish.add_argument("room", help="the room's code, as on the screen")
    publish.add_argument("--out", required=True, metavar="FOLDER", help="a new folder for the pages")
    publish.add_argument("--zip", action="store_true", help="also put the folder into a zip beside it, to hand over")
    publish.add_argument("--pdf", action="store_true", help="also print it as PDF (takes Chromium or Chrome)")
    publish.add_argument("--slides", action="store_true", help="also write slides for PowerPoint, with a chart each")
    publish.add_argument("--workbook", action="store_true", help="also write the protected tables as a workbook (xlsx)")
    publish.add_argument("--before", metavar="ROOM", help="the workshop before: its results are kept (or report.json)")
    publish.add_argument("--commitments", metavar="ROOM", help="the room whose commitments stand beside it (this one)")
    _add(publish, "--data", "--store")

    book = commands.add_parser("book", help="build cxkit's own book, in one language or in several")
    book.set_defaults(run=("publish", "book"))
    book.add_argument("--out", required=True, metavar="FOLDER", help="a new folder for the pages")
    book.add_argument(
        "--lang", action="append", default=[], metavar="LANGUAGE", help="a language; may be repeated, the first on top"
    )


def _survey_commands(commands: "argparse._SubParsersAction[ExactParser]") -> None:
    score = commands.add_parser("score", help="score a file of answers")
    score.set_defaults(run=("score", "run"))
    score.add_argument(
        "file", help="answers as a survey tool or a spreadsheet wrote them: CSV, Excel, Parquet (or a folder of these)"
    )
    _add(score, "--survey", required=True, help="a shipped survey's name, or a survey.yaml")
    score.add_argument(
        "--by",
        action="append",
        default=[],
        type=_grouping,
        metavar="ATTRIBUTE",
        help="show groups, such as team, or team,role for these crossed; may be repeated",
    )
    score.add_argument(
        "--part", type=_group, metavar="ATTRIBUTE=GROUP", help="only one group beside everybody, such as team=Phones"
    )
    score.add_argument(
        "--invited",
        action="append",
        default=[],
        type=_invited,
        metavar="N",
        help="how many were asked to answer, for the response rate; or of each group, such as team=Phones:12, repeated",
    )
    score.add_argument(
        "--consenting",
        action="append",
        default=[],
        type=_group,
        metavar="ATTRIBUTE=GROUP",
        help="all people of this group agreed that its averages are shown from two of them up, such as role=leader",
    )
    score.add_argument("--alone", action="store_true", help="they agreed to it even where only one of them answered")
    score.add_argument("--mapping", metavar="FILE", help="what headings and codes mean, as `cxkit map` writes it")
    score.add_argument("--strict", action="store_true", help="score nothing if any value is no answer")
    score.add_argument("--before", metavar="FILE", help="the report.json of an earlier wave, to show the change since")
    score.add_argument("--findings", action="store_true", help="say what stands out and is no chance, best first")
    score.add_argument(
        "--out",
        metavar="PATH",
        help="write the report there, as CSV and JSON; or one file: a tidy table (.csv, .parquet), a workbook (.xlsx)",
    )

    audit = commands.add_parser("audit", help="attack a report: does it tell what it keeps back?")
    audit.set_defaults(run=("audit", "run"))
    audit.add_argument("report", help="a report.json, as `cxkit score --out` and `cxkit publish` write it")
    audit.add_argument("--seconds", type=_seconds, default=60, metavar="N", help="how long at most (60)")
    audit.add_argument("--seed", type=int, default=0, metavar="N", help="in which order, where the time is short (0)")
    audit.add_argument(
        "--consenting", action="append", default=[], metavar="ATTRIBUTE=GROUP",
        help="a group whose people agreed to be shown from two up, such as role=leader",
    )  # fmt: skip
    audit.add_argument(
        "--certificate", metavar="FILE", help="write what was tried, with versions, seed and hash, as JSON"
    )
    audit.add_argument("--check", metavar="FILE", help="only tell whether that certificate is of this report")

    propose = commands.add_parser("map", help="find out which column of a survey tool's file is which")
    propose.set_defaults(run=("survey", "propose"))
    propose.add_argument("file", help="answers as a survey tool or a spreadsheet wrote them")
    _add(propose, "--survey", required=True, help="a shipped survey's name, or a survey.yaml")
    propose.add_argument("--out", metavar="FILE", help="where to write it (mapping.yaml beside the survey)")

    new = commands.add_parser("new", help="start a survey of your own")
    new.set_defaults(run=("survey", "new"))
    new.add_argument("folder", help="a new folder, such as my-survey")
    new.add_argument("--kind", default="", help="how it asks: rate, choose, sort, place, spend, rank, pin or case")
    new.add_argument("--from", dest="source", metavar="FILE", help="draft it from the answers that a survey tool wrote")

    translate = commands.add_parser("translate", help="write what a survey lacks in a language, and read it back")
    translate.set_defaults(run=("survey", "translate"))
    translate.add_argument("survey", help="a survey's or workshop's file, or the name of a shipped survey or run sheet")
    translate.add_argument("--to", required=True, metavar="LANGUAGE", help="the language: fr, pt-BR, zh-Hant, ar")
    translate.add_argument("--from", dest="table", metavar="FILE", help="the CSV or PO that a translator sent back")
    translate.add_argument("--out", metavar="FOLDER", help="where to write (tables: here; what came back: in place)")
    translate.add_argument(
        "--source", default=FIRST, metavar="LANGUAGE", help=f"what it is written in, where it does not say ({FIRST})"
    )

    check = commands.add_parser(
        "check", help="find what is wrong with a survey or a workshop file, and what could be better"
    )
    check.set_defaults(run=("survey", "check"))
    check.add_argument("survey", help="a survey.yaml, its folder, a shipped survey's name, or a workshop's file")
    check.add_argument(
        "--codebook", metavar="FILE.md", help="write there what each column and value of its answers means"
    )
    check.add_argument("--preview", metavar="FILE.html", help="write its phone page there, to open in a browser")


def _add(parser: argparse.ArgumentParser, *options: str, only: str = "", **changes: Any) -> None:
    """Add options that several commands have. only: what comes before their help."""
    shared: dict[str, dict[str, Any]] = {
        "--survey": {"help": f"a shipped survey's name, or a survey.yaml ({SURVEY})"},
        "--teams": {"type": _teams, "help": f'teams to choose from, with commas ("{USUAL}")'},
        "--data": {"help": "the folder that keeps the answers (your user data folder)"},
        "--no-book": {"action": "store_true", "help": "do not build the book"},
        "--address": {
            "type": address,
            "default": os.environ.get("CXKIT_ADDRESS") or None,
            "help": "where phones reach it: https://…",
        },
        "--store": {
            "metavar": "URL",
            "type": unquoted,
            "default": os.environ.get("CXKIT_STORE"),
            "help": "a PostgreSQL database: postgresql+psycopg://user:password@host/database ($CXKIT_STORE)",
        },
    }
    for option in options:
        settings = shared[option] | changes
        parser.add_argument(option, **settings | {"help": only + settings["help"]})


def _grouping(text: str) -> str | list[str]:
    one, *more = [name.strip() for name in text.split(",")]
    return [one, *more] if more else one


def _invited(text: str) -> int | tuple[str, str, int]:
    attribute, equals, rest = text.partition("=")
    group, _, number = rest.rpartition(":") if equals else ("", "", text)
    if not number.strip().isdigit() or (equals and not (attribute.strip() and group.strip())):
        raise argparse.ArgumentTypeError(
            f'"{text}" should be a number of people, such as 120, or that of a group, such as team=Phones:12'
        )
    return (attribute.strip(), group.strip(), int(number)) if equals else int(number)


def _teams(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or len({name.casefold() for name in names}) < len(names):
        raise argparse.ArgumentTypeError(f'"{text}" should be different names with commas between, such as "{USUAL}"')
    return names


def _group(text: str) -> tuple[str, str]:
    attribute, _, group = (part.strip() for part in text.partition("="))
    if not attribute or not group:
        raise argparse.ArgumentTypeError(f'"{text}" should be an attribute and a group of it, such as team=Phones')
    return attribute, group


def _whole(what: str, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdigit() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f'"{text}" is not {what}; it may be from 1 to {most}')
        return int(text)

    return read


_seconds, _people = _whole("a number of seconds", 3600), _whole("a number of people", 200)
