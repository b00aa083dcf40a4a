"""cxkit: score organisational self-assessments, protect the people in them, and run the workshop around them.

The public names, loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxkit import plots
    from cxkit.comparisons import change, compare
    from cxkit.confidentiality import report
    from cxkit.consistency import Agreement, agreement, item_analysis, reliability
    from cxkit.errors import (
        CxkitError,
        ReportError,
        ResponseError,
        ResponseWarning,
        RoomError,
        SurveyError,
    )
    from cxkit.explorer import explore
    from cxkit.formats import read_responses
    from cxkit.progress import published_commitments, published_progress, published_waves
    from cxkit.publish import published_report
    from cxkit.reports import Report
    from cxkit.responses import Responses
    from cxkit.scoring import score
    from cxkit.sources import tally
    from cxkit.summaries import Summary, summary
    from cxkit.survey import Survey
    from cxkit.survey_file import load_survey, sample
    from cxkit.tallies import Tally
    from cxkit.widgets import Beside, CommentsView, ReportView, SelfAssessment

__version__ = "0.1.0"

_HOME = {
    "Agreement": "consistency",
    "Beside": "widgets",
    "CommentsView": "widgets",
    "CxkitError": "errors",
    "Report": "reports",
    "ReportError": "errors",
    "ReportView": "widgets",
    "ResponseError": "errors",
    "ResponseWarning": "errors",
    "Responses": "responses",
    "RoomError": "errors",
    "SelfAssessment": "widgets",
    "Summary": "summaries",
    "Survey": "survey",
    "SurveyError": "errors",
    "Tally": "tallies",
    "change": "comparisons",
    "compare": "comparisons",
    "agreement": "consistency",
    "explore": "explorer",
    "item_analysis": "consistency",
    "load_survey": "survey_file",
    "published_commitments": "progress",
    "published_progress": "progress",
    "published_report": "publish",
    "published_waves": "progress",
    "read_responses": "formats",
    "reliability": "consistency",
    "report": "confidentiality",
    "sample": "survey_file",
    "score": "scoring",
    "summary": "summaries",
    "tally": "sources",
}

__all__ = [
    "Agreement",
    "Beside",
    "CommentsView",
    "CxkitError",
    "Report",
    "ReportError",
    "ReportView",
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
    "explore",
    "item_analysis",
    "load_survey",
    "plots",
    "published_commitments",
    "published_progress",
    "published_report",
    "published_waves",
    "read_responses",
    "reliability",
    "report",
    "sample",
    "score",
    "summary",
    "tally",
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
