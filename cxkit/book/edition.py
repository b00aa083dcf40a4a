"""A team's own edition of the book: what it is made of, and how a book that is being built finds it."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from cxkit.book.commitments import Commitments
from cxkit.book.occasion import Occasion
from cxkit.errors import ReportError
from cxkit.reports.report import Report
from cxkit.reports.same_questions import comparable
from cxkit.survey.files import load_survey
from cxkit.survey.model import Survey
from cxkit.survey.reader import writable
from cxkit.survey.workshop import languages, led_by
from cxkit.words import FIRST, spoken

EDITION_VARIABLE = "CXKIT_EDITION"
"""Names the folder that an edition of the book is built from: <survey>.json, a Report each. Unset: the samples."""

STANDING_VARIABLE = "CXKIT_STANDING"
"""Set while a book is built: what its cells show has no kernel behind it."""

LINES, WAVE, OCCASION = "commitments.json", "{survey}_wave{n}.json", "occasion.json"
"""What the folder of an edition holds beside its Reports: of a survey that was asked several times, each."""

_WAVES = re.compile(r"_wave\d+$")


def made_up(survey: Survey) -> Survey:
    """Return a survey of people who do not exist, as it is told in the language spoken.

    The sample's teams are called as the departments of the hand-overs are: in each language.
    """
    survey, known = (led_by(one, spoken()) for one in (survey, load_survey("handoffs")))
    teams = dict(sorted((known.attribute("team").options or {}).items()))
    asked = tuple(one if one.options else replace(one, options=teams) for one in survey.attributes)
    return replace(survey, attributes=asked, rehearsal=True)  # figures say that nobody of it is real


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
    earlier: "Edition | None" = None

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

    def writable(self) -> Self:
        """Return it without signs that no page and no file may hold. Raises ReportError for a Report made by hand."""
        return self.from_dict(writable(self.to_dict()))

    @property
    def language(self) -> str:
        """What it speaks: the language of the first of its surveys that names one, or English."""
        return next((lang for report in self.every for lang in languages(report.survey)), FIRST)

    def in_one_language(self, lang: str = "") -> Self:
        """Return it with all its Reports in the language that it speaks, as far as their surveys have it."""
        lang = lang or self.language
        reports = tuple(replace(report, survey=led_by(report.survey, lang)) for report in self.reports)
        return replace(self, reports=reports, earlier=self.earlier and self.earlier.in_one_language(lang))

    @property
    def history(self) -> tuple["Edition", ...]:
        """All workshops so far, the first of them first; this one is the last."""
        return (*(self.earlier.history if self.earlier else ()), self)

    @cached_property
    def every(self) -> tuple[Report, ...]:
        """All Reports that it shows: its own, and of the workshop before what was not asked again.

        Where only some of a survey was asked again, that is the earlier Report: the chapters show all of it.
        """
        kept = {report.survey.id: report for report in (self.earlier.every if self.earlier else ())}
        own = {report.survey.id: report for report in self.reports if not _less(report, kept.get(report.survey.id))}
        return (*own.values(), *(report for id, report in kept.items() if id not in own))

    @property
    def lines(self) -> Commitments | None:
        """The group's commitments, or those of the workshop before."""
        return self.commitments or (self.earlier.lines if self.earlier else None)

    @property
    def walls(self) -> dict[str, Any]:
        """What was collected, by its list; of the workshop before what this one did not collect again."""
        return {**(self.earlier.walls if self.earlier else {}), **self.words}

    @cached_property
    def waves(self) -> dict[str, tuple[Report, ...]]:
        """The Reports of surveys that were asked again, by survey: all that asked the same as the last, in their order.

        Raises ReportError where the last two cannot be compared.
        """
        asked: dict[str, list[Report]] = {}
        for report in (report for edition in self.history for report in edition.reports):
            asked.setdefault(report.survey.id, []).append(report)
        again = {report.survey.id for report in self.reports}
        several = {slug: each for slug, each in asked.items() if len(each) > 1 and slug in again}
        for slug, (*_, one, now) in several.items():
            if not comparable(one, now) or one.survey.rehearsal != now.survey.rehearsal:
                raise ReportError(
                    f'Both times the survey "{slug}" was asked, but not the same of real people, so no change can be '
                    "told of it. Publish without --before."
                )
            if one == now:
                raise ReportError(f'--before names the same results of "{slug}" again. Name those before them.')
        return {slug: tuple(one for one in each if comparable(one, each[-1])) for slug, each in several.items()}

    def files(self) -> dict[str, bytes]:
        """Return what the folder of the edition holds, by file name. Raises ReportError as `waves`."""
        files = {f"{report.survey.id}.json": report.to_dict() for report in self.every}
        for slug, waves in self.waves.items():
            files |= {WAVE.format(survey=slug, n=n): wave.to_dict() for n, wave in enumerate(waves, 1)}
        files |= {LINES: self.lines.to_dict()} if self.lines else {}
        files[OCCASION] = self.occasion.to_dict()
        return {name: json.dumps(raw, ensure_ascii=False).encode() for name, raw in files.items()}


def _less(report: Report, kept: Report | None) -> bool:
    """Tell whether a Report asked less than an earlier one of its survey."""
    asked = {one.id for one in report.survey.dimensions}
    return kept is not None and asked < {one.id for one in kept.survey.dimensions}


def edition_file(name: str) -> Path | None:
    """Return a file of the edition that the book is built from, or None where there is none of that name."""
    folder = os.environ.get(EDITION_VARIABLE)
    return path if folder and (path := Path(folder, name)).exists() else None


def followed_up() -> bool:
    """Tell whether the edition being built is of a follow-up: something in it was asked again."""
    folder = os.environ.get(EDITION_VARIABLE)
    return bool(folder and any(Path(folder).glob(WAVE.format(survey="*", n=1))))


def edition_surveys() -> dict[str, Any]:
    """Return the surveys that the edition being built has a Report of, by id."""
    folder = os.environ.get(EDITION_VARIABLE)
    own = Path(folder).glob("*.json") if folder else ()
    files = [json.loads(path.read_text(encoding="utf-8")) for path in own if not _WAVES.search(path.stem)]
    return {one["survey"]["id"]: one["survey"] for one in files if isinstance(one, dict) and "survey" in one}
