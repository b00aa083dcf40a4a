"""The trial that nothing is lost: phones answer over a bad network while what keeps their answers is killed.

`make test-faults` runs the whole of it, as below; the test suite a shorter one.
"""

import asyncio
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles
from typing import Any, Protocol

import cxkit as cx
from cxkit.live.response import answers_table
from cxkit.survey.model import Survey
from tests.faults.http import GONE, call
from tests.faults.phone import Phone
from tests.faults.proxy import Proxy

Rows = list[tuple[str, int, str]]
"""(digest of a phone's token, revision, response as JSON), as they are on the disk."""


class Hosted(Protocol):
    """A running room, and the ways to kill what runs it."""

    port: int
    code: str
    key: str

    def rows(self) -> Rows:
        """Read what is on the disk, by other means than cxkit's."""

    def kills(self) -> Iterator[Callable[[], None]]:
        """Yield, without end, what to call to kill something; and then, to bring it back."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a trial came to. acknowledged: revisions that phones were told are kept; lost: how many were not there.

    twice: rows beyond one a phone. other: phones whose last answers are not what is kept. back: phones that were told
    of a lower revision than before. refused: statuses. alike: whether the Report is that of what the phones hold.
    waited: seconds from each tap until the phone heard that it is kept. seen: what the network did to requests.
    """

    phones: int
    kills: int
    acknowledged: int
    lost: int
    twice: int
    other: int
    back: int
    refused: frozenset[int]
    alike: bool
    seconds: float
    waited: Sequence[float]
    seen: Mapping[str, int]

    def cells(self) -> dict[str, str]:
        """Return a row of a table."""
        cuts = quantiles(self.waited, n=20)
        dropped = sum(self.seen[how] for how in ("dropped before the server", "answer dropped", "met no server"))
        return {
            "phones": f"{self.phones:,}",
            "kills": f"{self.kills}",
            "requests": f"{self.seen['requests']:,}",
            "of them unanswered": f"{dropped / self.seen['requests']:.0%}",
            "acknowledged": f"{self.acknowledged:,}",
            "of them lost": f"{self.lost + self.other}",
            "counted twice": f"{self.twice}",
            "tap → kept, p50": f"{cuts[9]:.1f} s",
            "p95": f"{cuts[18]:.1f} s",
        }


def nothing_lost(hosted: Hosted, survey: Survey, *, phones: int, kills: int, hurry: float, life: float) -> Outcome:
    """Run a trial. Raises AssertionError when anything is lost."""
    outcome = tried(hosted, survey, phones=phones, kills=kills, hurry=hurry, life=life)
    assert outcome.lost == 0, "an acknowledged revision was not on the disk, or one went backwards"
    assert outcome.twice == 0, "each phone is there, once"
    assert outcome.other == 0, "each phone's last answers are there"
    assert outcome.back == 0, "no phone was told of a lower revision than before"
    assert outcome.refused <= {503}, "no message was refused for good"
    assert outcome.alike, "the Report is that of what the phones hold"
    return outcome


def tried(
    hosted: Hosted, survey: Survey, *, phones: int, kills: int, hurry: float, life: float, every: float = 1
) -> Outcome:
    """Run a trial; each life of the server lasts up to `life` seconds. every: seconds from tap to tap."""
    trial = _trial(hosted, survey, number=phones, kills=kills, hurry=hurry, life=life, every=every)
    with ThreadPoolExecutor(1) as elsewhere:  # a browser test before may have left its own loop in this thread
        return elsewhere.submit(asyncio.run, trial).result()


async def _trial(
    hosted: Hosted, survey: Survey, *, number: int, kills: int, hurry: float, life: float, every: float
) -> Outcome:
    begun = time.monotonic()
    over = asyncio.Event()
    chance = random.Random(number)
    before: dict[str, int] = {}
    lost = 0
    async with Proxy(server=hosted.port) as proxy:
        phones = [Phone(proxy.port, hosted.code, survey, n, hurry=hurry, every=every) for n in range(number)]
        taking_part = asyncio.gather(*(phone.take_part(over) for phone in phones))
        steps = hosted.kills()
        for _ in range(kills):
            await asyncio.sleep(life * chance.random())
            await asyncio.to_thread(next(steps))
            before, missing = await _compared(hosted, phones, before)
            lost += missing
            await asyncio.to_thread(next(steps))
        over.set()
        async with asyncio.timeout(120 + number):
            await taking_part
    # Copies that the proxy held back have arrived by now: late, lower revisions, which may change nothing.
    lost += (await _compared(hosted, phones, before))[1]
    rows = hosted.rows()
    kept = {token: json.loads(body) for token, _, body in rows}
    held = {phone.digest: phone.response for phone in phones}
    released = await _revealed(hosted)
    by = [attribute.id for attribute in survey.attributes]
    expected = cx.report(answers_table(list(held.values()), survey), survey, by=by)
    return Outcome(
        phones=number,
        kills=kills,
        acknowledged=sum(phone.acked for phone in phones),
        lost=lost,
        twice=len(rows) - len(kept),
        other=sum(kept.get(token) != response for token, response in held.items()) + len(kept.keys() - held.keys()),
        back=sum(phone.went_back for phone in phones),
        refused=frozenset().union(*(phone.refused for phone in phones)),
        alike=cx.Report.from_dict(released) == expected,
        seconds=time.monotonic() - begun,
        waited=[seconds for phone in phones for seconds in phone.waited],
        seen=proxy.seen,
    )


async def _compared(hosted: Hosted, phones: list[Phone], before: dict[str, int]) -> tuple[dict[str, int], int]:
    """Return what is on the disk, and how much of what was there before, or was acknowledged until now, is not."""
    acknowledged = {phone.digest: phone.acked for phone in phones}
    now = {token: revision for token, revision, _ in await asyncio.to_thread(hosted.rows)}
    lost = [
        token for known in (acknowledged, before) for token, revision in known.items() if now.get(token, 0) < revision
    ]
    return now, len(lost)


async def _revealed(hosted: Hosted) -> Any:
    steering = {"Cookie": f"cxkit_{hosted.code}={hosted.key}", "X-Cxkit": "1"}
    for _ in range(100):
        try:
            status, said = await call(hosted.port, "POST", f"/api/presenter/{hosted.code}/reveal", **steering)
        except (*GONE, TimeoutError):
            status, said = 0, "no answer"
        if status == 200:
            break
        await asyncio.sleep(0.2)
    else:
        raise AssertionError(f"the room could not be revealed: {status} {said}")
    return (await call(hosted.port, "GET", f"/api/rooms/{hosted.code}/report"))[1]
