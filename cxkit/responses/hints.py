"""What is said of words in a file: those that were meant, and so many of a long list as can be read."""

from collections.abc import Iterable

from cxkit.errors import nearest
from cxkit.words import say


def meant(word: str, allowed: Iterable[str]) -> str:
    """Ask for the nearest allowed word, after a space; "" where nothing is near."""
    near = nearest(word, allowed)
    return f" {say('reading.did_you_mean', word=near)}" if near else ""


def mapped(advice: str) -> str:
    """Return advice, and how it is followed in a terminal."""
    return f"{advice} {say('reading.mapped')}"


def for_pages(text: str) -> str:
    """Return what was said of a file without what only a terminal has."""
    return text.replace(f" {say('reading.mapped')}", "")


def some(words: Iterable[str], *, most: int = 12) -> str:
    """Join words with commas, cutting a long list with the number left out."""
    words = list(words)
    more = f" {say('reading.more', n=len(words) - most)}" if len(words) > most else ""
    return say("report.comma").join(words[:most]) + more
