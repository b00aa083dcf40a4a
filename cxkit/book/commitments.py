"""Commitments: what a group will do, who sees to it, by when, and how it will know. One to three of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid5

from markupsafe import Markup

from cxkit.disclosure.comments import readable
from cxkit.errors import CommitmentError, did_you_mean, listing
from cxkit.responses.csv_safety import spreadsheet
from cxkit.survey.templates import environment
from cxkit.words import say, say_html, spoken_day

MOST = 3
"""More lines are fewer that are kept."""
LONGEST = {"what": 200, "who": 80, "sponsor": 80, "know": 200, "now": 200, "reason": 200, "next": 200}
"""The most characters of each field: a line that is read aloud, from the last row."""
SAID = ("what", "who", "by", "know")
"""The fields that a line needs, in this order."""
STATES = ("open", "kept", "not_kept")
"""What became of a line."""
YEARS = (2000, 2100)

_MORNING_BEFORE = timedelta(hours=-15)
"""Before the midnight with which a day begins: nine o'clock on the day before."""


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """One line. Whatever nobody has said yet is empty, and `by` None; `missing` names it.

    what: what exactly. who: one name. sponsor: who clears the way for it. by: the day. know: how the group will know.
    now: the number as it is today, in the group's words. moves: the dimension in which it should show, if in one.
    status: of `STATES`. reason, next: why it is kept or not, and the step that comes next, once the group looks again.
    """

    what: str = ""
    who: str = ""
    sponsor: str = ""
    by: date | None = None
    know: str = ""
    now: str = ""
    moves: str | None = None
    status: str = STATES[0]
    reason: str = ""
    next: str = ""

    @classmethod
    def of(cls, raw: Mapping[str, Any], place: str = "commitment") -> Self:
        """Read a line from plain values, `by` as "2026-12-01". Raises CommitmentError: what is wrong, and where."""
        if not isinstance(raw, Mapping):
            raise CommitmentError(f"{place}: should be a mapping of {listing(_FIELDS)}.")
        for key in raw:
            if key not in _FIELDS:
                near = did_you_mean(str(key), _FIELDS)
                raise CommitmentError(f'{place}: "{key}" is not known.{near} A line has {listing(_FIELDS)}.')
        texts = {name: _text(raw.get(name, ""), most, f"{place}, {name}") for name, most in LONGEST.items()}
        moves = _text(raw.get("moves") or "", 80, f"{place}, moves")
        status = raw.get("status") or STATES[0]
        if status not in STATES:
            raise CommitmentError(f'{place}, status: "{status}" is none of {listing(STATES)}.')
        return cls(**texts, by=_day(raw.get("by"), f"{place}, by"), moves=moves or None, status=status)

    @property
    def missing(self) -> tuple[str, ...]:
        """Name what a line still needs to be one that somebody can keep: of what, who, by and know."""
        return tuple(name for name in SAID if not getattr(self, name))

    @property
    def spoken(self) -> str:
        """The day as people say it; "" where there is none."""
        return spoken(self.by)

    def to_dict(self) -> dict[str, str]:
        """Return the plain values that `of` takes; what nobody has said is "" ."""
        return {name: _plain(getattr(self, name)) for name in _FIELDS}


_FIELDS = tuple(field.name for field in fields(Commitment))


@dataclass(frozen=True, kw_only=True)
class Commitments:
    """What a group will do: one to three lines, and the day on which it looks again.

    id: a UUID by which calendars recognise them when they come again. title: of the workshop. earlier: the lines of
    the workshop that this one follows, with what became of them.

    >>> from cxkit.book.commitments import Commitments
    >>> line = {"what": "Ring back within the hour", "who": "Samira", "by": "2026-12-01", "know": "A tick in the file"}
    >>> raw = {"id": "3f0e6a52-5f0c-4a3e-9a55-0c2f4f1f9d11", "lines": [line], "review": "2027-01-07"}
    >>> kept = Commitments.from_dict(raw)
    >>> kept.lines[0].who, kept.lines[0].by, kept.lines[0].missing
    ('Samira', datetime.date(2026, 12, 1), ())
    """

    id: str
    title: str = ""
    lines: tuple[Commitment, ...] = ()
    review: date | None = None
    earlier: tuple[Commitment, ...] = ()

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Self:
        """Read commitments from plain values; lines in which nothing stands are left out.

        Raises CommitmentError for more than three lines, or anything that is not what it should be.
        """
        lines, earlier = _lines(raw, "lines"), _lines(raw, "earlier")
        if len(lines) > MOST:
            raise CommitmentError(
                f"{len(lines)} commitments: at most {MOST}, because of more lines fewer are kept. Keep those that "
                "somebody in the room wants most; the others can wait until you look again."
            )
        return cls(
            id=_uuid(raw.get("id")),
            title=_text(raw.get("title", ""), 300, "title"),
            lines=tuple(lines),
            review=_day(raw.get("review"), "review"),
            earlier=tuple(earlier),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the serialisable form, which `from_dict` takes back."""
        told = {"id": self.id, "title": self.title, "lines": [line.to_dict() for line in self.lines]}
        told |= {"review": _plain(self.review)}
        return told | ({"earlier": [line.to_dict() for line in self.earlier]} if self.earlier else {})

    def csv(self) -> bytes:
        """Return a table for a spreadsheet: a row a line, days as 2026-12-01."""
        columns = heads() | more_heads()
        rows = [line.to_dict() | {"status": state(line.status)} for line in (*self.earlier, *self.lines)]
        return spreadsheet([columns.values(), *([row[name] for name in columns] for row in rows)])

    def files(self, now: datetime) -> dict[str, bytes]:
        """Return both files to take home, by name. now: as for `ics`."""
        return {"commitments.csv": self.csv(), "commitments.ics": self.ics(now)}

    def ics(self, now: datetime) -> bytes:
        """Return a calendar file (RFC 5545): each line with a day on that day, and the day to look again.

        Each has an alarm at nine on the day before. now: when it is made, with its time zone. Taken in again after a
        change, it lays the new days over the old ones.
        """
        from icalendar import Calendar  # noqa: PLC0415  (not before somebody wants a calendar)

        calendar = Calendar()
        calendar.add("prodid", "-//cxkit//commitments//EN")
        calendar.add("version", "2.0")
        for place, line in enumerate(self.lines, 1):
            if line.by:
                title = f"{line.what} ({line.who})" if line.who else line.what
                told = [
                    say("follow_up.event_who", who=line.who),
                    say("follow_up.event_know", know=line.know),
                    self.title,
                ]
                calendar.add_component(self._event(str(place), line.by, title, told, now))
        if self.review:
            told = [f"{line.what} ({line.who})" for line in self.lines]
            told += ["", say("follow_up.event_pulse"), self.title]
            title = say("follow_up.event_review")
            calendar.add_component(self._event("review", self.review, title, told, now))
        return bytes(calendar.to_ical())

    def _event(self, name: str, day: date, title: str, told: Iterable[str], now: datetime) -> Any:
        from icalendar import Alarm, Event  # noqa: PLC0415

        event = Event()
        event.add("uid", str(uuid5(UUID(self.id), name)))
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))  # optional for a whole day, and missed by some programs
        event.add("summary", title)
        event.add("description", "\n".join(told).strip())
        event.add("transp", "TRANSPARENT")  # the day is not taken up by it
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", _MORNING_BEFORE)
        event.add_component(alarm)
        return event

    def _repr_html_(self) -> str:
        """Return the lines as a table for a page: names, days as people say them, and the day to look again."""
        rows = [
            [Markup("<strong>{}</strong>").format(line.what), line.who, spoken(line.by), line.know]
            for line in self.lines
        ]
        day = Markup("<strong>{}</strong>").format(spoken(self.review))
        again = Markup("<p>{}</p>").format(say_html("follow_up.review", day=day)) if self.review else ""
        return table([say("follow_up.what_exactly"), *list(heads().values())[1:]], rows) + again


def heads() -> dict[str, str]:
    """Return what the fields that a group says are called."""
    return {
        "what": say("follow_up.what"),
        "who": say("follow_up.who"),
        "by": say("follow_up.by"),
        "know": say("follow_up.know"),
    }


def more_heads() -> dict[str, str]:
    """Return what the fields are called that a group may say besides."""
    return {
        "sponsor": say("follow_up.sponsor"),
        "now": say("follow_up.now"),
        "status": say("follow_up.status"),
        "reason": say("follow_up.reason"),
        "next": say("follow_up.next"),
    }


def state(status: str) -> str:
    """Return what became of a line, in words."""
    return {
        "open": say("follow_up.open"),
        "kept": say("follow_up.kept"),
        "not_kept": say("follow_up.not_kept"),
    }[status]


def promised(written: Sequence[Commitments | None]) -> list[tuple[tuple[str, str], ...]]:
    """Return what was promised at the end of each of several workshops, and the dimension that it should move.

    Whether it was kept is said with it, where a later one says so. What moves none is left out.
    """
    became = [{line.what: line.status for line in one.earlier} if one else {} for one in written]
    told = []
    for one, after in zip(written, [*became[1:], {}], strict=True):
        lines = [(line.what, after.get(line.what, STATES[0]), line.moves) for line in (one.lines if one else ())]
        said = ((what if now == STATES[0] else f"{what} · {state(now)}", moves) for what, now, moves in lines)
        told.append(tuple((words, moves) for words, moves in said if moves))
    return told


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Markup:
    """Return an HTML table of words, or of Markup; an empty cell is a dash."""
    tables: Any = environment("book").get_template("tables.html").module
    made: Markup = tables.words(heads, rows)
    return made


def spoken(day: date | None) -> str:
    """Return a day as people say it: "Tuesday 1 December 2026"; "" where there is none."""
    return spoken_day(day, say("follow_up.day")) if day else ""


def _lines(raw: object, key: str) -> list[Commitment]:
    """Read a list of lines, and leave out those in which nothing stands."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get(key, []), list | tuple):
        raise CommitmentError("Commitments are a mapping of id, title, lines (a list), earlier (a list) and review.")
    called = "line" if key == "lines" else key
    read = (Commitment.of(line, f"{called} {place}") for place, line in enumerate(raw.get(key, []), 1))
    return [line for line in read if line != Commitment()]


def _text(raw: object, most: int, place: str) -> str:
    if not isinstance(raw, str):
        raise CommitmentError(f"{place}: should be text.")
    words = " ".join(readable(" ".join(raw.split())).split())
    if len(words) > most:
        raise CommitmentError(f"{place}: {len(words)} characters; at most {most}. Say it in one sentence.")
    return words


def _day(raw: object, place: str) -> date | None:
    if raw is None or raw == "":
        return None
    try:
        day = date.fromisoformat(raw) if isinstance(raw, str) and len(raw) == len("2026-12-01") else None
    except ValueError:
        day = None
    if day is None or not YEARS[0] <= day.year <= YEARS[1]:
        raise CommitmentError(
            f'{place}: "{raw}" is not a day from {YEARS[0]} to {YEARS[1]}. Write it as year, month, day: 2026-12-01.'
        )
    return day


def _uuid(raw: object) -> str:
    try:
        return str(UUID(str(raw)))
    except ValueError:
        raise CommitmentError(f'id: "{raw}" is not a UUID, such as 3f0e6a52-5f0c-4a3e-9a55-0c2f4f1f9d11.') from None


def _plain(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
