"""Raw answers as a file for another program: what `read_responses` reads back, with nothing lost."""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxkit.errors import ResponseError
from cxkit.responses.csv_safety import harmless
from cxkit.responses.responses import Responses, checked
from cxkit.survey.kinds import KINDS
from cxkit.survey.model import Survey
from cxkit.survey.parts import NOT_APPLICABLE, Item

if TYPE_CHECKING:
    import pandas as pd

SPSS_PREFIX = "v_"
"""Before a name that SPSS would not take: "v_by" for "by"."""
_LONGEST = 64
_SPSS_NAME = re.compile(r"(?!(?:all|and|by|eq|ge|gt|le|lt|ne|not|or|to|with)\Z)[a-z]\w{0,63}\Z", re.IGNORECASE)


def write_answers(
    answers: Responses | pd.DataFrame, survey: Survey, path: str | Path, *, more: Mapping[str, list[str]] | None = None
) -> None:
    """Write what each individual answered, for your own disk: `.csv`, or `.sav` (SPSS) with words for every value.

    CSV has `not_applicable` for "can't tell", and an apostrophe before what a spreadsheet would run as a formula. SPSS
    has a code below the response scale for it, declared missing, and each item's words as its variable's label.
    Comments are not written.

    Args:
        more: Further columns of text, by name.

    Raises:
        ResponseError: There are no answers; the file is there already, cannot be written, or has another ending; or
            pyreadstat is missing.
    """
    answers, file = checked(answers, survey), Path(path)
    writers = {".csv": _csv, ".sav": _spss}
    if file.suffix.lower() not in writers:
        raise ResponseError(f"{file}: answers are written as .csv or .sav (SPSS). Give the file one of these endings.")
    if not len(answers):
        raise ResponseError("Nobody has answered yet: there is nothing to write.")
    try:
        file.touch(0o600, exist_ok=False)  # for your eyes only
    except FileExistsError:
        raise ResponseError(f"{file}: is there already. Choose another name; nothing was written.") from None
    except OSError as error:
        raise _not_written(file, error) from None
    try:
        writers[file.suffix.lower()](answers, survey, file, dict(more or {}))
    except BaseException as error:
        file.unlink()  # part of a file would be in the way of the next try, or be taken for the whole
        if isinstance(error, OSError):
            raise _not_written(file, error) from None
        raise


def _not_written(file: Path, error: OSError) -> ResponseError:
    return ResponseError(f"{file}: cannot be written ({error.strerror}). Choose another place.")


def _csv(answers: Responses, survey: Survey, file: Path, more: dict[str, list[str]]) -> None:
    table = answers.frame.assign(**more).map(harmless)  # of words alone: a number below zero is no formula
    for item in survey.items:
        codes = table[item.id].astype("Int64").astype("string")
        table[item.id] = codes.mask(answers.not_applicable[item.id], NOT_APPLICABLE)
    table.to_csv(file, index=False, encoding="utf-8-sig")


def _spss(answers: Responses, survey: Survey, file: Path, more: dict[str, list[str]]) -> None:
    try:
        import pyreadstat  # noqa: PLC0415
    except ImportError:
        raise ResponseError(
            'writing SPSS needs pyreadstat. Install it: pip install "cxkit[spss]". Or write a file that ends in .csv.'
        ) from None
    table = answers.frame.assign(**more)
    titles: dict[str, str] = {}
    labels: dict[str, dict[Any, str]] = {}
    missing: dict[str, Any] = {}
    for item in survey.items:
        table[item.id] = table[item.id].mask(answers.not_applicable[item.id], _skip(item))
        titles[item.id] = str(item.text)
        scale = item.response_scale
        labels[item.id] = {float(point): str(words) for point, words in scale.labels.items()}
        labels[item.id][_skip(item)] = str(scale.not_applicable or NOT_APPLICABLE)
        missing[item.id] = [_skip(item)]
    # Buttons are in an order where the file says which of them are good.
    levels: dict[str, Any] = {
        item.id: "ordinal"
        if dimension.kind == "choose" and item.response_scale.favourable
        else KINDS[dimension.kind].level
        for dimension in survey.dimensions
        for item in dimension.items
    }
    for attribute in survey.attributes:
        titles[attribute.id] = str(attribute.title)
        given = {*table[attribute.id]} if attribute.id in table else set()
        # pyreadstat makes room for the letters of a label's value, not for their bytes, unless somebody gave it.
        labels[attribute.id] = {
            value: str(words) for value, words in (attribute.options or {}).items() if value.isascii() or value in given
        }
    names = _spss_names(list(map(str, table)))
    try:
        pyreadstat.write_sav(
            table.rename(columns=names),
            file,
            file_label=str(survey.title)[:64],
            column_labels={names[name]: titles.get(name, name) for name in names},
            variable_value_labels={names[name]: words for name, words in labels.items() if words and name in names},
            missing_ranges={names[name]: values for name, values in missing.items()},
            variable_measure={names[name]: levels.get(name, "nominal") for name in names},
        )
        # Onto a full disk it writes part of a file, or nothing, and does not say so.
        written = len(pyreadstat.read_sav(file)[0])
    except pyreadstat.ReadstatError as error:
        raise OSError(errno.ENOSPC, f"{error}: is the disk full?") from None
    if written < len(table):
        raise OSError(errno.ENOSPC, "only part of it was taken: is the disk full?")


def _spss_names(ids: list[str]) -> dict[str, str]:
    """Give each column a name that SPSS takes: at most 64 letters, and none that differs in capitals alone."""
    names = {id: id for id in ids if _SPSS_NAME.match(id)}
    taken: set[str] = set()
    for id in sorted(ids, key=lambda id: id not in names):  # what SPSS would take keeps its name
        wanted = names.get(id, f"{SPSS_PREFIX}{id}")[:_LONGEST]
        ends = ("", *(f"_{at}" for at in range(2, len(ids) + 2)))
        names[id] = next(name for end in ends if (name := wanted[: _LONGEST - len(end)] + end).casefold() not in taken)
        taken.add(names[id].casefold())
    return names


def _skip(item: Item) -> float:
    """Return the number that stands for "can't tell": as most codebooks have it, or below the response scale."""
    return float(min(-9, item.response_scale.min - 1))
