"""A CSV file in pieces: cut where a row ends, and each read by the core that counts it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from cxkit.responses.formats.dialects import Dialect
from cxkit.responses.formats.layout import Stumbled

SIZE = 1 << 21
"""Bytes of a piece: few enough for the processor's cache."""
_TEXTS = pa.dictionary(pa.int32(), pa.string())


def cut(path: Path) -> Iterator[bytes]:
    """Cut a file where rows end. Raises Stumbled where none does, or a quotation mark stays open."""
    size = SIZE
    with path.open("rb") as file:
        while piece := file.read(size):
            last = len(piece) < size
            end = len(piece) if last else piece.rfind(b"\n") + 1
            marks = _number(piece, '"') - (piece.count(b'"', end) if end < len(piece) else 0)
            while not last and end and marks % 2:  # within a cell
                end, before = piece.rfind(b"\n", 0, end - 1) + 1, end
                marks -= piece.count(b'"', end, before)
            if marks % 2 or (not end and size >= 16 * SIZE):
                raise Stumbled
            file.seek(end - len(piece), 1)  # what is left begins the next piece
            size = SIZE if end else 2 * size
            if end:
                yield piece[:end]


@dataclass(kw_only=True)
class Pieces:
    """How pieces are read: which columns, and which of these hold answers.

    few: whether the file is so small that the plain reader takes no time. words: whether answers are words.
    """

    written: Dialect
    columns: Sequence[str]
    answers: Collection[str]
    few: bool
    words: bool = False

    def read(self, piece: bytes, names: Sequence[str], *, first: bool) -> Any:
        """Return a piece as a table with these names; first: it begins with the headings. Raises Stumbled."""
        heads: Any = {"skip_rows": self.written.skip} if first else {"column_names": self.written.head[0]}
        options = pc.ReadOptions(use_threads=False, block_size=len(piece) + 1, **heads)
        # Blank lines are rows as well: they are numbered as a spreadsheet does. A comment may hold line breaks.
        parse = pc.ParseOptions(delimiter=self.written.delimiter, newlines_in_values=True, ignore_empty_lines=False)
        try:
            part = self._numbers(piece, options, parse) or pc.read_csv(
                pa.BufferReader(piece), options, parse, self._convert(_TEXTS)
            )
        except (pa.ArrowInvalid, KeyError):  # KeyError: the headings are not where they seemed to be
            raise Stumbled from None
        rows = len(part) + (1 + self.written.skip if first else 0)
        if b'"' in piece and (self.few or rows != _number(piece, "\n") + (not piece.endswith(b"\n"))):
            self._check_quoted(piece)
        return part.rename_columns(names)

    def _numbers(self, piece: bytes, options: pc.ReadOptions, parse: pc.ParseOptions) -> Any:
        """Return a table of numbers; None where there are words among the answers, or numbers too large for one."""
        if not self.words:
            try:
                return pc.read_csv(pa.BufferReader(piece), options, parse, self._convert(pa.int8()))
            except pa.ArrowInvalid:
                self.words = True  # there will be more of them
        return None

    def _convert(self, kind: pa.DataType) -> pc.ConvertOptions:
        # Only an empty cell is missing: what else stands there is for the plain rules to judge.
        types = {heading: kind if heading in self.answers else _TEXTS for heading in self.columns}
        return pc.ConvertOptions(
            include_columns=self.columns, column_types=types, null_values=[""], strings_can_be_null=False
        )

    def _check_quoted(self, piece: bytes) -> None:
        """Raise Stumbled where a quotation mark may hold whole rows; in a small file, where it holds a line break."""
        each, mark = len(self.written.head[0]) - 1, self.written.delimiter.encode()
        quoted = [cell for cell in piece.split(b'"')[1::2] if b"\n" in cell or b"\r" in cell]
        if quoted and (self.few or any(_rows_in(cell, mark, each) for cell in quoted)):
            raise Stumbled


def _rows_in(quoted: bytes, mark: bytes, each: int) -> bool:
    """Say whether a cell holds the rest of a row, and others up to the same place or beyond; each: marks in a row."""
    first, *between, last = (line.count(mark) for line in quoted.splitlines() or [b""])
    return first + last >= each > 1 and all(marks == each for marks in between)


def _number(piece: bytes, sign: str) -> int:
    """Count a sign; bytes' own count takes long where there are many, and lets no other core work meanwhile."""
    return int(np.count_nonzero(np.frombuffer(piece, np.uint8) == ord(sign))) if sign.encode() in piece else 0
