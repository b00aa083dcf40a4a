"""One HTTP request on one connection: what simulated phones and the proxy between them and the server speak."""

import asyncio
import json
from typing import Any

GONE = (OSError, EOFError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
"""What a request raises when the other side, or the way to it, has gone."""


async def read_message(reader: asyncio.StreamReader) -> bytes:
    """Return a whole request or response, head and body. Raises one of GONE when it does not come whole."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return head + (await reader.readexactly(length) if length else b"")


async def exchange(port: int, message: bytes) -> bytes:
    """Send a request, return its whole response. Raises one of GONE."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(message)
        await writer.drain()
        return await read_message(reader)
    finally:
        writer.close()


async def call(port: int, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """Return (status, what came as JSON). Raises one of GONE, or TimeoutError after the eight seconds of host.js."""
    data = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: localhost:{port}",
        "Connection: close",
        f"Content-Length: {len(data)}",
    ]
    lines += ["Content-Type: application/json"] if data else []
    lines += [f"{name}: {value}" for name, value in headers.items()]
    async with asyncio.timeout(8):
        answer = await exchange(port, "\r\n".join([*lines, "", ""]).encode() + data)
    head, _, text = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), json.loads(text) if text.startswith((b"{", b"[")) else text.decode()
