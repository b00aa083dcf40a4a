"""What options say of where a server is reached."""

import argparse
import re

from cxkit.live.serving.ports import LARGEST, UNOPENED


def unquoted(text: str) -> str:
    """Return an address without what surrounds it in files of settings."""
    return text.strip("\"' \t\r\n")


def address(text: str) -> str:
    """Return where phones reach a server."""
    url = unquoted(text).rstrip("/")
    if not re.fullmatch(r"https?://[^\s/?#@]+", url):
        raise argparse.ArgumentTypeError(
            f'"{text}" is not where phones reach a server, such as https://rooms.example.com'
        )
    number = url.rpartition(":")[2]
    if number.isdigit() and (why := why_not(int(number))):
        raise argparse.ArgumentTypeError(f'"{text}": port {number} {why}')
    return url


def port(text: str) -> int:
    """Return a port at which a browser can find a room."""
    if not text.isdigit() or not 1 <= int(text) <= LARGEST:
        raise argparse.ArgumentTypeError(f'"{text}" is not a port; it may be from 1 to {LARGEST}')
    if why := why_not(int(text)):
        raise argparse.ArgumentTypeError(f"port {int(text)} {why}")
    return int(text)


def why_not(port: int) -> str:
    """Return why no browser comes to a port, to follow its number; "": they do."""
    if port not in UNOPENED:
        return ""
    others = ", ".join(str(one) for one in sorted(UNOPENED) if one >= 1024)
    return f"is one that no browser opens; it may be from 1024 to {LARGEST}, without {others}"
