"""The tools whose files are known, and which of them wrote a file: found by what stands in it, never by its name."""

from functools import cache
from importlib.metadata import entry_points

from cxkit.responses.formats import (
    formbricks,
    glint,
    google,
    kobo,
    limesurvey,
    microsoft,
    plain,
    qualtrics,
    redcap,
    surveymonkey,
)
from cxkit.responses.formats.layout import Format, Head

_OURS = (plain, qualtrics, surveymonkey, limesurvey, microsoft, google, glint, kobo, redcap, formbricks)

GROUP = "cxkit.formats"
"""The entry points by which other packages add theirs."""


@cache
def formats() -> tuple[Format, ...]:
    """Return all formats. Of several that are as sure, the first is taken."""
    others = [entry.load() for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name)]
    return (*(module.FORMAT for module in _OURS), *others)


def recognised(head: Head) -> tuple[Format, float]:
    """Return the format that is surest of a file's first rows, and how sure it is (0–1)."""
    rated = [(format, format.sure(head)) for format in formats()]
    return max(rated, key=lambda one: one[1])
