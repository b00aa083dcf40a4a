"""What a page may load: Content-Security-Policy, without `unsafe-inline` scripts."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_HANDLER = re.compile(r"""\son[a-z]+\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_DATA = re.compile(r"""type\s*=\s*["']?application/(?!javascript)""", re.IGNORECASE)


def policy(scripts: str = "") -> str:
    """Return the header: everything from this server, blob: for a widget's module, and the scripts named."""
    return (
        f"default-src 'self'; script-src 'self' blob:{scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )


@cache
def policies(book: Path) -> dict[str, str]:
    """Return the header for each page of a built book, by its path in the book.

    The theme writes scripts into its pages: each is allowed by its hash, on that page only. Read once, so what is
    written into a page later does not run.
    """
    return {page.relative_to(book).as_posix(): policy(_scripts(page)) for page in book.rglob("*.html")}


def _scripts(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    inline = {words for kind, words in _SCRIPT.findall(text) if not _DATA.search(kind)}
    handlers = {double or single for double, single in _HANDLER.findall(_SCRIPT.sub("", text))}
    unsafe = " 'unsafe-hashes'" if handlers else ""
    return unsafe + "".join(f" 'sha256-{_hash(words)}'" for words in sorted(inline | handlers))


def _hash(words: str) -> str:
    return base64.b64encode(hashlib.sha256(words.encode()).digest()).decode()
