"""Zones: what a container sets apart from the running text, read as parts of the document.

A marking in the header or footer of a page is a marking of the page, whatever stands beside it on the line.  Footnotes,
tables, captions and text boxes are portions (32 CFR 2001.21(c)): their marks count, and one without a mark owes it
where the document marks others of its kind.  Text without layers never comes here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from redactlint import compiled
from redactlint.documents import stamps
from redactlint.documents.model import Document, Portion
from redactlint.documents.paragraphs import split_paragraphs
from redactlint.documents.portioning import read_portions
from redactlint.layers import Zone
from redactlint.markings.banners import read_banner
from redactlint.text import Span, Text
from redactlint.values import TYPE_CHECKING, evolve

if TYPE_CHECKING:
    from redactlint.markings.register import Register

__all__ = ["read"]

_PAGE_ZONES = ("header", "footer")
# Zones that are portions, and what a reviewer calls one.
_KINDS = {"footnote": "footnote", "table": "table", "caption": "caption", "text-box": "text box"}


@cache
def _cell() -> re.Pattern[str]:
    """What stands between tabs or wide gaps on a line."""
    return compiled.pattern(r"[^\s](?:[^\t\n]*?[^\s])?(?=[ \t]*(?:\t|[ ]{3,}|\n|\Z))")


@cache
def _lone_letter() -> re.Pattern[str]:
    """A letter in brackets that is all of a cell: a unit or a key to the table, and no mark."""
    return compiled.pattern(r"[\t\n] *(\([A-Za-z]\)) *(?=[\t\n])")


@cache
def _label() -> re.Pattern[str]:
    """Words that say of a line that it is more than the ornament of a page, or of a zone that it is no portion."""
    return compiled.pattern(
        r"\b(?:Classified (?:By|:)|Derived (?:From|:)|Declassif|Downgrade|Controlled by|CUI Category|RELEASE"
        r"|Approved for|FOIA|Case No|Doc(?:ument)? No|E\.O\. ?1"
        r"|(?:Reason|TAGS|REF|From|To|Cc|Subject|Date|Sent|LDC|POC)[ \t]*:)",
        re.IGNORECASE,
    )


def read(text: Text, register: Register, dialect: str, reader: Callable[[Text], Document]) -> Document:
    """What `reader` makes of a text whose zones are set apart; the portions in them are added to it."""
    assert text.layers is not None
    zones = text.layers.zones
    content = _pages_prepared(text.content, zones, register, dialect)
    tables = [one.span for one in zones if one.kind == "table"]
    content = _blanked(content, [one for span in tables for one in _lone_letters(content, span)])
    portions, taken = _portions(content, [one for one in zones if one.kind in _KINDS], register, dialect)
    document = reader(evolve(text, content=_blanked(content, taken)))
    if document.kind == "unrecognised" or not portions:
        return _on(document, text)
    merged = sorted((*document.portions, *portions), key=lambda one: one.span.start)
    return _on(evolve(document, portions=tuple(merged)), text)


def _on(document: Document, text: Text) -> Document:
    """The document, and those behind it in the file, as read from `text`."""
    return evolve(document, text=text, others=tuple(_on(one, text) for one in document.others))


# -- headers and footers ---------------------------------------------------------------------------------------------


def _pages_prepared(content: str, zones: Sequence[Zone], register: Register, dialect: str) -> str:
    """The content in which a line of a header or footer that holds a marking holds nothing else.

    Between the pages, where a paragraph may run on, lines of headers and footers that mark and stamp nothing are
    blanked; those above and below the whole text stay, as letterheads and signatures do.
    """
    pages = [one for one in zones if one.kind in _PAGE_ZONES and len(one.span)]
    if not pages:
        return content
    first, last = _running(content, pages)
    blank: list[Span] = []
    for zone in pages:
        for line in _lines(content, zone.span):
            words = content[line.start : line.end]
            cells = [Span(line.start + one.start(), line.start + one.end()) for one in _cell().finditer(words)]
            marking = next((one for one in cells if _is_marking(content, one, register, dialect)), None)
            others = [one for one in cells if one is not marking and not _tells(content, one)]
            if marking is not None or (first < line.start < last and len(others) == len(cells)):
                blank += others
    return _blanked(content, blank)


def _running(content: str, pages: Sequence[Zone]) -> tuple[int, int]:
    """Where the text begins and ends that is neither header nor footer."""
    spans = sorted(one.span for one in pages)
    first = 0
    for span in spans:
        if content[first : span.start].strip():
            break
        first = max(first, span.end)
    last = len(content)
    for span in reversed(spans):
        if content[span.end : last].strip():
            break
        last = min(last, span.start)
    return first, last


def _lines(content: str, span: Span) -> Iterator[Span]:
    at = span.start
    for words in content[span.start : span.end].split("\n"):
        yield Span(at, at + len(words))
        at += len(words) + 1


def _is_marking(content: str, cell: Span, register: Register, dialect: str) -> bool:
    words = content[cell.start : cell.end].strip(" *_|~=#-–—[]")
    if not words or not words.isupper() or len(words) > 240:
        return False
    parsed = read_banner(words, register, dialect)
    return parsed is not None and parsed.marking is not None


def _tells(content: str, cell: Span) -> bool:
    words = content[cell.start : cell.end]
    return _label().search(words) is not None or bool(stamps.find_stamps(f"\n{words}\n"))


def _lone_letters(content: str, table: Span) -> Iterator[Span]:
    for match in _lone_letter().finditer(f"\n{content[table.start : table.end]}\n"):
        yield Span(table.start + match.start(1) - 1, table.start + match.end(1) - 1)


# -- portions --------------------------------------------------------------------------------------------------------


def _portions(
    content: str, zones: Sequence[Zone], register: Register, dialect: str
) -> tuple[list[Portion], list[Span]]:
    """The portions in the zones, and the zones that hold nothing else, which the running text goes on without."""
    found: dict[str, list[tuple[Zone, tuple[Portion, ...]]]] = {}
    reached = 0
    for zone in zones:
        if zone.span.start < reached:
            continue  # a caption inside a table, a box inside a box: read with what is around it
        words = content[zone.span.start : zone.span.end]
        if not words.strip() or _is_layout(content, zone, words):
            continue
        reached = zone.span.end
        found.setdefault(zone.kind, []).append((zone, _inside(content, zone, register, dialect)))
    portions: list[Portion] = []
    taken: list[Span] = []
    for kind, each in found.items():
        if not any(one.mark is not None for _, inside in each for one in inside):
            continue  # none of its kind is marked: they are read as the text that they are
        for zone, inside in each:
            marked = [one for one in inside if one.mark is not None]
            portions += [evolve(one, kind=_KINDS[kind]) for one in marked] or [_unmarked(content, zone)]
            taken.append(zone.span)
    return portions, sorted(taken)


def _is_layout(content: str, zone: Zone, words: str) -> bool:
    """Whether the text, a head, an authority block or a stamp was merely laid out as a table or a box."""
    if zone.kind == "table" and ("\t" not in words or 3 * len(words) > 2 * len(content)):
        return True
    return any(_label().match(line.strip()) is not None for line in re.split(r"[\n\t]", words) if line.strip())


def _inside(content: str, zone: Zone, register: Register, dialect: str) -> tuple[Portion, ...]:
    start, end = zone.span.start, zone.span.end
    if zone.kind == "table":  # a cell begins a line of its own: the places stay the same
        content = content[:start] + content[start:end].replace("\t", "\n") + content[end:]
    paragraphs = split_paragraphs(content, start, end, (), register, dialect)
    return read_portions(content, paragraphs, end).portions


def _unmarked(content: str, zone: Zone) -> Portion:
    words = content[zone.span.start : zone.span.end]
    first = zone.span.start + len(words) - len(words.lstrip())
    return Portion(_KINDS[zone.kind], zone.span, first, text_end=zone.span.start + len(words.rstrip()))


def _blanked(content: str, spans: Sequence[Span]) -> str:
    """The content, equally long, with every character of `spans` but its line ends blanked."""
    pieces = []
    at = 0
    for span in sorted(spans):
        start = max(span.start, at)
        pieces += [content[at:start], re.sub(r"[^\n\f]", " ", content[start : span.end])]
        at = max(at, span.end)
    return "".join((*pieces, content[at:]))
