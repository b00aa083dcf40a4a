"""A workshop in Spanish: pages with all that their scripts say, and what people wrote is text there, too."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.people import PHONE, Watched, enter
from tests.live.routes.test_language import ODD, left_in_english, survey
from tests.processes import WorkshopProcess

DRAWN = {
    "/r/{code}": "button.go",
    "/present/{code}": "#code:not(:empty)",
    "/setup/{code}": "#form",
    "/paper/{code}": "#form .row >> nth=0",
    "/comments/{code}": "#page",
    "/commitments/{code}": "#page",
    "/publish/{code}": "#notice",
    "/slips/{code}": ".slip >> nth=0",
    "/form/{code}": "table",
}
"""What is seen on each page once its script has drawn it."""
READ = """() => {
  const pieces = [];
  let odd = 0;
  (function read(node) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) pieces.push(child.textContent.trim());
      if (child.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE"].includes(child.tagName)) continue;
      odd += child.className === "odd";
      for (const name of ["aria-label", "placeholder", "alt", "title"]) pieces.push(child.getAttribute(name) ?? "");
      if (child.shadowRoot) read(child.shadowRoot);
      read(child);
    }
  })(document.documentElement);
  return { pieces, odd };
}"""


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkshopProcess]:
    """A room with a Spanish survey, of whose texts each has markup in it."""
    folder = tmp_path_factory.mktemp("spanish")
    (folder / "survey.yaml").write_text(json.dumps(survey("es").to_dict()), encoding="utf-8")
    workshop = {"survey": "survey.yaml", "title": ODD, "organisation": ODD, "teams": [ODD]}
    (folder / "workshop.yaml").write_text(json.dumps(workshop), encoding="utf-8")
    process = WorkshopProcess(folder / "data", "--no-book", str(folder / "workshop.yaml"))
    process.start()
    yield process
    process.kill()


@pytest.mark.browser
@pytest.mark.parametrize("path", DRAWN)
def test_every_page_with_all_that_its_script_says_is_in_spanish(
    spanish: WorkshopProcess, open_page: Callable[..., Watched], path: str
) -> None:
    """No text of the English catalogue is left, and none that people wrote has become an element."""
    watched = open_page(**PHONE, locale="es-ES")
    enter(watched.page, spanish.link)
    watched.page.goto(spanish.base + path.format(code=spanish.code))
    expect(watched.page.locator(DRAWN[path])).to_be_visible()
    read = watched.page.evaluate(READ)
    assert left_in_english(set(read["pieces"])) == set()
    assert read["odd"] == 0
    assert any(ODD in piece for piece in read["pieces"])
    assert watched.errors == []
