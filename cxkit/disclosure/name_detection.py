"""What in a comment may name a person: e-mail addresses, telephone numbers, names. English and Spanish.

A facilitator reads every comment before it is shown, so a mark too many costs a glance and a mark too few may cost
somebody their peace: every capitalised word that is not known to be a common one is marked. Known not to be found:
names in lower case that are not among the usual ones, names in scripts without capitals, numbers in words, and people
described without a name ("the new one in accounts").
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["email", "phone", "name"]


@dataclass(frozen=True, order=True, kw_only=True)
class Flag:
    """A passage text[start:end] that may name a person."""

    start: int
    end: int
    kind: Kind


_EMAIL = re.compile(
    r"[^\s@<>(),;:\"]{1,64}@[^\s@<>(),;:\"]*\w"  # also a broken or a short one: anna@firm
    r"|(?<![\w.+-])[\w.+-]{1,64} @ ?[\w.-]+\.\w+|@\w[\w.]+"
    r"|(?<![\w.+-])[\w.+-]{1,64} ?[\[(]? ?\b(?:at|arroba)\b ?[\])]? ?[\w-]+"
    r"(?:\.| ?[\[(]? ?\b(?:dot|punto)\b ?[\])]? ?)[a-z]{2,}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,])(?:\+|\(\+?)?\d(?:[\s().\-–/·]{0,3}\d){5,16}(?!\w)")
_EXTENSION = re.compile(
    r"\b(?:ext(?:ensi[oó]n|ension)?|anexo|interno|phone|mobile|whatsapp|tel(?:[eé]fono|ephone)?|m[oó]vil|celular)\b"
    r"[.:]?\s?(?:n[.ºo°]*\s?|number\s|is\s|es\s|el\s)*\d[\d\s-]{1,}\d",
    re.IGNORECASE,
)
_NO_PHONE = re.compile(
    r"(?:19|20)\d\d(?:[\s\-–/.]{1,3}(?:19|20)?\d\d)*"  # years, and years with months
    r"|\d{1,2}[./–-]\d{1,2}[./–-](?:19|20)?\d\d|(?:19|20)\d\d[./–-]\d{1,2}[./–-]\d{1,2}(?:\s\d{1,2})?"  # dates
    r"|\d{1,2}(?:\.\d{3})+|\d{1,2}(?: 000)+|\d{6}"  # thousands; a plain number of six digits
    r"|\d{1,2}\.\d\d\s?[-–]\s?\d{1,2}\.\d\d"  # 10.30-11.45
)
_MONEY = re.compile(r"[€$£]|\b(?:EUR|USD|GBP|MXN|euros?|d[oó]lar(?:es)?|dollars?|pounds?|pesos)\b", re.IGNORECASE)
_INITIALS = re.compile(r"\b[^\W\d_a-zà-ÿ]\.(?:\s?[^\W\d_a-zà-ÿ]\.)+")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_OPENS = re.compile(r"(?:^|[.!?…:;\n])[\s\"'“”«»‘(\[¿¡*•–—-]*$")
# How common words end that begin a sentence: Training, Communication, Honestly, Comunicación, Normalmente.
_COMMON_ENDS = (
    "ing", "tion", "tions", "sion", "ment", "ments", "ness", "ally", "ously", "antly", "ently", "ability", "ship",
    "ción", "cion", "ciones", "sión", "siones", "mente", "miento", "mientos", "idad", "idades", "ando", "iendo",
    "amos", "emos", "aron", "ieron",
)  # fmt: skip


@cache
def listed(kind: str) -> frozenset[str]:
    """Return the words of a kind in names.txt: "titles", "introduce", "between", "also words", "given" or "common"."""
    kinds = Path(__file__).with_name("names.txt").read_text(encoding="utf-8").split("\n[")
    words = next(section for name, _, section in (each.partition("]\n") for each in kinds) if name == kind)
    return frozenset(re.sub("^#.*", "", words, flags=re.MULTILINE).split())


def flags(text: str, names: Iterable[str] = ()) -> tuple[Flag, ...]:
    """Return the passages of a text that may name a person, in their order; they never overlap.

    names: names to find as well, in any case: of people who work here, say.

    >>> from cxkit.disclosure.name_detection import flags
    >>> text = "Ask Anna, anna@firm.example or 600 123 456."
    >>> [(flag.kind, text[flag.start:flag.end]) for flag in flags(text)]
    [('name', 'Anna'), ('email', 'anna@firm.example'), ('phone', '600 123 456')]
    """
    found: list[Flag] = []
    for start, end, kind in (*_addresses(text), *_numbers(text), *_names(text, names)):
        if not any(start < flag.end and flag.start < end for flag in found):
            found.append(Flag(start=start, end=end, kind=kind))
    return tuple(sorted(found))


def pieces(text: str, marks: Iterable[Flag]) -> list[tuple[str, Kind | None]]:
    """Cut a text at its flags: [("Ask ", None), ("Anna", "name"), …]; joined they are the text."""
    cut: list[tuple[str, Kind | None]] = []
    at = 0
    for flag in marks:
        cut += [(text[at : flag.start], None), (text[flag.start : flag.end], flag.kind)]
        at = flag.end
    return [(words, kind) for words, kind in [*cut, (text[at:], None)] if words]


Found = tuple[int, int, Kind]


def _addresses(text: str) -> Iterator[Found]:
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), "email"


def _numbers(text: str) -> Iterator[Found]:
    for match in (*_EXTENSION.finditer(text), *_PHONE.finditer(text)):
        start, end = match.span()
        around = text[max(0, start - 2) : start] + " " + text[end : end + 8]
        if match.re is _PHONE and (_NO_PHONE.fullmatch(match[0]) or _MONEY.search(around)):
            continue
        yield start, end, "phone"


def _names(text: str, names: Iterable[str]) -> Iterator[Found]:
    for match in _INITIALS.finditer(text):
        yield match.start(), match.end(), "name"
    known = {part.casefold() for name in names for part in _WORD.findall(name)} - listed("between")
    titles, also_words = listed("titles"), listed("also words")
    letters = [sign for sign in text if sign.isalpha()]
    shouted = len(letters) > 12 and sum(map(str.isupper, letters)) > 0.6 * len(letters)
    run: tuple[int, int] | None = None
    before = ""
    for match in _WORD.finditer(text):
        word, (start, end) = match[0], match.span()
        plain = re.sub(r"['’]s$", "", word.casefold())
        capital = word[0].isupper() and not shouted
        opens = bool(_OPENS.search(text[max(0, start - 12) : start]))
        gap = text[run[1] : start] if run else "\n"
        goes_on = _only_between(gap) or (before in titles and gap.strip() == ".")
        if before in listed("introduce") or before in titles:
            named = plain not in listed("common") | titles or (before in titles and capital)
        elif goes_on and len(word) == 1:
            named = capital  # Anna K.
        else:
            named = plain in known or plain in titles - also_words or _is_name(word, plain, capital, opens)
        before = plain
        if not named:
            continue
        if run and not goes_on:
            yield *run, "name"
        run = (run[0] if run and goes_on else start), end
    if run:
        yield *run, "name"


def _only_between(gap: str) -> bool:
    """Say whether nothing, or only the small words of a name, lie between two words: Ana de la Cruz."""
    return "\n" not in gap and all(word.casefold() in listed("between") for word in gap.split())


def _is_name(word: str, plain: str, capital: bool, opens: bool) -> bool:
    parts = plain.split("-")
    if any(part in listed("given") or part in listed("also words") for part in parts):
        return capital or plain not in listed("also words")
    if not capital or len(word) == 1 or (word.isupper() and len(word) <= 4):
        return False  # all in capitals and short: an abbreviation
    if plain in listed("common"):
        return plain in listed("also words") and not opens
    return not (opens and plain.endswith(_COMMON_ENDS))
