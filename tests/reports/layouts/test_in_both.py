"""In a mixed room pictures have their names in both languages, and nothing of the first gives way to the second."""

import warnings
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import permutations

import pytest

import cxkit as cx
from cxkit.reports.headline import Headline, headline
from cxkit.reports.in_both import marked
from cxkit.reports.layouts.laying import on_stage
from cxkit.reports.layouts.scene import Beneath, Words
from cxkit.reports.pictures import Picture
from cxkit.survey.files import shipped_surveys
from cxkit.survey.workshop import led_by
from cxkit.words import isolated, languages, speaking, together
from tests.reports.layouts.test_layouts import faults

HIGH = 40.5 / 1.75
"""The stage between head and foot, in its smallest letters."""
LONG = {"care", "case", "journey", "office", "owners", "repairs"}
"""What has so many words that in some pairs of languages only one of them has room."""


@cache
def report(survey: str) -> cx.Report:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what the sample has wrong on purpose
        return cx.report(cx.sample(survey), cx.load_survey(survey))


def found(survey: str, part: str, lang: str) -> Headline | Picture:
    with speaking(lang):
        own = replace(report(survey), survey=led_by(report(survey).survey, lang))
        return headline(own, part, {one.id: one.items_from for one in own.survey.dimensions if one.items_from})


def each(lang: str, other: str) -> Iterator[tuple[str, Headline | Picture, Headline | Picture]]:
    """Give what is found in every dimension of every survey, in both languages."""
    for survey in shipped_surveys():
        for part in (one.id for one in report(survey).survey.dimensions):
            yield part, found(survey, part, lang), found(survey, part, other)


@pytest.mark.parametrize(("lang", "other"), [("de", "ar"), ("ar", "en"), ("fr", "pt-BR")])
def test_names_stand_in_both_languages(lang: str, other: str) -> None:
    """None is cut in the first, nothing lies on anything, and the picture is no higher than its screen."""
    alone = set()
    for part, one, two in each(lang, other):
        if isinstance(one, Headline) or isinstance(two, Headline):
            continue
        with speaking(lang):
            scene = on_stage(one, two)
        texts = [mark.text for mark in scene.marks if isinstance(mark, Words)]
        said = " ".join(together(text).strip("…") for text in texts)
        assert faults(scene) == [], part
        assert scene.high <= HIGH
        if not any(isinstance(text, Beneath) for text in texts) and one.rows != two.rows:
            alone.add(part)
            continue
        names = [row.name for row in two.rows[: len(two.rows) - scene.left] if one.kind != "ways"]
        assert [name for name in names if name[:4] not in said] == [], part
    assert alone <= LONG


@pytest.mark.parametrize(("lang", "other"), list(permutations(languages(), 2)))
def test_names_on_a_square_have_room_in_every_two_languages(lang: str, other: str) -> None:
    """Both of each name, none on another."""
    one, two = (found("priorities", "customer_value", spoken) for spoken in (lang, other))
    with speaking(lang):
        scene = on_stage(one, two)  # type: ignore[arg-type]
    assert any(isinstance(mark.text, Beneath) for mark in scene.marks if isinstance(mark, Words))
    assert faults(scene) == []


def test_marks_on_a_line_have_their_names_in_both() -> None:
    """And what stands at the ends of two groups' rows, too; in one language nothing is added."""
    one, two = (found("leadership", "engaged", lang) for lang in ("de", "ar"))
    assert isinstance(one, Headline)
    assert isinstance(two, Headline)
    told = marked(replace(one, names=("Führung", "Alle")), replace(two, names=("القيادة", "Alle")))
    assert [row["second"] for row in told["rows"]] == [mark.name for mark in two.rows]
    assert {row["name"] for row in told["rows"]}.isdisjoint(row["second"] for row in told["rows"])
    assert told["names"] == [f"Führung · {isolated('القيادة')}", "Alle"]
    assert marked(one, None) == one.to_dict()
