"""`cxkit new` starts a survey, `cxkit check` says what is wrong with one and what could be better."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from cxkit.survey.advice import ITEMS_A_MINUTE
from cxkit.survey.advice import check as check_survey
from cxkit.survey.preview import write_preview
from cxkit.survey.scaffold import new_survey


def new(options: Namespace) -> None:
    """Write a new survey, and say what to do next."""
    for path in new_survey(Path(options.folder)):
        print(f"Written: {path}")
    print(f"Change it as you like, and then: cxkit check {options.folder} --preview preview.html")


def check(options: Namespace) -> None:
    """Print hints, and write a preview where asked."""
    survey, hints, path = check_survey(options.survey)
    items = len(survey.items)
    size = f"{len(survey.dimensions)} dimension(s), {items} items, about {max(1, round(items / ITEMS_A_MINUTE))} min"
    print(f"{path}: can be used ({size}).")
    print(f"{len(hints)} hint(s):" if hints else "No hints.")
    for hint in hints:
        print(f"  {hint}")
    if options.preview:
        write_preview(survey, Path(options.preview))
        print(f"The phone page: {Path(options.preview).resolve().as_uri()}")
