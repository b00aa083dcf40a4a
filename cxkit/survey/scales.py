"""Reading response scales: their points, what these are called, and which are favourable."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from cxkit.errors import listing
from cxkit.survey.parts import MISSING, NOT_APPLICABLE, ResponseScale, Text
from cxkit.survey.reader import KeyPath, Reader, say

CODES = ("values", "missing")
"""What a tool's file has in place of answers, and what of it is none."""
_WHOLE = re.compile(r"([-+]?\d+)\.0+")
_OPTIONAL = ("labels", "not_applicable", "favourable", "unfavourable")
NO_SCALE = ResponseScale(min=1, max=5, favourable=(4, 5), unfavourable=(1, 2))
"""Stands in for one that could not be read, so that reading goes on to the next problem."""


class ScaleReader(Reader):
    """Reads response scales, and notes what is wrong with them."""

    def scale(self, raw: Any, path: KeyPath, *, graded: bool = True) -> ResponseScale:
        """Return a response scale. graded: whether the usual points are favourable where the file does not say."""
        data = self.mapping(raw, path, ["min", "max"], [*_OPTIONAL, *CODES])
        before = len(self.problems)
        low = self.whole(data.get("min"), (*path, "min"), 1, -1000, 1000)
        high = self.whole(data.get("max"), (*path, "max"), low + 1, -1000, 1000)
        if high <= low and len(self.problems) == before:
            self.problem((*path, "max"), f"should be above min, but is {high} with min {low}.")
        if len(self.problems) > before or not {"min", "max"} <= set(data):
            return NO_SCALE  # labels and favourable points cannot be judged without a range
        usual = ResponseScale.usual_favourable(low, high) if graded else ((), ())
        if usual is None and not {"favourable", "unfavourable"} <= set(data):
            self.problem(
                path,
                f"has {high - low + 1} points, for which there is no usual count of favourable answers. "
                "Say which are: favourable: […] and unfavourable: […].",
            )
        favourable, unfavourable = usual or ((high,), (low,))
        favourable = self._points(data.get("favourable"), (*path, "favourable"), low, high, favourable)
        unfavourable = self._points(data.get("unfavourable"), (*path, "unfavourable"), low, high, unfavourable)
        both = sorted(set(favourable) & set(unfavourable))
        if both:
            self.problem((*path, "unfavourable"), f"{listing(map(str, both))} cannot be favourable as well.")
        labels = self._labels(data.get("labels", {}), (*path, "labels"), low, high)
        no_answer = self.text(data["not_applicable"], (*path, "not_applicable")) if "not_applicable" in data else None
        if len(self.problems) == before:
            self._distinct(labels, no_answer, path, range(low, high + 1))
        return ResponseScale(
            min=low,
            max=high,
            labels=labels,
            not_applicable=no_answer,
            favourable=favourable,
            unfavourable=unfavourable,
            values=self.values(
                data,
                path,
                {str(point): str(point) for point in range(low, high + 1)}
                | {words: str(point) for point, text in labels.items() for words in text.all()}
                | dict.fromkeys((NOT_APPLICABLE, *(no_answer.all() if no_answer else ())), NOT_APPLICABLE),
            ),
        )

    def values(
        self, data: Mapping[str, Any], path: KeyPath, known: Mapping[str, str], *, free: bool = False
    ) -> dict[str, str]:
        """Return what the values of a tool's file mean.

        known: what is read anyway, and as what; free: whether anything may be meant.
        """
        raw, none = data.get("values"), data.get("missing")
        raw, none = {} if raw is None else raw, [] if none is None else none
        if not isinstance(raw, Mapping):
            self.problem((*path, "values"), f"should be a mapping such as {{A1: 1}}, but is {say(raw)}.")
            raw = {}
        if not isinstance(none, list):
            self.problem((*path, "missing"), f"should be a list of values such as [-99], but is {say(none)}.")
            none = []
        allowed = [*dict.fromkeys(known.values()), MISSING]
        values: dict[str, str] = {}
        means = {_alike(value): meaning for value, meaning in known.items()}
        for key, pairs in (("values", raw.items()), ("missing", [(value, MISSING) for value in none])):
            for value, meant in ((_written(value), _written(meaning)) for value, meaning in pairs):
                taken = means.setdefault(_alike(value), meant)
                if taken != meant:
                    self.problem(
                        (*path, key),
                        f"{value} means {taken} already. A file in which it means something else needs a mapping of "
                        "its own (cxkit map).",
                    )
                elif meant in allowed or free:
                    values[value] = meant
                else:
                    self.problem((*path, key), f"{value} cannot mean {meant}; allowed: {listing(allowed, most=14)}.")
        return values

    def _points(self, raw: Any, path: KeyPath, low: int, high: int, default: tuple[int, ...]) -> tuple[int, ...]:
        if raw is None:
            return default
        if not isinstance(raw, list) or any(type(value) is not int or not low <= value <= high for value in raw):
            self.problem(path, f"should be a list of points from {low} to {high}, such as [{high}], but is {say(raw)}.")
            return default
        return tuple(sorted(set(raw)))

    def _labels(self, raw: Any, path: KeyPath, low: int, high: int) -> dict[int, Text]:
        if not isinstance(raw, Mapping):
            self.problem(path, f"should be a mapping of points to words, such as {{{low}: Never}}, but is {say(raw)}.")
            return {}
        labels = {}
        for key, words in raw.items():
            if not re.fullmatch(r"-?\d+", str(key)) or not low <= int(key) <= high:
                self.problem((*path, key), f"is not a point of this response scale, which runs {low}–{high}.")
                continue
            labels[int(key)] = self.text("" if words is None else words, (*path, key))
        return dict(sorted(labels.items()))

    def _distinct(self, labels: Mapping[int, Text], no_answer: Text | None, path: KeyPath, points: range) -> None:
        """Note words in which an answer could be read as another one: an export may hold words instead of points."""
        meaning: dict[str, str] = {}
        named = [("not_applicable", no_answer), *((str(point), text) for point, text in labels.items())]
        for name, text in named:
            place = (*path, name) if name == "not_applicable" else (*path, "labels", name)
            for words in text.all() if text else ():
                taken = meaning.setdefault(words.casefold(), name)
                if taken != name:
                    self.problem(place, f'"{words}" means {taken} already. Every answer needs words of its own.')
                elif words != name and words in map(str, points):
                    self.problem(
                        place,
                        f'"{words}" would be read as the point {words}. Use other words, '
                        "or let min and max be the numbers that people see.",
                    )


def _written(value: Any) -> str:
    """Return a value as it stands in a file of answers: 1.0 is 1, and what YAML takes for nothing is the word null."""
    text = "null" if value is None else str(value).strip()
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def _alike(value: str) -> str:
    """Return what is the same for values between which reading a file makes no difference."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())
