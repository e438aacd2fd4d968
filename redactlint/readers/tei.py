"""TEI: the documents of an edition in XML (the volumes of the Foreign Relations series), each a document of its own.

A `div` of type "document" is one; a file without any is one whole.  Notes stand behind the text, as in print.  Entities
are not followed and nothing outside the file is loaded; the file is read a block at a time, and only one document of it
is held.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from redactlint.errors import ReadError
from redactlint.law.dates import DateRange
from redactlint.readers.allowance import Allowance, Unread
from redactlint.readers.wayback import Pieces
from redactlint.text import Member, Text

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

__all__ = ["streamed", "texts"]

_BLOCK = 1 << 16
_BLOCKS = {
    **dict.fromkeys(("p", "head", "ab", "lg", "list", "table", "quote", "opener", "closer", "floatingText"), 2),
    **dict.fromkeys(("item", "row", "dateline", "salute", "signed", "l", "label", "note", "figure", "byline", "trailer",
                     "address", "addrLine", "postscript", "listBibl", "bibl"), 1),
}  # fmt: skip
_ZONES = {"table": "table"}
# What describes the file or the edition, and is no text of the document.
_LEFT_OUT = frozenset(("teiHeader", "figDesc", "fw", "facsimile", "standOff", "del"))
# How deep elements nest in an edition, and not in an attack.
_DEEPEST = 300


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The documents of an edition; raises ReadError where the XML is broken or declares entities."""
    return streamed(io.BytesIO(data), path, allowance)


def streamed(stream: BinaryIO, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """As `texts`, from a file that need not fit into memory."""
    from xml.parsers.expat import ExpatError

    edition = _Edition(path, allowance)
    try:
        while block := stream.read(_BLOCK):
            edition.parser.Parse(block, False)
            yield from edition.done()
        edition.parser.Parse(b"", True)
    except ExpatError as error:
        yield from edition.done()
        wrong = f"is broken XML (line {error.lineno}, column {error.offset + 1})"
        raise ReadError(wrong, "mend it; what stands behind was not read", path=path) from error
    except (LookupError, ValueError) as error:
        raise ReadError("declares an encoding that nobody knows", "save it as UTF-8", path=path) from error
    yield from edition.done()
    yield from edition.rest()


class _Edition:
    """Takes in the elements of a file as they come, and gives up documents as they end."""

    def __init__(self, path: str, allowance: Allowance) -> None:
        from xml.parsers.expat import ParserCreate

        self._path, self._allowance = path, allowance
        self._stack: list[str] = []
        self._done: list[Text | Unread] = []
        self._pieces: Pieces | None = None
        self._outside = Pieces()
        self._notes: list[Pieces] = []
        self._within: list[Pieces] = []
        self._depth = self._left_out = 0
        self._member: Member | None = None
        self._found = 0
        self._records: set[str] = set()
        self._size = 0
        self._page: str | None = None
        parser: XMLParserType = ParserCreate()
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.EntityDeclHandler = self._refuse
        parser.SkippedEntityHandler = self._skipped
        self.parser = parser

    def done(self) -> Iterator[Text | Unread]:
        """The documents that have ended since the last time."""
        done, self._done = self._done, []
        return iter(done)

    def rest(self) -> Iterator[Text]:
        """The whole text, where no part of it was a document."""
        if not self._found:
            yield self._outside.text(self._path)

    @staticmethod
    def _refuse(*declaration: Any) -> None:
        raise ReadError("declares entities of its own, which are not followed", "write the characters themselves")

    def _skipped(self, name: str, is_parameter: bool) -> None:
        from html.entities import html5

        if not is_parameter:
            self._words(html5.get(f"{name};", f"&{name};"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._stack.append(name)
        if len(self._stack) > _DEEPEST:
            raise ReadError(f"nests elements more than {_DEEPEST} deep", "look at it: no edition does")
        if name in _LEFT_OUT or self._left_out:
            self._left_out += 1
            return
        if name == "div" and self._pieces is None and attributes.get("type") == "document":
            self._begin(attributes)
        elif name == "pb":
            self._page = attributes.get("n") or None
            if self._page is not None:
                self._now().page(self._page)
        elif name == "note" and self._pieces is not None:
            self._within.append(self._now())
            self._notes.append(Pieces())
            if self._page is not None:
                self._notes[-1].page(self._page)
        elif name == "lb":
            self._now().break_line()
        elif name == "cell":
            self._now().separate("\t", *self._place())
        elif name in _BLOCKS:
            self._now().break_line(_BLOCKS[name])
        if name in _ZONES:
            self._now().open_zone(_ZONES[name])

    def _end(self, name: str) -> None:
        name = self._stack.pop()
        if self._left_out:
            self._left_out -= 1
            return
        if name in _ZONES:
            self._now().close_zone()
        if name == "note" and self._within:
            self._within.pop()
        elif name in _BLOCKS:
            self._now().break_line(_BLOCKS[name])
        if self._pieces is not None and name == "div" and len(self._stack) == self._depth:
            self._finish()

    def _words(self, words: str) -> None:
        if not self._left_out and (self._pieces is not None or not self._found):
            self._size += len(words)
            self._allowance.check_size(self._size)
            self._now().flow(words, *self._place())

    def _place(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _now(self) -> Pieces:
        """Where text goes: the note that is open, the document, or what stands outside of all."""
        if self._within:
            return self._notes[-1]
        return self._outside if self._pieces is None else self._pieces

    def _begin(self, attributes: dict[str, str]) -> None:
        self._found += 1
        self._outside = Pieces()
        self._size = 0
        self._depth = len(self._stack) - 1
        self._pieces, self._notes = Pieces(), []
        if self._page is not None:
            self._pieces.page(self._page)
        record = attributes.get("xml:id") or attributes.get("n") or str(self._found)
        while record in self._records:  # two of one name, as no edition has them
            record = f"{record} ({self._found})"
        self._records.add(record)
        self._member = Member(self._path, {"record": record}, dated=_dated(attributes))

    def _finish(self) -> None:
        assert self._pieces is not None
        assert self._member is not None
        pieces = self._pieces
        for note in self._notes:
            pieces.break_line(2)
            pieces.open_zone("footnote")
            pieces.append(note)
            pieces.close_zone()
        text = pieces.text(f"{self._path}#{self._member.where['record']}")
        text.member = self._member
        self._done.append(text)
        self._pieces, self._notes, self._within = None, [], []


def _dated(attributes: dict[str, str]) -> DateRange | None:
    """The days on which the editors say that a document was written."""
    days = {}
    for name, value in attributes.items():
        last = name.rpartition(":")[2]
        if last in ("doc-dateTime-min", "doc-dateTime-max"):
            try:
                days[last[-3:]] = datetime.date.fromisoformat(value[:10])
            except ValueError:
                continue
    if "min" not in days or "max" not in days or days["min"] > days["max"]:
        return None
    return DateRange(days["min"], days["max"])
