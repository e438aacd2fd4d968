"""Markup: the XML of one part of an office file -> elements with short names; entities and endless depth are refused.

Office files declare no document type: a part that does is refused before any entity of it is read.  Names get the
prefix that the specifications print ("w:p"), whichever of the two sets of namespaces, transitional or strict, a file is
written in; what no list here knows gets "?".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from redactlint.errors import ReadError

__all__ = ["child_at", "decimal", "elements", "number", "texts_in", "tree", "within"]

# No part that a program wrote nests its elements deeper, and none that is read whole has more of them.
_DEEPEST = 400
_MOST = 3_000_000

_OPEN = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_MICROSOFT = "http://schemas.microsoft.com/office/"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    f"{_OPEN}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_OPEN}presentationml/2006/main": "p",
    f"{_STRICT}presentationml/main": "p",
    f"{_OPEN}spreadsheetml/2006/main": "s",
    f"{_STRICT}spreadsheetml/main": "s",
    f"{_OPEN}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_OPEN}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_OPEN}drawingml/2006/spreadsheetDrawing": "xdr",
    f"{_STRICT}drawingml/spreadsheetDrawing": "xdr",
    f"{_OPEN}drawingml/2006/picture": "pic",
    f"{_STRICT}drawingml/picture": "pic",
    f"{_OPEN}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    f"{_OPEN}drawingml/2006/diagram": "dgm",
    f"{_STRICT}drawingml/diagram": "dgm",
    f"{_MICROSOFT}drawing/2008/diagram": "dsp",
    f"{_OPEN}officeDocument/2006/relationships": "r",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_OPEN}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_OPEN}package/2006/relationships": "rel",
    f"{_OPEN}package/2006/content-types": "ct",
    f"{_OPEN}package/2006/metadata/core-properties": "cp",
    f"{_OPEN}officeDocument/2006/extended-properties": "ep",
    f"{_STRICT}officeDocument/extendedProperties": "ep",
    f"{_OPEN}officeDocument/2006/custom-properties": "op",
    f"{_STRICT}officeDocument/customProperties": "op",
    f"{_OPEN}officeDocument/2006/docPropsVTypes": "vt",
    f"{_STRICT}officeDocument/docPropsVTypes": "vt",
    f"{_OPEN}officeDocument/2006/bibliography": "b",
    f"{_OPEN}markup-compatibility/2006": "mc",
    f"{_MICROSOFT}word/2010/wordprocessingShape": "wps",
    f"{_MICROSOFT}word/2010/wordprocessingGroup": "wpg",
    f"{_MICROSOFT}word/2010/wordprocessingCanvas": "wpc",
    f"{_MICROSOFT}word/2010/wordml": "w14",
    f"{_MICROSOFT}word/2012/wordml": "w15",
    f"{_MICROSOFT}powerpoint/2018/8/main": "p188",
    f"{_MICROSOFT}powerpoint/2010/main": "p14",
    f"{_MICROSOFT}spreadsheetml/2009/9/main": "x14",
    f"{_MICROSOFT}spreadsheetml/2018/threadedcomments": "tc",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:excel": "x",
    "urn:schemas-microsoft-com:office:word": "w10",
    "http://www.w3.org/XML/1998/namespace": "xml",
    **{
        f"{_ODF}{name}:1.0": name
        for name in ("office", "text", "table", "draw", "style", "meta", "manifest", "presentation", "script", "number")
    },
    f"{_ODF}xsl-fo-compatible:1.0": "fo",
    f"{_ODF}svg-compatible:1.0": "svg",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "http://www.w3.org/1999/xlink": "xlink",
}  # fmt: skip


class _Names(dict[str, str]):
    """Names as expat gives them ("namespace local") -> "prefix:local", each worked out once."""

    def __missing__(self, name: str) -> str:
        namespace, blank, local = name.rpartition(" ")
        short = f"{_PREFIXES.get(namespace, '?')}:{local}" if blank else name
        if len(self) < 10_000:
            self[name] = short
        return short


_NAMES = _Names()


class _Reader:
    """Feeds one part to expat and builds its elements."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._depth = self._count = 0
        self._builder = TreeBuilder()
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._builder.data
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._wanted: frozenset[str] | None = None
        self.ready: list[Element] = []
        self._open: list[Element] = []

    def feed(self, data: bytes, *, last: bool) -> None:
        """Read on; raises ReadError where it is no XML of an office file."""
        try:
            self._parser.Parse(data, last)
        except (expat.ExpatError, LookupError, ValueError) as error:  # no XML, or in an unheard-of encoding
            raise _damaged(self._part) from error

    def close(self) -> Element:
        """The root, once all is fed."""
        root = self._builder.close()
        if not isinstance(root, Element):
            raise _damaged(self._part)
        return root

    def hand_out(self, *names: str) -> None:
        """Put every element of those names into `ready` when it is whole, and forget it: it may be one of a million."""
        self._wanted = frozenset(names)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._count > _MOST:
            raise ReadError(f"holds more than {_MOST:,} elements in its part {self._part}", "divide it")
        if self._depth > _DEEPEST:
            raise ReadError(f"nests the elements of its part {self._part} too deep", "look at it: no program writes so")
        short = _NAMES[name]
        if attributes:
            attributes = {_NAMES[key]: value for key, value in attributes.items()}
        element = self._builder.start(short, attributes)
        if self._wanted is not None:
            self._open.append(element)

    def _end(self, name: str) -> None:
        self._depth -= 1
        element = self._builder.end(_NAMES[name])
        if self._wanted is None:
            return
        self._open.pop()
        if element.tag in self._wanted:
            self.ready.append(element)
            self._count = 0
            if self._open:
                self._open[-1].remove(element)

    def _refuse(self, *_: object) -> None:
        wrong = f"declares a document type or entities in its part {self._part}, as no office file may"
        raise ReadError(wrong, "look at it with care: it may be made to do harm")


def _damaged(part: str) -> ReadError:
    return ReadError(f"is damaged (its part {part} is no well-formed XML)", "get a whole copy")


def tree(data: bytes, part: str) -> Element:
    """The root element of a part; raises ReadError where it is damaged or made to do harm."""
    reader = _Reader(part)
    reader.feed(data, last=True)
    return reader.close()


def elements(blocks: Iterable[bytes], part: str, *names: str) -> Iterator[Element]:
    """Every element of those names in a part that comes in blocks, each when it is whole; then the rest, as its root.

    No more than a block and its elements is held at a time.
    """
    reader = _Reader(part)
    reader.hand_out(*names)
    for block in blocks:
        reader.feed(block, last=False)
        yield from reader.ready
        reader.ready.clear()
    reader.feed(b"", last=True)
    yield from reader.ready
    yield reader.close()


def texts_in(element: Element | None, *names: str, keep: Callable[[Element], bool] | None = None) -> str:
    """The text of every element of those names inside `element` (of all, if none is named), with a blank between."""
    if element is None:
        return ""
    wanted = frozenset(names)
    parts = (one.text for one in element.iter() if (not wanted or one.tag in wanted) and (keep is None or keep(one)))
    return " ".join(" ".join(part.split()) for part in parts if part and part.strip())


def child_at(element: Element, path: str) -> Element | None:
    """The first element that a path of names, divided by slashes, leads to.

    ElementTree's own paths would take the colon of our names for a prefix of theirs.
    """
    name, _, rest = path.partition("/")
    if not rest:
        return element.find(name)
    return next((found for one in element if one.tag == name and (found := child_at(one, rest)) is not None), None)


def within(element: Element, name: str) -> Element | None:
    """The first element of that name anywhere inside."""
    return next((one for one in element.iter(name) if one is not element), None)


def number(words: str | None, default: int = 0) -> int:
    """A whole number as files write it, or the default."""
    try:
        return int(float(words)) if words else default
    except (ValueError, OverflowError):
        return default


def decimal(words: str | None, default: float) -> float:
    """A number as files write it; the default where it is none, or no finite one."""
    try:
        found = float(words or "")
    except ValueError:
        return default
    return found if math.isfinite(found) else default
