"""A team's own edition of the book: what it is made of, and how a book that is being built finds it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from cxkit.book.commitments import Commitments
from cxkit.book.occasion import Occasion
from cxkit.errors import ReportError
from cxkit.reports.report import Report
from cxkit.reports.same_questions import comparable

EDITION_VARIABLE = "CXKIT_EDITION"
"""Names the folder that an edition of the book is built from: <survey>.json, a Report each. Unset: the samples."""

STANDING_VARIABLE = "CXKIT_STANDING"
"""Set while a book is built: what its cells show has no kernel behind it."""

LINES, EARLIER, OCCASION = "commitments.json", "{survey}_before.json", "occasion.json"
"""What the folder of an edition holds beside its Reports."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What a team's own book is made of.

    reports: one for each survey. words: what was collected, by its list. earlier: the edition of the workshop before,
    whose results this one keeps.
    """

    reports: tuple[Report, ...]
    occasion: Occasion = Occasion()  # noqa: RUF009  (frozen)
    commitments: Commitments | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    earlier: Edition | None = None

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote."""
        return cls(
            reports=tuple(map(Report.from_dict, raw["reports"])),
            occasion=Occasion.from_dict(raw["occasion"]),
            commitments=Commitments.from_dict(raw["commitments"]) if raw["commitments"] else None,
            words=raw["words"],
            earlier=cls.from_dict(raw["earlier"]) if raw["earlier"] else None,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the serialisable form."""
        return {
            "reports": [report.to_dict() for report in self.reports],
            "occasion": self.occasion.to_dict(),
            "commitments": self.commitments and self.commitments.to_dict(),
            "words": dict(self.words),
            "earlier": self.earlier and self.earlier.to_dict(),
        }

    @property
    def every(self) -> tuple[Report, ...]:
        """All Reports that it shows: its own, and of the workshop before what was not asked again."""
        own = {report.survey.id for report in self.reports}
        kept = self.earlier.every if self.earlier else ()
        return (*self.reports, *(report for report in kept if report.survey.id not in own))

    @property
    def lines(self) -> Commitments | None:
        """The group's commitments, or those of the workshop before."""
        return self.commitments or (self.earlier.lines if self.earlier else None)

    @property
    def walls(self) -> dict[str, Any]:
        """What was collected, by its list; of the workshop before what this one did not collect again."""
        return {**(self.earlier.walls if self.earlier else {}), **self.words}

    @property
    def waves(self) -> dict[str, tuple[Report, Report]]:
        """The Reports of surveys that were asked both times, by survey: the earlier one, and this one's.

        Raises ReportError where the two cannot be compared.
        """
        before = {report.survey.id: report for report in (self.earlier.every if self.earlier else ())}
        pairs = {now.survey.id: (before[now.survey.id], now) for now in self.reports if now.survey.id in before}
        for slug, (one, now) in pairs.items():
            if not comparable(one, now) or one.survey.rehearsal != now.survey.rehearsal:
                raise ReportError(
                    f'Both times the survey "{slug}" was asked, but not the same of real people, so no change can be '
                    "told of it. Publish without --before."
                )
            if one == now:
                raise ReportError(f'--before names the same results of "{slug}" again. Name those before them.')
        return pairs

    def files(self) -> dict[str, bytes]:
        """Return what the folder of the edition holds, by file name. Raises ReportError as `waves`."""
        files = {f"{report.survey.id}.json": report.to_dict() for report in self.every}
        files |= {EARLIER.format(survey=slug): before.to_dict() for slug, (before, _) in self.waves.items()}
        files |= {LINES: self.lines.to_dict()} if self.lines else {}
        files[OCCASION] = self.occasion.to_dict()
        return {name: json.dumps(raw, ensure_ascii=False).encode() for name, raw in files.items()}


def edition_file(name: str) -> Path | None:
    """Return a file of the edition that the book is built from, or None where there is none of that name."""
    folder = os.environ.get(EDITION_VARIABLE)
    return path if folder and (path := Path(folder, name)).exists() else None


def edition_surveys() -> dict[str, Any]:
    """Return the surveys that the edition being built has a Report of, by id."""
    folder = os.environ.get(EDITION_VARIABLE)
    own = Path(folder).glob("*.json") if folder else ()
    files = [json.loads(path.read_text(encoding="utf-8")) for path in own if not path.stem.endswith("_before")]
    return {one["survey"]["id"]: one["survey"] for one in files if isinstance(one, dict) and "survey" in one}
