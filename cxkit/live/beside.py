"""Something that goes on beside a server, from entering a `with` block until leaving it."""

from __future__ import annotations

import threading
from typing import Self


class Beside:
    """A thread that does `go_on` until it has `left`."""

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
