"""`make attack`, the second part: who re-runs the program, on one report, on releases and waves, as a table.

python -m tests.attack.table [organisations] [truths] [seed]

Spaces of up to so many data sets are gone through as a whole; of larger ones so many truths are tried, each against
all that agrees with its numbers. The numbers of a row depend on the seed alone.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from time import process_time

import cxkit as cx
from tests.attack.exhaustive import Publish, beaten, sampled
from tests.attack.histories import GATE, HISTORIES, WAVES, History, Waves, attacked, naive, ours
from tests.attack.naive import naive_report, vendor_report
from tests.attack.organisations import organisation
from tests.attack.rerun import rerun
from tests.attack.spaces import SPACES

RULES: dict[str, Publish] = {"naive": naive_report, "vendor": vendor_report, "ours": cx.report}
WAYS = {
    "by team": (["team"], {}),
    "by role, leaders consented": (["role"], {"role": "leader"}),
    "by team and role": (["team", "role"], {}),
}


ONE = range(1, 2)
"""A naive room shows everything after each answer."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """How one attack went: how many data sets were tried, of how many something is known, or undecided."""

    attacker: str
    rule: str
    of: str
    tried: int
    beaten: int
    undecided: int
    seconds: float
    what: str

    def __str__(self) -> str:
        numbers = f"{self.tried:>7} {self.beaten:>7} {self.undecided:>9} {self.seconds:>7.0f}"
        return f"{self.attacker:<10} {self.rule:<7} {numbers}  {self.of}{self.what and ': ' + self.what}"


def of_space(rule: str, place: int, truths: int, seed: int) -> Line:
    """Attack a space."""
    start = process_time()
    space = SPACES[place]
    data = space.data()
    whole = len(data) <= 10 * truths
    attacked = int(space.attacked(data).sum())
    found = list(beaten(RULES[rule], [space]) if whole else sampled(RULES[rule], space, truths, seed))
    kinds = Counter(what for one in found for what in {target.what for target in one.targets})
    return Line(
        attacker="all" if whole else "sample",
        rule=rule,
        of=str(space),
        tried=attacked if whole else min(truths, attacked),
        beaten=len(found),
        undecided=0,
        seconds=process_time() - start,
        what=", ".join(f"{what} {count}" for what, count in sorted(kinds.items())),
    )


def of_organisations(rule: str, way: str, seeds: range) -> Line:
    """Attack organisations, one after another."""
    start = process_time()
    by, consenting = WAYS[way]
    lost, undecided, kinds = 0, 0, Counter[str]()
    for seed in seeds:
        made = organisation(seed, wide=True)
        verdict = rerun(RULES[rule], made.answers, made.survey, by, consenting, seed=seed)
        lost += bool(verdict.beaten)
        undecided += bool(verdict.undecided) and not verdict.beaten
        kinds.update({one.partition(" ")[0] for one in verdict.beaten})
        if rule == "ours":
            for one in verdict.beaten[:1]:
                print(f"organisation {seed} {way} gave away: {one}", flush=True)
    what = ", ".join(f"{what} {count}" for what, count in sorted(kinds.items()))
    return Line(
        attacker="search",
        rule=rule,
        of=way,
        tried=len(seeds),
        beaten=lost,
        undecided=undecided,
        seconds=process_time() - start,
        what=what,
    )


def of_stories(rule: str, stories: History | Waves) -> Line:
    """Attack all histories of a room over several releases, or of waves."""
    start = process_time()
    tried, found = attacked(stories, ours if rule == "ours" else naive)
    kinds = Counter(what for one in found for what in {target.what for target in one.targets})
    return Line(
        attacker="history",
        rule=rule,
        of=str(stories),
        tried=tried,
        beaten=len(found),
        undecided=0,
        seconds=process_time() - start,
        what=", ".join(f"{what} {count}" for what, count in sorted(kinds.items())),
    )


def lines(organisations: int, truths: int, seed: int) -> Iterator[Line]:
    """Give the table, a line an attack; naive and vendor are attacked a tenth as often, which is enough."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = []
        for rule in RULES:
            count = organisations if rule == "ours" else max(organisations // 10, 5)
            some = truths if rule == "ours" else max(truths // 10, 5)
            for way in WAYS:
                share = range(seed, seed + count // len(WAYS) + 1)
                jobs.append(pool.submit(of_organisations, rule, way, share))
            if rule == "ours":
                jobs += [pool.submit(of_stories, rule, history) for history in HISTORIES]
                jobs += [pool.submit(of_stories, rule, waves) for waves in WAVES]
            if rule == "naive":
                jobs += [pool.submit(of_stories, rule, replace(one, sizes=(one.sizes[0], ONE))) for one in GATE]
            jobs += [pool.submit(of_space, rule, place, some, seed) for place in range(len(SPACES))]
        yield from (job.result() for job in jobs)


def main(organisations: int = 2000, truths: int = 100, seed: int = 0) -> int:
    """Print the table; 1 where ours was beaten, or where another rule never was."""
    print(f"{'attacker':<10} {'rule':<7} {'tried':>7} {'beaten':>7} undecided seconds  of")
    lost = Counter[str]()
    for line in lines(organisations, truths, seed):
        print(line, flush=True)
        lost[line.rule] += line.beaten
    return int(lost["ours"] > 0 or not lost["naive"] or not lost["vendor"])


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
