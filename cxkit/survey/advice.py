"""Hints on a survey or a workshop that can be used: what is hard to answer or to read, and what lacks time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from cxkit.errors import listing
from cxkit.survey.files import load_survey, parsed
from cxkit.survey.following import follows
from cxkit.survey.kinds import KINDS
from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension, Item, ResponseScale
from cxkit.survey.readability import grade
from cxkit.survey.reader import KeyPath
from cxkit.survey.run_sheet import ITEMS_A_MINUTE, all_steps
from cxkit.survey.translation import lacking
from cxkit.survey.workshop import ON_STAGE, Workshop, lists_of
from cxkit.words import FIRST

_LONGEST, _LONGEST_STEP = 15, 25
"""Words of an item, and of what happens at a step of a case."""
_MOST_ITEMS = 40
_MOST_POINTS = 7
_HARDEST = 9.0
LEAST_SLACK = 5
"""Minutes that no step takes: fewer, and the first late start eats the end."""
MOST_TAPS = 60
_JOINED = re.compile(r"\b(and|or|as well as)\b|&|\w/\w", re.IGNORECASE)
_NEGATED = re.compile(r"\b(not|never|no|none|nobody|nothing|cannot|\w+n[’']t)\b", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\b(always|all|every|everyone|everything|only)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Hint:
    """One piece of advice. line: where in the file, if it comes from one; place: the item or dimension it is about."""

    line: int | None = None
    place: str
    words: str

    def __str__(self) -> str:
        at = f"line {self.line}, " if self.line else ""
        return f"{at}{self.place}: {self.words}"


def check(path_or_slug: str | Path) -> tuple[Survey, list[Hint], Path]:
    """Read a survey file; return the survey, hints on its style, and where it is. Raises SurveyError if it is wrong."""
    raw, lines, path = parsed(path_or_slug)
    survey = Survey.from_dict(raw, lines=lines, source=str(path))

    def line(place: KeyPath) -> int | None:
        return next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), None)

    hints = [Hint(line=line(at), place=place, words=words) for at, place, words in _hints(survey)]
    return survey, [*hints, *(Hint(line=at, place=place, words=words) for at, place, words in lacking(path))], path


def _hints(survey: Survey) -> Iterator[tuple[KeyPath, str, str]]:
    for d, dimension in enumerate(survey.dimensions):
        for i, item in enumerate(dimension.items):
            at = ("dimensions", d, "items", i, "text")
            yield from ((at, item.id, words) for words in _of_item(item, dimension))
        yield from ((("dimensions", d, "items"), dimension.id, words) for words in _of_dimension(dimension))
    seen: list[ResponseScale] = []
    # Else it comes with the kind, or with a workshop's list.
    written = [one for one in survey.dimensions if not KINDS[one.kind].together and not one.labels_from]
    for scale in (item.response_scale for one in written for item in one.items):
        if scale not in seen:
            seen.append(scale)
            yield from ((("response_scale",), "response_scale", words) for words in _of_scale(scale))
    own = [item for one in survey.dimensions if one.kind == "rate" and not one.items_from for item in one.items]
    texts = [str(item.text).casefold() for item in own]
    for item in own:
        if texts.count(str(item.text).casefold()) > 1:
            yield ("dimensions",), item.id, "has the same words as another item. Nobody could tell them apart."
    yield from ((at, at[0], words) for at, words in _of_whole(survey, own))


def _of_whole(survey: Survey, own: list[Item]) -> Iterator[tuple[tuple[str, ...], str]]:
    if (many := len(survey.items)) > _MOST_ITEMS:
        minutes = round(many / ITEMS_A_MINUTE)
        words = f"{many} items take about {minutes} minutes, and people stop. Keep it under {_MOST_ITEMS}."
        yield ("dimensions",), words
    if survey.stem and sum(str(item.text).startswith(f"{survey.stem} ") for item in survey.items) < 2:
        yield ("stem",), f"no two items begin with “{survey.stem}”, so it is nowhere said once. Check how it is spelt."
    if (many := taps(survey)) > MOST_TAPS:
        words = f"{many} taps a person. For a whole workshop {MOST_TAPS} are plenty: ask less, or let tokens be spent."
        yield ("dimensions",), words
    if len(own) >= 6 and len({item.reverse_keyed for item in own}) == 1:
        words = (
            "every item is keyed the same way, so whoever agrees with everything looks like a fan. Turn one in "
            "each dimension round (reverse_keyed: true): describe the bad behaviour in plain words, no “not” in it."
        )
        yield ("dimensions",), words
    if (many := len(survey.attributes)) > 3:
        yield ("attributes",), f"{many} questions about the person make people easy to recognise. Two are plenty."
    for name in lists_of(survey):
        words = f"“{name}” takes its options from the workshop: in its file, lists: {{{name}: [North, South]}}."
        yield ("attributes",), words
    if (least := survey.confidentiality.scores) < 5:
        words = f"with {least} people a colleague may guess who said what. 5 is the usual minimum."
        yield ("confidentiality", "scores"), words


def taps(survey: Survey) -> int:
    """Return how often one person taps to answer a whole survey, with what they say of themselves."""
    return len(survey.attributes) + sum(KINDS[dimension.kind].taps(dimension) for dimension in survey.dimensions)


def _of_item(item: Item, dimension: Dimension) -> Iterator[str]:
    text = str(item.text)
    words, most = len(text.split()), _LONGEST_STEP if dimension.kind == "case" else _LONGEST
    if words > most:
        yield f"has {words} words. People read it on a phone: {most} are plenty."
    if dimension.items_from or dimension.kind != "rate":  # a name, a card, a step: not a statement
        return
    own = dict(item.text.by_language)
    english = own.get(FIRST, own.get("", ""))  # what follows knows no other language's words
    if found := _JOINED.search(english):
        yield f"may ask two things at once (“{found[0]}”). Somebody who agrees with one half cannot answer."
    if found := _NEGATED.search(english):
        yield f"has a negation (“{found[0]}”), over which people stumble. Say it the other way round, reverse-keyed."
    elif found := _ABSOLUTE.search(english):
        yield f"says “{found[0]}”. Few things are so without an exception, so careful people disagree."
    if len(english.split()) > 4 and (found_grade := grade(english)) > _HARDEST:
        yield f"is hard to read (about school grade {found_grade:.0f}). Shorter words help."


def _of_scale(scale: ResponseScale) -> Iterator[str]:
    if scale.range >= _MOST_POINTS and scale.range != 10:
        yield f"has {scale.range + 1} points. Five to seven fit a phone; 0 to 10 is known from elsewhere."
    if not {scale.min, scale.max} <= set(scale.labels):
        yield f"does not say what {scale.min} and {scale.max} mean. Give the ends labels."


def _of_following(dimension: Dimension) -> Iterator[str]:
    """Say what stands out without a question for the room, or without anything to do about it."""
    if dimension.kind == "case":
        return
    own = [follows(dimension, item.id) for item in dimension.items] or [follows(dimension)]
    silent, idle = sum(ask is None for ask, _ in own), sum(not actions for _, actions in own)
    if silent:
        yield f"has no question for the room (ask: …) at {silent} of {len(own)} items: a general one is asked."
    if idle:
        yield f"has nothing to do about it (actions: …) at {idle} of {len(own)} items. Two or three are plenty."


def _of_dimension(dimension: Dimension) -> Iterator[str]:
    yield from _of_following(dimension)
    yield from KINDS[dimension.kind].hints(dimension)
    if dimension.items_from:
        return
    if len(dimension.items) == 2 and dimension.kind == "rate":
        yield "has two items. Three or more make a steadier score; a single one makes no claim to be one."
    if len(dimension.items) > 12:
        yield f"has {len(dimension.items)} items on one screen. Split it, or drop the weakest."
    if len(dimension.items) > 1 and not dimension.question:
        yield "has no question. People see it above its items and know what they are about."


def workshop_hints(workshop: Workshop) -> Iterator[str]:
    """Return hints on a workshop's run sheet and its words."""
    sheet = workshop.run_sheet
    if sheet.slack < LEAST_SLACK:
        yield f"run_sheet: {sheet.slack} minute(s) to spare. Leave {LEAST_SLACK} at least: something takes longer."
    surveys = {id: workshop.survey if id == workshop.survey.id else load_survey(id) for id in sheet.surveys}
    known = all_steps([workshop.survey])
    for id, minutes in sheet.steps:
        step = known[id]
        needed = ceil(len(surveys[step.survey].items) / ITEMS_A_MINUTE) if step.kind == "activity" else 0
        if minutes < needed:
            yield f"run_sheet, {id}: {minutes} minute(s) for {len(surveys[step.survey].items)} items; give it {needed}."
    for name, (entry, by) in workshop.too_long().items():
        many, room = ON_STAGE
        yield f"{name}: “{entry}” is too long for the stage by {by} letter(s): of more than {many} each has {room}."
    for id, survey in surveys.items():
        if examples := list(workshop.examples(survey)):
            yield f"{id}: asks about examples, not about your own {listing(examples)}. Give them in teams, or in lists."
