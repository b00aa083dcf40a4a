"""The shared picture of groups that are told together: their number stands where each of them is looked for."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import expect

import cxkit as cx
from cxkit.reports.report import Report
from cxkit.reports.rows import Result
from cxkit.static import served
from tests.browser.people import Watched
from tests.strategies import organisation, small_survey


def hidden_on_care() -> Report:
    """Return a report of four teams: two are hidden on care and told together there, one is hidden throughout."""
    report = cx.report(organisation({"East": 20, "North": 22, "South": 21, "West": 18}), small_survey(), by="team")
    rows = report.tables.groups

    def blank(row: Result) -> Result:
        kept = {name: getattr(row, name) for name in ("attribute", "group", "item", "dimension")}
        hide = row.group == "West" or (not row.item and row.dimension == "care" and row.group != "East")
        return Result(**kept) if hide else row

    others = replace(rows[0], group="(others)", members=("North", "South"), mean=61.0, n=43)
    items = tuple(map(blank, report.tables.group_items))
    return replace(report, tables=replace(report.tables, groups=(*map(blank, rows), others), group_items=items))


def test_a_number_of_several_groups_stands_once_across_their_columns(
    tmp_path: Path, open_page: Callable[..., Watched]
) -> None:
    """In italics; a group hidden throughout is in one sentence below, and no name is the report's own id."""
    state = {"_esm": served("report_view.js"), "report": hidden_on_care().to_dict(), "view": "items"}
    saved = json.dumps({"state": {"one": {"state": state}}}).replace("<", "\\u003c")
    kind = "application/vnd.jupyter.widget-"
    path = tmp_path / "page.html"
    path.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Told</title>'
        f'<script type="{kind}state+json">{saved}</script>'
        f'<main><script type="{kind}view+json">{{"model_id": "one"}}</script></main>'
        f"<script>{served('page.js')}</script>",
        encoding="utf-8",
    )
    page = open_page().page
    page.goto(path.as_uri())
    heat = page.locator(".heat table")
    expect(heat.locator("thead th")).to_have_text(["Statement", "Everyone", "East", "North", "South"])
    care = heat.locator("tr.head").first
    expect(care.locator("td")).to_have_count(3)
    expect(care.locator("td.together")).to_have_text("61n = 43")
    expect(care.locator("td.together")).to_have_attribute("colspan", "2")
    figure = page.locator("figure")
    expect(figure).to_contain_text("West hidden: too few people, or too much alike, to be shown safely.")
    expect(figure).to_contain_text("Pale, in italics: several groups shown together")
    expect(page.get_by_text("(others)")).to_have_count(0)
    expect(heat.locator("td.hidden")).to_have_count(0)
