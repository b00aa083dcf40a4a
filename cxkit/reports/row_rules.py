"""What belongs together in a row of a report.json, column by column."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import compress
from typing import Any, get_args, get_type_hints

from cxkit.errors import listing
from cxkit.reports.rows import COLUMNS, KINDS, OTHERS, ROWS, SHARES, Count, Result
from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.statistics.estimates import GAP, UNTOLD
from cxkit.survey.parts import FLOOR, Thresholds

NEAR = 1e-9
"""What rounding may do to sums, differences and ends."""
TYPES: dict[str, dict[str, Any]] = {
    table: {name: type for name, type in types.items() if name in COLUMNS.get(table, types)}
    for table in (*COLUMNS, "comments", "paired")
    for types in [get_type_hints(ROWS.get(table, Result), include_extras=True)]
} | {"thresholds": dict.fromkeys(vars(Thresholds()), Count)}
PLACE = ("attribute", "group", "other", "item", "dimension")
# Of what status a row is, what it then must have, and what it may have. All other numbers are missing.
_RESULT = {SHOWN: ("n mean exact", "sd low high members"), SUPPRESSED: ("", "members alike")}
_GAP = {SHOWN: ("difference label mean mean_other n n_other", "low high g p"), SUPPRESSED: ("", "")}
_PARTICIPATION = {SHOWN: ("respondents", "invited rate empty straight members"), SUPPRESSED: ("", "")}
_BY_STATUS = {"gaps": _GAP, "participation": _PARTICIPATION}
_OF_RESULT = [("low", "mean", "high"), *((f"{kind}_low", kind, f"{kind}_high") for kind in KINDS)]
_INTERVALS = {"gaps": [("low", "difference", "high")], "participation": []}

Wrong = Iterator[tuple[str, str]]
"""Columns of a row, each with what is wrong there."""


def wrong(table: str, row: Mapping[str, Any], known: Mapping[str, Any]) -> Wrong:
    """Give what is wrong of a row. known: what the survey asks for; empty where that cannot be read."""
    yield from _JUDGES.get(table, _unfit)(table, row, known)


def allowed(of: Any) -> str:
    """Say what a type allows: what it is marked with in words."""
    marks = [mark for part in (of, *get_args(of)) for mark in getattr(part, "__metadata__", ())]
    return next((mark for mark in marks if isinstance(mark, str)), "text")


def _unlike_thresholds(table: str, row: Mapping[str, Any], known: Mapping[str, Any]) -> Wrong:
    for name, value in vars(known[table]).items() if known else ():
        if row[name] != value:
            yield name, f"should be {value}, as in the survey"


def _unasked(table: str, row: Mapping[str, Any], known: Mapping[str, Any]) -> Wrong:
    for name in ("dimension", "attribute") if known else ():
        if row[name] not in (*known[name], None):
            yield name, f"should be one of {listing(known[name])}"
    if (row["attribute"] is None) != (row["group"] is None):
        yield "attribute", "should be there together with group"
    if known and row["item"] not in (*(items := known["items"].get(row["dimension"], ())), None):
        yield "item", f"should be one of {listing(items) or 'none'}"


def _unfit(table: str, row: Mapping[str, Any], known: Mapping[str, Any]) -> Wrong:
    there = tuple([value is not None for value in row.values()])
    yield from _unlike_status(table, row["status"], row.get("distribution"), there)
    yield from _apart(table, row)
    members = row.get("members")
    if "members" in row and (len(members or ()) < 2 if row["group"] == OTHERS else members is not None):
        yield "members", f"should be two groups or more where the group is {OTHERS}, and missing elsewhere"
    if (counts := row.get("counts")) is not None:
        points = known["points"].get(row["item"]) if known else None
        if points and len(counts) != points:
            yield "counts", f"should be {points} numbers, one for each answer"
        elif sum(counts) != row["n"]:
            yield "counts", "should add up to n"
    if (n := row.get("n")) is None or not known:
        return
    if n < (least := known["thresholds"].scores) and table in {"dimensions", "items"}:
        yield "n", f"should be at least {least}, as the survey asks"
    told = row.get("distribution") == SHOWN and row.get("item") not in known["steps"]  # enough began the case
    if told and n < (least := known["thresholds"].distributions):
        yield "distribution", f"should be {SUPPRESSED} where fewer than {least} answered"


def _unpaired(table: str, row: Mapping[str, Any], known: Mapping[str, Any]) -> Wrong:
    """Give what is wrong of how alike the same people answered twice."""
    for name in ("n", "n_other", "mean_other", "r"):
        if (row[name] is None) == (row["status"] == SHOWN):
            there = allowed(TYPES[table][name]) if row[name] is None else "missing"
            yield name, f"should be {there} where the status is {row['status']}"
    if row["status"] not in (SHOWN, SUPPRESSED):
        yield "status", f"should be one of {listing((SHOWN, SUPPRESSED))}"
    if not known:
        return
    if row["dimension"] not in known["dimension"]:
        yield "dimension", f"should be one of {listing(known['dimension'])}"
    if row["n"] is not None and row["n"] < (least := known["thresholds"].distributions):
        yield "n", f"should be at least {least}, as the survey asks"


_JUDGES = {"thresholds": _unlike_thresholds, "comments": _unasked, "paired": _unpaired}


@lru_cache(maxsize=1024)
def _unlike_status(table: str, status: str, distribution: str | None, given: tuple[bool, ...]) -> list[tuple[str, str]]:
    """Return the columns that a row of this status has and should not, or should have and does not, each with why."""
    by_status = _BY_STATUS.get(table, _RESULT)
    if status not in by_status:
        return [("status", f"should be one of {listing(by_status)}")]
    needs, may = (set(words.split()) for words in by_status[status])
    if distribution == SHOWN == status:
        needs, may = needs | set(SHARES), may | {"counts", "rwg_j"}
    there = set(compress(COLUMNS[table], given))
    wrong = [(name, f"should be {allowed(TYPES[table][name])} where the status is {status}") for name in needs - there]
    others = there - needs - may - {*PLACE, "status", "distribution"}
    wrong += [(name, f"should be missing where the status is {status}") for name in others]
    if distribution not in {SHOWN if status == SHOWN else SUPPRESSED, SUPPRESSED, None}:
        wrong.append(("distribution", f"should be {SUPPRESSED}, or {SHOWN} where the status is {SHOWN}"))
    if ("low" in there) != ("high" in there):
        wrong.append(("low", "should be there together with high"))
    return wrong


def _apart(table: str, row: Mapping[str, Any]) -> Wrong:
    """Give the numbers of a row that do not fit each other."""
    for low, middle, high in _INTERVALS.get(table, _OF_RESULT):
        least, value, most = row[low], row[middle], row[high]
        if least is None or value is None or most is None:
            continue
        if not least - NEAR <= value <= most + NEAR:
            yield middle, f"should lie between {low} and {high}"
    if table == "gaps":
        if row["label"] not in (*GAP, UNTOLD, None):
            yield "label", f"should be one of {listing((*GAP, UNTOLD))}"
        three = [row[name] for name in ("mean", "mean_other", "difference")]
        if None not in three and abs(three[0] - three[1] - three[2]) > NEAR:
            yield "difference", "should be mean minus mean_other"
    elif table == "participation" and (respondents := row["respondents"]) is not None:
        expected = respondents / row["invited"] if row["invited"] else None
        if (row["rate"] is None) != (expected is None) or abs((row["rate"] or 0) - (expected or 0)) > NEAR:
            yield "rate", "should be respondents out of invited"
        for name in ("empty", "straight"):
            if row[name] is not None and (row[name] > respondents or row["attribute"] is not None):
                yield name, "should be at most respondents, and of everybody only"
        if (straight := row["straight"]) is not None and not FLOOR <= straight <= respondents - FLOOR:
            yield "straight", f"should be missing unless {FLOOR} at least did so, and {FLOOR} did not"
    elif (
        table != "participation"
        and None not in (shares := [row[kind] for kind in KINDS])
        and abs(sum(shares) - 1) > NEAR
    ):
        yield "favourable", "should add up to 1 with neutral and unfavourable"
