"""Bags: packages of BagIt (RFC 8493), whose manifests say which files they hold and what is in each.

A bag inside an archive is checked as its members go by; a bag that is a folder is read with the package `bagit`.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from redactlint.errors import ReadError
from redactlint.readers.tagfiles import BAG_DECLARATION, is_tag_file

__all__ = ["BagCheck", "bags_among", "folder_problems"]

# The digests of manifests that hashlib has under the same name, the strongest first.
_ALGORITHMS = ("sha512", "sha384", "sha256", "sha224", "sha3_512", "sha3_256", "blake2b", "blake2s", "sha1", "md5")
_BLOCK = 1 << 20


def bags_among(names: Iterable[str]) -> list[str]:
    """The folders of an archive that are bags, each ending in `/` or empty; what lies in the payload of one is none."""
    found: dict[str, None] = {}
    for name in sorted(names, key=len):
        folder, _, last = name.rpartition("/")
        base = f"{folder}/" if folder else ""
        if last == BAG_DECLARATION and not any(
            base[: one.start()] in found for one in re.finditer(r"(?:\A|(?<=/))data/", base)
        ):
            found[base] = None
    return list(found)


class BagCheck:
    """The manifests of one bag, and how far the files that were seen agree with them."""

    def __init__(self, base: str) -> None:
        """A bag in the folder `base` of an archive."""
        self.base = base
        self._wanted: dict[str, dict[str, str]] = {}
        self._seen: set[str] = set()
        self._problems: list[str] = []
        self._manifests = 0
        self._is_blind = False

    def is_tag_file(self, name: str) -> bool:
        """Whether a member of the bag describes it, and is no part of what was packed."""
        return name.startswith(self.base) and is_tag_file(name.removeprefix(self.base))

    def is_payload(self, name: str) -> bool:
        """Whether a member is part of what was packed, and stands in the manifests."""
        return name.startswith(f"{self.base}data/")

    def is_manifest(self, name: str) -> bool:
        """Whether a member lists the payload with its digests."""
        last = name.removeprefix(self.base)
        return name.startswith(self.base) and "/" not in last and last.startswith("manifest-") and last.endswith(".txt")

    def read_manifest(self, name: str, data: bytes | None) -> None:
        """Take in a manifest; None: it is there, and cannot be read."""
        self._manifests += 1
        if data is None:
            self._is_blind = True
            self._problems.append(f"the manifest {name} of the bag cannot be read; get it again")
            return
        algorithm = name.removeprefix(self.base)[len("manifest-") : -len(".txt")].lower().replace("-", "")
        if algorithm not in _ALGORITHMS:
            self._problems.append(f"the manifest {name} of the bag is of an unknown kind; have it made with sha512")
            return
        for line in data.decode("utf-8-sig", "replace").splitlines():
            digest, _, path = line.strip().partition(" ")
            if not digest or digest.startswith("#"):
                continue
            path = _decoded(path.strip().lstrip("*").removeprefix("./"))
            if not path.startswith("data/") or ".." in path.split("/"):
                self._problems.append(f"the manifest of the bag lists {path!r}, which cannot be; have it made anew")
                continue
            self._wanted.setdefault(_normal(path), {})[algorithm] = digest.lower()

    def saw(self, name: str, data: bytes | None) -> None:
        """Compare a member of the payload with the manifests; None: it is there, and is reported as unreadable."""
        path = name.removeprefix(self.base)
        key = next((one for one in (_normal(path), _normal(_escaped(path))) if one in self._wanted), None)
        self._seen.add(_normal(path) if key is None else key)
        wanted = None if key is None else self._wanted[key]
        if wanted is None:
            self._problems += [] if self._is_blind else [_not_listed(path)]
        elif data is not None and any(_hashed(data, one) != digest for one, digest in sorted(wanted.items())):
            self._problems.append(_altered(path))

    def problems(self) -> list[str]:
        """What does not agree, each a whole sentence, once all members have gone by."""
        if not self._manifests:
            return ["the bag has no manifest; have it made anew"]
        return self._problems + [_missing(path) for path in sorted(self._wanted.keys() - self._seen)]


def folder_problems(folder: str) -> Iterator[str]:
    """What does not agree in a bag that is a folder; raises ReadError where it is none, or the extra is missing."""
    try:
        import bagit  # type: ignore[import-untyped]
    except ImportError as error:
        wrong = "the bag cannot be checked without the extra 'bag'"
        raise ReadError(wrong, "pip install 'redactlint[bag]'", path=folder) from error
    import logging

    logging.getLogger("bagit").setLevel(logging.CRITICAL)  # it would speak of every file on standard error
    try:
        bag = bagit.Bag(folder)
        missing, extra = bag.compare_manifests_with_fs()
    except (bagit.BagError, OSError, UnicodeError, ValueError) as error:
        detail = " ".join(str(error).replace(os.path.abspath(folder), folder).split())
        raise ReadError(f"the bag cannot be checked ({detail})", "have it made anew", path=folder) from error
    if not list(bag.manifest_files()):
        yield "the bag has no manifest; have it made anew"
        return
    listed = _listed(bag)
    for path in sorted(extra):
        if _escaped(path) in missing:
            missing.remove(_escaped(path))
            listed[path] = listed.pop(_escaped(path))
        else:
            yield _not_listed(path)
    for path in sorted(missing):
        yield _missing(path)
    for path, wanted in sorted(listed.items()):
        if path not in missing:
            problem = _file_problem(folder, path, wanted)
            if problem is not None:
                yield problem


def _listed(bag: Any) -> dict[str, dict[str, str]]:
    """The files of the manifests under their names on disk."""
    names = bag.normalized_filesystem_names
    return {names.get(_normal(path), path): wanted for path, wanted in bag.entries.items()}


def _file_problem(folder: str, path: str, wanted: dict[str, str]) -> str | None:
    import hashlib

    whole = os.path.join(folder, path)
    inside = os.path.realpath(folder) + os.sep
    if not os.path.isfile(whole) or not os.path.realpath(whole).startswith(inside):
        return f"the file {path} of the bag is no regular file of its own; have it made anew"
    known = {algorithm: digest for algorithm, digest in wanted.items() if algorithm in _ALGORITHMS}
    if not known:
        return f"the file {path} of the bag has no digest that can be checked; have it made with sha512"
    digests = {algorithm: hashlib.new(algorithm, usedforsecurity=False) for algorithm in known}
    try:
        with open(whole, "rb") as stream:
            while block := stream.read(_BLOCK):
                for digest in digests.values():
                    digest.update(block)
    except OSError as error:
        return f"the file {path} of the bag cannot be read ({error.strerror}); check its permissions"
    good = all(digests[algorithm].hexdigest() == digest.lower() for algorithm, digest in known.items())
    return None if good else _altered(path)


def _hashed(data: bytes, algorithm: str) -> str:
    import hashlib

    return hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()


def _decoded(path: str) -> str:
    """The name that a manifest means, in which line ends are written as escapes.

    Per cent signs are too (RFC 8493, section 2.1.3), but most software leaves them alone: see `_escaped`.
    """
    for escape, character in (("%0A", "\n"), ("%0a", "\n"), ("%0D", "\r"), ("%0d", "\r")):
        path = path.replace(escape, character)
    return path


def _escaped(path: str) -> str:
    """The name as a manifest that follows the standard writes it."""
    return path.replace("%", "%25")


def _normal(path: str) -> str:
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def _missing(path: str) -> str:
    return f"the bag lacks {path}, which its manifest lists; get it again"


def _not_listed(path: str) -> str:
    return f"the bag holds {path}, which its manifest does not list; ask who added it"


def _altered(path: str) -> str:
    return f"the file {path} of the bag is not what the manifest says (altered or damaged); get it again"
