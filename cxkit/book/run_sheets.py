"""What the book tells of the run sheets, taken from them while it is built: tables, minutes, and what to say."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective, SphinxRole

from cxkit.book.languages import in_language
from cxkit.book.step_directive import written_steps
from cxkit.book.steps import kinds, step_in
from cxkit.errors import did_you_mean, listing
from cxkit.reports.wording import commas, upper
from cxkit.survey.chapters import offered_steps
from cxkit.survey.run_sheet import USUAL, RunSheet, shipped_run_sheets
from cxkit.words import apart, say, spoken

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def by_chapter(sheet: RunSheet) -> Iterator[tuple[str, int, int, list[tuple[str, int]]]]:
    """Return for each chapter in a row its name, when it begins and ends, and its steps with their minutes."""
    begins = sheet.begins()
    for chapter, found in groupby(sheet.steps, lambda step: offered_steps()[step[0]].chapter):
        steps = list(found)
        last, minutes = steps[-1]
        yield chapter, begins[steps[0][0]], begins[last] + minutes, steps


def _from_to(begin: int, end: int) -> str:
    """Return from which minute to which, in that order between Arabic words, too."""
    return apart(f"{begin}–{end}", spoken())


class RunSheetTable(SphinxDirective):
    """`{run-sheet} ninety` is a table: from which minute to which, in which chapter, with which steps."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        sheet = self._sheet()
        if self.env.app.builder.name == "gettext":  # each of its words comes from elsewhere
            return []
        head = say("run_sheet.minute"), say("run_sheet.chapter"), say("run_sheet.steps")
        rows = [f"| {' | '.join(head)} |", "|:--|:--|:--|"]
        for chapter, begin, end, steps in by_chapter(sheet):
            title = in_language(spoken(), chapter, offered_steps()[steps[0][0]].title)
            what = commas(f"{kinds()[offered_steps()[id].kind]} {minutes}" for id, minutes in steps)
            rows.append(f"| {_from_to(begin, end)} | [{title}]({chapter}.md) | {what} |")
        if sheet.slack:
            rows.append(f"| {_from_to(sheet.needed, sheet.minutes)} | | {say('run_sheet.slack')} |")
        return self.parsed(rows)

    def _sheet(self) -> RunSheet:
        name, known = self.arguments[0], shipped_run_sheets()
        if name not in known:
            raise self.error(f'There is no run sheet "{name}".{did_you_mean(name, known)} There are {listing(known)}.')
        return known[name]

    def parsed(self, lines: list[str]) -> list[nodes.Node]:
        """Return what a page makes of these lines."""
        found = nodes.Element()
        self.state.nested_parse(StringList(lines, self.get_source_info()[0]), self.content_offset, found)
        return list(found.children)


class WhatToSay(RunSheetTable):
    """`{what-to-say} ninety` is what a facilitator says and does at each step of a run sheet, by chapter."""

    def run(self) -> list[nodes.Node]:
        """Return a place that `say_it` fills once all chapters have been read."""
        return [nodes.container("", run_sheet=self._sheet().id)]


def say_it(app: "Sphinx", doctree: nodes.document, page: str) -> None:
    """Fill in what is said at each step: it stands in the chapters."""
    if app.builder.name == "gettext":  # translators have it there
        return
    for place in [*doctree.findall(lambda node: isinstance(node, nodes.container) and "run_sheet" in node)]:
        steps = {step["id"]: step_in(spoken(), step) for step in written_steps(app.env)}
        listed = nodes.definition_list(classes=["cx-say"])
        for _, begin, end, taken in by_chapter(shipped_run_sheets()[place["run_sheet"]]):
            said = []
            for id, minutes in taken:
                lead = f"{commas([upper(kinds()[steps[id].kind]), say('run_sheet.minutes', n=minutes)])}. "
                said.append(nodes.paragraph("", "", nodes.strong("", lead), nodes.Text(steps[id].say)))
            head = nodes.term("", f"{_from_to(begin, end)}: {steps[taken[0][0]].title}")
            listed += nodes.definition_list_item("", head, nodes.definition("", *said))
        place.replace_self(listed)


class Minutes(SphinxRole):
    """{minutes}`engaged.talk` is how long a step lasts: in the usual run sheet, or else in another that has it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number with its word."""
        sheets = shipped_run_sheets()
        steps = {id: n for sheet in (*sheets.values(), sheets[USUAL[1]]) for id, n in sheet.steps}
        if self.text not in steps:
            found = self.inliner.reporter.error(f"No run sheet has a step {self.text}.", line=self.lineno)
            return [], [found]
        return [nodes.Text(say("run_sheet.minutes", n=steps[self.text]))], []


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Sphinx's door into this extension, and into the steps that it tells of."""
    app.setup_extension("cxkit.book.step_directive")
    app.add_directive("run-sheet", RunSheetTable)
    app.add_directive("what-to-say", WhatToSay)
    app.add_role("minutes", Minutes())
    app.connect("doctree-resolved", say_it)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
