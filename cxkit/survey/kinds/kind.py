"""What every activity kind says of itself: what a survey file holds, which answers go together, what a blank means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from cxkit.survey.parts import Choice, Dimension, ResponseScale
from cxkit.survey.reader import KeyPath, Reader

Answers = Mapping[str, Any]
"""One person's points by item id; what was left blank is not there."""
Counts = Mapping[int, int]
"""How many gave an answer."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Why answers do not go together: at which item ("3" is …), and what to do."""

    item: str
    why: str
    advice: str


class Kind:
    """How a dimension is asked. This one is `rate`: a point for each item, whatever the others are."""

    name = "rate"
    needs: tuple[str, ...] = ()
    """What a dimension of this kind must say besides what every dimension says."""
    keys: tuple[str, ...] = ()
    """What it may say."""
    item_needs: tuple[str, ...] = ()
    """What each of its items must say besides its id and text."""
    together = False
    """Whether one answer bears on the others; the points then come with the kind."""
    agreement = False
    """Whether it is said of an item of which no number may be told whether nearly all gave one answer."""
    nothing: int | None = None
    """The point that is no answer of one's own, such as no token: that all gave it may be told."""
    reversed = False
    """Whether such points are turned round, so that the lowest is the best."""
    level = "ordinal"
    """What its points are to other programs: nominal (names), ordinal (in an order) or scale (amounts)."""
    graded = True
    """Whether points are in an order of merit unless the file says otherwise."""

    def read(self, reader: Reader, data: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
        """Return the dimension's fields of this kind from a file, noting what is wrong."""
        return {}

    def choices(self, reader: Reader, data: Mapping[str, Any], path: KeyPath) -> tuple[Choice, ...]:
        """Return an item's choices, where it is a step that leads on."""
        return ()

    def usual(self, langs: Iterable[str] = ()) -> ResponseScale | None:
        """Return the response scale of a dimension that has none of its own; None: the survey's.

        langs: the languages of the survey, here and below.
        """
        return None

    def scale(self, fields: Mapping[str, Any], count: int, langs: Iterable[str] = ()) -> ResponseScale | None:
        """Return the points of each of so many items, where they come with the kind."""
        return None

    def scale_of(self, choices: tuple[Choice, ...]) -> ResponseScale | None:
        """Return the points of a step with these choices, where it has some."""
        return None

    def check(self, reader: Reader, dimension: Dimension, path: KeyPath) -> None:
        """Note what is wrong with a dimension as a whole. One that waits for its list has no items."""

    def completed(self, dimension: Dimension, answers: Answers) -> dict[str, Any]:
        """Return the answers with what a blank means filled in."""
        return dict(answers)

    def fault(self, dimension: Dimension, answers: Answers) -> Fault | None:
        """Return why answers do not go together, blanks filled in and each in its range; None where they do."""
        return None

    def made_up(self, dimension: Dimension, chance: Random) -> dict[str, int]:
        """Return what somebody might answer where one answer bears on the others."""
        raise NotImplementedError(self.name)

    def hints(self, dimension: Dimension) -> Iterator[str]:
        """Give what could be better about a dimension of this kind."""
        yield from ()

    def taps(self, dimension: Dimension) -> int:
        """Return how often one taps to answer all of it."""
        return len(dimension.items)

    def enough(self, dimension: Dimension, counts: Sequence[Counts], least: int) -> frozenset[str]:
        """Return the items that at least so many were really asked, as far as it follows from what is told of others.

        counts: for each item, {steps above the lower end: people}.
        """
        return frozenset(item.id for item in dimension.items)


def rest_is_none(dimension: Dimension, answers: Answers) -> dict[str, Any]:
    """Return answers with 0 for each blank; none at all where nothing is given."""
    return {item.id: answers.get(item.id, 0) for item in dimension.items} if answers else {}


def check_labels(reader: Reader, dimension: Dimension, path: KeyPath, *, ends: bool = False) -> None:
    """Note points without words. ends: only the lowest and the highest need some."""
    own = [dimension.response_scale] if dimension.response_scale else []
    for scale in [item.response_scale for item in dimension.items] or own:
        named = (scale.min, scale.max) if ends else range(scale.min, scale.max + 1)
        if bare := [str(point) for point in named if point not in scale.labels]:
            reader.problem(
                (*path, "response_scale"),
                f"has no words for {', '.join(bare)}, and kind: {dimension.kind} shows the words. "
                "Give labels: {" + ", ".join(f"{point}: …" for point in named) + "}.",
            )
            return
