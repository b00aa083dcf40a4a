"""Which report a chapter shows: the edition's own, or the made-up sample; and a chapter that fails, which is told."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import cxkit as cx
from cxkit.book.build import PublishError, _fingerprint, _text_files, publish
from cxkit.book.edition import Edition, edition_surveys
from cxkit.book.occasion import Occasion
from cxkit.book.opening import opening
from cxkit.book.pictures import first_findings
from cxkit.book.sphinx import Least
from cxkit.disclosure.audit import digest
from cxkit.errors import SurveyError
from cxkit.reports.rows import OTHERS
from cxkit.survey.files import shipped_surveys
from cxkit.survey.workshop import in_one, led_by
from cxkit.words import say, speaking

ROOT = Path(__file__).parents[2]
OCCASION = Occasion(title="A workshop", organisation="Hotel *Bellevue*", day=date(2026, 11, 27))
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
    monkeypatch.delenv("CXKIT_EDITION", raising=False)
    report = cx.published_report(slug)
    assert report.survey.id == slug
    assert report.by == tuple(attribute.id for attribute in report.survey.attributes)


@pytest.mark.parametrize("slug", shipped_surveys())
def test_the_made_up_companys_groups_are_called_as_the_language_has_them(
    slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every one of them, with the same numbers as in English."""
    monkeypatch.delenv("CXKIT_EDITION", raising=False)
    english = cx.published_report(slug)
    with speaking("ar"):
        arabic = cx.published_report(slug)
        groups = [(row.attribute, row.group) for row in arabic.tables.results if row.attribute and row.group]
        called = {arabic.survey.attribute(one).label(group) for one, group in groups if group != OTHERS}
    assert not [name for name in called if re.search("[A-Za-z]", name)]
    assert arabic.tables.results == english.tables.results


def test_an_edition_shows_its_own_report_and_samples_of_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A team that has rated its journey sees that, and a made-up company elsewhere."""
    survey = cx.load_survey("journey").with_workshop({"touchpoints": ["Door", "Desk"]})
    answers = cx.read_responses(cx.sample("journey"), cx.load_survey("journey")).frame
    own = cx.report(answers, survey)
    (tmp_path / "journey.json").write_text(json.dumps(own.to_dict()))
    (tmp_path / "commitments.json").write_text("[]")
    monkeypatch.setenv("CXKIT_EDITION", str(tmp_path))
    assert list(edition_surveys()) == ["journey"]
    assert [str(item.text) for item in cx.published_report("journey").survey.items] == ["Door", "Desk"]
    assert cx.published_report("handoffs").n == 75
    assert cx.published_report(None).survey.id == "journey", "the pages of results show what there is"
    with pytest.raises(SurveyError, match="There is no sample"):
        cx.published_report("weather")


def test_an_edition_promises_no_more_than_the_least_that_its_own_surveys_ask_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the page for participants; not what some sample asks for that nobody of this team answered."""
    for slug, scores, comments in (("journey", 7, 15), ("handoffs", 6, 20)):
        (tmp_path / f"{slug}.json").write_text(json.dumps({"survey": cx.load_survey(slug).to_dict() | {
            "confidentiality": {"scores": scores, "distributions": 12, "comments": comments}
        }}))  # fmt: skip
    monkeypatch.setenv("CXKIT_EDITION", str(tmp_path))
    assert vars(cx.published_thresholds()) == {"scores": 6, "distributions": 12, "comments": 15}
    told = Least()
    told.text = "scores"
    (node,), _ = told.run()
    assert node.astext() == '<strong data-least="scores">6</strong>'


def test_the_pages_of_results_prefer_leadership_then_a_survey_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several; where the edition has none, they show the sample."""
    monkeypatch.delenv("CXKIT_EDITION", raising=False)
    everything = {slug: cx.published_report(slug) for slug in ("journey", "leadership")}
    assert cx.published_report(None) == everything["leadership"]
    monkeypatch.setenv("CXKIT_EDITION", str(tmp_path))
    survey = {
        "id": "mine",
        "title": "Mine",
        "dimensions": [{"id": "d", "title": "D", "items": [{"id": "i", "text": "?"}]}],
    }
    own = cx.Survey.from_dict(survey | {"response_scale": {"min": 1, "max": 5}})
    everything["mine"] = cx.report(pd.DataFrame({"i": [1, 2, 3, 4, 5] * 3}), own)
    for slug in ("journey", "mine", "leadership"):
        (tmp_path / f"{slug}.json").write_text(json.dumps(everything[slug].to_dict()))
        assert cx.published_report(None).survey.id == slug


def test_a_book_shows_one_report_of_a_survey(tmp_path: Path) -> None:
    """Two of one are refused before anything is built or written."""
    twice = Edition(reports=tuple(map(cx.published_report, ("pulse", "journey", "pulse"))))
    with pytest.raises(PublishError, match=r"two results of pulse\. .* publish two books"):
        publish(twice, tmp_path / "out", work=tmp_path / "work", say=print, progress=print)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.slow
def test_an_edition_holds_every_activity_of_a_workshop(tmp_path: Path) -> None:
    """It opens with whose it is; its chapters are those of what the room did, and nothing made up is in any page."""
    journey = cx.load_survey("journey").with_workshop({"touchpoints": ["Door", "Desk"]})
    pins = {journey.items[0].id: [-1, 1, 0, -1, -1, 0] * 3, journey.items[1].id: [0, -1, 1, 0, 1, -1] * 3}
    rated = pd.DataFrame(pins)
    pulse = cx.read_responses(cx.sample("pulse"), cx.load_survey("pulse")).frame[:30]
    reports = cx.report(rated, journey), cx.report(pulse, cx.load_survey("pulse"))
    steps: list[int] = []
    out = tmp_path / "out"
    start = publish(
        Edition(reports=reports, occasion=OCCASION), out, work=tmp_path / "work", say=print, progress=steps.append
    )
    assert start == out / "index.html"
    assert steps == sorted(steps)
    assert steps[-1] == 100
    pages = {path.stem: path.read_text(encoding="utf-8") for path in out.glob("*.html")}
    made_up = say("figures.made_up")  # in every figure of a sample, and in its alt text
    assert {"index", "journey", "commitments", "results", "behind", "confidentiality"} <= set(pages)
    assert not {"handoffs", "engaged", "champions", "facilitator", "analysts", "own-survey"} & set(pages)
    for name, page in pages.items():
        for words in (
            "These people do not exist",
            "made-up company",
            "Until your room has done",
            "cx.sample(",
            made_up,
        ):
            assert words not in page, (name, words)
        assert "Hotel *Bellevue*" in page, "every page says whose it is"
    assert "Door" in pages["journey"]
    assert "Desk" in pages["results"]
    assert "<h1>Hotel *Bellevue*" in pages["index"]
    assert all(words in pages["index"] for words in ("27 November 2026", "30 people took part", "journey.html"))
    assert json.loads((out / "data" / "journey" / "report.json").read_text())["n"] == 18
    assert (out / "data" / "pulse" / "dimensions.csv").exists()
    certificate = json.loads((out / "data" / "pulse" / "audit.json").read_text())
    assert certificate["report_sha256"] == digest(reports[1])
    text = re.sub(r"\s+", " ", (out / "confidentiality.html").read_text(encoding="utf-8"))
    assert re.search(r"a program attacked these results .* of [\d]+ things that it keeps back, none could be", text)


def test_what_was_found_stands_under_the_question_that_it_answers() -> None:
    """A team was chosen most: for what, nobody who was not there would know."""
    surveys = [cx.load_survey(slug) for slug in ("leadership", "ownership")]
    reports = tuple(cx.report(cx.read_responses(cx.sample(one.id), one).frame, one, by=["role"]) for one in surveys)
    found = [one for one in first_findings(reports) if one.part]
    said = opening(Edition(reports=reports, occasion=OCCASION), {}).replace("\\", "")
    assert found
    for one in found:
        question = one.report.survey.dimension(one.part).question
        assert re.search(rf"\*\*{re.escape(one.title)}\*\*\s+{re.escape(str(question))}", said), one.title


def test_what_was_found_is_not_said_again_of_what_the_room_did() -> None:
    """There the question stands, and leads to its chapter."""
    reports = cx.published_report("journey"), cx.published_report("handoffs")
    said = opening(Edition(reports=reports, occasion=OCCASION), {}).replace("\\", "")
    found = [one.title for one in first_findings(reports)]
    assert found
    assert {title: said.count(title) for title in found} == dict.fromkeys(found, 1)


def test_a_book_of_four_people_says_once_that_there_are_no_numbers() -> None:
    """It does not promise that its pages show them, and leads from each question to its chapter."""
    surveys = [cx.load_survey(slug) for slug in ("recovery", "ownership")]
    reports = tuple(cx.report(cx.read_responses(cx.sample(one.id), one).frame[:4], one) for one in surveys)
    said = opening(Edition(reports=reports, occasion=OCCASION), {})
    assert said.count("Too few") == 1 + said.count("Too few people answered to say how many")
    assert "show what everybody said" not in said
    assert all(str(one.dimensions[0].question) in said.replace("\\", "") for one in surveys)


def test_what_changes_in_an_edition_makes_a_new_book(tmp_path: Path) -> None:
    """Whatever the edition's folder is called."""
    marks = []
    for name, content in (("one", b"{}"), ("two", b"{}"), ("three", b"[]")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kept.json").write_bytes(content)
        marks.append(_fingerprint(_text_files(tmp_path / name)))
    assert marks[0] == marks[1] != marks[2]


def build(folder: Path, out: Path, **surroundings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(folder)]
    command += ["--config", str(ROOT / "_config.yml"), "--path-output", str(out), "-W", "-n", "--keep-going"]
    kept = {name: value for name, value in os.environ.items() if name != "CXKIT_EDITION"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=kept | surroundings)


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_chapter_that_fails_fails_the_build_and_the_others_are_kept(tmp_path: Path) -> None:
    """Executed side by side or not, the error names its chapter."""
    book = tmp_path / "book"
    book.mkdir()
    (book / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: wrong\n- file: wronger\n- file: wrongest\n"
    )
    (book / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    only = "::::{only} sample_journey\nmade up\n::::\n"
    (book / "index.md").write_text(CELL.format(title="Start", code="print(6 * 7)") + only)
    for name in ("wrong", "wronger", "wrongest"):  # one after another in the same place
        (book / f"{name}.md").write_text(CELL.format(title="Wrong", code=f"1 / 0  # {name}"))
    done = build(book, tmp_path / "out")
    assert done.returncode != 0
    assert "wrong.md" in done.stdout + done.stderr
    assert "ZeroDivisionError" in done.stdout + done.stderr
    assert "Extension error" not in done.stdout + done.stderr
    for name in ("wrong", "wronger", "wrongest"):
        (book / f"{name}.md").write_text(CELL.format(title="Right", code="1 / 1"))
    done = build(book, tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (tmp_path / "out" / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    assert "42" in page
    assert "made up" in page


def test_a_book_is_in_one_language_though_its_rooms_spoke_several() -> None:
    """What was found before, too, and all that stands on figures: that of the first survey that names one."""

    def of(slug: str, lang: str, file: str = "sample.csv") -> cx.Report:
        survey = led_by(cx.load_survey(slug), lang)
        return cx.report(cx.read_responses(cx.sample(slug).with_name(file), survey), survey)

    plain = of("owner", "en")
    plain = replace(plain, survey=in_one(plain.survey, "en"))
    before = Edition(reports=(of("journey", "en"), of("pulse", "en")))
    edition = Edition(reports=(plain, of("pulse", "ar", "sample_later.csv")), earlier=before).in_one_language()
    assert edition.language == "ar"
    shown = [*edition.every[1:], *edition.waves["pulse"], *(edition.earlier or edition).reports]
    assert {str(report.survey.title) for report in shown} == {"جسّ النبض", "أضعف حلقة"}
