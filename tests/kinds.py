"""Dimensions of every activity kind for Hypothesis, and answers to them as people give them."""

from typing import Any

from hypothesis import strategies as st

from cxkit.survey.model import Survey
from cxkit.survey.parts import Dimension
from tests.strategies import response_scales

Mapping = dict[str, Any]

KINDS = ["rate", "choose", "sort", "place", "spend", "rank", "pin", "case"]


@st.composite
def surveys_of(draw: st.DrawFn, kind: str) -> Survey:
    """Draw a survey that asks in one way: two dimensions of it where it takes two, else one."""
    entries = [f"w{place}" for place in range(draw(st.integers(2, 5)))]
    dimension: Mapping = {"id": "d", "title": "D", "kind": kind, "items": entries}
    if kind == "rate":
        dimension["response_scale"] = draw(response_scales())
    elif kind == "choose" or (kind == "sort" and draw(st.booleans())):
        low, points = draw(st.integers(0, 1)), draw(st.integers(2, 3 if kind == "sort" else 14))
        labels = {point: f"l{point}" for point in range(low, low + points)}
        dimension["response_scale"] = {"min": low, "max": low + points - 1, "labels": labels}
        if draw(st.booleans()):
            dimension["response_scale"] |= {"not_applicable": "pass", "favourable": [low], "unfavourable": []}
    elif kind == "place":
        dimension["response_scale"] = {"min": 0, "max": 10, "labels": {0: "low", 10: "high"}}
    elif kind == "spend":
        tokens = draw(st.integers(1, 6))
        dimension["tokens"] = tokens
        if draw(st.booleans()):
            dimension["most_each"] = draw(st.integers(1, tokens))
    elif kind == "pin":
        red = draw(st.integers(0, 3))
        dimension["pins"] = {"red": red, "green": draw(st.integers(0 if red else 1, 2))}
    elif kind == "case":
        dimension |= draw(cases())
    if kind not in ("rate", "case") and draw(st.booleans()):
        dimension["items_from"] = "list_1"
    dimensions = [dimension, dimension | {"id": "e"}] if kind == "place" else [dimension]
    return Survey.from_dict({"id": "s", "title": "S", "dimensions": dimensions})


@st.composite
def cases(draw: st.DrawFn) -> Mapping:
    """Draw a case whose every step leads to a later one, or to one of two endings."""
    count = draw(st.integers(1, 4))
    items: list[Mapping] = []
    for at in range(count):
        later = [f"step{other}" for other in range(at + 1, count)]
        # The next step is always reached, and so is each ending from the last one.
        sure = later[:1] or ["good"]
        others = draw(st.lists(st.sampled_from([*later, "good", "bad"]), min_size=1, max_size=4))
        if not later:
            others.append("bad")
        choices = [{"text": f"c{number}", "then": then} for number, then in enumerate([*sure, *others])]
        items.append({"id": f"step{at}", "text": "?", "choices": choices})
    endings = [{"id": id, "title": id, "text": "So.", "good": id == "good"} for id in ("good", "bad")]
    return {"story": "Once", "items": items, "endings": endings}


@st.composite
def given_to(draw: st.DrawFn, dimension: Dimension) -> dict[str, int]:
    """Draw what one person gives a dimension: nothing, or what a hand does with cards, tokens, pins and steps."""
    ids = [item.id for item in dimension.items]
    if draw(st.integers(0, 9)) == 0:
        return {}
    if dimension.kind == "spend":
        given = dict.fromkeys(ids, 0)
        for id in draw(st.lists(st.sampled_from(ids), max_size=dimension.tokens)):
            given[id] += given[id] < (dimension.most_each or dimension.tokens or 0)
        return given
    if dimension.kind == "rank":
        return {id: place for place, id in enumerate(draw(st.permutations(ids)), 1)}
    if dimension.kind == "pin":
        pins = dimension.pins or {}
        order = draw(st.permutations(ids))
        red = order[: draw(st.integers(0, pins["red"]))]
        green = [id for id in order if id not in red][: draw(st.integers(0, pins["green"]))]
        return {id: -1 if id in red else 1 if id in green else 0 for id in ids}
    if dimension.kind == "case":
        steps, at, walked = {item.id: item.choices for item in dimension.items}, ids[0], {}
        while at in steps and draw(st.integers(0, 5)):  # whoever stops has not come to an end
            walked[at] = draw(st.integers(0, len(steps[at]) - 1))
            at = steps[at][walked[at]].then
        return walked
    scales = {item.id: item.response_scale for item in dimension.items}
    return {id: draw(st.integers(scales[id].min, scales[id].max)) for id in ids if draw(st.integers(0, 4))}
