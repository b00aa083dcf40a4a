"""What is put together once phones are asked something else: guesses and votes, without a mark of whose they are."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

PREDICT, COLLECT, VOTE = "predict", "collect", "vote"
KINDS = (PREDICT, COLLECT, VOTE)
"""The kinds of step at which phones say something openly. A task's key is its kind and what it is about."""

PUT_TOGETHER = ("guessed", "walls")
"""Where what was said is in the workshop's own value, once its task is over."""


def key_of(stage: Mapping[str, Any] | None) -> str:
    """Return the key of the task that is on where a workshop stands; "": none."""
    return str(((stage or {}).get("task") or {}).get("key", ""))


def put_together(stage: Mapping[str, Any], key: str, said: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return where a workshop stands with what was said to a task that is over: sorted, so that no order is left."""
    kind, _, name = key.partition(" ")
    if kind == PREDICT:
        guessed = {**stage.get("guessed", {})}
        if name in guessed and guessed[name] is None:  # the activity has begun anew: what was guessed before is over
            return {**stage, "guessed": {id: one for id, one in guessed.items() if id != name}}
        by_group: dict[str, list[int]] = {}
        for guess in said:
            by_group.setdefault(guess["group"], []).append(guess["value"])
        guessed |= {name: {group: sorted(by_group[group]) for group in sorted(by_group)}} if by_group else {}
        return {**stage, "guessed": guessed}
    walls = {**stage.get("walls", {})}
    votes = Counter(chosen for vote in said for chosen in vote["chosen"])
    walls[name] = {**walls.get(name, {}), "votes": dict(sorted(votes.items()))}
    return {**stage, "walls": walls}
