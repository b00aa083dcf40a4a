"""Figures at the reveal: every option that a figure has can be asked for, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import Parameter, signature
from pathlib import Path

import matplotlib as mpl
import pytest
from fastapi.testclient import TestClient

import cxkit as cx
from cxkit.live.app import create_app
from cxkit.live.figures import _drawn, drawn
from cxkit.live.storage.store import Store
from cxkit.plots.alts import REDRAWABLE
from cxkit.words import speaking
from tests.live.test_stage import answers, workshop

BOOK = Path(__file__).parents[2] / "book"
BASE = "http://localhost:8765"
VALUES = {"attribute": "role", "dimension": "engaged", "group": "leader", "items": "true", "corner": "Here"}
OF_TWO_LISTS = {**VALUES, "x": "customer_value", "y": "business_value", "dimension": "customer_value"}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, str]]:
    """A facilitator's browser, and the address of the pictures of a workshop whose results are out."""
    with Store(tmp_path_factory.mktemp("figures") / "data") as store:
        room, key, stage = workshop(store, activities=["leadership", "priorities"])
        for survey in ("leadership", "priorities"):
            stage.open(survey)
            opened = stage.rooms()[survey]
            for person in range(24):
                opened.save(f"{person:032x}", 1, answers(opened.survey, person)).result()
            stage.reveal(survey)
        client = TestClient(create_app(store, room=room.code, bases=[BASE]), base_url=BASE)
        client.cookies.set(f"cxkit_{room.code}", key)
        yield client, f"/api/stage/{room.code}/picture"


def calls() -> list[tuple[str, str, dict[str, str]]]:
    """Return every figure with what it needs, and with each of its other options: its survey, its name, the options."""
    found = []
    for plot, figure in REDRAWABLE.items():
        options = {name: each for name, each in signature(figure).parameters.items() if name not in {"report", "ax"}}
        survey, values = ("priorities", OF_TWO_LISTS) if "x" in options else ("leadership", VALUES)
        needed = {name: values[name] for name, each in options.items() if each.default is Parameter.empty}
        for name in ("", *(name for name in options if name not in needed)):
            both = ("attribute", "group") if "group" in options and name in {"attribute", "group"} else (name,)
            found.append((survey, plot, needed | {each: values[each] for each in both if each}))
    return found


@pytest.mark.parametrize(("survey", "plot", "options"), calls())
def test_every_option_of_every_figure_can_be_asked_for(
    pictures: tuple[TestClient, str], survey: str, plot: str, options: dict[str, str]
) -> None:
    """Over HTTP, as a page of the book asks for what its cell drew."""
    client, address = pictures
    answer = client.get(f"{address}/{survey}/{plot}", params=options)
    assert answer.status_code == 200, answer.text
    assert answer.text.startswith("<svg")
    assert f'data-cx-drawn="{survey}/{plot}' in answer.text
    assert all(f"{name}=" in answer.text for name in options)


@pytest.mark.parametrize(
    ("plot", "options", "why"),
    [
        ("rankings", {}, 'There is no figure "rankings". There are: above_below, agreement, answers, chain, gap, '),
        ("change", {}, 'There is no figure "change".'),
        ("ranking", {"ax": "1"}, 'The figure "ranking" has no ax. It takes: dimension.'),
        ("profile", {"atribute": "role"}, 'It takes: attribute, dimension. Did you mean "attribute"?'),
        ("matrix", {}, 'The figure "matrix" needs attribute. It takes: attribute, dimension.'),
        ("heat_map", {"attribute": "role", "items": "some"}, 'The figure "heat_map", items: "some" does not fit.'),
        ("profile", {"attribute": "size"}, 'The report has no groups by "size".'),
    ],
)
def test_what_a_figure_does_not_take_is_refused(
    pictures: tuple[TestClient, str], plot: str, options: dict[str, str], why: str
) -> None:
    """With what it takes; never a traceback."""
    client, address = pictures
    answer = client.get(f"{address}/leadership/{plot}", params=options)
    assert 400 <= answer.status_code < 500
    assert why in answer.json()["detail"]


def test_whatever_the_books_cells_draw_of_one_report_can_be_asked_for() -> None:
    """Else a chapter would go on showing its sample at the reveal."""
    pages = [page.read_text(encoding="utf-8") for page in BOOK.glob("*.md")]
    calls = [call for page in pages for call in re.findall(r"^cx\.plots\.(\w+)\(report(.*)\);$", page, re.M)]
    assert len(calls) > 10
    for plot, options in calls:
        assert {*re.findall(r"(\w+)=", options)} <= {*signature(REDRAWABLE[plot]).parameters}, plot


def test_a_figure_speaks_the_language_that_is_spoken_when_it_is_asked_for() -> None:
    """Also where the same one was drawn before in another."""
    survey = cx.load_survey("pulse")
    report = cx.report(cx.read_responses(cx.sample("pulse"), survey), survey).to_dict()
    english, again = drawn(report, "profile", {}), drawn(report, "profile", {})
    with speaking("es"):
        spanish = drawn(report, "profile", {})
    assert english == again
    assert 'aria-label="Score from 0 to 100' in english
    assert 'aria-label="Score' not in spanish


def test_a_picture_is_the_same_to_the_byte_whatever_the_laptops_owner_has_set() -> None:
    """A matplotlibrc may ask for TeX, which is not here, for other sizes, or for another backend."""
    report = cx.published_report("leadership").to_dict()
    plain = drawn(report, "profile", {})
    _drawn.cache_clear()
    with mpl.rc_context({"text.usetex": True, "font.size": 30, "axes.facecolor": "black", "svg.fonttype": "none"}):
        assert drawn(report, "profile", {}) == plain
        assert mpl.rcParams["text.usetex"], "whoever draws besides keeps their own"
