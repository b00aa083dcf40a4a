"""The tables that a workbook has of Reports: what stands in their columns, and their rows in words and numbers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cxkit.book.edition import Edition
from cxkit.book.over_time import waves_of
from cxkit.reports.comparisons import change_rows
from cxkit.reports.report import Report
from cxkit.reports.rows import OTHERS, Gap, Participation, Result, shown
from cxkit.reports.status import SUPPRESSED
from cxkit.reports.wording import (
    called,
    every_group,
    explained,
    gap_names,
    group_name,
    item_words,
    together,
    upper,
    why_hidden,
)
from cxkit.words import say

Value = str | float | None
"""What a cell holds; None: it is not shown."""

SCORE, CHANGE, SHARE, COUNT = "0", "+0;−0;0", "0%", "#,##0"
"""What columns of numbers hold: a spreadsheet's formats."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, and what it holds: a number's format, or of words how long they are."""

    heading: str
    holds: str = ""

    @property
    def number(self) -> bool:
        """Whether it holds numbers."""
        return self.holds in {SCORE, CHANGE, SHARE, COUNT}


@dataclass(frozen=True)
class Row:
    """A row's cells; why it is hidden, or ""; and what there is to say of a cell, by its place."""

    cells: Sequence[Value]
    hidden: str = ""
    notes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A table: its name, what is in it, its columns, and its rows of all Reports."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Report], Iterator[Row]]


def sheets(edition: Edition) -> tuple[Sheet, ...]:
    """Return all tables, in the order of their sheets; each has the rows of one of the edition's Reports at a time."""
    dimension, statement = Column(say("workbook.dimension"), "group"), Column(say("workbook.statement"), "long")
    group = Column(say("workbook.attribute"), "group"), Column(say("workbook.group"), "group")
    numbers = (
        Column(say("workbook.n"), COUNT),
        Column(say("workbook.score"), SCORE),
        Column(say("workbook.low"), SCORE),
        Column(say("workbook.high"), SCORE),
        Column(say("workbook.favourable"), SHARE),
        Column(say("workbook.neutral"), SHARE),
        Column(say("workbook.unfavourable"), SHARE),
    )
    gaps = (
        dimension,
        Column(say("workbook.one"), "group"),
        numbers[1],
        numbers[0],
        Column(say("workbook.other"), "group"),
        numbers[1],
        numbers[0],
        Column(say("workbook.difference"), CHANGE),
        Column(say("workbook.low"), CHANGE),
        Column(say("workbook.high"), CHANGE),
        Column(say("workbook.means"), "group"),
    )
    answers = (
        dimension, statement, *group, Column(say("workbook.answer"), "group"), numbers[0],
        Column(say("workbook.share"), SHARE),
    )  # fmt: skip
    people = (
        *group,
        Column(say("workbook.answered"), COUNT),
        Column(say("workbook.invited"), COUNT),
        Column(say("workbook.rate"), SHARE),
    )
    changes = (
        dimension,
        Column(upper(say("report.column_before")), "group"),
        *gaps[2:4],
        Column(upper(say("report.column_after")), "group"),
        *gaps[5:],
    )
    quotes = dimension, *group, Column(say("workbook.comment"), "long")
    return (
        Sheet(say("edition.since"), say("workbook.about_changes"), changes, lambda report: _changes(edition, report)),
        Sheet(say("workbook.scores"), say("workbook.about_scores"), (dimension, *numbers), _scores),
        Sheet(say("workbook.statements"), say("workbook.about_statements"), (dimension, statement, *numbers), _items),
        Sheet(say("workbook.groups"), say("workbook.about_groups"), (dimension, *group, *numbers), _groups),
        Sheet(
            say("workbook.group_statements"), say("workbook.about_group_statements"),
            (dimension, statement, *group, *numbers), _group_items,
        ),
        Sheet(say("workbook.gaps"), say("workbook.about_gaps"), gaps, _gaps),
        Sheet(say("workbook.answers"), say("workbook.about_answers"), answers, _answers),
        Sheet(say("workbook.people"), say("workbook.about_people"), people, _people),
        Sheet(say("workbook.comments"), say("workbook.about_comments"), quotes, _comments),
    )  # fmt: skip


def _changes(edition: Edition, report: Report) -> Iterator[Row]:
    """Give how a survey that was asked again changed from each time to the next."""
    slug = report.survey.id
    asked = [(wave.when, wave.reports[slug]) for wave in waves_of(edition) if slug in wave.reports]
    same = [one for one in asked if any(one[1] is wave for wave in edition.waves.get(slug, ()))]
    for (was, before), (when, now) in pairwise(same):
        for row in (row for row in change_rows(before, now) if row.attribute is None):
            label = upper(called(row.label)) if row.label else None
            numbers = row.difference, row.low, row.high, label
            cells = (_title(now, row), was, row.mean_other, row.n_other, when, row.mean, row.n, *numbers)
            yield Row(cells, "" if shown(row) else why_hidden())


def _scores(report: Report) -> Iterator[Row]:
    return (_result(report, row, _title(report, row)) for row in report.tables.dimensions)


def _items(report: Report) -> Iterator[Row]:
    texts = {item.id: item_words(item) for item in report.survey.items}
    return (_result(report, row, _title(report, row), texts[row.item or ""]) for row in report.tables.items)


def _groups(report: Report) -> Iterator[Row]:
    rows = (row for row in report.tables.groups if _splits(report, row))
    return (_result(report, row, _title(report, row), *_group(report, row)) for row in rows)


def _group_items(report: Report) -> Iterator[Row]:
    texts = {item.id: item_words(item) for item in report.survey.items}
    for row in (row for row in report.tables.group_items if _splits(report, row)):
        yield _result(report, row, _title(report, row), texts[row.item or ""], *_group(report, row))


def _result(report: Report, row: Result, *place: str) -> Row:
    numbers = row.n, row.mean, row.low, row.high, row.favourable, row.neutral, row.unfavourable
    notes = _together(report, row, len(place) - 1)
    few = row.distribution == SUPPRESSED and shown(row)
    if few:
        notes += ((len(place) + 4, say("workbook.no_shares")),)
    return Row((*place, *numbers), "" if shown(row) else why_hidden(), notes)


def _gaps(report: Report) -> Iterator[Row]:
    for gap in report.tables.gaps:
        one, other = gap_names(report, gap)
        label = upper(called(gap.label)) if gap.label else None
        cells = (
            _title(report, gap), one, gap.mean, gap.n, other, gap.mean_other, gap.n_other,
            gap.difference, gap.low, gap.high, label,
        )  # fmt: skip
        yield Row(cells, "" if shown(gap) else why_hidden())


def _answers(report: Report) -> Iterator[Row]:
    items = {item.id: item for item in report.survey.items}
    for row in (*report.tables.items, *report.tables.group_items):
        if not _splits(report, row):
            continue
        item = items[row.item or ""]
        scale, place = item.response_scale, (_title(report, row), item_words(item), *_group(report, row))
        if row.counts is None or row.distribution == SUPPRESSED:
            yield Row((*place, None, None, None), why_hidden(), _together(report, row, 3))
            continue
        total = sum(row.counts)
        for value, many in zip(range(scale.min, scale.max + 1), row.counts, strict=True):
            label = f"{value} · {scale.labels[value]}" if value in scale.labels else str(value)
            yield Row((*place, label, many, many / total if total else None), "", _together(report, row, 3))


def _people(report: Report) -> Iterator[Row]:
    for row in (row for row in report.tables.participation if _splits(report, row)):
        cells = (*_group(report, row), row.respondents, row.invited, row.rate)
        yield Row(cells, why_hidden() if row.respondents is None else "", _together(report, row, 1))


def _comments(report: Report) -> Iterator[Row]:
    for quote in report.comments:
        title = str(report.survey.dimension(quote.dimension).title)
        of = (str(report.survey.attribute(quote.attribute).title), quote.group) if quote.attribute else ("", "")
        yield Row((title, *of, quote.text))


def _title(report: Report, row: Result | Gap) -> str:
    return str(report.survey.dimension(row.dimension).title)


def _splits(report: Report, row: Result | Participation) -> bool:
    """Tell whether a row says anything that everybody's does not: nobody had to say which team is theirs."""
    return row.attribute is None or len(every_group(report, row.attribute)) > 1


def _group(report: Report, row: Result | Participation) -> tuple[str, str]:
    """Return what an attribute and a group of it are called; of everybody, nothing and that."""
    attribute = str(report.survey.attribute(row.attribute).title) if row.attribute else ""
    return attribute, group_name(report, row.attribute, row.group, row.members)


def _together(report: Report, row: Result | Participation, place: int) -> tuple[tuple[int, str], ...]:
    """Return a note on which groups are told together, at their place; none of a group alone."""
    if row.group != OTHERS or row.attribute is None:
        return ()
    return ((place, explained(report, row.attribute, row.members or together(report, row.attribute))),)
