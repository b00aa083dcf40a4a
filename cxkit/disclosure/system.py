"""What a published report says, as a system of equations: whoever has it and a solver can write it down.

For one dimension: how many people of every team, and of every role, gave every answer to every item are unknown whole
numbers that agree on everybody. (Numbers that do are also those of some table of team × role: any two rows of margins
with the same total are.) Everything published is a linear constraint on them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from cxkit.disclosure.hiding import OF_GROUP
from cxkit.disclosure.variety import DIFFERENT, LEAST
from cxkit.reports.rows import OTHERS
from cxkit.survey.crossing import CROSS
from cxkit.survey.kinds import KINDS
from cxkit.survey.parts import Dimension, Item

Row = Mapping[str, Any]
Scope = tuple[str, str] | None
"""An attribute and a group of it; None is everybody."""
Whose = Scope | list[tuple[str, str]]
"""A scope, or several that are told together."""
Vector = npt.NDArray[np.float64]

NOTHING: Row = dict.fromkeys(
    ("n", "mean", "sd", "favourable", "unfavourable", "rwg_j", "counts", "members", "respondents")
)
"""Of a group that has no row: it is told together with others."""
_TABLES = {"dimensions": "groups", "items": "group_items"}


@dataclass(kw_only=True)
class System:
    """The unknowns of one dimension of a report, and their constraints. Takes what `Report.to_dict` returns.

    item: the only one to look at, where some answer is missing: then nothing ties one to another. variety: whether our
    rule made the report, so that a mean of five or more is shown only where enough of them answered otherwise than most
    did. consenting: {attribute: group} of which that may not be so. varied: the items and scopes of which it is.
    """

    published: Mapping[str, Any]
    dimension: Dimension
    item: Item | None = None
    variety: bool = False
    consenting: Mapping[str, str] = field(default_factory=dict)
    varied: set[tuple[str, Scope]] = field(init=False, default_factory=set)
    by: list[str] = field(init=False)
    groups: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        # Those told together are known to be there, each of them; of too few people no groups are listed.
        listed: dict[str, dict[str, None]] = {}
        for row in (*self.published["groups"], *self.published["group_items"]):
            listed.setdefault(row["attribute"], {}).update(dict.fromkeys(row.get("members") or [row["group"]]))
        self.by = [attribute for attribute in self.published["by"] if attribute in listed]
        self.groups = {attribute: list(listed[attribute]) for attribute in self.by}
        self.items = (self.item,) if self.item else self.dimension.items
        self.values = {item.id: range(item.response_scale.range + 1) for item in self.items}
        self.scopes: list[Scope] = [(attribute, group) for attribute in self.by for group in self.groups[attribute]]
        self.scopes = self.scopes or [None]
        self.start: dict[str, int] = {}
        self.width = 0
        for item in self.items:
            self.start[item.id] = self.width
            self.width += len(self.scopes) * len(self.values[item.id])
        self.told = {
            (table, row.get("attribute"), row.get("group"), row.get("item")): row
            for table in ("dimensions", "items", "groups", "group_items", "participation")
            for row in self.published[table]
            if row.get("dimension") in {self.dimension.id, None}
        }
        self.rows: list[Vector] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.constrain()
        self.matrix = csr_array(np.vstack(self.rows))

    # What the unknowns are.

    def people(self, item: Item, whose: Whose = None, *, values: Iterable[int] | None = None) -> Vector:
        """Return the coefficients that count answers of these keyed steps (None: any)."""
        if isinstance(whose, list):
            inside = [scope in whose for scope in self.scopes]
        else:
            inside = [scope == whose or (whose is None and scope is not None and scope[0] == self.by[0])
                      for scope in self.scopes]  # fmt: skip
        steps = self.values[item.id]
        vector = np.zeros(self.width)
        block = np.outer(inside, np.isin(steps, [*(steps if values is None else values)]))
        vector[self.start[item.id] : self.start[item.id] + block.size] = block.ravel()
        return vector

    def weighted(self, item: Item, whose: Whose, weights: Iterable[float]) -> Vector:
        """Return the coefficients of the sum of weights, one for each keyed step, over the answers."""
        parts = [w * self.people(item, whose, values=[v]) for v, w in zip(self.values[item.id], weights, strict=True)]
        total: Vector = np.sum(parts, axis=0)
        return total

    def add(self, row: Vector, low: float, high: float) -> None:
        """Add a constraint."""
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    # What is published about them.

    def constrain(self) -> None:
        """Turn everything published into constraints."""
        total = self.published["n"]
        self.complete = complete(self.published, self.dimension)
        for item in self.items:
            everybody = self.published["survey"]["confidentiality"]["scores"] - 1 if total is None else total
            self.add(self.people(item), 0, everybody)
            for attribute in self.by[1:]:
                groups = [(attribute, group) for group in self.groups[attribute]]
                for value in self.values[item.id]:
                    given = self.people(item, values=[value])
                    self.add(given - self.people(item, groups, values=[value]), 0, 0)
                    for group, cells in self.crossed(attribute):
                        inside = self.people(item, cells, values=[value])
                        self.add(self.people(item, group, values=[value]) - inside, 0, 0)
        for place, row in self.told.items():
            self._constrain(place, row)
        if self.complete:
            for scope in {None, *self.scopes}:
                self._constrain_kind(scope)
            for scope in self.scopes:
                first, *others = (self.people(item, scope) for item in self.items)
                if scope is not None and CROSS not in scope[0]:
                    self.add(first, 1, np.inf)  # a group is listed when somebody is in it
                for other in others:
                    self.add(first - other, 0, 0)

    def crossed(self, attribute: str) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
        """Give the groups that a crossing is of, and of each its cells."""
        for place, id in enumerate(attribute.split(CROSS) if CROSS in attribute and self.groups[attribute] else ()):
            for group in self.groups[id]:
                cells = [cell for cell in self.groups[attribute] if cell.split(CROSS)[place] == group]
                yield (id, group), [(attribute, cell) for cell in cells]

    def cell(self, table: str, whose: Scope, item: str | None = None) -> Row:
        """Return the published row of everybody, or of a group: of "dimensions", "items" or "participation"."""
        place = (None, None) if whose is None else whose
        row: Row = self.told.get((table if whose is None else _TABLES.get(table, table), *place, item), NOTHING)
        return row

    def _constrain(self, place: tuple[str, str | None, str | None, str | None], row: Row) -> None:
        """Add what a row tells."""
        table, attribute, group, id = place
        whose: Whose = None if attribute is None or group is None else (attribute, group)
        if attribute is not None and group == OTHERS:
            whose = [(attribute, member) for member in row["members"]]
        if table == "participation":
            self._constrain_people(whose, row["respondents"])
        elif id is None:
            self._constrain_dimension(whose, row)
        for item in self.items:
            if item.id == id:
                self._constrain_item(item, whose, row)

    def _constrain_kind(self, scope: Scope) -> None:
        """Add what follows from how a dimension is asked: an order is whole, tokens and pins are so many a person."""
        kind, people = self.dimension.kind, self.people(self.items[0], scope)
        if self.item or not KINDS[kind].together:
            return

        def given(step: int) -> Vector:
            counts: Vector = np.sum([self.people(item, scope, values=[step]) for item in self.items], axis=0)
            return counts

        if kind == "rank":
            for step in self.values[self.items[0].id]:
                self.add(given(step) - people, 0, 0)
        elif kind == "spend":
            tokens = np.sum([self.weighted(item, scope, self.values[item.id]) for item in self.items], axis=0)
            self.add(tokens - (self.dimension.tokens or 0) * people, -np.inf, 0)
        elif kind == "pin":
            for step, colour in ((0, "red"), (2, "green")):
                self.add(given(step) - (self.dimension.pins or {})[colour] * people, -np.inf, 0)

    def nothing(self, item: Item) -> int | None:
        """Return the keyed step that says nothing, such as no token: that all gave it is no secret."""
        point = KINDS[self.dimension.kind].nothing
        return None if point is None else point - item.response_scale.min

    def _constrain_people(self, whose: Whose, respondents: int | None) -> None:
        """Add how many answered at all."""
        if respondents is not None:
            for item in self.items:
                self.add(self.people(item, whose), respondents if self.complete else 0, respondents)

    def _constrain_item(self, item: Item, whose: Whose, row: Row) -> None:
        """Add what a row tells of an item."""
        n, top, steps = row["n"], item.response_scale.range, np.array(self.values[item.id])
        if n is not None:
            self.add(self.people(item, whose), n, n)
        if row["mean"] is None:
            return
        total = summed(row, top)
        self.add(self.weighted(item, whose, steps), total, total)
        if self.variety and n >= LEAST and not (isinstance(whose, tuple) and whose in self.consenting.items()):
            # Beside a group that agreed, the rest of its attribute is everybody else, and told as everybody is.
            group = isinstance(whose, tuple) and whose[0] not in self.consenting
            case = self.dimension.kind == "case"  # who did not come to a step differs, too
            among = self.published["n"] if case else n
            for step in {*steps.tolist()} - {self.nothing(item)}:
                self.add(self.people(item, whose, values=[step]), 0, among - (OF_GROUP if group else DIFFERENT))
            if not isinstance(whose, list) and self.nothing(item) is None and not case:
                self.varied.add((item.id, whose))
        if row["sd"] is not None and n > 1 and row.get("exact", True):  # the spread of other rows is everybody's
            squares = (n - 1) * (row["sd"] / 100 * top) ** 2 + total**2 / n
            self.add(self.weighted(item, whose, steps**2), squares - 1e-6, squares + 1e-6)
        for value, count in enumerate(row.get("counts") or ()):  # as answered, from the least value up
            self.add(self.people(item, whose, values=[top - value if item.reverse_keyed else value]), count, count)
        for kind in ("favourable", "unfavourable") if row["favourable"] is not None else ():
            count = round(row[kind] * n)
            self.add(self.people(item, whose, values=steps_of(item, kind)), count, count)

    def _constrain_dimension(self, whose: Whose, row: Row) -> None:
        """With nothing missing, a dimension's sum is the sum of its items' (all on one response scale)."""
        tops = {item.response_scale.range for item in self.items}
        if not self.complete or self.item or row["mean"] is None or len(tops) > 1:
            return
        self.add(self.people(self.items[0], whose), row["n"], row["n"])
        total = summed(row, tops.pop() * len(self.items))
        self.add(
            np.sum([self.weighted(item, whose, self.values[item.id]) for item in self.items], axis=0), total, total
        )
        for kind in ("favourable", "unfavourable") if row["favourable"] is not None else ():
            count = round(row[kind] * row["n"] * len(self.items))
            pooled = [self.people(item, whose, values=steps_of(item, kind)) for item in self.items]
            self.add(np.sum(pooled, axis=0), count, count)


def complete(published: Mapping[str, Any], dimension: Dimension) -> bool:
    """Tell whether no answer is missing anywhere: then sums over items and over people must agree."""
    tables = ("dimensions", "items") if dimension.summed else ("items",)
    rows = [row for table in tables for row in published[table] if row["dimension"] == dimension.id]
    return published["n"] is not None and all(row["n"] == published["n"] for row in rows)


def summed(row: Row, top: int) -> float:
    """Return the whole sum of steps that a published mean stands for."""
    return float(np.round(row["mean"] / 100 * row["n"] * top))


def steps_of(item: Item, kind: str) -> list[int]:
    """Return the keyed steps that count as favourable, or as unfavourable."""
    return [value - item.response_scale.min for value in getattr(item.response_scale, kind)]
