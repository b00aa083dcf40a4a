"""The audit of a team's book: every Report in it is attacked before it is published, and a page says how that went."""

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cxkit import __version__
from cxkit.book.edition import EDITION_VARIABLE
from cxkit.errors import ReportError
from cxkit.reports.report import Report
from cxkit.reports.wording import semicolons
from cxkit.words import say, spoken_day

CERTIFICATE = "{survey}_audit.json"
"""What the folder of an edition holds beside each Report."""
SECONDS = 20.0
"""How long all of a book's Reports are attacked, so that nobody waits for it."""


def published_audit() -> str | None:
    """Return in a sentence how the attack on this edition's Reports went; None for the unedited book.

    >>> import cxkit as cx
    >>> cx.published_audit() is None
    True
    """
    folder = os.environ.get(EDITION_VARIABLE)
    files = sorted(Path(folder).glob(CERTIFICATE.format(survey="*"))) if folder else []
    if not files:
        return None
    found = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    counts = [kind for one in found for kind in one["targets"].values()]
    day = spoken_day(date.fromisoformat(max(one["date"] for one in found)), say("edition.day"))
    told = say("edition.attacked", day=day, n=sum(kind["tried"] for kind in counts))
    undecided = sum(kind["undecided"] for kind in counts)
    return f"{semicolons([told, say('edition.undecided', n=undecided)] if undecided else [told])}."


def certificates(reports: Mapping[str, Report], seconds: float = SECONDS) -> dict[str, bytes]:
    """Attack each Report, by its name, and return the certificates by file name.

    A survey's group that may have agreed to be told is no target where it is. Raises ReportError where a Report tells
    what it should keep back.
    """
    from cxkit.disclosure.audit import audit  # noqa: PLC0415  (solvers: no room that starts waits for them)

    files = {}
    for name, report in reports.items():
        may_agree = {attribute.id: attribute.compare[0] for attribute in report.survey.attributes if attribute.compare}
        done = audit(report, seconds=seconds / len(reports), consenting=may_agree)
        if done.beaten:
            raise ReportError(
                f"The results of {report.survey.title} tell what they should keep back, so no book was made of them "
                f"({done.told[0]}). They were changed by hand, or an older cxkit made them: make them again from the "
                "answers. `cxkit audit report.json` lists everything that they tell."
            )
        written = json.dumps(done.certificate(__version__), ensure_ascii=False, indent=1) + "\n"
        files[CERTIFICATE.format(survey=name)] = written.encode()
    return files
