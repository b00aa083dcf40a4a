"""What every request to the live server passes: its host, a limit on bodies, headers that keep pages to themselves."""

import ipaddress
from collections.abc import Collection
from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cxkit.book.editions import Editions
from cxkit.live.serving.assets import page
from cxkit.live.serving.csp import policies, policy
from cxkit.live.serving.language import wishes
from cxkit.live.serving.open_files import reserve_left, turned_away
from cxkit.words import languages, preferred, say, speaking

LARGEST_BODY = 64 * 1024
LARGEST_FILE = 32 * 1024**2
"""A file of answers, from a facilitator: the page looks at the key before it reads one."""
_FILES = ("/api/setup/", "/answers")
_PAGES = policy()
_BOOK = "/book/"


class Guard:
    """An ASGI middleware: strange hosts and large bodies are refused, and no page may call another host.

    hosts: the names that the server goes by. An address in numbers is always right: a page elsewhere that has its own
    name lead here, to read what only this network may see, comes under that name. book: what is built of it.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], book: Editions | None) -> None:
        self.app = app
        self.hosts = {"localhost", *(host.lower() for host in hosts)}
        self.book = book

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, unless its body says that it is too large."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        with speaking(preferred(wishes(headers), languages())):
            await self._guard(headers, scope, receive, send)

    async def _guard(self, asked: Headers, scope: Scope, receive: Receive, send: Send) -> None:
        refusal: Response | None = None
        if not self._is_ours(asked.get("host", "")):
            refusal = JSONResponse({"detail": say("room.other_name")}, status_code=421)
        length, (begins, ends) = asked.get("content-length", ""), _FILES
        largest = LARGEST_FILE if scope["path"].startswith(begins) and scope["path"].endswith(ends) else LARGEST_BODY
        if length.isdigit() and int(length) > largest:
            refusal = JSONResponse({"detail": say("room.too_large")}, status_code=413)
        left = reserve_left()
        close = {"Connection": "close"} if left < 1 else {}  # so that nobody holds one while they ask nothing
        if turned_away(scope, left):
            words = page("notice", title=say("door.one_moment"), words=say("door.full"))
            refusal = HTMLResponse(words, status_code=503, headers={"Retry-After": "20", "Refresh": "20", **close})
        if refusal:
            await refusal(scope, receive, send)
            return
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message if received <= largest else {"type": "http.disconnect"}

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-cache")
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Content-Security-Policy"] = self._policy(scope["path"])
                headers.update(close)
            await send(message)

        await self.app(scope, limited, guarded)

    def _is_ours(self, host: str) -> bool:
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return name.lower() in self.hosts or _in_numbers(name.strip("[]"))

    def _policy(self, path: str) -> str:
        if not self.book or not path.startswith(_BOOK):
            return _PAGES
        lang, page = self.book.found(path.removeprefix(_BOOK))
        page = f"{page}index.html" if page.endswith("/") or not page else page
        return policies(self.book.built[lang]).get(page, _PAGES)


@lru_cache(maxsize=256)  # every request asks
def _in_numbers(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
