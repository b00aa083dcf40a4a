"""What every request to the live server passes: a limit on bodies, and headers that keep pages to themselves."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 64 * 1024

# Scripts come from this server only; blob: is how a widget's module arrives in a static book page.
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


class Guard:
    """An ASGI middleware: large bodies are refused, and no page may call another host."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, unless its body says that it is too large."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _length(scope) > LARGEST_BODY:
            refusal = JSONResponse({"detail": "That is more than a response can hold."}, status_code=413)
            await refusal(scope, receive, send)
            return
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return message if received <= LARGEST_BODY else {"type": "http.disconnect"}

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-cache")
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                # The book's pages carry the theme's own inline scripts.
                if not scope["path"].startswith("/book"):
                    headers["Content-Security-Policy"] = _PAGE_POLICY
            await send(message)

        await self.app(scope, limited, guarded)


def _length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
