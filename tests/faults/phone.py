"""A simulated phone that behaves like cxkit/static/phone.js: it sends its whole response until that is kept."""

import asyncio
import hashlib
import random
import time
from typing import Any

from cxkit.survey.model import Survey
from tests.faults.http import GONE, call


class Phone:
    """One participant. `hurry` shortens every wait of phone.js; 1 is a real phone's pace. `every`: seconds to a tap."""

    def __init__(
        self, port: int, code: str, survey: Survey, number: int, *, hurry: float = 1, every: float = 1
    ) -> None:
        self._random = random.Random(number)
        self._every = every
        self._port, self._path, self._survey, self._hurry = port, f"/api/rooms/{code}/response", survey, hurry
        self.token = self._random.randbytes(16).hex()
        self.digest = hashlib.sha256(self.token.encode()).hexdigest()
        self.revision = 0
        self.acked = 0
        self.highest = 0
        """The highest revision that the server has told this phone of."""
        self.went_back = False
        self.refused: set[int] = set()
        attributes = {a.id: self._random.choice(list(a.options or {})) for a in survey.attributes}
        self.response: dict[str, Any] = {"attributes": attributes, "answers": {}, "comments": {}, "finished": False}
        self.waited: list[float] = []
        """Seconds from each tap until the phone heard that it is kept."""
        self._tapped: dict[int, float] = {}
        self._sent: dict[int, dict[str, Any]] = {}
        self._changed = asyncio.Event()

    async def take_part(self, over: asyncio.Event) -> None:
        """Answer, and change one's mind, until it is over; then finish, and return when all of it is kept."""
        sending = asyncio.create_task(self._send())
        while not over.is_set():
            self._tap()
            await asyncio.sleep(self._hurry * self._random.expovariate(1 / self._every))
        self.response = {**self.response, "finished": True}
        self._tap()
        while self.acked < self.revision:
            await asyncio.sleep(0.05)
        sending.cancel()

    def _tap(self) -> None:
        item = self._random.choice(self._survey.items)
        scale = item.response_scale
        value: int | str = self._random.randint(scale.min, scale.max)
        if scale.not_applicable and self._random.random() < 0.05:
            value = "not_applicable"
        answers = {**self.response["answers"], item.id: value}
        comments = {self._survey.dimensions[0].id: f"I say {self._random.randint(1, 99)}, ¿no? 🙂"}
        self.response = {**self.response, "answers": answers, "comments": comments}
        self.revision += 1
        self._tapped[self.revision] = time.monotonic()
        self._changed.set()

    async def _send(self) -> None:
        tries = 0
        while True:
            if self.acked >= self.revision:
                self._changed.clear()
                await self._changed.wait()
            await asyncio.sleep(self._hurry * 0.2)
            try:
                status = await self._exchange()
            except (*GONE, TimeoutError):
                status = 0
            if status == 200:
                tries = 0
                continue
            if status:
                self.refused.add(status)
            await asyncio.sleep(self._hurry * min(8, 0.5 * 2**tries) * (0.5 + self._random.random()))
            tries += 1

    async def _exchange(self) -> int:
        """Send what follows on what the room is known to have; where it has something else, ask what."""
        message = {"token": self.token, "revision": self.revision, "after": self.acked, "response": self.response}
        self._sent[self.revision] = self.response
        status, answer = await call(self._port, "PUT", self._path, message)
        if status == 200 and not answer["yours"]:
            status, answer = await call(self._port, "GET", self._path, Token=self.token)
            # Nobody else has its token, so it is what this phone sent before, and whose answer never came.
            assert status != 200 or answer["response"] == self._sent[answer["revision"]]
        if status == 200:
            self.went_back |= answer["revision"] < self.highest
            self.acked = self.highest = max(self.highest, answer["revision"])
            self.revision = max(self.revision, self.acked + (self.response != self._sent[self.acked]))
            now, kept = time.monotonic(), [revision for revision in self._tapped if revision <= self.acked]
            self.waited += [now - self._tapped.pop(revision) for revision in kept]
        return status
