"""The widgets, for Jupyter. Each is one ES module in `static/`, which the book and the room host as well."""

import json
import os
import warnings
from collections.abc import Sequence
from typing import Any, Literal

import anywidget
import traitlets

from cxkit.errors import SurveyError, did_you_mean, listing
from cxkit.reports.guesses import question
from cxkit.reports.headline import headline, truths
from cxkit.reports.report import Report, given
from cxkit.reports.rows import KINDS, SHARES
from cxkit.static import served
from cxkit.survey.chapters import walls
from cxkit.survey.model import Survey
from cxkit.survey.workshop import in_one, languages
from cxkit.words import LANGUAGE_VARIABLE, say
from cxkit.words.tongues import tongue

_VIEWS = ("all", "dimensions", "items", "gap")
_UNDRAWN = {"sd", "counts", "exact", "g", "p", "rwg_j", *SHARES} - {*KINDS}


def _script(file: str, **more: Any) -> str:
    """Return a widget's script: with the words of a book that is being built, or, in a notebook, of every language."""
    lang = os.environ.get(LANGUAGE_VARIABLE)
    return served(file, *([lang] if lang else []), **more)


def _spoken(survey: Survey) -> dict[str, Any]:
    """Return what a widget needs of a survey: in a book that is being built, in its language alone."""
    lang = os.environ.get(LANGUAGE_VARIABLE)
    return (in_one(survey.only_asked(), lang) if lang else survey).to_dict()


class _Widget(anywidget.AnyWidget):
    _css = served("themes.css")
    lang = traitlets.Unicode("").tag(sync=True)


class SelfAssessment(_Widget):
    """The form of a survey, then one's own profile.

    `.response` holds the answers so far: {"attributes": …, "answers": …, "comments": …, "finished": bool}.

    Args:
        survey: The survey to answer. Attributes (role, team) are asked only where `attributes` names them.
        privacy_notice: Who sees the answers; by default nobody does.
        promise: What `privacy_notice` was called in version 0.1.

    Raises:
        SurveyError: An attribute is not the survey's, or items still wait for a workshop's list.
    """

    _esm = _script("self_assessment.js")
    survey = traitlets.Dict().tag(sync=True)
    response = traitlets.Dict().tag(sync=True)
    locked = traitlets.Bool(False).tag(sync=True)
    saved = traitlets.Unicode("").tag(sync=True)
    privacy_notice = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self,
        survey: Survey,
        *,
        attributes: Sequence[str] = (),
        privacy_notice: str | None = None,
        promise: str | None = None,
    ) -> None:
        if promise is not None:
            warnings.warn("SelfAssessment(promise=…) is called privacy_notice=… now.", FutureWarning, stacklevel=2)
            privacy_notice = promise
        attributes = (attributes,) if isinstance(attributes, str) else attributes
        known = [attribute.id for attribute in survey.attributes]
        unknown = [id for id in attributes if id not in known]
        if unknown:
            raise SurveyError(f"The survey has no attribute {listing(unknown)}. It has: {listing(known) or 'none'}.")
        waiting = [dimension.items_from for dimension in survey.dimensions if not dimension.items]
        if waiting:
            raise SurveyError(f"Fill the workshop's list first: survey.with_workshop({{{waiting[0]!r}: […]}}).")
        self._esm = _script("self_assessment.js", kinds=survey.kinds)
        super().__init__(
            survey=_spoken(survey.only_attributes(*attributes).only_asked()),
            response=empty_response(),
            privacy_notice=say("form.private") if privacy_notice is None else privacy_notice,
        )


class ReportView(_Widget):
    """A Report as pictures with their tables: dimensions, items by group, and the perception gap.

    Args:
        view: "all", or one of "dimensions", "items", "gap".
    """

    _esm = _script("report_view.js")
    report = traitlets.Dict(allow_none=True).tag(sync=True)
    view = traitlets.Unicode("all").tag(sync=True)

    def __init__(self, report: Report, *, view: Literal["all", "dimensions", "items", "gap"] = "all") -> None:
        if view not in _VIEWS:
            raise ValueError(f'view "{view}": allowed are {listing(_VIEWS)}.')
        super().__init__(report=_drawn(given(report, ReportView)), view=view)


class CommentsView(_Widget):
    """The comments of a Report, one dimension at a time: those that a facilitator has shown, and no others.

    Where there are none, it says so.

    Raises:
        TypeError: It was given anything but a Report.
    """

    _esm = _script("comments_view.js")
    report = traitlets.Dict(allow_none=True).tag(sync=True)

    def __init__(self, report: Report) -> None:
        offered = languages(given(report, CommentsView).survey)
        rows = [{**row, "lang": tongue(row["text"], offered)} for row in report.to_dict().get("comments", ())]
        # Notebooks and book pages hold a widget's state within a <script>. A comment may hold any tag that ends one,
        # so no "<" goes there: as JSON within JSON it is written \u003c.
        comments = json.dumps(rows).replace("<", "\\u003c")
        super().__init__(report={"survey": _spoken(report.survey), "comments": comments})


class Beside(_Widget):
    """Oneself beside everyone: own scores from the answers in `response`, and a Report's means of the same survey.

    In the book, the answers are those that a reader gave to the self-assessment there; in a notebook, give them, or
    link `response` to a SelfAssessment's. Until `response` says that it is finished, nothing of the Report is drawn.

    Raises:
        TypeError: It was given anything but a Report.
    """

    _esm = _script("beside.js")
    report = traitlets.Dict().tag(sync=True)
    response = traitlets.Dict().tag(sync=True)

    def __init__(self, report: Report, *, response: dict[str, Any] | None = None) -> None:
        told = _drawn(given(report, Beside))
        drawn = {name: told[name] for name in ("survey", "thresholds", "dimensions")}
        super().__init__(report=drawn, response=response or empty_response())


class Prediction(_Widget):
    """A guess at what others said of a dimension, from 0 to 100, beside what a Report shows of it.

    As phones have it at a step *prediction*; here whoever guesses sees the answer at once, and nobody sees the guess.
    `.response` holds {"value": 0–100, or None until there is one, "group": whoever says so belongs to, or None,
    "seen": whether the answer is there}. Where the score of the group that is guessed is hidden, everybody's stands
    there; where that is hidden too, the widget says so.

    Args:
        report: What has been found; of surveys that compare two groups, each guesses the other's.
        dimension: Which of its dimensions; one whose score says something of many people.

    Raises:
        TypeError: It was given anything but a Report.
        SurveyError: The survey has no such dimension, or one without a score.
    """

    _esm = _script("prediction.js")
    about = traitlets.Unicode().tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)
    response = traitlets.Dict().tag(sync=True)

    def __init__(self, report: Report, *, dimension: str) -> None:
        survey = given(report, Prediction).survey
        scored = [one.id for one in survey.dimensions if one.scored and one.summed]
        if dimension not in scored:
            near = did_you_mean(dimension, scored)
            raise SurveyError(f'dimension "{dimension}": has no score to guess.{near} These have: {listing(scored)}.')
        found = truths(report, dimension, headline(report, dimension))
        told = question(survey, dimension) | {
            "hue": [one.id for one in survey.dimensions].index(dimension) if len(survey.dimensions) > 1 else None,
            "truths": {group: mark.to_dict() for group, mark in found.items()},
        }
        about = f"guess:{survey.id}.{dimension}"
        super().__init__(about=about, asked=told, response={"value": None, "group": None, "seen": False})


class Wall(_Widget):
    """Lines that somebody writes down: departments, ideas, a promise. As phones send them to the wall of a room.

    `.response` holds {"lines": [each, up to 100 letters, in their order]}; of two that are equal but for capitals the
    first stands.

    Args:
        name: A list's name, such as "promise" or "ideas": it says what is asked, and under what the book keeps it.
        question: What is asked instead. Of a list of your own it is "", and what is above it says what is asked.
    """

    _esm = _script("wall.js")
    about = traitlets.Unicode().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    response = traitlets.Dict().tag(sync=True)

    def __init__(self, name: str = "promise", *, question: str = "") -> None:
        asked = question or walls().get(name, ("", ""))[1]
        super().__init__(about=f"wall:{name}", question=asked, response={"lines": []})


def _drawn(report: Report) -> dict[str, Any]:
    """Return a report without what the pictures do not use: a page holds it once for each of its views."""
    told = report.to_dict() | {"survey": _spoken(report.survey)}
    tables = {name: rows for name, rows in told.items() if name not in {"participation", "comments"}}
    for name, rows in tables.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            tables[name] = [{key: row[key] for key in row if key not in _UNDRAWN} for row in rows]
    return tables


def empty_response() -> dict[str, Any]:
    """Return the response of somebody who has not begun."""
    return {"attributes": {}, "answers": {}, "comments": {}, "finished": False}
