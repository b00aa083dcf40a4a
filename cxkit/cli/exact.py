"""A command line that guesses nothing."""

import argparse
import re
import sys
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from cxkit.errors import did_you_mean


class ExactParser(argparse.ArgumentParser):
    """Reads options by their whole names: of one that there is not, the error says which comes nearest."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, allow_abbrev=False)

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """Refuse an option that there is not before anything else is missed: it may be what was meant."""
        words = takewhile(lambda word: word != "--", sys.argv[1:] if args is None else args)
        if self._subparsers:  # what follows the command's name is the command's
            words = takewhile(lambda word: word.startswith("-"), words)
        for word in words:
            option = word.partition("=")[0]
            text = " " in option or not re.match(r"--?[^\W\d]", option)  # a value: a title, a number below zero
            if not text and option not in self._option_string_actions:
                self.error(f"there is no option {option}.{self._nearest(option)}")
        return super().parse_known_args(args, namespace)

    def _nearest(self, option: str) -> str:
        whole = f"--{option.lstrip('-')}"
        begun = [f'"{one}"' for one in self._option_string_actions if one.startswith(whole)]
        return f" Did you mean {' or '.join(begun)}?" if begun else did_you_mean(whole, self._option_string_actions)
