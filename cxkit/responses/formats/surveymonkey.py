"""SurveyMonkey: questions in the first heading row, what they are answered with in the second.

A question over several columns is a matrix (a column an item), or one item spread over a column a choice.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from cxkit.errors import ResponseError
from cxkit.responses.coding import meanings
from cxkit.responses.formats.columns import USUAL
from cxkit.responses.formats.headings import item_columns
from cxkit.responses.formats.layout import Format, Head, Layout, after, has, repeated, row, without_repeated
from cxkit.responses.formats.summaries import without_sums
from cxkit.responses.spelling import alike, tidy
from cxkit.survey.model import Survey
from cxkit.words import say

if TYPE_CHECKING:
    import pandas as pd

_ANSWER = re.compile("|".join(USUAL["one_answer"]), re.IGNORECASE)
"""What stands below a question with one answer."""


_NO_LABEL = re.compile(r"^\s*\(no label\)\s*$", re.IGNORECASE)
"""What stands below a question of one row that has no words of its own."""
_UNNAMED = re.compile(r"Unnamed: \d+(_level_\d+)?")


def _sure(head: Head) -> float:
    if len(head) < 2 or len(head[0]) < 2:
        return 0.0
    about = max(has(head, "Respondent ID"), has(head, "RespondentID"))
    second = bool(head[1][0].strip() == "" and any(cell.strip() for cell in head[1][1:]))
    numbered = any(record[0].strip().isdigit() and len(record[0].strip()) > 6 for record in head[2:])
    said = sum(bool(_ANSWER.fullmatch(cell.strip())) for cell in head[1]) > 1
    return 0.95 if about and second else 0.8 if _spread(head) or said else 0.6 if second and numbered else 0.0


def _spread(head: Head) -> bool:
    """Say whether columns without a heading hold nothing but what stands in their second row: each is a choice.

    All of them have something there: one person's row has one choice an item.
    """
    blank = [at for at, stem in enumerate(head[0]) if not stem.strip()]
    if not all(at < len(head[1]) and head[1][at].strip() for at in blank):
        return False
    below = [{record[at].strip() for record in head[2:] if at < len(record)} - {""} for at in blank]
    own = [cells <= {_choice(head[1][at])} for at, cells in zip(blank, below, strict=True)]
    return len({head[1][at].strip() for at in blank}) > 1 and all(own) and any(below)


def _lay_out(frame: pd.DataFrame, survey: Survey) -> Layout:
    import pandas as pd  # noqa: PLC0415  (many large files are none of this tool, and counted without)

    labels = [tidy(_NO_LABEL.sub("", label)) for label in row(frame, 1)]
    stems = _once(row(frame, 0), labels)
    again = repeated(frame, 2)
    below = frame.iloc[2:][~again]
    known = _words(survey)
    found = [each for places in _questions(stems, labels) for each in _items(places, stems, labels, below, known)]
    names, groups = [name for name, _ in found], [group for _, group in found]
    items = item_columns(names, survey)
    _refuse_moved(found, items=items, stems=stems, labels=labels, below=below, known=known)
    columns = [_folded(below, group, labels) if len(group) > 1 else below.iloc[:, group[0]] for group in groups]
    table = pd.concat(columns, axis="columns").set_axis(range(len(names)), axis="columns")
    return without_sums(without_repeated(Layout(names=names, frame=table), again), items)


def _once(stems: list[str], labels: list[str]) -> list[str]:
    """Leave each question over its first column: other programs fill it in, or write "Unnamed: 12" in its place."""
    bare = [_UNNAMED.sub("", stem) for stem in stems]
    return [
        "" if place and stem == bare[place - 1] and labels[place] != labels[place - 1] else stem
        for place, stem in enumerate(bare)
    ]


def _questions(stems: list[str], labels: list[str]) -> list[list[int]]:
    """Split the columns into questions: a stem stands over the first column only.

    A question with one answer ends there: a column that somebody put behind it is another one's.
    """
    found: list[list[int]] = []
    for place, stem in enumerate(stems):
        alone = place and (not labels[place - 1].strip() or _ANSWER.fullmatch(labels[place - 1].strip()))
        if stem.strip() or not labels[place].strip() or alone or not found:
            found.append([])
        found[-1].append(place)
    return found


def _refuse_moved(
    found: list[tuple[tuple[str, ...], list[int]]],
    *,
    items: Collection[int],
    stems: list[str],
    labels: list[str],
    below: pd.DataFrame,
    known: set[str],
) -> None:
    """Refuse choices that somebody put beside those of another question. Raises ResponseError."""
    rows = [labels[places[0]].rpartition(" - ")[0] for _, places in found]
    spread = {row for row, (_, places) in zip(rows, found, strict=True) if row and len(places) > 1}
    for at, (names, places) in enumerate(found):
        choices = [_choice(labels[place]) for place in places]
        if len(places) > 1:
            lost = not names[0].strip() or len({*choices}) < len(choices)
        else:
            asked = (at in items or not stems[places[0]].strip()) and alike(choices[0]) in known
            lost = asked and _own(below, places, labels) and {*below.iloc[:, places[0]]} != {""}
        if lost or (rows[at] in spread and rows.count(rows[at]) > 1):
            raise ResponseError(say("reading.moved", choice=choices[-1]))


def _items(
    places: list[int], stems: list[str], labels: list[str], below: pd.DataFrame, known: set[str]
) -> list[tuple[tuple[str, ...], list[int]]]:
    """Give each item of a question: what it may be called, and its columns, several where each is one choice."""
    stem = stems[places[0]]
    rows: dict[str, list[int]] = {}
    for place in places:
        rows.setdefault(labels[place].rpartition(" - ")[0], []).append(place)
    spread = [group for group in rows.values() if len(group) > 1]  # “Other (please specify)” stands alone beside them
    if len(spread) > 1 and all(_choices(below, group, labels, known) for group in spread):
        return [((label or labels[group[0]], f"{stem} - {label}"), group) for label, group in rows.items()]
    # A column of free text (“Other: please specify”) may stand among the choices.
    free = [place for place in places if not _one_value(below, place)]
    chosen = [place for place in places if place not in free]
    given = known.issuperset(alike(_choice(labels[place])) for place in places)
    many = len(places) > 2 or given or _own(below, places, labels)
    if many and len(free) < 2 and _choices(below, chosen, labels, known):
        return [((stem,), chosen), *(((labels[at],), [at]) for at in free)]
    # With one column beside it the first may be the question's own; else it is one of many.
    own = (stem,) if len(places) < 3 else ()
    return [
        ((*(own if place == places[0] else ()), labels[place], *after(labels[place], " - ")), [place])
        for place in places
    ]


def _one_value(below: pd.DataFrame, place: int) -> bool:
    """Say whether a column holds one value alone, as that of a choice does: its words, or its number."""
    return len(set(below.iloc[:, place].str.strip()) - {""}) <= 1


def _choices(below: pd.DataFrame, places: list[int], labels: list[str], known: set[str]) -> bool:
    """Say whether these columns are the choices of one item: each holds its own words, or each person chose one.

    Of a few people all may have chosen the same: then the survey has to know these words.
    """
    marked = below.iloc[:, places].apply(lambda cells: cells.str.strip() != "")
    alone = all(_one_value(below, place) for place in places) and marked.sum(axis="columns").max() <= 1
    several = marked.any().sum() > 1 or known.issuperset(alike(_choice(labels[place])) for place in places)
    return bool(several and len(places) > 1 and (alone or _own(below, places, labels)))


def _words(survey: Survey) -> set[str]:
    """Return the words of all choices that a survey gives."""
    scales = [meanings(item.response_scale) for item in survey.items]
    options = [
        alike(word) for each in survey.attributes for text in (each.options or {}).values() for word in text.all()
    ]
    return {*options}.union(*scales)


def _own(below: pd.DataFrame, places: list[int], labels: list[str]) -> bool:
    """Say whether each of these columns holds nothing but what stands in its second heading row."""
    return all({*map(alike, below.iloc[:, place].unique())} <= {"", alike(_choice(labels[place]))} for place in places)


def _choice(label: str) -> str:
    return label.rpartition(" - ")[2].strip()


def _folded(below: pd.DataFrame, places: list[int], labels: list[str]) -> pd.Series[str]:
    """Return the chosen words of each person: several with semicolons, where more than one was chosen."""
    chosen = below.iloc[:, places[0]].str.slice(stop=0)
    for place in places:
        marked = below.iloc[:, place].str.strip() != ""
        chosen[marked] += ";" + _choice(labels[place])
    return chosen.str.removeprefix(";")


FORMAT = Format(tool="SurveyMonkey", sure=_sure, lay_out=_lay_out)
