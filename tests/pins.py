"""Pin every package for all promised Pythons and systems at once (`make constraints`).

Needs nothing but Python: what resolves and asks is installed into a folder that goes away again.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE = ROOT / "constraints.txt"
HEAD = """\
# One version of each package for every Python and system that pyproject.toml promises, and beside it which Pythons
# that version takes. Made by `make constraints`.
"""
# Any of these will do for a look at what a package says of itself.
PLATFORMS = ("any", "manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "win_amd64")


def pythons() -> list[str]:
    """Return the Pythons that pyproject.toml promises, as "3.11", oldest first."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["classifiers"]
    found = [line.removeprefix("Programming Language :: Python :: ") for line in said if ":: Python :: 3." in line]
    return sorted(found, key=lambda version: int(version.split(".")[1]))


def main() -> None:
    """Write constraints.txt. Takes a few minutes; asks the index that pip asks."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        (python,) = [*Path(folder).glob("bin/python"), *Path(folder).glob("Scripts/python.exe")]
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "uv"], check=True)
        pins = _resolved(python)
        takes = _requires_python(pip, pins, Path(folder))
    lines = [f"{pin}  # {takes[pin.split(' ;')[0]]}\n" for pin in pins]
    FILE.write_text(HEAD + "".join(lines), encoding="utf-8")


def _resolved(python: Path) -> list[str]:
    """Return lines as "name==version ; marker": as few versions of each package as possible, usually one."""
    index = os.environ.get("PIP_INDEX_URL")
    command = [str(python), "-m", "uv", "pip", "compile", "-q", "--universal", "--python-version", f"{pythons()[0]}.0"]
    command += ["--fork-strategy", "fewest", "--extra", "dev", "--no-annotate", "--no-header"]
    command += ["--no-emit-package", "pip", str(ROOT / "pyproject.toml")]
    surroundings = {**os.environ, "UV_SYSTEM_CERTS": "1", **({"UV_DEFAULT_INDEX": index} if index else {})}
    done = subprocess.run(command, env=surroundings, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)
    return done.stdout.splitlines()


def _requires_python(pip: list[str], pins: list[str], folder: Path) -> dict[str, str]:
    """Return what each "name==version" says of itself under Requires-Python. Nothing is installed."""
    report = folder / "report.json"
    command = [*pip, "--dry-run", "--ignore-installed", "--no-deps", "--only-binary", ":all:", "--report", str(report)]
    command += ["--target", str(folder / "nothing"), "--python-version", pythons()[-1], "--ignore-requires-python"]
    command += [word for platform in PLATFORMS for word in ("--platform", platform)]
    found: dict[str, str] = {}
    left = [pin.split(" ;")[0] for pin in pins]
    while left:  # pip takes one version of a package at a time
        now = {pin.split("==")[0]: pin for pin in left}
        left = [pin for pin in left if pin not in now.values()]
        subprocess.run([*command, *now.values()], check=True)
        for one in json.loads(report.read_text("utf-8"))["install"]:
            said = one["metadata"]
            found[now[re.sub(r"[-_.]+", "-", said["name"]).lower()]] = said.get("requires_python", "any")
    return found


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"No new pins: {' '.join(error.cmd[1:4])} could not do it, as it says above.") from None
