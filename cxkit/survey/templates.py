"""HTML from templates that escape by themselves and take their words from the catalogue."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cxkit.survey.files import PACKAGE
from cxkit.words import direction, say, say_html, spoken


@cache
def environment(folder: str) -> Environment:
    """Return what renders the templates of a folder of the package, `cxkit/<folder>/templates`.

    They have `say`, `lang()`: the language that is spoken, and `dir()`: how it is written.
    """
    made = Environment(
        loader=FileSystemLoader(PACKAGE / folder / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"say": say_html, "lang": spoken, "dir": lambda: direction(spoken())}
    return made


def markdown(template: Path, **values: Any) -> str:
    """Return a page in Markdown from its template, in which nothing is escaped by itself."""
    made = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701
    made.globals["say"] = say
    return made.from_string(template.read_text(encoding="utf-8")).render(values)
