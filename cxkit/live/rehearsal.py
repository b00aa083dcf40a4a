"""A rehearsal: made-up people who join a room and answer, through the same calls as phones and through nothing else."""

from __future__ import annotations

import http.client
import json
import random
import secrets
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from cxkit.live.openly import COLLECT, PREDICT
from cxkit.survey.kinds import KINDS
from cxkit.survey.model import Survey
from cxkit.survey.parts import Attribute, Item
from cxkit.words import FIRST, say, speaking

PEOPLE = 36
LEADERS = 7  # enough to be shown beside the front line
FEW = 3  # the people of the last team: too few to be shown
UNFINISHED, CUT_OFF, NOT_STATED = 9, 14, 20  # who stops half-way, loses the network, does not say who they are
CHANGE_THEIR_MIND = (11, 23)
_SPEAKING = 20
"""Seconds in which all of them have guessed, written or voted."""
NOT_THERE = (OSError, http.client.HTTPException, ValueError)
"""What asking a server raises that is not there yet, or no longer, or refuses."""
RATHER_NOT = 9
"""Who of them passes."""
WROTE = (12, 10, 3)  # how many comment on the first, second, third dimension: two are enough to be read


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one made-up person's phone sends: all that it holds by then. when: 0 at the start, 1 at the end."""

    when: float
    person: int
    response: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """How many made-up people there are, and how many of them lead: the first ones."""

    people: int = PEOPLE
    leaders: int = LEADERS


def steps(survey: Survey, asks: tuple[str, str] | None = None, crowd: Crowd = Crowd()) -> list[Step]:
    """Return what all of them send, in the order of time; the same for the same survey.

    asks: the attribute and the option whose people are asked whether their means may be shown; where they are enough
    without it, one of them says no.
    """
    chance = random.Random(survey.id)  # noqa: S311  (believable, not secret)
    everybody = [step for person in range(crowd.people) for step in _one(person, survey, asks, chance, crowd)]
    return sorted(everybody, key=lambda step: step.when)


def _one(
    person: int, survey: Survey, asks: tuple[str, str] | None, chance: random.Random, crowd: Crowd
) -> Iterator[Step]:
    kindness = chance.gauss(0.72 if person < crowd.leaders else 0.46, 0.09)  # leaders see themselves rosier
    response: dict[str, Any] = {"attributes": {}, "answers": {}, "comments": {}, "finished": False}
    begins, takes = chance.uniform(0, 0.35), chance.uniform(0.4, 0.65)
    pace = takes / (2 * len(survey.dimensions) + 5)
    sent: list[Step] = []

    def send(**change: Any) -> None:
        response.update(change)
        at = begins + pace * (len(sent) + chance.uniform(0, 0.8) * bool(sent))
        sent.append(Step(when=at, person=person, response=dict(response)))

    send()  # joined
    if person != NOT_STATED:
        says = {a.id: _option(person, a, crowd) for a in survey.attributes if a.options}
        agrees = (
            {"agrees": person > 0 or crowd.leaders < survey.confidentiality.scores}
            if asks and says.get(asks[0]) == asks[1]
            else {}
        )
        send(attributes=says, **agrees)
    for place, dimension in enumerate(survey.dimensions):
        if person == UNFINISHED and place * 2 >= len(survey.dimensions):
            break
        leaning = kindness + (0.06, -0.02, -0.1, 0.12)[place % 4]
        if KINDS[dimension.kind].together:
            send(answers={**response["answers"], **KINDS[dimension.kind].made_up(dimension, chance)})
            continue
        half = len(dimension.items) // 2
        for items in (dimension.items[:half], dimension.items[half:]):
            given = {item.id: value for item in items if (value := _answer(item, leaning, chance)) is not None}
            send(answers={**response["answers"], **given})
        if survey.comments_per_dimension and (remark := _remark(person, place)):
            send(comments={**response["comments"], dimension.id: remark})
    if person != UNFINISHED:
        send(finished=True)
    free = [item for one in survey.dimensions if not KINDS[one.kind].together for item in one.items]
    if item := next((one for one in free if person in CHANGE_THEIR_MIND and one.id in response["answers"]), None):
        send(answers={**response["answers"], item.id: item.response_scale.min})
    if person == CUT_OFF:  # what changed meanwhile stays on the phone, and comes with the last message
        sent = [*sent[:3], sent[-1]]
    yield from sent


def _option(person: int, attribute: Attribute, crowd: Crowd) -> str:
    options = list(attribute.options or {})
    if attribute.compare:
        leaders, front, *rest = [*attribute.compare, *(o for o in options if o not in attribute.compare)]
        return leaders if person < crowd.leaders else rest[person % len(rest)] if rest and person % 4 == 0 else front
    if len(options) > 2 and person >= crowd.people - FEW:
        return options[-1]
    return options[person % (len(options) - (len(options) > 2))]


def _answer(item: Item, leaning: float, chance: random.Random) -> int | str | None:
    """Return a point, "can't tell", or nothing at all."""
    scale = item.response_scale
    luck = chance.random()
    if luck < 0.03:
        return None
    if luck < 0.07 and scale.not_applicable:
        return "not_applicable"
    point = max(0, min(scale.range, round(scale.range * chance.gauss(leaning, 0.2))))
    return scale.max - point if item.reverse_keyed else scale.min + point


def _remark(person: int, place: int) -> str | None:
    """Return what a person writes on a dimension; each remark is one person's."""
    number = person // 2 if person % 2 == place % 2 else PEOPLE
    if place >= len(WROTE) or number >= WROTE[place]:
        return None
    remarks = say("rehearsal.remarks").splitlines()
    return remarks[sum(WROTE[:place]) + number]


def rehearsed(task: dict[str, Any], people: int, leaders: int) -> Iterator[dict[str, Any]]:
    """Give what each says to a task, in no order: of lines some send two. The same for the same task."""
    chance = random.Random(task["key"])  # noqa: S311  (believable, not secret)
    for person in sorted(range(people), key=lambda _: chance.random()):
        for said in _said(task, person, leaders, chance):
            own = secrets.token_hex(16) if task["kind"] == COLLECT else None
            yield {"token": secrets.token_hex(16), "task": task["key"], "revision": 1, "own": own, "said": said}


def _said(task: dict[str, Any], person: int, leaders: int, chance: random.Random) -> list[Any]:
    if task["kind"] == PREDICT:
        others = [one for one in task["groups"] if one != task["leads"]] or [""]
        group = task["leads"] if person < leaders else others[(person % 4 == 0) * (len(others) - 1)]
        guess = round(chance.gauss(66 if person < leaders else 74, 13))  # everybody takes the others to be nearer
        return [None if person == RATHER_NOT else {"value": max(0, min(100, guess)), "group": group}]
    if task["kind"] == COLLECT:
        known = {"promise": say("rehearsal.promises"), "departments": say("rehearsal.departments")}
        lines = known.get(task["list"], say("rehearsal.ideas")).splitlines()
        return [lines[int(len(lines) * chance.random() ** 2)] for _ in range(1 + (person % 3 == 0))]
    keys = [one["key"] for one in task["lines"]]
    return [chance.sample(keys, min(len(keys), 1 + person % task["most"]))]


class Beside:
    """A thread that does `go_on` beside a server, from entering a `with` block until leaving it: then it has `left`."""

    def __init__(self) -> None:
        self.left = threading.Event()
        self._thread = threading.Thread(target=self.go_on, name=f"cxkit-{type(self).__name__.lower()}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.left.set()
        self._thread.join()

    def go_on(self) -> None:
        """Do it, and look at `left` again and again."""
        raise NotImplementedError

    @staticmethod
    def ask(url: str, method: str, message: dict[str, Any] | None = None, **headers: str) -> dict[str, Any]:
        """Ask the server, and return what it answers. Raises one of `NOT_THERE`; HTTPError, which is one: a refusal."""
        body = json.dumps(message).encode() if message else None
        headers["Content-Type"] = "application/json"
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310  (our own)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=8) as answer:
            return dict(json.load(answer))


class Rehearsal(Beside):
    """Made-up people in one room of the server at `base`, from entering the `with` block until leaving it.

    seconds: how long they take. crowd: how many they are. lang: the language that they write in. While the room is
    closed they wait, as phones do; they follow to further activities.
    """

    def __init__(self, base: str, code: str, *, seconds: float, crowd: Crowd = Crowd(), lang: str = FIRST) -> None:
        self._room, self._seconds, self._crowd, self._lang = f"{base}/api/rooms/{code}", seconds, crowd, lang
        super().__init__()

    def go_on(self) -> None:
        """Answer whatever is asked."""
        done: set[str] = set()
        said = ""
        while not self.left.wait(1):
            with suppress(*NOT_THERE), speaking(self._lang):
                now = self._ask("GET", "/state")
                if now["state"] == "asked" and now["code"] != said:
                    said = now["code"]
                    self._speak()
                elif now["state"] != "asked" and now["code"] not in {*done, ""}:
                    room = self._ask("GET", "")
                    self._answer(room)
                    done.add(room["code"])

    def _speak(self) -> None:
        """Say what one is asked besides a survey, one after another."""
        messages = list(rehearsed(self._ask("GET", "/task"), self._crowd.people, self._crowd.leaders))
        for message in messages:
            if self.left.wait(min(_SPEAKING, self._seconds) / len(messages)):
                return
            with suppress(urllib.error.HTTPError):  # it is over
                self._ask("PUT", "/task", message)

    def _answer(self, room: dict[str, Any]) -> None:
        tokens = [secrets.token_hex(16) for _ in range(self._crowd.people)]
        now = 0.0
        asks = tuple(room["asks"]) if room["asks"] else None
        plan = steps(Survey.from_dict(room["survey"]), asks, self._crowd)
        for revision, step in enumerate(plan, 1):  # rising for each phone, which is all that counts
            if self.left.wait((step.when - now) * self._seconds):
                return
            now = step.when
            message = {"token": tokens[step.person], "revision": revision, "response": step.response}
            if not self._kept(room["code"], message):
                return

    def _kept(self, code: str, message: dict[str, Any]) -> bool:
        """Send until it is kept, once a second; False: they have left, or there is nothing more to say."""
        while not self.left.is_set():
            try:
                self._ask("PUT", "/response", message, code=code)
                return True
            except urllib.error.HTTPError as refusal:
                refusal.close()
                if refusal.code not in {409, 429, 503}:
                    return False  # the room is gone
            except NOT_THERE:
                pass  # the server is not there yet, or no longer
            if self.left.wait(1) or self._over(code):
                break
        return False

    def _over(self, code: str) -> bool:
        """Say whether this activity is revealed, or another one is on."""
        try:
            now = self._ask("GET", "/state")
        except NOT_THERE:
            return False
        return now["state"] == "revealed" or (now["state"] != "asked" and now["code"] not in {code, ""})

    def _ask(self, method: str, path: str, message: dict[str, Any] | None = None, code: str = "") -> dict[str, Any]:
        where = self._room.rpartition("/")[0] + f"/{code}" if code else self._room
        return self.ask(where + path, method, message)


class Walk(Beside):
    """Who turns the steps of a room of the server at `base`, from entering the `with` block until leaving it.

    key: a facilitator's. pace: for how many seconds each step is on; a reveal is covered for half of them.
    """

    def __init__(self, base: str, code: str, key: str, *, pace: float) -> None:
        self._stage, self._cookie, self._pace = f"{base}/api/stage/{code}", f"cxkit_{code}={key}", pace
        super().__init__()

    def go_on(self) -> None:
        """Turn the steps."""
        tried = ""
        while not self.left.wait(self._pace / 2):
            with suppress(*NOT_THERE):  # not there yet; or too few for that picture
                step = self._ask("")["step"] or {"id": "", "kind": ""}
                if step["id"] != tried:
                    tried = step["id"]
                    if step["kind"] == "reveal":
                        self._ask("/reveal", sure=True)
                else:
                    self._ask("/next", seen=tried, sure=True)

    def _ask(self, path: str, **asked: Any) -> dict[str, Any]:
        method = "POST" if path else "GET"
        return self.ask(self._stage + path, method, asked, **{"X-Cxkit": "1", "Cookie": self._cookie})
