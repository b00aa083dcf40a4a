"""The two commands as a stranger meets them: a fresh clone, a new folder, an empty home (`make fresh`)."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Clone what is committed, run a workshop twice and the checks once, and print the times."""
    with tempfile.TemporaryDirectory() as folder:
        clone, home = Path(folder) / "clone", Path(folder) / "home"
        home.mkdir()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        surroundings = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
        for name in ("first start", "second start"):
            print(f"make workshop, {name}: {_workshop(clone, surroundings):.1f} s until the room is ready", flush=True)
        begun = time.monotonic()
        subprocess.run(["make", "test"], cwd=clone, env=surroundings, check=True)
        print(f"make test: {time.monotonic() - begun:.0f} s")


def _workshop(clone: Path, surroundings: dict[str, str]) -> float:
    begun = time.monotonic()
    with subprocess.Popen(
        ["make", "workshop", "ARGS=--no-browser"],
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
