"""Which language a browser is spoken to in: what its reader has chosen on a page of a room, else what it asks for."""

import re
from collections.abc import Iterable

from fastapi.responses import RedirectResponse
from starlette.datastructures import Headers
from starlette.requests import Request

from cxkit.words import TAG, called

COOKIE = "cxkit_lang"
"""A reader's own choice: it counts in every room."""
_CHOSEN = re.compile(rf"\b{COOKIE}=({TAG})(?:;|$)")


def wishes(headers: Headers) -> str:
    """Return what a browser asks for, as an Accept-Language header has it, its reader's own choice first."""
    accepted, chosen = headers.get("accept-language", ""), _CHOSEN.search(headers.get("cookie", ""))
    return f"{chosen[1]},{accepted}" if chosen else accepted


def switched(request: Request) -> RedirectResponse | None:
    """Keep the language that somebody has just chosen (`?lang=`), and lead to the same page without it."""
    lang = request.query_params.get("lang", "")
    if not re.fullmatch(TAG, lang):
        return None
    answer = RedirectResponse(str(request.url.remove_query_params("lang")), status_code=303)
    answer.set_cookie(COOKIE, lang, samesite="lax", max_age=365 * 86400)
    return answer


def ways(request: Request, offered: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return what languages are called by those who speak them, and the way to this page in each, by their tags."""
    return {lang: (called(lang), f"?{request.url.include_query_params(lang=lang).query}") for lang in offered}
