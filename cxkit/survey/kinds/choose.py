"""One of a few named buttons: the labels are the question."""

from collections.abc import Mapping
from typing import Any

from cxkit.survey.kinds.kind import Kind, check_labels
from cxkit.survey.parts import Dimension
from cxkit.survey.reader import KeyPath, Reader, say


class Choose(Kind):
    """A point for each item. Where points are in no order none is favourable; a file that means an order says which.

    labels_from: the point from which on the workshop's list gives the labels, as {2: departments}: whom people name.
    Those before it stay: 0, that it is nobody; 1, that it is oneself.
    """

    name = "choose"
    agreement = True
    level = "nominal"
    graded = False
    keys = ("labels_from",)

    def read(self, reader: Reader, data: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
        """From which point on labels are a workshop's list, and which."""
        raw, place = data.get("labels_from"), (*path, "labels_from")
        if raw is None:
            return {}
        if not isinstance(raw, Mapping) or [str(first) for first in raw] not in (["1"], ["2"]):
            reader.problem(place, f"should be a point, 1 or 2, with a list: {{2: departments}}, but is {say(raw)}.")
            return {}
        return {"labels_from": {int(first): reader.id(name, place) for first, name in raw.items()}}

    def check(self, reader: Reader, dimension: Dimension, path: KeyPath) -> None:
        """Every button needs words; 0 or 1 is the first."""
        if dimension.labels_from and dimension.response_scale is None:
            reader.problem((*path, "labels_from"), "needs a response_scale beside it, for the points before the list.")
        check_labels(reader, dimension, path)
        lowest = {item.response_scale.min for item in dimension.items}
        if not lowest <= {0, 1}:
            reader.problem((*path, "response_scale", "min"), f"should be 0 or 1, but is {min(lowest)}.")
