"""How a file of text is written: its encoding, its delimiter, and where its headings begin. Found by content."""

import codecs
import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from cxkit.words import say

HEAD = 1 << 16
"""Bytes of a file that are looked at to find out."""

RECORDS = 40

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_END = re.compile("\r\n|\r|\n")
_BLANK = re.compile(r'(?:(?:""|[^\S\r\n]|[,;|])*(?:\r\n|\r|\n))*')
"""Lines above the headings in which nothing stands."""
_SEPARATOR = re.compile(r'"?sep=(.)"?[^\S\r\n,;|]*[,;|]*(?:\r\n|\r|\n)', re.IGNORECASE)
"""The line that Excel writes, and reads, before the headings."""


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """Where headings begin: after `skip` lines. encoding: as Python names it."""

    encoding: str
    delimiter: str
    skip: int
    head: tuple[tuple[str, ...], ...]

    @property
    def said(self) -> str:
        """What a reader should know of it: "" where nothing is special."""
        return "" if self.encoding.startswith("utf") else say("reading.letters", encoding=_NAMES[self.encoding])


_NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}


def dialect(raw: bytes) -> Dialect:
    """Find how text is written, by its beginning; head: its first records. Raises UnicodeDecodeError, csv.Error."""
    encoding = encoding_of(raw)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(raw).replace("\0", "").removeprefix("\ufeff")
    given = _SEPARATOR.match(text, start := _BLANK.match(text).end())  # type: ignore[union-attr]
    above = _BLANK.match(text, given.end() if given else start).end()  # type: ignore[union-attr]
    skip = len(_END.findall(text[:above]))
    whole = len(raw) < HEAD
    found = {mark: _records(text[above:], mark, whole=whole) for mark in {*",;\t|", *(given[1] if given else "")}}
    said = given and _likely(found[given[1]])[0]
    delimiter = given[1] if given and said else max(",;\t|", key=lambda mark: _likely(found[mark]))
    head = tuple(tuple(record) for record in found[delimiter])
    return Dialect(encoding=encoding, delimiter=delimiter, skip=skip, head=head)


def encoding_of(raw: bytes) -> str:
    """Return the encoding of bytes: by their mark, as UTF-8, as UTF-16 without a mark, or by which letters fit.

    >>> from cxkit.responses.formats.dialects import encoding_of
    >>> [encoding_of("Grüße".encode(name)) for name in ("utf-8", "cp1252", "mac_roman")]
    ['utf-8', 'cp1252', 'mac_roman']
    """
    for mark, name in _MARKS.items():
        if raw.startswith(mark):
            return name
    start = raw[:HEAD]
    high, low = start[::2].count(0), start[1::2].count(0)
    if len(start) > 3 and max(high, low) > len(start) / 50 and 2 * min(high, low) < max(high, low):
        return "utf-16-le" if low > high else "utf-16-be"  # blanks and commas have such a half in any script
    try:
        codecs.getincrementaldecoder("utf-8")().decode(raw)  # a letter may be cut in two at the end
    except UnicodeDecodeError:
        return max(_NAMES, key=lambda name: _reads_well(raw, name))
    return "utf-8"


def _reads_well(raw: bytes, encoding: str) -> int:
    """Count how often what is not ASCII makes sense between those beside it: a small letter within a word, mostly."""
    text = raw.decode(encoding, "replace")
    score = 0
    for at, sign in enumerate(text):
        if sign < "\x80":
            continue
        before = text[at - 1] if at else " "
        kind = unicodedata.category(sign)
        within = before.isalpha() and before.islower()
        score += (
            1 if kind == "Ll" else -1 if kind in {"Cn", "Co", "So", "Sm", "Sc", "Sk", "Lm"} or sign == "\ufffd" else 0
        )
        score -= 2 * (kind == "Lu" and within)
    return score


def _records(text: str, delimiter: str, *, whole: bool) -> list[list[str]]:
    try:
        records = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), RECORDS))
    except csv.Error:
        return []
    if not whole and 1 < len(records) < RECORDS:
        del records[-1]  # the end of what was looked at may lie within it
    return [record for record in records if any(map(str.strip, record))]


def _likely(records: list[list[str]]) -> tuple[bool, float, int]:
    """Rate a delimiter: it makes columns, rows have as many as the headings have, and they are many."""
    if not records:
        return False, 0.0, 0
    width = len(records[0])
    same = sum(len(record) == width for record in records) / len(records)
    return width > 1, round(same, 1), width
