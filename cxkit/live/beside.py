"""Something that goes on beside a server, and asks it what a browser would."""

import http.client
import json
import threading
import urllib.request
from typing import Any, Self

NOT_THERE = (OSError, http.client.HTTPException, ValueError)
"""What asking a server raises that is not there yet, or no longer, or refuses."""


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
