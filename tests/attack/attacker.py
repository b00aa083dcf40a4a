"""An attacker who has nothing but a published report, knows the rule that made it, and solves for the rest.

For each dimension: how many people of every team, and of every role, gave every answer to every item are unknown whole
numbers that agree on everybody. (Numbers that do are also those of some table of team × role: any two rows of margins
with the same total are.) Everything published is a linear constraint on them; what is the same in all solutions is
known for certain. Bounds are found by integer programming (HiGHS, through SciPy).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from cxkit.reports.rows import OTHERS
from cxkit.survey.crossing import CROSS
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension, Item
from tests.attack.targets import PROTECTED

Row = Mapping[str, Any]
Scope = tuple[str, str] | None
"""An attribute and a group of it; None is everybody."""
Vector = npt.NDArray[np.float64]

TIME_LIMIT = 8.0
NOTHING: Row = dict.fromkeys(("n", "mean", "sd", "favourable", "unfavourable", "rwg_j", "counts", "members"))
"""Of a group that has no row: it is told together with others."""


@dataclass(frozen=True, kw_only=True)
class Pin:
    """Something hidden that the attacker found out.

    what: "n", "mean", "answer" (of any person in the scope) or "colleague" (of the others, by one who answered `own`).
    """

    what: str
    dimension: str
    item: str | None
    scopes: tuple[Scope, ...]
    own: int | None = None
    value: float


@dataclass(kw_only=True)
class Attacker:
    """The system of one dimension of a report. Takes `Report.to_dict()`; every answer it gives is certain."""

    published: Mapping[str, Any]
    dimension: Dimension
    by: list[str] = field(init=False)
    groups: dict[str, list[str]] = field(init=False)
    solutions: list[Vector] = field(init=False, default_factory=list)
    together: list[tuple[str, str]] = field(init=False, default_factory=list)
    solved: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.by = list(self.published["by"])
        # Those told together are known to be there, each of them.
        listed: dict[str, list[str]] = {attribute: [] for attribute in self.by}
        for row in (*self.published["groups"], *self.published["group_items"]):
            listed[row["attribute"]] += row.get("members") or [row["group"]]
        self.groups = {attribute: list(dict.fromkeys(groups)) for attribute, groups in listed.items()}
        self.items = self.dimension.items
        self.values = {item.id: range(item.response_scale.range + 1) for item in self.items}
        self.scopes: list[Scope] = [(attribute, group) for attribute in self.by for group in self.groups[attribute]]
        self.scopes = self.scopes or [None]
        width = 0
        self.start: dict[str, int] = {}
        for item in self.items:
            self.start[item.id] = width
            width += len(self.scopes) * len(self.values[item.id])
        self.width = width
        self.rows: list[Vector] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.constrain()
        self.matrix = csr_array(np.vstack(self.rows)) if self.rows else None
        self.look(np.zeros(self.width))

    # What the unknowns are.

    def people(self, item: Item, scope: Scope = None, *, values: Iterable[int] | None = None) -> Vector:
        """Return the coefficients that count answers of these keyed steps (None: any) in a scope."""
        vector = np.zeros(self.width)
        steps = self.values[item.id]
        scopes = self.together if scope is not None and scope[1] == OTHERS else ()
        for place, part in enumerate(self.scopes):
            if part in scopes or part == scope or (scope is None and part is not None and part[0] == self.by[0]):
                for value in steps if values is None else values:
                    vector[self.start[item.id] + place * len(steps) + value] = 1
        return vector

    def everybody(self, item: Item, attribute: str, value: int) -> Vector:
        """Return the coefficients that count an answer over all groups of an attribute."""
        parts = [self.people(item, (attribute, group), values=[value]) for group in self.groups[attribute]]
        total: Vector = np.sum(parts, axis=0)
        return total

    def weighted(self, item: Item, scope: Scope, weights: Iterable[float]) -> Vector:
        """Return the coefficients of the sum of weights, one for each keyed step, over answers in the scope."""
        vectors = [w * self.people(item, scope, values=[v]) for v, w in zip(self.values[item.id], weights, strict=True)]
        total: Vector = np.sum(vectors, axis=0)
        return total

    # What is published about them.

    def constrain(self) -> None:
        """Turn everything published into constraints."""
        scopes: list[Scope] = [None, *((attribute, group) for attribute in self.by for group in self.groups[attribute])]
        scopes += [(attribute, OTHERS) for attribute in self.by]
        wholes = {row["item"]: row for row in self.published["items"]}
        whole = next(row for row in self.published["dimensions"] if row["dimension"] == self.dimension.id)
        total = self.published["n"]
        for item, attribute in product(self.items, self.by[1:]):
            for value in self.values[item.id]:
                self.add(self.people(item, values=[value]) - self.everybody(item, attribute, value), 0, 0)
                for group, parts in self.crossed(attribute):
                    inside = [self.people(item, (attribute, part), values=[value]) for part in parts]
                    self.add(self.people(item, group, values=[value]) - np.sum(inside, axis=0), 0, 0)
        # With no answer missing anywhere, sums over items and over people must agree.
        self.complete = total is not None and all(
            row["n"] == total for row in [whole, *(wholes[item.id] for item in self.items)]
        )
        if not self.complete and total is not None:
            for item in self.items:
                self.add(self.people(item), 0, total)
        for scope in scopes:
            cells = {item.id: self.cell("items", scope, item=item.id) for item in self.items}
            above = self.cell("dimensions", scope)
            for item in self.items:
                self.constrain_item(item, scope, cells[item.id])
            if self.complete:
                self.constrain_dimension(scope, above)
            if scope is not None and scope[1] == OTHERS:
                continue
            self.constrain_agreement(scope, above, cells)
            if self.complete:
                first, *others = (self.people(item, scope) for item in self.items)
                if scope is not None and CROSS not in scope[0]:
                    self.add(first, 1, np.inf)  # a group is listed when somebody is in it
                for other in others:
                    self.add(first - other, 0, 0)

    def crossed(self, attribute: str) -> Iterable[tuple[Scope, list[str]]]:
        """Return the groups that a crossing is of, and of each its cells."""
        for place, id in enumerate(attribute.split(CROSS) if CROSS in attribute and self.groups[attribute] else ()):
            for group in self.groups[id]:
                yield (id, group), [cell for cell in self.groups[attribute] if cell.split(CROSS)[place] == group]

    def cell(self, table: str, scope: Scope, item: str | None = None) -> Row:
        """Return the published row of a scope."""
        if scope is not None:
            table = {"dimensions": "groups", "items": "group_items"}[table]
        found = (
            row
            for row in self.published[table]
            if row["dimension"] == self.dimension.id
            and (item is None or row["item"] == item)
            and (scope is None or (row["attribute"], row["group"]) == scope)
        )
        return next(found, NOTHING)

    def constrain_item(self, item: Item, scope: Scope, row: Row) -> None:
        """Add what a row tells of an item."""
        n, top = row["n"], item.response_scale.range
        steps = np.arange(top + 1)
        self.together = [(str(row["attribute"]), group) for group in row.get("members") or ()]
        if row["mean"] is None:
            if n is not None:
                self.add(self.people(item, scope), n, n)
            return
        self.add(self.people(item, scope), n, n)
        low, high = self.sums(row, top)
        self.add(self.weighted(item, scope, steps), low, high)
        if row["sd"] is not None and n > 1 and exact(row):  # the spread of other rows is everybody's
            squares = (n - 1) * (row["sd"] / 100 * top) ** 2 + low**2 / n
            self.add(self.weighted(item, scope, steps**2), squares - 1e-6, squares + 1e-6)
        for value, count in enumerate(row.get("counts") or ()):  # as answered, from the least value up
            step = top - value if item.reverse_keyed else value
            self.add(self.people(item, scope, values=[step]), count, count)
        if row["favourable"] is not None:
            self.add(self.people(item, scope, values=favourable(item)), *around(row["favourable"] * n))
            self.add(self.people(item, scope, values=unfavourable(item)), *around(row["unfavourable"] * n))

    def constrain_dimension(self, scope: Scope, row: Row) -> None:
        """With nothing missing, a dimension's sum is the sum of its items' (all on one response scale)."""
        tops = {item.response_scale.range for item in self.items}
        self.together = [(str(row["attribute"]), group) for group in row.get("members") or ()] if scope else []
        if row["mean"] is None or len(tops) > 1:
            return
        top = tops.pop()
        self.add(self.people(self.items[0], scope), row["n"], row["n"])
        summed = np.sum([self.weighted(item, scope, range(top + 1)) for item in self.items], axis=0)
        self.add(summed, *self.sums(row, top * len(self.items)))
        if row["favourable"] is not None:
            n = row["n"] * len(self.items)
            for what, share in ((favourable, row["favourable"]), (unfavourable, row["unfavourable"])):
                pooled = np.sum([self.people(item, scope, values=what(item)) for item in self.items], axis=0)
                self.add(pooled, *around(share * n))

    def constrain_agreement(self, scope: Scope, row: Row, cells: Mapping[str, Row]) -> None:
        """With all sums of a group known, its agreement tells the squares that its answers add up to."""
        tops = {item.response_scale.range for item in self.items}
        known = {cell["n"] for cell in cells.values()}
        if row.get("rwg_j") is None or len(tops) > 1 or None in known or len(known) > 1:
            return
        value, k, n, top = row["rwg_j"], len(self.items), cells[self.items[0].id]["n"], tops.pop()
        sums = [self.sums(cells[item.id], top) for item in self.items]
        if any(least != most for least, most in sums):
            return
        give = 0.05 if value == round(value, 1) else 0.0
        ends = max(0.0, value - give), min(1.0, value + give)
        # The mean variance, of which agreement is what is left, out of that of answers spread evenly.
        high, low = (k * (1 - end) / (k * (1 - end) + end) * ((top + 1) ** 2 - 1) / 12 for end in ends)
        squares = np.sum([self.weighted(item, scope, np.arange(top + 1) ** 2) for item in self.items], axis=0)
        least = sum(total**2 for total, _ in sums) / n
        most = np.inf if ends[0] == 0 else np.floor(least + k * (n - 1) * high + 1e-6)
        self.add(squares, float(np.ceil(least + k * (n - 1) * low - 1e-6)), float(most))

    def sums(self, row: Row, top: int) -> tuple[float, float]:
        """Return the least and greatest whole sum of steps that a published mean allows."""
        n, mean = row["n"], row["mean"]
        total = float(np.round(mean / 100 * n * top))
        return total, total

    def add(self, row: Vector, low: float, high: float) -> None:
        """Add a constraint."""
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    # Solving.

    def look(self, objective: Vector, *extra: tuple[Vector, float, float]) -> Vector | None:
        """Return a solution that is least in the objective, or None where there is none (or no time)."""
        constraints = []
        if self.matrix is not None:
            constraints.append(LinearConstraint(self.matrix, self.low, self.high))
        constraints += [LinearConstraint(row[None, :], low, high) for row, low, high in extra]
        found = milp(
            objective,
            integrality=np.ones(self.width),
            bounds=Bounds(0, np.inf),
            constraints=constraints,
            options={"time_limit": TIME_LIMIT},
        )
        self.solved += 1
        if found.x is None:
            if found.status != 2:
                raise TimeoutError(f"no answer in {TIME_LIMIT} seconds")
            return None
        solution: Vector = np.round(found.x)
        self.solutions.append(solution)
        return solution

    # What can be found out.

    def count(self, item: Item, scope: Scope) -> Pin | None:
        """Tell whether it is certain how many people of the scope answered the item."""
        counting = self.people(item, scope)
        if self.vary(counting):
            return None
        for sign in (1, -1):
            self.look(sign * counting)
            if self.vary(counting):
                return None
        return self.pin("n", item, (scope,), float(counting @ self.solutions[0]))

    def mean(self, item: Item, scope: Scope) -> Pin | None:
        """Tell whether the mean of the scope is known to better than ±10 points."""
        top = item.response_scale.range
        counting = self.people(item, scope)
        summed = self.weighted(item, scope, np.arange(top + 1) * 100 / top)

        def means() -> list[float]:
            return [float(summed @ s / (counting @ s)) for s in self.solutions if counting @ s >= 1]

        some = (counting, 1.0, np.inf)
        if not means():
            self.look(np.zeros(self.width), some)
        for sign in (1, -1):
            while max(means()) - min(means()) < PROTECTED:  # Dinkelbach's way to the least ratio
                best = min(sign * mean for mean in means())
                self.look(sign * summed - best * counting, some)
                if min(sign * mean for mean in means()) > best - 1e-9:
                    break
        found = means()
        return None if max(found) - min(found) >= PROTECTED else self.pin("mean", item, (scope,), float(np.mean(found)))

    def answer(self, item: Item, *scopes: Scope) -> Pin | None:
        """Tell whether it is certain what each person who is in all of the scopes answered."""
        counts = [[self.people(item, scope, values=[value]) for scope in scopes] for value in self.values[item.id]]

        def possible() -> set[int]:
            # A person in a team and a role can have given any answer that both have: the rest can be arranged.
            return {
                value
                for value, both in enumerate(counts)
                if any(all(count @ solution >= 1 for count in both) for solution in self.solutions)
            }

        for value, both in enumerate(counts):
            if len(possible()) > 1:
                return None
            if value not in possible():
                self.look(np.zeros(self.width), *((count, 1.0, np.inf) for count in both))
        return self.pin("answer", item, scopes, possible().pop()) if len(possible()) == 1 else None

    def colleague(self, item: Item, scope: Scope, own: int) -> Pin | None:
        """Tell whether one who answered `own` (keyed steps) knows what every other in the scope answered."""
        counts = np.array([self.people(item, scope, values=[value]) for value in self.values[item.id]])
        mine = (counts[own], 1.0, np.inf)

        def others() -> list[Vector]:
            return [counts @ s - (np.arange(len(counts)) == own) for s in self.solutions if counts[own] @ s >= 1]

        if not others() and self.look(np.zeros(self.width), mine) is None:
            return None
        seen = np.any([other >= 1 for other in others()], axis=0)
        if seen.sum() != 1:
            return None
        value = int(np.flatnonzero(seen)[0])
        rest = np.sum(counts, axis=0) - counts[value]
        if self.look(np.zeros(self.width), mine, (rest, 1.0 + (own != value), np.inf)) is not None:
            return None
        return self.pin("colleague", item, (scope,), value, own)

    def vary(self, counting: Vector) -> bool:
        """Tell whether solutions differ in this."""
        return len({float(counting @ solution) for solution in self.solutions}) > 1

    def pin(self, what: str, item: Item, scopes: tuple[Scope, ...], value: float, own: int | None = None) -> Pin:
        """Put down what was found out."""
        return Pin(what=what, dimension=self.dimension.id, item=item.id, scopes=scopes, own=own, value=round(value, 6))


def attackers(published: Mapping[str, Any]) -> Iterable[Attacker]:
    """Return an attacker for each dimension of a published report."""
    return (
        Attacker(published=published, dimension=dimension)
        for dimension in Survey.from_dict(published["survey"]).dimensions
    )


def exact(row: Row) -> bool:
    """Tell whether a row's numbers are its own to the last digit, as all are by the naive rule."""
    return bool(row.get("exact", True))


def around(count: float) -> tuple[float, float]:
    """Return the whole number that a share of a known n stands for, as bounds."""
    return float(round(count)), float(round(count))


def favourable(item: Item) -> list[int]:
    """Return the keyed steps that count as favourable."""
    return [value - item.response_scale.min for value in item.response_scale.favourable]


def unfavourable(item: Item) -> list[int]:
    """Return the keyed steps that count as unfavourable."""
    return [value - item.response_scale.min for value in item.response_scale.unfavourable]
