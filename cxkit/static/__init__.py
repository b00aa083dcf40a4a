"""What browsers get: each script and style sheet as one text, with all that it imports.

The files here are plain ES modules and CSS, whose imports an editor follows. What is served has none: a widget travels
within a notebook or a page, where there is no second file, and a phone on a venue's Wi-Fi waits for every request.
"""

import json
import re
from functools import cache, lru_cache
from pathlib import Path

from cxkit.errors import NotFound
from cxkit.words import languages, say, words_json
from cxkit.words.tags import direction

FOLDER = Path(__file__).parent
_IMPORT = re.compile(r'^import (\{[^}]*\}|\w+) from "\./(\w+\.(?:js|css))";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const))", re.MULTILINE)
_STYLE_IMPORT = re.compile(r'^@import "(\w+\.css)";\n', re.MULTILINE)
_TURNED = ("letters.css", "writing.css")
"""What only languages need that are written from right to left."""
_LENT = {"parts.js": "const { h, radio } = lent;\n", "radio.js": ""}
"""What later.js finds on a phone: phone.js has it, and it need not come twice."""
_STYLE_SPACE = re.compile(r"/\*.*?\*/|\s*([{};,>]|: )\s*", re.DOTALL)


@lru_cache(maxsize=128)
def served(file: str, *langs: str, kinds: tuple[str, ...] | None = None) -> str:
    """Return a script or a style sheet in one text; a script with the words that it says, in some languages or in all.

    A style sheet has what turns it for languages written from right to left, if one of these, or any, is.
    kinds: the ways to ask that it needs, by the kind of a dimension; of the others it has nothing. None: all.
    A script with a default export is a module. Any other runs as soon as it is read, and keeps its names to itself.
    Raises NotFound where there is none of that name.
    """
    if file not in _files():
        raise NotFound(say("room.no_script"))
    if file.endswith(".css"):
        lean = _STYLE_SPACE.sub(lambda found: (found[1] or "").rstrip(), _style(file, langs)).strip()
        return lean.replace(":;", ": ;")  # what is empty on purpose; older browsers need the space
    seen = dict(_LENT) if file == "later.js" else {}
    modules, own = _script(file, seen, kinds, langs)
    modules = "".join(seen.values()) + modules  # what is alike and near weighs less
    widget = own.startswith("export default ") or "\nexport default " in own
    text = modules + (own if widget else f"{{\n{own}}}\n")  # a page's own names are nobody else's
    if "WORDS" in text:
        text = f"const WORDS = {words_json(text, langs or languages())};\n{text}"
    return text if widget else f'(async () => {{ "use strict";\n{text}}})();\n'


@cache
def _files() -> set[str]:
    """Return what there is, by name: a name that somebody made up never comes to the disk."""
    return {path.name for path in FOLDER.iterdir() if path.suffix in {".js", ".css"}}


def _style(file: str, langs: tuple[str, ...]) -> str:
    if file in _TURNED and langs and all(direction(lang) == "ltr" for lang in langs):
        return ""
    text = (FOLDER / file).read_text(encoding="utf-8")
    return _STYLE_IMPORT.sub(lambda found: _style(found[1], langs), text)


def _script(file: str, seen: dict[str, str], kinds: tuple[str, ...] | None, langs: tuple[str, ...]) -> tuple[str, str]:
    """Return the modules that a script imports and nobody has so far, in their order, and its own text.

    They share one scope: a name at the top of a file stands in no other that is served with it, except in kinds.
    """
    modules, of = "", file
    absent: list[str] = []

    def imported(found: re.Match[str]) -> str:
        nonlocal modules
        names, file = found[1], found[2]
        if file.endswith(".css"):
            style = f"${file[:-4]}"
            seen[file] = f"const {style} = {json.dumps(served(file, *langs), ensure_ascii=False)};\n"
            return f"const {names} = {style};\n"
        if of == "kinds.js" and kinds is not None and file[:-3].removeprefix("kind_") not in kinds:
            absent.append(names[2:-2])
            return ""
        if file not in seen:
            seen[file] = ""
            others, own = _script(file, seen, kinds, langs)
            own = re.sub(r"^export default .*\n", "", own, flags=re.MULTILINE)
            if of == "kinds.js":
                own = f"const {names} = (() => {{\n{own}return {names};\n}})();\n"
            modules += others + own
        return ""

    own = _IMPORT.sub(imported, (FOLDER / file).read_text(encoding="utf-8"))
    own = re.sub(rf"^  .*\b({'|'.join(absent)}),\n", "", own, flags=re.MULTILINE) if absent else own
    return modules, _EXPORT.sub(r"\1", own)
