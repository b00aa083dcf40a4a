"""An attacker who has nothing but a published report, and solves for the rest.

What is the same in all whole numbers that agree with the report is known for certain. Two that differ are enough to
leave something open; that there are none, integer programming proves (HiGHS, through SciPy).
"""

from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from cxkit.disclosure.system import Scope, System, Vector
from cxkit.disclosure.variety import DIFFERENT, PROTECTED
from cxkit.survey.parts import Item


@dataclass(frozen=True, kw_only=True)
class Pin:
    """Something hidden that the attacker found out.

    what: "n", "mean", "distribution", "answer" (of any person in the scope), or "colleague" and "colleagues" (of all
    others, by one, or by two together, who answered `own`). value: a number of people, of points, or a keyed step.
    """

    what: str
    dimension: str
    item: str
    scopes: tuple[Scope, ...]
    own: tuple[int, ...] = ()
    value: float


@dataclass(kw_only=True)
class Attacker(System):
    """Solves the system of one dimension of a report. Every answer it gives is certain.

    until: when it has no more time, by the monotonic clock; then it raises TimeoutError. patience: seconds for one
    question to the solver. solutions: found so far, a row each. contradicts: no answers give these numbers.
    """

    until: float = np.inf
    patience: float = 8.0
    solutions: list[Vector] = field(init=False, default_factory=list)
    contradicts: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        with suppress(TimeoutError):
            self.contradicts = self.look(np.zeros(self.width)) is None

    def look(self, objective: Vector, *extra: tuple[Vector, float, float]) -> Vector | None:
        """Return a solution that is least in the objective, or None where there is none.

        Raises:
            TimeoutError: It was not found in time.
        """
        left = min(self.patience, self.until - monotonic())
        constraints = [LinearConstraint(self.matrix, self.low, self.high)]
        constraints += [LinearConstraint(row[None, :], low, high) for row, low, high in extra]
        found = left > 0 and milp(
            objective,
            integrality=np.ones(self.width),
            bounds=Bounds(0, np.inf),
            constraints=constraints,
            options={"time_limit": left},
        )
        if found and found.x is not None:
            solution: Vector = np.round(found.x)
            self.solutions.append(solution)
            return solution
        if not found or found.status != 2:
            raise TimeoutError("no answer in time")
        return None

    def seen(self, item: Item, scope: Scope) -> Vector:
        """Return how many gave each step in the solutions found so far: (solution, step)."""
        steps = [self.people(item, scope, values=[value]) for value in self.values[item.id]]
        counts: Vector = np.reshape(self.solutions, (-1, self.width)) @ np.transpose(steps)
        return counts

    # What can be found out.

    def count(self, item: Item, scope: Scope) -> Pin | None:
        """Tell whether it is certain how many people of the scope answered the item."""
        if not self._certain(item, scope):
            return None
        return self._pin("n", item, (scope,), float(self.seen(item, scope)[0].sum()))

    def distribution(self, item: Item, scope: Scope) -> Pin | None:
        """Tell whether it is certain how many of the scope gave each answer; its value is how many they are."""
        for step in self.values[item.id]:
            if not self._certain(item, scope, step):
                return None
        found = self.seen(item, scope)[0]
        said = {*np.flatnonzero(found).tolist()} - {self.nothing(item)}
        n = int(found.sum()) if said else 0
        return self._pin("distribution", item, (scope,), n) if n else None

    def _certain(self, item: Item, scope: Scope, step: int | None = None) -> bool:
        """Tell whether all solutions agree on how many answered, or gave this step."""
        counting = self.people(item, scope, values=None if step is None else [step])
        for sign in (0, 1, -1):
            if sign:
                self.look(sign * counting)
            seen = self.seen(item, scope)
            if len(np.unique(seen.sum(axis=1) if step is None else seen[:, step])) > 1:
                return False
        return True

    def mean(self, item: Item, scope: Scope) -> Pin | None:
        """Tell whether the mean of the scope is known to better than ±10 points; None, too, where nobody answered."""
        points = np.array(self.values[item.id]) * 100 / item.response_scale.range
        counting, summed = self.people(item, scope), self.weighted(item, scope, points)
        some = (counting, 1.0, np.inf)

        def means() -> Vector:
            seen = self.seen(item, scope)
            seen = seen[seen.any(axis=1)]
            found: Vector = seen @ points / seen.sum(axis=1)
            return found

        if not len(means()) and self.look(np.zeros(self.width), some) is None:
            return None
        for sign in (1, -1):
            while np.ptp(means()) < PROTECTED:  # known to ±10 so far; Dinkelbach's way to the least ratio
                best = (sign * means()).min()
                self.look(sign * summed - best * counting, some)
                if (sign * means()).min() > best - 1e-9:
                    break
        found = means()
        return None if np.ptp(found) >= PROTECTED else self._pin("mean", item, (scope,), float(np.mean(found)))

    def answer(self, item: Item, *scopes: Scope) -> Pin | None:
        """Tell whether it is certain what each person who is in all of the scopes answered."""

        def possible() -> list[int]:
            # A person in a team and a role can have given any answer that both have: the rest can be arranged.
            both = np.all([self.seen(item, scope) > 0 for scope in scopes], axis=0)
            found: list[int] = np.flatnonzero(both.any(axis=0)).tolist()
            return found

        for step in self.values[item.id]:
            if len(possible()) > 1:
                return None
            if step not in possible():
                given = [self.people(item, scope, values=[step]) for scope in scopes]
                self.look(np.zeros(self.width), *((count, 1.0, np.inf) for count in given))
        found = possible()
        told = len(found) == 1 and found[0] != self.nothing(item)
        return self._pin("answer", item, scopes, found[0]) if told else None

    def colleague(self, item: Item, scope: Scope, *own: int) -> Pin | None:
        """Tell whether those who answered `own` (keyed steps) know what every other in the scope answered."""
        if (item.id, scope) in self.varied and len(own) < DIFFERENT and len(self.solutions):
            return None  # somebody else gave another answer, or it would not be told
        mine = np.bincount(own, minlength=len(self.values[item.id]))
        known = [(self.people(item, scope, values=[step]), float(mine[step]), np.inf) for step in set(own)]

        def others() -> Vector:
            rest: Vector = self.seen(item, scope) - mine
            return rest[(rest >= 0).all(axis=1)]

        if not len(others()) and self.look(np.zeros(self.width), *known) is None:
            return None
        seen = np.flatnonzero(others().any(axis=0))
        if len(seen) != 1:
            return None
        value = int(seen[0])
        if value == self.nothing(item):
            return None
        rest = self.people(item, scope, values={*self.values[item.id]} - {value})
        if self.look(np.zeros(self.width), *known, (rest, 1.0 + mine.sum() - mine[value], np.inf)) is not None:
            return None
        return self._pin("colleague" if len(own) == 1 else "colleagues", item, (scope,), value, own)

    def there(self, item: Item, scope: Scope, *own: int) -> bool:
        """Tell whether it is certain that people of the scope answered `own`."""
        given = {step: self.people(item, scope, values=[step]) for step in own}
        fewer = [(given[step], 0.0, own.count(step) - 1.0) for step in given]
        return all(self.look(np.zeros(self.width), one) is None for one in fewer)

    def _pin(self, what: str, item: Item, scopes: tuple[Scope, ...], value: float, own: tuple[int, ...] = ()) -> Pin:
        """Put down what was found out."""
        return Pin(what=what, dimension=self.dimension.id, item=item.id, scopes=scopes, own=own, value=round(value, 6))
