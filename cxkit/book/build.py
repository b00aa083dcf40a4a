"""The book, and the team's own edition of it: built once for what it is built from."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from cxkit import words
from cxkit.book.audited import CERTIFICATE, certificates
from cxkit.book.browser import browser
from cxkit.book.disk import is_full
from cxkit.book.edition import EDITION_VARIABLE, Edition, edition_surveys, made_up
from cxkit.book.languages import book_language, write_config, write_translated
from cxkit.book.lock import Lock
from cxkit.book.pdf import print_pages
from cxkit.book.published_words import words_file, words_table
from cxkit.book.surroundings import surroundings
from cxkit.book.zip import zip_book
from cxkit.disclosure.protect import report as protect
from cxkit.errors import CxkitError, listing
from cxkit.reports.report import Report
from cxkit.responses.formats import read_responses
from cxkit.static import FOLDER
from cxkit.survey.files import PACKAGE, load_survey, sample, shipped, shipped_surveys
from cxkit.survey.model import Survey
from cxkit.survey.parts import Thresholds

_used: list[Lock] = []
"""On the pages that this process has been given: nobody removes them while it lives."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

_TOLD = re.compile(r"(?:^|: )(?:WARNING|ERROR|CRITICAL): |^[A-Za-z.]*(?:Error|Exception)\b")
"""A line in which Sphinx or Python gives the reason; kernels have another form for what worries them."""

_BEGINNINGS = {"Running Sphinx": 2, "updating environment": 5}
"""What a build says before the first chapter is done, and how much of the whole it has done by then, in percent."""

_STEPS = {"executing chapters": (5, 55), "reading sources": (60, 15), "writing output": (75, 25)}
"""How a build proceeds: where each step begins, and how much of the whole it is, in percent."""

_SOURCE = "book"
"""The folder of an edition in which its chapters lie."""

SLIDES, WORKBOOK = "slides.pptx", "results.xlsx"


def _slides(edition: Edition) -> bytes:
    from cxkit.book.slides import slides  # noqa: PLC0415  (figures and PowerPoint: no room that starts waits for them)

    return slides(edition)


def _workbook(edition: Edition) -> bytes:
    from cxkit.book.workbook import workbook  # noqa: PLC0415  (as above)

    return workbook(edition)


TO_PRESENT: dict[str, Callable[[Edition], bytes]] = {SLIDES: _slides, WORKBOOK: _workbook}
"""What those get who were not there, by file name, and what makes it."""

Say = Callable[[str], None]
OnPercent = Callable[[int], None]
"""Told how far a build is, in percent."""


class PublishError(CxkitError):
    """The book could not be built."""


def published_report(slug: str | None = "leadership") -> Report:
    """Return the Report of a survey that this edition of the book shows.

    The team's own where the edition has one of that survey; else the made-up sample's.

    Args:
        slug: The survey; None: what the pages of results show, which is the team's leadership survey, or a survey of
            its own, or whatever else the edition has.

    Raises:
        SurveyError: Neither the edition nor cxkit has that survey.

    >>> import cxkit as cx
    >>> cx.published_report().survey.id
    'leadership'
    >>> cx.published_report("journey").n
    74
    """
    edition = os.environ.get(EDITION_VARIABLE)
    slug = slug or next(iter(_ranked(edition_surveys())), "leadership")
    if edition and (own := Path(edition, f"{slug}.json")).exists():
        return Report.read(own)
    answers, survey = sample(slug), made_up(load_survey(slug))
    return protect(read_responses(answers, survey), survey, by=[attribute.id for attribute in survey.attributes])


def published_thresholds() -> Thresholds:
    """Return how many must have answered before this edition shows anything: the least that any survey of it asks for.

    Of the book that no team has edited, as the leadership survey has it.
    """
    surveys = [Survey.from_dict(one) for one in edition_surveys().values()] or [load_survey("leadership")]
    names = vars(Thresholds())
    return Thresholds(**{name: min(vars(one.confidentiality)[name] for one in surveys) for name in names})


def _ranked(slugs: Iterable[str]) -> list[str]:
    """Put surveys in the order in which the pages of results prefer them."""
    return sorted(slugs, key=lambda slug: (slug != "leadership", slug in shipped_surveys(), slug))


def build_book(
    folder: Path, *, say: Say, progress: OnPercent, edition: Path | None = None, lang: str = words.FIRST
) -> Path:
    """Return the pages of the book, which are built in `folder` unless they are there. Nobody changes them any more.

    Whoever comes second waits for the first. What others build there has a place of its own, and what this process has
    been given stays as long as it lives. edition: the folder of a team's own, with a Report as <survey>.json for each;
    None: the samples. lang: one of `book_languages`. Raises PublishError with what went wrong.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = Lock.in_turn(folder / "building.lock", lambda: say("Another start is building the book: waiting for it."))
    try:
        program, text = _fingerprint(_program_files()), _fingerprint(_text_files(edition))
        kept = folder / f"{program}-{text}-{lang}"
        _used.append(Lock(_lock_of(kept), PublishError(f"{kept} is being removed."), shared=True))
        pages = kept / "_build" / "html"
        if not (pages / "index.html").exists():
            say("Building the book; this happens once.")
            with TemporaryDirectory(prefix="building-", dir=folder, ignore_cleanup_errors=True) as building:
                # The execution cache does not notice a change of the package or of the report behind a chapter's code.
                known = [] if edition else [*folder.glob(f"{program}-*-{lang}/_build/.jupyter_cache")]
                if known:
                    newest = max(known, key=lambda cache: cache.stat().st_mtime)
                    shutil.copytree(newest, Path(building, "_build", ".jupyter_cache"))
                _jupyter_book(Path(building), progress, edition, lang)
                shutil.rmtree(kept, ignore_errors=True)
                Path(building).rename(kept)
            _remove_unused(folder, f"{program}-{text}-")
    except OSError as error:
        raise _not_written(folder, error) from None
    finally:
        lock.release()
    return pages


def _remove_unused(folder: Path, now: str) -> None:
    """Remove what was built for another text or program, and is served by nobody; and what was begun and not ended.

    now: how the names of today's editions begin, each in its language.
    """
    for path in [*folder.glob("building-*/"), *folder.glob(f"{'[0-9a-f]' * 16}-*/")]:
        if path.name.startswith(now):
            continue
        with suppress(TimeoutError):
            lock = Lock(_lock_of(path), TimeoutError())
            shutil.rmtree(path, ignore_errors=True)
            lock.release()
            _lock_of(path).unlink(missing_ok=True)


def _lock_of(kept: Path) -> Path:
    return kept.with_name(f"{kept.name}.lock")


def publish(
    edition: Edition,
    out: Path,
    *,
    work: Path,
    say: Say,
    progress: OnPercent,
    zipped: bool = False,
    pdf: bool = False,
    also: Collection[str] = (),
) -> Path:
    """Build a team's own edition and copy it to `out`, with its tables under `data/<survey>/`.

    Its Reports are attacked before they are published. pdf: print it into `out`/book.pdf. also: of `TO_PRESENT`, what
    to write beside the pages. zipped: put everything into a zip beside `out`, too. `out` must be new or empty: nothing
    is ever overwritten. Returns the start page. Raises PublishError, ReportError where a Report tells what it should
    keep back or cannot be compared, and PrintError where a PDF is wanted and cannot be printed.
    """
    from cxkit.book.source import printed, write_source  # noqa: PLC0415  (figures: no room that starts waits)

    slugs = [report.survey.id for report in edition.reports]
    if twice := sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        raise PublishError(f"There are two results of {listing(twice)}. A book shows one of each: publish two books.")
    zip_file = out.resolve().with_name(f"{out.resolve().name}.zip")
    if not edition.every:
        raise PublishError("There are no results to make a book of.")
    edition = edition.writable().in_one_language()
    if pdf:
        browser()  # where there is none, that is told before the building
    begun = False
    try:
        _refuse_what_is_there(out, zip_file if zipped else None)
        given = edition.files() | words_file(edition.walls)
        say("Attacking the results, as somebody would who wants to know more; this takes up to twenty seconds.")
        shown = _named(edition)
        audits = certificates(shown)
        begun = True
        out.mkdir(parents=True, exist_ok=True)
        work.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="edition-", dir=work) as folder:
            for name, content in {**given, **audits}.items():
                Path(folder, name).write_bytes(content)
            lang = book_language(edition.language)
            with words.speaking(lang):
                write_source(edition, Path(folder, _SOURCE))
            pages = build_book(work, say=say, progress=progress, edition=Path(folder), lang=lang)
        shutil.copytree(pages, out, dirs_exist_ok=True)
        (out / ".nojekyll").touch()  # else GitHub Pages leaves out every folder whose name begins with an underscore
        for name, report in shown.items():
            report.write(out / "data" / name)
            (out / "data" / name / "audit.json").write_bytes(audits[CERTIFICATE.format(survey=name)])
        today = datetime.combine(datetime.now(UTC), time(), UTC)  # and no hour: the same results give the same book
        tables = (edition.lines.files(today) if edition.lines else {}) | words_table(edition.walls)
        for name, content in tables.items():
            (out / "data" / name).write_bytes(content)
        for name in also:
            (out / name).write_bytes(TO_PRESENT[name](edition))
        if pdf:
            say("Printing the book as PDF.")
            print_pages([out / f"{page}.html" for page in printed(edition)], out / "book.pdf")
        if zipped:
            zip_book(out, zip_file)
    except (CxkitError, OSError) as error:
        if begun:  # part of a book would be taken for the whole
            shutil.rmtree(out, ignore_errors=True)
        if isinstance(error, CxkitError):
            raise
        raise _not_written(out, error) from None
    return out / "index.html"


def _refuse_what_is_there(out: Path, zip_file: Path | None) -> None:
    if out.exists() and any(out.iterdir()):
        raise PublishError(f"{out} is not empty. Choose a new or an empty folder with --out.")
    if zip_file and zip_file.exists():
        raise PublishError(f"{zip_file} is there already. Remove it, or choose another folder with --out.")


def _not_written(place: Path, error: OSError) -> PublishError:
    where, why = error.filename or place, error.strerror
    if isinstance(error, shutil.Error):  # of many files
        _, where, why = error.args[0][0]
    return PublishError(f"{where}: cannot be written ({why}). Choose another folder, or make room on the disk.")


def _named(edition: Edition) -> dict[str, Report]:
    """Return all Reports that an edition shows, by the folders of their tables: a survey's id, or of its waves each."""
    several = {f"{slug}_wave{n}": one for slug, waves in edition.waves.items() for n, one in enumerate(waves, 1)}
    more = {name: wave for name, wave in several.items() if wave not in edition.every}
    return {report.survey.id: report for report in edition.every} | more


def _jupyter_book(folder: Path, progress: OnPercent, edition: Path | None, lang: str) -> None:
    source, config = edition / _SOURCE if edition else shipped("book"), shipped("_config.yml")
    if lang != words.FIRST:
        config = write_config(folder, lang)
        source = source if edition else write_translated(source, folder / _SOURCE, lang)
    command = [
        sys.executable, "-c", "from jupyter_book.cli.main import main; main()",
        "build", str(source), "--config", str(config), "--path-output", str(folder),
        "-W", "-n", "--keep-going",
    ]  # fmt: skip
    where = surroundings(folder / "home") | {words.LANGUAGE_VARIABLE: lang}
    where |= {EDITION_VARIABLE: str(edition)} if edition else {}
    log: list[str] = []
    with subprocess.Popen(  # noqa: S603  (our own command)
        command, cwd=folder, env=where, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        errors="replace",
    ) as process:  # fmt: skip
        for coloured in process.stdout or ():
            line = _COLOUR.sub("", coloured)
            log.append(line)
            for beginning, percent in _BEGINNINGS.items():
                if line.startswith(beginning):
                    progress(percent)
            if found := re.search(r"(executing chapters|reading sources|writing output)\.\.\. ?\[ *(\d+)%\]", line):
                start, span = _STEPS[found[1]]
                progress(min(99, start + span * int(found[2]) // 100))
    if process.returncode:
        if is_full(folder):
            raise PublishError(
                f"The book could not be built: the disk of {folder.parent} is full. Make room on it, and start again."
            )
        kept = folder.with_name("build.log")
        kept.write_text("".join(log), encoding="utf-8")
        told = "".join(line for line in log if _TOLD.search(line)) or "".join(log[-15:])
        raise PublishError(f"The book could not be built:\n{told}\nThe whole log is in {kept}.")
    shutil.rmtree(folder / "home", ignore_errors=True)
    (folder / "_build" / "html" / ".buildinfo").unlink(missing_ok=True)  # it tells where the book was built
    progress(100)


def _fingerprint(files: Iterator[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def _program_files() -> Iterator[Path]:
    """Everything that a chapter's code may use."""
    yield from sorted(path for path in PACKAGE.rglob("*.py") if "shipped" not in path.parts)
    yield from sorted(path for path in FOLDER.iterdir() if path.is_file())
    for folder in (shipped("surveys"), PACKAGE / "survey" / "run_sheets", words.FOLDER):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _text_files(edition: Path | None) -> Iterator[Path]:
    yield shipped("_config.yml")
    yield from sorted(
        path
        for path in shipped("book").rglob("*")
        if path.is_file() and not {"_build", "__pycache__"} & set(path.parts)
    )
    if edition:
        yield from sorted(path for path in edition.rglob("*") if path.is_file())
