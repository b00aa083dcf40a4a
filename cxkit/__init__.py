"""cxkit: score organisational self-assessments, protect the people in them, and run the workshop around them.

The public names, loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxkit import plots as plots
    from cxkit.book.audited import published_audit as published_audit
    from cxkit.book.build import published_report as published_report
    from cxkit.book.build import published_thresholds as published_thresholds
    from cxkit.book.explore import explore as explore
    from cxkit.book.follow_up import published_commitments as published_commitments
    from cxkit.book.follow_up import published_progress as published_progress
    from cxkit.book.follow_up import published_waves as published_waves
    from cxkit.book.published_words import published_words as published_words
    from cxkit.book.summary import Summary as Summary
    from cxkit.book.summary import summary as summary
    from cxkit.book.widgets import Beside as Beside
    from cxkit.book.widgets import CommentsView as CommentsView
    from cxkit.book.widgets import Prediction as Prediction
    from cxkit.book.widgets import ReportView as ReportView
    from cxkit.book.widgets import SelfAssessment as SelfAssessment
    from cxkit.book.widgets import Wall as Wall
    from cxkit.book.workbook import write_workbook as write_workbook
    from cxkit.disclosure.protect import report as report
    from cxkit.errors import CxkitError as CxkitError
    from cxkit.errors import ReportError as ReportError
    from cxkit.errors import ReportWarning as ReportWarning
    from cxkit.errors import ResponseError as ResponseError
    from cxkit.errors import ResponseWarning as ResponseWarning
    from cxkit.errors import RoomError as RoomError
    from cxkit.errors import SurveyError as SurveyError
    from cxkit.reports.comparisons import change as change
    from cxkit.reports.comparisons import compare as compare
    from cxkit.reports.findings import Finding as Finding
    from cxkit.reports.findings import findings as findings
    from cxkit.reports.net_scores import net_scores as net_scores
    from cxkit.reports.report import Report as Report
    from cxkit.reports.weighted import weighted as weighted
    from cxkit.responses.formats import read_responses as read_responses
    from cxkit.responses.responses import Responses as Responses
    from cxkit.responses.written import write_answers as write_answers
    from cxkit.statistics.agreement import Agreement as Agreement
    from cxkit.statistics.agreement import agreement as agreement
    from cxkit.statistics.drivers import drivers as drivers
    from cxkit.statistics.engines import tally as tally
    from cxkit.statistics.invariance import invariance as invariance
    from cxkit.statistics.item_analysis import item_analysis as item_analysis
    from cxkit.statistics.keyed import keyed as keyed
    from cxkit.statistics.reliability import reliability as reliability
    from cxkit.statistics.scoring import score as score
    from cxkit.statistics.tally import Tally as Tally
    from cxkit.survey.files import load_survey as load_survey
    from cxkit.survey.files import sample as sample
    from cxkit.survey.model import Survey as Survey

__version__ = "0.2.0"

_NAMES = {
    "book.audited": "published_audit",
    "book.build": "published_report published_thresholds",
    "book.explore": "explore",
    "book.follow_up": "published_commitments published_progress published_waves",
    "book.published_words": "published_words",
    "book.summary": "Summary summary",
    "book.widgets": "Beside CommentsView Prediction ReportView SelfAssessment Wall",
    "book.workbook": "write_workbook",
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

__all__ = tuple(sorted([*_HOME, "plots"]))


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
