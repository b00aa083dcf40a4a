"""What a phone sends: what a valid response is, what of it counts, and the table that becomes scores."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cxkit.errors import RoomError, listing
from cxkit.survey.kinds import judged
from cxkit.survey.model import Survey
from cxkit.survey.parts import NOT_APPLICABLE, Item
from cxkit.words import say

if TYPE_CHECKING:
    from cxkit.responses.responses import Responses

LONGEST_COMMENT = 2000
ALONE = "alone"
"""What whoever agrees to be shown even as the only one of a group says; true agrees to it together with another."""
_PARTS = ("attributes", "answers", "comments", "finished", "agrees", "compares")


def valid_response(raw: Mapping[str, Any], survey: Survey) -> dict[str, Any]:
    """Return the response in its stored form. Raises RoomError naming the first thing that does not fit the survey."""
    if not isinstance(raw, Mapping):
        raise RoomError(say("response.no_mapping"))
    unknown = set(raw) - set(_PARTS)
    if unknown:
        raise RoomError(say("response.unknown_parts", parts=listing(sorted(map(_quoted, unknown)))))
    items = {item.id: item for item in survey.items}
    options = {attribute.id: attribute.options or {} for attribute in survey.attributes}
    attributes = _mapping(raw, "attributes", options)
    answers = _mapping(raw, "answers", items)
    comments = _mapping(raw, "comments", survey.commented)
    for id, value in attributes.items():
        if not isinstance(value, str) or value not in options[id]:
            raise RoomError(say("response.no_option", id=id, value=_quoted(value), options=listing(options[id])))
    for id, value in answers.items():
        _check_answer(items[id], value)
    answers = _together(answers, survey)
    for id, value in comments.items():
        if not isinstance(value, str) or len(value) > LONGEST_COMMENT:
            raise RoomError(say("response.long_comment", id=id, most=LONGEST_COMMENT))
    return {
        "attributes": attributes,
        "answers": answers,
        "comments": {id: _storable(words) for id, words in comments.items() if words.strip()},
        "finished": raw.get("finished") is True,
        # Only where it was asked: what is not there is no agreement.
        **({"agrees": ALONE if raw["agrees"] == ALONE else raw["agrees"] is True} if "agrees" in raw else {}),
        **({"compares": raw["compares"] is True} if "compares" in raw else {}),
    }


def answers_table(responses: Iterable[Mapping[str, Any]], survey: Survey) -> "Responses":
    """Return Responses of everybody who answered at least one item; who only joined is not a respondent."""
    import pandas as pd  # noqa: PLC0415

    from cxkit.responses.responses import COMMENT, Responses  # noqa: PLC0415

    columns = [a.id for a in survey.attributes] + [item.id for item in survey.items]
    comments = [COMMENT + id for id in survey.commented]
    rows = [
        {
            **response["attributes"],
            **response["answers"],
            **{COMMENT + id: words for id, words in response.get("comments", {}).items()},
        }
        for response in responses
        if response["answers"]
    ]
    return Responses.of(pd.DataFrame(rows, columns=[*columns, *comments]), survey)


def _storable(words: str) -> str:
    """Return text that every database takes: half a character (which a phone may cut an emoji to) and NUL are not."""
    return words.encode("utf-8", "replace").decode("utf-8").replace("\0", "").strip()


def _mapping(raw: Mapping[str, Any], name: str, allowed: Iterable[str]) -> dict[str, Any]:
    given = raw.get(name, {})
    if not isinstance(given, Mapping):
        raise RoomError(say("response.part_no_mapping", part=name))
    unknown = [_quoted(key) for key in given if key not in allowed]
    if unknown:
        raise RoomError(say("response.not_asked", part=name, ids=listing(unknown, most=3)))
    return dict(given)


def _together(answers: Mapping[str, Any], survey: Survey) -> dict[str, Any]:
    """Return answers with what blanks mean, where one bears on the others. Raises RoomError where they do not fit."""
    stored = dict(answers)
    for dimension in survey.dimensions:
        whole, fault = judged(dimension, {item.id: answers[item.id] for item in dimension.items if item.id in answers})
        if fault:
            value = _quoted(whole[fault.item]) if fault.item in whole else say("response.blank")
            words = next(item.text for item in dimension.items if item.id == fault.item)
            raise RoomError(say("response.no_fit", item=words, value=value, why=fault.why, advice=fault.advice))
        stored |= whole
    return stored


def _quoted(value: Any) -> str:
    return f'"{_storable(str(value)[:40])}"'


def _check_answer(item: Item, value: Any) -> None:
    scale = item.response_scale
    if value == NOT_APPLICABLE and scale.not_applicable:
        return
    if type(value) is not int or not scale.min <= value <= scale.max:
        raise RoomError(say("response.no_point", id=item.id, value=_quoted(value), min=scale.min, max=scale.max))
