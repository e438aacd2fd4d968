"""Summary: what set rules know of a document: digests, marks and places, never its text.

It is small, can be sent to another process, and is made only where a set is judged (`Options.sets`).  The digests stay
in memory and between processes: no report shows them, since a short secret could be found out by trying words.
"""

from __future__ import annotations

import pickle
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from redactlint.findings import Finding, Place
from redactlint.text import Span

__all__ = [
    "DELETION", "EDGE", "FRAGMENT", "SENTENCE", "STOCK", "Carried", "Deletion", "Passages", "Portion", "SetFacts",
    "Spot", "Unit",
]  # fmt: skip

# The kinds of a passage: a whole sentence, a stock phrase, what a deletion left of a sentence, a deletion itself.
SENTENCE, STOCK, FRAGMENT, DELETION = range(4)
# How many letters of the beginning and of the end of a sentence tell it again where a deletion cut it.
EDGE = 24


class Spot(NamedTuple):
    """A place in a file: offsets, lines and columns from 1, and the reader's page, member or cell."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    where: tuple[tuple[str, Any], ...] = ()

    @property
    def span(self) -> Span:
        """The offsets."""
        return Span(self.start, self.end)

    def place(self, path: str) -> Place:
        """The place in the file of that path."""
        where = dict(self.where) or None
        return Place(path, self.line, self.column, self.end_line, self.end_column, where)


class Passages:
    """The sentences of a document in their order, each with its kind, its digest, its letters and its place.

    `digests` are of the letters and digits alone, so that line ends, blanks, case and punctuation make no difference.
    `firsts` and `lasts` are digests of the first and last letters.  `owners` are indices of portions, 0xFFFF for none.
    """

    __slots__ = ("digests", "firsts", "kinds", "lasts", "letters", "offsets", "owners", "positions", "starts")

    def __init__(
        self, digests: array[int], firsts: array[int], lasts: array[int], letters: array[int], offsets: array[int],
        owners: array[int], kinds: array[int], positions: array[int], starts: bytes,
    ) -> None:  # fmt: skip
        """`starts` are the packed offsets of the lines of the file; where they tell no place, `positions` do.

        They hold a line and a column for each passage.
        """
        self.digests, self.firsts, self.lasts, self.letters = digests, firsts, lasts, letters
        self.offsets, self.owners, self.kinds, self.positions = offsets, owners, kinds, positions
        self.starts = starts

    def __len__(self) -> int:
        return len(self.digests)

    def __reduce__(self) -> tuple[Any, ...]:
        columns = (
            self.digests, self.firsts, self.lasts, self.letters, self.offsets, self.owners, self.kinds, self.positions
        )  # fmt: skip
        return _passages, (*(one.tobytes() for one in columns), self.starts)

    def cuts(self) -> Iterator[range]:
        """The sentences that deletions cut, of which enough is left at both ends: their passages, ends included."""
        at, count, kinds = 0, len(self), self.kinds
        while at < count:
            if kinds[at] != FRAGMENT:
                at += 1
                continue
            end = at + 1
            while end < count and kinds[end] in (FRAGMENT, DELETION) and self.owners[end] == self.owners[at]:
                end += 1
            last = end - 1
            if last > at and kinds[last] == FRAGMENT and min(self.letters[at], self.letters[last]) >= EDGE:
                yield range(at, end)
            at = end

    def spot(self, at: int) -> Spot:
        """Where a passage begins."""
        offset = self.offsets[at]
        if self.positions:
            line, column = self.positions[2 * at], self.positions[2 * at + 1]
        else:
            starts = array("I", self.starts)
            line = bisect_right(starts, offset)
            column = offset - starts[line - 1] + 1
        return Spot(offset, offset, line, column, line, column)


def _passages(*columns: bytes) -> Passages:
    """Passages from what their `__reduce__` gave."""
    arrays = [array(code, content) for code, content in zip("QIIIIHBI", columns[:-1], strict=True)]
    digests, firsts, lasts, letters, offsets, owners, kinds, positions = arrays
    return Passages(digests, firsts, lasts, letters, offsets, owners, kinds, positions, columns[-1])


class Portion(NamedTuple):
    """A portion: its label, its canonical mark (None: none), the level that it says it is (None: unknown), its place.

    `first` is its first passage, `length` their number.  `has_deletion`: something of it was deleted.
    """

    label: str
    mark: str | None
    level: str | None
    spot: Spot
    first: int
    length: int
    has_deletion: bool = False


class Deletion(NamedTuple):
    """A deletion: its place, the number of its passage, and how much it says or shows that it took.

    `extent` is ("letters", n), ("line", n), ("paragraph", n) and so on, or None where nothing shows.
    """

    spot: Spot
    at: int
    portion: str | None
    extent: tuple[str, float] | None = None


class Unit(NamedTuple):
    """A message or paper: a file's own document, a further one in the file, or a telegram repeated in it ("quoted").

    `message` is its post and number ("THEHAGUE 123"); `dates` the first and last day that it can be of, as ordinals;
    `sections` are those whose headings it holds.  `declassify` is its instruction in one word.  `is_released`: a stamp
    of release, declassification or upgrading lies over it.  `is_closed`: a signature ends it.  `signature` is that of
    minhash, empty for a telegram repeated in another.
    """

    role: str
    kind: str
    message: str | None
    dates: tuple[int, int]
    spot: Spot
    passages: Passages
    portions: tuple[Portion, ...] = ()
    deletions: tuple[Deletion, ...] = ()
    sections: tuple[tuple[int, int], ...] = ()
    level: str | None = None
    controls: tuple[str, ...] = ()
    banner: Spot | None = None
    declassify: str | None = None
    instruction: Spot | None = None
    is_released: bool = False
    is_corrected: bool = False
    is_extract: bool = False
    is_closed: bool = False
    letters: int = 0
    signature: bytes = b""


class Carried(NamedTuple):
    """A suppression of what the set will find on a document.

    Its codes, the spans that it holds for (None: the whole document), the note of what it suppresses, and the finding
    on itself, should it suppress nothing.
    """

    rules: frozenset[str]
    spans: tuple[Span | None, ...]
    note: dict[str, str | None]
    unused: Finding | None = None


class SetFacts(NamedTuple):
    """What set rules know of one file: its units (packed), the keys that it may share with others, its suppressions.

    `has_sections`: it is part of a message of several sections.
    """

    body: bytes
    keys: bytes = b""
    has_sections: bool = False
    carried: tuple[Carried, ...] = ()

    @classmethod
    def of(cls, units: tuple[Unit, ...], keys: bytes, carried: tuple[Carried, ...] = ()) -> SetFacts:
        """Pack the units: most files share nothing with others, and nobody looks at them again."""
        return cls(pickle.dumps(units, 5), keys, any(one.sections for one in units), carried)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units, unpacked."""
        units: tuple[Unit, ...] = pickle.loads(self.body)
        return units
