"""How many of a run sheet's reveals give ordinary rooms something to talk about; `make rooms` prints it.

Either a true sentence on the room's own answers, or, where none may be told, what to show by hand and to talk about
then: the table says how many of each.

python -m tests.reveals [how many rooms] [seed of the first]
"""

import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cxkit.live.releases import Releases
from cxkit.reports.by_hand import asked, by_hand, choices
from cxkit.reports.headline import Headline, headline
from cxkit.reports.pictures import Picture
from cxkit.reports.report import Report
from cxkit.survey.chapters import offered_steps
from cxkit.survey.files import load_survey
from cxkit.survey.kinds import judged
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension
from cxkit.survey.run_sheet import shipped_run_sheets
from cxkit.survey.workshop_file import read_workshop
from cxkit.words import say

SHEET = "ninety"
SIZES = {"4": (4, 4), "5 to 7": (5, 7), "8 to 15": (8, 15), "16 to 40": (16, 40)}
ALL, OWN = "all", "all: of their own answers, not by hand alone"


class Room:
    """An ordinary room: 4 to 40 people, 1 to 5 of whom lead, in 2 to 6 teams; the same seed gives the same one.

    Small rooms are as frequent as large ones. agree: whether its leaders agree to be shown, few as they are.
    """

    def __init__(self, seed: int, *, agree: bool) -> None:
        self.chance = random.Random(seed)
        self.agree = agree
        self.size = round(4 * 10 ** self.chance.random())
        leaders, support = min(self.size, self.chance.randint(1, 5)), self.chance.randint(0, self.size // 5)
        self.roles = (["leader"] * leaders + ["support"] * support + ["frontline"] * self.size)[: self.size]
        self.teams = [f"Team {letter}" for letter in "ABCDEF"[: self.chance.randint(2, 6)]]
        self.workshop = read_workshop({"teams": self.teams})
        self.of = [self.chance.choice(self.teams) for _ in self.roles]
        self.opinions = [self.chance.gauss(0.62 if role == "leader" else 0.45, 0.14) for role in self.roles]

    def survey(self, name: str) -> Survey:
        """Return a survey as this room is asked it."""
        return replace(self.workshop, survey=load_survey(name)).tailored()

    def report(self, name: str) -> tuple[Report | None, dict[str, str]]:
        """Return what the room reveals of a survey, None where nothing; and the lists that are asked about."""
        survey = self.survey(name)
        lists = {one.id: one.items_from for one in survey.dimensions if one.items_from}
        kept = {f"{person:032x}": self._response(survey, person) for person in range(self.size)}
        answering = {token: one for token, one in kept.items() if one["answers"]}
        if len(answering) < survey.confidentiality.scores:
            return None, lists
        compared = next((a for a in survey.attributes if a.compare), None)
        asks = (compared.id, compared.compare[0]) if compared and compared.compare else None
        made = Releases(survey=survey, asks=asks, invited=lambda: None).following(answering, None, {}, final=True)
        assert made
        return Report.from_dict(made[0]), lists

    def _response(self, survey: Survey, person: int) -> dict[str, Any]:
        role = self.roles[person]
        said = {"role": role, "team": self.of[person]}
        attributes = {a.id: said[a.id] for a in survey.attributes if said.get(a.id) in (a.options or {})}
        answers: dict[str, Any] = {}
        for place, dimension in enumerate(survey.dimensions):
            answers |= self._answers(dimension, self.opinions[person] + (0.06, -0.02, -0.1, 0.12)[place % 4])
        agrees = {"agrees": self.agree} if role == "leader" else {}
        return {"attributes": attributes, "answers": answers, **agrees}

    def _answers(self, dimension: Dimension, leaning: float) -> dict[str, Any]:
        """Answer as one person would. What a kind allows only so many of is tried until it fits."""
        if dimension.kind == "case":
            return self._way(dimension)
        for _ in range(200):
            given = {item.id: value for item in dimension.items if (value := self._point(item, leaning)) is not None}
            if dimension.kind in ("spend", "pin", "rank"):
                given = _few(dimension, self.chance)
            completed, fault = judged(dimension, given)
            if not fault:
                return completed
        raise AssertionError(f"no answer fits {dimension.id}")

    def _way(self, dimension: Dimension) -> dict[str, Any]:
        """Go one way through a case; the first choice is the usual one."""
        choices, at, answers = {item.id: item.choices for item in dimension.items}, dimension.items[0].id, {}
        while at in choices:
            there = range(len(choices[at]))
            answers[at] = self.chance.choices(there, [1 / (1 + place) for place in there])[0]
            at = choices[at][answers[at]].then
        return answers

    def _point(self, item: Any, leaning: float) -> int | None:
        scale = item.response_scale
        if self.chance.random() < 0.06:
            return None
        point = max(0, min(scale.range, round(scale.range * self.chance.gauss(leaning, 0.2))))
        return int(scale.max - point if item.reverse_keyed else scale.min + point)


def _few(dimension: Dimension, chance: random.Random) -> dict[str, int]:
    """Answer what is asked with few taps: some like the first entries, as rooms do."""
    items, answers = list(dimension.items), {}
    weights = [1 / (2 + place) for place in range(len(items))]
    if dimension.kind == "rank":
        return {item.id: place + 1 for place, item in enumerate(chance.sample(items, len(items)))}
    for _ in range(dimension.tokens or 3):
        item = chance.choices(items, weights)[0]
        scale = item.response_scale
        answers[item.id] = chance.choice([scale.min, scale.max]) if dimension.kind == "pin" else scale.max and 1
    return answers


def talks(found: Headline | Picture | None) -> bool:
    """Say whether a reveal says something of the room's own answers: a true sentence."""
    return found is not None and found.headline != say("headline.nothing")


def raises_hands(survey: Survey, part: str) -> bool:
    """Say whether a room without numbers sees what to show by hand, and of what to talk then."""
    one = asked(survey, part)
    how, _, then = by_hand(one).partition("\n")
    return bool(one.question and how and then and (choices(one) or say("headline.hands_choice") != how))


def look(
    count: int,
    first: int,
    *,
    agree: bool,
    watch: Callable[[int, str, Headline | Picture | None], None] = lambda *_: None,
) -> Counter[tuple[str, bool]]:
    """Reveal the run sheet in so many rooms; count by size of the room, and by step, which reveals say something."""
    counted: Counter[tuple[str, bool]] = Counter()
    offered = offered_steps()
    sheet = next(sheet for sheet in shipped_run_sheets().values() if sheet.id == SHEET)
    reveals = [offered[id] for id, _ in sheet.steps if id in offered and offered[id].kind == "reveal"]
    for seed in range(first, first + count):
        room = Room(seed, agree=agree)
        size = next(name for name, (low, high) in SIZES.items() if low <= room.size <= high)
        reports = {step.survey: room.report(step.survey) for step in reveals}
        for step in reveals:
            report, lists = reports[step.survey]
            found = headline(report, step.part, lists) if report else None
            watch(room.size, f"{step.chapter} {step.part}".strip(), found)
            by_hand_alone = not talks(found) and raises_hands(room.survey(step.survey), step.part)
            for what in (f"people: {size}", f"reveal: {step.chapter}", ALL):
                counted[what, talks(found) or by_hand_alone] += 1
            counted[OWN, talks(found)] += 1
    return counted


def main(count: int = 60, first: int = 0) -> None:
    """Print the shares, where leaders agree to be shown and where they do not."""
    looks = {"leaders agree": look(count, first, agree=True), "they do not": look(count, first, agree=False)}
    print(f"{f'% of the reveals of {SHEET} that say something':50}" + "".join(f"{name:>16}" for name in looks))
    for what in sorted({what for found in looks.values() for what, _ in found}):
        shares = (100 * found[what, True] / (found[what, True] + found[what, False]) for found in looks.values())
        print(f"{what:50}" + "".join(f"{share:16.1f}" for share in shares))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
