"""One voice: whatever shows a Report says the same of it, in the same words."""

import re
from collections.abc import Callable, Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes

import cxkit as cx
from cxkit.book.exploration import Exploration
from cxkit.book.pictures import rest
from cxkit.reports import voice
from cxkit.reports.findings import standing_out
from cxkit.reports.headline import headline
from cxkit.reports.named import name_of
from cxkit.reports.report import Report
from cxkit.reports.text import report_text
from cxkit.survey.files import shipped_surveys
from cxkit.survey.workshop import led_by
from cxkit.words import languages, speaking
from tests.reports import lists
from tests.strategies import organisation, small_survey

mpl.use("Agg")


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    """Leave no figure open."""
    yield
    plt.close("all")


def leadership() -> Report:
    """Return the report of the made-up people of the survey that is shipped."""
    survey = cx.load_survey("leadership")
    return cx.report(cx.read_responses(cx.sample("leadership"), survey), survey, by=["role", "team"])


FIGURES: dict[str, Callable[[Report], Axes]] = {
    "engaged": lambda report: cx.plots.gap(report, dimension="engaged"),
    "": cx.plots.gap,
    "values": lambda report: cx.plots.quadrant(report, x="customer_value", y="business_value"),
    "votes": lambda report: cx.plots.ranking(report, dimension="votes"),
}


@pytest.mark.parametrize(
    ("slug", "part"),
    [
        ("leadership", "engaged"),
        ("leadership", ""),
        ("values", "values"),
        ("values", "votes"),
    ],
)
def test_a_figure_begins_with_what_the_stage_says(slug: str, part: str) -> None:
    """So does its alt text: first the finding, then the numbers."""
    report = lists.told(slug) if slug in lists.LISTS else leadership()
    said = headline(report, part, lists.LISTS.get(slug)).headline.replace("\n", " ")
    assert cx.plots.alt(FIGURES[part](report)).startswith(said)


def test_findings_summary_and_stage_say_the_same_sentence() -> None:
    """With the names that the groups have there."""
    report = leadership()
    said = headline(report, "engaged").headline.replace("\n", " ")
    assert said == "Leaders see 64. The front line sees 46."
    assert cx.findings(report)[0].headline == said
    assert said in cx.summary(report).html
    assert [one.headline for one in standing_out(report)] == re.findall("<li><b>(.*)</b>", cx.summary(report).html)


def test_slides_say_of_statements_what_the_summary_says() -> None:
    """In the same quotation marks, and to their end."""
    survey = cx.load_survey("leadership")
    report = cx.report(cx.read_responses(cx.sample("leadership"), survey).frame[:30], survey)
    said = {sentence for one in rest(report) for sentence in (one.title, one.words)}
    extremes = [one.headline for one in standing_out(report) if one.item]
    assert extremes
    assert {*extremes} <= said


def test_a_difference_is_that_of_the_numbers_that_stand_there() -> None:
    """Whoever subtracts two numbers on the wall comes to the third."""
    report = cx.report(organisation({"a": 60}), small_survey(), by="role")
    for gap in report.tables.gaps:
        one, two = re.findall(r"\d+", headline(report, gap.dimension).headline)
        apart = abs(int(one) - int(two))
        assert str(apart) in headline(report, gap.dimension).words or apart == 0
        assert re.search(rf"difference [+−]?{apart},", cx.plots.alt(cx.plots.gap(report, dimension=gap.dimension)))


def test_where_everybody_invited_has_answered_nothing_is_unsure() -> None:
    """So there is no interval from 50 to 50: it is said that everybody answered."""
    survey = small_survey()
    report = cx.report(organisation({"a": 12}), survey, by="team", invited={"team": {"a": 12}})
    row = report.tables.dimensions[0]
    assert row.low == row.high == row.mean
    said = [report_text(report), cx.summary(report).html, cx.plots.alt(cx.plots.profile(report))]
    said.append(str(Exploration(report=report, by="team").numbers()))
    for words in said:
        assert "everybody answered" in words
        assert not re.search(r"(\d+) to \1\b", words)
    assert "whisker" not in cx.summary(report).html


def test_a_finding_asks_what_the_survey_asks_about_it() -> None:
    """Of a gap about the statement on which the two sides are furthest apart; what is good already needs no action."""
    report = leadership()
    items = {item.id: item for item in report.survey.items}
    for found in cx.findings(report):
        if found.kind in {"strongest", "in line"}:
            assert not found.actions
        elif found.item:
            assert found.question == str(items[found.item].ask)
            assert found.actions == items[found.item].actions
    first = cx.findings(report)[0]
    assert first.kind == "gap"
    lowest = min((row.mean, row.item) for row in report.tables.items if row.dimension == "engaged" and row.mean)[1]
    assert first.question == str(items[lowest or ""].ask), "leaders alone are not shown item by item"
    assert headline(report, "engaged").following.question == first.question


def test_a_gap_is_about_the_statement_on_which_the_two_are_furthest_apart() -> None:
    """Where that is shown: then the question and the actions are those of that statement."""
    raw = small_survey().to_dict()
    for dimension in raw["dimensions"]:
        for item in dimension["items"]:
            item["ask"] = f"What of {item['id']}?"
    table = organisation({"a": 60})
    leads = table["role"] == "leader"
    table["listens"], table["helps"] = 3, [5 if one else 1 for one in leads]
    table.loc[table.index[::7], ["listens", "helps"]] = 2
    report = cx.report(table, small_survey(**raw), by="role")
    assert headline(report, "care").following.question == "What of helps?"
    assert headline(report, "care").following.about == "“They help”"


@pytest.mark.parametrize(
    "name", ["“Mine.”", "„Mine.“", "«Mine.»", "«\u00a0Mine.\u00a0»", "«\u202fMine.\u202f»", '"Mine."', "Mine."]
)
def test_a_name_that_is_quoted_is_not_quoted_twice(name: str) -> None:
    """In the quotation marks of any language."""
    assert voice.named(name) == "Mine"


@pytest.mark.parametrize(
    ("name", "begun"),
    [
        ("She comes up to you: “Can you help me with the zip of this jacket?”", "She comes up to you…"),
        ("Sie kommt auf Sie zu: „Können Sie mir mit der Jacke helfen?“", "Sie kommt auf Sie zu…"),
        ("“It hurts”, she says, and nobody who is there can help", "“It hurts”, she says, and nobody who is…"),
        ("“Any minute now, it is only the printer that is down", "“Any minute now, it is only the printer…"),
        ("Short: “Yes”", "Short: “Yes”"),
    ],
)
def test_a_long_name_ends_before_a_quotation_that_it_would_cut(name: str, begun: str) -> None:
    """Whoever reads it would look for its end."""
    assert voice.short(name) == begun


@pytest.mark.parametrize("lang", languages())
def test_a_statement_that_begins_with_words_in_quotation_marks_gets_no_second_pair(lang: str) -> None:
    """Of every survey that ships, in each language."""
    with speaking(lang):
        said = [
            voice.statement(item) for slug in shipped_surveys() for item in led_by(cx.load_survey(slug), lang).items
        ]
    assert [one for one in said if re.search('[“”„«»"]\\s*[“”„«"]', one[:4])] == []


@pytest.mark.parametrize("lang", languages())
def test_no_full_stop_stands_within_a_sentence(lang: str) -> None:
    """Also where a card has it within its quotation marks: “This one is mine”: we mostly agree."""
    with speaking(lang):
        surveys = [led_by(cx.load_survey(slug), lang) for slug in shipped_surveys()]
        said = [say(item) for survey in surveys for item in survey.items for say in (voice.statement, name_of)]
    assert [one for one in said if re.search(r"\.[“”„«»\"\s\u202f]*$", one)] == []
