"""What the facilitator's terminal shows, on every system."""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cxkit.live.laptop import _has_screen, _qr


class Terminal(io.StringIO):
    """A terminal that takes every sign."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Say that somebody looks at it."""
        return True


@pytest.mark.parametrize(
    ("system", "surroundings", "coloured"),
    [
        ("linux", {}, True),
        ("darwin", {}, True),
        ("win32", {"WT_SESSION": "1"}, True),
        ("win32", {}, False),
    ],
)
def test_the_qr_code_has_colours_only_where_they_are_colours(
    system: str, surroundings: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows' old console prints the codes of colours as signs."""
    monkeypatch.delenv("WT_SESSION", raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "stdout", Terminal())
    said = _qr("http://192.168.0.3:8765/r/ABCDE")
    assert "█" in said
    assert ("\x1b" in said) is coloured


@pytest.mark.parametrize(
    ("system", "surroundings", "screen"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
    ],
)
def test_a_browser_is_opened_where_there_is_a_screen(
    monkeypatch: pytest.MonkeyPatch, system: str, surroundings: dict[str, str], screen: bool
) -> None:
    """Windows and macOS have one; Linux says so, and without one a browser would start in the terminal."""
    monkeypatch.setattr(sys, "platform", system)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    assert _has_screen() is screen


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", True), ("cp437", True), ("ascii", False), ("cp1252", False)])
def test_the_code_is_drawn_where_the_terminal_has_its_blocks(
    monkeypatch: pytest.MonkeyPatch, encoding: str, shown: bool
) -> None:
    """A Windows terminal of Western Europe has none; then the address is there to be typed."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    lines = _qr("http://192.168.1.5:8765/r/ABCDE").splitlines()
    assert bool(lines) is shown
    assert {len(line) for line in lines} <= {2 + 33}
    assert {*"".join(lines)} <= {*" █▀▄"}


def test_the_address_is_the_one_that_the_laptop_has_now(tmp_path: Path) -> None:
    """Started before the Wi-Fi, after a new lease, with IPv6 alone: pages, slips and terminal follow and say so.

    Who comes by the laptop's name is led to the number, and that people have come by several is told.
    """
    alone = ["unshare", "--map-root-user", "--net"]
    if not shutil.which("ip") or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs a network of its own, which this system does not give")
    ask = [*alone, "sh", "-c", 'ip link set lo up && exec "$@"', "", sys.executable, "-m", "tests.live.moving"]
    done = subprocess.run([*ask, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *moves, last = json.loads(done.stdout)
    assert [move["base"] for move in moves[1:]] == [move["terminal"].split()[-1] for move in moves[1:]]
    assert all(move["reached"] == 200 and move["led"] for move in moves)
    assert [(move["code"], move["slips"]) for move in moves] == [(False, False), *[(True, True)] * 3]
    assert [move["crowd"] for move in moves] == [None, None, ["ways", 2], ["ways", 3]]
    assert [move["terminal"].split(" join")[0] for move in moves] == ["Phones can", *["Phones now"] * 3]
    assert last["links"] == ["http://127.0.0.1"] * 2, "one to begin with, and one after it was used"
