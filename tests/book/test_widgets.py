"""Widgets as Python sees them: what they hold, and what they refuse."""

import json
from dataclasses import fields
from typing import Any

import pytest

import cxkit as cx
from cxkit.book.widgets import CommentsView, Prediction, ReportView, SelfAssessment, Wall
from cxkit.errors import SurveyError
from tests.strategies import organisation, small_survey

EMPTY = {"attributes": {}, "answers": {}, "comments": {}, "finished": False}


def test_a_self_assessment_holds_its_survey_and_an_empty_response() -> None:
    """As dictionaries that travel as JSON."""
    survey = small_survey()
    form = SelfAssessment(survey)
    assert form.survey == survey.only_attributes().to_dict()
    assert form.response == EMPTY
    assert (form.locked, form.saved, form.lang) == (False, "", "")
    json.dumps(form.get_state(["survey", "response", "locked", "saved", "privacy_notice", "lang"]))


def test_no_attribute_is_asked_unless_it_is_named() -> None:
    """Alone with a page nobody needs to say who they are."""
    assert SelfAssessment(small_survey()).survey["attributes"] == []
    asked = SelfAssessment(small_survey(), attributes=("role",)).survey["attributes"]
    assert [attribute["id"] for attribute in asked] == ["role"]


def test_the_privacy_notice_says_who_sees_the_answers() -> None:
    """By default nobody does; a room says its own."""
    assert SelfAssessment(small_survey()).privacy_notice == "Just for you: your answers are sent to nobody."
    ours = "Your team sees averages."
    assert SelfAssessment(small_survey(), privacy_notice=ours).privacy_notice == ours
    with pytest.warns(FutureWarning, match="privacy_notice="):
        assert SelfAssessment(small_survey(), promise=ours).privacy_notice == ours


def test_two_forms_do_not_share_a_response() -> None:
    """Each starts from a dictionary of its own."""
    one, other = SelfAssessment(small_survey()), SelfAssessment(small_survey())
    one.response["answers"]["listens"] = 5
    assert other.response == EMPTY


def test_an_attribute_that_the_survey_lacks_is_an_error() -> None:
    """It names those there are."""
    with pytest.raises(SurveyError, match=r"no attribute site\. It has: role, team"):
        SelfAssessment(small_survey(), attributes=("role", "site"))


def test_a_survey_that_waits_for_a_list_is_refused_with_the_remedy() -> None:
    """Before anybody sees an empty form."""
    survey = small_survey(dimensions=[{"id": "d", "title": "D", "items_from": "touchpoints"}])
    with pytest.raises(SurveyError, match=r"survey\.with_workshop\(\{'touchpoints': \[…\]\}\)"):
        SelfAssessment(survey)
    SelfAssessment(survey.with_workshop({"touchpoints": ["Call", "Visit"]}))


def test_a_report_view_holds_its_report() -> None:
    """The same dictionary that is written to files."""
    report = cx.report(organisation({"a": 30}), small_survey(), by="role")
    view = ReportView(report)
    told = report.to_dict()
    assert {name: view.report[name] for name in ("format", "survey", "n", "by")} == {
        name: told[name] for name in ("format", "survey", "n", "by")
    }
    for name in ("dimensions", "items", "groups", "group_items", "gaps"):
        assert len(view.report[name]) == len(told[name]) > 0
        for row, whole in zip(view.report[name], told[name], strict=True):
            assert row.items() <= {key: value for key, value in whole.items() if not isinstance(value, list)}.items()
            assert {"status", "mean", "n"} <= set(row)
    assert view.view == "all"
    assert ReportView(report, view="gap").view == "gap"
    json.dumps(view.get_state(["report", "view", "lang"]))


class Commented(cx.Report):
    """A report with a comment that ends a script, in any spelling that browsers take."""

    def to_dict(self) -> dict[str, Any]:
        """Return it with the comment."""
        text = "</SCRIPT ><!--<script>window.hacked = 1</script>"
        return super().to_dict() | {"comments": [{"dimension": "care", "text": text}]}


def commented() -> Commented:
    report = cx.report(organisation({"a": 30}), small_survey())
    return Commented(**{one.name: getattr(report, one.name) for one in fields(report) if one.init})


def test_no_comment_can_end_the_script_that_holds_it_in_a_page() -> None:
    """A page holds a widget's state within a script; no comment's tag is written there."""
    for state in (CommentsView(commented()).get_state(["report"]), ReportView(commented()).get_state(["report"])):
        assert "<" not in json.dumps(state)
    assert json.loads(CommentsView(commented()).report["comments"])[0]["text"].startswith("</SCRIPT >")


def test_a_view_of_comments_draws_nothing_but_a_report() -> None:
    """Least of all raw comments; a report without any is drawn as such."""
    with pytest.raises(TypeError, match="CommentsView shows a Report"):
        CommentsView([{"dimension": "d", "text": "x"}])  # type: ignore[arg-type]
    assert CommentsView(cx.report(organisation({"a": 30}), small_survey())).report["comments"] == "[]"


def test_an_unknown_view_names_those_there_are() -> None:
    """Instead of an empty page."""
    report = cx.report(organisation({"a": 30}), small_survey())
    with pytest.raises(ValueError, match='view "gaps": allowed are all, dimensions, items, gap'):
        ReportView(report, view="gaps")  # type: ignore[arg-type]


def test_one_attribute_may_be_named_without_a_list() -> None:
    """A string is one attribute and not a list of letters."""
    one = SelfAssessment(small_survey(), attributes="role")
    assert one.survey == SelfAssessment(small_survey(), attributes=["role"]).survey


@pytest.mark.parametrize("make", [lambda r: r.dimensions, lambda r: r.to_dict(), lambda _: organisation({"a": 9})])
def test_a_report_view_draws_nothing_but_a_report(make: Any) -> None:
    """Not a table, not a dictionary, least of all raw answers."""
    report = cx.report(organisation({"a": 30}), small_survey())
    with pytest.raises(TypeError, match="ReportView shows a Report"):
        ReportView(make(report))


def test_everything_that_the_form_reads_travels_to_the_browser() -> None:
    """And back again, for the response."""
    synced = set(SelfAssessment(small_survey()).traits(sync=True))
    assert synced >= {"survey", "response", "locked", "saved", "privacy_notice", "lang"}
    report = cx.report(organisation({"a": 30}), small_survey())
    assert set(ReportView(report).traits(sync=True)) >= {"report", "view", "lang"}


def test_a_guess_stands_beside_what_the_report_shows_and_nothing_else() -> None:
    """The means of the two groups and of all, as rounded as everywhere; where all is hidden, nothing of it travels."""
    report = cx.published_report()
    guess = Prediction(report, dimension="engaged")
    everybody = report.dimensions.loc["engaged", "mean"]
    assert guess.asked["about"] == {"leader": "frontline", "frontline": "leader"}
    assert int(guess.asked["truths"][""]["mean"]) == pytest.approx(everybody, abs=0.5)
    assert guess.response == {"value": None, "group": None, "seen": False}
    few = cx.report(organisation({"a": 3}), small_survey())
    assert Prediction(few, dimension=small_survey().dimensions[0].id).asked["truths"] == {}
    with pytest.raises(SurveyError, match=r'dimension "engagd": has no score.* Did you mean "engaged"'):
        Prediction(report, dimension="engagd")
    with pytest.raises(TypeError, match="Prediction shows a Report"):
        Prediction(cx.load_survey("pulse"), dimension="engaged")  # type: ignore[arg-type]


def test_a_wall_asks_what_the_rooms_wall_asks() -> None:
    """By the list's name; one of one's own leaves it to the page."""
    assert Wall("ideas").question == "What would put it right? One idea a line."
    assert [Wall("mandate").question, Wall("mandate", question="Who?").question] == ["", "Who?"]
    assert Wall("ideas").response == {"lines": []}


@pytest.mark.parametrize("widget", [SelfAssessment, ReportView, CommentsView, Prediction, Wall])
def test_a_widget_is_one_module_that_exports_render(widget: Any) -> None:
    """Plain JavaScript without imports, as every host expects."""
    source = str(widget._esm)
    assert source.count("export default { render }") == 1
    assert "import(" not in source
    assert not any(line.startswith("import ") for line in source.splitlines())
