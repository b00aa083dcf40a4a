"""What a reveal will be able to show, told to the facilitator beforehand: from head counts, and from nothing else.

It tells of groups what their Report would tell at this moment anyway, and no number of any. Nor does it follow who has
agreed to anything: whoever watched it while a leader taps would see who said no.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial

from cxkit.disclosure.merging import Merged, merged
from cxkit.disclosure.variety import LEAST
from cxkit.live.room import Room
from cxkit.live.setup import example_title
from cxkit.live.stage import Stage
from cxkit.reports.wording import joined
from cxkit.survey.kinds import KINDS
from cxkit.survey.model import Survey
from cxkit.survey.parts import Attribute
from cxkit.survey.workshop import TEAM, Workshop
from cxkit.words import say

SHOWN, PERHAPS, HIDDEN, EXAMPLES = "shown", "perhaps", "hidden", "examples"
Heads = Sequence[Mapping[str, str]]
"""What each of those who answered said about themselves, by attribute; what somebody left out is not there."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the reveal shows, perhaps shows, hides, or has no own words for.

    remedy: what can be done, or "". how: "setup", on the set-up page; "ask", by having leaders asked from now on; "",
    by what people in the room do.
    """

    kind: str
    sentence: str
    remedy: str = ""
    how: str = "setup"


def forecast(lead: Room, survey: str, *, settled: bool = False) -> list[dict[str, str]]:
    """Return what the reveal of one activity of a workshop will show, the surest first, as `Told` with its fields.

    Before anybody has answered it goes by how many were invited, and names remedies while the set-up may change; first
    it says which words are examples still. Once people have joined, leaders can still be asked whether they agree in
    what nobody has begun, and whoever has not said their role can. settled: that somebody has joined is known.
    """
    stage = Stage(lead=lead)
    if survey not in stage.said.surveys:
        return []
    room = stage.rooms().get(survey)
    workshop = stage.said.workshop
    asked = room.survey if room else replace(workshop, survey=stage.said.surveys[survey]).tailored()
    asks = room.asks is not None if room else workshop.leaders_from_two
    heads = room.store.heads(room.id) if room else []
    known = heads or _invited(workshop)
    found = told(asked, known, asks=asks, again=bool(stage.kept().get("follows"))) if known else _compared(asked, asks)
    pairs, own = stage.kept().get("pairs") or {}, stage.said.surveys[survey].id
    if pairs.get("survey") == own and (not heads or found[0].kind == SHOWN):
        found.append(_surer(asked, asks))
    examples = [] if heads else _examples(workshop, stage.said.surveys[survey])
    unasked = not heads and stage.kept()["now"] != survey and (room is None or room.code == lead.code)
    later = partial(_later, least=asked.confidentiality.scores, unasked=unasked)
    begun = settled or bool(heads) or lead.settled()
    found = [later(one) if begun else replace(one, how="setup") for one in found]
    return [asdict(one) for one in [*examples, *found]]


def to_ask(lead: Room, coming: Iterable[str]) -> list[dict[str, str]]:
    """Return that leaders can still be asked in one of the activities that are to come, once people have joined."""
    surveys = dict.fromkeys(coming)
    said = Stage(lead=lead).said
    if not surveys or said.workshop.leaders_from_two or not lead.settled():
        return []
    for survey in surveys:
        for one in forecast(lead, survey, settled=True):
            if one["how"] == "ask":
                title = said.surveys[survey].title
                return [one | {"sentence": say("forecast.later", title=title, sentence=one["sentence"])}]
    return []


def _later(one: Told, *, least: int, unasked: bool) -> Told:
    """Return the same with what can be done once people have joined. unasked: nobody has begun this activity."""
    if one.how != "ask":
        return replace(one, remedy="")
    return one if unasked else replace(one, remedy=say("forecast.say_roles", n=least), how="")


def _examples(workshop: Workshop, survey: Survey) -> list[Told]:
    """Return what would be asked in words that are not the workshop's own; most of them may be put in at any time."""
    titles = [say("report.quoted", words=example_title(name, one)) for name, one in workshop.examples(survey).items()]
    if not titles:
        return []
    return [
        Told(kind=EXAMPLES, sentence=say("forecast.examples", titles=joined(titles)), remedy=say("forecast.own_words"))
    ]


def told(survey: Survey, heads: Heads, *, asks: bool, again: bool = False) -> list[Told]:
    """Return what a Report of so many people tells. asks: whether leaders are asked to be shown, few as they are.

    again: whether they were asked before.
    """
    kinds = [KINDS[dimension.kind] for dimension in survey.dimensions]
    together, alike = all(kind.together for kind in kinds), all(kind.together or kind.agreement for kind in kinds)
    scores = max(survey.confidentiality.scores, LEAST)
    least = max(survey.confidentiality.distributions, scores) if alike else scores
    if scores <= len(heads) < least and not again:
        return [Told(kind=PERHAPS, sentence=say("forecast.alike", least=least))]
    if len(heads) < least:
        few = Told(kind=HIDDEN, sentence=say("forecast.too_few", n=len(heads), least=least))
        return [few, *(Told(kind=SHOWN, sentence=one) for one in (say("forecast.by_hand"), say("forecast.as_ever")))]
    found = [Told(kind=SHOWN, sentence=say("forecast.everybody", n=len(heads)))]
    # Where one answer bears on another, nothing is told of groups.
    for attribute in survey.attributes if not together else ():
        people = Counter(head.get(attribute.id, "") for head in heads)
        options = attribute.options or {}
        alone = len(heads) > max(len(people), len(options))  # else it is not even told who is in which group
        groups = merged({one: people[one] for one in (*options, "")}, scores, attribute.compare or ())
        unsaid = not any(attribute.id in head for head in heads)
        found += _of(attribute, groups if alone and not unsaid else Merged(), asks, unsaid)
    return sorted(found, key=lambda one: (SHOWN, PERHAPS, HIDDEN).index(one.kind))


def _of(attribute: Attribute, groups: Merged, asks: bool, unsaid: bool) -> list[Told]:
    """Return what is told of one attribute's groups; unsaid: by head counts that do not know it."""
    if attribute.compare:
        return [_gap(attribute, groups, asks)]
    if unsaid:
        return []
    labels = [attribute.label(group) for group in groups.alone if group]
    if not labels:
        sentence = say("forecast.none", title=attribute.title)
        return [Told(kind=HIDDEN, sentence=sentence, remedy=say("forecast.merge"))]
    if not groups.together:
        return [Told(kind=SHOWN, sentence=say("forecast.each", names=joined(labels)))]
    return [Told(kind=SHOWN, sentence=say("forecast.some", names=joined(labels)), remedy=say("forecast.merge"))]


def _gap(attribute: Attribute, groups: Merged, asks: bool) -> Told:
    """Return whether the two sides that the survey compares stand beside each other, or one beside everyone else."""
    one, other = attribute.compare or ("", "")
    names = {"one": attribute.label(one), "other": attribute.label(other)}
    if one in groups.alone and other in groups.alone:
        return Told(kind=SHOWN, sentence=say("forecast.gap", **names))
    if one in groups.alone and other in groups.together:
        return Told(kind=SHOWN, sentence=say("forecast.against_all", **names))
    if asks:
        return Told(kind=PERHAPS, sentence=say("forecast.if_agreed", **names))
    return Told(kind=HIDDEN, sentence=say("forecast.side_too_few", **names), remedy=say("forecast.ask"), how="ask")


def _surer(survey: Survey, asks: bool) -> Told:
    """Return when a change since the workshop before is surer: by those who answered both times, and say that they did.

    Those who agree to be shown, few as they are, protect nobody, and are not counted.
    """
    n = survey.confidentiality.distributions
    few = [one.label(one.compare[0]) for one in survey.attributes if one.compare and asks]
    return Told(
        kind=PERHAPS,
        sentence=say("forecast.surer_without", n=n, names=joined(few)) if few else say("forecast.surer", n=n),
    )


def _compared(survey: Survey, asks: bool) -> list[Told]:
    return [_gap(attribute, Merged(), asks) for attribute in survey.attributes if attribute.compare]


def _invited(workshop: Workshop) -> Heads:
    """Return what is known of those who were invited."""
    if isinstance(workshop.invited, Mapping):
        return [{TEAM: team} for team, n in workshop.invited.items() for _ in range(n)]
    return [{}] * (workshop.invited or 0)
