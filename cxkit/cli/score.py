"""`cxkit score`: a file of answers becomes a report."""

import gc
import sys
from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

from cxkit.cli.progress import bar
from cxkit.errors import CxkitError
from cxkit.responses.problems import listed
from cxkit.statistics.engines import Counted, count
from cxkit.survey.files import load_survey


def run(options: Namespace) -> None:
    """Print a file's report, and write it where asked; what was no answer is listed on standard error."""
    survey, consenting = load_survey(options.survey), dict(options.consenting)
    if options.alone and not consenting:
        raise CxkitError("--alone is about a group that agreed. Say which, such as --consenting role=leader --alone.")
    by = [*options.by, *(options.part or ())[:1]]
    # A million answers make many small objects, none of which goes round in circles.
    gc.disable()
    try:
        with ThreadPoolExecutor(1) as beside:
            loading = beside.submit(_reporting)
            progress = _progress if sys.stderr.isatty() else None
            needed = [*by, *consenting]
            answers = count(options.file, survey, needed, progress, options.mapping)
            protect, reports, text = loading.result()
        _say(answers)
        if options.strict and answers.problems:
            raise CxkitError("Nothing was scored, as --strict says: correct the values above, or map them (cxkit map).")
        report = protect.report(
            answers.tally,
            survey,
            by=by,
            invited=_invited(options.invited),
            consenting=consenting,
            alone=options.alone,
            group_items=bool(options.out or options.findings),  # the text does not show them
        )
        if options.part:
            report = report.part(*options.part)
    finally:
        gc.freeze()  # nor is any of them looked at when Python ends
        gc.enable()
    before = reports.Report.read(options.before) if options.before else None
    print(text.report_text(report, before))
    if options.findings:
        from cxkit.reports.findings import findings_text  # noqa: PLC0415  (nobody else waits for it)

        print(findings_text(report, before))
    if options.out:
        try:
            if options.out.endswith(".xlsx"):
                from cxkit.book.workbook import write_workbook  # noqa: PLC0415  (as above)

                written = [write_workbook(report, options.out)]
            else:
                written = report.write(options.out)
        except OSError as error:
            raise CxkitError(
                f"{options.out}: cannot be written ({error.strerror or error}). Choose another folder with --out."
            ) from None
        print(f"Written to {options.out}: {', '.join(path.name for path in written)}")


def _invited(given: list[int | tuple[str, str, int]]) -> int | dict[str, dict[str, int]] | None:
    """Return how many were invited, in all or by attribute and group. Raises CxkitError where both are said."""
    numbers = [one for one in given if isinstance(one, int)]
    groups: dict[str, dict[str, int]] = {}
    for one in given:
        if not isinstance(one, int):
            groups.setdefault(one[0], {})[one[1]] = one[2]
    if len(numbers) + bool(groups) > 1:
        raise CxkitError("--invited is one number, or that of every group of an attribute: these add up to all.")
    return groups or next(iter(numbers), None)


def _say(answers: Counted) -> None:
    """Tell on standard error how a file was read, and what was left out of it."""
    for note in answers.notes:
        print(note, file=sys.stderr)
    if answers.problems:
        number = sum(one.count for one in answers.problems)
        print(f"{number} value(s) were no answers and are not scored:\n{listed(answers.problems)}", file=sys.stderr)
        for advice in dict.fromkeys(one.advice for one in answers.problems):
            print(advice, file=sys.stderr)
    if answers.dropped:
        print(f"Not read: {', '.join(answers.dropped)}.", file=sys.stderr)


def _reporting() -> tuple[ModuleType, ModuleType, ModuleType]:
    """Load what reports need, which takes as long as reading a file."""
    from cxkit.disclosure import protect  # noqa: PLC0415
    from cxkit.reports import report, text  # noqa: PLC0415

    return protect, report, text


def _progress(share: float) -> None:
    bar(int(100 * share), sys.stderr)
