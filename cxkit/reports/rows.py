"""The rows of a Report: results, gaps, how many answered, and what was written. Frozen; None is what is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeGuard, overload

from cxkit.reports.status import BOUNDED, SHOWN, SUPPRESSED
from cxkit.statistics.estimates import Stat

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("favourable", "neutral", "unfavourable")


# No slots: `vars(row)` is a row's serialisable form, three times as fast as reading slots one by one.
@dataclass(frozen=True, kw_only=True)
class Result:
    """A result of a dimension, or of an item of it; of everybody (attribute and group None), or of one group.

    status: "shown", "suppressed" or "bounded": so near an end that the mean would tell single answers.
    n, mean, sd, low, high: respondents with a value, and the mean of their 0–100 values with its 95% interval.
    at_least, at_most: of a bounded row, one of them, instead of the mean.
    exact: whether these are the group's own to the last digit; if not, the mean is in whole points, or sd everybody's.
    distribution: "shown" or "suppressed", for what follows.
    favourable, neutral, unfavourable: shares (0–1) of the answers; `_low` and `_high`: their Wilson intervals.
    counts: of an item, how many gave each answer, as answered, from the least value up.
    rwg_j: of a dimension in a group, how far its people agree (0–1).
    """

    attribute: str | None = None
    group: str | None = None
    item: str | None = None
    dimension: str
    status: str = SUPPRESSED
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    low: float | None = None
    high: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    exact: bool | None = None
    distribution: str = SUPPRESSED
    favourable: float | None = None
    neutral: float | None = None
    unfavourable: float | None = None
    favourable_low: float | None = None
    favourable_high: float | None = None
    neutral_low: float | None = None
    neutral_high: float | None = None
    unfavourable_low: float | None = None
    unfavourable_high: float | None = None
    counts: tuple[int, ...] | None = None
    rwg_j: float | None = None

    @classmethod
    def of(cls, values: dict[str, Any]) -> Result:
        """Make a result of values by their names: a report has thousands, and this is six times as fast."""
        result = object.__new__(cls)
        object.__setattr__(result, "__dict__", _NOTHING | values)
        return result

    @property
    def place(self) -> tuple[str | None, str | None, str | None, str]:
        """Attribute, group, item and dimension: what the result is of."""
        return self.attribute, self.group, self.item, self.dimension

    @property
    def stat(self) -> Stat | None:
        """The mean with what belongs to it; None where it is not shown."""
        if not shown(self):
            return None
        return Stat(n=self.n, mean=self.mean, sd=self.sd, low=self.low, high=self.high)

    @property
    def limit(self) -> str | None:
        """What stands for a mean that is too near an end, "≥ 75" or "≤ 25"; None of any other row."""
        if self.status != BOUNDED:
            return None
        return f"≤ {self.at_most:.0f}" if self.at_least is None else f"≥ {self.at_least:.0f}"


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
    label: what the difference is called. mean, mean_other, n, n_other: of both.
    """

    attribute: str | None = None
    group: str | None = None
    other: str | None = None
    dimension: str
    status: str = SUPPRESSED
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    g: float | None = None
    p: float | None = None
    label: str | None = None
    mean: float | None = None
    mean_other: float | None = None
    n: int | None = None
    n_other: int | None = None
    p_holm: float | None = None

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
class Participation:
    """How many answered, of everybody (attribute and group None) or one group.

    status: "shown" or "suppressed", and then there are no numbers.
    rate: respondents out of those invited (0–1). empty: respondents who answered no item. straight: respondents who
    gave one and the same answer to everything; None also where these, or the others, are fewer than 3, which would
    point at people. Both of everybody only.
    """

    attribute: str | None = None
    group: str | None = None
    status: str = SUPPRESSED
    respondents: int | None = None
    invited: int | None = None
    rate: float | None = None
    empty: int | None = None
    straight: int | None = None


@dataclass(frozen=True, kw_only=True)
class GroupAgreement:
    """How far a group agrees on a dimension: rwg_j (0–1), n being the fewest who answered one of its items."""

    attribute: str
    group: str
    dimension: str
    status: str = SUPPRESSED
    n: int | None = None
    rwg_j: float | None = None


class ShownAgreement(GroupAgreement):
    """Agreement that is shown, as type checkers see it: it has these numbers. Nothing is made of this class."""

    n: int
    rwg_j: float


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What somebody wrote on a dimension, as everybody may read it; with the writer's group where that may be named."""

    dimension: str
    text: str
    attribute: str | None = None
    group: str | None = None

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
def shown(row: GroupAgreement | None) -> TypeGuard[ShownAgreement]: ...
def shown(row: Result | Gap | GroupAgreement | None) -> bool:
    """Tell whether a row is there and shown: then type checkers know that its numbers are there, too."""
    return row is not None and row.status == SHOWN


SHARES = tuple(each.name for each in fields(Result) if each.name.partition("_")[0] in KINDS)
_NOTHING = {each.name: None if each.default is MISSING else each.default for each in fields(Result)}
_ROWS = {"gaps": Gap, "participation": Participation}
_LEFT_OUT = {
    "dimensions": ("attribute", "group", "item", "counts", "rwg_j"),
    "items": ("attribute", "group", "rwg_j"),
    "groups": ("item", "counts"),
    "group_items": ("rwg_j",),
    "gaps": ("p_holm",),
    "participation": (),
}
COLUMNS = {
    table: tuple(each.name for each in fields(_ROWS.get(table, Result)) if each.name not in left_out)
    for table, left_out in _LEFT_OUT.items()
}
"""What a row of each table has in a file and in a frame, in this order."""


def _plain(rows: Iterable[Any], left_out: Iterable[str]) -> list[dict[str, Any]]:
    plain = []
    for row in rows:
        form = dict(vars(row))
        for name in left_out:
            form.pop(name, None)
        if (counts := form.get("counts")) is not None:
            form["counts"] = list(counts)
        plain.append(form)
    return plain


def rows_of(table: str, columns: Mapping[str, Sequence[Any]]) -> Iterator[Any]:
    """Make the rows of a table from its columns, whose values have been looked at: thousands a reveal, so at once."""
    kind: Any = _ROWS.get(table, Result)
    names = tuple(columns)
    for cells in zip(*columns.values(), strict=True):
        row = object.__new__(kind)
        object.__setattr__(row, "__dict__", dict(zip(names, cells, strict=True)))
        yield row


_NUMBERS = {
    *("mean", "mean_other", "sd", "low", "high", "at_least", "at_most", *SHARES),
    *("difference", "g", "p", "p_holm", "rate", "rwg_j"),
}
_WHOLE = {"n", "n_other", "respondents", "invited", "empty", "straight"}


def frame_of(rows: Iterable[object], columns: Sequence[str]) -> pd.DataFrame:
    """Lay out rows as a table: numbers as float64, counts as Int64, so that what is missing makes no other type."""
    import pandas as pd  # noqa: PLC0415  (a server that only passes reports on does without)

    frame = pd.DataFrame(list(map(attrgetter(*columns), rows)), columns=list(columns))
    types = dict.fromkeys(_NUMBERS, "float64") | dict.fromkeys(_WHOLE, "Int64")
    return frame.astype({name: types[name] for name in columns if name in types})
