"""Groups are called the same, and the same is told of them, in Python and in scripts."""

import json
from typing import Any

import pytest
from hypothesis import given
from py_mini_racer import MiniRacer

import cxkit as cx
from cxkit.reports.rows import OTHERS
from cxkit.reports.wording import explained, group_name, groups_of, joined, labels, together, told_for
from cxkit.static import FOLDER
from cxkit.words import speaking, words_json
from tests.strategies import organisations, small_survey

SCRIPT = "\n".join((FOLDER / file).read_text("utf-8").replace("export ", "") for file in ("parts.js", "groups.js"))
ASKED = """({ report, lang, attribute }) => {
  const say = saying(WORDS, () => lang);
  const told = groups(report, { say, text: String });
  const listed = told.listed(attribute);
  const rows = (dimension) => report.groups.filter((row) => row.attribute === attribute && row.dimension === dimension);
  return JSON.stringify({
    names: listed.map((group) => told.name(attribute, group)),
    why: told.why(attribute, told.members(attribute)),
    all: joined(listed.map((group) => told.name(attribute, group)), say),
    told: report.survey.dimensions.map(({ id }) => listed.map((group) => told.told(rows(id), group)?.mean ?? null)),
    here: report.survey.dimensions.map(({ id }) => told.name(attribute, "(others)", told.members(attribute, id))),
  });
}"""


@pytest.fixture(scope="module")
def engine() -> MiniRacer:
    """The scripts, ready to be asked."""
    engine = MiniRacer()
    engine.eval(f"const WORDS = {words_json(SCRIPT, ('en', 'es'))};\n{SCRIPT}\nconst asked = {ASKED};")
    return engine


@given(organisations())
def test_groups_are_called_and_told_the_same_in_scripts(engine: MiniRacer, table: Any) -> None:
    """In either language; those told together by their names, their number, or as everyone else."""
    report = cx.report(table, small_survey(), by="team")
    cells = {row.place: row for row in report.tables.groups}
    listed = groups_of(report, "team")
    for lang in ("en", "es"):
        given_ = json.dumps({"report": report.to_dict(), "lang": lang, "attribute": "team"})
        found = json.loads(str(engine.eval(f"asked({given_})")))
        with speaking(lang):
            names = [group_name(report, "team", group) for group in listed]
            assert found["names"] == names
            assert found["all"] == (joined(names) if names else "")
            several = together(report, "team")
            if several:
                assert found["why"] == explained(report, "team", several)
            for each, mean, here in zip(report.survey.dimensions, found["told"], found["here"], strict=True):
                rows = [told_for(cells, ("team", group, None, each.id)) for group in listed]
                assert mean == [row.mean if row else None for row in rows]
                if own := together(report, "team", each.id):
                    assert here == group_name(report, "team", OTHERS, own)
                    assert labels(report, "team", own)
