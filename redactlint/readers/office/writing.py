"""Writing: the text of an office file as it is gathered, with the way back to its places and what it conceals."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from redactlint.layers import Box, Concealed, Layers, Zone
from redactlint.readers.allowance import Allowance
from redactlint.text import Span, SpanIndex, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

# A place, or what tells it when it is asked for: a sheet has a million.
Where = Mapping[str, Any] | Callable[[], dict[str, Any]]

__all__ = ["BLOCK", "Writer", "filler_of", "label_in"]

# What a page shows in place of a character that was blackened.
BLOCK = "█"
# No label of a box is longer.
_LONGEST_LABEL = 60
# Characters that stand for a deleted one.
_FILLERS = frozenset("█■▇▆▓▒░_-–—.…*#•·")


def filler_of(words: str) -> bool:
    """Whether words that cannot be seen say nothing: blanks, blocks, a run of one letter, "[REDACTED]", a code."""
    letters = {one for one in words.casefold() if not one.isspace() and one not in _FILLERS and one.isprintable()}
    if len(letters) <= 1:
        return not letters or len(words.strip()) > 1
    return label_in(words) is not None or _says_deleted().fullmatch(words.strip()) is not None


@cache
def _says_deleted() -> re.Pattern[str]:
    return re.compile(
        r"[\[(<{*]*(?:(?:name|text|information|content|address|number|paragraph|page|line)s? )?"
        r"(?:redacted|deleted|withheld|removed|excised|sanitized|blank|exempt|omitted)"
        r"(?: (?:text|name|content))?[\])>}*.]*",
        re.IGNORECASE,
    )


def told(where: Where) -> dict[str, Any]:
    """A place in full."""
    return where() if callable(where) else dict(where)


class Writer:
    """Gathers text piece by piece; `where` is the place of what is written next."""

    def __init__(self, allowance: Allowance) -> None:
        self.where: Where = {}
        self.at = 0
        self._pending = ""
        self._words_at = self._shown_at = -1
        self._shown = ""
        self._allowance = allowance
        self._pieces: list[str] = []
        self._starts: list[int] = []
        self._places: list[Where] = []
        self._zones: list[Zone] = []
        self._boxes: list[Box] = []
        self._joined: list[Box] = []
        self._concealed: list[Concealed] = []
        self._words: set[str] = set()

    @property
    def place(self) -> dict[str, Any]:
        """The place of what is written next, in full."""
        return told(self.where)

    @property
    def ends_with(self) -> str:
        """The last character before what is written next; a line end before the first."""
        return self._pending[-1:] or (self._pieces[-1][-1] if self._pieces else "\n")

    def write(self, words: str) -> None:
        """Add words at the place `where`; raises ReadError where the text grows larger than one document may be."""
        if not words:
            return
        if self._pending:
            words, self._pending = self._pending + words, ""
        if not self._places or self._places[-1] is not self.where:
            self._starts.append(self.at)
            self._places.append(self.where)
        self._pieces.append(words)
        self.at += len(words)
        self._allowance.check_size(self.at)

    def separate(self, sign: str) -> None:
        """Put `sign` (a tab, a line end, two) before what is written next; of several asked for, the widest."""
        if self.at and (sign.count("\n"), len(sign)) > (self._pending.count("\n"), len(self._pending)):
            self._pending = sign

    @contextmanager
    def zone(self, kind: str, page: int | None = None) -> Iterator[None]:
        """What is written inside belongs to a zone of that kind (see layers.Zone), if it is anything."""
        start = self.at
        yield
        self.mark_zone(kind, start, page)

    def mark_zone(self, kind: str, start: int, page: int | None = None) -> None:
        """Make a zone of what was written since `start`, without the blanks around it."""
        words = self.since(start)
        stripped = words.strip()
        if stripped:
            first = start + words.index(stripped[0])
            self._zones.append(Zone(kind, Span(first, first + len(stripped)), page))

    @property
    def gap(self) -> int:
        """How many characters of separation come before what is written next."""
        return len(self._pending)

    def since(self, start: int) -> str:
        """What was written from that offset on."""
        return "".join(self._pieces_from(start))

    def between(self, start: int, end: int) -> str:
        """What was written between two offsets."""
        return self.shown[start:end]

    def _pieces_from(self, start: int) -> list[str]:
        found, at = [], self.at
        for piece in reversed(self._pieces):
            if at <= start:
                break
            at -= len(piece)
            found.append(piece if at >= start else piece[start - at :])
        return found[::-1]

    def conceal(
        self,
        kind: str,
        text: str = "",
        *,
        extent: int | None = None,
        where: Mapping[str, Any] | None = None,
        start: int | None = None,
        details: Mapping[str, str] | None = None,
    ) -> None:
        """Remember something that the page does not show at this place; `extent` unless it is that of the text.

        What follows a thing of the same kind at the same place is the rest of it.
        """
        place = self.place if where is None else dict(where)
        if text and where is None and start is None and self._is_last(kind) and self._concealed[-1].where == place:
            last = self._concealed[-1]
            self._concealed[-1] = last._replace(text=last.text + text, extent=last.extent + len(text))
            return
        span = Span(self.at if start is None else start, self.at)
        self._concealed.append(
            Concealed(kind, place, len(text.strip()) if extent is None else extent, text, span, details or {})
        )

    def _is_last(self, kind: str) -> bool:
        last = self._concealed[-1] if self._concealed else None
        return last is not None and last.kind == kind and last.span.end == self.at and not self._pending

    def box(self, start: int, *, extent: int | None = None, label: str | None = None) -> None:
        """Remember a deletion that shows: what was written since `start`, or the place itself.

        One that follows another without a break is the rest of it.  The label is what was written last.
        """
        span = Span(min(start, self.at), self.at)
        last = self._boxes[-1] if self._boxes else None
        if label is None and last is not None and last.label is None and len(span) and last.span.end == span.start:
            whole = None if last.extent is None or extent is None else last.extent + extent
            self._boxes[-1] = last._replace(span=Span(last.span.start, span.end), extent=whole)
            return
        label_span = Span(self.at - len(label), self.at) if label else None
        self._boxes.append(Box(span, told(self.where), label, label_span, extent))

    def blacken(self, words: str, *, kind: str | None = None) -> None:
        """Write blocks in place of words that the page shows blackened; of that kind of concealment, if any."""
        start = self.at + len(self._pending)
        goes_on = kind is not None and self._is_last(kind)
        self.write(BLOCK * len(words))
        if goes_on:
            last = self._concealed[-1]
            self._concealed[-1] = last._replace(
                text=last.text + words, extent=last.extent + len(words), span=Span(last.span.start, self.at)
            )
        elif kind is not None:
            self.conceal(kind, words, start=start)
        self.box(start, extent=len(words))

    def conceal_at(self, kind: str, text: str, start: int, where: Mapping[str, Any]) -> None:
        """Remember words that were written at `start` and that something covers."""
        self._concealed.append(Concealed(kind, dict(where), len(text), text, Span(start, start)))

    def black_out(self, start: int, end: int, where: Mapping[str, Any], label: Box | None = None) -> None:
        """Put blocks in place of what was written between the offsets: something black lies over it.

        `label` is the deletion that was taken for one of its own because of the exemption that stands in the black.
        """
        shown = self.shown
        covered = "".join(one if one == "\n" else BLOCK for one in shown[start:end])
        self._pieces = [shown[:start] + covered + shown[end:]]
        self._shown_at = self._words_at = -1
        box = Box(Span(start, end), dict(where), extent=end - start)
        if label is not None:
            self._joined.append(label)
            box = box._replace(label=label.label, label_span=label.label_span)
        self._boxes.append(box)

    def join(self, first: int) -> None:
        """Give the label of the last deletion to those from number `first` on, which it stands over."""
        *bars, labelled = self._boxes[first:]
        for index, one in enumerate(bars, start=first):
            self._boxes[index] = one._replace(label=labelled.label, label_span=labelled.label_span)
        if bars:
            self._joined.append(labelled)

    def _whole_boxes(self) -> tuple[Box, ...]:
        """The deletions in order of place, each with the label that it bears or that touches it."""
        found: list[Box] = []
        for one in sorted((one for one in self._boxes if one not in self._joined), key=lambda one: one.span):
            last = found[-1] if found else None
            if last is None or (last.label is None) == (one.label is None) or one.span == last.span:
                found.append(one)
                continue
            between = self.shown[last.span.end : one.span.start]
            if "\n" in between or between.strip():
                found.append(one)
                continue
            bar, labelled = (one, last) if one.label is None else (last, one)
            span = Span(last.span.start, max(last.span.end, one.span.end))
            found[-1] = bar._replace(span=span, label=labelled.label, label_span=labelled.label_span)
        return tuple(found)

    @property
    def boxes(self) -> list[Box]:
        """The deletions that show, so far."""
        return self._boxes

    @property
    def shown(self) -> str:
        """All that was written so far."""
        if self._shown_at != self.at:
            self._shown, self._shown_at = "".join(self._pieces), self.at
        return self._shown

    def shows(self, words: str) -> bool:
        """Whether every word of at least four letters or digits is shown somewhere, so that nothing is given away."""
        if self.at != self._words_at:
            self._words, self._words_at = set(_words(self.shown)), self.at
        return all(one in self._words for one in _words(words) if len(one) > 3)

    def has_redactions(self) -> bool:
        """Whether the pages show that something was deleted."""
        return bool(self._boxes) or BLOCK * 2 in self.shown or "[redacted" in self.shown.lower()

    def deleted_extents(self) -> set[int]:
        """How many characters each deletion that shows is long, where that is known."""
        self._blocks()
        return {one.extent for one in self._boxes if one.extent}

    def conceals(self, words: str) -> bool:
        """Whether something that was concealed says those words."""
        return any(words in one.text for one in self._concealed)

    def _blocks(self) -> None:
        """Take the blocks that somebody typed for deletions that show, as those that were drawn are."""
        drawn = SpanIndex(one.span for one in self._boxes)
        for match in _typed_blocks().finditer(self.shown):
            span = Span(*match.span())
            if not drawn.touches(span):
                index = bisect_right(self._starts, span.start) - 1
                where = told(self._places[index]) if index >= 0 else {}
                self._boxes.append(Box(span, where, extent=len(span)))

    def text(self, path: str) -> Text:
        """The text, with its layers and the way back."""
        text = Text.of(self.shown, path)
        starts, places = self._starts, self._places
        self._blocks()

        def place(offset: int) -> dict[str, Any]:
            index = bisect_right(starts, offset) - 1
            return told(places[index]) if index >= 0 else {}

        text.place = place
        text.layers = Layers(
            tuple(sorted(self._zones, key=lambda one: one.span)),
            self._whole_boxes(),
            tuple(self._concealed),
        )
        return text


def _words(text: str) -> list[str]:
    return "".join(one if one.isalnum() else " " for one in text.casefold()).split()


def label_in(words: str) -> str | None:
    """The words of a label inside or beside a black box ("(b)(6)", "B1 1.4(D)"), if they name exemptions only."""
    stripped = words.strip()
    if not stripped or len(stripped) > _LONGEST_LABEL or not _label().fullmatch(stripped):
        return None
    return stripped


@cache
def _typed_blocks() -> re.Pattern[str]:
    return re.compile(r"[█■▇▆]{2,}(?: [█■▇▆]{2,})*")


@cache
def _label() -> re.Pattern[str]:
    code = (
        r"(?:\(?[bB]\)?[ ]?\(?[1-9]\)?(?:[ ]?\(?[A-Fa-f]\)?)?|1\.4[ ]?\([a-hA-H]\)"
        r"|3\.3[ ]?\(b\)\(\d\)|(?:25|50)X\d|NR(?![A-Za-z]))"
    )
    return re.compile(rf"[\[(]?(?:Redacted|REDACTED|Exemption|Ex\.?)?[ :–-]*{code}(?:[,;/ ]{{1,3}}{code}){{0,6}}[\])]?")
