"""Which words a translation is of: marks of both, kept in a file beside them, so that one out of date is found."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

SUFFIX = ".translated.txt"
"""How such a file's name ends. A line has an id, and for each language a mark of the source and of the translation."""

Texts = Mapping[str, Mapping[str, str]]
"""Words by language, that of the source first, by id."""

_LINE = re.compile(r"^(.+?)((?: [\w-]+:[0-9a-f]{8})+)$", re.MULTILINE)


def outdated(path: Path, texts: Texts) -> Iterator[tuple[str, str]]:
    """Give the id and the language of each translation that is as it was while its source no longer is."""
    kept = _read(path)
    for id, by_language in texts.items():
        (_, source), *others = by_language.items()
        for lang, words in others:
            known = kept.get(id, {}).get(lang, "")
            if known and known[:4] != _mark(source) and known[4:] == _mark(words):
                yield id, lang


def keep(path: Path, texts: Texts) -> bool:
    """Write down what is translated now; what is out of date stays so. Returns whether that changed the file."""
    kept, old = _read(path), {*outdated(path, texts)}
    lines = []
    for id, by_language in texts.items():
        (_, source), *others = by_language.items()
        marks = {lang: kept[id][lang] if (id, lang) in old else _mark(source) + _mark(words) for lang, words in others}
        if marks:
            lines.append(" ".join([id, *(f"{lang}:{mark}" for lang, mark in sorted(marks.items()))]) + "\n")
    told, before = "".join(lines), path.read_text(encoding="utf-8") if path.is_file() else ""
    if told != before:
        path.write_text(told, encoding="utf-8")
    return told != before


def _read(path: Path) -> dict[str, dict[str, str]]:
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return {id: dict(one.split(":") for one in marks.split()) for id, marks in _LINE.findall(text)}


def _mark(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:4]
