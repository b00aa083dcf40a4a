"""A survey's codebook: for somebody with a file of its answers, what every column is and what every value means."""

from collections.abc import Mapping
from pathlib import Path

from cxkit.errors import SurveyError
from cxkit.survey.files import PACKAGE
from cxkit.survey.model import Survey
from cxkit.survey.parts import NOT_APPLICABLE, Attribute, Item, ResponseScale
from cxkit.survey.templates import markdown
from cxkit.words import say, speaking

_BAR = str.maketrans({"|": "\\|", "\n": " "})
"""What would end a cell of a table in Markdown."""


def write_codebook(survey: Survey, file: Path, lang: str) -> None:
    """Write a survey's codebook as Markdown, in a language. Raises SurveyError where it cannot be written."""
    with speaking(lang):
        page = markdown(
            PACKAGE / "survey" / "templates" / "codebook.md",
            survey=survey,
            values=_values,
            options=_options,
            column=_column,
            cell=lambda words: str(words).translate(_BAR),
        )
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise SurveyError(f"{file}: cannot be written ({error.strerror}). Choose another place.") from None


def _values(scale: ResponseScale) -> str:
    """Return every value of a response scale with what it means, and how a tool's file may write it."""
    points = {str(point): str(scale.labels.get(point, "")) for point in range(scale.min, scale.max + 1)}
    if scale.not_applicable:
        points[NOT_APPLICABLE] = str(scale.not_applicable)
    return _listed(points, scale.values)


def _options(attribute: Attribute) -> str:
    """Return every option of an attribute, or that they are the workshop's, and how a tool's file may write them."""
    named = {value: str(words) for value, words in (attribute.options or {}).items()}
    return "; ".join(filter(None, ("" if named else say("codebook.any"), _listed(named, attribute.values))))


def _listed(words: Mapping[str, str], written: Mapping[str, str]) -> str:
    """Return values with their words, and those that a tool's file has for them; what only it has comes last."""
    also: dict[str, list[str]] = {}
    for value, meaning in written.items():
        also.setdefault(meaning, []).append(value)
    return "; ".join(
        " ".join(filter(None, (f"`{value}`", words.get(value), f"({', '.join(also[value])})" if value in also else "")))
        for value in dict.fromkeys((*words, *also))
    ).translate(_BAR)


def _column(one: Item | Attribute) -> str:
    """Return what a column is called here, and in a tool's file."""
    return (f"`{one.id}`" + (f" ({one.column})" if one.column else "")).translate(_BAR)
