"""Large files, in batches: Parquet files and folders, and CSV, read by pyarrow a part at a time."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from cxkit.errors import ResponseError
from cxkit.responses.coding import judge
from cxkit.responses.formats.dialects import HEAD, Dialect, dialect
from cxkit.responses.formats.headings import columns_by_id
from cxkit.responses.formats.layout import CELLS, WIDE, Stumbled, called, said_again, twice
from cxkit.responses.formats.plain import FORMAT as PLAIN
from cxkit.responses.formats.summaries import ENDS, seems_nobodys
from cxkit.responses.formats.turned import anchors
from cxkit.responses.responses import COMMENT, Responses, asked, check_columns, said_lacking
from cxkit.survey.model import Survey
from cxkit.words import say

ROWS = 1 << 17
"""Rows counted at a time: one core reads some while another counts those before, and memory stays flat."""
LOOKED_THROUGH = 1 << 22
"""Bytes of a CSV file of which every line is looked at as Python sees it."""
COMPARED = 1 << 24
"""Bytes of a CSV file in which rows that are there twice are looked for: in a larger one that would take too long."""
_OTHER = bytes(sign for sign in range(256) if sign not in b'"\r\n')

Opened = tuple[tuple[str, ...], int, Callable[[list[str]], Iterator[Any]]]
"""A source's columns, how many rows it has, and what gives some of its columns, a table after the other."""


@dataclass(frozen=True, kw_only=True)
class Batches:
    """Parts of a table, in order, with columns named by id; how much has been read (0–1); and what was not taken.

    first: the number of the first row, as its reader counts them. headings: what its columns are called.
    notes: what a reader should know of them.
    """

    parts: Iterable[Any]
    read: Callable[[], float] = lambda: 0.0
    dropped: tuple[str, ...] = ()
    first: int = 1
    headings: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def parquet(path: Path, survey: Survey, by: tuple[str, ...]) -> Batches:
    """Open a Parquet file, or a folder of them. Raises ResponseError."""
    pa = _pyarrow(path)
    wanted = [*(item.id for item in survey.items), *by]
    try:
        names, rows, tables = (_parquet_folder if path.is_dir() else _parquet_file)(path, wanted)
    except FileNotFoundError:
        raise ResponseError(f"{path}: there is no such file.") from None
    except (pa.ArrowInvalid, OSError) as error:
        raise ResponseError(f"{path}: {say('reading.no_parquet', error=str(error).splitlines()[0])}") from None
    check_columns(names, survey)
    done = 0

    def parts() -> Iterator[Any]:
        nonlocal done
        for part in tables(taken(names, survey, by)):
            done += len(part)
            yield part
            del part  # or it would still be held while the next one is read

    small = 0 < rows * len(names) <= CELLS
    again = twice(pa.concat_tables(tables([*names])).unify_dictionaries()) if small else ()
    notes = (*again, *said_lacking(names, survey))
    return Batches(parts=parts(), read=lambda: done / max(rows, 1), dropped=_dropped(names, survey), notes=notes)


def _parquet_file(path: Path, wanted: list[str]) -> Opened:
    """Open one file, without what a folder needs: that takes as long to load as a million rows to read.

    Words stay the dictionaries that the file keeps them as.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415

    texts = [one.name for one in pq.read_schema(path) if one.name in wanted and str(one.type).endswith("string")]
    file = pq.ParquetFile(path, read_dictionary=texts, pre_buffer=False)

    def tables(columns: list[str]) -> Iterator[Any]:
        return map(_table, file.iter_batches(ROWS, columns=columns, use_threads=False))  # another core counts

    return tuple(file.schema_arrow.names), file.metadata.num_rows, tables


def _parquet_folder(path: Path, _: list[str]) -> Opened:
    import pyarrow.dataset as ds  # noqa: PLC0415

    data = ds.dataset(path, format="parquet", partitioning="hive")
    if not data.files:
        raise ResponseError(f"{path}: the folder holds no Parquet file.")

    def tables(columns: list[str]) -> Iterator[Any]:
        # One row group after the other: scanning the folder as a whole reads far ahead, and memory would not stay flat.
        for group in (group for piece in data.get_fragments() for group in piece.split_by_row_group()):
            yield from map(_table, group.to_batches(data.schema, columns=columns, batch_size=ROWS))

    return tuple(data.schema.names), data.count_rows(), tables


def _table(batch: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    return pa.Table.from_batches([batch])


def read_parquet(path: Path, survey: Survey) -> Responses:
    """Read a Parquet file, or a folder of them, whole. Raises ResponseError."""
    pa = _pyarrow(path)
    known = tuple(attribute.id for attribute in survey.attributes)
    batches = parquet(path, survey, (*known, *(COMMENT + dimension.id for dimension in survey.dimensions)))
    parts = list(batches.parts)
    if not parts:
        raise ResponseError(f"{path}: {say('reading.only_headings')}")
    return replace(Responses.of(pa.concat_tables(parts), survey), dropped=batches.dropped, notes=batches.notes)


def _pyarrow(path: Path) -> Any:
    try:
        import pyarrow as pa  # noqa: PLC0415
    except ImportError:
        raise ResponseError(f"{path}: {say('reading.no_pyarrow')}") from None
    return pa


def large_csv(path: Path, survey: Survey, by: tuple[str, ...]) -> Batches:
    """Open a CSV or TSV file. Raises Stumbled, also on the way, wherever the plain reader should have a look."""
    try:
        from cxkit.responses.formats.pieces import Pieces, cut  # noqa: PLC0415  (needs pyarrow)
    except ImportError:
        raise Stumbled from None
    written, size = _plain_table(path, survey), path.stat().st_size
    headings = written.head[0]
    called_by = [] if _ids_alone(headings, survey) else [called(heading) for heading in headings]
    known = columns_by_id(called_by, survey) if called_by else {}
    names = {heading: known.get(place, heading) for place, heading in enumerate(headings)}
    if not all(headings) or len(set(names.values())) < len(headings) or anchors(headings):
        raise Stumbled  # two columns for one id; a scale that a heading explains
    others = [() if place in known else names for place, names in enumerate(called_by)]
    if called_by and not {*columns_by_id(others, survey).values()}.isdisjoint(by):
        raise Stumbled  # what has the id may be blank
    if size <= LOOKED_THROUGH and {item.id for item in survey.items}.difference(names.values()):
        raise Stumbled  # no table perhaps, or headings further down
    check_columns(tuple(names.values()), survey)
    wanted = set(taken(names.values(), survey, by))
    columns = [heading for heading, name in names.items() if name in wanted]
    items = {item.id: item for item in survey.items}
    answers = {heading for heading in columns if names[heading] in items}
    second = dict(zip(headings, next(iter(written.head[1:]), ()), strict=False))
    if all(judge([second.get(heading, "")], items[names[heading]])[1] for heading in answers):
        raise Stumbled  # a second heading row, it seems
    places = {place: items[names[heading]] for place, heading in enumerate(headings) if names[heading] in items}
    if any(seems_nobodys(row, places) for row in (*written.head[1 : 1 + ENDS], *_foot(path, written))):
        raise Stumbled  # a mean, a total
    done = 0
    pieces = Pieces(written=written, columns=columns, answers=answers, few=size <= LOOKED_THROUGH)

    def parts() -> Iterator[Any]:
        nonlocal done
        for piece in cut(path):
            yield partial(pieces.read, piece, [names[heading] for heading in columns], first=not done)
            done += len(piece)

    return Batches(
        parts=parts(),
        read=lambda: done / max(size, 1),
        dropped=_dropped(names.values(), survey),
        first=2 + written.skip,
        headings=frozenset(headings).union(items, *(item.text.all() for item in survey.items)),
        notes=(
            *(said_again(_again(path, written)) if size <= COMPARED and len(headings) >= WIDE else ()),
            *said_lacking(names.values(), survey),
        ),
    )


def _again(path: Path, written: Dialect) -> int:
    """Return how many rows are the same as an earlier one in every cell."""
    raw = path.read_bytes()
    if _opens(raw):  # a line may be no row
        text = io.StringIO(raw.decode(written.encoding, "replace"), newline="")
        rows = [*map(tuple, filter(any, csv.reader(text, delimiter=written.delimiter)))]
        return len(rows) - len({*rows})
    blank = f'{written.delimiter}" '.encode()
    lines = [line for line in raw.splitlines() if line.strip(blank)]
    return len(lines) - len({*lines})


def _foot(path: Path, written: Dialect) -> list[list[str]]:
    """Return the last rows of a file."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - HEAD))
        lines = file.read().decode(written.encoding, "replace").splitlines()[1:]
    return [row for row in csv.reader(lines, delimiter=written.delimiter) if any(map(str.strip, row))][-ENDS:]


def _plain_table(path: Path, survey: Survey) -> Dialect:
    """Return how a plain table in UTF-8 is written. Raises Stumbled where a file is none."""
    try:
        with path.open("rb") as file:
            start = file.read(HEAD)
        written = dialect(start)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise Stumbled from None
    if not written.encoding.startswith("utf-8") or b"\0" in start or not written.head:
        raise Stumbled
    if not _ids_alone(written.head[0], survey):
        from cxkit.responses.formats.registry import recognised  # noqa: PLC0415  (all tools, and who adds theirs)

        if recognised(written.head)[0] is not PLAIN:
            raise Stumbled
    return written


def _ids_alone(headings: Sequence[str], survey: Survey) -> bool:
    """Say whether headings are nothing but ids of the survey: then no tool wrote them, and each says what it is."""
    named = any(item.column for item in survey.items) or any(each.column for each in survey.attributes)
    return not named and asked(survey).issuperset(headings)


def _opens(part: bytes) -> bool:
    """Say whether a line breaks between quotation marks, or one is open at the end, where none was at the start."""
    if b'"' not in part:
        return False
    # Of marks and line ends alone: where no line breaks between two marks, these stand side by side.
    return b'"' in part.translate(None, delete=_OTHER).replace(b'""', b"")


def taken(names: Iterable[str], survey: Survey, by: tuple[str, ...]) -> list[str]:
    """Return the columns that a tally needs: nothing else has to be read."""
    wanted = {item.id for item in survey.items} | set(by)
    return [name for name in map(str, names) if name in wanted]


def _dropped(names: Iterable[str], survey: Survey) -> tuple[str, ...]:
    known = asked(survey)
    return tuple(name for name in dict.fromkeys(names) if name not in known)
