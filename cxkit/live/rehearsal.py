"""A rehearsal: made-up people who join a room and answer, through the same calls as phones and through nothing else."""

import secrets
import urllib.error
from contextlib import suppress
from typing import Any

from cxkit.live.beside import NOT_THERE, Beside
from cxkit.live.made_up import Crowd, steps
from cxkit.live.rehearsed_tasks import rehearsed
from cxkit.survey.model import Survey
from cxkit.words import FIRST, speaking

_SPEAKING = 20
"""Seconds in which all of them have guessed, written or voted."""


class Rehearsal(Beside):
    """Made-up people in one room of the server at `base`, from entering the `with` block until leaving it.

    seconds: how long they take. crowd: how many they are. lang: the language that they write in. While the room is
    closed they wait, as phones do; they follow to further activities.
    """

    def __init__(
        self, base: str, code: str, *, seconds: float,
        crowd: Crowd = Crowd(),  # noqa: B008  (frozen)
        lang: str = FIRST,
    ) -> None:  # fmt: skip
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
