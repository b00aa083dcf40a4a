"""Rooms of one organisation next to each other: what each has revealed, the earliest first."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from cxkit.errors import ReportError
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.live.storage.store import Store
from cxkit.reports.report import Report
from cxkit.words import say, spoken_day

Opened = list[tuple[Room, datetime, "Report"]]
"""Rooms with the time at which they were opened, and what they have revealed."""


def peers(store: Store, organisation: str, may_see: Callable[[Room], bool] = lambda _: True) -> dict[str, Opened]:
    """Return the rooms of an organisation that have revealed something, by survey; of none where it has no name.

    may_see: of their lead rooms, which.
    """
    found: dict[str, Opened] = {}
    seen: dict[str, bool] = {}
    for room, opened in Room.every(store)[::-1]:
        if room.lead not in seen:
            lead = Stage.of(room).lead
            seen[room.lead] = lead.organisation == organisation != "" and may_see(lead)
        if seen[room.lead] and (released := room.released()):
            with suppress(ReportError):  # another version of cxkit released it
                found.setdefault(room.survey.id, []).append((room, opened, Report.from_dict(released)))
    return found


def named(rooms: Opened) -> list[tuple[str, Report]]:
    """Return the Reports of rooms with what these are called; two of one name and day have their codes, too."""
    names = [
        f"{Stage.of(room).lead.title} · {spoken_day(opened.date(), say('change.day'))}" for room, opened, _ in rooms
    ]
    often = Counter(names)
    return [
        (f"{name} · {room.lead}" if often[name] > 1 else name, report)
        for name, (room, _, report) in zip(names, rooms, strict=True)
    ]
