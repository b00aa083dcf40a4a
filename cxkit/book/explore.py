"""Exploring a Report with drop-downs and sliders: in JupyterLab and in Voilà; in the book, standing still."""

import os
from dataclasses import dataclass, replace
from typing import Any

import ipywidgets as widgets

from cxkit.book.edition import STANDING_VARIABLE, made_up
from cxkit.book.exploration import PICTURES, Exploration
from cxkit.errors import ReportError
from cxkit.reports.report import Report, given
from cxkit.reports.wording import unbroken
from cxkit.static import served
from cxkit.survey.templates import environment
from cxkit.survey.workshop import led_by
from cxkit.words import direction, say, spoken

_WIDEST = 50
_LABELLED: dict[str, Any] = {"style": {"description_width": "initial"}}


def explore(report: Report) -> Any:
    """Return controls over a Report, for JupyterLab and Voilà: an ipywidgets box of drop-downs and sliders.

    One chooses the attribute, the dimension and the picture, how large a group must be at least, and which differences
    are worth listing. It shows the picture, the same as a table, the differences between groups from the widest down,
    and in words what is found, what is left out and what is hidden. What the report suppresses stays hidden, whatever
    is chosen.

    Where a book is built, and no kernel will answer its readers, it is HTML without controls: every picture of every
    attribute, with its table.

    Raises:
        TypeError: It was given anything but a Report.
        ReportError: The Report has no groups, or has rows made by hand that are not as `cxkit.report` makes them.
    """
    report = given(report, explore)
    if not report.tables.groups:
        raise ReportError("The report has no groups. Make it by attributes: cx.report(answers, survey, by=[…]).")
    told = made_up(report.survey) if report.survey.rehearsal else led_by(report.survey, spoken())
    report = replace(report, survey=told)
    return Standing(report=report) if os.environ.get(STANDING_VARIABLE) else _box(report)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What readers get who have no kernel."""

    report: Report

    def _repr_html_(self) -> str:
        sections = []
        for by in self.report.by:
            folded = [Exploration(report=self.report, by=by, picture=id) for id in _pictures(self.report, by)]
            sections.append((_title(self.report, by), Exploration(report=self.report, by=by), folded))
        return _style() + _page(sections)


def _box(report: Report) -> Any:
    ns = [row.n for row in report.tables.groups if row.n is not None] or [1]
    dimensions = [(str(each.title), each.id) for each in report.survey.dimensions]
    by = _drop_down(say("explore.by"), [(_title(report, id), id) for id in report.by])
    dimension = _drop_down(say("explore.dimension"), [(say("explore.all_dimensions"), ""), *dimensions])
    titles = {PICTURES[id].title(): id for each in report.by for id in _pictures(report, each)}
    picture = _drop_down(say("explore.picture"), list(titles.items()))
    sliding: dict[str, Any] = {**_LABELLED, "continuous_update": False}  # a figure takes a moment
    least = widgets.IntSlider(min(ns), min(ns), max(ns), description=say("explore.least"), **sliding)
    apart = widgets.IntSlider(10, 0, _WIDEST, description=say("explore.apart"), **sliding)
    shown = widgets.HTML()

    def look(_: object = None) -> None:
        seen = Exploration(
            report=report, by=by.value, dimension=dimension.value or None, picture=picture.value,
            least=least.value, apart=apart.value,
        )  # fmt: skip
        shown.value = _page([("", seen, [])])  # at once, so that nothing flickers

    controls = [by, dimension, picture, least, apart]
    for control in controls:
        control.observe(look, "value")
    look()
    wrapped = widgets.Layout(flex_flow="row wrap", overflow="visible")
    rows = [widgets.HBox(controls[:3], layout=wrapped), widgets.HBox(controls[3:], layout=wrapped)]
    box = widgets.VBox([widgets.HTML(_style()), *rows, shown])
    return box.add_class("cx-explore").add_class(f"cx-{direction(spoken())}")


def _page(sections: list[tuple[str, Exploration, list[Exploration]]]) -> str:
    """Return what is found, drawn and listed. A section: its title, one look, and others below lines that open them."""
    return environment("book").get_template("explore.html").render(sections=sections, unbroken=unbroken)


def _title(report: Report, attribute: str) -> str:
    return str(report.survey.attribute(attribute).title)


def _pictures(report: Report, by: str) -> list[str]:
    compared = any(row.attribute == by for row in report.tables.gaps)
    return [id for id in PICTURES if compared or id != "gap"]


def _drop_down(name: str, options: list[tuple[str, str]]) -> Any:
    return widgets.Dropdown(options=options, description=name, **_LABELLED)


def _style() -> str:
    return f"<style>{served('explorer.css')}</style>"
