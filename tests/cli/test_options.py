"""What the command line reads: every command, its help, and every option."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest

from cxkit.cli import parser
from tests.warm import finished

COMMANDS = [
    "workshop x.yaml",
    "rooms",
    "publish XXXXX --out site",
    "serve",
    "score x --survey y",
    "map x --survey y",
    "new x",
    "check x",
]


def test_help_names_every_command() -> None:
    """Each command has a line of its own."""
    done = finished(["--help"])
    for command in COMMANDS:
        assert f"\n    {command.split()[0]}" in done.stdout


def options_of_commands() -> Iterator[tuple[str, str]]:
    """Every option with its command, as the help names it."""
    for command in COMMANDS:
        name = command.split()[0]
        for option in sorted(
            set(re.findall(r"--[a-z][a-z-]+", finished([name, "--help"]).stdout.partition("options:")[0]))
        ):
            yield name, option


def test_no_option_is_guessed_from_its_beginning_or_from_what_is_nearly_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Of every command: what was meant is named, whatever else is missing; and nothing is run."""
    options, reads = list(options_of_commands()), parser()
    assert len(options) > 40
    for command, option in options:
        there = {other for name, other in options if name == command}
        cut = {option[:length] for length in range(3, len(option))}
        swapped = {option[:-2] + option[-1] + option[-2], option[1:]}
        for wrong in (cut | swapped) - there - {"--help"}:
            with pytest.raises(SystemExit) as refused:
                reads.parse_args([command, wrong, "3"] if wrong in cut else [command, "one", f"{wrong}=3"])
            said = capsys.readouterr().err
            assert refused.value.code == 2
            assert f"cxkit {command}: error: there is no option {wrong}." in said, said
            if wrong in swapped or not any(other.startswith(wrong) for other in there - {option}):
                assert f'"{option}"' in said, said


def test_what_only_looks_like_an_option_is_read() -> None:
    """A title with a dash, a number below zero, a file after two dashes."""
    given = parser().parse_args(["workshop", "--title=--ours--", "--teams", "-- a, b --", "--", "--file"])
    assert (given.title, given.teams, given.file) == ("--ours--", ["-- a", "b --"], "--file")
    assert parser().parse_args(["audit", "report.json", "--seed", "-5"]).seed == -5


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_function_that_runs_it(command: str) -> None:
    """Named in the parser, which loads nothing, so nothing but this holds the name."""
    module, function = parser().parse_args(command.split()).run
    assert callable(getattr(import_module(f"cxkit.cli.{module}"), function))


@pytest.mark.parametrize("words", [["--help"], ["rooms", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    """Or it would take a second to come."""
    program = (
        "import sys; from cxkit.cli import parser\n"
        "try:\n    parser().parse_args(sys.argv[1:])\n"
        "finally:\n    sys.exit(','.join({'numpy', 'pandas', 'fastapi', 'sqlalchemy', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
