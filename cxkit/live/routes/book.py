"""The book as a live room serves it: without the made-up people of its examples, who could be taken for the room.

GET  /book/confidentiality.html  the book's page for participants, with the thresholds of their room; in another
                                 language below /book/{language}/, as every page
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from cxkit.book.editions import Editions, with_switch
from cxkit.errors import NotFound
from cxkit.live.routes.phones import CONFIDENTIALITY, answered_now
from cxkit.live.routes.server import Here
from cxkit.words import say

router = APIRouter()


@router.get(f"/book/{CONFIDENTIALITY}", include_in_schema=False)
@router.get(f"/book/{{lang}}/{CONFIDENTIALITY}", include_in_schema=False)
async def confidentiality(server: Here, code: str = "", lang: str = "") -> HTMLResponse:
    """Show how answers are protected, by the thresholds of the room that it is opened from, or the server's own."""
    asked = code or server.room
    found = await answered_now(asked, server) if asked else None
    folder = server.editions and server.editions.built.get(lang or server.editions.first)
    if not folder or not server.editions or not (folder / CONFIDENTIALITY).is_file():
        raise NotFound(say("room.no_book"))
    path = folder / CONFIDENTIALITY
    text = _live(path, str(path.stat().st_mtime_ns), *_switched(server.editions, path))
    for name, least in vars(found.survey.confidentiality).items() if found else ():
        text = re.sub(rf'(data-least="{name}">)\d+', rf"\g<1>{least}", text)
    return HTMLResponse(text)


class LiveBook(StaticFiles):
    """The book as the room serves it: what its cells drew of made-up people is left out (cxkit/static/live_book.js)."""

    def __init__(self, editions: Editions) -> None:
        super().__init__(directory=editions.built[editions.first], html=True)
        self.editions = editions

    def lookup_path(self, path: str) -> Any:
        """Find a file in the edition to whose language its path leads."""
        lang, page = self.editions.found(path.replace("\\", "/"))
        return StaticFiles(directory=self.editions.built[lang]).lookup_path(page)

    def file_response(self, full_path: Any, *args: Any, **kwargs: Any) -> Response:
        """Return a file, and a page as it is in a live room."""
        path = Path(full_path)
        answer = super().file_response(full_path, *args, **kwargs)
        if path.suffix != ".html" or not isinstance(answer, FileResponse):
            return answer
        switched = _switched(self.editions, path)
        tag = f"{answer.headers['etag'].strip(chr(34))}-live{len(self.editions.built)}"
        page = HTMLResponse(_live(path, answer.headers["etag"], *switched), status_code=answer.status_code)
        page.headers["ETag"] = f'"{tag}"'
        page.headers["Cache-Control"] = "no-cache"
        return page


def _switched(editions: Editions, path: Path) -> tuple[str, str, tuple[str, ...]]:
    """Return a page's path in its edition, the edition's language, and those that there are."""
    lang, folder = next((lang, one) for lang, one in editions.built.items() if path.is_relative_to(one))
    return path.relative_to(folder).as_posix(), lang, tuple(editions.built)


@lru_cache(maxsize=64)
def _live(path: Path, _tag: str, page: str, lang: str, langs: tuple[str, ...]) -> str:
    text = path.read_text(encoding="utf-8").replace("<html", "<html data-live", 1)
    text = text.replace("</head>", '<script src="/static/live_book.js" defer></script></head>', 1)
    return with_switch(text, page, lang, langs)
