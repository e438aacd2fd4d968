"""The result cache: what came of files that were judged before, so that only what changed is judged again.

A result is found again by the bytes of its file, its path (a name can date a document), and all else that it depends
on: the rules, the options, the tool.  Results lie in shelves, a file for some sixteen neighbouring documents, in
`results/` of the user's cache folder: compressed JSON, replaced whole, so that several processes need no lock.  A shelf
that is damaged, not one's own or of another tool is as good as none.  What quotes documents is never kept.
"""

from __future__ import annotations

import datetime
import json
import os
import stat
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from redactlint import __version__
from redactlint.runs.discovery import STDIN
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

    from redactlint.engine import Outcome
    from redactlint.runs.discovery import Source
    from redactlint.runs.running import Plan

__all__ = ["MOST_BYTES", "Results", "Shelf", "groups", "opened"]

# How large all shelves together may be; the ones that were not used for the longest time go first.
MOST_BYTES = 256_000_000

# A shelf begins with a document whose path has a checksum that this divides, so that files which come and go leave the
# shelves of their neighbours alone; and it holds no more than so many.
_SHARE = 16
_MOST_IN_SHELF = 64
_LARGEST_SHELF = 20_000_000
# Of a container with more documents than these nothing is kept.
_MOST_OUTCOMES = 100
_UNREADABLE = "DOC001"

_FORMAT = b"redactlint results 1\n"
_DAY = 86_400
_HOUR = 3_600


class Results(NamedTuple):
    """The shelves of runs that judge alike: their folder, and a digest of all that results depend on beside a file."""

    folder: str
    context: str

    def shelf(self, first: str) -> Shelf:
        """The shelf of the documents that begin with the path `first`."""
        name = _digest(f"{self.context}\0{first}".encode("utf-8", "surrogatepass"))
        return Shelf(os.path.join(self.folder, name[:2], name), self.context)

    def prune(self, most: int = MOST_BYTES) -> None:
        """Remove the shelves that were not used for the longest time until the others take `most` bytes."""
        found = []
        try:
            for part in os.scandir(self.folder):
                if part.is_dir(follow_symlinks=False):
                    for one in os.scandir(part.path):
                        state = one.stat(follow_symlinks=False)
                        if not one.name.endswith(".tmp"):
                            found.append((state.st_mtime, one.path, state.st_size))
                        elif time.time() - state.st_mtime > _HOUR:  # left by a process that was killed
                            os.unlink(one.path)
            size = sum(each for _, _, each in found)
            for _, path, each in sorted(found):
                if size <= most:
                    break
                os.unlink(path)
                size -= each
        except OSError:
            return  # another process is at it


class Shelf:
    """The results of a few neighbouring documents."""

    def __init__(self, path: str, context: str) -> None:
        """Read what is kept at `path`, if it can be trusted."""
        self._path, self._context = path, context
        self._kept = _read(path, context)
        self._asked: dict[str, Any] = {}
        self._is_new = False

    def is_for(self, source: Source) -> bool:
        """Whether what comes of a source can be kept: its own bytes and its path must be all that it depends on."""
        return source.path != STDIN and source.sidecar is None and source.problem is None

    def get(self, path: str, data: bytes) -> list[Any] | None:
        """The rows of the outcomes of a file with that path and those bytes, or None."""
        kept = self._kept.get(path)
        if kept is None or kept[0] != _digest(data):
            return None
        self._asked[path] = kept
        rows: list[Any] = kept[1]
        return rows

    def put(self, path: str, data: bytes, outcomes: Sequence[Outcome], rows: list[Any]) -> None:
        """Keep the rows of the outcomes of a file, if they would come out the same at another time.

        What could not be read or judged to the end may be so the next time: it is tried again.
        """
        if len(rows) > _MOST_OUTCOMES or not all(one.__class__ is list for one in rows):
            return
        if any(one.facts.kind is None or one.crash is not None or _is_unfinished(one) for one in outcomes):
            return
        self._asked[path] = [_digest(data), rows]
        self._is_new = True

    def close(self) -> bool:
        """Write the shelf if there is something new in it; returns whether it was written."""
        if not self._is_new:
            return False
        files = dict(self._asked)
        for path, kept in self._kept.items():
            if len(files) >= _MOST_IN_SHELF:
                break
            files.setdefault(path, kept)
        payload = json.dumps({"context": self._context, "files": files}, separators=(",", ":")).encode()
        if len(payload) > _LARGEST_SHELF:
            return False
        return _write(self._path, b"%s%08x\n%s" % (_FORMAT, zlib.crc32(payload), zlib.compress(payload, 1)))


def _is_unfinished(outcome: Outcome) -> bool:
    return any(one.rule == _UNREADABLE for one in outcome.findings)


def groups(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """The sources in their order, in the groups that share a shelf."""
    group: list[Source] = []
    for source in sources:
        starts = zlib.crc32(source.shown.encode("utf-8", "surrogatepass")) % _SHARE == 0
        if group and (starts or len(group) >= _MOST_IN_SHELF):
            yield group
            group = []
        group.append(source)
    if group:
        yield group


def opened(folder: str, plan: Plan, rules: str) -> Results | None:
    """The results of runs under that plan by the rules of that digest, kept in `folder`; None where none can be kept.

    What quotes the text of documents is not kept: excerpts, and the names that an audit lists; nor are the digests of
    passages that a set is judged by.
    """
    options = plan.options
    plan = plan._replace(jobs=0, cache=None)  # neither changes what comes of a file
    if options.excerpts or options.inventory or options.sets:
        return None
    home = os.path.join(folder, "results")
    try:
        known = [_plain(plan), rules, os.getcwd() if options.ignore_rows else ""]
        context = json.dumps([known, _tool()])
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if not os.path.lexists(home):
            os.makedirs(home, mode=0o700, exist_ok=True)
        state = os.lstat(home)
        if not stat.S_ISDIR(state.st_mode) or not _is_own(state):
            return None
        if os.name == "posix" and state.st_mode & 0o077:
            os.chmod(home, 0o700)
    except (OSError, TypeError):
        return None
    return Results(home, _digest(context.encode("utf-8", "surrogatepass")))


def _tool() -> list[Any]:
    """What tells this tool from another version of it: its own files, Python, and whatever else is installed."""
    own = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    found: list[list[str | int]] = [[__version__, sys.version]]
    for folder, folders, names in os.walk(own):
        folders[:] = sorted(one for one in folders if one not in ("__pycache__", "rules", "schemas"))
        for name in sorted(names):
            if name.endswith(".py"):
                state = os.stat(os.path.join(folder, name))
                found.append([name, state.st_size, state.st_mtime_ns])
    for path in sys.path:  # a package that is installed, upgraded or removed changes the folder
        if path.endswith(("site-packages", "dist-packages")) and os.path.isdir(path):
            found.append([path, os.stat(path).st_mtime_ns])
    return found


def _plain(value: Any) -> Any:
    """The value as JSON can hold it, the same for equal values; raises TypeError for what has no such form."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(value[key])] for key in sorted(value)]
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    if hasattr(value, "earliest"):
        return [value.earliest.isoformat(), value.latest.isoformat()]
    raise TypeError(f"{type(value).__name__} has no plain form")


def _digest(data: bytes) -> str:
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b
    return blake2b(data, digest_size=16).hexdigest()


def _is_own(state: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or state.st_uid == os.geteuid()


def _read(path: str, context: str) -> dict[str, Any]:
    """The files of the shelf at `path`; empty where it is missing, damaged, or somebody else's."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as stream:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode) or not _is_own(state) or state.st_size > _LARGEST_SHELF:
                return {}
            data = stream.read(_LARGEST_SHELF)
        head = len(_FORMAT)
        if data[:head] != _FORMAT:
            return {}
        payload = zlib.decompressobj().decompress(data[head + 9 :], _LARGEST_SHELF)
        if data[head : head + 9] != b"%08x\n" % zlib.crc32(payload):
            return {}
        raw = json.loads(payload)
        if raw["context"] != context:
            return {}
        if time.time() - state.st_mtime > _DAY:  # it is in use: others go first
            os.utime(path)
        files: dict[str, Any] = raw["files"]
        return files
    except (OSError, ValueError, LookupError, TypeError, zlib.error, RecursionError):
        return {}


def _write(path: str, data: bytes) -> bool:
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(descriptor, "wb") as stream:
                stream.write(data)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError:
        return False
    return True
