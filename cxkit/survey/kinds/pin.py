"""Pins on a journey: a few red ones where it hurts, a few green ones where it works."""

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

from cxkit.survey.kinds.kind import Answers, Fault, Kind, rest_is_none
from cxkit.survey.parts import Dimension, ResponseScale, Text
from cxkit.survey.reader import KeyPath, Reader
from cxkit.survey.reader import say as said
from cxkit.words import say

RED, GREEN = "red", "green"
MOST = 20


class Pin(Kind):
    """−1 for a red pin, 1 for a green one, 0 for none. Where one pin is set, a blank is none."""

    name = "pin"
    needs = ("pins",)
    together = True
    nothing = 0

    def read(self, reader: Reader, data: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
        """How many pins there are of each colour."""
        before = len(reader.problems)
        raw = reader.mapping(data.get("pins", {}), (*path, "pins"), [], [RED, GREEN])
        pins = {colour: reader.whole(raw.get(colour), (*path, "pins", colour), 0, 0, MOST) for colour in (RED, GREEN)}
        if "pins" in data and not any(pins.values()) and len(reader.problems) == before:
            reader.problem((*path, "pins"), f"should be such as {{red: 3, green: 1}}, but is {said(data['pins'])}.")
        return {"pins": pins}

    def scale(self, fields: Mapping[str, Any], count: int, langs: Iterable[str] = ()) -> ResponseScale:
        """Red, none, green."""
        langs = [*langs]
        labels = {
            -1: Text.spoken(langs, lambda lang: say("kinds.red", lang=lang)),
            0: Text.spoken(langs, lambda lang: say("kinds.no_pin", lang=lang)),
            1: Text.spoken(langs, lambda lang: say("kinds.green", lang=lang)),
        }
        return ResponseScale(min=-1, max=1, labels=labels, favourable=(1,), unfavourable=(-1,))

    def completed(self, dimension: Dimension, answers: Answers) -> dict[str, Any]:
        """Take a blank for no pin."""
        return rest_is_none(dimension, answers)

    def fault(self, dimension: Dimension, answers: Answers) -> Fault | None:
        """Not more of a colour than there are."""
        for point, colour in ((-1, RED), (1, GREEN)):
            pinned = [item for item, value in answers.items() if value == point]
            most = (dimension.pins or {})[colour]
            if len(pinned) > most:
                why = say("kinds.too_many_red", n=most) if colour == RED else say("kinds.too_many_green", n=most)
                return Fault(item=pinned[most], why=why, advice=say("kinds.fewer_pins"))
        return None

    def made_up(self, dimension: Dimension, chance: Random) -> dict[str, int]:
        """Set all pins somewhere."""
        pins, order = dimension.pins or {}, [item.id for item in dimension.items]
        chance.shuffle(order)
        red, green = order[: pins[RED]], order[pins[RED] :][: pins[GREEN]]
        return {item.id: (item.id in green) - (item.id in red) for item in dimension.items}

    def taps(self, dimension: Dimension) -> int:
        """Two for each pin: the point of contact, and the colour."""
        return 2 * sum((dimension.pins or {}).values())
