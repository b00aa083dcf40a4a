"""Cards on a square: two dimensions next to each other ask the same, the first across and the second up."""

from collections.abc import Sequence

from cxkit.survey.kinds.kind import Kind, check_labels
from cxkit.survey.parts import Dimension
from cxkit.survey.reader import KeyPath, Reader


class Place(Kind):
    """A point across and a point up for each card."""

    name = "place"

    def check(self, reader: Reader, dimension: Dimension, path: KeyPath) -> None:
        """Both ends of each side need words."""
        check_labels(reader, dimension, path, ends=True)

    def taps(self, dimension: Dimension) -> int:
        """One tap places a card, of whose two dimensions this is one."""
        return (len(dimension.items) + 1) // 2


def squares(dimensions: Sequence[Dimension]) -> list[tuple[Dimension, Dimension]]:
    """Return the pairs (across, up) of a survey's dimensions of this kind, in order."""
    placed = [one for one in dimensions if one.kind == Place.name]
    return list(zip(placed[::2], placed[1::2], strict=False))


def check_squares(reader: Reader, dimensions: Sequence[Dimension]) -> None:
    """Note what of a survey is no pair."""
    alone: int | None = None
    for at, one in enumerate(dimensions):
        if alone is None:
            alone = at if one.kind == Place.name else None
            continue
        across = dimensions[alone]
        if one.kind != Place.name:
            break
        same = [item.text for item in one.items] == [item.text for item in across.items]
        if not same or one.items_from != across.items_from:
            reader.problem(
                ("dimensions", at),
                f"goes up where {across.id} goes across, so it needs the same items with the same words "
                "(or both the same items_from).",
            )
        alone = None
    if alone is not None:
        reader.problem(
            ("dimensions", alone),
            "is one side of a square. The next dimension has to be the other: kind: place, with the same items.",
        )
