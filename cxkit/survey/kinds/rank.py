"""An order: each item gets a place, and each place an item."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

from cxkit.survey.kinds.kind import Answers, Fault, Kind
from cxkit.survey.parts import Dimension, ResponseScale
from cxkit.survey.reader import KeyPath, Reader
from cxkit.words import say

MOST = 7
"""As many as people put in order with care."""


class Rank(Kind):
    """The place of each item, 1 for the first. Points are reversed by themselves: the first has 100, the last 0."""

    name = "rank"
    together = True
    reversed = True

    def scale(self, fields: Mapping[str, Any], count: int, langs: Iterable[str] = ()) -> ResponseScale:
        """As many places as there are items."""
        last = max(count, 2)
        favourable, unfavourable = ResponseScale.usual_favourable(1, last) or ((last,), (1,))
        return ResponseScale(min=1, max=last, favourable=favourable, unfavourable=unfavourable)

    def check(self, reader: Reader, dimension: Dimension, path: KeyPath) -> None:
        """One item alone is in no order."""
        if len(dimension.items) == 1:
            reader.problem((*path, "items"), "has one item, and an order needs two at least.")

    def completed(self, dimension: Dimension, answers: Answers) -> dict[str, Any]:
        """Where one is blank, it has the place that is left."""
        blank = [item.id for item in dimension.items if item.id not in answers]
        left = set(range(1, len(dimension.items) + 1)) - set(answers.values())
        return {**answers, blank[0]: left.pop()} if len(blank) == len(left) == 1 and answers else dict(answers)

    def fault(self, dimension: Dimension, answers: Answers) -> Fault | None:
        """All or none, and no place twice."""
        seen: dict[int, str] = {}
        words = {item.id: str(item.text) for item in dimension.items}
        for item, place in answers.items():
            if place in seen:
                return Fault(item=item, why=say("kinds.place_twice", item=seen[place]), advice=say("kinds.rank_all"))
            seen[place] = words[item]
        blank = next((item.id for item in dimension.items if item.id not in answers), None)
        if blank and answers:
            return Fault(item=blank, why=say("kinds.no_place"), advice=say("kinds.rank_all"))
        return None

    def made_up(self, dimension: Dimension, chance: Random) -> dict[str, int]:
        """Put items in an order near that in which they stand."""
        order = sorted(enumerate(dimension.items), key=lambda pair: pair[0] + chance.gauss(0, 1.5))
        return {item.id: place for place, (_, item) in enumerate(order, 1)}

    def hints(self, dimension: Dimension) -> Iterator[str]:
        """Give a warning of long orders."""
        if len(dimension.items) > MOST:
            yield f"has {len(dimension.items)} items to put in order. Beyond {MOST} people guess: spend tokens instead."
