"""A new survey to start from: a folder with a survey file that can be used as it is, and a README with questions."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cxkit.errors import SurveyError, did_you_mean, listing
from cxkit.survey.files import PACKAGE
from cxkit.survey.kinds import KINDS
from cxkit.survey.templates import markdown


def new_survey(folder: Path, written: Callable[[str, str], str] | None = None, kind: str = "") -> list[Path]:
    """Make a folder with a survey to start from; return the files written. Raises SurveyError where it is there.

    written: what makes the survey file of an id and a title; None: an example to change, of an activity kind or of two
    lists to rate.
    """
    id = re.sub(r"\W+", "_", folder.name, flags=re.ASCII).strip("_").lower()
    if not id:
        raise SurveyError(f'"{folder.name}" has no letter or digit to make an id of. Choose a name such as my-survey.')
    title = folder.name.replace("-", " ").replace("_", " ").strip().capitalize()
    if kind and kind not in KINDS:
        known = listing(KINDS)
        raise SurveyError(f'There is no activity kind "{kind}".{did_you_mean(kind, KINDS)} There are: {known}.')
    try:
        folder.mkdir(parents=True)
        survey = written(id, title) if written else _written(id, title, kind)
        files = {folder / "survey.yaml": survey, folder / "README.md": _from("new_survey.md", title=title)}
        for file, text in files.items():
            file.write_text(text, encoding="utf-8")
    except FileExistsError:
        raise SurveyError(f"{folder} is there already. Choose another name; nothing was written.") from None
    except OSError as error:
        raise SurveyError(f"{folder}: cannot be written ({error.strerror}). Choose another place.") from None
    return [*files]


def _written(id: str, title: str, kind: str) -> str:
    """Return an example of a survey file."""
    quoted = json.dumps(title, ensure_ascii=False)  # a colon in it would be YAML's own
    draft = (PACKAGE / "survey" / "kinds" / f"{kind}.yaml").read_text(encoding="utf-8") if kind else ""
    return _from("new_survey.yaml", id=id, title=title, quoted=quoted, kind=kind, draft=draft)


def _from(template: str, **values: Any) -> str:
    return markdown(PACKAGE / "survey" / "templates" / template, **values) + "\n"
