"""The rows of a Report: results, gaps, how many answered, and what was written. Frozen; None is what is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, TypeGuard, overload

from cxkit.reports.status import SHOWN, SUPPRESSED
from cxkit.statistics.estimates import Stat

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Between:
    """The least and the most that a number may be, as it is checked where a report is read; nobody else loads that."""

    least: float
    most: float
    __is_annotated_types_grouped_metadata__ = True

    def __iter__(self) -> Iterator[Any]:
        from annotated_types import Ge, Le  # noqa: PLC0415

        yield from (Ge(self.least), Le(self.most))


# What a column may hold; where it is missing, None.
Count = Annotated[int, Between(0, 10**12), "a whole number, 0 or more"]
Counts = Annotated[tuple[Count, ...], "a list of whole numbers"]
Flag = Annotated[bool, "true or false"]
Names = Annotated[tuple[str, ...], "a list of names"]
Number = Annotated[float, Between(-1e12, 1e12), "a number"]
Percent = Annotated[float, Between(0, 100), "a number from 0 to 100"]
Points = Annotated[float, Between(-100, 100), "a number from -100 to 100"]
Correlation = Annotated[float, Between(-1, 1), "a number from -1 to 1"]
Share = Annotated[float, Between(0, 1), "a number from 0 to 1"]
Place = tuple[str | None, str | None, str | None, str]
"""Of a result: attribute, group, item (None: the dimension), dimension."""
KINDS = ("favourable", "neutral", "unfavourable")
OTHERS = "(others)"
"""The group that stands for several that are told together."""


# No slots: `vars(row)` is a row's serialisable form, three times as fast as reading slots one by one.
@dataclass(frozen=True, kw_only=True)
class Result:
    """A result of a dimension, or of an item of it; of everybody (attribute and group None), or of one group.

    status: "shown" or "suppressed", and then there are no numbers.
    n, mean, sd, low, high: respondents with a value, and the mean of their 0–100 values with its 95% interval.
    exact: whether sd, and the interval, are the group's own; if not, sd is everybody's, or there is none.
    distribution: "shown" or "suppressed", for what follows.
    favourable, neutral, unfavourable: shares (0–1) of the answers; `_low` and `_high`: their Wilson intervals.
    counts: of an item, how many gave each answer, as answered, from the least value up.
    rwg_j: of a dimension in a group, how far its people agree (0–1).
    members: of the group that stands for several, which.
    alike: of everybody, where the numbers of what they did are not shown, whether nearly all did the same.
    """

    attribute: str | None = None
    group: str | None = None
    item: str | None = None
    dimension: str
    status: str = SUPPRESSED
    n: Count | None = None
    mean: Percent | None = None
    sd: Percent | None = None
    low: Percent | None = None
    high: Percent | None = None
    exact: Flag | None = None
    distribution: str = SUPPRESSED
    favourable: Share | None = None
    neutral: Share | None = None
    unfavourable: Share | None = None
    favourable_low: Share | None = None
    favourable_high: Share | None = None
    neutral_low: Share | None = None
    neutral_high: Share | None = None
    unfavourable_low: Share | None = None
    unfavourable_high: Share | None = None
    counts: Counts | None = None
    rwg_j: Share | None = None
    members: Names | None = None
    alike: Flag | None = None

    @classmethod
    def of(cls, values: dict[str, Any]) -> Result:
        """Make a result of values by their names: a report has thousands, and this is six times as fast."""
        result: Result = bare(cls, _NOTHING | values)
        return result

    @property
    def place(self) -> Place:
        """Attribute, group, item and dimension: what the result is of."""
        return self.attribute, self.group, self.item, self.dimension

    @property
    def stat(self) -> Stat | None:
        """The mean with what belongs to it; None where it is not shown."""
        if not shown(self):
            return None
        return Stat(n=self.n, mean=self.mean, sd=self.sd, low=self.low, high=self.high)


class ShownResult(Result):
    """A result that is shown, as type checkers see it: it has these numbers. Nothing is made of this class."""

    n: int
    mean: float
    exact: bool
    stat: Stat


@dataclass(frozen=True, kw_only=True)
class Gap:
    """How far two means of one dimension are apart: of two groups, or of one group (or everybody) in two waves.

    attribute, group: whose; None: everybody. other: the other group; None: the same one in the earlier wave.
    status: "shown" or "suppressed", and then there are no numbers.
    difference: the mean minus the other one, in points of 100. low, high, g, p: as in `cxkit.compare`.
    p_holm: p adjusted for all rows of the same table and dimension; None in a Report, which adjusts none.
    label: what the difference is called. mean, mean_other, n, n_other: of both. pairs: of two waves, how many people
    are known to be in both, so that the interval is narrower; None in a Report. exact: whether low, high, g and p rest
    on the spreads of both; None in a Report, whose results say it.
    """

    attribute: str | None = None
    group: str | None = None
    other: str | None = None
    dimension: str
    status: str = SUPPRESSED
    difference: Points | None = None
    low: Number | None = None
    high: Number | None = None
    g: Number | None = None
    p: Share | None = None
    label: str | None = None
    mean: Percent | None = None
    mean_other: Percent | None = None
    n: Count | None = None
    n_other: Count | None = None
    p_holm: Share | None = None
    pairs: Count | None = None
    exact: Flag | None = None

    def turned(self) -> Gap:
        """Return the same the other way round, under the same label."""
        low, high = (None if end is None else -end for end in (self.high, self.low))
        return replace(
            self,
            group=self.other, other=self.group, mean=self.mean_other, mean_other=self.mean, n=self.n_other,
            n_other=self.n, low=low, high=high, difference=None if self.difference is None else -self.difference,
        )  # fmt: skip


class ShownGap(Gap):
    """A gap that is shown, as type checkers see it: it has these numbers. Nothing is made of this class."""

    difference: float
    label: str
    mean: float
    mean_other: float
    n: int
    n_other: int
    turned: Callable[[], ShownGap]


@dataclass(frozen=True, kw_only=True)
class Paired:
    """How alike those answered a dimension in the wave before and in this one who agreed that the two are compared.

    status: "shown" or "suppressed", and then there are no numbers. n: these people. r: the correlation of their scores.
    n_other, mean_other: of everybody in the wave before, by which it is known again.
    """

    dimension: str
    status: str = SUPPRESSED
    n: Count | None = None
    n_other: Count | None = None
    mean_other: Percent | None = None
    r: Correlation | None = None


class ShownPaired(Paired):
    """A pairing that is shown, as type checkers see it: it has these numbers. Nothing is made of this class."""

    n: int
    n_other: int
    mean_other: float
    r: float


@dataclass(frozen=True, kw_only=True)
class Participation:
    """How many answered, of everybody (attribute and group None) or one group.

    status: "shown" or "suppressed", and then there are no numbers.
    rate: respondents out of those invited (0–1). empty: respondents who answered no item. straight: respondents who
    gave one and the same answer to everything; None also where these, or the others, are fewer than 3, which would
    point at people. Both of everybody only. members: of the group that stands for several, which.
    """

    attribute: str | None = None
    group: str | None = None
    status: str = SUPPRESSED
    respondents: Count | None = None
    invited: Count | None = None
    rate: Share | None = None
    empty: Count | None = None
    straight: Count | None = None
    members: Names | None = None


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What somebody wrote on a dimension, or an item of it, as everybody may read it.

    attribute, group: of the writer, where that may be named. theme: what it is about, where enough wrote of the same.
    """

    dimension: str
    text: str
    item: str | None = None
    attribute: str | None = None
    group: str | None = None
    theme: str | None = None

    def to_dict(self) -> dict[str, str]:
        """Return the serialisable form, without what is not told."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Tables:
    """The rows of a Report, a table each: of everybody, of groups by each attribute on its own, gaps, participation."""

    dimensions: tuple[Result, ...] = ()
    items: tuple[Result, ...] = ()
    groups: tuple[Result, ...] = ()
    group_items: tuple[Result, ...] = ()
    gaps: tuple[Gap, ...] = ()
    participation: tuple[Participation, ...] = ()

    def to_dict(self) -> dict[str, list[dict[str, Any]]]:
        """Return the serialisable form: a list of rows for each table."""
        return {table: _plain(getattr(self, table), left_out) for table, left_out in _LEFT_OUT.items()}

    @property
    def status(self) -> set[str]:
        """Every status that some row has."""
        of_results, of_gaps = {row.status for row in self.results}, {gap.status for gap in self.gaps}
        return of_results | of_gaps | {one.status for one in self.participation}

    @property
    def results(self) -> tuple[Result, ...]:
        """All results, of dimensions before those of items."""
        return (*self.dimensions, *self.items, *self.groups, *self.group_items)


@overload
def shown(row: Result | None) -> TypeGuard[ShownResult]: ...
@overload
def shown(row: Gap | None) -> TypeGuard[ShownGap]: ...
@overload
def shown(row: Paired | None) -> TypeGuard[ShownPaired]: ...
def shown(row: Result | Gap | Paired | None) -> bool:
    """Tell whether a row is there and shown: then type checkers know that its numbers are there, too."""
    return row is not None and row.status == SHOWN


SHARES = tuple(each.name for each in fields(Result) if each.name.partition("_")[0] in KINDS)
_NOTHING = {each.name: None if each.default is MISSING else each.default for each in fields(Result)}
ROWS: dict[str, type[Any]] = {"gaps": Gap, "participation": Participation, "comments": Quote, "paired": Paired}
_LEFT_OUT = {
    "dimensions": ("attribute", "group", "item", "counts", "rwg_j", "members"),
    "items": ("attribute", "group", "rwg_j", "members"),
    "groups": ("item", "counts", "alike"),
    "group_items": ("rwg_j", "alike"),
    "gaps": ("p_holm", "pairs", "exact"),
    "participation": (),
}
COLUMNS = {
    table: tuple(each.name for each in fields(ROWS.get(table, Result)) if each.name not in left_out)
    for table, left_out in _LEFT_OUT.items()
}
"""What a row of each table has in a file and in a frame, in this order."""


def _plain(rows: Iterable[Any], left_out: Iterable[str]) -> list[dict[str, Any]]:
    plain = []
    for row in rows:
        form = dict(vars(row))
        for name in left_out:
            form.pop(name, None)
        for name in ("counts", "members"):
            if form.get(name) is not None:
                form[name] = list(form[name])
        if form.get("alike") is None:
            form.pop("alike", None)
        plain.append(form)
    return plain


def bare(kind: type[Any], values: Mapping[str, Any]) -> Any:
    """Make a row of values that have been looked at, by their names: thousands a reveal, and six times as fast."""
    row = object.__new__(kind)
    object.__setattr__(row, "__dict__", values)
    return row


_FRAMED = {"Count": "Int64", "Flag": "boolean"} | dict.fromkeys(("Number", "Percent", "Points", "Share"), "float64")
_TYPES = {
    each.name: _FRAMED[kind]
    for row in (Result, Gap, Participation)
    for each in fields(row)
    if (kind := str(each.type).partition(" ")[0]) in _FRAMED
}


def frame_of(rows: Iterable[object], columns: Sequence[str]) -> pd.DataFrame:
    """Lay out rows as a table: numbers as float64, counts as Int64, flags as boolean, also where some are missing."""
    import pandas as pd  # noqa: PLC0415  (a server that only passes reports on does without)

    frame = pd.DataFrame(list(map(attrgetter(*columns), rows)), columns=list(columns))
    return frame.astype({name: _TYPES[name] for name in columns if name in _TYPES})
