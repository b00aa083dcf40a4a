"""From the mapping that a report.json holds to a Report's fields: every problem is collected, then said in one error.

Each row is judged by the types of its columns, then by what belongs together in it; all tables, by the survey.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any

from cxkit.errors import ReportError, SurveyError, did_you_mean, listing
from cxkit.reports.row_rules import PLACE, TYPES, allowed, wrong
from cxkit.reports.rows import COLUMNS, OTHERS, ROWS, Count, Result, Tables, bare
from cxkit.reports.status import SHOWN
from cxkit.survey.crossing import CROSS
from cxkit.survey.model import Survey
from cxkit.survey.reader import say as described

if TYPE_CHECKING:
    from pydantic import BaseModel

_MOST = 50
"""So many problems are listed: where every row of a table is wrong, the rest says nothing new."""
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def read_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a Report's fields from a mapping. Raises ReportError with every problem: where, and what is allowed."""
    from pydantic import ValidationError  # noqa: PLC0415  (takes a while, and only reading a report needs it)

    problems: list[str] = []
    survey: Survey | None = None
    known: dict[str, Any] = {}
    try:
        survey = Survey.from_dict(data["survey"]) if "survey" in data else None
    except SurveyError as error:
        problems.append(_line("survey", message=str(error)))
    if survey:
        known = {
            "dimension": [one.id for one in survey.dimensions],
            "attribute": _known_by(data, survey),
            "items": {one.id: [item.id for item in one.items] for one in survey.dimensions},
            "points": {item.id: item.response_scale.range + 1 for item in survey.items},
            "steps": {item.id for one in survey.dimensions if one.kind == "case" for item in one.items[1:]},
            "thresholds": survey.confidentiality,
        }
    try:
        fields = vars(_model().model_validate(dict(data), context=known))
        rows: Rows = {table: list(map(vars, fields[table])) for table in COLUMNS}
    except ValidationError as error:
        problems += dict.fromkeys(line for one in error.errors() for line in _faults(data, **one))
        rows = {table: _readable(data.get(table)) for table in COLUMNS}
    if survey and data.keys() >= set(_model().model_fields) - {"paired"}:
        problems += [*_unlike_survey(data, survey, rows), *_misplaced(rows, survey, known["attribute"])]
        problems += [] if problems else [*_unlike_groups(rows), *_small_groups(rows, known["thresholds"].scores)]
    if count := len(problems):
        listed = problems[:_MOST] + ([f"… and {count - _MOST} more."] if count > _MOST else [])
        lines = "".join(f"\n  {line}" for line in listed)
        raise ReportError(f"This report is damaged. It has {count} problem{'s' if count > 1 else ''}:{lines}")
    return {
        "survey": survey,
        "thresholds": known["thresholds"],
        "by": tuple(data["by"]),
        "n": data["n"],
        "tables": Tables(**{table: tuple(fields[table]) for table in COLUMNS}),
        "comments": tuple(fields["comments"]),
        "paired": tuple(fields["paired"]),
    }


@cache
def _model() -> "type[BaseModel]":
    """Make the model of a whole report, of the types that the rows' columns have."""
    from pydantic import AfterValidator, ConfigDict, create_model  # noqa: PLC0415

    model = partial(create_model, __config__=ConfigDict(strict=True, extra="forbid", allow_inf_nan=False))
    parts: dict[str, Any] = dict.fromkeys(("format", "survey", "n", "by"), Any)  # judged elsewhere
    for table, types in TYPES.items():
        may_lack = ("attribute", "group", "item", "theme") if table == "comments" else ("alike",)
        columns = {name: (type, None if name in may_lack else ...) for name, type in types.items()}
        if "counts" in types:
            columns["counts"] = (Annotated[list[Count], AfterValidator(tuple)] | None, ...)
        if "members" in types:
            columns["members"] = (Annotated[list[str], AfterValidator(tuple)] | None, ...)
        row: Any = model(table, **columns)
        judged = Annotated[row, AfterValidator(partial(_judged, table))]
        parts[table] = judged if table == "thresholds" else list[judged]
    return model("report", **{name: (part, [] if name == "paired" else ...) for name, part in parts.items()})


def _line(*place: str | int, message: str) -> str:
    """Say a problem: at which key, of which row (counted from 1), in which field."""
    where = ", ".join(f"row {step + 1}" if isinstance(step, int) else step for step in place)
    return f"{where}: {message}" if where else message


def _should(allowed: str, raw: Any) -> str:
    return f"should be {allowed}, but is {described(raw)}."


def _faults(data: Mapping[str, Any], *, type: str, loc: tuple[Any, ...], ctx: Any = None, **_: Any) -> Iterator[str]:
    """Say in this project's words what the model refuses, and where."""
    place = loc[:3]  # not which one of the counts
    raw: Any = data
    for step in place if type != "missing" else ():
        raw = raw[step]
    inside = place if type == "model_type" else place[:-1]
    keys = tuple(TYPES[inside[0]] if inside else _model().model_fields)
    if type == "value_error":
        for column, why in ctx["error"].args[0]:
            yield _line(*place, column, message=f"{why}, but is {described(raw.get(column))}.")
    elif type == "missing":
        yield _line(*inside, message=f'the key "{place[-1]}" is missing.')
    elif type == "extra_forbidden":
        near = did_you_mean(place[-1], keys)
        yield _line(*place, message=f"unknown key.{near} Allowed here: {listing(keys, most=30)}.")
    elif type == "model_type":
        yield _line(*place, message=_should(f"a mapping with {listing(keys)}", raw))
    else:
        may = allowed(TYPES[place[0]][place[-1]]) if inside else "a list of rows"
        yield _line(*place, message=_should(may, raw))


def _judged(table: str, read: "BaseModel", info: Any) -> Any:
    """Return a row of a table, or raise ValueError with all that does not belong together in it, by columns."""
    if faults := [*wrong(table, vars(read), info.context)]:
        raise ValueError(faults)
    return bare(ROWS.get(table, Result), vars(read))


# All of them together.


def _known_by(data: Mapping[str, Any], survey: Survey) -> list[str]:
    """Return the attributes that the report has groups by; all of the survey where that cannot be read."""
    known, by = _asked(survey), data.get("by")
    return by if isinstance(by, list) and all(one in known for one in by) else known


def _asked(survey: Survey) -> list[str]:
    """Return what a report of the survey can have groups by: its attributes, and any two crossed."""
    ids = [attribute.id for attribute in survey.attributes]
    return [*ids, *map(CROSS.join, combinations(ids, 2))]


def _readable(table: Any) -> list[dict[str, Any]]:
    """Return the rows of a damaged table as far as they can be compared: words and whole numbers."""
    rows = [row for row in table if isinstance(row, Mapping)] if isinstance(table, list) else []
    return [{name: value for name, value in row.items() if isinstance(value, str | int)} for row in rows]


def _unlike_survey(data: Mapping[str, Any], survey: Survey, rows: Rows) -> Iterator[str]:
    """Say what of a report is not as its survey and its own rows have it."""
    known, by = _asked(survey), data["by"]
    if not isinstance(by, list) or any(one not in known for one in by):
        yield _line("by", message=_should(f"a list of the survey's attributes ({listing(known) or 'none'})", by))
    elif len(set(by)) < len(by):
        yield _line("by", message="names an attribute twice.")
    n, people = data["n"], rows["participation"]
    if people and (type(n) is bool or n != people[0].get("respondents")):
        yield _line("n", message=_should(f"{described(people[0].get('respondents'))}, as in participation", n))


def _misplaced(rows: Rows, survey: Survey, by: Sequence[str]) -> Iterator[str]:
    """Say which rows are there twice or too much, and which are missing: each result has one."""
    people, cells = (
        dict.fromkeys((row.get("attribute"), row.get("group")) for row in rows[table])
        for table in ("participation", "groups")
    )
    every = [(None, None), *(place for place in people if place in cells and place[1] != OTHERS)]
    together = [(attribute, OTHERS) for attribute in by]
    dimensions = [(dimension.id,) for dimension in survey.dimensions]
    items = [(item.id, dimension.id) for dimension in survey.dimensions for item in dimension.items]
    compared = [(one.id, *one.compare) for one in survey.attributes if one.id in by and one.compare]
    expected: dict[str, list[tuple[Any, ...]]] = {
        "participation": list(every),
        "dimensions": list(dimensions),
        "items": list(items),
        "groups": [(*place, *dimension) for place in every[1:] for dimension in dimensions],
        "group_items": [(*place, *item) for place in every[1:] for item in items],
        "gaps": [(*pair, *dimension) for pair in compared for dimension in dimensions],
    }
    # Those told together have a row where there are any, and stand in for the other side of a gap.
    more: dict[str, list[tuple[Any, ...]]] = {
        "participation": list(together),
        "groups": [(*place, *dimension) for place in together for dimension in dimensions],
        "group_items": [(*place, *item) for place in together for item in items],
        "gaps": [(id, one, OTHERS, *dimension) for id, one, _ in compared for dimension in dimensions],
    }
    for table, wanted in expected.items():
        names = [name for name in PLACE if name in COLUMNS[table]]
        found = [tuple([row.get(name) for name in names]) for row in rows[table]]
        left = {*wanted, *more.get(table, ())}
        for place, one in enumerate(found):
            if one not in left:
                yield _line(table, place, message=f"{_called(one)} is there twice, or is not of this report.")
            left.discard(one)
        for one in wanted:
            instead = (*one[:2], OTHERS, *one[3:]) if table == "gaps" else one
            if one in left and instead in left:
                yield _line(table, message=f"a row for {_called(one)} is missing.")
        if table == "participation" and found and found[0] != every[0]:
            yield _line(table, 0, message="should be of everybody: attribute and group null.")


def _unlike_groups(rows: Rows) -> Iterator[str]:
    """Say which gaps tell another mean of a group than its own row, which may be hidden."""
    cells = {(row["attribute"], row["group"], row["dimension"]): row for row in rows["groups"]}
    for place, gap in enumerate(rows["gaps"]):
        for end, *names in (("group", "mean", "n"), ("other", "mean_other", "n_other")):
            cell = cells.get((gap["attribute"], gap[end], gap["dimension"])) or {}
            for name in names if cell and gap["status"] == SHOWN else ():
                if gap[name] != (own := cell[name.removesuffix("_other")]):
                    yield _line("gaps", place, name, message=_should(f"{described(own)}, as in groups", gap[name]))


def _small_groups(rows: Rows, least: int) -> Iterator[str]:
    """Say which groups are shown with too few people; one of each attribute may be, if all of it agreed."""
    agreed: dict[str, str] = {}
    for table, name in (("participation", "respondents"), ("groups", "n"), ("group_items", "n")):
        for place, row in enumerate(rows[table]):
            if row["attribute"] is not None and row[name] is not None and row[name] < least:
                known = agreed.setdefault(row["attribute"], row["group"])
                if row["group"] != known or known == OTHERS:
                    yield _line(table, place, name, message=_should(f"at least {least}, as the survey asks", row[name]))


def _called(place: tuple[Any, ...]) -> str:
    return " · ".join(str(part) for part in place if part is not None) or "everybody"
