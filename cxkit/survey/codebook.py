"""A survey's codebook: for somebody with a file of its answers, what every column is and what every value means."""

from __future__ import annotations

from pathlib import Path

from cxkit.errors import SurveyError
from cxkit.survey.files import PACKAGE
from cxkit.survey.model import Survey
from cxkit.survey.parts import MISSING, NOT_APPLICABLE, ResponseScale
from cxkit.survey.templates import markdown
from cxkit.words import speaking

_BAR = str.maketrans({"|": "\\|", "\n": " "})
"""What would end a cell of a table in Markdown."""


def write_codebook(survey: Survey, file: Path, lang: str) -> None:
    """Write a survey's codebook as Markdown, in a language. Raises SurveyError where it cannot be written."""
    with speaking(lang):
        page = markdown(
            PACKAGE / "survey" / "templates" / "codebook.md",
            survey=survey,
            values=_values,
            cell=lambda words: str(words).translate(_BAR),
        )
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise SurveyError(f"{file}: cannot be written ({error.strerror}). Choose another place.") from None


def _values(scale: ResponseScale) -> str:
    """Return every value of a response scale with what it means, and how a tool's file may write it."""
    points = [(str(point), str(scale.labels.get(point, ""))) for point in range(scale.min, scale.max + 1)]
    if scale.not_applicable:
        points.append((NOT_APPLICABLE, str(scale.not_applicable)))
    also: dict[str, list[str]] = {}
    for value, meaning in scale.values.items():
        also.setdefault(meaning, []).append(value)
    if MISSING in also:
        points.append((MISSING, ""))
    return "; ".join(
        " ".join(filter(None, (f"`{value}`", words, f"({', '.join(also[value])})" if value in also else "")))
        for value, words in points
    ).translate(_BAR)
