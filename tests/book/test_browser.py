"""The browser that prints is found where each system keeps it."""

import os
import shutil
import sys

import pytest

from cxkit.book.browser import BROWSER_VARIABLE, browser, places, quiet_command

WINDOWS = {"PROGRAMFILES": r"D:\Programs", "LOCALAPPDATA": r"C:\Users\Ana\AppData\Local"}


def test_windows_has_it_among_the_programs_of_everybody_or_of_one_user() -> None:
    """On whatever drive they are; there is no PATH to it."""
    found = places("win32", WINDOWS)
    assert found[0] == r"D:\Programs\Google\Chrome\Application\chrome.exe"
    assert r"C:\Users\Ana\AppData\Local\Google\Chrome\Application\chrome.exe" in found
    assert r"D:\Programs\Microsoft\Edge\Application\msedge.exe" in found
    assert len(found) == 6


def test_a_mac_has_it_among_the_applications() -> None:
    """Of everybody, or of one user."""
    found = places("darwin", {})
    assert found[0] == "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    assert os.path.expanduser("~/Applications/Chromium.app/Contents/MacOS/Chromium") in found


@pytest.mark.parametrize(
    ("system", "there"),
    [("win32", places("win32", WINDOWS)[-1]), ("darwin", places("darwin", {})[1]), ("linux", "google-chrome")],
)
def test_the_one_that_is_there_prints(system: str, there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it lies."""
    monkeypatch.delenv(BROWSER_VARIABLE, raising=False)
    for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in WINDOWS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == there else None)
    assert browser() == there


@pytest.mark.parametrize(("system", "user", "bare"), [("linux", 0, True), ("linux", 1000, False), ("win32", 0, False)])
def test_only_as_root_it_runs_without_its_sandbox(
    system: str, user: int, bare: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would refuse; Windows has no such user."""
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(sys, "platform", system)
    assert ("--no-sandbox" in quiet_command("chromium")) is bare
