"""Leftovers: what the container of an office file holds beside its pages: objects, programs, links, earlier parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from redactlint.errors import ReadError
from redactlint.readers.allowance import Allowance, ExhaustedError, Unread
from redactlint.readers.office.markup import texts_in
from redactlint.readers.office.package import Package
from redactlint.readers.office.paths import path_in
from redactlint.readers.office.writing import Writer

if TYPE_CHECKING:
    from redactlint.text import Text

__all__ = ["conceal_leftovers", "members", "shorter"]

_EMBEDDED = ("oleObject", "package", "aFChunk")
# Relations by which a part is there for the program and not for a reader.
_WEB = ("http:", "https:", "mailto:", "tel:", "#", "ftp:")
# What programs write into the workbook of every chart.
_HINT = "To resize chart data range"
# The shortest local entry of a ZIP container.
_LOCAL_HEADER = b"PK\x03\x04"
_HEADER_SIZE = 30


def conceal_leftovers(package: Package, writer: Writer) -> None:
    """Remember what the container holds and no page shows."""
    reached = _reached(package)
    seen: set[str] = set()
    for part in ["", *sorted(reached)]:
        for relation in package.relations(part).values():
            if relation.is_external:
                _external(relation.kind, relation.target, writer, seen)
            elif relation.kind == "powerPivotData" and package.has(relation.target):
                _part(writer, "data-cache", relation.target, package.size(relation.target))
            elif relation.kind == "vbaProject" and package.has(relation.target):
                _part(writer, "macro", relation.target, package.size(relation.target))
        _unused_pictures(package, part, writer)
        if "/charts/" in part:
            _behind_chart(package, part, writer)
    for name in embedded(package):
        _part(writer, "embedded-object", name, package.size(name))
    for name in package.names:
        if name not in reached and not name.endswith(".rels") and package.size(name):
            _orphan(package, name, writer)
    for info in package.doubled:
        _part(writer, "previous-version", info.filename, info.file_size)
    for start, size in _gaps(package):
        writer.conceal("previous-version", extent=size, where={"offset": start}, details={"part": f"at byte {start}"})


def _part(writer: Writer, kind: str, name: str, size: int) -> None:
    writer.conceal(kind, extent=size, where={"member": name}, details={"part": name})


def _external(kind: str, target: str, writer: Writer, seen: set[str]) -> None:
    if target.lower().startswith(_WEB) or target in seen:
        address = target[7:].partition("?")[0] if target.lower().startswith("mailto:") else ""
        if address and target not in seen and not writer.shows(address):
            writer.conceal("link-path", address, where={"relation": kind}, details={"relation": kind})
        seen.add(target)
        return
    seen.add(target)
    words = path_in(target.replace("%20", " ")) or (target if target.startswith(("\\\\", "//")) else "")
    if words:
        writer.conceal("external-link", words, where={"relation": kind}, details={"relation": kind})


def _unused_pictures(package: Package, part: str, writer: Writer) -> None:
    """Pictures that a part brings along and does not show any more: what was there before they were replaced."""
    pictures = {
        identity: relation.target
        for identity, relation in package.relations(part).items()
        if relation.kind == "image" and not relation.is_external and package.has(relation.target)
    }
    root = package.tree(part) if pictures and part.endswith(".xml") else None
    if root is None:
        return
    used = {value for one in root.iter() for value in one.attrib.values()}
    shown = {target for identity, target in pictures.items() if identity in used}
    for identity, target in pictures.items():
        if identity not in used and target not in shown:
            _part(writer, "previous-version", target, package.size(target))


def _behind_chart(package: Package, part: str, writer: Writer) -> None:
    """The words of the workbook behind a chart that neither the chart nor a page shows."""
    chart = package.tree(part)
    known = set(texts_in(chart).casefold().split())
    for name in package.related(part, "package"):
        try:
            found = [texts_in(one) for one in package.inner(name).items("sharedStrings", "s:si")]
        except ExhaustedError:
            raise
        except ReadError:
            continue
        found = [one for one in found if not set(one.casefold().split()) <= known and not writer.shows(one)]
        words = "; ".join(one for one in found if not one.startswith(_HINT))
        if sum(sign.isalpha() for sign in words) >= 3:
            writer.conceal("data-cache", words, where={"member": name}, details={"part": name})


def _reached(package: Package) -> set[str]:
    """The parts that something refers to, by any way from the top, under their names in the container."""
    names = {name.lower(): name for name in package.names}
    reached: set[str] = set()
    pending = [""]
    while pending:
        part = pending.pop()
        for relation in package.relations(part).values():
            target = names.get(relation.target.lower())
            if not relation.is_external and target is not None and target not in reached:
                reached.add(target)
                pending.append(target)
    return reached


def embedded(package: Package) -> list[str]:
    """The objects that lie in pages, the workbooks behind charts aside."""
    found: dict[str, None] = {}
    for part in sorted(_reached(package)):
        if "/charts/" in part or "/chartEx" in part:
            continue
        for relation in package.relations(part).values():
            if relation.kind in _EMBEDDED and not relation.is_external and package.has(relation.target):
                found[relation.target] = None
    return list(found)


def _orphan(package: Package, name: str, writer: Writer) -> None:
    """A part that nothing refers to: it was left behind when something was taken out."""
    if name.lower().endswith((".xml", ".vml")):
        root = package.tree(name)
        words = texts_in(root) if root is not None else ""
        if any(one.isalpha() for one in words):
            writer.conceal("previous-version", words, where={"member": name}, details={"part": name})
    elif not name.endswith("/"):
        _part(writer, "previous-version", name, package.size(name))


def _gaps(package: Package) -> Iterator[tuple[int, int]]:
    """Runs of bytes between the entries of the container that hold an entry which its directory does not name."""
    data = package.data
    taken = sorted(package.extents())
    at = 0
    for start, end in taken:
        if start - at >= _HEADER_SIZE and _LOCAL_HEADER in data[at:start]:
            yield at, start - at
        at = max(at, end)


def members(package: Package, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The texts of the documents that lie in the pages as objects."""
    from redactlint.readers.opening import inside, reason_of

    for name in embedded(package):
        try:
            data = package.bytes_of(name)
        except ExhaustedError:
            raise
        except ReadError as error:
            yield Unread(f"{path}!{name}", reason_of(error))
            continue
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            yield Unread(f"{path}!{name}", "is an embedded object that is not read; look at it in its own program")
        else:
            yield from inside(data, name, path, allowance)


def shorter(package: Package, path: str) -> Iterator[Unread]:
    """What of the file could not be read."""
    for reason in dict.fromkeys(package.faults):
        yield Unread(path, reason)
