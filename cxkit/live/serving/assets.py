"""What browsers get: pages, and scripts and style sheets without what only we read."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

import rjsmin
from markupsafe import Markup

from cxkit.errors import NotFound
from cxkit.survey.files import STATIC
from cxkit.survey.templates import environment
from cxkit.words import languages, say

_KINDS = {".css": "text/css", ".js": "text/javascript"}
_COMMENT = re.compile(r"/\*.*?\*/\s*|^\s+", re.DOTALL | re.MULTILINE)
_HOSTED = ("commitments.js", "console.js", "moderation.js", "paper.js", "phone.js", "publishing.js", "setup.js")
_BEFORE = {"front_door.css": ("phone.css",), "tokens.css": ()} | dict.fromkeys(_HOSTED, ("host.js",))


def page(name: str, **values: object) -> str:
    """Return a page in the language that is spoken; its texts and values come out escaped."""
    return environment("live").get_template(f"{name}.html").render(name=name, style=_style, **values)


def asset(file: str, lang: str = "") -> tuple[str, str, str]:
    """Return a script or a style sheet, its media type and its ETag. Raises NotFound.

    lang: the language of a script's words; any that the catalogue lacks: all of them.
    """
    return _asset(file, lang if lang in languages() else "")


@lru_cache(maxsize=128)
def _asset(file: str, lang: str) -> tuple[str, str, str]:
    text = served(file, *filter(None, [lang]))
    if file.endswith(".js"):
        text = str(rjsmin.jsmin(text))
    return text, _KINDS[file[file.index(".") :]], f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'


def _style(file: str) -> Markup:
    return Markup(served(file))  # noqa: S704  (the package's own)


def served(file: str, *_langs: str) -> str:
    """Return a script or a style sheet after what it needs. Raises NotFound."""
    path = STATIC / file
    if path.parent != STATIC or path.suffix not in _KINDS or not path.is_file():
        raise NotFound(say("room_errors.no_script"))
    before = "".join(served(name) for name in _BEFORE.get(file, ("tokens.css",) if path.suffix == ".css" else ()))
    if file == "phone.js":  # the widget is a module, and waits where `load` of host.js looks for it
        widget = served("self_assessment.js").replace("export default ", "return ")
        before += f'cxkit.given["/static/self_assessment.js"]=(()=>{{{widget}}})();\n'
    text = path.read_text(encoding="utf-8")
    return before + (_COMMENT.sub("", text) if path.suffix == ".css" else text)
