"""Structure: what a PDF file holds beside its pages: marks of redaction, values, attachments, names, descriptions.

Each thing found is a Kept: the technique, the page if it has one, its place there, and what it says.  Whether the pages
show it as well is for the caller to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from redactlint.pdf.geometry import Rect

__all__ = ["Attached", "Kept", "Outline", "attached_to", "kept_of", "outline_of"]

# How many nodes of a tree (fields, bookmarks, structure) are walked, and how deep.
_MOST_NODES, _DEEPEST = 50_000, 60
_LONGEST = 4_000
# Comments: annotations whose words a reader sees only on opening them.
_MARKUP = (
    "/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Ink", "/Square", "/Circle", "/Line",
    "/Polygon", "/PolyLine", "/FileAttachment", "/Popup", "/Sound",
)  # fmt: skip
# Annotations that can lie over text to cover it.
_LIDS = frozenset((
    "/Square", "/Circle", "/Polygon", "/PolyLine", "/Line", "/Ink", "/Highlight", "/Underline", "/StrikeOut",
    "/Squiggly", "/FreeText", "/Stamp", "/Redact", "/Watermark", "/Caret", "/Screen", "/RichMedia", "/3D", "/Movie",
))  # fmt: skip
_HIDDEN_FLAGS = 2 | 32  # Hidden, NoView


class Kept(NamedTuple):
    """Something that the file keeps: `kind` is the technique, `name` what it is called there, `page` counts from 1."""

    kind: str
    text: str
    page: int | None = None
    box: Rect | None = None
    name: str = ""


class Outline(NamedTuple):
    """What reading the pages must know of the file.

    Whether layers are off; the pages that are printer's sheets; those with annotations; and, by page, the boxes of
    annotations that somebody can put over text to cover it: fields, links and the signs of notes are none.
    """

    has_layers_off: bool
    printers: frozenset[int]
    annotated: frozenset[int]
    lids: dict[int, tuple[Rect, ...]]


def outline_of(pdf: pikepdf.Pdf, most_pages: int) -> Outline:
    """Look at the catalogue and at the first so many pages."""
    printers, annotated = set(), set()
    lids: dict[int, tuple[Rect, ...]] = {}
    for number, page in enumerate(pdf.pages[:most_pages], 1):
        raw = page.obj
        annotations = _list(raw.get("/Annots"))
        if annotations:
            annotated.add(number)
            covering = [one for one in annotations if isinstance(one, Dictionary) and str(one.get("/Subtype")) in _LIDS]
            lids[number] = tuple(box for box in (_rect(one.get("/Rect")) for one in covering) if box is not None)
        trim, media = _rect(raw.get("/TrimBox")), _rect(raw.get("/MediaBox"))
        if trim is not None and media is not None and trim.area < 0.97 * media.area:
            printers.add(number)
    return Outline(_has_layers_off(pdf), frozenset(printers), frozenset(annotated), lids)


def _has_layers_off(pdf: pikepdf.Pdf) -> bool:
    properties = pdf.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return False
    configuration = properties.get("/D")
    if not isinstance(configuration, Dictionary):
        return False
    return bool(_list(configuration.get("/OFF"))) or configuration.get("/BaseState") == Name.OFF


def kept_of(pdf: pikepdf.Pdf, most_pages: int) -> Iterator[Kept]:
    """Everything of interest that the file keeps beside the text of its pages."""
    for number, page in enumerate(pdf.pages[:most_pages], 1):
        yield from _annotations(page, number)
    yield from _fields(pdf)
    yield from _attachments(pdf)
    yield from _bookmarks(pdf)
    yield from _structure(pdf)
    yield from _metadata(pdf)


# -- annotations -----------------------------------------------------------------------------------------------------


def _annotations(page: pikepdf.Page, number: int) -> Iterator[Kept]:
    for one in _list(page.obj.get("/Annots")):
        if not isinstance(one, Dictionary):
            continue
        subtype, box = str(one.get("/Subtype")), _rect(one.get("/Rect"))
        if subtype == "/Redact":
            areas: list[Rect | None] = [*_quads(one.get("/QuadPoints"))]
            for area in areas or [box]:
                yield Kept("redact-annotation", _words(one.get("/OverlayText")), number, area)
        elif subtype == "/Widget":
            yield from _hidden_value(one, number, box)
        elif subtype in _MARKUP:
            contents = _words(one.get("/Contents"))
            if contents:
                yield Kept("comment", contents, number, box, subtype[1:].lower())
        elif subtype == "/FreeText" and _flags(one) & _HIDDEN_FLAGS and _words(one.get("/Contents")):
            yield Kept("comment", _words(one.get("/Contents")), number, box, "hidden note")


def _flags(one: Dictionary) -> int:
    value = one.get("/F", 0)
    return int(value) if isinstance(value, int) else 0


def _quads(points: Any) -> list[Rect]:
    try:
        numbers = [float(one) for one in _list(points)][:4000]
    except (TypeError, ValueError):
        return []
    return [
        Rect(min(quad[0::2]), min(quad[1::2]), max(quad[0::2]), max(quad[1::2]))
        for quad in (numbers[start : start + 8] for start in range(0, len(numbers) - 7, 8))
    ]


# -- form fields -----------------------------------------------------------------------------------------------------


def _value_of(field: Dictionary) -> str:
    """The value of a field or of the one that it belongs to."""
    for _ in range(_DEEPEST):
        if "/V" in field:
            return _words(field["/V"])
        above = field.get("/Parent")
        if not isinstance(above, Dictionary):
            break
        field = above
    return ""


def _kind_of(field: Dictionary) -> str:
    for _ in range(_DEEPEST):
        if "/FT" in field:
            return str(field["/FT"])
        above = field.get("/Parent")
        if not isinstance(above, Dictionary):
            break
        field = above
    return ""


def _hidden_value(widget: Dictionary, number: int, box: Rect | None) -> Iterator[Kept]:
    """The value of a field that is hidden, or that has no place on the page."""
    if _kind_of(widget) not in ("/Tx", "/Ch"):
        return
    is_nowhere = box is None or box.area < 1
    value = _value_of(widget)
    if value and (_flags(widget) & _HIDDEN_FLAGS or is_nowhere):
        yield Kept("form-value", value, number, None if is_nowhere else box, _words(widget.get("/T")))
    elif value:
        kind = "shown-value" if isinstance(widget.get("/AP"), Dictionary) else "value"
        yield Kept(kind, value, number, box, _words(widget.get("/T")))


def _fields(pdf: pikepdf.Pdf) -> Iterator[Kept]:
    """Values of fields without any widget on a page."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary):
        return
    for field in _walk(form.get("/Fields"), "/Kids"):
        is_widget = field.get("/Subtype") == Name.Widget or "/Rect" in field
        if not is_widget and not _list(field.get("/Kids")) and _kind_of(field) in ("/Tx", "/Ch"):
            value = _value_of(field)
            if value:
                yield Kept("form-value", value, name=_words(field.get("/T")))


def _walk(nodes: Any, key: str) -> Iterator[Dictionary]:
    """Every dictionary of a tree, each once."""
    seen: set[tuple[int, int]] = set()
    waiting = [(one, 0) for one in _list(nodes)]
    while waiting and len(seen) < _MOST_NODES:
        node, depth = waiting.pop()
        if not isinstance(node, Dictionary) or depth > _DEEPEST:
            continue
        if node.is_indirect:
            if node.objgen in seen:
                continue
            seen.add(node.objgen)
        yield node
        waiting += [(one, depth + 1) for one in reversed(_list(node.get(key)))]


# -- attachments and bookmarks ---------------------------------------------------------------------------------------


class Attached(NamedTuple):
    """A file that the file carries: its name, its stream, and the page and box of its sign, if it has one."""

    name: str
    stream: Stream
    page: int | None
    box: Rect | None


def attached_to(pdf: pikepdf.Pdf) -> Iterator[Attached]:
    """Files that the file carries, but the data of an electronic invoice, which it is the envelope of."""
    seen: set[tuple[int, int]] = set()
    names = pdf.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, Dictionary) else None
    specs: list[tuple[Any, int | None, Rect | None]] = []
    if isinstance(tree, Dictionary):
        for node in (tree, *_walk(tree.get("/Kids"), "/Kids")):
            specs += [(one, None, None) for one in _list(node.get("/Names"))[1::2]]
    specs += [(one, None, None) for one in _list(pdf.Root.get("/AF"))]
    for number, page in enumerate(pdf.pages[:200], 1):
        for one in _list(page.obj.get("/Annots")):
            if isinstance(one, Dictionary) and one.get("/Subtype") == Name.FileAttachment:
                specs.append((one.get("/FS"), number, _rect(one.get("/Rect"))))
    for spec, page_number, box in specs:
        files = spec.get("/EF") if isinstance(spec, Dictionary) else None
        if not isinstance(files, Dictionary):
            continue
        stream = next((one for _, one in files.items() if isinstance(one, Stream)), None)
        if stream is None or stream.objgen in seen:
            continue
        seen.add(stream.objgen)
        name = _words(spec.get("/UF")) or _words(spec.get("/F"))
        if not re.search(r"(?i)(?:factur-x|zugferd-invoice|xrechnung|order-x)\.xml\Z", name):
            yield Attached(name, stream, page_number, box)


def _attachments(pdf: pikepdf.Pdf) -> Iterator[Kept]:
    for one in attached_to(pdf):
        yield Kept("attachment", one.name, one.page, one.box, _size(one.stream))


def _size(stream: Stream) -> str:
    parameters = stream.get("/Params")
    size = parameters.get("/Size") if isinstance(parameters, Dictionary) else None
    size = size if isinstance(size, int) else stream.get("/Length")
    return f"{int(size):,} bytes" if isinstance(size, int) else "of unknown size"


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[Kept]:
    outlines = pdf.Root.get("/Outlines")
    node = outlines.get("/First") if isinstance(outlines, Dictionary) else None
    seen: set[tuple[int, int]] = set()
    waiting = [node]
    while waiting and len(seen) < _MOST_NODES:
        node = waiting.pop()
        if not isinstance(node, Dictionary) or node.objgen in seen:
            continue
        seen.add(node.objgen)
        title = _words(node.get("/Title"))
        if title:
            yield Kept("bookmark", title)
        waiting += [node.get("/Next"), node.get("/First")]


# -- structure and metadata ------------------------------------------------------------------------------------------


def _structure(pdf: pikepdf.Pdf) -> Iterator[Kept]:
    """What the structure tree says in place of what is painted, or describes."""
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return
    kids = root.get("/K")
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    for node in _walk(kids if isinstance(kids, Array) else [kids], "/K"):
        where = node.get("/Pg")
        number = pages.get(where.objgen) if isinstance(where, Dictionary) else None
        for key, kind in (
            ("/ActualText", "actual-text"),
            ("/Alt", "alternate-text"),
            ("/E", "expansion"),
            ("/T", "tag-title"),
        ):
            words = _words(node.get(key))
            if words:
                yield Kept(kind, words, number)


_INFO = {"/Author": "author", "/Title": "title", "/Subject": "subject", "/Keywords": "keywords"}
_ORDINARY = ("/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped", *_INFO)


def _metadata(pdf: pikepdf.Pdf) -> Iterator[Kept]:
    said: set[str] = set()
    info = pdf.trailer.get("/Info")
    if isinstance(info, Dictionary):
        for key, value in info.items():
            words = _words(value)
            if words and key not in ("/CreationDate", "/ModDate", "/Trapped"):
                said.add(words)
                kind = _INFO.get(key, "tool" if key in _ORDINARY else "property")
                yield Kept(kind, words, name=key[1:])
    stream = pdf.Root.get("/Metadata")
    if isinstance(stream, Stream):
        for kind, words in _xmp(stream):
            if words not in said:
                said.add(words)
                yield Kept(kind, words, name="XMP")


_XMP = {"creator": "author", "title": "title", "description": "subject", "subject": "keywords", "Keywords": "keywords",
        "Author": "author", "Title": "title", "Subject": "subject"}  # fmt: skip


def _xmp(stream: Stream) -> Iterator[tuple[str, str]]:
    """Names and texts of the XMP packet, read as text: no parser, and so no entity, is trusted with it."""
    data = bytes(stream.read_bytes())[:400_000].decode("utf-8", "replace")
    for match in re.finditer(
        r"<(?:dc|pdf|photoshop|xmp):(\w+)(?:\s[^<>]*)?>((?:(?!</(?:dc|pdf|photoshop|xmp):\1)[\s\S]){1,3000})</", data
    ):
        kind = _XMP.get(match[1])
        if kind is None:
            continue
        for words in re.findall(r">([^<>]+)<", f">{match[2]}<"):
            plain = " ".join(words.split())
            for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
                plain = plain.replace(entity, character)
            if plain:
                yield kind, plain
    for match in re.finditer(r"(?:[\w-]+:)?(?:filePath|lastURL|file)(?:>|=\")([^<>\"]{4,400})", data):
        yield "link-path", match[1]


# -- objects ---------------------------------------------------------------------------------------------------------


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (Array, list)) else [value] if isinstance(value, Dictionary) else []


def _words(value: Any) -> str:
    """A string of the file as words; nothing for anything else."""
    if isinstance(value, (pikepdf.String, str)) and not isinstance(value, Name):
        return " ".join(str(value)[:_LONGEST].replace("\0", "").split())
    if isinstance(value, Array):
        return ", ".join(filter(None, (_words(one) for one in list(value)[:100])))
    if isinstance(value, Stream):
        data = bytes(value.read_bytes())[:_LONGEST]
        encoding = "utf-16" if data.startswith((b"\xfe\xff", b"\xff\xfe")) else "latin-1"
        return " ".join(re.sub(r"<[^<>]*>", " ", data.decode(encoding, "replace")).split())
    return ""


def _rect(value: Any) -> Rect | None:
    try:
        numbers = [float(one) for one in _list(value)]
    except (TypeError, ValueError):
        return None
    if len(numbers) != 4:
        return None
    left, right = sorted(numbers[0::2])
    bottom, top = sorted(numbers[1::2])
    return Rect(left, bottom, right, top)
