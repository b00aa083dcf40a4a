"""A page that holds one widget and nothing else, opened from a folder."""

import json
from pathlib import Path

import anywidget

from cxkit.static import served


def write_page(path: Path, widget: anywidget.AnyWidget, lang: str = "en", *, direction: str = "ltr") -> str:
    """Write the page, as a book would hold the widget. Returns its address."""
    values = {name: getattr(widget, name) for name in widget.trait_names(sync=True) if not name.startswith("_")}
    told = {name: value for name, value in values.items() if isinstance(value, str | dict | bool)}
    state = {"_esm": str(widget._esm), **told}
    saved = json.dumps({"state": {"one": {"state": state}}}).replace("<", "\\u003c")
    kind = "application/vnd.jupyter.widget-"
    path.write_text(
        f'<!doctype html><html lang="{lang}" dir="{direction}"><meta charset="utf-8"><title>Alone</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{served('themes.css')} html {{ background: var(--cx-paper); color: var(--cx-ink); }}</style>"
        f'<script type="{kind}state+json">{saved}</script>'
        f'<main><h1>One</h1><h2>Two</h2><script type="{kind}view+json">{{"model_id": "one"}}</script></main>'
        f"<script>{served('page.js')}</script>",
        encoding="utf-8",
    )
    return path.as_uri()
