"""What the released Reports of a workshop say, and what follows from it: on the stage, and in what is written down."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from cxkit.errors import ReportError
from cxkit.live.remembered import Remembered
from cxkit.live.room import Room
from cxkit.live.stage import Stage
from cxkit.reports.by_hand import asked, by_hand
from cxkit.reports.headline import Headline, headline, truths
from cxkit.reports.in_both import marked
from cxkit.reports.layouts.laying import staged
from cxkit.reports.marks import Mark
from cxkit.reports.pictures import Picture
from cxkit.reports.report import Report
from cxkit.survey.workshop import led_by
from cxkit.words import say, spoken

_found: Remembered[tuple[str, int, str, str], tuple[Headline | Picture, Mapping[str, Mark]]] = Remembered()
"""What was found in a room's release, by dimension and language."""


def found(stage: Stage, activity: Mapping[str, Any], part: str) -> Headline | Picture:
    """Return what the released Report of an activity says first of a part. activity: as `Stage.view` has it."""
    return _look(stage, activity, part)[0]


def true_scores(stage: Stage, activity: Mapping[str, Any], part: str) -> Mapping[str, Mark]:
    """Return the scores of a part that people may have guessed, as far as the released Report shows them."""
    return _look(stage, activity, part)[1]


def _look(stage: Stage, activity: Mapping[str, Any], part: str) -> tuple[Headline | Picture, Mapping[str, Mark]]:

    def look() -> tuple[Headline | Picture, Mapping[str, Mark]]:
        report = report_of(Room.find(stage.lead.store, activity["code"]))
        own = stage.said.surveys[activity["survey"]].dimensions
        lists = {dimension.id: dimension.items_from for dimension in own if dimension.items_from}
        first = headline(report, part, lists)
        if first.headline == say("headline.nothing"):  # then the room answers for itself
            one = asked(report.survey, part)
            first = replace(first, headline=str(one.question or one.title), words=by_hand(one))
        return first, truths(report, part, first)

    return _found((activity["code"], activity["shown"], part, spoken()), look)


def report_of(room: Room) -> Report:
    """Return what a room has released, in the language spoken. Raises ReportError: another version of cxkit did."""
    report = Report.from_dict(room.released() or {})
    return replace(report, survey=led_by(report.survey, spoken()))


def as_staged(first: Headline | Picture, other: Headline | Picture | None = None) -> dict[str, Any]:
    """Return what was found as the stage shows it: a picture with a place for everything on it.

    other: the same in the second language of a mixed room, for the names of the picture.
    """
    if isinstance(first, Picture):
        return staged(first, other if isinstance(other, Picture) else None)
    return marked(first, other if isinstance(other, Headline) else None)


def uncovered(view: Mapping[str, Any], survey: str, part: str) -> bool:
    """Tell whether a part of an activity has been shown to the room."""
    one: dict[str, Any] = next((one for one in view["activities"] if one["survey"] == survey), {})
    parts = one.get("uncovered")
    return one.get("shown", 0) > 0 and (parts is None or part in parts or "" in parts)


def followed(stage: Stage) -> Iterator[dict[str, Any]]:
    """Give what follows from each part that the room has seen, where the survey says what may be done about it.

    headline: what was found.
    """
    view = stage.view()
    for one in view["activities"]:
        for dimension in stage.said.surveys[one["survey"]].dimensions if one.get("shown") else ():
            if not uncovered(view, one["survey"], dimension.id):
                continue
            try:
                first = found(stage, one, dimension.id)
            except ReportError:  # another version of cxkit released it
                continue
            if first.following.actions:
                title = {"title": str(dimension.title), "headline": first.headline.replace("\n", " ")}
                yield title | first.following.to_dict()
