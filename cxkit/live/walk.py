"""A rehearsal that walks through its run sheet by itself, by the facilitator's own calls and by nothing else."""

from contextlib import suppress
from typing import Any

from cxkit.live.beside import NOT_THERE, Beside


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
