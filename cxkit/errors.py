"""Everything that cxkit raises on purpose.

CxkitError
├── SurveyError       a survey file or mapping is not valid
├── ResponseError     a file or table of answers does not fit its survey
├── ReportError       a report cannot be made or read
├── CommitmentError   a commitment is not one that can be kept
└── RoomError         a live room refuses
    ├── RoomClosed    … because it takes no more answers
    ├── NotFound      … because there is no such room
    ├── NotAllowed    … because it is the facilitator's to do
    ├── SetupError    … because its set-up is not valid
    ├── Changed       … because another screen has changed it meanwhile
    ├── StillWriting  … because people are still writing: it is to be asked again, with `sure`
    ├── TooMany       … because too many answers or pages came from one network
    └── StoreError    … because its answers cannot be kept on this disk
"""

from collections.abc import Iterable
from difflib import get_close_matches


class CxkitError(Exception):
    """The root: catch this to catch all of them. Its message is written for the person at the keyboard."""


class SurveyError(CxkitError):
    """A survey is not valid; the message lists every problem with its place and what is allowed."""


class ResponseError(CxkitError):
    """A file or table of answers does not fit its survey."""


class ResponseWarning(UserWarning):
    """Some cells of a table were not answers; they were left out and counted."""


class ReportWarning(UserWarning):
    """Two reports asked something differently; what still compares is compared."""


class ReportError(CxkitError):
    """A report cannot be made or read."""


class CommitmentError(CxkitError):
    """A commitment is not what it should be; the message says which and what is allowed."""


class RoomError(CxkitError):
    """A live room refuses what it was asked."""


class RoomClosed(RoomError):
    """The room takes no more answers."""


class NotFound(RoomError):
    """There is no room with that code."""


class NotAllowed(RoomError):
    """It is for the room's facilitator, and for its own pages."""


class SetupError(RoomError):
    """A workshop file or the set-up form is not valid; the message lists every problem and what is allowed."""


class Changed(RoomError):
    """Another screen has changed it meanwhile."""


class StillWriting(RoomError):
    """People are still writing in what would close: whoever is sure says so."""


class TooMany(RoomError):
    """Too much comes from one visitor: new responses, pages that listen."""


class StoreError(RoomError):
    """The room's answers cannot be kept: the folder or the database does not work."""


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """' Did you mean "reverse_keyed"?' for the nearest allowed word; empty where nothing is near."""
    near = nearest(word, allowed)
    return f' Did you mean "{near}"?' if near else ""


def nearest(word: str, allowed: Iterable[str]) -> str:
    """Return the allowed word that is most like one; "" where nothing is near."""
    by_lower = {option.lower(): option for option in allowed}
    near = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else ""


def listing(words: Iterable[str], *, most: int = 12) -> str:
    """Join words with commas for a message, cutting a long list with the number left out."""
    words = list(words)
    more = f" … and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more
