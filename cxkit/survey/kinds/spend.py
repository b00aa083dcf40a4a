"""Tokens on cards: so many in all."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from random import Random
from typing import Any

from cxkit.survey.kinds.kind import Answers, Fault, Kind, rest_is_none
from cxkit.survey.parts import Dimension, ResponseScale
from cxkit.survey.reader import KeyPath, Reader
from cxkit.words import say

MOST = 100


class Spend(Kind):
    """How many tokens each item got. Nobody has to spend all; where one is spent, a blank is none."""

    name = "spend"
    needs = ("tokens",)
    keys = ("most_each",)
    together = True
    level = "scale"
    nothing = 0

    def read(self, reader: Reader, data: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
        """How many tokens there are, and how many an item may get."""
        before = len(reader.problems)
        tokens = reader.whole(data.get("tokens"), (*path, "tokens"), 1, 1, MOST)
        known = "tokens" in data and len(reader.problems) == before
        most = reader.whole(data.get("most_each"), (*path, "most_each"), tokens, 1, tokens if known else MOST)
        return {"tokens": tokens, "most_each": most if "most_each" in data else None}

    def scale(self, fields: Mapping[str, Any], count: int, langs: Iterable[str] = ()) -> ResponseScale:
        """From none to all; any is favourable, so that the favourable share is who gave it one."""
        tokens = fields["tokens"]
        return ResponseScale(min=0, max=tokens, favourable=tuple(range(1, tokens + 1)), unfavourable=())

    def completed(self, dimension: Dimension, answers: Answers) -> dict[str, Any]:
        """Take a blank for no token."""
        return rest_is_none(dimension, answers)

    def fault(self, dimension: Dimension, answers: Answers) -> Fault | None:
        """Not more than there are, nor than an item may get."""
        tokens, most = dimension.tokens or 0, dimension.most_each or dimension.tokens or 0
        for (item, given), so_far in zip(answers.items(), accumulate(answers.values()), strict=True):
            if given > most:
                return Fault(item=item, why=say("kinds.most_each", n=most), advice=say("kinds.spend_less"))
            if so_far > tokens:
                spent = sum(answers.values())
                why = say("kinds.too_many_tokens", n=spent - tokens, spent=spent, tokens=tokens)
                return Fault(item=item, why=why, advice=say("kinds.spend_less"))
        return None

    def made_up(self, dimension: Dimension, chance: Random) -> dict[str, int]:
        """Spend all tokens, most of them on the first items."""
        tokens = dimension.tokens or 0
        most, left, given = dimension.most_each or tokens, tokens, dict.fromkeys((one.id for one in dimension.items), 0)
        for item in sorted(given, key=lambda item: chance.random() * (1 + list(given).index(item))):
            given[item] = min(left, chance.randint(1, most))
            left -= given[item]
        return given

    def hints(self, dimension: Dimension) -> Iterator[str]:
        """Many tokens take long, and where everything gets one nothing is chosen."""
        tokens = dimension.tokens or 0
        if tokens > 1 and tokens >= len(dimension.items) > 0:
            yield f"has {tokens} tokens for {len(dimension.items)} items, so that all can get one. Fewer choose better."
        elif tokens > 10:
            yield f"has {tokens} tokens. Three to ten are spent with a few taps."

    def taps(self, dimension: Dimension) -> int:
        """One for each token."""
        return dimension.tokens or 0
