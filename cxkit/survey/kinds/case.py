"""A story in steps: choose, see what happens next, see how it ends."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from cxkit.errors import did_you_mean, listing
from cxkit.survey.kinds.kind import Answers, Counts, Fault, Kind
from cxkit.survey.parts import Choice, Dimension, Ending, ResponseScale, Text
from cxkit.survey.reader import KeyPath, Reader
from cxkit.words import say

CHOICES = range(2, 7)
"""As many at a step."""


class Case(Kind):
    """The choice at each step that one came to, from 0 on. A step that one did not come to is blank."""

    name = "case"
    needs = ("story", "endings")
    item_needs = ("choices",)
    together = True
    level = "nominal"

    def read(self, reader: Reader, data: Mapping[str, Any], path: KeyPath) -> dict[str, Any]:
        """How it begins, and how it may end."""
        endings = []
        for at, entry in reader.entries(data.get("endings"), (*path, "endings"), "endings"):
            one = reader.mapping(entry, at, ["id", "title", "text", "good"], [])
            endings.append(
                Ending(
                    id=reader.id(one.get("id"), (*at, "id")),
                    title=reader.text(one.get("title"), (*at, "title")),
                    text=reader.text(one.get("text"), (*at, "text")),
                    good=reader.flag(one.get("good"), (*at, "good")),
                )
            )
        return {"story": reader.text(data.get("story"), (*path, "story")), "endings": tuple(endings)}

    def choices(self, reader: Reader, data: Mapping[str, Any], path: KeyPath) -> tuple[Choice, ...]:
        """Return what one may do at a step, and where it leads."""
        found: list[Choice] = []
        for at, entry in reader.entries(data.get("choices"), (*path, "choices"), "choices"):
            one = reader.mapping(entry, at, ["text", "then"], [])
            text = reader.text(one.get("text"), (*at, "text"))
            if any(set(_alike(text)) & set(_alike(other.text)) for other in found) and "text" in one:
                reader.problem((*at, "text"), f"“{text}” is a choice already. Each needs words of its own.")
            found.append(Choice(text=text, then=reader.id(one.get("then"), (*at, "then"))))
        if "choices" in data and len(found) not in CHOICES:
            few, most = CHOICES[0], CHOICES[-1]
            reader.problem((*path, "choices"), f"should be {few} to {most} choices, but is {len(found)}.")
        return tuple(found)

    def scale_of(self, choices: tuple[Choice, ...]) -> ResponseScale:
        """Return a point for each choice, in no order of merit."""
        labels = {point: choice.text for point, choice in enumerate(choices)}
        return ResponseScale(min=0, max=max(len(choices) - 1, 1), labels=labels, favourable=(), unfavourable=())

    def check(self, reader: Reader, dimension: Dimension, path: KeyPath) -> None:
        """Each way leads on, none goes round, and each step and ending is on one."""
        if dimension.items_from:
            reader.problem((*path, "items_from"), "is not for kind: case, whose steps lead to one another. Write them.")
        named = [(item.id, (*path, "items", at)) for at, item in enumerate(dimension.items)]
        named += [(ending.id, (*path, "endings", at)) for at, ending in enumerate(dimension.endings)]
        reader.unique([(id, (*at, "id")) for id, at in named], "step and ending")
        places = dict(named)
        before = len(reader.problems)
        for at, item in enumerate(dimension.items):
            for number, choice in enumerate(item.choices):
                if choice.then not in places:
                    reader.problem(
                        (*path, "items", at, "choices", number, "then"),
                        f'there is no step or ending "{choice.then}".{did_you_mean(choice.then, places)} '
                        f"There are: {listing(places)}.",
                    )
        if len(reader.problems) > before or not dimension.items:
            return
        reached: set[str] = set()

        def goes_round(id: str, way: tuple[str, ...]) -> bool:
            """Go every way on from a step; tell whether one comes back to where it was."""
            if id in way:
                reader.problem(places[way[-1]], f'goes back to "{id}", so that nobody comes to an end.')
                return True
            known = id in reached
            reached.add(id)
            return not known and any(goes_round(choice.then, (*way, id)) for choice in _steps(dimension).get(id, ()))

        if goes_round(dimension.items[0].id, ()):
            return
        for id, at_id in places.items():
            if id not in reached:
                reader.problem(at_id, "is never reached. Lead a choice to it (then), or leave it out.")

    def fault(self, dimension: Dimension, answers: Answers) -> Fault | None:
        """No answer off the way."""
        way = [step for step, _ in way_of(dimension, answers)]
        off = next((step for step in answers if step not in way), None)
        if off is None:
            return None
        return Fault(item=off, why=say("kinds.off_the_way"), advice=say("kinds.one_way"))

    def made_up(self, dimension: Dimension, chance: Random) -> dict[str, int]:
        """Walk to an end."""
        walked, steps = dict[str, int](), _steps(dimension)
        at = dimension.items[0].id if dimension.items else ""
        while at in steps:
            walked[at] = chance.randrange(len(steps[at]))
            at = steps[at][walked[at]].then
        return walked

    def hints(self, dimension: Dimension) -> Iterator[str]:
        """Give a warning of a case that can only end one way."""
        if len({ending.good for ending in dimension.endings}) == 1:
            yield "ends well or badly whatever one does. Give it an ending of either sort (good: true, good: false)."

    def taps(self, dimension: Dimension) -> int:
        """One for each step of the longest way, and one to go on."""
        longest = {ending.id: 0 for ending in dimension.endings}

        def length(id: str) -> int:
            if id not in longest:
                longest[id] = 1 + max(length(choice.then) for choice in _steps(dimension)[id])
            return longest[id]

        return length(dimension.items[0].id) if dimension.items else 0

    def enough(self, dimension: Dimension, counts: Sequence[Counts], least: int) -> frozenset[str]:
        """Tell where enough came, by the choices that are told before it, and did not stop there."""
        every = {item.id: each for item, each in zip(dimension.items, counts, strict=True)}
        told, more = set[str](), {*list(every)[:1]}
        while more:
            told |= more
            came = arrived(dimension, {id: every[id] for id in told})
            more = {id for id in every.keys() - told if min(came.get(id, 0), sum(every[id].values())) >= least}
        return frozenset(told)


def arrived(dimension: Dimension, counts: Mapping[str, Counts]) -> dict[str, int]:
    """Return how many came to each step but the first, and to each ending, as far as it follows from some counts.

    counts: of the steps that are known, how many made each choice.
    """
    first, leads = dimension.items[0].id, dict[str, list[tuple[str, int]]]()
    for step, choices in _steps(dimension).items():
        for place, choice in enumerate(choices):
            leads.setdefault(choice.then, []).append((step, place))

    def came(id: str) -> int | None:
        """Add up the ways that lead there; None where one of them is from a step that is not known."""
        known = [counts[step].get(place, 0) if step in counts else came(step) for step, place in leads.get(id, ())]
        from_known = [step in counts or n == 0 for (step, _), n in zip(leads.get(id, ()), known, strict=True)]
        return sum(n or 0 for n in known) if id != first and all(from_known) else None

    return {id: n for id in leads if (n := came(id)) is not None}


def way_of(dimension: Dimension, answers: Answers) -> Iterator[tuple[str, str]]:
    """Give each step that somebody answered on the way, with the step or ending to which it led."""
    at = dimension.items[0].id if dimension.items else ""
    while at in answers and at in _steps(dimension):
        then = _steps(dimension)[at][answers[at]].then
        yield at, then
        at = then


def _alike(text: Text) -> list[str]:
    return [words.casefold() for words in text.all()]


def _steps(dimension: Dimension) -> dict[str, tuple[Choice, ...]]:
    return {item.id: item.choices for item in dimension.items}
