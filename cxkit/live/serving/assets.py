"""What phones load, without what only we read: one page with its style in it, and one script for all that it runs.

Phones on a venue's Wi-Fi wait for every request and every kilobyte; what stands once in one file is compressed once.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

import rjsmin

from cxkit.static import FOLDER, served

_LINK = re.compile(r'<link rel="stylesheet" href="/static/(\w+\.css)">')


@lru_cache(maxsize=64)
def asset(file: str) -> tuple[str, str]:
    """Return a script or style sheet without comments and indentation, and its ETag. Raises NotFound."""
    lean = str(rjsmin.jsmin(served(file))) if file.endswith(".js") else served(file)
    return lean, f'"{hashlib.sha256(lean.encode()).hexdigest()[:16]}"'


@lru_cache(maxsize=32)
def page(name: str) -> str:
    """Return a page with its style sheet, less its comments, written into it."""
    written = (FOLDER / f"{name}.html").read_text(encoding="utf-8")
    return _LINK.sub(lambda link: f"<style>{served(link[1])}</style>", written)
