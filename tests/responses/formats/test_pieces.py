"""A CSV file in pieces: nothing is lost between them, and no row is cut."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxkit.responses.formats import pieces
from cxkit.responses.formats.layout import Stumbled

cells = st.text(st.sampled_from('ab,"\n\r é'), max_size=5)


@given(rows=st.lists(st.lists(cells, min_size=2, max_size=2), max_size=9), size=st.integers(1, 30))
def test_pieces_put_together_are_the_file_and_each_holds_whole_rows(
    rows: list[list[str]], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is quoted, and wherever a piece would end."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    file = tmp_path_factory.getbasetemp() / "pieces.csv"
    file.write_text(text.getvalue(), encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "SIZE", size)
        try:
            found = list(pieces.cut(file))
        except Stumbled:
            assert max(len(",".join(row).encode()) for row in rows) > 4 * size
            return
    assert b"".join(found) == file.read_bytes()
    assert [row for piece in found for row in csv.reader(io.StringIO(piece.decode(), newline=""))] == rows


def test_a_mark_that_stays_open_is_no_piece(tmp_path: Path) -> None:
    """At the end of the file."""
    (tmp_path / "open.csv").write_text('a,b\n1,"2\n3,4\n')
    with pytest.raises(Stumbled):
        list(pieces.cut(tmp_path / "open.csv"))
