"""Properties: what an office file tells about itself beside its pages, as far as that gives something away.

Nearly every file has an author and a title: they are a mere "property".  A title with a name that no page shows,
and whatever holds a name as long as a deletion, is told as what it is.  Those that the pages show, and those that a
program put in by itself, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from xml.etree.ElementTree import Element

from redactlint.readers.office.markup import number, texts_in
from redactlint.readers.office.package import Package
from redactlint.readers.office.paths import path_in
from redactlint.readers.office.writing import Writer

__all__ = ["conceal_alternatives", "conceal_properties"]

# Properties and the kinds of concealment that they are.
_KINDS = {
    "creator": "author", "title": "title", "subject": "subject", "keywords": "keywords",
    "description": "property", "category": "property", "Manager": "manager",
}  # fmt: skip
# What says more than who wrote the file.
_NAMING = frozenset({"title", "subject", "keywords"})
# Custom properties that programs write for themselves.
_OF_PROGRAMS = (
    "msip_label", "contenttype", "_dlc_doc", "kso", "icv", "grammarly", "publishing", "taxkeyword", "mediaservice",
    "presentationformat", "appversion", "docsecurity", "hyperlinksbase", "hyperlinkschanged", "linksuptodate",
    "scalecrop", "sharedoc",
    "xd_", "order", "progid", "template", "triggerflow", "compliance", "_newreviewcycle", "_adhocreviewcycle",
    "_previousadhocreviewcycle", "workbookguid", "generator", "commondata", "copilot",
)  # fmt: skip
# Parts of custom XML that describe forms and columns, and hold no words of people.
_FORMS = frozenset({"contentTypeSchema", "FormTemplates", "Receivers", "LongProperties", "DataMashup", "schemaRefs"})
# The pictures of an empty page that the templates of python-docx and python-pptx bring along, by their CRC-32.
_EMPTY_PAGES = frozenset({0x67D6C8A2, 0xAD0EA05A})


@cache
def _person() -> re.Pattern[str]:
    part = r"[A-Z][\w'’-]*\.?"
    return re.compile(rf"{part}(?: {part}){{1,3}}|{part}, {part}(?: {part})?")


@cache
def _default() -> re.Pattern[str]:
    # What programs and templates put in by themselves.
    return re.compile(
        r"generated (?:by|using|with) .*|(?:powerpoint |word |excel )?(?:presentation|document|workbook)[ \d]*"
        r"|untitled.*|microsoft (?:word|excel|powerpoint) - .*|slide \d+|blank",
        re.IGNORECASE,
    )


def conceal_properties(package: Package, writer: Writer, titles: Iterable[str] = ()) -> None:
    """Remember what the properties give away; `titles` are those of slides or the names of sheets that there are."""
    for part in (*package.related("", "core-properties"), *package.related("", "extended-properties")):
        root = package.tree(part)
        for name, words in _values(root):
            if path_in(words):
                _conceal(writer, "path", name, words)
            elif name in _KINDS and not writer.shows(words) and _tells(_KINDS[name], words):
                is_naming = name in _NAMING and _names(words, writer)
                is_ordinary = name != "Manager" and not is_naming and not _fits(words, writer)
                _conceal(writer, "property" if is_ordinary else _KINDS[name], name, words)
        for words in _stale(root, [*titles], writer):
            _conceal(writer, "stale-title", "TitlesOfParts", words)
    for part in package.related("", "custom-properties"):
        root = package.tree(part)
        for one in root.iter("op:property") if root is not None else ():
            name, words = one.get("name", ""), texts_in(one)
            if path_in(words):
                _conceal(writer, "path", name, words)
            elif _says_something(words) and not _is_of_program(name) and not writer.shows(words):
                _conceal(writer, "custom-property", name, words)
    for part in package.related("", "thumbnail"):
        if writer.has_redactions() and package.checksum(part) not in _EMPTY_PAGES:
            writer.conceal("thumbnail", extent=0, where={"member": part}, details={"part": part})
    _custom_xml(package, writer)


def _tells(kind: str, words: str) -> bool:
    """Whether a property holds what somebody wrote: a person's name, and not what a program puts in by itself."""
    if kind == "author":
        return _person().fullmatch(words) is not None
    return _says_something(words) and _default().fullmatch(words) is None


@cache
def _name_in() -> re.Pattern[str]:
    return re.compile(r"[A-Z][\w'’-]*\.?(?: [A-Z][\w'’-]*\.?){1,3}")


def _names(words: str, writer: Writer) -> bool:
    """Whether the words hold a name, of two parts and more, that the pages do not show."""
    return any(not writer.shows(match[0]) for match in _name_in().finditer(words))


def _fits(words: str, writer: Writer) -> bool:
    """Whether a name in the words is as long as something that the pages delete, or is what they conceal."""
    deleted = writer.deleted_extents()
    for match in _name_in().finditer(words):
        parts = match[0].split()
        for first in range(len(parts)):
            for last in range(first + 2, len(parts) + 1):
                name = " ".join(parts[first:last])
                is_long = any(abs(len(name) - one) <= 1 for one in deleted)
                if (is_long or writer.conceals(name)) and not writer.shows(name):
                    return True
    return False


def _conceal(writer: Writer, kind: str, name: str, words: str) -> None:
    writer.conceal(kind, words, where={"property": name}, details={"property": name})


def _values(root: Element | None) -> Iterator[tuple[str, str]]:
    for one in root if root is not None else ():
        words = " ".join((one.text or "").split())
        if words:
            yield one.tag.rpartition(":")[2], words


# The headings, in English, under which a program lists what people named.
_LISTED = ("slide titles", "worksheets")


def _stale(root: Element | None, titles: list[str], writer: Writer) -> Iterator[str]:
    """Titles of slides and names of sheets that were listed when the file was saved and are there no more."""
    pairs = root.find("ep:HeadingPairs") if root is not None else None
    names = root.find("ep:TitlesOfParts") if root is not None else None
    if pairs is None or names is None:
        return
    listed = [" ".join((one.text or "").split()) for one in names.iter("vt:lpstr")]
    cells = [one for one in pairs.iter() if one.tag in ("vt:lpstr", "vt:i4")]
    known = {" ".join(one.split()).casefold() for one in titles}
    at = 0
    for heading, count in zip(cells[::2], cells[1::2], strict=False):
        size = max(number(count.text), 0)
        if (heading.text or "").lower() in _LISTED:
            for words in listed[at : at + size]:
                if words.casefold() not in known and words != "PowerPoint Presentation" and not writer.shows(words):
                    yield words
        at += size


def _is_of_program(name: str) -> bool:
    plain = name.lower().lstrip("_") if not name.startswith("_dlc") else name.lower()
    return any(plain.startswith(one.lstrip("_")) for one in _OF_PROGRAMS)


@cache
def _no_words() -> re.Pattern[str]:
    # A number, a date, a GUID, yes or no, an address on the web, a version, a mere token.
    return re.compile(
        r"[\d\s.,:;TZ+/-]*|\{?[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}\}?|(?:true|false|yes|no|none)|https?://\S*|v?[\d.]+"
        r"|[0-9A-Fa-f]{16,}|0x[0-9A-Fa-f]+",
        re.IGNORECASE,
    )


def _says_something(words: str) -> bool:
    return sum(one.isalpha() for one in words) >= 3 and _no_words().fullmatch(words) is None


def _custom_xml(package: Package, writer: Writer) -> None:
    for part in package.names:
        if not part.lower().startswith("customxml/item") or "props" in part.lower() or part.lower().endswith(".rels"):
            continue
        root = package.tree(part)
        if root is None or root.tag.rpartition(":")[2] in _FORMS:
            continue
        found = [" ".join((one.text or "").split()) for one in root.iter() if not len(one)]
        words = " ".join(one for one in found if _says_something(one) and (path_in(one) or not writer.shows(one)))
        if words:
            writer.conceal("custom-xml", words, where={"member": part}, details={"part": part})


# What programs say of a picture by themselves.
@cache
def _automatic() -> re.Pattern[str]:
    return re.compile(
        r"description automatically generated|^(?:picture|image|graphic|logo|shape|text ?box|rectangle|chart|diagram)"
        r"[ \d]*$|^decorative$|^(?:image|picture|img|photo|scan|screenshot|unnamed|untitled)[-_ \d]*\.\w{3,4}$",
        re.IGNORECASE,
    )


def conceal_alternatives(writer: Writer, alternatives: Iterable[tuple[str, dict[str, object], int]]) -> None:
    """Of the texts said of drawings, those that hold a path, and those that say what no page does."""
    for words, where, start in alternatives:
        if path_in(words):
            writer.conceal_at("path", words, start, where)
        elif not writer.shows(words) and not _automatic().search(words):
            writer.conceal_at("alt-text", words, start, where)
