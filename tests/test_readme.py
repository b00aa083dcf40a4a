"""The README stays true: every command and every example in it runs."""

import contextlib
import io
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.warm import finished

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.S) for line in block.splitlines() if line]
# These are run elsewhere: as real processes by tests/test_wheel.py and tests/browser; `make test` runs this very test.
ELSEWHERE = ["make workshop", "cxkit publish", "make test", "uv tool install", "pipx install", "cxkit workshop"]


def test_the_python_example_has_six_lines_and_runs() -> None:
    """It prints the scores and the gaps."""
    (example,) = re.findall(r"```python\n(.*?)```", README, re.S)
    assert len(example.strip().splitlines()) == 6
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(example, "README.md", "exec"), {})
    assert "motivating" in said.getvalue()
    assert "blind spot" in said.getvalue()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_one_that_runs(command: str, tmp_path: Path) -> None:
    """A make target exists and would run the right thing; a cxkit command really runs."""
    words = shlex.split(command)
    if words[0] == "make":
        planned = subprocess.run(
            ["make", "-n", *words[1:]], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        expected = {
            "workshop": "cxkit workshop",
            "test": "pytest",
            "attack": "tests.attack.whole",
            "rooms": "tests.rooms",
            "bench": "tests.bench.scoring",
        }
        assert expected[words[1]] in planned
        if len(words) > 2:
            from cxkit.cli import parser  # noqa: PLC0415

            options = parser().parse_args(["workshop", *shlex.split(words[2].removeprefix("ARGS="))])
            assert (options.teams == ["Phones", "Warehouse", "Sales"] and options.new) or options.demo == 60
        return
    if any(known in command for known in ELSEWHERE):
        return
    assert words[0] == ".venv/bin/cxkit"
    arguments = [str(tmp_path / word) if word == "out" else word for word in words[1:]]
    done = finished(arguments, folder=ROOT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "surveys/README.md"])
def test_every_path_that_a_page_names_exists(page: str) -> None:
    """Links, pictures, and what stands in backticks with a slash or an ending, as seen from the top."""
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.S)
    links = {Path(page).parent / "".join(found) for found in re.findall(r"\]\(([^)#:]+)\)|src=\"([^\"]+)\"", text)}
    named = {Path(name) for name in re.findall(r"`([\w.*-]+(?:/[\w.*-]*)+|[\w-]+\.(?:md|toml|txt|py|js))`", text)}
    assert [str(path) for path in sorted(links | named) if not any(ROOT.glob(str(path)))] == []
