"""`cxkit translate`: what people read in a survey, a run sheet or a workshop's file, out to a translator and back.

Out as a table (CSV) and as PO, the form that translators' programs take; back from either. What comes back is put into
the YAML where it belongs, and not a letter around it changes: comments, order and quotes stay.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from cxkit.errors import CxkitError, did_you_mean, listing
from cxkit.survey.files import parsed
from cxkit.survey.parts import Text
from cxkit.survey.reader import KeyPath
from cxkit.survey.reading import read_texts
from cxkit.survey.run_sheet import run_sheet_file, run_sheet_texts
from cxkit.survey.sent_back import COLUMNS, Translated, read_back
from cxkit.survey.workshop_file import is_workshop, workshop_texts
from cxkit.survey.yaml_edits import put_in
from cxkit.survey.yaml_files import parse_yaml, read_yaml
from cxkit.words import PLACE
from cxkit.words.record import SUFFIX, Texts, keep, outdated


@dataclass(frozen=True, kw_only=True)
class Message:
    """Words for people. where: dimensions[engaged].title, by ids where there are some; line: of the file, from 1 on."""

    where: str
    path: KeyPath
    line: int
    text: Text

    @property
    def source(self) -> str:
        """The words that are to be translated: those of the first language."""
        return str(self.text)


def language(tag: str) -> str:
    """Return a language's tag as it is written by rule, such as pt-BR. Raises CxkitError where there is none."""
    try:
        locale = Locale.parse(tag, sep="-", resolve_likely_subtags=False)
    except (ValueError, UnknownLocaleError):
        raise CxkitError(f'"{tag}" is no language\'s tag. Write it as browsers do: fr, pt-BR, zh-Hant, ar.') from None
    return "-".join(filter(None, (locale.language, locale.script, locale.territory)))


def find(name: str) -> Path:
    """Return the file of a survey or a run sheet that is shipped or one's own, or of a workshop."""
    return run_sheet_file(name) or parsed(name)[2]


def messages(file: Path) -> list[Message]:
    """Return what people read in a file, in its order. Raises SurveyError or SetupError where it is not valid."""
    raw, lines = read_yaml(file)
    return _messages(raw, lines, file)


def _messages(raw: Any, lines: Mapping[KeyPath, int], file: Path) -> list[Message]:
    if isinstance(raw, Mapping) and "steps" in raw:
        texts = run_sheet_texts(raw, lines, str(file))
    elif is_workshop(file):
        texts = workshop_texts(raw, lines, str(file))
    else:
        texts = read_texts(raw, lines=lines, source=str(file))
    order = {path: place for place, path in enumerate(lines)}

    def place(path: KeyPath) -> tuple[int, int]:
        """Return the line and the order of a path, or of what it lies in."""
        known = next(path[:end] for end in range(len(path), -1, -1) if path[:end] in lines)
        return lines[known], order[known]

    found = [
        Message(where=_where(raw, path), path=path, line=place(path)[0], text=text) for path, text in texts.items()
    ]
    return sorted(found, key=lambda one: place(one.path))


def missing(found: Iterable[Message], lang: str) -> list[Message]:
    """Return what a language lacks."""
    return [one for one in found if lang not in dict(one.text.by_language)]


def lacking(file: Path) -> list[tuple[int, str, str]]:
    """Return which languages of a file lack what, and what is out of date in them: line, place, and what is wrong."""
    found = messages(file)
    langs = dict.fromkeys(lang for one in found for lang, _ in one.text.by_language if lang)
    told = []
    _, *others = langs or [""]
    for lang in others:
        if gaps := missing(found, lang):
            there = f"{len(gaps)} of {len(found)} texts are not in {lang}"
            told.append((gaps[0].line, gaps[0].where, f"{there}, this one first: `cxkit translate` writes them down."))
    by_where = {one.where: one for one in found}
    for where, lang in outdated(file.with_suffix(SUFFIX), by_place(found)):
        words = f"has changed since it was translated. Change the {lang} as well."
        told.append((by_where[where].line, where, words))
    return told


def written_in(found: Sequence[Message]) -> str:
    """Return the language in which a file is written; "" where it does not say."""
    return next((one.text.by_language[0][0] for one in found if one.text.by_language[0][0]), "")


def as_po(found: Sequence[Message], lang: str, file: Path) -> bytes:
    """Return messages to translate as a PO file."""
    locale = lang.replace("-", "_")
    head = f"# {file.name}: {Locale.parse(locale).get_display_name('en')}"
    catalog = Catalog(locale=locale, project=file.stem, version="1", charset="utf-8", fuzzy=False, header_comment=head)
    for one in found:
        catalog.add(one.source, context=one.where, locations=[(file.name, one.line)])
    out = BytesIO()
    write_po(out, catalog, width=0, sort_by_file=False)
    return out.getvalue()


def as_csv(found: Sequence[Message], lang: str, file: Path) -> bytes:
    """Return messages to translate as a table: spreadsheets take it for UTF-8 by its first mark."""
    out = StringIO()
    table = csv.writer(out)
    table.writerows([COLUMNS, *([one.where, one.source, ""] for one in found)])
    return out.getvalue().encode("utf-8-sig")


def by_place(found: Iterable[Message]) -> Texts:
    """Return messages as `cxkit.words.record` takes them."""
    return {one.where: dict(one.text.by_language) for one in found}


def translate(file: Path, lang: str, table: Path, source: str, out: Path | None = None) -> int:
    """Put what a translator sent back into a file; return how many texts. source: where the file names no language.

    What each is a translation of is written down beside it. out: where to write it, in place of the file. Raises
    CxkitError with every problem of the table, or SurveyError where what comes out would not be valid; then nothing is
    written.
    """
    found = {one.where: one for one in messages(file)}
    problems, put = [], dict[KeyPath, str]()
    for one in read_back(table, lang):
        message = found.get(one.where)
        if not one.words:
            continue
        if why := one.fault or _fault(one, message, found):
            problems.append(f"  line {one.line}, {one.where or 'no place'}: {why}")
        elif message and put.setdefault(message.path, one.words) != one.words:
            problems.append(
                f"  line {one.line}, {one.where}: is there twice, in different words. Keep one of the lines."
            )
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        raise CxkitError("\n".join([f"{table} has {count}, so nothing was put in:", *problems]))
    if not put:
        raise CxkitError(f"{table}: nothing in it is translated yet. Fill in what is empty beside each text.")
    with file.open(encoding="utf-8", newline="") as kept:
        text = put_in(kept.read(), put, lang, written_in([*found.values()]) or source)
    try:
        raw, lines = parse_yaml(text.removeprefix("\ufeff"), file)
        now, to = _messages(raw, lines, file), out or file
    except CxkitError as error:
        raise type(error)(f"{table}: nothing was put in, because this would come of it.\n{error}") from None
    with to.open("w", encoding="utf-8", newline="") as kept:
        kept.write(text)
    keep(to.with_suffix(SUFFIX), by_place(now))
    return len(put)


def _fault(one: Translated, message: Message | None, known: Mapping[str, Message]) -> str:
    """Return what is wrong with a translated line; "" for nothing."""
    if message is None:
        return f"there is no text at that place.{did_you_mean(one.where, known)} Write the table anew."
    if one.source != message.source:
        return (
            f"the text has changed since: “{_short(message.source)}” was “{_short(one.source)}”. Translate what it is "
            "now: write the table anew."
        )
    wanted, given = set(PLACE.findall(one.source)), set(PLACE.findall(one.words))
    if wanted != given:
        names = listing("{" + name + "}" for name in sorted(wanted ^ given))
        return f"{names} should be in both or in neither. Such places are filled in; keep them as they are."
    return ""


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"


def _where(raw: Any, path: KeyPath) -> str:
    """Return a place in words that stay the same when something comes in between: ids rather than numbers."""
    told, at, before = "", raw, None
    for step in path:
        at, before = _inside(at, step), at if isinstance(at, Mapping) else before
        if not isinstance(step, int):
            told += f".{step}" if re.fullmatch(r"\w+", step) else f"[{step}]"
        elif isinstance(at, Mapping):
            told += f"[{at.get('id', step)}]"
        else:  # an item that is only its words gets an id from its dimension
            told += f"[{before['id']}_{step + 1}]" if before else f"[{step}]"
    return told.removeprefix(".")


def _inside(at: Any, step: str | int) -> Any:
    """Return what lies behind a step; None where options or items are only listed."""
    if isinstance(at, Mapping):
        return at.get(step, at.get(str(step)))
    return at[step] if isinstance(at, list) and isinstance(step, int) else None
