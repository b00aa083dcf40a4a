"""Pages as they are sent, and scripts and styles without what only we read: remarks, blanks, what words are called."""

import hashlib
import re
from functools import lru_cache

import rjsmin
from markupsafe import Markup

from cxkit.static import served
from cxkit.survey.kinds import KINDS
from cxkit.survey.templates import environment
from cxkit.words import SAID, languages, preferred, spoken


def page(name: str, **values: object) -> str:
    """Return a page in the language that is spoken; its texts and values come out escaped."""
    return environment("live").get_template(f"{name}.html").render(name=name, style=_style, **values)


def asset(file: str, lang: str = "", kinds: str | None = None) -> tuple[str, str, str]:
    """Return a script or a style sheet, its media type and its ETag. Raises NotFound.

    lang: the language of a script's words, or the best that the catalogue has for it; "": all of them.
    kinds: how its dimensions are asked, with dots between; None: all.
    """
    asked = None if kinds is None else tuple(sorted(set(kinds.split(".")) & set(KINDS)))
    return _asset(file, asked, *([preferred(lang, languages())] if lang else []))


@lru_cache(maxsize=64)  # there are hundreds of ways to choose kinds
def _asset(file: str, kinds: tuple[str, ...] | None, *langs: str) -> tuple[str, str, str]:
    text = served(file, *langs, kinds=kinds)
    if file.endswith(".css"):
        return text, "text/css", _tag(text)
    lean = str(rjsmin.jsmin(text))
    said = SAID.findall(served("phone.js" if file == "later.js" else file, *langs))  # one page says the words of both
    short = {f'"{id}"': f'"{place:x}"' for place, id in enumerate(dict.fromkeys(said))}
    lean = re.sub(r'"[a-z_]+\.[a-z0-9_]+"', lambda id: short.get(id[0], id[0]), lean)
    return lean, "text/javascript", _tag(lean)


def _tag(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'


def _style(file: str) -> Markup:
    return Markup(served(file, spoken()))  # noqa: S704  (the package's own)
