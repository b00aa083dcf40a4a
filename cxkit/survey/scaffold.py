"""A new survey to start from: a folder with a survey file that can be used as it is, and a README with questions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from cxkit.errors import SurveyError, did_you_mean, listing
from cxkit.survey.kinds import KINDS

_HEAD = """\
# {title}. What each key means: surveys/README.md, or cxkit check, which tells what is wrong and what could be better.
id: {id}
version: 1
title: {quoted}
introduction: "Who is meant by “we”? Say it here, in one sentence."
"""

_DIMENSIONS = """\
response_scale:
  min: 1
  max: 5
  labels: {1: Strongly disagree, 2: Disagree, 3: Neither agree nor disagree, 4: Agree, 5: Strongly agree}
  not_applicable: "I can't tell"
dimensions:
  - id: welcome
    title: Welcome
    question: "How do we welcome people?"
    ask: "When did somebody last feel unwelcome here?"
    actions:
      - {who: leader, do: "Stand at the door for an hour this week, and greet everybody who comes in."}
      - {who: frontline, do: "Say how long it will take, before anybody has to ask."}
    items:
      - id: welcome_greets
        text: "We greet people within a minute."
      - id: welcome_knows
        text: "We know why people come to us."
      - id: welcome_waits
        text: "People wait for us without hearing why."
        reverse_keyed: true
  - id: help
    title: Help
    question: "How well do we help?"
    ask: "Who had to come back to us twice, and why?"
    actions:
      - {who: leader, do: "Name one decision that people may take without asking you."}
      - {who: everyone, do: "Ring one person who had to come back, and ask what would have helped."}
    items:
      - id: help_first
        text: "We solve most problems in one go."
      - id: help_returns
        text: "We call back when we said that we would."
      - id: help_passes
        text: "We pass people on from one desk to the next."
        reverse_keyed: true
"""

_ABOUT = """\
attributes:
  - id: role
    title: I work as
    options: {leader: Leader, frontline: Front line, support: Support}
  - id: team
    title: My team
    options: from_workshop
"""

_README = """\
# {title}

What will people know after this survey that they do not know now?

- **Who is asked**, and about whom?
- **What will happen with the answers**, and by when?
- **What it must not be used for:** appraising or comparing individuals.
- **Why these items:** one line each, with what somebody could see that makes them agree.

Nobody has tested this survey yet. Let three people think aloud while they answer; change what they stumble over.
"""


def new_survey(folder: Path, written: Callable[[str, str], str] | None = None, kind: str = "") -> list[Path]:
    """Make a folder with a survey to start from; return the files written. Raises SurveyError where it is there.

    written: what makes the survey file of an id and a title; None: an example to change, of an activity kind or of two
    lists to rate.
    """
    id = re.sub(r"\W+", "_", folder.name, flags=re.ASCII).strip("_").lower()
    if not id:
        raise SurveyError(f'"{folder.name}" has no letter or digit to make an id of. Choose a name such as my-survey.')
    title = folder.name.replace("-", " ").replace("_", " ").strip().capitalize()
    if kind and kind not in KINDS:
        known = listing(KINDS)
        raise SurveyError(f'There is no activity kind "{kind}".{did_you_mean(kind, KINDS)} There are: {known}.')
    try:
        folder.mkdir(parents=True)
        survey = written(id, title) if written else _written(id, title, kind)
        files = {folder / "survey.yaml": survey, folder / "README.md": _README.format(title=title)}
        for file, text in files.items():
            file.write_text(text, encoding="utf-8")
    except FileExistsError:
        raise SurveyError(f"{folder} is there already. Choose another name; nothing was written.") from None
    except OSError as error:
        raise SurveyError(f"{folder}: cannot be written ({error.strerror}). Choose another place.") from None
    return [*files]


def _written(id: str, title: str, kind: str) -> str:
    """Return an example of a survey file."""
    quoted = json.dumps(title, ensure_ascii=False)  # a colon in it would be YAML's own
    head = _HEAD.format(id=id, title=title, quoted=quoted)
    one = f"dimensions:\n  - id: {id}_first\n    title: {quoted}\n    kind: {kind}\n"
    return head + (one + KINDS[kind].draft if kind else _DIMENSIONS) + _ABOUT
