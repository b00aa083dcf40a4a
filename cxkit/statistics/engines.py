"""Where answers come from, however large: a table in memory, a file in batches, or an engine that counts its own parts.

What comes back is a tally, so memory stays flat and no answer leaves the engine that holds it.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from cxkit.responses.formats import MappingSource, is_parquet, read_responses
from cxkit.responses.formats.batches import ROWS, Batches, large_csv, parquet, taken
from cxkit.responses.formats.layout import Stumbled, twice
from cxkit.responses.formats.turned import LOOKED_AT, against, items_against
from cxkit.responses.frames import table as framed
from cxkit.responses.problems import LONGEST, Problem, merged, warn
from cxkit.responses.responses import Responses, check_columns, check_survey, people_in, said_merged, uncounted
from cxkit.statistics.grouped import Block, Grouped, Job, check_attributes
from cxkit.statistics.tally import Tally, count_jobs, count_table
from cxkit.survey.crossing import By, counted_by, groupings
from cxkit.survey.model import Survey

ReadShare = Callable[[float], None]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A tally, the values that were no answers, the columns that were not taken, and what else must be known."""

    tally: Tally
    problems: tuple[Problem, ...]
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def tally(
    answers: Any,
    survey: Survey,
    *,
    by: By | None = (),
    progress: ReadShare | None = None,
    mapping: MappingSource = None,
) -> Tally:
    """Count answers and scores by every combination of the attributes named in `by`.

    Respondents who did not state an attribute are a group of their own (""), never dropped. A pair of attributes is
    counted like both. Values that are no answers
    count as missing, and a ResponseWarning says which and how many.

    Rows that are the same as an earlier one in every cell are told of a table or Parquet file of up to a million cells,
    and of a CSV file of up to 16 MB. Of more people some give the same answers to everything by chance, and to compare
    the lines of a CSV file of a million rows takes a third as long as to count them.

    Args:
        answers: Responses; a table of pandas, polars or pyarrow; a DuckDB relation or polars LazyFrame, taken in
            batches; a Dask or PySpark DataFrame, whose partitions are counted where they are; or the path of a Parquet
            file, a folder of them, or a CSV file, read in batches, or of what else `read_responses` takes. Columns are
            item ids and attribute ids.
        progress: Called with the share (0–1) of a file that has been read.
        mapping: As for `read_responses`.

    Raises:
        ResponseError: An item or attribute has no column.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> counted = cx.tally(answers, survey, by="role")
    >>> counted.respondents
    {('frontline',): 53, ('leader',): 10, ('support',): 17}
    >>> counted.answers[("leader",), "engaged_listens", 4]
    2
    """
    counted = count(answers, survey, by, progress, mapping)
    warn(counted.problems, counted.notes)
    return counted.tally


def count(
    answers: Any,
    survey: Survey,
    by: By | None,
    progress: ReadShare | None = None,
    mapping: MappingSource = None,
) -> Counted:
    """Do what `tally` does, and return what was left out in place of a warning."""
    check_survey(survey)
    by = counted_by(groupings(by or (), survey.attributes), survey.attributes)
    if isinstance(answers, str | Path):
        counted = _count_file(Path(answers), survey, by, progress, mapping)
    else:
        counted = _count_table(answers, survey, by, progress)
    open_ids = {each.id for each in survey.attributes if each.options is None}
    one, merged_into = counted.tally.one_spelling(open_ids)
    notes = [note for attribute, spellings in merged_into.items() for note in said_merged(attribute, spellings)]
    notes += [note for attribute in sorted(set(by) & open_ids) for note in people_in(attribute, one.sizes(attribute))]
    return replace(counted, tally=one, notes=tuple(dict.fromkeys([*counted.notes, *notes])))


def _count_table(answers: Any, survey: Survey, by: tuple[str, ...], progress: ReadShare | None) -> Counted:
    library = type(answers).__module__.partition(".")[0]
    if library == "dask":
        return _sum(_dask(answers, survey, by), survey, by)
    if library == "pyspark":
        return _sum(_spark(answers, survey, by), survey, by)
    if library in {"duckdb", "_duckdb"}:
        _check(answers.columns, survey, by)
        reader = answers.select(*map(_quoted, taken(answers.columns, survey, by))).to_arrow_reader(ROWS)
        import pyarrow as pa  # noqa: PLC0415

        parts = (pa.Table.from_batches([batch]) for batch in reader)
        return _count_batches(Batches(parts=parts), survey, by, progress)
    if library == "polars" and hasattr(answers, "collect_batches"):
        names = answers.collect_schema().names()
        _check(names, survey, by)
        parts = answers.select(taken(names, survey, by)).collect_batches(chunk_size=ROWS)
        return _count_batches(Batches(parts=parts), survey, by, progress)
    counted, problems = count_table(answers, survey, by)
    dropped, notes = (answers.dropped, ()) if isinstance(answers, Responses) else ((), twice(answers))
    return Counted(tally=counted, problems=merged(problems), dropped=dropped, notes=notes)


def _count_file(
    path: Path, survey: Survey, by: tuple[str, ...], progress: ReadShare | None, mapping: MappingSource
) -> Counted:
    if is_parquet(path):
        return _answered(_count_batches(parquet(path, survey, by), survey, by, progress))
    if mapping is None:
        try:
            batches = large_csv(path, survey, by)
            counted = _count_batches(batches, survey, by, progress)
            again = {heading[:LONGEST] for heading in batches.headings}
            if len(counted.tally) and again.isdisjoint(one.value for one in counted.problems):
                return _answered(counted)
        except Stumbled:
            pass
    # Slower, and able to say what is wrong, and where.
    responses = read_responses(path, survey, mapping=mapping)
    one, problems = count_table(responses, survey, by)
    return Counted(
        tally=one, problems=merged([*responses.met, *problems]), dropped=responses.dropped, notes=responses.notes
    )


def _answered(counted: Counted) -> Counted:
    """Leave out the rows of a file that answer nothing: spreadsheets write them, and people who only looked."""
    some = counted.tally.answered()
    return replace(counted, tally=some, notes=(*counted.notes, *uncounted(len(counted.tally), len(some))))


def _count_batches(batches: Batches, survey: Survey, by: tuple[str, ...], progress: ReadShare | None) -> Counted:
    turned: list[str] = []

    def jobs() -> Iterator[Job]:
        number = -1
        for part in batches.parts:  # `enumerate` would hold each while the next one is read
            number += 1
            yield number, partial(_blocks, part, survey, by, None if number else turned)
            del part  # nor do we

    def told() -> None:
        if progress:
            progress(min(1.0, batches.read()))

    counted, problems = count_jobs(jobs(), survey, by, told)
    before = batches.first - 1
    problems = [replace(problem, rows=tuple(row + before for row in problem.rows)) for problem in problems]
    if progress:
        progress(1.0)
    notes = (*batches.notes, *against(turned))
    return Counted(tally=counted, problems=merged(problems), dropped=batches.dropped, notes=notes)


def _blocks(part: Any, survey: Survey, by: tuple[str, ...], turned: list[str] | None) -> Iterator[Block]:
    """Return the blocks of a part, or of what is read where it is counted.

    turned: given with the first: the items become it that go against the rest in its first rows.
    """
    table = part() if callable(part) else part
    if turned is not None:
        turned.extend(items_against(framed(table.slice(0, LOOKED_AT)), survey))
    return Grouped(table, survey, by).blocks()


def _sum(parts: Iterable[tuple[Tally, list[Problem]]], survey: Survey, by: tuple[str, ...]) -> Counted:
    problems: list[Problem] = []

    def tallies() -> Iterator[Tally]:
        yield Tally(survey=survey.identity, by=by)
        for one, wrong in parts:
            problems.extend(wrong)
            yield one

    total = Tally.of_batches(tallies())
    return Counted(tally=total, problems=merged(problems))


def _dask(frame: Any, survey: Survey, by: tuple[str, ...]) -> Iterable[tuple[Tally, list[Problem]]]:
    """Tally every partition by Dask's own scheduler, and add the tallies up there."""
    import dask  # noqa: PLC0415

    _check(frame.columns, survey, by)
    parts = frame[taken(frame.columns, survey, by)].to_delayed()
    counted = [dask.delayed(_part)(part, survey, by) for part in parts]
    while len(counted) > 1:
        pairs = [counted[at : at + 2] for at in range(0, len(counted), 2)]
        counted = [dask.delayed(_add)(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return list(dask.compute(*counted))


def _spark(frame: Any, survey: Survey, by: tuple[str, ...]) -> Iterable[tuple[Tally, list[Problem]]]:
    """Tally every partition in Spark's own workers; one row for each partition comes back. They need cxkit, too."""
    _check(frame.columns, survey, by)

    def work(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow as pa  # noqa: PLC0415

        total = _sum((_part(pa.Table.from_batches([batch]), survey, by) for batch in batches), survey, by)
        yield pa.RecordBatch.from_pydict({"counted": [pickle.dumps((total.tally, total.problems))]})

    columns = [_backticked(name) for name in taken(frame.columns, survey, by)]
    rows = frame.select(*columns).mapInArrow(work, "counted binary").collect()
    return [pickle.loads(row["counted"]) for row in rows]  # noqa: S301  (our own workers wrote it a moment ago)


def _part(part: Any, survey: Survey, by: tuple[str, ...]) -> tuple[Tally, list[Problem]]:
    """Tally one partition. Which row of the whole a problem stands in, nobody knows there."""
    counted, problems = count_table(part, survey, by)
    return counted, [replace(problem, rows=()) for problem in problems]


def _add(one: tuple[Tally, list[Problem]], other: tuple[Tally, list[Problem]]) -> tuple[Tally, list[Problem]]:
    return one[0] + other[0], one[1] + other[1]


def _check(names: Iterable[str], survey: Survey, by: tuple[str, ...]) -> None:
    known = tuple(map(str, names))
    check_columns(known, survey)
    check_attributes(known, survey, by)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _backticked(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
