"""What follows from a result, as a survey's file has it: a question for the room, and what somebody may do about it."""

from collections.abc import Mapping
from typing import Any

from cxkit.errors import did_you_mean, listing
from cxkit.survey.parts import WHO, Action, Dimension, Text
from cxkit.survey.reader import KeyPath, Reader, say

KEYS = ("ask", "actions")
MOST = 3
"""So many actions are a choice; of more nobody chooses."""
LONGEST = 200
"""Letters of an action: one tap makes it a commitment."""


def read(reader: Reader, data: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
    """Return `ask` and `actions` of an item or a dimension, and note what is wrong with them."""
    entries = list(reader.entries(data.get("actions"), (*path, "actions"), "actions"))
    if len(entries) > MOST:
        reader.problem((*path, "actions"), f"has {len(entries)} actions. Keep the best {MOST}.")
    return {
        "ask": reader.text(data["ask"], (*path, "ask")) if "ask" in data else None,
        "actions": tuple(_action(reader, entry, place) for place, entry in entries[:MOST]),
    }


def _action(reader: Reader, raw: Any, path: KeyPath) -> Action:
    data = reader.mapping(raw, path, ["who", "do"], [])
    who, do = data.get("who", "everyone"), reader.text(data.get("do"), (*path, "do"))
    if who not in WHO:
        near = did_you_mean(str(who), WHO)
        reader.problem((*path, "who"), f"should be one of {listing(WHO)}, but is {say(who)}.{near}")
        who = "everyone"
    if any(len(words) > LONGEST for words in do.all()):
        reader.problem((*path, "do"), f"should have at most {LONGEST} characters, so that it can become a commitment.")
    return Action(who=who, do=do)


def follows(dimension: Dimension, item: str | None = None) -> tuple[Text | None, tuple[Action, ...]]:
    """Return the question and the actions of an item, or of its dimension where it has none of its own."""
    own = next((one for one in dimension.items if one.id == item), None)
    return (own and own.ask) or dimension.ask, (own.actions if own else ()) or dimension.actions
