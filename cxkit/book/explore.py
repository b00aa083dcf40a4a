"""Exploring a Report with drop-downs and sliders: in JupyterLab and in Voilà; in the book, standing still."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import ipywidgets as widgets

from cxkit.book.edition import STANDING_VARIABLE
from cxkit.book.exploration import PICTURES, Exploration
from cxkit.errors import ReportError
from cxkit.reports.report import Report
from cxkit.survey.files import STATIC

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

    Raises TypeError for anything but a Report, and ReportError for one without groups.
    """
    if not isinstance(report, Report):
        raise TypeError("explore shows a Report: make one with cx.report(answers, survey, by=[…]).")
    if not report.tables.groups:
        raise ReportError("The report has no groups. Make it by attributes: cx.report(answers, survey, by=[…]).")
    return Standing(report=report) if os.environ.get(STANDING_VARIABLE) else _box(report)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What readers get who have no kernel."""

    report: Report

    def _repr_html_(self) -> str:
        return f'{_style()}<div class="cx-look">{"".join(map(self._section, self.report.by))}</div>'

    def _section(self, by: str) -> str:
        seen = Exploration(report=self.report, by=by)
        parts = [f"<h3>{escape(_title(self.report, by))}</h3>", *_said(seen)]
        if not seen.empty:
            parts += [seen.figure(), seen.differences()]
            parts += [_folded(Exploration(report=self.report, by=by, picture=id)) for id in _pictures(self.report, by)]
        return f"<section>{''.join(parts)}</section>"


def _folded(seen: Exploration) -> str:
    """Return a picture and its table below a line that opens them.

    The table alone of the picture that is there already, and of the one whose drawings would be half of the page.
    """
    figure = "" if seen.picture in ("scores", "statements") else seen.figure()
    return f"<details><summary>{PICTURES[seen.picture].title}</summary>{figure}{seen.numbers()}</details>"


def _box(report: Report) -> Any:
    ns = [row.n for row in report.tables.groups if row.n is not None] or [1]
    dimensions = [(str(each.title), each.id) for each in report.survey.dimensions]
    by = _drop_down("Groups by", [(_title(report, id), id) for id in report.by])
    dimension = _drop_down("Dimension", [("All dimensions", ""), *dimensions])
    titles = {PICTURES[id].title: id for each in report.by for id in _pictures(report, each)}
    picture = _drop_down("Picture", list(titles.items()))
    sliding: dict[str, Any] = {**_LABELLED, "continuous_update": False}  # a figure takes a moment
    least = widgets.IntSlider(min(ns), min(ns), max(ns), description="Groups of at least (people)", **sliding)
    apart = widgets.IntSlider(10, 0, _WIDEST, description="Differences of at least (points)", **sliding)
    shown = widgets.HTML()

    def look(_: object = None) -> None:
        seen = Exploration(
            report=report, by=by.value, dimension=dimension.value or None, picture=picture.value,
            least=least.value, apart=apart.value,
        )  # fmt: skip
        parts = [*_said(seen), *([] if seen.empty else [seen.figure(), seen.differences(), seen.numbers()])]
        shown.value = f'<div class="cx-look">{"".join(parts)}</div>'  # at once, so that nothing flickers

    controls = [by, dimension, picture, least, apart]
    for control in controls:
        control.observe(look, "value")
    look()
    wrapped = widgets.Layout(flex_flow="row wrap", overflow="visible")
    rows = [widgets.HBox(controls[:3], layout=wrapped), widgets.HBox(controls[3:], layout=wrapped)]
    box = widgets.VBox([widgets.HTML(_style()), *rows, shown])
    return box.add_class("cx-explore")


def _said(seen: Exploration) -> Iterator[str]:
    found, *more = seen.sentences()
    for style, words in [("found", found), *(("small", each) for each in more)]:
        yield f'<p class="cx-{style}">{escape(words).replace("n = ", "n&nbsp;=&nbsp;")}</p>'


def _title(report: Report, attribute: str) -> str:
    return str(report.survey.attribute(attribute).title)


def _pictures(report: Report, by: str) -> list[str]:
    compared = any(row.attribute == by for row in report.tables.gaps)
    return [id for id in PICTURES if compared or id != "gap"]


def _drop_down(name: str, options: list[tuple[str, str]]) -> Any:
    return widgets.Dropdown(options=options, description=name, **_LABELLED)


def _style() -> str:
    names = ("tokens.css", "explorer.css")
    return f"<style>{''.join((STATIC / name).read_text(encoding='utf-8') for name in names)}</style>"
