"""A survey for each activity kind, as long and as wordy as a workshop's."""

from typing import Any

from cxkit.survey.model import Survey

IDEAS = [
    "Ring the customer back within the hour",
    "A new website",
    "One owner for each complaint",
    "Swap desks for a day",
    "Bills that say what they are for",
]
SAID = [
    "“This one is mine.”",
    "“I was told to do it that way.”",
    "“Let me ask who can fix this.”",
    "“That is shipping’s fault.”",
    "“It has always been like that, and nobody has complained about it before.”",
    "“I will call you by noon.”",
]
WAY = ["Sees our advert", "Asks for a price", "Waits for the delivery", "Opens the parcel", "Calls about the bill"]
WORTH = {"min": 1, "max": 5, "labels": {1: "Little", 5: "A lot"}}


def _step(id: str, text: str, *choices: tuple[str, str]) -> dict[str, Any]:
    return {"id": id, "text": text, "choices": [{"text": words, "then": then} for words, then in choices]}


def _ending(id: str, title: str, text: str, *, good: bool = False) -> dict[str, Any]:
    return {"id": id, "title": title, "text": text, "good": good}


DIMENSIONS: dict[str, list[dict[str, Any]]] = {
    "rate": [
        {
            "id": "engaged",
            "title": "Engaged",
            "question": "Is leadership engaged?",
            "response_scale": {"min": 1, "max": 5, "labels": {1: "Strongly disagree", 5: "Strongly agree"}},
            "items": ["Our leaders listen to customers.", "They read what customers write.", "They hide."],
        }
    ],
    "choose": [
        {
            "id": "vote",
            "title": "One vote",
            "question": "Who would have to own it?",
            "response_scale": {
                "min": 1,
                "max": 4,
                "labels": {
                    1: "The managing director",
                    2: "Each head of department",
                    3: "Those who speak with customers every day",
                    4: "Everyone, each for their own part",
                },
            },
            "items": ["For this to last, it would have to be championed by"],
        }
    ],
    "sort": [
        {
            "id": "said",
            "title": "Everyone owns it",
            "question": "Who says this owns it?",
            "response_scale": {"min": 0, "max": 1, "labels": {0: "Below: passes it on", 1: "Above: owns it"}},
            "items": SAID,
        }
    ],
    "place": [
        {
            "id": "customer",
            "title": "Worth to the customer",
            "question": "Where does each idea belong?",
            "response_scale": WORTH,
            "items": IDEAS,
        },
        {"id": "business", "title": "Worth to the business", "response_scale": WORTH, "items": IDEAS},
    ],
    "spend": [
        {
            "id": "first",
            "title": "Three tokens",
            "question": "Where should our effort go first?",
            "tokens": 3,
            "most_each": 2,
            "items": IDEAS,
        }
    ],
    "rank": [{"id": "helps", "title": "In this order", "question": "What helps our customers most?", "items": IDEAS}],
    "pin": [
        {
            "id": "way",
            "title": "The customer’s way",
            "question": "Where would a customer leave? Where are we at our best?",
            "pins": {"red": 2, "green": 1},
            "items": WAY,
        }
    ],
    "case": [
        {
            "id": "cake",
            "title": "The wrong cake",
            "question": "What do you do?",
            "story": "Saturday, ten to four. Mrs Adler comes for the birthday cake that she ordered on Tuesday. "
            "On it is written “Happy retirement, Tom”.",
            "items": [
                _step(
                    "counter",
                    "“This is not mine,” she says. “The party starts at five.” Behind her, six people wait.",
                    ("“Let me find out who took the order.”", "waiting"),
                    ("“I am sorry. You will have a cake by five. Sit down, I will see to it now.”", "seated"),
                    ("Give her the money back", "gone"),
                ),
                _step(
                    "waiting",
                    "Ten minutes later she is still there. “I do not care who it was. I need a cake.”",
                    ("Offer what is in the window, for nothing", "late"),
                    ("Explain how the mix-up came about", "gone"),
                ),
                _step(
                    "seated",
                    "She sits down. The baker can write the name on another cake in twenty minutes.",
                    ("Have it brought to her door before five", "told"),
                    ("Ask her to come back at half past four", "late"),
                ),
            ],
            "endings": [
                _ending("told", "She tells everyone", "On Monday her sister orders one, too.", good=True),
                _ending("late", "She has a cake", "It is a cake. She says thank you, and does not come again."),
                _ending("gone", "She leaves without a cake", "Her review has one star and four hundred readers."),
            ],
        }
    ],
}


def asking(*kinds: str) -> Survey:
    """Return a survey that asks in these ways, in their order."""
    dimensions = [
        {**dimension, **({} if kind == "rate" else {"kind": kind})} for kind in kinds for dimension in DIMENSIONS[kind]
    ]
    return Survey.from_dict({"id": "asked", "title": "What we do", "dimensions": dimensions})
