"""What counts as an answer: cells in, small whole-number codes out, and the reasons for what was left out.

A code is 0 for "can't tell", 1 for missing, and from 2 on the response scale's values, lowest first.
"""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from cxkit.responses.frames import Column, Distinct, Numbers, Whole, factorized
from cxkit.responses.hints import mapped, meant, some
from cxkit.responses.problems import LONGEST, Problem
from cxkit.responses.spelling import alike, bare, by_spelling, tidy
from cxkit.survey.parts import MISSING, NOT_APPLICABLE, Attribute, Item, ResponseScale
from cxkit.words import say, spoken

Codes = npt.NDArray[np.unsignedinteger[Any]]

SKIPPED, BLANK, FIRST = 0, 1, 2

_NUMBERED = re.compile(
    r"^[(\[]?\d+[)\]]?(?:\s*[-–—=:.),|]+\s*|\s+)(?=\D)|(?<=\S)\s*[(\[]\d+[)\]]$|(?<=[^\W\d_])\s*[-–—=:,|]\s*\d+$"
)
"""What tools write beside a label: "4 - Mostly", "Mostly [4]". The number is the tool's own, the words are ours."""

_LED = re.compile(r"^(\d+)\s*[-–—=:(]\s*\D+$|^[^\W\d]\D*[-–—=:(]\s*(\d+)\)?$")
"""A number with words beside it, as an end of a scale is written: "10 - Very likely", "Not at all (0)"."""

_LANGUAGES = re.compile(r"\s*[/|\n]\s*")
"""Between the words of a form in two languages: "No / Non"."""

_DECIMAL_COMMA = re.compile(r"^([-+]?\d+),(\d{1,2})$")
"""As in 5,0: three digits would be thousands."""

Wrong = tuple[int, str, str, str]
"""The place of a value that was no answer, its text, why it is none, and what to do."""


def width(scale: ResponseScale) -> int:
    """Return the number of codes: a response scale's points and the two for no answer."""
    return scale.range + 1 + FIRST


def holding(most: int) -> type[np.unsignedinteger[Any]]:
    """Return the smallest type for numbers up to `most`: eight bits wrap at 256."""
    return np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.uint32


def code_numbers(column: Numbers | Whole, scale: ResponseScale, out: Codes) -> bool:
    """Write the codes of numbers into `out`; False where one of them is no answer.

    Those of the response scale mean themselves: surveys in which they are words for others are refused.
    The passes are few and over small types, since this is where scoring spends its time.
    """
    small, unsigned = (np.int8, np.uint8) if scale.min >= -128 and scale.max < 128 else (np.int16, np.uint16)
    if not np.iinfo(small).min <= scale.min <= scale.max <= np.iinfo(small).max:
        return False
    values = column.values
    there = column.there if isinstance(column, Whole) else (values == values).view(np.uint8)  # noqa: PLR0124  (NaN)
    with np.errstate(invalid="ignore"):
        whole = values.astype(small, copy=False)  # what becomes of NaN here differs between processors: it is masked
    if whole is not values:
        same = whole == values
        if there is not None:
            same |= there == 0
        if not same.all():
            return False  # half points, or far beyond any response scale
    steps: Codes = whole.view(unsigned) - np.array(scale.min, dtype=small).view(unsigned)
    if there is not None:
        steps *= there
    if len(steps) and steps.max() > scale.range:
        return False  # what lies below the range has wrapped round to far above
    np.add(steps, unsigned(1) if there is None else there, out=out, dtype=out.dtype, casting="unsafe")
    out += BLANK
    return True


def judge(raw: Sequence[Any], item: Item) -> tuple[npt.NDArray[np.uint16], list[Wrong]]:
    """Return a code for each distinct raw value, with one more for missing at the end; and those that are no answers.

    A value may be a number, a number as text, or a label of the response scale in any of its languages.
    """
    scale = item.response_scale
    codes = np.full(len(raw) + 1, BLANK, dtype=np.uint16)
    words = meanings(scale)
    loose = by_spelling((_letters(word), meaning) for word, meaning in words.items())
    wrong: list[Wrong] = []
    no_answer: tuple[str, str] | None = None
    for place, value in enumerate(raw):
        text = as_text(value)
        led = None if scale.labels else _LED.match(text)  # where the survey has no words, they say nothing else
        number = as_number(
            led[1] or led[2] if led else text.removeprefix("'")
        )  # by which spreadsheets keep numbers as text
        if text == "":
            continue
        told = _told(text, words, loose)
        if told == NOT_APPLICABLE:
            codes[place] = SKIPPED
        elif told == MISSING:
            continue
        elif told:
            codes[place] = int(told) - scale.min + FIRST
        elif number is None:
            no_answer = no_answer or _no_answer(scale)  # once: a column of comments has as many values as rows
            wrong.append((place, text, *no_answer))
        elif number != int(number):
            wrong.append((place, text, say("reading.not_whole"), say("reading.other_scale")))
        elif not scale.min <= number <= scale.max:
            outside = say("reading.outside", min=scale.min, max=scale.max)
            wrong.append((place, text, outside, say("reading.other_scale")))
        else:
            codes[place] = int(number) - scale.min + FIRST
    return codes, wrong


def _no_answer(scale: ResponseScale) -> tuple[str, str]:
    """Say that a value is none of a scale's, and what to do."""
    labels = (label.said(spoken()).split("\n")[0] for label in scale.labels.values())
    allowed = some([f"{scale.min}–{scale.max}", *labels])
    return say("reading.no_answer", allowed=allowed), mapped(say("reading.write_out"))


def numbered(text: str) -> tuple[int, str] | None:
    """Return the number that a tool wrote beside a label, and the label; None where there is none."""
    found = _NUMBERED.search(text.strip())
    return (int("".join(filter(str.isdecimal, found[0]))), _NUMBERED.sub("", text.strip())) if found else None


def meanings(scale: ResponseScale) -> dict[str, str]:
    """Return what the words of a response scale mean, in any of its languages: a number, NOT_APPLICABLE or MISSING."""
    labels = [(label, str(point)) for point, text in scale.labels.items() for label in text.all()]
    skipped = [*(scale.not_applicable.all() if scale.not_applicable else ()), NOT_APPLICABLE]
    whole = by_spelling((alike(label), meaning) for label, meaning in labels)
    first_lines = by_spelling((alike(label.split("\n")[0]), meaning) for label, meaning in labels)
    coded = {alike(value): meaning for value, meaning in scale.values.items()}
    return first_lines | whole | coded | {alike(label): NOT_APPLICABLE for label in skipped}


def code(column: Column, item: Item) -> tuple[Codes, list[Problem]]:
    """Return the codes of a whole column and the problems met."""
    kind = holding(width(item.response_scale))
    if isinstance(column, Whole):
        column = column.apart()
    if isinstance(column, Numbers):
        out: Codes = np.empty(len(column.values), dtype=kind)
        if code_numbers(column, item.response_scale, out):
            return out, []
        column = factorized(column.values)
    meaning, wrong = judge(column.raw, item)
    coded: Codes = meaning.astype(kind)
    return coded[column.codes], problems(item.id, column, wrong)


def options(column: Distinct, attribute: Attribute) -> tuple[npt.NDArray[np.int64], list[str], list[Problem]]:
    """Return a place in the list of distinct option values for each row ("" where not stated), and the problems."""
    known = attribute.options
    listed = [(word, value) for value, text in (known or {}).items() for word in (value, *text.all())]
    by_word = by_spelling((alike(word), value) for word, value in listed)
    by_word |= {alike(value): "" if told == MISSING else told for value, told in attribute.values.items()}
    loose = by_spelling((_letters(word), value) for word, value in by_word.items()) if known else {}
    meaning: list[str] = []
    wrong: list[Wrong] = []
    for place, value in enumerate(column.raw):
        text = as_text(value)
        if known is None:
            meaning.append(by_word.get(alike(text), tidy(text)))
        elif text in known or text == "":
            meaning.append(text)
        elif (told := _told(text, by_word, loose)) is not None:
            meaning.append(told)
        else:
            meaning.append("")
            reason = say("reading.no_option", options=some(known)) + meant(text, known)
            wrong.append((place, text, reason, mapped(say("reading.write_out"))))
    values = list(dict.fromkeys([*meaning, ""]))
    places = {value: place for place, value in enumerate(values)}
    lookup = np.array([places[value] for value in [*meaning, ""]], dtype=np.int64)
    return lookup[column.codes], values, problems(attribute.id, column, wrong)


def problems(name: str, column: Distinct, wrong: list[Wrong]) -> list[Problem]:
    """Count each value that was no answer, and say in which rows it stands."""
    if not wrong:
        return []
    # One sort for all: a column of comments where answers belong has as many kinds as rows.
    order = np.argsort(column.codes, kind="stable")
    starts = np.searchsorted(column.codes[order], [place for place, *_ in wrong])
    ends = np.searchsorted(column.codes[order], [place + 1 for place, *_ in wrong])
    found = []
    for (_, text, reason, advice), start, end in zip(wrong, starts, ends, strict=True):
        if end > start:  # a category that no row has is nobody's mistake
            first = tuple((order[start : min(end, start + 10)] + 1).tolist())
            count = int(end - start)
            found.append(
                Problem(column=name, value=text[:LONGEST], reason=reason, advice=advice, count=count, rows=first)
            )
    return found


def as_text(value: object) -> str:
    """Write a cell as a person would: 2.0 is "2", missing is "", no space around."""
    if value is None or type(value).__name__ == "NAType" or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\u00a0", " ").strip()


def _told(text: str, words: dict[str, str], loose: dict[str, str]) -> str | None:
    """Return what a cell's words mean, with a number beside them, or in several languages; None: nobody knows."""
    said = _NUMBERED.sub("", text)
    for found in (words.get(alike(text)), words.get(alike(said)), loose.get(_letters(said))):
        if found is not None:
            return found
    each = {words.get(alike(part)) for part in _LANGUAGES.split(said)}
    return each.pop() if len(each) == 1 else None


def _letters(text: str) -> str:
    """Return words without what tools and word processors change, such as quotes; "" where there is no letter."""
    return bare(text) if any(map(str.isalpha, text)) else ""


def as_number(text: str) -> float | None:
    """Return the number that a text is, with a point or a comma; None: it is none."""
    if "_" in text:  # Python reads 1_0 as 10; people do not
        return None
    try:
        number = float(_DECIMAL_COMMA.sub(r"\1.\2", text))
    except ValueError:
        return None
    return number if np.isfinite(number) else None
