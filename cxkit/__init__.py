"""cxkit: score organisational self-assessments, protect the people in them, and run the workshop around them.

The public names, loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxkit import plots
    from cxkit.book.audited import published_audit
    from cxkit.book.build import published_report, published_thresholds
    from cxkit.book.explore import explore
    from cxkit.book.follow_up import published_commitments, published_progress, published_waves
    from cxkit.book.published_words import published_words
    from cxkit.book.summary import Summary, summary
    from cxkit.book.widgets import Beside, CommentsView, ReportView, SelfAssessment
    from cxkit.disclosure.protect import report
    from cxkit.errors import (
        CxkitError,
        ReportError,
        ReportWarning,
        ResponseError,
        ResponseWarning,
        RoomError,
        SurveyError,
    )
    from cxkit.reports.comparisons import change, compare
    from cxkit.reports.findings import Finding, findings
    from cxkit.reports.net_scores import net_scores
    from cxkit.reports.report import Report
    from cxkit.reports.weighted import weighted
    from cxkit.responses.formats import read_responses
    from cxkit.responses.responses import Responses
    from cxkit.responses.written import write_answers
    from cxkit.statistics.agreement import Agreement, agreement
    from cxkit.statistics.drivers import drivers
    from cxkit.statistics.engines import tally
    from cxkit.statistics.invariance import invariance
    from cxkit.statistics.item_analysis import item_analysis
    from cxkit.statistics.keyed import keyed
    from cxkit.statistics.reliability import reliability
    from cxkit.statistics.scoring import score
    from cxkit.statistics.tally import Tally
    from cxkit.survey.files import load_survey, sample
    from cxkit.survey.model import Survey

__version__ = "0.2.0"

_NAMES = {
    "book.audited": "published_audit",
    "book.build": "published_report published_thresholds",
    "book.explore": "explore",
    "book.follow_up": "published_commitments published_progress published_waves",
    "book.published_words": "published_words",
    "book.summary": "Summary summary",
    "book.widgets": "Beside CommentsView ReportView SelfAssessment",
    "disclosure.protect": "report",
    "errors": "CxkitError ReportError ReportWarning ResponseError ResponseWarning RoomError SurveyError",
    "reports.comparisons": "change compare",
    "reports.findings": "Finding findings",
    "reports.net_scores": "net_scores",
    "reports.report": "Report",
    "reports.weighted": "weighted",
    "responses.formats": "read_responses",
    "responses.responses": "Responses",
    "responses.written": "write_answers",
    "statistics.agreement": "Agreement agreement",
    "statistics.drivers": "drivers",
    "statistics.engines": "tally",
    "statistics.item_analysis": "item_analysis",
    "statistics.invariance": "invariance",
    "statistics.keyed": "keyed",
    "statistics.reliability": "reliability",
    "statistics.scoring": "score",
    "statistics.tally": "Tally",
    "survey.files": "load_survey sample",
    "survey.model": "Survey",
}
_HOME = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [
    "Agreement",
    "Beside",
    "CommentsView",
    "CxkitError",
    "Finding",
    "Report",
    "ReportError",
    "ReportView",
    "ReportWarning",
    "ResponseError",
    "ResponseWarning",
    "Responses",
    "RoomError",
    "SelfAssessment",
    "Summary",
    "Survey",
    "SurveyError",
    "Tally",
    "agreement",
    "change",
    "compare",
    "drivers",
    "explore",
    "findings",
    "invariance",
    "item_analysis",
    "keyed",
    "load_survey",
    "net_scores",
    "plots",
    "published_audit",
    "published_commitments",
    "published_progress",
    "published_report",
    "published_thresholds",
    "published_waves",
    "published_words",
    "read_responses",
    "reliability",
    "report",
    "sample",
    "score",
    "summary",
    "tally",
    "weighted",
    "write_answers",
]


def __getattr__(name: str) -> Any:
    if name == "plots":
        return import_module("cxkit.plots")
    if name not in _HOME:
        raise AttributeError(f"module 'cxkit' has no attribute {name!r}")
    value = getattr(import_module(f"cxkit.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
