"""Comments: which may be shown, and in what form. What the room, the book and the report know of free text.

Who counts towards the threshold is whoever wrote a comment on that very dimension: not whoever rated it, because ten
ratings do not hide the writer of one comment. A comment held back still counts, since its writer is still one of
those who may have written the others; nothing that is published says how many were written.
"""

import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cxkit.survey.parts import FLOOR, Thresholds

# Characters that turn the direction of what follows, or that nobody sees, and those that only join (needed in emoji
# and in some scripts, never between Latin letters).
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_JOINERS = re.compile("(?<=[\0-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\0-\u024f]|$)")
_PILES = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")


@dataclass(frozen=True, kw_only=True)
class Comment:
    """What one person wrote on one dimension, or on an item of it.

    attributes: the writer's groups by attribute id; an attribute that is absent, None or "" was not stated.
    held: the facilitator has held it back. theme: what it is about, where it is told. writer: who wrote it, by anything
    that tells one from another.
    """

    dimension: str
    text: str
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    held: bool = False
    theme: str | None = None
    item: str | None = None
    writer: object = field(default_factory=object, compare=False, repr=False)


def readable(text: str) -> str:
    r"""Return a comment as it is shown: without control and direction characters, and without empty lines in a row.

    "" where nothing is left to read: spaces, dots and dashes are no comment.

    >>> from cxkit.disclosure.comments import readable
    >>> readable("  Good\u202e work\u200b!\n\n\n\nThanks ")
    'Good work!\n\nThanks'
    >>> readable("--")
    ''
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs", "Co"})
    text = _PILES.sub(r"\1", _JOINERS.sub("", _UNSEEN.sub("", text)))
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"[^\S\n]*[\n\u2028\u2029][^\S\n]*", "\n", text)).strip()
    return text if any(unicodedata.category(sign)[0] in "LNS" for sign in text) else ""


def released(
    comments: Sequence[Comment], thresholds: Thresholds, groups_shown: Mapping[str, Container[str]]
) -> tuple[Mapping[str, Any], ...]:
    """Return what may be shown: rows {"dimension", "text"}, and what may be told beside it.

    That is {"theme"} where there is one, and {"attribute", "group"} where a group is large enough.

    {"item"} is there where it was written on one. comments: those held back are left out of the rows, yet count as
    written; who wrote several on a dimension counts once.
    groups_shown: the groups by attribute id of which the report shows every score; no other is ever named.

    A dimension on which fewer people wrote than `thresholds.comments` has no rows. A group is named beside its
    comments where so many of it wrote on that dimension, and where so many, or nobody, are left who are not named.
    All groups named are of one attribute: the one that names most. Rows lie by dimension id, within it in an order
    drawn anew each time from the system's random source. Raises nothing.
    """
    least = max(thresholds.comments, FLOOR)
    written: dict[str, list[tuple[Comment, str]]] = {}
    for comment in comments:
        if words := readable(comment.text):
            written.setdefault(comment.dimension, []).append((comment, words))
    enough = {id: written[id] for id in sorted(written) if people(one for one, _ in written[id]) >= least}
    named = {
        attribute: {id: _named([one for one, _ in those], attribute, allowed, least) for id, those in enough.items()}
        for attribute, allowed in groups_shown.items()
    }
    chosen = max(named, key=lambda attribute: sum(sum(n.values()) for n in named[attribute].values()), default=None)
    rows = []
    for id, those in enough.items():
        said = []
        for comment, words in those:
            group = comment.attributes.get(chosen) if chosen is not None else None
            label = {"attribute": chosen, "group": group} if chosen is not None and group in named[chosen][id] else {}
            if not comment.held:
                about = {"theme": comment.theme} if comment.theme else {}
                on = {"item": comment.item} if comment.item else {}
                said.append({"dimension": id, **on, "text": words, **about, **label})
        secrets.SystemRandom().shuffle(said)
        rows += said
    return tuple(rows)


def people(comments: Iterable[Comment]) -> int:
    """Return how many people wrote comments."""
    return len({one.writer for one in comments})


def _named(comments: Sequence[Comment], attribute: str, allowed: Container[str], least: int) -> dict[str, int]:
    """Return how many wrote in each group that may be named."""
    writers = {one.writer: one for one in comments}.values()
    wrote = Counter(group for comment in writers if (group := comment.attributes.get(attribute)))
    large = {group: n for group, n in wrote.items() if n >= least and group in allowed}
    # The few who are left would be known by having no name; so the smallest named group goes among them.
    if large and 0 < len(writers) - sum(large.values()) < least:
        del large[min(large, key=lambda group: (large[group], group))]
    return large
