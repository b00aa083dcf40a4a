"""Languages by their tags (BCP 47): which of those offered a reader gets, and in which direction one is written.

One is as good as another where both, written out in full, are the same language in the same script: `pt` is pt-Latn-BR,
and so finds pt-BR; zh-TW is zh-Hant-TW, and so finds zh-Hant; `fil` never finds `fi`. What the full form of a tag is,
CLDR says. `chosen` in cxkit/static/parts.js is the same rule, by the browser's own tables.
"""

from collections.abc import Iterator
from functools import lru_cache

TAG = r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}"
"""What a tag may look like, as a pattern."""
MOST = 50
"""Of a reader's wishes: nobody who reads so many wants the next one, and each costs the room time."""


@lru_cache(maxsize=1024)  # readers name whatever they like
def choose(tag: str, offered: tuple[str, ...]) -> str:
    """Return the best of what is offered for a language; "" where nothing is.

    Of several, that of the same region; else the one that names none, else the first.
    """
    if tag in offered:
        return tag
    wanted = _full(tag)
    near = [one for one in offered if wanted and _full(one)[:2] == wanted[:2]]
    if not near:
        return ""
    return min(near, key=lambda one: (_full(one) != wanted, any(len(part) == 2 for part in one.split("-")[1:])))


def wished(accepted: str) -> Iterator[str]:
    """Give the tags of an Accept-Language header, the most wished first; one of no weight is not wished."""
    wishes = []
    for wish in accepted.split(",", MOST)[:MOST]:
        tag, *parameters = (part.strip() for part in wish.split(";"))
        weight = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        try:
            wishes.append((float(weight), tag))
        except ValueError:
            continue
    yield from (tag for weight, tag in sorted(wishes, key=lambda one: -one[0]) if weight > 0 and tag)


@lru_cache(maxsize=64)
def direction(tag: str) -> str:
    """Return how a language is written: "ltr" or "rtl"."""
    if tag in ("", "en"):  # Babel takes a twentieth of a second to come
        return "ltr"
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        return str(Locale.parse(tag, sep="-").text_direction)
    except (ValueError, UnknownLocaleError):
        return "ltr"


@lru_cache(maxsize=1024)
def _full(tag: str) -> tuple[str, ...]:
    """Return the language, script and region of a tag, those it leaves out filled in; () where it is none."""
    from babel.core import get_global, parse_locale  # noqa: PLC0415  (as above)

    try:
        language, territory, script, *_ = parse_locale(tag, sep="-")
    except ValueError:
        return ()
    language = str(get_global("language_aliases").get(language, language))
    likely = get_global("likely_subtags")
    for parts in ((language, script, territory), (language, territory), (language, script), (language,)):
        if all(parts) and (found := likely.get("_".join(map(str, parts)))):
            full = parse_locale(found)
            return language, script or str(full[2]), territory or str(full[1])
    return language, script or "", territory or ""
