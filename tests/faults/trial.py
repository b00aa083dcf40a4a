"""The trial that nothing is lost: phones answer over a bad network while what keeps their answers is killed.

`make test-faults` runs the whole of it, as below; the test suite a shorter one.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
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
    """What a trial came to, when nothing was lost."""

    phones: int
    kills: int
    acknowledged: int
    seconds: float
    seen: dict[str, int]

    def __str__(self) -> str:
        seen = ", ".join(f"{number:,} {what}" for what, number in sorted(self.seen.items()))
        return (
            f"{self.phones} phones, {self.kills} kills in {self.seconds:.0f} s; {self.acknowledged:,} revisions, "
            f"none lost that was acknowledged. {seen}."
        )


def nothing_lost(hosted: Hosted, survey: Survey, *, phones: int, kills: int, hurry: float, life: float) -> Outcome:
    """Run a trial; each life of the server lasts up to `life` seconds. Raises AssertionError when anything is lost."""
    trial = _trial(hosted, survey, number=phones, kills=kills, hurry=hurry, life=life)
    with ThreadPoolExecutor(1) as elsewhere:  # a browser test before may have left its own loop in this thread
        return elsewhere.submit(asyncio.run, trial).result()


async def _trial(hosted: Hosted, survey: Survey, *, number: int, kills: int, hurry: float, life: float) -> Outcome:
    begun = time.monotonic()
    over = asyncio.Event()
    chance = random.Random(number)
    before: dict[str, int] = {}
    async with Proxy(server=hosted.port) as proxy:
        phones = [Phone(proxy.port, hosted.code, survey, n, hurry=hurry) for n in range(number)]
        taking_part = asyncio.gather(*(phone.take_part(over) for phone in phones))
        steps = hosted.kills()
        for _ in range(kills):
            await asyncio.sleep(life * chance.random())
            await asyncio.to_thread(next(steps))
            before = await _compared(hosted, phones, before)
            await asyncio.to_thread(next(steps))
        over.set()
        async with asyncio.timeout(120):
            await taking_part
    # Copies that the proxy held back have arrived by now: late, lower revisions, which may change nothing.
    await _compared(hosted, phones, before)
    rows = hosted.rows()
    held = {phone.digest: phone.response for phone in phones}
    assert len(rows) == number, "each phone is there, once"
    assert {token: json.loads(body) for token, _, body in rows} == held, "each phone's last answers are there"
    assert not any(phone.went_back for phone in phones), "no phone was told of a lower revision than before"
    assert set().union(*(phone.refused for phone in phones)) <= {503}, "no message was refused for good"
    released = await _revealed(hosted)
    by = [attribute.id for attribute in survey.attributes]
    expected = cx.report(answers_table(list(held.values()), survey), survey, by=by)
    assert cx.Report.from_dict(released) == expected, "the Report is that of what the phones hold"
    return Outcome(
        phones=number,
        kills=kills,
        acknowledged=sum(phone.acked for phone in phones),
        seconds=time.monotonic() - begun,
        seen=dict(proxy.seen),
    )


async def _compared(hosted: Hosted, phones: list[Phone], before: dict[str, int]) -> dict[str, int]:
    """Check what was acknowledged until now against the disk, and the disk against itself before."""
    acknowledged = {phone.digest: phone.acked for phone in phones}
    now = {token: revision for token, revision, _ in await asyncio.to_thread(hosted.rows)}
    for token, revision in acknowledged.items():
        assert now.get(token, 0) >= revision, "an acknowledged revision was not on the disk"
    for token, revision in before.items():
        assert now.get(token, 0) >= revision, "a revision went backwards"
    return now


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
