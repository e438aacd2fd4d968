"""The compiled rule pack and compiled patterns, kept in the user's cache, so that a start need not make them anew.

A pack is found again by the name, size and times of every file that it was made from; it is JSON, so that nothing in it
can run.  Patterns (`redactlint.compiled`) are numbers, and are taken from nobody but the user.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from redactlint import compiled
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "WORDS", "RuleFile", "Tables", "ask_for", "cache_folder", "files_of", "keep_patterns", "read", "take_patterns",
    "write",
]  # fmt: skip

# Two states of a file that are less than this apart may have the same time stamp on a coarse file system.
_COARSEST_CLOCK = 2_000_000_000
_LARGEST = 20_000_000

# Neither through a link, nor waiting for whoever would write into a pipe.
_TO_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

# What a kept pack begins with: how long the signature of its files is, and a checksum of all that follows.
_HEAD = b"redactlint pack 1 %08x %08x\n"
_HEAD_LENGTH = len(_HEAD % (0, 0))

# The parts of a rule that only a finding, or a page on the rule, needs.
WORDS = frozenset(("summary", "rationale", "message", "citation"))


class RuleFile(NamedTuple):
    """A file of a pack: its path within its folder (with `/`), its path, and what tells it from a later state."""

    relative: str
    path: str
    size: int
    changed: int
    recorded: int


def files_of(folders: Iterable[str]) -> list[RuleFile]:
    """The TOML files and term lists of the folders, folder by folder, each folder in order of path."""
    found: list[RuleFile] = []
    for folder in folders:
        found += sorted(_walk(folder, ""))
    return found


def _walk(folder: str, prefix: str) -> list[RuleFile]:
    found: list[RuleFile] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".toml", ".csv", ".txt")):
                state = entry.stat()
                file = RuleFile(prefix + entry.name, entry.path, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
                found.append(file)
            elif entry.is_dir():
                found += _walk(entry.path, f"{prefix}{entry.name}/")
    return found


# The folder that the command line asks for.
_asked: list[str] = []


def ask_for(folder: str | None) -> None:
    """Keep everything in that folder from now on; None: where it is kept unless somebody asks."""
    _asked[:] = [] if folder is None else [folder]


def cache_folder() -> str:
    """Where packs and results are kept: `--cache-dir`, `REDACTLINT_CACHE_DIR`, else the user's cache folder."""
    chosen = _asked[0] if _asked else os.environ.get("REDACTLINT_CACHE_DIR")
    if chosen:
        return chosen
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    return os.path.join(base, "redactlint")


class Tables(Mapping[str, object]):
    """Tables of a kept pack by name, each read when it is first asked for.

    `index` holds for each name the number of its line; or an index, of tables within it; or a table with the number of
    the line that holds the rest of it; or a plain string.
    """

    def __init__(self, index: Mapping[str, Any], lines: Sequence[bytes]) -> None:
        self.index, self.lines = index, lines
        self._read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name in self._read:
            return self._read[name]
        place = self.index[name]
        if isinstance(place, int):
            place = self.line(place)
        elif isinstance(place, dict):
            place = Tables(place, self.lines)
        elif isinstance(place, list):
            place = {**place[0], **self.line(place[1])}
        self._read[name] = place
        return place

    def __iter__(self) -> Iterator[str]:
        return iter(self.index)

    def __len__(self) -> int:
        return len(self.index)

    def __contains__(self, name: object) -> bool:
        return name in self.index

    def line(self, number: int) -> Any:
        """What stands on a line."""
        return json.loads(str(self.lines[number], "ascii"))


def read(files: list[RuleFile]) -> Tables | None:
    """The pack that was made from exactly those files, or None."""
    signature = _signature(files)
    data = _read_own(_path(signature))
    head = _HEAD % (len(signature), zlib.crc32(data[_HEAD_LENGTH:]))
    if len(data) <= _HEAD_LENGTH or data[:_HEAD_LENGTH] != head:
        return None
    begin = _HEAD_LENGTH + len(signature)
    if data[_HEAD_LENGTH:begin] != signature:
        return None
    lines = data[begin + 1 :].split(b"\n")
    return Tables(json.loads(str(lines[0], "ascii")), lines)


def write(files: list[RuleFile], raw: Mapping[str, Any]) -> None:
    """Keep the pack; where it cannot be kept, or a file is too new to be told from its next state, do nothing."""
    signature = _signature(files)
    newest = max((max(one.changed, one.recorded) for one in files), default=0)
    body = signature + b"\n" + b"\n".join(_laid_out(raw))
    _keep(_path(signature), _HEAD % (len(signature), zlib.crc32(body)) + body, newest)


def _laid_out(raw: Mapping[str, Any]) -> list[bytes]:
    """The lines of a pack, the index first; what only a finding needs of a rule stands apart, and so do registers."""
    lines = [b""]

    def line(value: Any) -> int:
        lines.append(json.dumps(value).encode())
        return len(lines) - 1

    index: dict[str, Any] = {}
    for name, part in raw.items():
        if not isinstance(part, Mapping):
            index[name] = part
        elif name == "rules":
            index[name] = {}
            for path, table in part.items():
                at_once = {key: one for key, one in table.items() if key not in WORDS}
                index[name][path] = [at_once, line({key: one for key, one in table.items() if key in WORDS})]
        elif name == "registers":
            index[name] = {stem: {key: line(one) for key, one in table.items()} for stem, table in part.items()}
        else:
            index[name] = {stem: line(table) for stem, table in part.items()}
    lines[0] = json.dumps(index).encode()
    return lines


def take_patterns() -> None:
    """Use the patterns that are kept for this interpreter."""
    data = _read_own(_path_of_patterns())
    if data:
        compiled.use(data)


def keep_patterns() -> None:
    """Keep the patterns that had to be compiled; where they cannot be kept, do nothing."""
    data = compiled.shelf() if compiled.is_worth_keeping() else None
    if data is None:
        return
    _keep(_path_of_patterns(), data)


def _path_of_patterns() -> str:
    return os.path.join(cache_folder(), f"patterns-{zlib.crc32(sys.version.encode()):08x}.bin")


def _read_own(path: str) -> bytes:
    """The bytes of a file of the user's own; empty where there is none."""
    try:
        descriptor = os.open(path, _TO_READ)
        with open(descriptor, "rb") as stream:
            state = os.fstat(descriptor)
            is_own = not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & 0o022)
            if is_own and stat.S_ISREG(state.st_mode) and state.st_size <= _LARGEST:
                return stream.read(_LARGEST)
    except OSError:
        pass
    return b""


def _keep(path: str, data: bytes, newest: int = 0) -> None:
    """Give the file `path` these bytes, readable by its owner alone; where that fails, leave everything as it was.

    Nothing is kept that is hardly younger than `newest`, the time of what it was made from.
    """
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except OSError:
        return
    try:
        with open(descriptor, "wb") as stream:
            stream.write(data)
        if os.stat(temporary).st_mtime_ns - newest < _COARSEST_CLOCK:
            os.unlink(temporary)
        else:
            os.replace(temporary, path)
    except BaseException as error:  # no room, or the run was ended
        from contextlib import suppress

        with suppress(OSError):
            os.unlink(temporary)
        if not isinstance(error, OSError):
            raise


def _signature(files: list[RuleFile]) -> bytes:
    return "\n".join("\t".join(map(str, one)) for one in files).encode("utf-8", "surrogatepass")


def _path(signature: bytes) -> str:
    return os.path.join(cache_folder(), f"rules-{zlib.crc32(signature):08x}{zlib.adler32(signature):08x}.pack")
