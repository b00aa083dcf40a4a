"""The two commands as a stranger meets them: a fresh clone, a new folder, an empty home (`make fresh`).

A Python may be named: `make fresh PYTHON=/usr/bin/python3`.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Clone what is committed, run a workshop three times and the checks once, and print the times."""
    python = [f"PYTHON={path}" for path in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        clone, home = Path(folder) / "clone", Path(folder) / "home"
        home.mkdir()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        # Settings of somebody who has installed other things before, and means no harm.
        surroundings = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "PIP_USER": "1"}
        for name in ("first start", "second start", "in a moved folder"):
            if name == "in a moved folder":
                clone = clone.rename(Path(folder) / "elsewhere")
            took = _workshop(clone, surroundings, python)
            print(f"make workshop, {name}: {took:.1f} s until the room is ready", flush=True)
        begun = time.monotonic()
        subprocess.run(["make", "test", *python], cwd=clone, env=surroundings, check=True)
        print(f"make test: {time.monotonic() - begun:.0f} s")


def _workshop(clone: Path, surroundings: dict[str, str], python: list[str]) -> float:
    begun = time.monotonic()
    with subprocess.Popen(
        ["make", "workshop", "ARGS=--no-browser", *python],
        cwd=clone,
        env=surroundings,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        for line in process.stdout:
            print(f"    {line}", end="", flush=True)
            if "Stop with Ctrl-C" in line:
                break
        else:
            raise SystemExit("the workshop ended before it began")
        took = time.monotonic() - begun
        os.killpg(process.pid, 9)
    return took


if __name__ == "__main__":
    main()
