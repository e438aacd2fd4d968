"""Discovery: the files that the command line names, always in the same order, none of them silently lost."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator

from redactlint.errors import ReadError
from redactlint.readers.tagfiles import BAG_DECLARATION, is_tag_file
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from io import RawIOBase
    from typing import BinaryIO

__all__ = ["IGNORE_FILE", "SIDECAR", "STDIN", "Source", "discover", "opened_file", "read_bytes", "sidecar_of"]

STDIN = "-"
IGNORE_FILE = ".redactlintignore"
# What the name of a file of suppressions ends with, after the name of the document that it stands beside.
SIDECAR = ".redactlint.toml"
# Files of the tool itself, which are no documents; where what comes with the documents does not count, they are.
_OWN_FILES = ("redactlint.toml", "redactlint-baseline.json")


class Source(NamedTuple):
    """A file to check, or one that cannot be, with the reason.

    `name` is what reports call it.  `sidecar` is the file of suppressions beside it, if there is one.
    `is_bag` says that it is a folder whose manifest is to be checked; its files are sources of their own.
    """

    path: str
    problem: str | None = None
    name: str | None = None
    sidecar: str | None = None
    is_bag: bool = False

    @property
    def shown(self) -> str:
        """The path that reports give."""
        return self.name if self.name is not None else self.path


def discover(
    paths: Iterable[str],
    *,
    exclude: Iterable[str] = (),
    ignore_files: bool = True,
    root: str = ".",
    left_out: dict[str, str] | None = None,
) -> list[Source]:
    """The sources that files, folders and globs name, each once, sorted by path.

    A folder is searched all the way down, hidden files and folders aside; symbolic links to folders are not followed.
    `exclude` are patterns as in .gitignore, relative to `root`; `ignore_files` honours a `.redactlintignore` of any
    folder searched, and of the working directory, and sidecars: they are no documents, and whoever names one names the
    document beside it.  A path that does not exist is a source with a problem.  A folder that is a bag (BagIt) is a
    source itself, for its manifest; the files that describe it are no documents.  `left_out` takes the paths, below the
    folders searched, of what is "hidden" or "excluded", with that word; a folder stands for all that is in it.
    """
    excluded = _excluder(list(exclude), root)
    found: dict[str, Source] = {}
    left_out = {} if left_out is None else left_out
    for path in paths:
        for source in _expand(path, excluded, ignore_files, left_out):
            own = source.path == STDIN or "://" in source.path
            found.setdefault(source.path if own else os.path.normpath(os.path.abspath(source.path)), source)
    return sorted(found.values())


def _expand(
    path: str, excluded: Callable[[str, bool], bool], ignore_files: bool, left_out: dict[str, str]
) -> Iterator[Source]:
    if path == STDIN:
        yield Source(STDIN)
    elif "://" in path:
        from redactlint.runs import remote

        yield from remote.expand(path, excluded)
    elif os.path.isdir(path):
        yield from _walk(path, path, [excluded], ignore_files, left_out)
    elif os.path.lexists(path):
        if ignore_files and _is_sidecar(path, _is_file):
            path = path.removesuffix(SIDECAR)
        if excluded(path, False):
            left_out[os.path.abspath(path)] = "excluded"
        else:
            # A pipe or a device would be waited for without end; what is missing or loops is told when it is read.
            is_special = os.path.exists(path) and not os.path.isfile(path)
            sidecar = sidecar_of(path) if ignore_files else None
            yield Source(path, "is no regular file" if is_special else None, sidecar=sidecar)
    elif any(sign in path for sign in "*?["):
        import glob

        matches = sorted(glob.glob(path, recursive=True))
        if not matches:
            yield Source(path, "the pattern matches no file; check it")
        for match in matches:
            yield from _expand(match, excluded, ignore_files, left_out) if not _is_hidden(match) else ()
    else:
        yield Source(path, f"does not exist; {_nearest(path)}")


def _walk(
    folder: str,
    top: str,
    excluders: list[Callable[[str, bool], bool]],
    ignore_files: bool,
    left_out: dict[str, str],
) -> Iterator[Source]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Source(folder, f"the folder cannot be listed ({error.strerror}); check its permissions")
        return
    if ignore_files and any(entry.name == IGNORE_FILE for entry in entries):
        excluders = [*excluders, _excluder(_patterns_in(os.path.join(folder, IGNORE_FILE)), folder)]
    sidecars = _sidecars_of(entries) if ignore_files else frozenset()
    if any(entry.name == BAG_DECLARATION and entry.is_file(follow_symlinks=False) for entry in entries):
        yield Source(folder, is_bag=True)
        entries = [entry for entry in entries if not is_tag_file(entry.name)]
    for entry in entries:
        if entry.name.startswith("."):
            if entry.name != IGNORE_FILE:
                left_out[os.path.abspath(entry.path)] = "hidden"
            continue
        if (ignore_files and entry.name in _OWN_FILES) or entry.name in sidecars:
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        if any(excluded(entry.path, is_folder) for excluded in excluders):
            left_out[os.path.abspath(entry.path)] = "excluded"
            continue
        if is_folder:
            yield from _walk(entry.path, top, excluders, ignore_files, left_out)
        elif entry.is_symlink() and not _stays_inside(entry.path, top):
            yield Source(entry.path, "is a symbolic link that leads out of the folder, and is not followed")
        else:
            sidecar = f"{entry.path}{SIDECAR}" if f"{entry.name}{SIDECAR}" in sidecars else None
            yield from (one._replace(sidecar=sidecar) for one in _file(entry))


def sidecar_of(document: str) -> str | None:
    """The file of suppressions beside a document that exists, if there is one; a sidecar has none of its own."""
    path = f"{document}{SIDECAR}"
    return path if _is_file(path) and _may_have_one(document) and not _is_sidecar(document, _is_file) else None


def _is_sidecar(path: str, is_file: Callable[[str], bool]) -> bool:
    """Whether a file stands beside the document that its name speaks of; one that does not is a document itself."""
    document = path.removesuffix(SIDECAR)
    if document == path or not _may_have_one(document) or not (is_file(path) and is_file(document)):
        return False
    return not _is_sidecar(document, is_file)


def _may_have_one(document: str) -> bool:
    name = os.path.basename(document)
    return bool(name) and name not in _OWN_FILES


def _is_file(path: str) -> bool:
    """Whether something stands there that is no folder: what it is, and whether it can be read, is told on reading."""
    return os.path.lexists(path) and not os.path.isdir(path)


def _sidecars_of(entries: list[os.DirEntry[str]]) -> frozenset[str]:
    """The names of the sidecars of a folder, mostly none."""
    if not any(entry.name.endswith(SIDECAR) for entry in entries):
        return frozenset()
    folders = {entry.name for entry in entries if os.path.isdir(entry.path)}
    names = {entry.name for entry in entries} - folders
    return frozenset(name for name in names if _is_sidecar(name, names.__contains__))


def _file(entry: os.DirEntry[str]) -> Iterator[Source]:
    """The source of an entry that is no folder of its own; a link to a folder inside is walked where it stands."""
    try:
        if entry.is_file():
            yield Source(entry.path)
        elif not entry.is_dir():
            yield Source(entry.path, "is no regular file")
    except OSError as error:  # a link that leads back to itself
        yield Source(entry.path, f"cannot be followed ({error.strerror})")


def _nearest(path: str) -> str:
    """What to do about a path that leads nowhere: the name in its folder that it may have meant."""
    import difflib

    folder, name = os.path.split(os.path.normpath(path))
    try:
        near = difflib.get_close_matches(name, sorted(os.listdir(folder or ".")), 1, 0.7)
    except OSError:
        return "check the path"
    return f"did you mean {os.path.join(folder, near[0])}?" if near else "check the path"


def _is_hidden(path: str) -> bool:
    return os.path.basename(path).startswith(".")


def _stays_inside(link: str, top: str) -> bool:
    inside = os.path.realpath(top)
    target = os.path.realpath(link)
    return target.startswith(inside.rstrip(os.sep) + os.sep)


def _patterns_in(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8") as stream:
            return stream.read().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"cannot be read ({error})", "mend it or remove it", path=path) from error


def _excluder(patterns: list[str], root: str) -> Callable[[str, bool], bool]:
    if not patterns:
        return lambda path, is_folder: False
    from redactlint.paths import matcher

    matches = matcher(patterns)
    base = os.path.abspath(root)

    def excluded(path: str, is_folder: bool) -> bool:
        relative = os.path.relpath(os.path.abspath(path), base).replace(os.sep, "/")
        return not relative.startswith("../") and matches(f"{relative}/" if is_folder else relative)

    return excluded


def opened_file(source: Source) -> BinaryIO:
    """The file of a source, to be read a part at a time; raises ReadError.  Whoever asks for it closes it."""
    if source.problem is not None:
        raise ReadError(source.problem, path=source.shown)
    try:
        stream = open(source.path, "rb")  # noqa: SIM115 - whoever asks for it closes it
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            return stream
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror or error})", path=source.shown) from error
    stream.close()
    raise ReadError("is no regular file", path=source.shown)


def read_bytes(source: Source, limit: int) -> bytes:
    """The bytes of a source; raises ReadError if it cannot be read or is larger than `limit` bytes."""
    if source.problem is not None:
        raise ReadError(source.problem, path=source.shown)
    if source.path == STDIN and sys.stdin is None:
        raise ReadError("cannot be read (standard input is closed)", path=source.shown)
    try:
        if source.path == STDIN:
            data = sys.stdin.buffer.read(limit + 1)
        elif "://" in source.path:
            from redactlint.runs import remote

            data = remote.read(source, limit)
        else:
            # Without a buffer: a regular file comes in one piece.
            with open(source.path, "rb", buffering=0) as stream:
                about = os.fstat(stream.fileno())
                if not stat.S_ISREG(about.st_mode):
                    data = _whole(stream, limit)
                else:
                    data = None if about.st_size > limit else _of_size(stream, about.st_size, limit)
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror or error})", path=source.shown) from error
    if data is None or len(data) > limit:
        raise ReadError(f"is larger than the limit of {limit:,} bytes", "raise it with --max-bytes", path=source.shown)
    return data


def _of_size(stream: RawIOBase, size: int, limit: int) -> bytes:
    """The bytes of a file that says how large it is, and what was added to it since."""
    data = stream.read(size + 1) or b""
    return data if len(data) == size else data + _whole(stream, limit - len(data))


def _whole(stream: RawIOBase, limit: int) -> bytes:
    """What is left of a stream, up to a byte more than the limit."""
    pieces = []
    while limit >= 0 and (piece := stream.read(limit + 1)):
        pieces.append(piece)
        limit -= len(piece)
    return b"".join(pieces)
