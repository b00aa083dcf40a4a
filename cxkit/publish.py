"""The book, and the team's own edition of it: built once for what it is built from."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from cxkit.confidentiality import report
from cxkit.errors import CxkitError
from cxkit.formats import read_responses
from cxkit.reports import Report
from cxkit.survey_file import load_survey, sample, shipped

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

_STEPS = {"executing chapters": (0, 60), "reading sources": (60, 15), "writing output": (75, 25)}
"""How a build proceeds: where each step begins, and how much of the whole it is, in percent."""

REPORT_VARIABLE = "CXKIT_REPORT"
"""Names the report.json that an edition of the book is built from; unset, the book shows the sample."""

Say = Callable[[str], None]
Progress = Callable[[int], None]
"""Told how far a build is, in percent."""


class PublishError(CxkitError):
    """The book could not be built."""


def published_report(slug: str = "leadership") -> Report:
    """Return the Report of a shipped survey that this edition of the book shows.

    The team's own where the edition is built from one of that survey; else the made-up sample's. Raises SurveyError for
    a survey that is not shipped.

    >>> import cxkit as cx
    >>> cx.published_report().survey.id
    'leadership'
    >>> cx.published_report("journey").n
    75
    """
    path = os.environ.get(REPORT_VARIABLE)
    if path and (own := Report.read(path)).survey.id == slug:
        return own
    answers, survey = sample(slug), load_survey(slug)
    return report(read_responses(answers, survey), survey, by=[attribute.id for attribute in survey.attributes])


def build_book(folder: Path, *, say: Say, progress: Progress, report_file: Path | None = None) -> Path:
    """Build the book in `folder`, unless nothing has changed since it was built there. Returns the folder of its pages.

    report_file: the report.json of a team's own edition; None: the sample. Raises PublishError with what went wrong.
    """
    pages = folder / "_build" / "html"
    program, text = _fingerprint(_program_files()), _fingerprint(_text_files(report_file))
    stamp = folder / "built-from.txt"
    before = stamp.read_text(encoding="utf-8").split() if stamp.exists() else []
    if before == [program, text] and (pages / "index.html").exists():
        return pages
    # The execution cache does not notice that the package or the report behind a chapter's code has changed.
    if before[:1] != [program] or report_file:
        shutil.rmtree(folder / "_build", ignore_errors=True)
    stamp.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    say("Building the book; this happens once.")
    _jupyter_book(folder, progress, report_file)
    stamp.write_text(f"{program}\n{text}\n", encoding="utf-8")
    return pages


def publish(
    team_report: Report,
    out: Path,
    *,
    work: Path,
    say: Say,
    progress: Progress,
    more: Mapping[str, bytes] | None = None,
) -> Path:
    """Build a team's own edition from its Report and copy it to `out`, with the Report's tables under `data/`.

    more: further files by name, for the edition's folder. `out` must be new or empty: nothing is ever overwritten.
    Returns the start page. Raises PublishError.
    """
    try:
        if out.exists() and any(out.iterdir()):
            raise PublishError(f"{out} is not empty. Choose a new or an empty folder with --out.")
        out.mkdir(parents=True, exist_ok=True)
        edition = work / "edition"
        shutil.rmtree(edition, ignore_errors=True)
        edition.mkdir(parents=True)
        for name, content in (more or {}).items():
            (edition / name).write_bytes(content)
        own = edition / f"{team_report.survey.id}.json"
        own.write_text(json.dumps(team_report.to_dict()), encoding="utf-8")
        pages = build_book(work, say=say, progress=progress, report_file=own)
        shutil.copytree(pages, out, dirs_exist_ok=True)
        team_report.write(out / "data")
    except OSError as error:
        raise PublishError(f"{out}: cannot be written ({error.strerror}). Choose another folder with --out.") from None
    return out / "index.html"


def _jupyter_book(folder: Path, progress: Progress, report_file: Path | None) -> None:
    command = [
        sys.executable, "-c", "from jupyter_book.cli.main import main; main()",
        "build", str(shipped("book")), "--config", str(shipped("_config.yml")), "--path-output", str(folder),
        "-W", "-n", "--keep-going",
    ]  # fmt: skip
    surroundings = {name: value for name, value in os.environ.items() if name not in (REPORT_VARIABLE, "CXKIT_EDITION")}
    if report_file:
        surroundings |= {REPORT_VARIABLE: str(report_file), "CXKIT_EDITION": str(report_file.parent)}
    log: list[str] = []
    with subprocess.Popen(  # noqa: S603  (our own command)
        command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as process:
        for coloured in process.stdout or ():
            line = _COLOUR.sub("", coloured)
            log.append(line)
            if found := re.search(r"(executing chapters|reading sources|writing output)\.\.\. ?\[ *(\d+)%\]", line):
                start, span = _STEPS[found[1]]
                progress(min(99, start + span * int(found[2]) // 100))
    if process.returncode:
        (folder / "build.log").write_text("".join(log), encoding="utf-8")
        last = "".join(line for line in log if "WARNING" in line or "ERROR" in line) or "".join(log[-15:])
        raise PublishError(f"The book could not be built:\n{last}\nThe whole log is in {folder / 'build.log'}.")
    progress(100)


def _fingerprint(files: Iterator[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(str(path).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _program_files() -> Iterator[Path]:
    """Everything that a chapter's code may use."""
    yield from sorted(path for path in Path(__file__).parent.rglob("*.py") if "shipped" not in path.parts)
    yield from sorted((Path(__file__).parent / "static").iterdir())
    yield from sorted(path for path in shipped("surveys").rglob("*") if path.is_file())


def _text_files(report_file: Path | None) -> Iterator[Path]:
    yield shipped("_config.yml")
    yield from sorted(
        path
        for path in shipped("book").rglob("*")
        if path.is_file() and not {"_build", "__pycache__"} & set(path.parts)
    )
    if report_file:
        yield from sorted(report_file.parent.iterdir())
