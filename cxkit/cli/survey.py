"""`cxkit new` starts a survey, `cxkit check` says what could be better, `cxkit translate` takes it to a translator.

`cxkit map` lays a tool's file beside it.
"""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from cxkit.errors import CxkitError, listing
from cxkit.survey import translation
from cxkit.survey.advice import check as check_survey
from cxkit.survey.advice import taps, workshop_hints
from cxkit.survey.codebook import write_codebook
from cxkit.survey.files import PACKAGE, parsed
from cxkit.survey.model import Survey
from cxkit.survey.preview import write_preview
from cxkit.survey.run_sheet import ITEMS_A_MINUTE
from cxkit.survey.scaffold import new_survey
from cxkit.survey.workshop import languages
from cxkit.survey.workshop_file import is_workshop, load_workshop
from cxkit.words import FIRST


def new(options: Namespace) -> None:
    """Write a new survey, and say what to do next."""
    draft = None
    if options.source and options.kind:
        raise CxkitError("A file of answers (--from) is always drafted as lists to rate. Leave out --kind.")
    if options.source:
        from cxkit.responses.formats.draft import Draft  # noqa: PLC0415  (the other commands do without pandas)

        draft = Draft.of(Path(options.source))
        for note in draft.notes:
            print(note)
    for path in new_survey(Path(options.folder), draft.text if draft else None, options.kind):
        print(f"Written: {path}")
    if draft:
        items = sum(map(len, draft.items.values()))
        about = listing([one.words for one in draft.attributes]) or "nothing"
        print(f"Found: {items} items on {listing(draft.scale)}, and who people are: {about}.")
        for one in draft.doubted:
            print(f"“{one.words}” has fewer points than elsewhere: is it an item, or a group such as a role?")
        if not draft.sure:
            print("Put the points of the response scale in order, from least to most: the file cannot say which it is.")
    print(f"Change it as you like, and then: cxkit check {options.folder} --preview preview.html")


def check(options: Namespace) -> None:
    """Print hints, and write a preview where asked; of a workshop's file, hints on its time and its words."""
    if is_workshop(options.survey):
        workshop = load_workshop(options.survey)
        sheet, told = workshop.run_sheet, list(workshop_hints(workshop))
        time = f"{sheet.title}: {sheet.needed} of {sheet.minutes} minutes, {sheet.slack} to spare"
        print(f"{options.survey}: can be used ({time}).")
        _hints(told)
        return
    survey, hints, path = check_survey(options.survey)
    items = len(survey.items)
    minutes = max(1, round(items / ITEMS_A_MINUTE))
    size = f"{len(survey.dimensions)} dimension(s), {items} items, {taps(survey)} taps a person, about {minutes} min"
    print(f"{path}: can be used ({size}).")
    _hints([*hints, *(_cut(survey) if "case" in survey.kinds else ())])
    if options.codebook:
        write_codebook(survey, Path(options.codebook), next(iter(languages(survey)), FIRST))
        print(f"The codebook: {options.codebook}")
    if options.preview:
        write_preview(survey, Path(options.preview))
        print(f"The phone page: {Path(options.preview).resolve().as_uri()}")


def _cut(survey: Survey) -> Iterator[str]:
    from cxkit.reports.layouts.cuts import cut_on_stage  # noqa: PLC0415  (without a case nothing needs it)

    for id, text, by in cut_on_stage(survey):
        yield f"{id}: “{text}” is too long for the stage by {by} letter(s)."


def _hints(hints: Sequence[object]) -> None:
    print(f"{len(hints)} hint(s):" if hints else "No hints.")
    for hint in hints:
        print(f"  {hint}")


def translate(options: Namespace) -> None:
    """Write down what a language lacks, for a translator; or put what comes back into the file."""
    lang, source = translation.language(options.to), translation.language(options.source)
    file = translation.find(options.survey)
    found = translation.messages(file)
    first, out = translation.written_in(found) or source, Path(options.out) if options.out else None
    if not found:
        raise CxkitError(f"{file}: holds no texts that can be in several languages. Translate its survey.")
    if lang == first:
        raise CxkitError(f"{file}: is written in {lang}. Give another language with --to; if it is not, --source.")
    if options.table:
        if out is None and "shipped" in file.parts and file.is_relative_to(PACKAGE):
            raise CxkitError(f"{options.survey}: is shipped. Say with --out where your translated copy goes.")
        to = out / file.name if out else file
        if out:
            out.mkdir(parents=True, exist_ok=True)
        count = translation.translate(file, lang, Path(options.table), source, to)
        left = len(translation.missing(translation.messages(to), lang))
        print(f"{to}: {count} texts are now in {lang}. {left or 'None'} of {len(found)} are still missing.")
        return
    lacking = translation.missing(found, lang)
    if not lacking:
        print(f"{file}: all {len(found)} texts are in {lang}.")
        return
    name = f"{file.resolve().parent.name if file.name == 'survey.yaml' else file.stem}.{lang}"
    folder = out or Path()
    tables = {folder / f"{name}.po": translation.as_po, folder / f"{name}.csv": translation.as_csv}
    folder.mkdir(parents=True, exist_ok=True)
    if there := [str(path) for path in tables if path.exists()]:
        raise CxkitError(f"{listing(there)}: is there already, and may be filled in. Remove it, or choose --out.")
    for path, written in tables.items():
        path.write_bytes(written(lacking, lang, file))
        print(f"Written: {path}")
    print(f"{len(lacking)} of {len(found)} texts are not in {lang}. Have one of the two filled in, and then:")
    print(f"  cxkit translate {options.survey} --to {lang} --from {folder / name}.po")


def propose(options: Namespace) -> None:
    """Write a mapping of a file to a survey, for somebody to look through; what is not sure is left to them."""
    from cxkit.responses.formats.proposal import Proposal  # noqa: PLC0415  (the other commands do without pandas)

    raw, lines, survey_file = parsed(options.survey)
    survey = Survey.from_dict(raw, lines=lines, source=str(survey_file))
    found = Proposal.of(Path(options.file), survey)
    file = Path(options.out) if options.out else survey_file.parent / "mapping.yaml"
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(found.text())
    except FileExistsError:
        raise CxkitError(f"{file}: is there already. Choose another name with --out; nothing was written.") from None
    except OSError as error:
        raise CxkitError(f"{file}: cannot be written ({error.strerror}). Choose another name with --out.") from None
    for note in found.notes:
        print(note)
    for id, heading in found.sure.items():
        print(f"  {id}: “{heading}”")
    for id, (heading, share) in found.near.items():
        print(f"? {id}: “{heading}” ({share:.0%} alike)")
    for id in found.lacking:
        print(f"? {id}: no column found")
    for id, values in found.values.items():
        print(f"? {id}: what do these mean? {listing(values)}")
    print(
        f"Written: {file}. Look it through, then: cxkit score {options.file} --survey {options.survey} --mapping {file}"
    )
