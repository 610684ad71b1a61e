"""Remembered: a bounded memory of texts that come again and again."""

from collections.abc import Callable


class Remembered(dict[str, str]):
    """The results of a function of text, each made once; at most `most` of them.

    A text longer than `longest` is not kept: anyone may ask for an address of 400 KB.
    """

    def __init__(self, make: Callable[[str], str], most: int, longest: int) -> None:
        self._make = make
        self._most = most
        self._longest = longest

    def __missing__(self, text: str) -> str:
        result = self._make(text)
        if len(text) <= self._longest:
            if len(self) >= self._most:
                self.clear()
            self[text] = result
        return result
