"""What a team's own book is written in: the chapters of what its room did, and the page where it opens.

Of the chapters, those stay whose activity the edition has results of, without what they show of another activity that
it has none of: so that no sample is shown to a team as if it were theirs. What led to a chapter that is left out is
plain words there.
"""

import re
import shutil
from collections.abc import Mapping, Set
from pathlib import Path

import yaml

from cxkit.book.edition import Edition
from cxkit.book.languages import in_language, write_catalogues
from cxkit.book.opening import opening
from cxkit.survey.chapters import chapters
from cxkit.survey.files import shipped
from cxkit.words import say, spoken

RESULTS = ("results", "summary")
"""The pages of results, which every edition has."""
TECHNICAL = ("confidentiality", "scoring", "data-protection", "glossary", "sources")
"""What stands behind one link."""
_START, _BEHIND, _LINES = "index", "behind", "commitments"
_PULSE = "pulse"

_SHOWS = re.compile(r'published_(?:report|waves)\("(\w+)"\)')
_CELL = re.compile(r"^```\{code-cell\}\n.*?^```\n", re.DOTALL | re.MULTILINE)
_LABEL = re.compile(r"^\(([\w-]+)\)=", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([\w-]+(?:\.md)?)\)")


def write_source(edition: Edition, folder: Path) -> Path:
    """Write the source of a team's own book, with the catalogues of the language spoken, and return its folder."""
    book, kept = shipped("book"), done(edition)
    shutil.copytree(book, folder, ignore=shutil.ignore_patterns("*.md", "team", "locale", "_build", "__pycache__"))
    shutil.copytree(book / "parts", folder / "parts", dirs_exist_ok=True)
    sources = {path.stem: path.read_text(encoding="utf-8") for path in book.glob("*.md")}
    first = {_BEHIND: (book / "team" / "behind.md").read_text(encoding="utf-8"), _START: opening(edition, _pages(kept))}
    pages = first | {name: sources[name] for name in (*kept, *RESULTS, *TECHNICAL)}
    gone, own = _gone(sources, pages), {report.survey.id for report in edition.every}
    write_catalogues(folder, spoken(), lambda text: _without(text, gone))
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(_without(_of_own(text, own), gone), encoding="utf-8")
    parts = [
        {"caption": say("edition.what_we_did"), "chapters": [{"file": name} for name in (*kept, *RESULTS)]},
        {"caption": say("edition.behind"), "chapters": [
            {"file": _BEHIND, "sections": [{"file": name} for name in TECHNICAL]}
        ]},
    ]  # fmt: skip
    (folder / "_toc.yml").write_text(yaml.safe_dump({"format": "jb-book", "root": _START, "parts": parts}))
    return folder


def done(edition: Edition) -> dict[str, str]:
    """Return the chapters of what an edition's room did, in the book's order, each with its activity."""
    own = {report.survey.id for report in edition.every}
    activities = chapters() | {_LINES: _PULSE}
    return {name: one for name, one in activities.items() if name not in RESULTS and one.partition("/")[0] in own}


def printed(edition: Edition) -> list[str]:
    """Return the pages that a PDF has, in order."""
    return [_START, *(name for name in done(edition) if name != "assessment"), RESULTS[0]]


def _pages(kept: Mapping[str, str]) -> dict[str, str]:
    """Return the chapter of each activity; of one in several, the page of its results."""
    many = {activity.partition("/")[0] for activity in kept.values() if "/" in activity}
    return {activity: name for name, activity in kept.items()} | dict.fromkeys(many, RESULTS[0])


def _gone(sources: Mapping[str, str], pages: Mapping[str, str]) -> dict[str, str]:
    """Return what cannot be linked to, pages and places, each with the title of its page."""
    titles = {
        name: in_language(spoken(), name, text.partition("\n# ")[2].partition("\n")[0])
        for name, text in sources.items()
        if name not in pages
    }
    gone = {f"{name}.md": title for name, title in titles.items()}
    return gone | {label: titles[name] for name in titles for label in _LABEL.findall(sources[name])}


def _of_own(text: str, own: Set[str]) -> str:
    """Return a page without the cells that would show a survey that was not asked."""
    return _CELL.sub(lambda cell: cell[0] if own >= {*_SHOWS.findall(cell[0])} else "", text)


def _without(text: str, gone: Mapping[str, str]) -> str:
    """Return a page in which what cannot be linked to is plain words; the commitments are where the book opens."""

    def link(found: re.Match[str]) -> str:
        words, target = found[1], found[2]
        if target not in gone:
            return found[0]
        return f"[{words or gone[target]}]({_START}.md)" if target == f"{_LINES}.md" else words or f"*{gone[target]}*"

    return _LINK.sub(link, text)
