"""From the mapping that a report.json holds to a Report's fields: every problem is collected, then said in one error.

A report has thousands of rows. So their values are looked at a column at a time, and which of them are there a kind of
row at a time: rows alike in status and in the types of their values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from operator import itemgetter
from typing import Any

from cxkit.errors import ReportError, SurveyError, did_you_mean, listing
from cxkit.reports.allowed import ANY, BY_STATUS, PLACE, RESULT, VALUES, Values, word
from cxkit.reports.rows import COLUMNS, KINDS, SHARES, Quote, Tables, rows_of
from cxkit.reports.status import BOUNDED, SHOWN, SUPPRESSED
from cxkit.survey.model import Survey
from cxkit.survey.parts import Thresholds
from cxkit.survey.reader import say as described

_MOST = 50
"""So many problems are listed: where every row of a table is wrong, the rest says nothing new."""
_NEAR = 1e-9
"""What rounding may do to sums, differences and ends."""
_KEYS = ("format", "survey", "n", "thresholds", "by", *COLUMNS, "comments")

Columns = dict[str, list[Any]]


def read_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a Report's fields from a mapping. Raises ReportError with every problem: where, and what is allowed."""
    reader = _Reader()
    fields = reader.report(data)
    if count := len(reader.problems):
        listed = reader.problems[:_MOST] + ([f"… and {count - _MOST} more."] if count > _MOST else [])
        lines = "".join(f"\n  {line}" for line in listed)
        raise ReportError(f"This report is damaged. It has {count} problem{'s' if count > 1 else ''}:{lines}")
    return fields


class _Reader:
    """Reads one report, and collects what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def problem(self, *place: str | int, message: str) -> None:
        """Note a problem: at which key, of which row (counted from 1), in which field."""
        where = ", ".join(f"row {step + 1}" if isinstance(step, int) else step for step in place)
        self.problems.append(f"{where}: {message}" if where else message)

    def should(self, allowed: str, raw: Any, *place: str | int) -> None:
        """Note a value that is not one of those allowed."""
        self.problem(*place, message=f"should be {allowed}, but is {described(raw)}.")

    def keys(self, raw: Any, allowed: tuple[str, ...], *place: str | int) -> bool:
        """Tell whether these are a mapping's keys: all of them and no others."""
        if not isinstance(raw, Mapping):
            self.should(f"a mapping with {listing(allowed)}", raw, *place)
            return False
        for key in raw.keys() - set(allowed):
            near = did_you_mean(str(key), allowed)
            self.problem(*place, str(key), message=f"unknown key.{near} Allowed here: {listing(allowed, most=30)}.")
        for key in allowed:
            if key not in raw:
                self.problem(*place, message=f'the key "{key}" is missing.')
        return raw.keys() == set(allowed)

    def report(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of a Report; none where they cannot be judged."""
        if not self.keys(data, _KEYS):
            return {}
        try:
            survey = Survey.from_dict(data["survey"])
        except SurveyError as error:
            self.problem("survey", message=str(error))
            return {}
        self.thresholds(data["thresholds"], survey.confidentiality)
        by = self.by(data["by"], [attribute.id for attribute in survey.attributes])
        words = {
            "attribute": word(*by),
            "dimension": word(*(dimension.id for dimension in survey.dimensions)),
            "item": word(*(item.id for item in survey.items)),
        }
        tables = {table: _Rows(self, table, data[table], words) for table in COLUMNS}
        for table in tables.values():
            table.check(survey)
        _check_places(tables, survey, by, self)
        respondents = tables["participation"].columns["respondents"][:1]
        if respondents and (type(data["n"]) is bool or data["n"] != respondents[0]):
            self.should(f"{described(respondents[0])}, as in participation", data["n"], "n")
        comments = self.comments(data["comments"], words)
        if self.problems:
            return {}
        return {
            "survey": survey,
            "thresholds": survey.confidentiality,
            "by": tuple(by),
            "n": data["n"],
            "tables": Tables(**{name: tuple(rows_of(name, table.columns)) for name, table in tables.items()}),
            "comments": comments,
        }

    def thresholds(self, raw: Any, own: Thresholds) -> None:
        """Check that the report was made with its survey's thresholds."""
        if self.keys(raw, tuple(vars(own)), "thresholds"):
            for name, value in vars(own).items():
                if type(raw[name]) is not int or raw[name] != value:
                    self.should(f"{value}, as in the survey", raw[name], "thresholds", name)

    def by(self, raw: Any, known: list[str]) -> list[str]:
        """Return the attributes that the report has groups by."""
        if not isinstance(raw, list) or any(not isinstance(id, str) or id not in known for id in raw):
            self.should(f"a list of the survey's attributes ({listing(known) or 'none'})", raw, "by")
            return known
        if len(set(raw)) < len(raw):
            self.problem("by", message="names an attribute twice.")
        return raw

    def comments(self, raw: Any, words: Mapping[str, Values]) -> tuple[Quote, ...]:
        """Return what was written."""
        if not isinstance(raw, list):
            self.should("a list", raw, "comments")
            return ()
        for place, one in enumerate(raw):
            named = isinstance(one, Mapping) and ("attribute" in one or "group" in one)
            keys = ("dimension", "text", *(("attribute", "group") if named else ()))
            for key in keys if self.keys(one, keys, "comments", place) else ():
                values = words.get(key, word())
                if not isinstance(one[key], str) or (values.among and one[key] not in values.among):
                    self.should(values.allowed, one[key], "comments", place, key)
        return () if self.problems else tuple(Quote(**one) for one in raw)


class _Rows:
    """The rows of one table, as columns. What is wrong in them is noted, and counts as missing from then on."""

    def __init__(self, reader: _Reader, name: str, raw: Any, words: Mapping[str, Values]) -> None:
        self.reader, self.name = reader, name
        self.by_status = BY_STATUS.get(name, RESULT)
        own = {"low": ANY, "high": ANY} if name == "gaps" else {}
        self.values = {**VALUES, **words, **own, "status": word(*self.by_status)}
        names, rows = COLUMNS[name], raw if isinstance(raw, list) else []
        if rows is not raw:
            reader.should("a list of rows", raw, name)
        known = set(names)
        if not all(type(row) is dict and row.keys() == known for row in rows):
            rows = [row for place, row in enumerate(rows) if reader.keys(row, names, name, place)]
        self.rows: list[tuple[Any, ...]] = list(map(itemgetter(*names), rows))
        cells = map(list, zip(*self.rows, strict=True)) if rows else ([] for _ in names)
        self.columns: Columns = dict(zip(names, cells, strict=True))

    def check(self, survey: Survey) -> None:
        """Note what is wrong in each row by itself."""
        self.kinds()
        self.ranges()
        columns = self.columns
        if self.name == "participation":
            self.counted()
        elif self.name == "gaps":
            self.between("low", "difference", "high")
            apart = zip(columns["difference"], columns["mean"], columns["mean_other"], strict=True)
            for place, three in enumerate(apart):
                if None not in three and abs(three[1] - three[2] - three[0]) > _NEAR:
                    self.note(place, "difference", "should be mean minus mean_other")
        else:
            self.between("low", "mean", "high")
            for kind in KINDS:
                self.between(f"{kind}_low", kind, f"{kind}_high")
            for place, shares in enumerate(zip(*(columns[kind] for kind in KINDS), strict=True)):
                if shares[0] is not None and None not in shares and abs(sum(shares) - 1) > _NEAR:
                    self.note(place, "favourable", "should add up to 1 with neutral and unfavourable")
            if "counts" in columns:
                self.answers({item.id: item.response_scale.range + 1 for item in survey.items})

    def note(self, place: int, column: str, message: str) -> None:
        """Note a cell that does not fit its row."""
        self.reader.problem(
            self.name, place, column, message=f"{message}, but is {described(self.columns[column][place])}."
        )

    def wrong(self, place: int, column: str) -> None:
        """Note a cell that holds what none of its column may, and forget it."""
        self.reader.should(self.values[column].allowed, self.columns[column][place], self.name, place, column)
        self.columns[column][place] = None

    def kinds(self) -> None:
        """Note values of a wrong type, those that a row of its status should not have, and those that it lacks."""
        names = COLUMNS[self.name]
        status, distribution = names.index("status"), names.index("distribution") if "distribution" in names else None
        kinds: dict[Any, list[int]] = {}
        for place, row in enumerate(self.rows):
            said = str(row[status]), str(row[distribution]) if distribution else ""
            kinds.setdefault((said, tuple(map(type, row))), []).append(place)
        for (said, types), places in kinds.items():
            given = dict(zip(names, types, strict=True))
            there = {name for name, kind in given.items() if kind is not type(None)}
            for name in there:
                if given[name] not in self.values[name].types:
                    for place in places:
                        self.wrong(place, name)
            for name, message in self.unfit(there, *said):
                for place in places:
                    self.note(place, name, message)

    def unfit(self, there: set[str], status: str, distribution: str) -> Iterator[tuple[str, str]]:
        """Give the columns that a row of this status has and should not, or should have and does not, each with why."""
        if status not in self.by_status:
            return
        needs, may = (set(words.split()) for words in self.by_status[status])
        if distribution == SHOWN and status == SHOWN:
            needs, may = needs | set(SHARES), may | {"counts"}
        place = {*PLACE} - ({"attribute", "group"} if self.name == "participation" else set())
        for name in COLUMNS[self.name]:
            if name in (place | needs) - there:
                yield name, f"should be {self.values[name].allowed} where the status is {status}"
            elif name in there - needs - may - set(PLACE):
                yield name, f"should be missing where the status is {status}"
        if distribution == SHOWN != status:
            yield "distribution", f"should be {SUPPRESSED} where the status is {status}"
        if ("low" in there) != ("high" in there):
            yield "low", "should be there together with high"
        if status == BOUNDED and ("at_least" in there) == ("at_most" in there):
            yield "at_least", "should be there, or else at_most"

    def ranges(self) -> None:
        """Note numbers beyond their ends (what is no number is beyond any), and words that are not among the known."""
        for name, column in self.columns.items():
            values = self.values[name]
            low, high, among = values.low, values.high, values.among
            outside = []
            if among:
                outside = [place for place, value in enumerate(column) if value is not None and value not in among]
            elif low > -inf:
                outside = [p for p, value in enumerate(column) if value is not None and not low <= value <= high]
            for place in outside:
                self.wrong(place, name)

    def between(self, low: str, middle: str, high: str) -> None:
        """Note a number that does not lie in its interval."""
        cells = zip(*(self.columns[name] for name in (low, middle, high)), strict=True)
        for place, (least, value, most) in enumerate(cells):
            if least is None or value is None or most is None:
                continue
            if not least - _NEAR <= value <= most + _NEAR:
                self.note(place, middle, f"should lie between {low} and {high}")

    def answers(self, points: Mapping[str, int]) -> None:
        """Note counts of answers that are not one a point of the item's scale, or do not add up to n."""
        for place, (item, counts, n) in enumerate(zip(*map(self.columns.get, ("item", "counts", "n")), strict=True)):
            if counts is None:
                continue
            if set(map(type, counts)) != {int} or min(counts) < 0:
                self.wrong(place, "counts")
            elif item is not None and len(counts) != points[item]:
                self.note(place, "counts", f"should be {points[item]} numbers, one for each answer")
            elif n is not None and sum(counts) != n:
                self.note(place, "counts", "should add up to n")
            else:
                self.columns["counts"][place] = tuple(counts)

    def counted(self) -> None:
        """Note numbers of people that do not fit each other."""
        columns = self.columns
        for place, respondents in enumerate(columns["respondents"]):
            rate, invited = columns["rate"][place], columns["invited"][place]
            if respondents is None:
                continue
            expected = respondents / invited if invited else None
            if (rate is None) != (expected is None) or (expected is not None and abs(rate - expected) > _NEAR):
                self.note(place, "rate", "should be respondents out of invited")
            for name in ("empty", "straight"):
                if columns[name][place] is not None and (columns[name][place] > respondents or place):
                    self.note(place, name, "should be at most respondents, and of everybody only")


def _check_places(tables: Mapping[str, _Rows], survey: Survey, by: list[str], reader: _Reader) -> None:
    """Note rows that are there twice or too much, and those that are missing: each result has one."""
    people, cells = (
        dict.fromkeys(zip(tables[name].columns["attribute"], tables[name].columns["group"], strict=True))
        for name in ("participation", "groups")
    )
    every = [(None, None), *(place for place in people if place in cells)]
    items = [(item.id, dimension.id) for dimension in survey.dimensions for item in dimension.items]
    compared = [(one.id, *one.compare) for one in survey.attributes if one.id in by and one.compare]
    expected: dict[str, list[tuple[Any, ...]]] = {
        "participation": every,
        "dimensions": [(dimension.id,) for dimension in survey.dimensions],
        "items": list(items),
        "groups": [(*place, dimension.id) for place in every[1:] for dimension in survey.dimensions],
        "group_items": [(*place, *item) for place in every[1:] for item in items],
        "gaps": [(*pair, dimension.id) for pair in compared for dimension in survey.dimensions],
    }
    for table, wanted in expected.items():
        own = tables[table].columns
        found = list(zip(*(own[name] for name in PLACE[:5] if name in own), strict=True))
        left = set(wanted)
        if len(found) == len(left) and set(found) == left and (table != "participation" or found[0] == every[0]):
            continue
        for place, one in enumerate(found):
            if one not in left:
                reader.problem(table, place, message=f"{_called(one)} is there twice, or is not of this report.")
            left.discard(one)
        for one in wanted:
            if one in left:
                reader.problem(table, message=f"a row for {_called(one)} is missing.")
        if table == "participation" and found and found[0] != every[0]:
            reader.problem(table, 0, message="should be of everybody: attribute and group null.")


def _called(place: tuple[Any, ...]) -> str:
    return " · ".join(str(part) for part in place if part is not None) or "everybody"
