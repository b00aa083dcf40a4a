"""Files of SPSS, by pyreadstat: variables by name and label, values by their labels where they have some."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from cxkit.errors import ResponseError
from cxkit.responses.coding import as_text, meanings
from cxkit.responses.formats import qualtrics
from cxkit.responses.formats.layout import Layout, after, called, column
from cxkit.responses.spelling import alike, by_spelling, tidy
from cxkit.responses.written import SPSS_PREFIX
from cxkit.survey.model import Survey
from cxkit.survey.parts import NOT_APPLICABLE
from cxkit.words import say

_FEW, _FAR = 3, 6
_LONGEST = 120
"""Bytes of a value's label that SPSS keeps."""


def is_spss(path: Path) -> bool:
    """Say whether a file is one of SPSS, by its first letters."""
    try:
        with path.open("rb") as file:
            return file.read(4) in {b"$FL2", b"$FL3"}
    except OSError:
        return False


def read_spss(path: Path, survey: Survey) -> Layout:
    """Read a file of SPSS; rows are numbered from 1. Raises ResponseError.

    What it declares missing is blank, unless its label is what the survey says for "can't tell". Where two or
    three of a scale's points have labels, all are numbers, and words that the survey does not know are nobody's answer.
    """
    try:
        import pyreadstat  # noqa: PLC0415
    except ImportError:
        raise ResponseError(say("reading.no_pyreadstat")) from None
    try:
        table, about = pyreadstat.read_sav(path, user_missing=True)
    except pyreadstat.ReadstatError as error:
        raise ResponseError(say("reading.no_spss", error=error)) from None
    scales = [item.response_scale for item in survey.items]
    skipped = {alike(NOT_APPLICABLE)} | {
        alike(words) for scale in scales for words in (scale.not_applicable.all() if scale.not_applicable else ())
    }
    known = skipped.union(*map(meanings, scales))
    uncut = _uncut(survey)
    columns = []
    for name in about.column_names:
        labels = about.variable_value_labels.get(name, {})
        labels = {value: uncut.get(tidy(str(words)), words) for value, words in labels.items()}
        none = [value for value in table[name].unique() if _declared(value, about.missing_ranges.get(name, []))]
        if _names_ends(labels, [*table[name].dropna().unique()], none):
            labels = {value: words for value, words in labels.items() if alike(str(words)) in known}
        labels |= {value: labels[value] if alike(str(labels.get(value, ""))) in skipped else "" for value in none}
        bare = any(value not in labels for value in table[name].dropna().unique())
        labels = {value: _beside(value, words, known) if bare else words for value, words in labels.items()}
        columns.append([as_text(labels.get(value, value)) for value in table[name]])
    said = [label or "" for label in about.column_labels]
    frame = pd.DataFrame(dict(enumerate(columns)), dtype=object)
    whole = pd.concat([pd.DataFrame([about.column_names, said]), frame]).set_axis(range(-1, len(frame) + 1))
    note = say("reading.read_as", tool="SPSS")
    if qualtrics.FORMAT.sure([about.column_names, said]):
        layout = qualtrics.FORMAT.lay_out(whole, survey)
        return replace(layout, notes=(note, *layout.notes))
    return Layout(
        names=[_names(name, label) for name, label in zip(about.column_names, said, strict=True)],
        frame=whole.iloc[2:],
        unfinished=column(frame, about.column_names, "submitdate") == ""
        if "submitdate" in about.column_names
        else None,
        notes=(note,),
    )


def _names(name: str, label: str) -> tuple[str, ...]:
    """Return what a variable may be called: its label may be "stem - words", "stem [words]" or "[words] stem"."""
    first = label.partition("]")[0].removeprefix("[") if label.startswith("[") else ""
    said = (name, label, name.removeprefix(SPSS_PREFIX), first, *called(label), *after(label, " - "))
    return tuple(filter(None, dict.fromkeys(said)))


def _uncut(survey: Survey) -> dict[str, str]:
    """Return the words of values by what is left of them in SPSS: not all of them, from sixty letters of Arabic up."""
    scales = [item.response_scale for item in survey.items]
    texts = [*(text for scale in scales for text in (*scale.labels.values(), scale.not_applicable) if text)]
    texts += [text for attribute in survey.attributes for text in (attribute.options or {}).values()]
    words = {each for text in texts for each in text.all()}
    return by_spelling((tidy(each.encode()[:_LONGEST].decode(errors="ignore")), each) for each in words)


def _names_ends(labels: dict[Any, str], values: list[Any], none: list[Any]) -> bool:
    """Say whether labels name but the ends of a scale, and its middle: as with 0 and 10 of eleven points."""
    points = sorted(one for one in labels if isinstance(one, float) and one not in none)
    if not 0 < len(points) <= _FEW or len(points) != len({*labels}.difference(none)):
        return False
    return points[-1] - points[0] >= _FAR or any(one not in labels and one not in none for one in values)


def _beside(value: Any, words: str, known: set[str]) -> str:
    """Return a label with its number, where others have none: only so can be seen which way they count."""
    return f"{words} ({as_text(value)})" if isinstance(value, float) and value >= 0 and alike(words) in known else words


def _declared(value: Any, ranges: Iterable[Any]) -> bool:
    """Say whether a variable declares a value missing: a range of one is a value, and words have no ranges."""
    return any(value == one["lo"] or (isinstance(value, float) and one["lo"] <= value <= one["hi"]) for one in ranges)
