"""A real Firefox, driven as WebDriver BiDi has it: the browser of the machine, which Playwright cannot drive.

https://w3c.github.io/webdriver-bidi/
"""

import base64
import json
import re
import shutil
import subprocess
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from tests.waiting import LONG, until

FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
QUIET = """
user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "http://127.0.0.1:1");
user_pref("ui.prefersReducedMotion", 1);
"""
FIND = """(css, words, place) => {
  const held = (root) => [...root.querySelectorAll("*")].map((el) => el.shadowRoot).filter(Boolean);
  const roots = (root) => [root, ...held(root).flatMap(roots)];
  const shows = (el) => el.checkVisibility() && `${el.textContent} ${el.ariaLabel ?? ""}`.includes(words);
  return roots(document).flatMap((root) => [...root.querySelectorAll(css)]).filter(shows).at(place);
}"""
"""The element that a selector finds, in shadow roots too, that shows these words."""
MIDDLE = f"""(...what) => {{
  const el = ({FIND})(...what);
  if (!el || el.disabled) return null;
  el.scrollIntoView({{ block: "center", behavior: "instant" }});
  const box = el.getBoundingClientRect();
  return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
}}"""


class Firefox:
    """A browser, from entering a `with` block until leaving it."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._numbers = count(1)
        self.said: list[dict[str, Any]] = []

    def __enter__(self) -> "Firefox":
        assert FIREFOX, "Firefox is not installed: run make proofs, or sudo apt-get install firefox-esr"
        self._profile.mkdir()
        (self._profile / "user.js").write_text(QUIET, encoding="utf-8")
        said = self._profile / "said.txt"
        command = [
            FIREFOX,
            "--headless",
            "--no-remote",
            "--remote-debugging-port",
            "0",
            "--profile",
            str(self._profile),
        ]
        with ExitStack() as stack, said.open("w") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.kill)
            (line,) = until(lambda: re.findall(r"BiDi listening on (ws://\S+)", said.read_text(errors="replace")))
            self._line = stack.enter_context(connect(f"{line}/session", max_size=None, proxy=None))
            self.ask("session.new", capabilities={})
            self.ask("session.subscribe", events=["log.entryAdded"])
            self._ends = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def ask(self, method: str, **params: Any) -> Any:
        """Send a command, and return what it gives. What the pages said meanwhile is kept in `said`."""
        number = next(self._numbers)
        self._line.send(json.dumps({"id": number, "method": method, "params": params}))
        while (message := json.loads(self._line.recv(LONG))).get("id") != number:
            if message.get("method") == "log.entryAdded":
                self.said.append(message["params"])
        assert message["type"] == "success", message
        return message["result"]

    def tab(self, width: int, height: int) -> "Tab":
        """Open a window of this size."""
        return Tab(self, width, height)

    @property
    def errors(self) -> list[str]:
        """What was said in the console as an error.

        Not that a formula lacks a part, which Firefox says when a page comes in two pieces cut in the middle of one:
        tests of the formulas count their parts.
        """
        said = (str(one["text"]) for one in self.said if one["level"] == "error")
        return [text for text in said if "Incorrect number of children" not in text]


class Tab:
    """A window of its own, for a tab behind another hears nothing. What it looks for may come sooner or later."""

    def __init__(self, firefox: Firefox, width: int, height: int) -> None:
        self._firefox = firefox
        self._id = firefox.ask("browsingContext.create", type="window")["context"]
        self.ask("browsingContext.setViewport", viewport={"width": width, "height": height})

    def ask(self, method: str, **params: Any) -> Any:
        """Send a command about this tab."""
        return self._firefox.ask(method, context=self._id, **params)

    def go(self, url: str) -> None:
        """Open a page, until it is loaded."""
        self.ask("browsingContext.navigate", url=url, wait="complete")

    def reload(self) -> None:
        """Load the page again."""
        self.ask("browsingContext.reload", wait="complete")

    def run(self, function: str, *given: Any) -> Any:
        """Call a function of JavaScript with what can be written as JSON, and return what can."""
        call = f"Promise.resolve(({function})(...{json.dumps(given)})).then((found) => JSON.stringify(found ?? null))"
        found = self._firefox.ask("script.evaluate", expression=call, target={"context": self._id}, awaitPromise=True)
        assert found["type"] == "success", found
        return json.loads(found["result"]["value"])

    def sees(self, words: str, css: str = "h1, h2, h3, p, li, td, span, text, output, option, dd") -> None:
        """Wait until these words are there to be seen."""
        until(lambda: self.run(f"(...what) => Boolean(({FIND})(...what))", css, words, 0), every=0.2)

    def tap(self, css: str, words: str = "", place: int = 0) -> None:
        """Press, with a finger, what a selector finds, as soon as it is there and can be pressed."""
        x, y = until(lambda: self.run(MIDDLE, css, words, place), every=0.2)
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        steps = [{"type": "pointerMove", "x": x, "y": y}, *press]
        finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": steps}
        self.ask("input.performActions", actions=[finger])

    def strike(self, key: str) -> None:
        """Strike a key."""
        keys = {"type": "key", "id": "keys", "actions": [{"type": way, "value": key} for way in ("keyDown", "keyUp")]}
        self.ask("input.performActions", actions=[keys])

    def picture(self, file: Path) -> None:
        """Write down what is to be seen."""
        file.write_bytes(base64.b64decode(self.ask("browsingContext.captureScreenshot")["data"]))
