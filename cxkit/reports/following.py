"""What follows from what a Report says: which question to ask the room, and what somebody may do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cxkit.reports import voice
from cxkit.reports.report import Report
from cxkit.reports.rows import ShownGap, shown
from cxkit.reports.wording import points
from cxkit.survey.following import follows
from cxkit.survey.parts import Action, Item
from cxkit.words import say


@dataclass(frozen=True, kw_only=True)
class Following:
    """A question for the room, and up to three actions.

    about: the statement that both are about, "" for none; now: its number as it is today; moves: its
    dimension. own: whether the survey's
    file asks the question, and not we in general words.
    """

    question: str = ""
    actions: tuple[Action, ...] = ()
    about: str = ""
    now: str = ""
    moves: str = ""
    own: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the serialisable form, with whom each action is for in words."""
        actions = [{"who": for_whom(one), "do": str(one.do)} for one in self.actions]
        return vars(self) | {"actions": actions}


def for_whom(action: Action) -> str:
    """Return whom an action is for, in words."""
    return {
        "leader": say("findings.if_leader"),
        "frontline": say("findings.if_frontline"),
        "support": say("findings.if_support"),
        "everyone": say("findings.if_everyone"),
    }[action.who]


def after(report: Report, dimension: str, item: str | None = None, *, general: str = "") -> Following:
    """Return what follows for an item, or for a dimension. general: the question where the survey's file has none."""
    own = report.survey.dimension(dimension)
    ask, actions = follows(own, item)
    found: Iterable[Item] = (one for one in own.items if one.id == item)
    about = next((voice.statement(one) for one in found), "") if actions or ask else ""
    rows = (*report.tables.items, *(row for row in report.tables.dimensions if not item))
    mean = next((row.mean for row in rows if (row.item, row.dimension) == (item, dimension) and shown(row)), None)
    now = "" if mean is None else say("findings.now", what=about or own.title, mean=points(mean))
    return Following(
        question=str(ask) if ask else general,
        actions=actions,
        about=about,
        now=now,
        moves=dimension,
        own=ask is not None,
    )


def furthest(report: Report, gap: ShownGap) -> str | None:
    """Return the item on which the two groups of a gap are furthest apart the same way; else the lowest for all.

    As far as both are shown; None where no item of the dimension is.
    """
    own = report.survey.dimension(gap.dimension)
    cells = {row.place: row for row in report.tables.group_items if row.attribute == gap.attribute}
    apart: dict[str, float] = {}
    for item in own.items:
        one, two = (cells.get((gap.attribute, group, item.id, own.id)) for group in (gap.group, gap.other))
        if shown(one) and shown(two):
            apart[item.id] = (one.mean - two.mean) * (1 if gap.difference >= 0 else -1)
    return max(apart, key=lambda id: apart[id]) if apart else lowest(report, gap.dimension)


def lowest(report: Report, dimension: str) -> str | None:
    """Return the item of a dimension with the lowest mean; None where none is shown."""
    means = {row.item: row.mean for row in report.tables.items if row.dimension == dimension and shown(row)}
    return min(means, key=lambda id: means[id], default=None)
