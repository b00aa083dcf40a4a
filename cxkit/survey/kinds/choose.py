"""One of a few named buttons: the labels are the question."""

from __future__ import annotations

from cxkit.survey.kinds.kind import Kind, check_labels
from cxkit.survey.parts import Dimension
from cxkit.survey.reader import KeyPath, Reader


class Choose(Kind):
    """A point for each item. Where points are in no order none is favourable; a file that means an order says which."""

    name = "choose"
    agreement = True
    draft = """\
    question: "Would you want to be a customer of ours?"
    response_scale:
      min: 0
      max: 2
      labels: {0: Rather not, 1: It depends, 2: "Yes, gladly"}
      favourable: [2]
      unfavourable: [0]
    items: [As things are today]
"""
    graded = False

    def check(self, reader: Reader, dimension: Dimension, path: KeyPath) -> None:
        """Every button needs words; 0 or 1 is the first."""
        check_labels(reader, dimension, path)
        lowest = {item.response_scale.min for item in dimension.items}
        if not lowest <= {0, 1}:
            reader.problem((*path, "response_scale", "min"), f"should be 0 or 1, but is {min(lowest)}.")
