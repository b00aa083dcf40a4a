"""What a real screen reader says: Orca reads Firefox on a screen that nobody sees, and its log is the transcript."""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

SAID = re.compile(r"SPEECH OUTPUT: '(.*)'(?:\{|$)", re.MULTILINE)
QUIET, LONGEST = 4.0, 15.0
"""Seconds: so long nothing more is said after a key; and so long at most it may take until something is."""
NO_VOICE = 'AddModule "dummy" "sd_dummy" ""\nDefaultModule dummy\n'
KEEPS_STILL = "import orca.settings\norca.settings.sayAllOnLoad = False\n"
"""Until a key is pressed."""
FIREFOX = """
user_pref("accessibility.force_disabled", -1);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.startup.page", 0);
user_pref("browser.newtabpage.enabled", false);
user_pref("browser.tabs.firefox-view", false);
"""


class Reader:
    """Orca before a page in Firefox."""

    def __init__(self, log: Path, surroundings: dict[str, str]) -> None:
        """log: what Orca writes down; surroundings: of its screen."""
        self.log, self.surroundings, self._read = log, surroundings, 0

    def heard(self, first: float = LONGEST) -> list[str]:
        """Return what was said since the last time, once it is quiet. first: how long it may take to begin, seconds."""
        began = changed = time.monotonic()
        found: list[str] = []
        while time.monotonic() - (changed if found else began) < (QUIET if found else first):
            text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
            if said := SAID.findall(text[self._read :]):
                found += said
                self._read = text.rindex("SPEECH OUTPUT") + 1
                changed = time.monotonic()
            time.sleep(0.1)
        return [words for one in found if (words := one.strip())]

    def press(self, *keys: str) -> list[str]:
        """Press keys, as xdotool calls them, and return what is said then."""
        subprocess.run(["xdotool", "key", *keys], env=self.surroundings, check=True)
        return self.heard(20.0)

    def read(self) -> list[str]:
        """Have the page read from the top to its end, and return what is said."""
        self.press("ctrl+Home")
        return self.press("KP_Add")

    @contextmanager
    def page(self, address: str) -> Iterator[list[str]]:
        """Open a page; give what is said as it comes."""
        profile = Path(tempfile.mkdtemp(dir=self.log.parent))
        (profile / "user.js").write_text(FIREFOX)
        command = ["firefox-esr", "--no-remote", "--new-instance", "--profile", str(profile), "--kiosk", address]
        with ExitStack() as stack:
            _run(stack, command, self.surroundings)
            said = self.heard(60.0)
            while more := self.heard(LONGEST):
                said += more
            yield said


@contextmanager
def reading(folder: Path) -> Iterator[Reader]:
    """Start a screen reader. folder: for its settings and its log; it must be new."""
    home, runs = (folder / name for name in ("home", "run"))
    speech = home / ".config" / "speech-dispatcher"
    own = home / ".local" / "share" / "orca"
    for one in (home, runs, speech, own):
        one.mkdir(parents=True, mode=0o700)
    (own / "orca-customizations.py").write_text(KEEPS_STILL)
    (speech / "speechd.conf").write_text(NO_VOICE)
    surroundings = os.environ | {"HOME": str(home), "XDG_RUNTIME_DIR": str(runs)}
    with ExitStack() as stack:
        screen = _run(stack, ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1000x24"], surroundings)
        bus = _run(stack, ["dbus-daemon", "--session", "--nofork", "--print-address=1"], surroundings)
        assert screen.stdout
        assert bus.stdout
        surroundings["DISPLAY"] = f":{screen.stdout.readline().decode().strip()}"
        surroundings["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        asked = ["gsettings", "set", "org.gnome.desktop.interface", "toolkit-accessibility", "true"]
        subprocess.run(asked, env=surroundings, check=False, capture_output=True)
        _run(stack, ["openbox"], surroundings)
        reader = Reader(folder / "orca.log", surroundings)
        _run(stack, ["orca", f"--debug-file={reader.log}", "--replace"], surroundings)
        reader.heard(60.0)
        yield reader


def _run(stack: ExitStack, command: Iterable[str], surroundings: dict[str, str]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        list(command), env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )

    def end() -> None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    stack.callback(end)
    return process
