"""Text: what was read from a file, with the damage of transmission undone and every place kept.

Damage is undone by *blanking*: each damaged run is replaced by a run of the same length, so that an offset in
`content` is the same offset in `source` and no map between the two is ever needed.  `[11.](#)` becomes ` 11.    `,
a backslash before a dollar sign becomes a space, a non-breaking space a space.  Nothing is inserted and nothing is
removed; only characters of the format, never of the language, are touched.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import accumulate

from redactlint import compiled
from redactlint.values import TYPE_CHECKING, NamedTuple, Value, define, field, frozen

if TYPE_CHECKING:
    from typing import Any

    from redactlint.law.dates import DateRange
    from redactlint.layers import Layers

__all__ = ["Damage", "LineIndex", "Member", "Span", "SpanIndex", "Text"]

@frozen
class Span(Value):
    """A half-open range of offsets, in code points, into `Text.content` (and equally into `Text.source`)."""

    start: int
    end: int

    # Made, compared and hashed more often than all other values together.
    def __init__(self, start: int, end: int) -> None:
        _put_start(self, start)
        _put_end(self, end)

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not Span:
            return NotImplemented
        return self.start == other.start and self.end == other.end

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    def __len__(self) -> int:
        return self.end - self.start

    def __lt__(self, other: Span) -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character; an empty span overlaps what it lies within."""
        return self.start < max(other.end, other.start + 1) and other.start < max(self.end, self.start + 1)


# The slots themselves: nobody else can assign to them.
_put_start, _put_end = Span.__dict__["start"].__set__, Span.__dict__["end"].__set__


class SpanIndex:
    """Spans in order of place, asked in logarithmic time whether one covers or overlaps another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Order them, and remember how far any of the first so many reaches."""
        self._spans = sorted(spans, key=lambda one: one.start)
        self._starts = [one.start for one in self._spans]
        self._reach = list(accumulate((max(one.end, one.start + 1) for one in self._spans), max))

    def covers(self, span: Span) -> bool:
        """Whether one of the spans contains all of `span`."""
        place = bisect_right(self._starts, span.start)
        return place > 0 and self._reach[place - 1] >= span.end

    def touches(self, span: Span) -> bool:
        """Whether one of the spans shares a character with `span`."""
        place = bisect_left(self._starts, max(span.end, span.start + 1))
        return place > 0 and self._reach[place - 1] > span.start

    def overlapping(self, span: Span) -> Iterator[int]:
        """The places, in order of start but counted back, of those that share a character with `span`."""
        place = bisect_left(self._starts, max(span.end, span.start + 1)) - 1
        while place >= 0 and self._reach[place] > span.start:
            if self._spans[place].overlaps(span):
                yield place
            place -= 1


class LineIndex:
    """Where the lines of a long text begin: a list of all of them would take more room than the text.

    Kept is, for every so many characters, how many lines end before and where the line there begins.
    """

    def __init__(self, source: str) -> None:
        """Count the lines; linear in the length."""
        # As long, and with one sign at the end of every line.
        self._source = source.replace("\r\n", " \n").replace("\r", "\n") if "\r" in source else source
        count, find = self._source.count, self._source.rfind
        begins = range(0, len(source) + 1, _STEP)
        self._ended = list(accumulate((count("\n", at, at + _STEP) for at in begins), initial=0))
        self._starts = list(accumulate((find("\n", at, at + _STEP) + 1 for at in begins), max, initial=0))

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset in the text."""
        step = offset // _STEP
        begin = step * _STEP
        line = self._ended[step] + self._source.count("\n", begin, offset) + 1
        return line, offset - max(self._starts[step], self._source.rfind("\n", begin, offset) + 1) + 1


# From how many characters on a text is a long one, and how many stand between two places that are kept.
_LONG, _STEP = 1_000_000, 4096


class Damage(NamedTuple):
    """One run of transmission damage that the reader undid: its `kind` and where it stood."""

    kind: str
    span: Span


class Member(NamedTuple):
    """What a document is of the file that holds it among others.

    `container` is that file as the user named it; `where` the way to the document inside it ("member", "record" …),
    which every place of its findings carries.  `sha256` is that of its own bytes, where it has some.  `id` and `dated`
    are what the container says of it: the columns of a table of records.  `note` is what the reader has to say of the
    container itself, with its first document.
    """

    container: str
    where: Mapping[str, Any]
    sha256: str | None = None
    id: str | None = None
    dated: DateRange | None = None
    note: str | None = None


@define(eq=False)
class Text:
    """The decoded characters of one document and the way back from an offset to a place.

    `source` is what was decoded; `content` is equally long, with damage blanked.  `path` names the file as the user
    named it, and behind it the member or record where it holds several ("bag.zip!data/memo.txt", "cables.csv#17"): no
    two documents of a run share it.  All else is set by readers of containers: `place` maps an offset to a page, box,
    paragraph or cell, `origin` to a line and column of the file where they are not those of `source`; `layers` holds
    headers and footers, drawn deletions, and what the pages do not show; `member` says which document of a file it is.
    """

    source: str
    content: str
    path: str = "-"
    damage: tuple[Damage, ...] = ()
    place: Callable[[int], dict[str, Any]] | None = None
    layers: Layers | None = None
    origin: Callable[[int], tuple[int, int]] | None = None
    member: Member | None = None
    _line_starts: list[int] | None = field(default=None, init=False, repr=False)
    _lines: LineIndex | None = field(default=None, init=False, repr=False)

    @classmethod
    def of(cls, source: str, path: str = "-") -> Text:
        """Undo the damage of `source`; total on every string, and linear in its length."""
        content, damage = undo_damage(source)
        return cls(source, content, path, damage)

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of `offset`, both counted from 1, the column in code points.

        Lines end at a line feed, a carriage return or the two together, as in every editor.  An offset past the end
        gives the place just after the last character.
        """
        if self.origin is not None:
            return self.origin(offset)
        offset = max(0, min(offset, len(self.source)))
        starts = self._line_starts
        if starts is None:
            if len(self.source) >= _LONG:
                if self._lines is None:
                    self._lines = LineIndex(self.source)
                return self._lines.position(offset)
            starts = self._line_starts = self._starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def _starts(self) -> list[int]:
        if "\r" in self.source:
            return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", self.source))]
        lengths = map(len, self.source.split("\n"))
        return list(accumulate(map((1).__add__, lengths), initial=0))[:-1]

    def line_starts(self) -> list[int] | None:
        """The offsets at which lines begin, the first 0; None where a reader knows places in another way."""
        if self.origin is not None:
            return None
        if self._line_starts is None:
            self._line_starts = self._starts()
        return self._line_starts

    def words(self, span: Span) -> str:
        """The characters of `span` with damage undone and every run of white space folded to one blank."""
        return " ".join(self.content[span.start : span.end].split())


# One character that stands for another.  The pilcrow is left alone: paragraph numbers are read with it.
_CHARACTERS = {
    "\ufeff": " ", "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u3000": " ", "\u200b": " ", "\u200c": " ",
    "\u200d": " ", "\u2060": " ", "\u00ad": " ", "\u200e": " ", "\u200f": " ", "\u202a": " ", "\u202b": " ",
    "\u202c": " ", "\u202d": " ", "\u202e": " ", "\u2066": " ", "\u2067": " ", "\u2068": " ", "\u2069": " ",
    "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n",
    "\uff08": "(", "\uff09": ")", "\uff0f": "/", "\uff0e": ".", "\uff1a": ":",
}  # fmt: skip
_SIGNS = tuple(_CHARACTERS.items())

# (kind, a character and a literal without which the pattern cannot match, pattern).  One character is found fastest.
_RUNS: tuple[tuple[str, str, str, str], ...] = (
    ("markdown-link", "]", "](", r"\[([^\[\]\n]{0,80})\]\([^()\s]{0,200}\)"),
    ("latex", "\\", "$\\", r"\$\\[a-z]+\{(?:\\[a-z]+\{)?(?:\\[a-z]+ ?)?([^${}\\\n]{0,40})\}*\$"),
    ("escaped-character", "\\", "\\", r"\\([$#%&_*.\-\[\]()~`>+!|])"),
    ("line-end-backslash", "\\", "\\", r"\\()(?=[ \t\r]*(?:\n|\Z))"),
    ("doubled-quote", '"', '""', r'"(")'),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled.pattern(pattern)


def undo_damage(source: str) -> tuple[str, tuple[Damage, ...]]:
    """The equally long, undamaged form of `source`, and what was undone, in order of place."""
    content = source
    if "\r" in content:
        content = content.replace("\r\n", " \n").replace("\r", "\n")
    damage: list[Damage] = []
    for kind, character, literal, pattern in _RUNS:
        if character not in content or literal not in content:
            continue

        def blank(match: re.Match[str], kind: str = kind) -> str:
            damage.append(Damage(kind, Span(match.start(), match.end())))
            before = match.start(1) - match.start()
            kept = match.group(1)
            return " " * before + kept + " " * (len(match.group()) - before - len(kept))

        content = _compiled(pattern).sub(blank, content)
    if not content.isascii() or "\f" in content or "\v" in content:
        for sign, meant in _SIGNS:  # `translate` asks a dictionary for every character of the text
            if sign in content:
                content = content.replace(sign, meant)
    damage.sort(key=lambda one: one.span.start)
    return content, tuple(damage)
