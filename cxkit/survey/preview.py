"""A survey as participants will see it on their phones: one page in one file, without a room and without a network."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from cxkit.errors import SurveyError
from cxkit.static import served
from cxkit.survey.model import Survey

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>Preview: {title}</title>
<link rel="icon" href="data:,">
<style>{style}
@media (min-width: 40rem) {{ main {{ max-width: 27rem; border-inline: 1px solid var(--cx-rule); }} }}</style>
<h1 class="sr">Preview: {title}</h1>
<main><script type="application/vnd.jupyter.widget-view+json">{{"model_id": "survey"}}</script></main>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script>{host}</script>
</html>
"""

_PROMISE = "This is a preview: what you tap stays in this browser."
_ENTRIES = ("The first of your list", "The second", "The third")


def write_preview(survey: Survey, file: Path) -> None:
    """Write a survey's phone page to a file. Lists that a workshop gives are filled with a few words.

    Raises SurveyError where it cannot be written.
    """
    lists = {dimension.items_from for dimension in survey.dimensions if dimension.items_from and not dimension.items}
    lists |= {attribute.id for attribute in survey.attributes if attribute.options is None}
    filled = survey.with_workshop(dict.fromkeys(lists, _ENTRIES))
    widget = {
        "_esm": served("self_assessment.js"),
        "survey": filled.to_dict(),
        "response": {"attributes": {}, "answers": {}, "comments": {}, "finished": False},
        "promise": _PROMISE,
    }
    page = _PAGE.format(
        title=escape(str(survey.title)),
        style=served("phone.css"),
        state=json.dumps({"state": {"survey": {"state": widget}}}, ensure_ascii=False).replace("<", "\\u003c"),
        host=served("page.js"),
    )
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise SurveyError(f"{file}: cannot be written ({error.strerror}). Choose another place.") from None
