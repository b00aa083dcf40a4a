"""`cxkit publish`: a team's own book from a revealed room."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from cxkit.book import build
from cxkit.book.follow_up import edition_files
from cxkit.book.published_words import words_file, words_table
from cxkit.cli.data import kept_in
from cxkit.cli.progress import bar
from cxkit.errors import NotFound
from cxkit.live.commitments import commitments
from cxkit.live.publishing import editions
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.live.tasks import Tasks
from cxkit.reports.report import Report


def run(options: Namespace) -> None:
    """Build the book of a room and the rooms of its workshop into a folder. Raises NotFound before the reveal."""

    def revealed(room: Room) -> list[Report]:
        if not (released := Stage.of(room).reports()):
            raise NotFound(f"Room {room.code} has not been revealed yet. Reveal its results first, then publish them.")
        return [Report.from_dict(one) for one in released]

    out, earlier = Path(options.out), options.before and Path(options.before)
    with Store(kept_in(options)) as store:
        room = Room.find(store, options.room)
        words = Tasks(stage=Stage.of(room)).to_dict()
        wrote = Room.find(store, options.commitments or options.room)
        reports, lines, before = revealed(room), commitments(wrote), []
        if options.commitments and not lines:
            raise NotFound(f"In room {wrote.code} no commitments are written down. Leave --commitments out.")
        if earlier:
            is_file = earlier.suffix == ".json" or earlier.exists()
            before = [Report.read(earlier)] if is_file else revealed(Room.find(store, options.before))
    start = build.publish(
        reports,
        out,
        work=editions() / room.code,
        say=print,
        progress=bar,
        more=edition_files(reports, lines, before) | words_file(words),
        tables=(lines.files(datetime.now(UTC)) if lines else {}) | words_table(words),
        zipped=options.zip,
        pdf=options.pdf,
    )
    print(f"The team's book is ready: {start}")
    if options.zip:
        print(f"To hand over: {out.resolve()}.zip")
