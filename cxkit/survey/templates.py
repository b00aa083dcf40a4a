"""HTML from templates that escape by themselves and take their words from the catalogue."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cxkit.survey.files import PACKAGE
from cxkit.words import say_html, spoken


@cache
def environment(folder: str) -> Environment:
    """Return what renders the templates of a folder of the package, `cxkit/<folder>/templates`.

    They have `say`, and `lang()`: the language that is spoken.
    """
    made = Environment(
        loader=FileSystemLoader(PACKAGE / folder / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"say": say_html, "lang": spoken}
    return made
