"""A file that a tool wrote becomes Responses: what it is, which column is which, and who of its rows is a person."""

from dataclasses import replace
from itertools import chain
from pathlib import Path

from cxkit.errors import ResponseError
from cxkit.responses.formats.cells import Cells, read_cells
from cxkit.responses.formats.headings import columns_by_id, headings_further_down, wanted
from cxkit.responses.formats.layout import WIDE, Layout, said_again
from cxkit.responses.formats.mapping import Mapping
from cxkit.responses.formats.plain import FORMAT as PLAIN
from cxkit.responses.formats.registry import recognised
from cxkit.responses.formats.repeats import joined
from cxkit.responses.formats.spss import is_spss, read_spss
from cxkit.responses.formats.turned import against, code_list, items_against, other_numbers, taken_as
from cxkit.responses.frames import table as framed
from cxkit.responses.hints import mapped, some
from cxkit.responses.responses import Responses, said_lacking
from cxkit.survey.model import Survey
from cxkit.words import say

_CODES = 500
"""A list of a tool's codes has fewer rows."""


def read_export(path: Path, survey: Survey, mapping: Mapping) -> Responses:
    """Read a file of any known tool. Raises ResponseError."""
    try:
        return _read(path, survey, mapping)
    except ResponseError:
        if _is_plain(path) and (line := headings_further_down(path, survey)):
            raise ResponseError(f"{path}: {say('reading.headings_below', line=line)}") from None
        raise


def _is_plain(path: Path) -> bool:
    """Say whether no tool is known that wrote a file: those that are known write several heading rows."""
    try:
        return all(recognised(cells.head)[0] is PLAIN for cells in read_cells(path))
    except ResponseError:
        return True


def _read(path: Path, survey: Survey, mapping: Mapping) -> Responses:
    layout, found = laid_out(path, survey, mapping)
    ids = wanted(survey)
    columns = []
    for place, names in enumerate(layout.names):
        heading = next(filter(str.strip, names), f"column {place + 1}")
        columns.append(found.get(place) or (f"{heading} (column {place + 1})" if heading in ids else heading))
    named = layout.frame.set_axis(columns, axis="columns")
    if other := other_numbers(layout, found, survey, mapping):
        numbers = some(dict.fromkeys(chain(*other.values())))
        raise ResponseError(f"{path}: {mapped(say('reading.other_numbers', numbers=numbers))}")
    table = mapping.meant(named, survey)
    rows = table.index.to_list()
    responses = Responses.of(table.reset_index(drop=True), survey)
    met = tuple(replace(one, rows=tuple(rows[row - 1] for row in one.rows)) for one in responses.met)
    stopped = 0 if layout.unfinished is None else int((layout.unfinished.to_numpy() & responses.some).sum())
    said = [say("reading.unfinished", n=stopped)] if stopped else []
    said += [*said_lacking(columns, survey), *taken_as(layout, found, survey, mapping)]
    said += against(items_against(framed(responses.frame), survey))
    return replace(responses, met=met, notes=(*layout.notes, *said, *responses.notes)).answered(layout.aside)


def laid_out(path: Path, survey: Survey, mapping: Mapping) -> tuple[Layout, dict[int, str]]:
    """Return a file as a plain table, and the id of each of its columns that has one: of sheets, the fullest."""
    tables: list[tuple[Layout, dict[int, str]]] = []
    refused: list[ResponseError] = []
    sheets = [] if is_spss(path) else read_cells(path)
    try:
        sources: list[Cells | None] = [*joined(sheets, survey, mapping)] or [None]
    except ResponseError as error:
        raise ResponseError(f"{path}: {error}") from None
    for source in sources:
        try:
            layout = _lay_out(source, survey) if source else read_spss(path, survey)
            tables.append((layout, mapping.columns(layout.names, _with_answers(layout, survey))))
        except ResponseError as error:
            refused.append(error)
    items = {item.id for item in survey.items}
    if refused and not any(items.intersection(found.values()) for _, found in tables):
        raise ResponseError(f"{path}: {refused[0]}")
    layout, found = max(tables, key=lambda table: (len(table[1]), table[0].frame.size))
    same = sum(len(other) == len(found) and not each.frame.empty for each, other in tables)
    if found and same > 1:
        raise ResponseError(f"{path}: {say('reading.several_sheets', n=same)}")
    if layout.frame.empty:
        raise ResponseError(f"{path}: {say('reading.only_headings')}")
    if len(sources) > 1:
        codes = chain(*(code_list(source.frame) for source in sources if source and len(source.frame) < _CODES))
        layout = replace(layout, codes=tuple(codes))
    return layout, found


def _with_answers(layout: Layout, survey: Survey) -> dict[int, str]:
    """Return the id for the place of each column that has one; what is blank has none that a filled one could have.

    Tools keep a field beside a question of the same name, and the column of a question that was asked anew.
    """
    found = columns_by_id(layout.names, survey)
    blank = {place: id for place, id in found.items() if not any(map(str.strip, layout.frame.iloc[:, place].unique()))}
    filled = {place: id for place, id in found.items() if place not in blank}
    others = [() if place in found else names for place, names in enumerate(layout.names)] if blank else []
    about = {attribute.id for attribute in survey.attributes}.difference(filled.values())
    filled |= {place: id for place, id in columns_by_id(others, survey).items() if id in about}
    return filled | {place: id for place, id in blank.items() if id not in filled.values()}


def _lay_out(cells: Cells, survey: Survey) -> Layout:
    format, sure = recognised(cells.head)
    layout = format.lay_out(cells.frame, survey)
    by = say("reading.read_as", tool=format.tool) if sure > 0.9 else say("reading.read_as_likely", tool=format.tool)
    said = "" if format is PLAIN else by
    # With its times and numbers, no two rows of a tool's file are alike.
    telling = format is not PLAIN or len(layout.names) >= WIDE
    filled = layout.frame[(layout.frame != "").any(axis=1)] if telling else layout.frame[:0]
    again = said_again(int(filled.duplicated().sum()))
    return replace(layout, typed=format is PLAIN, notes=tuple(filter(None, (said, cells.said, *layout.notes, *again))))
