"""`cxkit publish`: a team's own book from a revealed room. `cxkit book`: cxkit's own, in any language."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from platformdirs import user_cache_path

from cxkit.book import build
from cxkit.book.edition import Edition
from cxkit.book.editions import write_editions
from cxkit.book.languages import book_language, book_languages
from cxkit.cli.data import kept_in
from cxkit.cli.progress import bar
from cxkit.errors import CxkitError, NotFound, listing
from cxkit.live.commitments import commitments
from cxkit.live.publishing import editions, given_by
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.reports.report import Report
from cxkit.words import FIRST, choose


def run(options: Namespace) -> None:
    """Build the book of a room and the rooms of its workshop into a folder. Raises NotFound before the reveal."""

    def revealed(room: Room) -> Edition:
        given = given_by(Stage.of(room))
        if not given["reports"]:
            raise NotFound(f"Room {room.code} has not been revealed yet. Reveal its results first, then publish them.")
        return Edition.from_dict(given)

    out, earlier = Path(options.out), options.before and Path(options.before)
    with Store(kept_in(options)) as store:
        room = Room.find(store, options.room)
        edition = revealed(room)
        if options.commitments:
            wrote = Room.find(store, options.commitments)
            if not (lines := commitments(wrote)):
                raise NotFound(f"In room {wrote.code} no commitments are written down. Leave --commitments out.")
            edition = replace(edition, commitments=lines)
        if earlier and (earlier.suffix == ".json" or earlier.exists()):
            edition = replace(edition, earlier=Edition(reports=(Report.read(earlier),)))
        elif earlier:
            edition = replace(edition, earlier=revealed(Room.find(store, options.before)))
    start = build.publish(
        edition,
        out,
        work=editions() / room.code,
        say=print,
        progress=bar,
        zipped=options.zip,
        pdf=options.pdf,
        also=[name for name, wanted in ((build.SLIDES, options.slides), (build.WORKBOOK, options.workbook)) if wanted],
    )
    print(f"The team's book is ready: {start}")
    if options.zip:
        print(f"To hand over: {out.resolve()}.zip")


def book(options: Namespace) -> None:
    """Build cxkit's own book into a new folder, in one language or several. Raises CxkitError where that cannot be."""
    out, langs = Path(options.out), []
    for wanted in options.lang or [FIRST]:
        lang = book_language(wanted)
        if choose(wanted, (lang,)) != lang:
            raise CxkitError(f'There is no book in "{wanted}". There is one in: {listing(book_languages())}.')
        langs.append(lang)
    if out.exists() and any(out.iterdir()):
        raise CxkitError(f"{out} is not empty. Choose a new or an empty folder with --out.")
    write_editions(out, dict.fromkeys(langs), lambda lang: build.build_book(
        user_cache_path("cxkit") / "book", say=print, progress=bar, lang=lang,
    ))  # fmt: skip
    print(f"The book: {(out / 'index.html').resolve().as_uri()}")
