"""The public names: those that are promised, there when they are used, and light until then."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cxkit

HEAVY = {
    "pandas",
    "numpy",
    "scipy",
    "matplotlib",
    "seaborn",
    "anywidget",
    "fastapi",
    "sqlalchemy",
    "yaml",
    "jupyter_book",
}
# What code outside this repository calls.
PROMISED = [
    "Report", "ReportView", "Responses", "SelfAssessment", "Survey", "Tally",
    "load_survey", "plots", "read_responses", "report", "score", "tally",
]  # fmt: skip


def loaded_by(code: str) -> set[str]:
    """Run code in a fresh interpreter; return the top-level modules that are loaded afterwards."""
    script = f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_an_editor_knows_the_public_names_from_their_homes() -> None:
    """What it reads is imported for it alone; and the figures are a module."""
    read = re.findall(r"^    from (\S+) import (\w+) as \2$", Path(cxkit.__file__).read_text(encoding="utf-8"), re.M)
    homes = {name: f"cxkit.{home}" for name, home in cxkit._HOME.items()}
    assert {name: home for home, name in read} == homes | {"plots": "cxkit"}


@pytest.mark.parametrize("name", PROMISED)
def test_a_promised_name_is_public(name: str) -> None:
    """Others build on these."""
    assert name in cxkit.__all__


@pytest.mark.parametrize("name", cxkit.__all__)
def test_a_public_name_is_there_and_documented(name: str) -> None:
    """With a docstring of its own."""
    value = getattr(cxkit, name)
    assert value.__doc__
    if name != "plots":
        assert value is getattr(importlib.import_module(f"cxkit.{cxkit._HOME[name]}"), name)


def test_dir_lists_the_public_names() -> None:
    """Where an editor's completion finds them."""
    assert dir(cxkit) == sorted([*cxkit.__all__, "__version__"])


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="module 'cxkit' has no attribute 'scroe'"):
        cxkit.scroe  # noqa: B018
    assert not hasattr(cxkit, "survey_reader_")


def test_importing_cxkit_loads_nothing_heavy() -> None:
    """Heavy parts load when they are used."""
    assert not loaded_by("import cxkit; dir(cxkit); cxkit.__all__") & HEAVY


def test_a_survey_is_read_without_pandas() -> None:
    """A server that checks a survey does not wait for tables."""
    loaded = loaded_by("import cxkit; cxkit.load_survey('leadership')")
    assert not loaded & (HEAVY - {"yaml"})


def test_a_room_is_served_without_what_counts_and_draws() -> None:
    """After a crash a thousand phones wait for the server to be back, and each worker pays for it in memory."""
    loaded = loaded_by("import cxkit.live.app, cxkit.live.laptop, cxkit.live.workers")
    assert "fastapi" in loaded
    assert not loaded & {"numpy", "scipy", "pandas", "matplotlib", "seaborn", "anywidget", "jupyter_book", "icalendar"}


def test_scoring_does_not_load_what_draws() -> None:
    """Figures and widgets are somebody else's wish."""
    code = """
import cxkit as cx
survey = cx.load_survey("leadership")
cx.score(cx.read_responses(cx.sample("leadership"), survey), survey)
"""
    assert not loaded_by(code) & {"matplotlib", "seaborn", "anywidget", "fastapi", "sqlalchemy"}


def test_a_file_is_reported_without_scipy_or_pandas() -> None:
    """Which take longer to load than a workshop's answers to be read and counted."""
    code = """
import cxkit as cx, cxkit.cli
cxkit.cli.main(["score", str(cx.sample("leadership")), "--survey", "leadership"])
"""
    loaded = loaded_by(code)
    assert "pyarrow" in loaded
    assert not loaded & {"scipy", "pandas"}
