"""A survey as participants will see it on their phones: one page in one file, without a room and without a network."""

from pathlib import Path

from cxkit.errors import SurveyError
from cxkit.static import served
from cxkit.survey.model import Survey
from cxkit.survey.templates import environment
from cxkit.survey.workshop import language_of
from cxkit.words import say, speaking


def write_preview(survey: Survey, file: Path) -> None:
    """Write a survey's phone page to a file, in its first language. A workshop's lists get a few words.

    Raises SurveyError where it cannot be written.
    """
    lists = {dimension.items_from for dimension in survey.dimensions if dimension.items_from and not dimension.items}
    lists |= {attribute.id for attribute in survey.attributes if attribute.options is None}
    entries = (say("preview.first"), say("preview.second"), say("preview.third"))
    filled = survey.with_workshop(dict.fromkeys(lists, entries))
    widget = {
        "_esm": served("self_assessment.js", kinds=filled.kinds),
        "survey": filled.only_asked().to_dict(),
        "response": {"attributes": {}, "answers": {}, "comments": {}, "finished": False},
        "privacy_notice": say("preview.privacy_notice"),
    }
    template = environment("survey").get_template("preview.html")
    state = {"state": {"survey": {"state": widget}}}
    with speaking(language_of(survey)):
        page = template.render(title=str(survey.title), style=served("phone.css"), state=state, host=served("page.js"))
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise SurveyError(f"{file}: cannot be written ({error.strerror}). Choose another place.") from None
