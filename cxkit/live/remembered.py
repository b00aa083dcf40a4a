"""What was worked out a moment ago, and is asked for again: every screen asks after every change."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
_MOST = 256


class Remembered(Generic[K, V]):
    """Some values by their keys, whichever thread asks; of too many, what was found first is forgotten."""

    def __init__(self) -> None:
        self._found: dict[K, V] = {}
        self._lock = Lock()

    def __call__(self, key: K, find: Callable[[], V]) -> V:
        """Return what `find` returns, or has returned for that key. Two that ask at once may both look."""
        if key in (found := self._found):
            return found[key]
        value = find()
        with self._lock:
            kept = {**self._found, key: value}
            self._found = kept if len(kept) <= _MOST else {one: kept[one] for one in [*kept][1:]}
        return value
