"""Mistakes in a survey, one at a time: what is changed, the place that is told, and what is said."""

from tests.survey.scale_mistakes import SCALES, Change

ITEM = "dimensions[0].items[1]"

MISTAKES: dict[str, tuple[Change, str, list[str]]] = {
    **SCALES,
    "an unknown key with a near spelling": (
        lambda raw: raw["dimensions"][0]["items"][1].update(reversed_key=True),
        f"{ITEM}.reversed_key",
        ["unknown key", 'Did you mean "reverse_keyed"?', "Allowed here: id, text, reverse_keyed, response_scale"],
    ),
    "an unknown key at the top": (
        lambda raw: raw.update(dimension=[]),
        "dimension",
        ["unknown key", 'Did you mean "dimensions"?', "confidentiality"],
    ),
    "a missing item text": (
        lambda raw: raw["dimensions"][0]["items"][1].pop("text"),
        ITEM,
        ['the key "text" is missing', "id, text"],
    ),
    "a missing id": (lambda raw: raw.pop("id"), "", ['the key "id" is missing', "id, title, dimensions"]),
    "no dimensions": (lambda raw: raw.pop("dimensions"), "", ['the key "dimensions" is missing']),
    "dimensions that are no list": (
        lambda raw: raw.update(dimensions={"id": "d"}),
        "dimensions",
        ["should be a list of dimensions, each behind a dash, but is a mapping"],
    ),
    "an empty list of items": (
        lambda raw: raw["dimensions"][0].update(items=[]),
        "dimensions[0].items",
        ["should be a list of items", "an empty list"],
    ),
    "a dimension without items": (
        lambda raw: raw["dimensions"][0].pop("items"),
        "dimensions[0]",
        ["has no items", "items_from"],
    ),
    "an item that is neither words nor a mapping": (
        lambda raw: raw["dimensions"][0].update(items=["Sales", 7]),
        "dimensions[0].items[1]",
        ["should be a mapping with id, text", '"7"'],
    ),
    "two items of nothing": (
        lambda raw: raw["dimensions"][0].update(items=["Sales", " "]),
        "dimensions[0].items[1].text",
        ["should be words"],
    ),
    "a dimension's response scale that is upside down": (
        lambda raw: raw["dimensions"][0].update(response_scale={"min": 5, "max": 1}),
        "dimensions[0].response_scale.max",
        ["should be above min"],
    ),
    "a prompt for comments that are never asked for": (
        lambda raw: raw["dimensions"][1].update(comment="Why?"),
        "dimensions[1].comment",
        ["is never asked", "comments: {per_dimension: true}"],
    ),
    "options from something that is no list's name": (
        lambda raw: raw["attributes"][0].update(options_from=["departments"]),
        "attributes[0].options_from",
        ["is not an id"],
    ),
    "items from something that is no list's name": (
        lambda raw: raw.update(dimensions=[{"id": "d", "title": "D", "items_from": ["departments"]}]),
        "dimensions[0].items_from",
        ["is not an id"],
    ),
    "the same item twice": (
        lambda raw: raw["dimensions"][1]["items"][0].update(id="helps"),
        "dimensions[1].items[0].id",
        ['the id "helps" is taken already', f"as {ITEM}", "item and attribute"],
    ),
    "an item called as an attribute is": (
        lambda raw: raw["dimensions"][1]["items"][0].update(id="team"),
        "dimensions[1].items[0].id",
        ['"team" is taken already', "attributes[1]"],
    ),
    "the same attribute twice": (
        lambda raw: raw["attributes"][1].update(id="role"),
        "attributes[1].id",
        ['"role" is taken already', "attributes[0]"],
    ),
    "the same dimension twice": (
        lambda raw: raw["dimensions"][1].update(id="care"),
        "dimensions[1].id",
        ['"care" is taken already', "dimensions[0]", "Every dimension"],
    ),
    "an id with a space": (
        lambda raw: raw["dimensions"][0]["items"][1].update(id="they help"),
        f"{ITEM}.id",
        ['"they help" is not an id', "letters a–z, digits and underscores", '"they_help"'],
    ),
    "an id of signs only": (
        lambda raw: raw["dimensions"][0]["items"][1].update(id="…"),
        f"{ITEM}.id",
        ['"…" is not an id', 'such as "item_1"'],
    ),
    "an id with a letter outside a–z": (
        lambda raw: raw["dimensions"][0].update(id="näher"),
        "dimensions[0].id",
        ['"näher" is not an id'],
    ),
    "an id that is kept": (
        lambda raw: raw["dimensions"][0]["items"][1].update(id="not_applicable"),
        f"{ITEM}.id",
        ["keeps for itself"],
    ),
    "a dimension that is a word": (
        lambda raw: raw["dimensions"].append("care"),
        "dimensions[2]",
        ["should be a mapping with id, title", '"care"'],
    ),
    "an attribute that is a word": (
        lambda raw: raw["attributes"].append("site"),
        "attributes[2]",
        ["should be a mapping with id, title, options", '"site"'],
    ),
    "attributes that are no list": (
        lambda raw: raw.update(attributes={"id": "site"}),
        "attributes",
        ["should be a list of attributes", "a mapping"],
    ),
    "comments that are a word": (
        lambda raw: raw.update(comments="per_dimension"),
        "comments",
        ["should be a mapping with per_dimension"],
    ),
    "comments with a slip": (
        lambda raw: raw.update(comments={"per_dimensions": True}),
        "comments.per_dimensions",
        ['Did you mean "per_dimension"?'],
    ),
    "scoring with a slip": (
        lambda raw: raw.update(scoring={"min_answer": 0.5}),
        "scoring.min_answer",
        ['Did you mean "min_answered"?'],
    ),
    "a comparison that is a word": (
        lambda raw: raw["attributes"][0].update(compare="leader"),
        "attributes[0].compare",
        ["two of the options", '"leader"'],
    ),
    "no response scale anywhere": (
        lambda raw: raw.pop("response_scale"),
        "dimensions[0].items[0]",
        ["has no response_scale"],
    ),
    "a reverse key that is a word": (
        lambda raw: raw["dimensions"][0]["items"][1].update(reverse_keyed="yes"),
        f"{ITEM}.reverse_keyed",
        ["true or false", '"yes"'],
    ),
    "a threshold under the floor": (
        lambda raw: raw.update(confidentiality={"scores": 2}),
        "confidentiality.scores",
        ["whole number from 3", '"2"'],
    ),
    "an unknown threshold": (
        lambda raw: raw.update(confidentiality={"score": 5}),
        "confidentiality.score",
        ['Did you mean "scores"?', "scores, distributions, comments"],
    ),
    "options with a slip in from_workshop": (
        lambda raw: raw["attributes"][1].update(options="from_workshp"),
        "attributes[1].options",
        ["from_workshop", '"from_workshp"', 'Did you mean "from_workshop"?'],
    ),
    "options that are empty": (
        lambda raw: raw["attributes"][1].update(options=[]),
        "attributes[1].options",
        ["should be a list", "an empty list"],
    ),
    "an option without words": (
        lambda raw: raw["attributes"][0].update(options={"leader": None}, compare=None),
        "attributes[0].options.leader",
        ["should be words", "empty"],
    ),
    "an option without a value": (
        lambda raw: raw["attributes"][1].update(options={"": "Nowhere"}),
        "attributes[1].options",
        ["without a value"],
    ),
    "two options with the same words": (
        lambda raw: raw["attributes"][1].update(options={"a": "Phones", "b": "phones"}),
        "attributes[1].options.b",
        ['"phones"', 'means "a" already'],
    ),
    "an option with another option's value for words": (
        lambda raw: raw["attributes"][1].update(options={"north": "South", "south": "Far south"}),
        "attributes[1].options.north",
        ['"South"', 'means "south" already'],
    ),
    "a comparison with one side": (
        lambda raw: raw["attributes"][0].update(compare=["leader"]),
        "attributes[0].compare",
        ["two of the options", "leader, frontline"],
    ),
    "a comparison with an unknown option": (
        lambda raw: raw["attributes"][0].update(compare=["leader", "boss"]),
        "attributes[0].compare",
        ["two of the options", "boss"],
    ),
    "a comparison of a group with itself": (
        lambda raw: raw["attributes"][0].update(compare=["leader", "leader"]),
        "attributes[0].compare",
        ["two of the options"],
    ),
    "a share above one": (
        lambda raw: raw.update(scoring={"min_answered": 1.5}),
        "scoring.min_answered",
        ["a share such as 0.5 or a count such as 4", '"1.5"'],
    ),
    "a negative share": (lambda raw: raw.update(scoring={"min_answered": -0.1}), "scoring.min_answered", ["share"]),
    "a share that is no number": (
        lambda raw: raw.update(scoring={"min_answered": float("nan")}),
        "scoring.min_answered",
        ["share"],
    ),
    "a count of none": (lambda raw: raw.update(scoring={"min_answered": 0}), "scoring.min_answered", ["count"]),
    "a minimum that is true": (lambda raw: raw.update(scoring={"min_answered": True}), "scoring.min_answered", []),
    "a dimension that needs more items than it has": (
        lambda raw: raw["dimensions"][0].update(min_answered=3),
        "dimensions[0].min_answered",
        ["whole number from 1 to 2", '"3"'],
    ),
    "a share where a dimension wants a count": (
        lambda raw: raw["dimensions"][0].update(min_answered=0.5),
        "dimensions[0].min_answered",
        ["whole number", '"0.5"'],
    ),
    "a version that is a word": (lambda raw: raw.update(version="one"), "version", ["whole number", '"one"']),
    "a text that is a list": (
        lambda raw: raw.update(title=["A", "B"]),
        "title",
        ["should be words", "{en: …, es: …}", "a list (A, B)"],
    ),
    "a language without words": (
        lambda raw: raw.update(title={"en": "Title", "es": None}),
        "title",
        ["should be words"],
    ),
    "words in a language without a name": (
        lambda raw: raw.update(title={"": "Title", "es": "Título"}),
        "title",
        ["should be words"],
    ),
    "values that are a list": (
        lambda raw: raw["attributes"][0].update(values=["A1"]),
        "attributes[0].values",
        ["a mapping such as {A1: 1}"],
    ),
    "a blank text": (lambda raw: raw.update(title="  "), "title", ["should be words"]),
    "response scales that no whole number of steps can join": (
        lambda raw: raw.update(
            dimensions=[
                {
                    "id": "d",
                    "title": "D",
                    "items": [
                        {
                            "id": f"i{high}",
                            "text": "x",
                            "response_scale": {"min": 0, "max": high, "favourable": [high], "unfavourable": [0]},
                        }
                        for high in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)
                    ],
                }
            ]
        ),
        "dimensions[0]",
        ["response scales", "too different"],
    ),
}
