"""An audit: whatever a Report keeps back is attacked, by one who has nothing but the Report and a solver."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations_with_replacement, product
from platform import python_version
from time import monotonic
from typing import Any

import numpy as np
import scipy

from cxkit.disclosure.attacker import Attacker, Pin
from cxkit.disclosure.system import Scope, complete
from cxkit.reports.report import Report
from cxkit.survey.model import Survey
from cxkit.survey.parts import Item

FORMAT = "cxkit-audit-1"
KINDS = ("n", "mean", "answer", "colleague", "colleagues", "distribution")
MOST = 500
"""So many rows of items by groups are attacked together, as where nothing is missing; of more, item by item."""
Target = tuple[str, Callable[[], Pin | None]]
"""A kind, and what tries to find it out."""


class Doubt(Exception):
    """Somebody would know what others answered who answered so themselves; whether anybody did, no number says."""


@dataclass(frozen=True, kw_only=True)
class Audit:
    """How the attack on a Report went.

    seconds, seed: what it was given. tried, undecided: {kind: how many targets}; undecided where there was no proof in
    the time, or where it depends on whether somebody is there who answered just so. beaten: what was found out.
    mixed: titles of the dimensions whose numbers are of no one set of answers, as after several pictures of a room: so
    they cannot be subtracted, and all their targets are undecided.
    """

    report: Report
    seconds: float
    seed: int
    tried: Counter[str]
    undecided: Counter[str]
    beaten: tuple[Pin, ...]
    mixed: tuple[str, ...]

    @property
    def told(self) -> list[str]:
        """What was found out, in words without the numbers themselves, a line each."""
        return [_words(pin, self.report.survey) for pin in self.beaten]

    def certificate(self, version: str) -> dict[str, Any]:
        """Return what was tried on which report, by what and with what outcome; no number of the report is in it.

        version: of cxkit.
        """
        beaten = Counter(pin.what for pin in self.beaten)
        return {
            "format": FORMAT,
            "report_sha256": digest(self.report),
            "date": date.today().isoformat(),  # noqa: DTZ011  (the day that it is for whoever reads it)
            "versions": {
                "cxkit": version,
                "python": python_version(),
                "numpy": np.__version__,
                "scipy": scipy.__version__,
            },
            "solver": "HiGHS (scipy.optimize.milp)",
            "seconds": self.seconds,
            "seed": self.seed,
            "rules": dict(vars(self.report.thresholds)),
            "targets": {
                kind: {"tried": count, "beaten": beaten[kind], "undecided": self.undecided[kind]}
                for kind, count in self.tried.items()
            },
        }


def digest(report: Report) -> str:
    """Return the SHA-256 of a report's content: the same however its file is laid out."""
    plain = json.dumps(report.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def audit(
    report: Report, *, seconds: float = 60.0, seed: int = 0, consenting: Mapping[str, str] | None = None
) -> Audit:
    """Attack everything that a Report keeps back.

    seconds: what it may take. seed: in which order targets come, which counts where the time is short. consenting:
    {attribute: a group of it} that may have agreed to be told: what is shown of these on their own is no target.
    """
    chance, until = np.random.default_rng(seed), monotonic() + seconds
    targets: list[Target] = []
    tried, undecided = Counter[str](), Counter[str]()
    mixed, beaten = [], []
    for attacker in _attackers(report, consenting or {}, until, seconds):
        own = list(_targets(attacker, report, consenting or {}))
        tried.update(kind for kind, _ in own)
        if attacker.contradicts:
            mixed.append(str(attacker.dimension.title))
            undecided.update(kind for kind, _ in own)
            continue
        with suppress(TimeoutError):  # some solutions far from each other leave most targets open at once
            for _ in range(3):
                attacker.look(chance.random(attacker.width))
        targets += own
    for place in chance.permutation(len(targets)):
        kind, attempt = targets[place]
        try:
            found = attempt()
        except (TimeoutError, Doubt):
            undecided[kind] += 1
        else:
            beaten += [found] if found else []
    return Audit(
        report=report,
        seconds=seconds,
        seed=seed,
        tried=Counter({kind: tried[kind] for kind in KINDS if tried[kind]}),
        undecided=undecided,
        beaten=tuple(sorted(beaten, key=lambda pin: (KINDS.index(pin.what), str(pin)))),
        mixed=tuple(mixed),
    )


def _words(pin: Pin, survey: Survey) -> str:
    item = next(item for item in survey.items if item.id == pin.item)
    scale = item.response_scale
    own = [scale.max - step if item.reverse_keyed else scale.min + step for step in pin.own]
    whose = " and ".join(f"{scope[0]} {scope[1] or '(not stated)'}" if scope else "everybody" for scope in pin.scopes)
    said = {
        "n": "how many answered",
        "mean": "the mean, to ±10 points",
        "answer": "what each of them answered",
        "colleague": f"what all others answered, to one who answered {own}",
        "colleagues": f"what all others answered, to two who answered {own}",
        "distribution": "how many gave each answer",
    }[pin.what]
    return f"{whose}, item {item.id} of {pin.dimension}: {said}"


def _attackers(report: Report, consenting: Mapping[str, str], until: float, seconds: float) -> Iterator[Attacker]:
    """Give who attacks each dimension, or item: one who knows our rule, or who does not where numbers break it."""
    published = report.to_dict()
    known: dict[str, Any] = {
        "published": published,
        "until": until,
        "patience": min(8.0, seconds / 5),
        "consenting": consenting,
    }
    for dimension in report.survey.dimensions:
        rows = sum(row.dimension == dimension.id for row in report.tables.group_items)
        whole = complete(published, dimension) and rows <= MOST
        for item in (None,) if whole else dimension.items:
            attacker = Attacker(**known, dimension=dimension, item=item, variety=True)
            yield Attacker(**known, dimension=dimension, item=item) if attacker.contradicts else attacker


def _targets(attacker: Attacker, report: Report, consenting: Mapping[str, str]) -> Iterator[Target]:
    """Give everything that nobody should find out of one dimension."""
    groups = [scope for scope in attacker.scopes if scope]
    crossed = [*product(*([(id, group) for group in attacker.groups[id]] for id in attacker.by))]
    total = attacker.published["n"]
    for item in attacker.items:
        if attacker.dimension.kind == "case" and attacker.cell("items", None, item.id)["n"] != total:
            continue  # who came to this step is not known
        own = {
            scope
            for scope in groups
            if consenting.get(scope[0]) == scope[1]
            for cell in (attacker.cell("items", scope, item.id), attacker.cell("dimensions", scope))
            if cell["mean"] is not None
        }
        for scope in (None, *groups):
            if scope not in own:
                yield from _of_scope(attacker, report, item, scope)
        for scopes in crossed if len(attacker.by) > 1 else ():
            if not own & set(scopes):
                yield "answer", partial(attacker.answer, item, *scopes)


def _of_scope(attacker: Attacker, report: Report, item: Item, scope: Scope) -> Iterator[Target]:
    cell, steps = attacker.cell("items", scope, item.id), attacker.values[item.id]

    def head_count() -> Pin | None:
        found, everybody = attacker.count(item, scope), attacker.count(item, None)
        return found if found and found.value and (everybody is None or found.value < everybody.value) else None

    def mean() -> Pin | None:
        # Larger groups are hidden to shield smaller ones, or for what individuals answered, not for their mean.
        found = attacker.mean(item, scope)
        small = found and attacker.seen(item, scope).sum(axis=1).min() < report.thresholds.scores
        return found if small else None

    def distribution() -> Pin | None:
        found = attacker.distribution(item, scope)
        return found if found and found.value < report.thresholds.distributions else None

    def of_others(many: int) -> Pin | None:
        doubt = False
        for own in combinations_with_replacement(steps, many):
            if found := attacker.colleague(item, scope, *own):
                if attacker.there(item, scope, *own):
                    return found
                doubt = True
        if doubt:
            raise Doubt
        return None

    if scope and cell["n"] is None:
        if attacker.cell("participation", scope)["respondents"] is None:
            yield "n", head_count
        if attacker.nothing(item) is None:  # that next to nobody gave a token says so of each group, too, and may
            yield "mean", mean
    if not cell.get("counts"):
        yield "distribution", distribution
    yield "answer", partial(attacker.answer, item, scope)
    yield "colleague", partial(of_others, 1)
    yield "colleagues", partial(of_others, 2)
