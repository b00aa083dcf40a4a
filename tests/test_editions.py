"""Which report a chapter shows: the edition's own, or the made-up sample; and a chapter that fails, which is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import cxkit as cx
from cxkit.errors import SurveyError
from cxkit.survey_file import shipped_surveys

ROOT = Path(__file__).parents[1]
CELL = """---
jupytext: {{text_representation: {{extension: .md, format_name: myst}}}}
kernelspec: {{display_name: Python 3, name: python3}}
---

# {title}

```{{code-cell}}
{code}
```
"""


@pytest.mark.parametrize("slug", shipped_surveys())
def test_without_an_edition_every_survey_shows_its_sample(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By everything that people say about themselves."""
    monkeypatch.delenv("CXKIT_REPORT", raising=False)
    report = cx.published_report(slug)
    assert report.survey.id == slug
    assert report.by == tuple(attribute.id for attribute in report.survey.attributes)


def test_an_edition_shows_its_own_report_and_samples_of_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A team that has rated its journey sees that, and a made-up company elsewhere."""
    survey = cx.load_survey("journey").with_workshop({"touchpoints": ["Door", "Desk"]})
    answers = cx.read_responses(cx.sample("journey"), cx.load_survey("journey")).frame
    cx.report(answers, survey).write(tmp_path)
    monkeypatch.setenv("CXKIT_REPORT", str(tmp_path / "report.json"))
    assert [str(item.text) for item in cx.published_report("journey").survey.items] == ["Door", "Desk"]
    assert cx.published_report("handoffs").n == 75
    with pytest.raises(SurveyError, match="There is no sample"):
        cx.published_report("weather")


def build(folder: Path, out: Path, **surroundings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(folder)]
    command += ["--config", str(ROOT / "_config.yml"), "--path-output", str(out), "-W", "-n", "--keep-going"]
    kept = {name: value for name, value in os.environ.items() if name != "CXKIT_REPORT"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=kept | surroundings)


def test_a_chapter_knows_nothing_of_those_before_it(tmp_path: Path) -> None:
    """One kernel runs several chapters: names, settings and open figures of one do not reach the next."""
    book = tmp_path / "book"
    book.mkdir()
    names = [f"page_{number}" for number in range(4)]  # more than this machine may have cores to run them apart
    listed = "".join(f"\n- file: {name}" for name in names)
    (book / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:{listed}\n")
    (book / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (book / "index.md").write_text("# Start\n")
    code = (
        "import pandas as pd, matplotlib.pyplot as plt\n"
        "assert 'left_over' not in globals() and not plt.get_fignums()\n"
        "assert pd.options.display.precision == 6\n"
        "left_over, pd.options.display.precision, _ = 1, 2, plt.figure().number\n"
        "plt.rcParams['font.size'] = 31; plt.ion(); print('alone')"
    )
    for name in names:
        (book / f"{name}.md").write_text(CELL.format(title=name, code=f"{code}  # {name}"))
    done = build(book, tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Executing notebook" not in done.stdout + done.stderr, "all were executed side by side, before"


def test_a_chapter_that_fails_fails_the_build_and_the_others_are_kept(tmp_path: Path) -> None:
    """Executed side by side or not, the error names its chapter."""
    book = tmp_path / "book"
    book.mkdir()
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: wrong\n")
    (book / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    only = "::::{only} sample_journey\nmade up\n::::\n"
    (book / "index.md").write_text(CELL.format(title="Start", code="print(6 * 7)") + only)
    (book / "wrong.md").write_text(CELL.format(title="Wrong", code="1 / 0"))
    done = build(book, tmp_path / "out")
    assert done.returncode != 0
    assert "wrong.md" in done.stdout + done.stderr
    assert "ZeroDivisionError" in done.stdout + done.stderr
    (book / "wrong.md").write_text(CELL.format(title="Right", code="1 / 1"))
    done = build(book, tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "out" / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    assert "42" in page
    assert "made up" in page
