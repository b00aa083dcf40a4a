"""Answers that a survey tool has collected already: what a file holds, and taking them into a room."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxkit.errors import ResponseError, SetupError
from cxkit.live.response import LONGEST_COMMENT, valid_response
from cxkit.live.room import Room
from cxkit.live.setup import Setup
from cxkit.live.stage import Stage
from cxkit.responses.formats import read_responses
from cxkit.responses.formats.proposal import Proposal
from cxkit.responses.hints import for_pages
from cxkit.responses.responses import Responses, said_lacking
from cxkit.survey.model import Survey
from cxkit.survey.parts import NOT_APPLICABLE
from cxkit.survey.workshop import led_by
from cxkit.words import say, spoken

MOST = 10_000
"""People whose answers a room takes; `cxkit score` takes files of any size."""
_LISTED = 20
_ENDING = 12


@dataclass(frozen=True, kw_only=True)
class Brought:
    """A file with answers for a workshop's main survey. mapping: as `read_responses` takes it, where one is needed.

    The file is on the disk only while it is read.
    """

    room: Room
    file: bytes
    name: str
    mapping: Mapping[str, Any]

    def look(self, survey: str) -> dict[str, Any]:
        """Return what the file holds for one of the surveys to choose from, and keep nothing.

        people: how many would be counted, or None while columns are missing. said: how it was read. problems: values
        that are no answers. dropped: columns that are not taken. groups: the groups of attributes that have no list.
        near: by id what no column was found for, with its words and the likeliest heading, of all `headings`. unknown:
        by id ("values": all items) the values that somebody has to explain, and what they may mean.

        Raises SetupError where it cannot be read at all.
        """
        asked = Setup(room=self.room).surveys().get(survey, self.room.survey)
        in_words = led_by(asked, spoken())
        with self._path() as path:
            try:
                answers, refused = read_responses(path, asked, mapping=dict(self.mapping)), ""
            except ResponseError as error:
                answers, refused = None, self._named(error, path)
            lacking = said_lacking(answers.frame.columns, asked) if answers else []
            found = self._proposal(path, asked) if answers is None or answers.met or lacking else None
        met = answers.met if answers else ()
        notes = [note for note in (answers.notes if answers else found.notes if found else ()) if note not in lacking]
        notes += said_lacking(answers.frame.columns, in_words, titles=True) if answers else []
        return {
            "people": len(answers) if answers else None,
            "refused": refused,
            "said": [*map(for_pages, notes)],
            "problems": [
                [one.column, one.value, one.reason, for_pages(one.advice), one.count] for one in met[:_LISTED]
            ],
            "values": sum(one.count for one in met),
            "dropped": [*(answers.dropped if answers else ())],
            "groups": _groups(answers, asked) if answers else {},
            **_open(found, in_words),
        }

    def take(self) -> int:
        """Take the answers into the room, which nobody has joined, and close it. Returns of how many people.

        Raises SetupError where they do not fit, RoomClosed once somebody has joined.
        """
        with self._path() as path:
            try:
                answers = read_responses(path, self.room.survey, mapping=dict(self.mapping))
            except ResponseError as error:
                raise SetupError(self._named(error, path)) from None
        if len(answers) > MOST:
            raise SetupError(say("setup.too_many", n=len(answers), most=MOST))
        bodies = [valid_response(body, self.room.survey) for body in _bodies(answers, self.room.survey)]
        self.room.store.bring(self.room.id, bodies).result()
        Stage.of(self.room).brought(self.room.survey.id)
        return len(bodies)

    @contextmanager
    def _path(self) -> Iterator[Path]:
        """Lay the file on the disk for as long as it is read, for this user's eyes only."""
        ending = "".join(letter for letter in Path(self.name).suffix[:_ENDING] if letter.isalnum() or letter == ".")
        handle, name = tempfile.mkstemp(suffix=ending)  # 0600
        path = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(self.file)
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _proposal(self, path: Path, survey: Survey) -> Proposal:
        try:
            return Proposal.of(path, survey, dict(self.mapping))
        except ResponseError as error:
            raise SetupError(self._named(error, path)) from None

    def _named(self, error: ResponseError, path: Path) -> str:
        return for_pages(str(error).replace(str(path), self.name))


def _groups(answers: Responses, survey: Survey) -> dict[str, list[str]]:
    open_ones = [one.id for one in survey.attributes if one.options is None and one.id in answers.frame]
    return {id: sorted({str(value) for value in answers.frame[id]} - {""}) for id in open_ones}


def _open(found: Proposal | None, survey: Survey) -> dict[str, Any]:
    """Return what a person has to say of a file before all of it is understood."""
    if found is None:
        return {"near": [], "headings": [], "unknown": []}
    words = {item.id: str(item.text) for item in survey.items} | {one.id: str(one.title) for one in survey.attributes}
    scales = {item.id: item.response_scale for item in survey.items} | {"values": survey.response_scale}
    options = {one.id: one.options or {} for one in survey.attributes}

    def means(id: str) -> dict[str, str]:
        scale = scales.get(id)
        if scale is None:
            return {value: str(text) for value, text in options.get(id, {}).items()}
        points = range(scale.min, scale.max + 1)
        said = {str(at): " ".join(filter(None, (str(at), str(scale.labels.get(at, ""))))) for at in points}
        return said | ({NOT_APPLICABLE: str(scale.not_applicable)} if scale.not_applicable else {})

    near = [(id, *found.near[id]) for id in found.near if id in words]
    near += [(id, "", 0.0) for id in found.lacking]
    return {
        "near": [{"id": id, "words": words[id], "heading": heading, "alike": alike} for id, heading, alike in near],
        "headings": found.headings if near else [],
        "unknown": [
            {"id": id, "words": words.get(id, say("picture.items")), "values": values[:_LISTED], "means": means(id)}
            for id, values in found.values.items()
            if means(id)
        ],
    }


def _bodies(answers: Responses, survey: Survey) -> Iterator[dict[str, Any]]:
    """Give each person's answers as a phone would send them."""
    values = {item.id: answers.frame[item.id].to_list() for item in survey.items}
    skipped = {item.id: answers.not_applicable[item.id].to_list() for item in survey.items}
    about = {one.id: answers.frame[one.id].to_list() for one in survey.attributes if one.id in answers.frame}
    allowed = {one.id: one.options or {} for one in survey.attributes}
    asks = survey.comments_per_dimension
    comments = {id: answers.comments[id].to_list() for id in answers.comments} if asks else {}
    for row in range(len(answers)):
        given = {id: int(column[row]) for id, column in values.items() if column[row] == column[row]}
        yield {
            "attributes": {id: column[row] for id, column in about.items() if column[row] in allowed[id]},
            "answers": given | {id: NOT_APPLICABLE for id, column in skipped.items() if column[row]},
            "comments": {id: column[row][:LONGEST_COMMENT] for id, column in comments.items() if column[row]},
            "finished": True,
        }
