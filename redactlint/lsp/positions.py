"""Positions: from an offset into a text to a place of the Language Server Protocol, and back.

The protocol counts lines and characters from 0; its characters are units of the encoding that client and server agreed
on (UTF-16 unless the client asks for another), so that a character beyond the Basic Multilingual Plane counts twice.
A line ends at a line feed, a carriage return or the two together, and nowhere else: a form feed ends none.
Source: Language Server Protocol 3.17, "Text Documents".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from lsprotocol import types

from redactlint.text import Span

__all__ = ["Lines"]


def _utf16(words: str) -> int:
    return len(words) if words.isascii() else sum(2 if one > "\uffff" else 1 for one in words)


def _utf8(words: str) -> int:
    return len(words) if words.isascii() else len(words.encode("utf-8", "surrogatepass"))


# How many units of each encoding the characters of a string take.
_UNITS: dict[str, Callable[[str], int]] = {"utf-8": _utf8, "utf-16": _utf16, "utf-32": len}


class Lines:
    """The lines of one text, as the client counts them."""

    def __init__(self, source: str, encoding: str = "utf-16") -> None:
        """`encoding` is one of utf-8, utf-16 and utf-32."""
        self._source, self._units = source, _UNITS[encoding]
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", source))]

    def position(self, offset: int) -> types.Position:
        """The place of an offset in code points; an offset outside the text gives its nearest end."""
        offset = max(0, min(offset, len(self._source)))
        line = bisect_right(self._starts, offset) - 1
        return types.Position(line, self._units(self._source[self._starts[line] : offset]))

    def range(self, span: Span) -> types.Range:
        """The place of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """The offset of a place; one past the end of its line, or inside a character, gives what stands before it."""
        if position.line >= len(self._starts):
            return len(self._source)
        start = self._starts[position.line]
        following = self._starts[position.line + 1] if position.line + 1 < len(self._starts) else len(self._source)
        line = self._source[start:following].rstrip("\r\n")
        if self._units(line) == len(line):
            return start + min(position.character, len(line))
        left = position.character
        for place, character in enumerate(line):
            left -= self._units(character)
            if left < 0:
                return start + place
        return start + len(line)

    def line(self, number: int) -> types.Range:
        """The whole of a line, counted from 1, without its end."""
        number = max(1, min(number, len(self._starts)))
        start = self._starts[number - 1]
        following = self._starts[number] if number < len(self._starts) else len(self._source)
        return self.range(Span(start, start + len(self._source[start:following].rstrip("\r\n"))))
