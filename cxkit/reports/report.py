"""The Report: the only thing that is drawn, served, written or published. Made by `cxkit.disclosure.protect` alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxkit.errors import ReportError
from cxkit.reports.distributions import agreement, distributions
from cxkit.reports.former import FORMER, of_former
from cxkit.reports.part import part_of
from cxkit.reports.rows import COLUMNS, Paired, Quote, Tables, frame_of
from cxkit.responses.csv_safety import harmless
from cxkit.survey.model import Survey
from cxkit.survey.parts import Thresholds

if TYPE_CHECKING:
    import pandas as pd

FORMAT = "cxkit-report-4"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What may be seen of a survey's results: frozen, serialisable, protected.

    Means are on 0–100 after reversing; `low` and `high` are 95% intervals; shares run 0–1. In the tables a suppressed
    row has status "suppressed" and no numbers, its n included; where only `distribution` is "suppressed", the shares
    are missing. n is None where too few answered to say how many.

    A result is a row with:

    - `status`: "shown" or "suppressed".
    - `n`, `mean`, `sd`, `low`, `high`: respondents with a value, and the mean of their 0–100 values with its interval.
    - `exact`: whether sd and the interval are the group's own. If not, since they could tell individual answers, sd is
      everybody's, and the interval computed from it; of too few people there is neither.
    - `distribution`: "shown" or "suppressed", for what follows.
    - `favourable`, `neutral`, `unfavourable`: shares of the answers; with `_low` and `_high` their Wilson intervals.
    - `members`: of the group "(others)", the groups that are told together.

    Attributes:
        comments: What a room let everybody see of what was written, rows with dimension and text, and with attribute
            and group where these may be told.
        paired: Where people agreed that their answers are compared with the wave before: for each dimension asked alike
            how many they are and the correlation of what they answered, as far as it may be told. `change` uses it.

    >>> import cxkit as cx
    >>> survey = cx.load_survey("leadership")
    >>> answers = cx.read_responses(cx.sample("leadership"), survey)
    >>> report = cx.report(answers, survey, by="role", invited=120)
    >>> report.n, report.by
    (80, ('role',))
    >>> report.dimensions[["n", "mean", "low", "high", "favourable"]].round(2)
                 n   mean    low   high  favourable
    dimension
    engaged     80  49.50  46.97  52.04        0.32
    motivating  80  49.71  46.97  52.45        0.34
    teamwork    79  43.28  40.76  45.81        0.25
    in_tune     78  58.52  56.01  61.02        0.46
    >>> report.groups[["group", "status", "n", "mean"]].head(3).round(1)
           group status   n  mean
    0     leader  shown  10  64.2
    1  frontline  shown  53  46.0
    2    support  shown  17  51.8
    >>> report.gaps[["dimension", "difference", "low", "label"]].round(1)
        dimension  difference  low            label
    0     engaged        18.1  9.5       blind spot
    1  motivating        16.3  4.1       blind spot
    2    teamwork        13.1  4.1       blind spot
    3     in_tune         7.9 -5.1  too few to tell
    >>> report.strongest(2)["mean"].round(1)
    item
    in_tune_explain    66.2
    in_tune_example    65.9
    Name: mean, dtype: float64
    >>> report.participation[["respondents", "rate"]].head(1).round(2)
       respondents  rate
    0           80  0.67
    """

    survey: Survey
    thresholds: Thresholds
    by: tuple[str, ...] = ()
    n: int | None
    tables: Tables = field(default_factory=Tables)
    comments: tuple[Quote, ...] = ()
    paired: tuple[Paired, ...] = ()

    @property
    def dimensions(self) -> pd.DataFrame:
        """A result a dimension, indexed by its id, for everybody."""
        return self._frame("dimensions", "dimension")

    @property
    def items(self) -> pd.DataFrame:
        """A result an item, indexed by its id, for everybody."""
        return self._frame("items", "item")

    @property
    def groups(self) -> pd.DataFrame:
        """A result a (attribute, group, dimension), for each attribute of `by` on its own."""
        return self._frame("groups")

    @property
    def group_items(self) -> pd.DataFrame:
        """A result a (attribute, group, item), for each attribute of `by` on its own."""
        return self._frame("group_items")

    @property
    def distributions(self) -> pd.DataFrame:
        """A row a (attribute, group, item, value), attribute and group None for everybody: how each item was answered.

        - `value`: as answered, from the response scale's least up.
        - `kind`: "favourable", "neutral" or "unfavourable", after reversing.
        - `status`: "shown" or "suppressed".
        - `n`, `share`: how many gave this answer, and their share (0–1) of those who answered the item.
        """
        return distributions(self.survey, (*self.tables.items, *self.tables.group_items))

    @property
    def participation(self) -> pd.DataFrame:
        """A row for everybody (attribute and group None) and for each group: how many answered.

        - `status`: "shown" or "suppressed".
        - `respondents`, `invited`, `rate`: how many answered, how many were asked to, and the share (0–1); missing
          where the report was not told how many were invited.
        - `empty`: respondents without any answer; for everybody only.
        - `straight`: those who gave one answer to everything (straight-lining, longstring, of five items or more); for
          everybody only; missing of fewer people than distributions need, and unless at least 3 did and 3 did not.

        Neither of the last two is left out of the scores.
        """
        return self._frame("participation")

    @property
    def agreement(self) -> pd.DataFrame:
        """A row a (attribute, group, dimension): n and rwg_j (0–1), from the standard deviations of the items.

        Each item counts with all who answered it, n being the fewest. Missing where the distribution of any item is
        suppressed.
        """
        return agreement(self.tables)

    def strongest(self, many: int = 3) -> pd.DataFrame:
        """Return the items with the highest means for everybody, highest first; of equal ones the survey's first."""
        return self.items.dropna(subset=["mean"]).sort_values("mean", ascending=False, kind="stable").head(many)

    def weakest(self, many: int = 3) -> pd.DataFrame:
        """Return the items with the lowest means for everybody, lowest first; of equal ones the survey's first."""
        return self.items.dropna(subset=["mean"]).sort_values("mean", kind="stable").head(many)

    @property
    def gaps(self) -> pd.DataFrame:
        """A row a (attribute, two groups, dimension), for the two groups that the survey compares by an attribute.

        - `difference`: the mean of `group` minus that of `other`, in points of 100.
        - `low`, `high`, `g`, `p`, `label`: as in `compare`; p is not adjusted.
        - `mean`, `mean_other`, `n`, `n_other`: of both groups.
        """
        return self._frame("gaps")

    def part(self, attribute: str, group: str) -> Report:
        """Return what this report tells of one group, with what it is crossed with, and of everybody: nothing else.

        Raises:
            ReportError: It does not have the group, or tells it only together with others.

        >>> import cxkit as cx
        >>> survey = cx.load_survey("leadership")
        >>> answers = cx.read_responses(cx.sample("leadership"), survey)
        >>> own = cx.report(answers, survey, by=["team", "role"]).part("team", "Phones")
        >>> own.by, sorted(set(own.groups["group"]))
        (('team',), ['Phones'])
        """
        by, tables = part_of(self.tables, self.by, attribute, group)
        mine = (None, None), (attribute, group)
        comments = tuple(quote for quote in self.comments if (quote.attribute, quote.group) in mine)
        return replace(self, by=by, tables=tables, comments=comments)

    def _frame(self, table: str, index: str | None = None) -> pd.DataFrame:
        apart = {"counts", "rwg_j", "alike"}  # see `distributions` and `agreement`
        columns = [name for name in COLUMNS[table] if name not in apart]
        frame = frame_of(getattr(self.tables, table), columns)
        return frame.set_index(index) if index else frame

    def to_dict(self) -> dict[str, Any]:
        """Return the serialisable form, which `from_dict` takes back."""
        return {
            "format": FORMAT,
            "survey": self.survey.to_dict(),
            "n": self.n,
            "thresholds": dict(vars(self.thresholds)),
            "by": list(self.by),
            **self.tables.to_dict(),
            "comments": [quote.to_dict() for quote in self.comments],
        } | ({"paired": [dict(vars(row)) for row in self.paired]} if self.paired else {})

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """Read what `to_dict` wrote.

        Raises:
            ReportError: It is something else; the message names every problem and its place.
        """
        if isinstance(data, Mapping) and data.get("format") == FORMER:
            data = of_former(data)
        if not isinstance(data, Mapping) or data.get("format") != FORMAT:
            raise ReportError(f'This is not a report of this version of cxkit (format "{FORMAT}").')
        from cxkit.reports.reading import read_fields  # noqa: PLC0415  (whoever makes a report does without)

        return cls(**read_fields(data))

    @cached_property
    def whole(self) -> Report:
        """The same report, as it is read from a file: so rows made by hand are words and numbers, and fit their status.

        Raises:
            ReportError: They do not; the message names every problem and its place.
        """
        try:
            # Plain text, too: no words that call themselves HTML, and no half of a sign, which no file can hold.
            plain = json.dumps(self.to_dict(), default=repr, ensure_ascii=False).encode("utf-8", "replace")
        except (AttributeError, TypeError) as error:
            raise ReportError(f"This report was made by hand, of something else than rows: {error}.") from None
        read = Report.from_dict(json.loads(plain))
        vars(read)["whole"] = read
        return read

    @property
    def results(self) -> pd.DataFrame:
        """All results in one tidy table: a row a result, of everybody (attribute and group missing) or of a group.

        Its columns are those of `dimensions`, with attribute, group, dimension and item (missing: of the dimension).
        """
        import pandas as pd  # noqa: PLC0415

        tables = [self._frame(name) for name in ("dimensions", "items", "groups", "group_items")]
        order = ["attribute", "group", "dimension", "item"]
        whole = pd.concat([one.dropna(axis="columns", how="all") for one in tables if len(one)], ignore_index=True)
        return whole.reindex(columns=[*order, *(name for name in tables[0] if name not in order)])

    def write(self, folder: str | Path) -> list[Path]:
        """Write the report into a folder: report.json, and a CSV for each table. Returns the paths written.

        A path that ends in .csv or .parquet (with pyarrow) gets one tidy table instead: `results`. For a workbook
        there is `cxkit.write_workbook`.
        A name that a spreadsheet would run as a formula begins with an apostrophe in the CSV.

        Raises:
            ReportError: It has rows made by hand that are not as `cxkit.report` makes them, or the path has the ending
                of another kind of file.
        """
        if self.whole is not self:
            return self.whole.write(folder)
        folder = Path(folder)
        if folder.suffix in (".json", ".sav", ".tsv", ".xls", ".xlsx"):
            raise ReportError(
                f"{folder}: a report is written into a folder, or as one table that ends in .csv or .parquet; "
                "a workbook (.xlsx) by cx.write_workbook(report, path)."
            )
        if folder.suffix in (".csv", ".parquet"):
            return [_write_table(self.results, folder)]
        folder.mkdir(parents=True, exist_ok=True)
        written = [folder / "report.json"]
        written[0].write_text(json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        frames = {table: self._frame(table) for table in COLUMNS} | {"distributions": self.distributions}
        for table, frame in frames.items():
            written.append(_write_table(frame, folder / f"{table}.csv"))
        return written

    @classmethod
    def read(cls, path: str | Path) -> Report:
        """Read a report.json, or the one in a folder that `write` made.

        Raises:
            ReportError: There is none, or it is something else.
        """
        path = Path(path) / "report.json" if Path(path).is_dir() else Path(path)
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ReportError(f"{path}: cannot be read ({error.strerror}).") from None
        except ValueError:
            raise ReportError(f"{path}: is not a report: it is not JSON.") from None
        try:
            return cls.from_dict(data)
        except ReportError as error:
            raise ReportError(f"{path}: {error}") from None


def _write_table(table: pd.DataFrame, path: Path) -> Path:
    """Write a table as CSV, or as Parquet, by the ending of a path, and return the path. Raises ReportError."""
    if "members" in table:
        table["members"] = table["members"].map("; ".join, na_action="ignore")
    if path.suffix == ".csv":
        table.map(harmless).to_csv(path, index=False)
        return path
    try:
        table.to_parquet(path, engine="pyarrow", index=False)
    except ImportError:
        raise ReportError(
            f'{path}: writing Parquet needs pyarrow. Install it: pip install "cxkit[large]". Or let it end in .csv.'
        ) from None
    return path


def given(report: object, taker: Callable[..., Any]) -> Report:
    """Return what was given to something that shows a Report. Raises TypeError for all else, ReportError as `whole`."""
    return a_report(report, taker).whole


def a_report(report: object, taker: Callable[..., Any]) -> Report:
    """Return a Report as it is. Raises TypeError for all else."""
    if not isinstance(report, Report):
        raise TypeError(f"{taker.__name__} shows a Report: make one with cx.report(answers, survey).")
    return report
