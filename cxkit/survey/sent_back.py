"""What a translator sends back: the table or the PO that `cxkit translate` wrote, as their programs save it."""

import codecs
import csv
import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser

from cxkit.errors import CxkitError, listing
from cxkit.words import choose

COLUMNS = ("where", "source", "translation")
"""The table's headings."""
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_IN_PO = re.compile(r'^msgid\s*"', re.MULTILINE)
_WHOLE = re.compile(r'(?:#.*|(?:msg\S+\s*)?"(?:[^"\\]|\\.)*"|)')
_BROKEN = {
    re.compile(r"#(?:NAME|REF|VALUE|N/A|NUM|NULL|DIV/0|SPILL)[?!]?"): (
        "a spreadsheet took the words for a formula and lost them. Write them anew, with an apostrophe in front."
    ),
    re.compile(r"[^\ufffd]*\ufffd.*", re.DOTALL): (
        "“\ufffd” stands for a letter that was lost. Write it anew, and save the file as UTF-8."
    ),
    re.compile(r".*[\0-\x08\x0b\x0c\x0e-\x1f\x7f].*", re.DOTALL): (
        "a character in it cannot be seen. Write the words anew."
    ),
}
"""What no translator means, and why it came."""


@dataclass(frozen=True, kw_only=True)
class Translated:
    """A line of what a translator sent back. line: of their file; fault: why it cannot be taken, "" for nothing."""

    where: str
    source: str
    words: str
    line: int
    fault: str = ""


def read_back(path: Path, lang: str) -> list[Translated]:
    """Return what a translator has filled in. Raises CxkitError where the file is neither such a table nor PO.

    lang: what it should be in, which a PO file says.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CxkitError(f"{path}: cannot be read ({error.strerror}).") from None
    try:
        text = raw.decode("utf-16" if raw.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError:
        raise CxkitError(f"{path}: is not UTF-8 text. Save it as “CSV UTF-8”, or as PO, and try again.") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _from_po(text, path, lang) if _IN_PO.search(text) else _from_csv(text, path)


class _Every(Catalog):
    """A catalogue that also knows what it was given twice."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[Message] = []

    def __setitem__(self, id: str | tuple[str, ...] | list[str], message: Message) -> None:
        self.given.append(message)
        super().__setitem__(id, message)


def _from_po(text: str, path: Path, lang: str) -> list[Translated]:
    catalog, ours = _Every(), "Fill in one that `cxkit translate` wrote."
    for number, line in enumerate(text.split("\n"), start=1):
        if not _WHOLE.fullmatch(line.strip()):
            raise CxkitError(
                f"{path}, line {number}: is no line of PO: “{line.strip()[:60]}”. Words stand between two quotes "
                '("), and a quote within them is written \\".'
            )
    try:
        PoFileParser(catalog, ignore_obsolete=True, abort_invalid=True).parse(StringIO(text))
    except (PoFileError, AttributeError, IndexError, ValueError) as error:  # the parser takes order for granted
        raise CxkitError(f"{path}: is no PO file ({error}). {ours}") from None
    if (named := catalog.locale_identifier or "") and not choose(named.replace("_", "-"), (lang,)):
        raise CxkitError(f"{path}: says that it is in {named}, and it should be in {lang}. Give the file of {lang}.")
    unsure = "is marked as fuzzy. Look at it again, and take the mark away."
    return [
        _translated((one.context, str(one.id)), str(one.string), one.lineno or 0, unsure if one.fuzzy else "")
        for one in catalog.given
        if one.id
    ]


def _from_csv(text: str, path: Path) -> list[Translated]:
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)  # spreadsheets of half of Europe write semicolons, or tabs
    table = csv.DictReader(StringIO(text), delimiter=separator, strict=True)
    try:
        lacking = [name for name in COLUMNS if name not in (table.fieldnames or ())]
        rows = [] if lacking else [(table.line_num, row) for row in table]
    except csv.Error as error:
        where = f"{path}, line {table.reader.line_num}"
        raise CxkitError(f"{where}: is no line of a table ({error}). Write the table anew.") from None
    if lacking:
        raise CxkitError(
            f"{path}, line 1: there is no column {listing(lacking)}. Fill in the last column of the table that "
            f"`cxkit translate` wrote, and leave the headings: {listing(COLUMNS)}."
        )
    more = f"has more cells than there are headings. Put words that hold “{separator}” between quotes."
    return [
        _translated((row["where"], row["source"]), row["translation"], line, more if any(row.get(None) or ()) else "")
        for line, row in rows
    ]


def _translated(place: tuple[str | None, str | None], words: str | None, line: int, fault: str) -> Translated:
    (where, source), own = place, (words or "").strip()
    fault = fault or next((why for pattern, why in _BROKEN.items() if pattern.fullmatch(own)), "")
    return Translated(where=where or "", source=source or "", words=own, line=line, fault=fault)
