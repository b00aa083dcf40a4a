"""Cards above or below a line, or in three bins."""

from collections.abc import Iterable

from cxkit.survey.kinds.kind import Kind, check_labels
from cxkit.survey.parts import Dimension, ResponseScale, Text
from cxkit.survey.reader import KeyPath, Reader
from cxkit.words import say


class Sort(Kind):
    """A bin for each card."""

    name = "sort"
    agreement = True

    def usual(self, langs: Iterable[str] = ()) -> ResponseScale:
        """Below and above."""
        langs = [*langs]
        labels = {
            0: Text.spoken(langs, lambda lang: say("kinds.below", lang=lang)),
            1: Text.spoken(langs, lambda lang: say("kinds.above", lang=lang)),
        }
        return ResponseScale(min=0, max=1, labels=labels, favourable=(1,), unfavourable=(0,))

    def check(self, reader: Reader, dimension: Dimension, path: KeyPath) -> None:
        """Two bins or three, each with words."""
        check_labels(reader, dimension, path)
        for scale in {item.response_scale.range for item in dimension.items} - {1, 2}:
            reader.problem((*path, "response_scale"), f"has {scale + 1} bins to sort into; two or three fit a phone.")
