"""What of a case has no room on the stage, said while there is time to shorten it."""

from collections.abc import Iterator

from cxkit.reports.layouts.laying import on_stage
from cxkit.reports.layouts.scene import Words
from cxkit.reports.ways import sketched
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension
from cxkit.survey.workshop import in_one, languages
from cxkit.words import FIRST, speaking


def cut_on_stage(survey: Survey) -> Iterator[tuple[str, str, int]]:
    """Give what the stage would cut of a case, in each of its languages: where, the words, how many letters of them."""
    for lang in languages(survey) or (FIRST,):
        with speaking(lang):
            for own in in_one(survey, lang).dimensions:
                yield from ((own.id, *found) for found in (_cut(own) if own.kind == "case" else ()))


def _cut(own: Dimension) -> Iterator[tuple[str, int]]:
    """Give each text of a case that is cut, and how many letters of it do not stand there."""
    picture = sketched(own)
    there = " ".join(mark.text for mark in on_stage(picture).marks if isinstance(mark, Words))
    for text in dict.fromkeys(words for row in picture.rows for words in (row.group, row.name)):
        words = text.split()
        begun = (" ".join(words[:end]).rstrip(".,;:") for end in range(len(words) - 1, 0, -1))
        left = next((one for one in begun if f"{one}…" in there), "")
        if left and text not in there:
            yield text, len(text) - len(left)
