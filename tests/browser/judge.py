"""Who judges whether everybody can use a page: axe-core, from an installed package."""

from importlib.resources import files
from typing import Literal

from playwright.sync_api import Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# To judge a word's colours takes milliseconds, and a page of programs or formulas has thousands of words. Of those that
# stand below the same tags with the same classes and styles, and so look the same, one is judged.
BEGIN = """(only) => {
  axe.configure({ rules: [
    { id: "color-contrast", selector: "*:not([data-twin])" },
    ...["target-size", "label-content-name-mismatch", "css-orientation-lock"].map((id) => ({ id, enabled: true })),
  ] });
  const own = (el) => `>${el.tagName} ${el.getAttribute("class")} ${el.getAttribute("style")}`;
  const path = (el) => el ? path(el.parentElement) + own(el) : "";
  const seen = new Set();
  for (const el of document.querySelectorAll("body *:not(:has(*))")) {
    if (!el.checkVisibility()) continue; // a closed dialog has the same tags as an open one
    el.toggleAttribute("data-twin", !el.shadowRoot && seen.has(path(el)));
    seen.add(path(el));
  }
  window.judging = axe.run(document, { resultTypes: ["violations"], ...(only && { runOnly: only }) })
    .then(({ passes, violations }) =>
      ({ looked: [...passes, ...violations].map(({ id, tags }) => ({ id, tags })), violations }));
}"""
LOOKS: list[tuple[Literal["light", "dark"], list[str] | None]] = [
    ("light", None),
    ("dark", ["color-contrast", "link-in-text-block"]),
]


def begin(page: Page, look: Literal["light", "dark"], only: list[str] | None) -> None:
    """Have axe look at a page, with some of its rules; None: all. `window.judging` is then what it says."""
    page.emulate_media(color_scheme=look, reduced_motion="reduce")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    page.evaluate(BEGIN, only)


class Judge:
    """Collects what axe-core finds, over all states, so that one run names everything."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def look(self, page: Page, state: str, *, narrow: Page | None = None) -> None:
        """Run every rule on the page, and in the dark those of colours; at the same time on `narrow`, it on a phone."""
        shown = [page, narrow] if narrow else [page]
        for look, only in LOOKS:
            for each in shown:
                begin(each, look, only)
            for each in shown:
                result = each.evaluate("window.judging")
                assert result["looked"], "axe looked at nothing"
                where = f"{state}{' on a phone' if each is narrow else ''}, {look}"
                for rule in result["violations"]:
                    for node in rule["nodes"]:
                        what = node["any"] or node["all"] or node["none"]
                        self.found.append(f"{where}: {rule['id']} {node['target']} {what[0]['message']}")
