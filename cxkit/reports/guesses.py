"""Guesses of what the others said: who guesses whose score, and how they stand on the stage, as dots without names.

Leaders guess the score of the group that they are compared with, and that one theirs; whoever says of themselves
neither guesses everybody's. A group of fewer than three dots is never shown as one of its own: it lies among others, in
the same colour. The truth beside them is the released Report's, or is not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from cxkit.errors import RoomError
from cxkit.survey.model import Survey
from cxkit.survey.parts import Attribute
from cxkit.words import say

if TYPE_CHECKING:
    from cxkit.reports.marks import Mark

FEWEST = 3
"""Dots that stand apart as those of one group."""
ALL, REST = "all", "rest"
"""Whose dots they are where not one group's: everybody's, or everybody's but the first group's."""


@dataclass(frozen=True, kw_only=True)
class Cloud:
    """Dots of one group, or of several in one colour; about: whose score they guess, "" for everybody's."""

    group: str
    dots: tuple[int, ...]
    about: tuple[str, ...]


def compared(survey: Survey) -> Attribute | None:
    """Return the attribute by which groups are compared, if people say it of themselves."""
    return next((one for one in survey.attributes if one.compare and one.options), None)


def question(survey: Survey, part: str) -> dict[str, Any]:
    """Return what somebody is asked who guesses a dimension's score: its ends, and whose they guess of each group."""
    dimension = survey.dimension(part)
    scale, by = dimension.items[0].response_scale, compared(survey)
    one, two = by.compare if by and by.compare else ("", "")
    return {
        "title": dimension.title.plain(),
        "ends": [scale.labels[end].plain() if end in scale.labels else "" for end in (scale.min, scale.max)],
        "by": by and by.id,
        "asks": by and by.title.plain(),
        "groups": {id: words.plain() for id, words in ((by and by.options) or {}).items()},
        "about": {one: two, two: one} if by else {},
        "leads": one,
    }


def guess(said: Any, survey: Survey) -> dict[str, Any]:
    """Return a guess as it is kept: whose, and of what score. Raises RoomError for what is none."""
    by = compared(survey)
    value, group = (said.get("value"), said.get("group", "")) if isinstance(said, Mapping) else (None, "")
    if type(value) is not int or not 0 <= value <= 100:
        raise RoomError(say("guess.no_score"))
    if group and (not by or group not in (by.options or ())):
        raise RoomError(say("guess.no_group"))
    return {"value": value, "group": group if by and by.compare and group in by.compare else ""}


def clouds(guessed: Mapping[str, Sequence[int]], survey: Survey) -> list[Cloud]:
    """Return the dots of the groups that the survey compares, and of everybody else; too few of them, together."""
    by = compared(survey)
    one, two = by.compare if by and by.compare else ("", "")
    about = {one: two, two: one, "": ""}
    there = {group: tuple(guessed[group]) for group in dict.fromkeys((one, two, "")) if guessed.get(group)}
    found = [Cloud(group=group, dots=dots, about=(about[group],)) for group, dots in there.items()]
    leading, others = (
        [each for each in found if each.group == one != ""],
        [e for e in found if e.group != one or not one],
    )
    if any(len(each.dots) < FEWEST for each in others):
        others = [_together(REST if leading else ALL, others)]
    if any(len(each.dots) < FEWEST for each in (*leading, *others)):
        return [_together(ALL, found)]
    return [*leading, *others]


def _together(group: str, some: Sequence[Cloud]) -> Cloud:
    dots = tuple(sorted(value for each in some for value in each.dots))
    about = tuple(dict.fromkeys(about for each in some for about in each.about if about))
    return Cloud(group=group, dots=dots, about=about or ("",))


def side(group: str, survey: Survey) -> str:
    """Return what people of a group are called; "": everybody."""
    known = {"leader": say("picture.leaders"), "frontline": say("picture.frontline"), "": say("guess.everybody")}
    by = compared(survey)
    return known.get(group) or (by.label(group) if by else group)


def shown(found: Sequence[Cloud], survey: Survey, truths: Mapping[str, "Mark"]) -> list[dict[str, Any]]:
    """Return what the stage shows: each cloud with its name and its middle, and what is true of whom it guesses.

    truths: what a released Report shows, by group and "" for everybody; what it does not show is not among them.
    """
    from cxkit.reports.wording import upper  # noqa: PLC0415  (not needed before a reveal)

    called = {ALL: say("guess.all_guessed"), REST: say("guess.others_guessed"), "": say("guess.others_guessed")}
    called |= {"": say("guess.all_guessed")} if len(found) == 1 else {}
    return [
        {
            "group": each.group,
            "label": called.get(each.group) or upper(say("guess.guessed", group=side(each.group, survey))),
            "dots": list(each.dots),
            "middle": say("guess.middle", middle=round(median(each.dots))),
            "truths": [truths[about].to_dict() | {"group": about} for about in each.about if about in truths],
        }
        for each in found
    ]
