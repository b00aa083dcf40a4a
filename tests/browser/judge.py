"""Who judges whether everybody can use a page: axe-core, from an installed package."""

from __future__ import annotations

from importlib.resources import files

from playwright.sync_api import Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


class Judge:
    """Collects what axe-core finds, over all states, so that one run names everything."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def look(self, page: Page, state: str) -> None:
        """Run every rule on the page as it is, in light and dark."""
        for look in ("light", "dark"):
            page.emulate_media(color_scheme=look, reduced_motion="reduce")
            page.evaluate(AXE)
            result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
            assert result["passes"], "axe looked at nothing"
            for rule in result["violations"]:
                for node in rule["nodes"]:
                    what = node["any"] or node["all"] or node["none"]
                    self.found.append(f"{state}, {look}: {rule['id']} {node['target']} {what[0]['message']}")
