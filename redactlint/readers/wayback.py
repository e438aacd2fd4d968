"""Ways back: a text put together out of pieces of a file, and where in the file each of its characters stood."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cache

from redactlint.layers import Concealed, Layers, Zone
from redactlint.text import Span, Text

__all__ = ["Fixed", "Pages", "Pieces"]


@cache
def _runs() -> re.Pattern[str]:
    """Words with one blank between them; a blank that does not break a line is a letter."""
    return re.compile(r"[^ \t\r\n\f]+(?: [^ \t\r\n\f]+)*")


class Origin:
    """From an offset to the line and column of the file; each piece stands there as it does in the text, or at once."""

    def __init__(self, words: str, starts: array[int], lines: array[int], columns: array[int]) -> None:
        self._words, self._starts, self._lines, self._columns = words, starts, lines, columns

    def __call__(self, offset: int) -> tuple[int, int]:
        """The line and column, both from 1."""
        offset = max(0, min(offset, len(self._words)))
        piece = bisect_right(self._starts, offset) - 1
        if piece < 0:
            return 1, 1
        start, line, column = self._starts[piece], self._lines[piece], self._columns[piece]
        breaks = self._words.count("\n", start, offset)
        if breaks:
            return line + breaks, offset - self._words.rfind("\n", start, offset)
        return line, column + offset - start


class Fixed:
    """A place that all of a text has, as far as anybody can say."""

    def __init__(self, line: int, column: int = 1) -> None:
        self._place = line, column

    def __call__(self, offset: int) -> tuple[int, int]:
        """The same for every offset."""
        return self._place


class Pages:
    """From an offset to the page that the file says it is on."""

    def __init__(self, starts: list[int], names: list[str]) -> None:
        self._starts, self._names = starts, names

    def __call__(self, offset: int) -> dict[str, str | int]:
        """The page of an offset; nothing before the first."""
        found = bisect_right(self._starts, offset) - 1
        if found < 0:
            return {}
        name = self._names[found]
        return {"page": int(name) if _is_number(name) else name}


class Pieces:
    """A text that is being put together.

    White space is written as a page shows it: as one blank, or as the line ends that were asked for with `break_line`.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self._starts, self._lines, self._columns = array("q"), array("q"), array("q")
        self._zones: list[Zone] = []
        self._open: list[tuple[str, int]] = []
        self.concealed: list[Concealed] = []
        self._page_starts: list[int] = []
        self._page_names: list[str] = []
        self._breaks = self._ended = 0
        self._blank = False

    def break_line(self, number: int = 1) -> None:
        """End the line before whatever comes next, and leave `number` - 1 lines empty."""
        self._breaks = max(self._breaks, number)

    def put(self, words: str, line: int, column: int) -> None:
        """Write words as they stand at that place of the file, line ends and all."""
        if not words:
            return
        self._settle()
        self._starts.append(self.length)
        self._lines.append(line)
        self._columns.append(column)
        self._parts.append(words)
        self.length += len(words)
        self._ended = len(words) - len(words.rstrip("\n"))

    def mark(self, line: int, column: int) -> int:
        """Keep the place of something that is no text; returns the offset at which it stands."""
        self._starts.append(self.length)
        self._lines.append(line)
        self._columns.append(column)
        return self.length

    def flow(self, words: str, line: int, column: int) -> None:
        """Write words of running text, in which line ends and rows of blanks are blanks."""
        at = 0
        for match in _runs().finditer(words):
            if match.start() > at:
                self._blank = self._blank or (self.length > 0 and not self._breaks)
                line, column = _moved(words, at, match.start(), line, column)
            self.put(match.group(), line, column)
            column += match.end() - match.start()
            at = match.end()
        if at < len(words):
            self._blank = self._blank or (self.length > 0 and not self._breaks)

    def _settle(self) -> None:
        """Write the line ends, or the blank, that the last words are divided from the next by."""
        missing = self._breaks - self._ended
        if self._breaks and self.length:
            if missing > 0:
                self._parts.append("\n" * missing)
                self.length += missing
                self._ended += missing
        elif self._blank and self.length:
            self._parts.append(" ")
            self.length += 1
            self._ended = 0
        self._breaks, self._blank = 0, False

    def separate(self, sign: str, line: int, column: int) -> None:
        """Write a sign between two cells of a row, unless a line begins."""
        if self.length and not self._breaks:
            self._blank = False
            self.put(sign, line, column)

    def moved(self, line: int, *, is_exact: bool) -> Pieces:
        """The same in a file in which the source begins on that line, and keeps its lines if `is_exact`."""
        if is_exact:
            self._lines = array("q", (one + line - 1 for one in self._lines))
        else:
            self._lines = array("q", [line]) * len(self._lines)
            self._columns = array("q", [1]) * len(self._columns)
        return self

    def append(self, other: Pieces) -> None:
        """Write all of another text behind this one, with its places and what it conceals."""
        if other.length:
            self._settle()
        for mine, others in ((self._starts, other._starts), (self._page_starts, other._page_starts)):
            mine.extend(self.length + one for one in others)
        self._lines.extend(other._lines)
        self._columns.extend(other._columns)
        self._page_names += other._page_names
        for one in other.concealed:
            at = one.span.start + self.length
            self.concealed.append(one._replace(span=Span(at, at)))
        moved = [(one, Span(one.span.start + self.length, one.span.end + self.length)) for one in other._zones]
        self._zones += [one._replace(span=span) for one, span in moved]
        self._parts += other._parts
        self.length += other.length
        self._ended = other._ended

    def open_zone(self, kind: str) -> None:
        """What is written from here on belongs to a zone of that kind, until it is closed."""
        self._settle()
        self._open.append((kind, self.length))

    def close_zone(self) -> None:
        """End the zone that was opened last."""
        kind, start = self._open.pop()
        if self.length > start:
            last = "".join(self._parts[-1:])
            end = self.length - (len(last) - len(last.rstrip()))
            page = self._page_names[-1] if self._page_names else ""
            self._zones.append(Zone(kind, Span(start, max(start, end)), int(page) if _is_number(page) else None))

    def page(self, name: str) -> None:
        """What is written from here on stands on the page of that name."""
        self._page_starts.append(self.length)
        self._page_names.append(name)

    def text(self, path: str) -> Text:
        """The text, with the way back."""
        words = "".join(self._parts)
        made = Text.of(words, path)
        made.origin = Origin(words, self._starts, self._lines, self._columns)
        if self._page_starts:
            made.place = Pages(self._page_starts, self._page_names)
        if self._zones or self.concealed:
            zones = tuple(sorted(self._zones, key=lambda one: (one.span.start, -one.span.end)))
            made.layers = Layers(zones=zones, concealed=tuple(self.concealed))
        return made


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 10


def _moved(words: str, start: int, end: int, line: int, column: int) -> tuple[int, int]:
    """The place behind the characters from `start` to `end`, of which the first stands at `line` and `column`."""
    breaks = words.count("\n", start, end)
    if breaks:
        return line + breaks, end - words.rfind("\n", start, end)
    return line, column + end - start
