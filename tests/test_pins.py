"""constraints.txt holds on every Python and system that pyproject.toml promises, not only on the one that runs this."""

import itertools
import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.pins import FILE, ROOT, pythons

PINS = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
PROMISED = SpecifierSet(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"])
SYSTEMS = {"linux": ("posix", "Linux"), "darwin": ("posix", "Darwin"), "win32": ("nt", "Windows")}
# From each first release on: 3.11.0 to 3.11.25, and so on.
RELEASES = [release for minor in pythons() for patch in range(26) if (release := f"{minor}.{patch}") in PROMISED]
PLACES = [
    {
        "python_version": release.rpartition(".")[0],
        "python_full_version": release,
        "sys_platform": system,
        "os_name": name,
        "platform_system": full,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for release, (system, (name, full)) in itertools.product(RELEASES, SYSTEMS.items())
]


def parsed(line: str) -> tuple[Requirement, SpecifierSet]:
    """Read "name==version ; marker  # which Pythons that version takes"."""
    pin, takes = line.split("  # ")
    return Requirement(pin), SpecifierSet("" if takes == "any" else takes)


def holds(pin: Requirement, place: dict[str, str]) -> bool:
    return pin.marker is None or pin.marker.evaluate(place)


def test_the_promise_begins_with_a_first_release() -> None:
    """Debian's Python is seldom the newest patch: 3.11.0 is promised as well as 3.11.25."""
    assert RELEASES[0] == f"{pythons()[0]}.0"
    assert f"{pythons()[-1]}.0" in RELEASES
    assert Version(pythons()[0]) in PROMISED
    assert not PROMISED.contains("3.10.20")


@pytest.mark.parametrize("line", PINS, ids=lambda line: line.split("==")[0])
def test_a_pin_takes_every_python_on_which_it_is_asked_for(line: str) -> None:
    """What a version says under Requires-Python admits each promised Python for which its marker holds."""
    pin, takes = parsed(line)
    refused = {place["python_full_version"] for place in PLACES if holds(pin, place)} - set(takes.filter(RELEASES))
    assert refused == set()


def test_a_package_has_one_version_at_a_time() -> None:
    """Alternatives of one name exclude each other, so that pip never has to choose."""
    named = sorted((canonicalize_name(pin.name), pin) for pin, _ in map(parsed, PINS))
    for name, group in itertools.groupby(named, key=lambda pair: pair[0]):
        alternatives = [pin for _, pin in group]
        assert all(sum(holds(pin, place) for pin in alternatives) <= 1 for place in PLACES), name


def test_what_stands_beside_a_pin_is_what_the_package_says() -> None:
    """Checked on all that are installed here."""
    seen = 0
    for pin, takes in map(parsed, PINS):
        try:
            installed = distribution(pin.name)
        except PackageNotFoundError:
            continue
        if installed.version in pin.specifier:
            seen += 1
            said = installed.metadata
            asked = said["Requires-Python"] if "Requires-Python" in said else ""  # noqa: SIM401  (3.11 has no get)
            assert SpecifierSet(asked) == takes, pin.name
    assert seen > 150


def test_everything_that_is_needed_is_pinned() -> None:
    """From cxkit down to the last one, with all that the checks need; pip itself comes with Python."""
    pinned = {
        canonicalize_name(pin.name) for pin, _ in map(parsed, PINS) if pin.marker is None or pin.marker.evaluate()
    }
    left, needed = [("cxkit", "dev")], set[tuple[str, str]]()
    while left:
        name, extra = left.pop()
        for one in map(Requirement, distribution(name).requires or []):
            if one.marker is None or one.marker.evaluate({"extra": extra}):
                found = {(canonicalize_name(one.name), part) for part in one.extras or {""}}
                left += found - needed
                needed |= found
    assert len(needed) > 150
    assert {name for name, _ in needed} - pinned == {"pip"}


def test_no_line_has_an_address() -> None:
    """Which index to ask is for whoever installs to say."""
    shape = r"[a-z0-9-]+==[0-9][\w.]*( ; [\w.' <>=!()]+)?  # (any|[\d.,<>=!* ]+)"
    assert [line for line in PINS if not re.fullmatch(shape, line)] == []
