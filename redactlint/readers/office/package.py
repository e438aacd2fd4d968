"""Package: the parts of an office file and how they refer to each other; bounded, and nothing is written to disk."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from redactlint.errors import ReadError
from redactlint.readers.allowance import Allowance, ExhaustedError
from redactlint.readers.office.markup import elements, tree

__all__ = ["Package", "Relation"]

_BLOCK = 1 << 16
_MOST_PARTS = 50_000
# The folders and files of a package that are no parts of it.
_NO_PARTS = ("[Content_Types].xml", "mimetype")


class Relation(NamedTuple):
    """How a part refers to another: the last word of the relation's type, and the part's name, or what lies outside."""

    kind: str
    target: str
    is_external: bool


class Package:
    """The parts of one office file by name, each read when it is asked for.

    `faults` tells of every part that is needed and could not be read: the file is never clean then.
    """

    def __init__(self, data: bytes, path: str, allowance: Allowance) -> None:
        """Raise ReadError where the bytes are no ZIP container that can be read."""
        self.path, self.data, self._allowance = path, data, allowance
        self.faults: list[str] = []
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
            raise ReadError("is a damaged office file (its ZIP container is broken)", "get a whole copy") from error
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self.doubled: list[zipfile.ZipInfo] = []
        for info in self._zip.infolist():
            if info.is_dir():
                continue
            if len(self._infos) > _MOST_PARTS:
                raise ReadError(f"has more than {_MOST_PARTS:,} parts, which no program writes", "look at it with care")
            key = info.filename.lower().lstrip("/")
            if key in self._infos:
                self.doubled.append(self._infos[key])
            self._infos[key] = info
        # Which of its pictures hide what lies below, as far as somebody asked (`opacity`).
        self.opaque: dict[str, bool] = {}
        self._trees: dict[str, Element | None] = {}
        self._relations: dict[str, Mapping[str, Relation]] = {}

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the order of the container."""
        return [info.filename.lstrip("/") for info in self._infos.values() if info.filename not in _NO_PARTS]

    def has(self, name: str) -> bool:
        """Whether there is a part of that name (letters count alike in both cases)."""
        return name.lower() in self._infos

    def size(self, name: str) -> int:
        """The bytes of a part, as the container states them; 0 where there is none."""
        info = self._infos.get(name.lower())
        return 0 if info is None else info.file_size

    def checksum(self, name: str) -> int:
        """The CRC-32 of a part, as the container states it; 0 where there is none."""
        info = self._infos.get(name.lower())
        return 0 if info is None else info.CRC

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, a block at a time; raises ReadError where they cannot be read or are too many."""
        info = self._infos.get(name.lower())
        if info is None:
            raise ReadError(f"lacks its part {name}", "get a whole copy")
        yield from self.blocks_of(info)

    def blocks_of(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """The bytes of an entry of the container, as `blocks`."""
        if info.flag_bits & 0x1:
            raise ReadError("is encrypted", "save it without a password first")
        size = 0
        try:
            with self._zip.open(info) as stream:
                while block := stream.read(_BLOCK):
                    size += len(block)
                    self._allowance.unpacked(len(block))
                    self._allowance.check_ratio(size, info.compress_size)
                    yield block
        except ReadError:
            raise
        except Exception as error:  # zipfile, and what it unpacks with, raise classes of their own
            raise ReadError(f"is damaged (its part {info.filename} cannot be unpacked)", "get a whole copy") from error

    def bytes_of(self, name: str) -> bytes:
        """All bytes of a part; raises ReadError as `blocks`, and where it is larger than one document may be."""
        parts = []
        size = 0
        for block in self.blocks(name):
            size += len(block)
            self._allowance.check_size(size)
            parts.append(block)
        return b"".join(parts)

    def tree(self, name: str | None) -> Element | None:
        """The root of a part; None where it is not there or cannot be read, which `faults` then says."""
        if name is None:
            return None
        if name not in self._trees:
            self._trees[name] = None
            try:
                self._trees[name] = tree(self.bytes_of(name), name)
            except ExhaustedError:
                raise
            except ReadError as error:
                self.faults.append(f"{error.wrong}; {error.remedy}")
        return self._trees[name]

    def stream(self, name: str, *wanted: str) -> Iterator[Element]:
        """The elements of those names in a part, one at a time, and its root at the end; raises ReadError."""
        return elements(self.blocks(name), name, *wanted)

    def extents(self) -> Iterator[tuple[int, int]]:
        """Where in the file each entry of the container begins and ends, those that another replaces too."""
        for info in self._zip.infolist():
            at = info.header_offset
            header = self.data[at : at + 30]
            if len(header) == 30:
                name, extra = struct.unpack("<HH", header[26:30])
                yield at, at + 30 + name + extra + info.compress_size
        yield self._zip.start_dir, len(self.data)

    def relations(self, part: str = "") -> Mapping[str, Relation]:
        """What a part refers to, by the id of the reference; with no name, what the package as a whole does."""
        found = self._relations.get(part)
        if found is None:
            folder, _, base = part.rpartition("/")
            name = posixpath.join(folder, "_rels", f"{base}.rels")
            root = self.tree(name) if self.has(name) else None
            found = self._relations[part] = dict(_relations_in(root, folder)) if root is not None else {}
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of that kind that `part` refers to, as far as they are there."""
        targets = [one.target for one in self.relations(part).values() if one.kind == kind and not one.is_external]
        return [one for one in targets if self.has(one)]

    def inner(self, name: str) -> Package:
        """The package in a part; raises ReadError where it is none."""
        return Package(self.bytes_of(name), f"{self.path}!{name}", self._allowance)

    def items(self, kind: str, element: str) -> Iterator[Element]:
        """The elements of that name in the parts of that kind that the main part refers to."""
        for part in self.related(self.main(), kind):
            yield from (one for one in self.stream(part, element) if one.tag == element)

    def main(self) -> str:
        """The name of the main part; raises ReadError where there is none."""
        found = self.related("", "officeDocument")
        if not found and self.faults:
            raise ReadError(*self.faults[0].split("; ", 1))
        if not found:
            raise ReadError("is no office file that can be read (it names no main part)", "get a whole copy")
        return found[0]


def _relations_in(root: Element, folder: str) -> Iterator[tuple[str, Relation]]:
    for one in root.iter("rel:Relationship"):
        target, kind = one.get("Target", ""), one.get("Type", "").rpartition("/")[2]
        is_external = one.get("TargetMode") == "External"
        if not is_external:
            target = _resolved(folder, target.partition("#")[0])
        yield one.get("Id", ""), Relation(kind, target, is_external)


def _resolved(folder: str, target: str) -> str:
    """The name of a part that a reference names; one that climbs out of the package stays at its top."""
    if "%" in target:
        from urllib.parse import unquote

        target = unquote(target)
    target = target.replace("\\", "/")
    whole = target if target.startswith("/") else f"/{folder}/{target}"
    return posixpath.normpath(whole).lstrip("/")
