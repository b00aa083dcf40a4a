"""`make attack`, the second part: who re-runs the program, on one report, on releases and waves, as a table.

python -m tests.attack.table [organisations] [truths] [seed] [folder]

Spaces of up to a thousand data sets are gone through as a whole, or of ten times so many as there are truths to try; of
larger ones so many truths are tried, each against all that agrees with its numbers (with 0 none, and no histories). But
for its time a row depends on the seed alone. The rows are written into the folder, too: attack.json has every attack,
attack.md what they come to.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from math import comb
from pathlib import Path
from time import process_time

import cxkit as cx
from tests.attack.exhaustive import OURS, Publish, beaten, sampled
from tests.attack.histories import GATE, HISTORIES, WAVES, History, Next, Waves, attacked, naive, ours
from tests.attack.naive import naive_report, two_report, vendor_report
from tests.attack.organisations import organisation
from tests.attack.rerun import rerun
from tests.attack.spaces import SPACES, Space

RULES: dict[str, Publish] = {"naive": naive_report, "two": two_report, "vendor": vendor_report, "ours": OURS}
ROOMS: dict[str, Next] = {"forgets": naive, "ours": ours}
SAID = {
    "naive": '"hide groups under five" and nothing else',
    "two": "a small group takes the next smallest with it",
    "vendor": "it does so until two groups and five people are hidden",
    "forgets": "these rules, in a room that shows a new picture after each answer",
    "ours": "these rules",
    "all": "every set of answers of some small organisations",
    "sample": "sets of answers by chance, of larger ones",
    "search": "organisations of 6 to 300 people",
    "history": "every history of some small rooms, picture by picture, and wave by wave",
}
WHOLE = 1000
WAYS = {
    "by team": (["team"], {}),
    "by role, leaders consented": (["role"], {"role": "leader"}),
    "by team and role": (["team", "role"], {}),
}


ONE = range(1, 2)
"""How many come before the next picture of a room that forgets what it has shown."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """How one attack went: how many data sets were tried, of how many something is known, or undecided.

    what, open: of how many each kind of target is known, or undecided.
    """

    attacker: str
    rule: str
    of: str
    tried: int
    beaten: int
    undecided: int
    seconds: float = field(default=0.0, compare=False)
    what: str
    open: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        numbers = f"{self.tried:>7} {self.beaten:>7} {self.undecided:>9} {self.seconds:>7.0f}"
        undecided = f"; undecided: {_counted(self.open)}" if self.open else ""
        return f"{self.attacker:<10} {self.rule:<7} {numbers}  {self.of}{self.what and ': ' + self.what}{undecided}"


def _whole(space: Space, truths: int) -> bool:
    """Tell whether a space is gone through as a whole: it has few enough data sets."""
    people, kinds = range(space.least, space.people + 1), len(space.kinds)
    return sum(comb(n + kinds - 1, n) for n in people) <= max(10 * truths, WHOLE)


def of_space(rule: str, place: int, truths: int, seed: int) -> Line:
    """Attack a space."""
    start = process_time()
    space = SPACES[place]
    data = space.data()
    whole = _whole(space, truths)
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
        what=_counted(kinds),
    )


def of_organisations(rule: str, way: str, seeds: range) -> Line:
    """Attack organisations, one after another."""
    start = process_time()
    by, consenting = WAYS[way]
    lost, undecided, kinds, open_ = 0, 0, Counter[str](), Counter[str]()
    for seed in seeds:
        made = organisation(seed, wide=True)
        verdict = rerun(RULES[rule], made.answers, made.survey, by, consenting, seed=seed)
        lost += bool(verdict.beaten)
        kinds.update({one.partition(" ")[0] for one in verdict.beaten})
        if not verdict.beaten:
            undecided += bool(verdict.undecided)
            open_.update({one.partition(" ")[0] for one in verdict.undecided})
        if rule == "ours":
            for one in verdict.beaten[:1]:
                print(f"organisation {seed} {way} gave away: {one}", flush=True)
    return Line(
        attacker="search",
        rule=rule,
        of=way,
        tried=len(seeds),
        beaten=lost,
        undecided=undecided,
        seconds=process_time() - start,
        what=_counted(kinds),
        open=dict(open_),
    )


def _counted(kinds: Mapping[str, int]) -> str:
    return ", ".join(f"{what} {count}" for what, count in sorted(kinds.items()))


def of_stories(rule: str, stories: History | Waves) -> Line:
    """Attack all histories of a room over several releases, or of waves."""
    start = process_time()
    tried, found = attacked(stories, ROOMS[rule])
    kinds = Counter(what for one in found for what in {target.what for target in one.targets})
    return Line(
        attacker="history",
        rule=rule,
        of=str(stories),
        tried=tried,
        beaten=len(found),
        undecided=0,
        seconds=process_time() - start,
        what=_counted(kinds),
    )


def lines(organisations: int, truths: int, seed: int) -> Iterator[Line]:
    """Give the table, a line an attack; the others are attacked a tenth as often, which is enough."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        jobs = []
        for rule in RULES:
            count = organisations if rule == "ours" else max(organisations // 10, 5)
            some = truths if rule == "ours" else min(truths, max(truths // 10, 5))
            for way in WAYS:
                share = range(seed, seed + count // len(WAYS) + 1)
                jobs.append(pool.submit(of_organisations, rule, way, share))
            jobs += [
                pool.submit(of_space, rule, place, some, seed)
                for place, space in enumerate(SPACES)
                if truths or _whole(space, truths)
            ]
        if truths:
            jobs += [pool.submit(of_stories, "ours", history) for history in HISTORIES]
            jobs += [pool.submit(of_stories, "ours", waves) for waves in WAVES]
            jobs += [pool.submit(of_stories, "forgets", replace(one, sizes=(one.sizes[0], ONE))) for one in GATE]
        yield from (job.result() for job in jobs)


def summed(found: Iterable[Line], command: str) -> str:
    """Return what attacks come to, as a table in Markdown: a row for each rule, a column for each attacker."""
    cells: dict[tuple[str, str], Counter[str]] = {}
    undecided = Counter[str]()
    for line in found:
        undecided.update(line.open)
        cells.setdefault((line.attacker, line.rule), Counter()).update(
            {what: getattr(line, what) for what in ("tried", "beaten", "undecided")}
        )
    attackers = [word for word in SAID if any(attacker == word for attacker, _ in cells)]
    text = f"| published by | {' | '.join(SAID[one] for one in attackers)} |\n|:--|{'--:|' * len(attackers)}\n"
    for rule in (word for word in SAID if any(one == word for _, one in cells)):
        told = []
        for attacker in attackers:
            one = cells.get((attacker, rule), Counter[str]())
            open_ = f", {one['undecided']:,} undecided" if one["undecided"] else ""
            told.append(f"{one['beaten']:,} of {one['tried']:,} broken{open_}" if one else "–")
        text += f"| {SAID[rule]} | {' | '.join(told)} |\n"
    kinds = f"Targets that stayed undecided, by kind: {_counted(undecided)}. " if undecided else ""
    return f"{text}\n{kinds}`{command}` makes this table.\n"


def write(found: Sequence[Line], folder: Path, counts: Mapping[str, int]) -> list[Path]:
    """Write the attacks into a folder: all of them as JSON, and what they come to as Markdown. Returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    command = f'make attack RERUN="{" ".join(map(str, counts.values()))}"'
    attacks = [{name: value for name, value in asdict(line).items() if name != "seconds"} for line in found]
    kept = {"cxkit": cx.__version__, "command": command, **counts, "attacks": attacks}
    written = [folder / "attack.md", folder / "attack.json"]
    written[0].write_text(summed(found, command), encoding="utf-8")
    written[1].write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return written


def main(organisations: str = "2000", truths: str = "100", seed: str = "0", folder: str = "build") -> int:
    """Print the table, and write it; 1 where ours was beaten, or where another rule never was."""
    print(f"{'attacker':<10} {'rule':<7} {'tried':>7} {'beaten':>7} undecided seconds  of")
    lost, found = Counter[str](), []
    counts = {"organisations": int(organisations), "truths": int(truths), "seed": int(seed)}
    for line in lines(**counts):
        print(line, flush=True)
        lost[line.rule] += line.beaten
        found.append(line)
    written = write(found, Path(folder), counts)
    print(f"Written: {', '.join(map(str, written))}")
    return int(lost["ours"] > 0 or not all(lost[line.rule] for line in found if line.rule != "ours"))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
