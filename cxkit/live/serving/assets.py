"""What phones load, without what only we read: one page with its styles in it, and one script for all that it runs.

Phones on a venue's Wi-Fi wait for every request and every kilobyte; what stands once in one file is compressed once.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

import rjsmin

from cxkit.errors import NotFound
from cxkit.survey.files import STATIC

WIDGET = "self_assessment"
TOGETHER = {"participant": ("host", WIDGET, "phone")}
"""Scripts that are served as one, in this order."""
_LINK = re.compile(r'(?:<link rel="stylesheet" href="/static/[a-z_]+\.css">\s*)+')
_COMMENT = re.compile(r"/\*.*?\*/\s*|^\s+", re.DOTALL | re.MULTILINE)


@lru_cache(maxsize=32)
def script(name: str) -> tuple[str, str]:
    """Return a script without comments and indentation, and its ETag. Raises NotFound."""
    lean = str(rjsmin.jsmin("".join(map(_part, TOGETHER[name])) if name in TOGETHER else _read(name)))
    return lean, f'"{hashlib.sha256(lean.encode()).hexdigest()[:16]}"'


@lru_cache(maxsize=32)
def page(name: str) -> str:
    """Return a page with its stylesheets, less their comments, written into it."""
    return _LINK.sub(_styles, (STATIC / f"{name}.html").read_text(encoding="utf-8"))


def _part(name: str) -> str:
    """Return one of several scripts; the widget is a module, and waits where `load` of host.js looks for it."""
    text = _read(name)
    if name != WIDGET:
        return text
    return f'cxkit.given["/static/{name}.js"]=(()=>{{{text.replace("export default ", "return ")}}})();\n'


def _read(name: str) -> str:
    path = STATIC / f"{name}.js"
    if path.parent != STATIC or not path.is_file():
        raise NotFound("There is no such script.")
    return path.read_text(encoding="utf-8")


def _styles(links: re.Match[str]) -> str:
    names = re.findall(r"[a-z_]+\.css", links[0])
    styles = "".join((STATIC / name).read_text(encoding="utf-8") for name in names)
    return f"<style>{_COMMENT.sub('', styles)}</style>\n"
