"""The few numbers of the picture under a headline: marks, which of them are shown, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cxkit.reports.report import Report
from cxkit.reports.rows import ShownResult, shown
from cxkit.reports.wording import item_words, points, why_hidden
from cxkit.survey.parts import Dimension
from cxkit.words import say

_MOST, _OF_MORE = 10, 4
"""Entries of a list; of a longer one so many from the highest on, and from the lowest."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A mean, 0–100, with its name, and of how many people it is; other: of another group, where there is one.

    item: its id, where it is of one.
    """

    name: str
    value: float
    n: int
    other: "Mark | None" = None
    item: str | None = None

    @classmethod
    def of(cls, name: str, row: ShownResult) -> "Mark":
        """Take the numbers of a result."""
        return cls(name=name, value=row.mean, n=row.n, item=row.item)

    def to_dict(self) -> dict[str, Any]:
        """Return the serialisable form, with the words that stand at the mark."""
        other = self.other.to_dict() if self.other else None
        words = {"mean": points(self.value), "people": say("headline.people", n=self.n)}
        return vars(self) | words | {"other": other}


def ranked(report: Report, own: Dimension, note: str = "") -> tuple[tuple[Mark, ...], str]:
    """Return the items of a dimension that are shown, highest first, and the note, or why others are not."""
    results = {row.item: row for row in report.tables.items if row.dimension == own.id}
    told = [Mark.of(item_words(item).rstrip("."), row) for item in own.items if shown(row := results.get(item.id))]
    hidden = len(own.items) - len(told)
    why = say("headline.items_hidden", n=hidden) if hidden and told else why_hidden() if hidden else ""
    return tuple(sorted(told, key=lambda mark: -mark.value)), note or why


def ends(marks: Sequence[Mark], most: int = _MOST, of_more: int = _OF_MORE) -> tuple[tuple[Mark, ...], str]:
    """Return all marks up to so many, else those at both ends, and that others are left out between them."""
    if len(marks) <= most:
        return tuple(marks), ""
    return (*marks[:of_more], *marks[-of_more:]), say("headline.more", n=len(marks) - 2 * of_more)
