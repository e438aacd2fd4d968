"""Discovery: the files that the command line names, always in the same order, none of them silently lost."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from redactlint.errors import ReadError

__all__ = ["IGNORE_FILE", "STDIN", "Source", "discover", "read_bytes"]

STDIN = "-"
IGNORE_FILE = ".redactlintignore"
# Files of the tool itself, which are no documents; where what comes with the documents does not count, they are.
_OWN_FILES = ("redactlint.toml", "redactlint-baseline.json")


class Source(NamedTuple):
    """A file to check, or one that cannot be, with the reason.  `name` is what reports call it."""

    path: str
    problem: str | None = None
    name: str | None = None

    @property
    def shown(self) -> str:
        """The path that reports give."""
        return self.name if self.name is not None else self.path


def discover(
    paths: Iterable[str], *, exclude: Iterable[str] = (), ignore_files: bool = True, root: str = "."
) -> list[Source]:
    """The sources that files, folders and globs name, each once, sorted by path.

    A folder is searched all the way down, hidden files and folders aside; symbolic links to folders are not followed.
    `exclude` are patterns as in .gitignore, relative to `root`; `ignore_files` honours a `.redactlintignore` of any
    folder searched, and of the working directory.  A path that does not exist is a source with a problem.
    """
    excluded = _excluder(list(exclude), root)
    found: dict[str, Source] = {}
    for path in paths:
        for source in _expand(path, excluded, ignore_files):
            found.setdefault(os.path.normpath(os.path.abspath(source.path)) if source.path != STDIN else STDIN, source)
    return sorted(found.values())


def _expand(path: str, excluded: Callable[[str, bool], bool], ignore_files: bool) -> Iterator[Source]:
    if path == STDIN:
        yield Source(STDIN)
    elif os.path.isdir(path):
        yield from _walk(path, path, [excluded], ignore_files)
    elif os.path.lexists(path):
        if not excluded(path, False):
            # A pipe or a device would be waited for without end; what is missing or loops is told when it is read.
            is_special = os.path.exists(path) and not os.path.isfile(path)
            yield Source(path, "is no regular file" if is_special else None)
    elif any(sign in path for sign in "*?["):
        import glob

        matches = sorted(glob.glob(path, recursive=True))
        if not matches:
            yield Source(path, "matches no file")
        for match in matches:
            yield from _expand(match, excluded, ignore_files) if not _is_hidden(match) else ()
    else:
        yield Source(path, "does not exist")


def _walk(folder: str, top: str, excluders: list[Callable[[str, bool], bool]], ignore_files: bool) -> Iterator[Source]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Source(folder, f"cannot be listed ({error.strerror})")
        return
    if ignore_files and any(entry.name == IGNORE_FILE for entry in entries):
        excluders = [*excluders, _excluder(_patterns_in(os.path.join(folder, IGNORE_FILE)), folder)]
    for entry in entries:
        if entry.name.startswith(".") or (ignore_files and entry.name in _OWN_FILES):
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        if any(excluded(entry.path, is_folder) for excluded in excluders):
            continue
        if is_folder:
            yield from _walk(entry.path, top, excluders, ignore_files)
        elif entry.is_symlink() and not _stays_inside(entry.path, top):
            yield Source(entry.path, "is a symbolic link that leads out of the folder, and is not followed")
        else:
            yield from _file(entry)


def _file(entry: os.DirEntry[str]) -> Iterator[Source]:
    """The source of an entry that is no folder of its own; a link to a folder inside is walked where it stands."""
    try:
        if entry.is_file():
            yield Source(entry.path)
        elif not entry.is_dir():
            yield Source(entry.path, "is no regular file")
    except OSError as error:  # a link that leads back to itself
        yield Source(entry.path, f"cannot be followed ({error.strerror})")


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


def read_bytes(source: Source, limit: int) -> bytes:
    """The bytes of a source; raises ReadError if it cannot be read or is larger than `limit` bytes."""
    if source.problem is not None:
        raise ReadError(source.problem, path=source.shown)
    try:
        if source.path == STDIN:
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with open(source.path, "rb") as stream:
                if stat.S_ISREG(os.fstat(stream.fileno()).st_mode) and os.fstat(stream.fileno()).st_size > limit:
                    data = None
                else:
                    data = stream.read(limit + 1)
    except OSError as error:
        raise ReadError(f"cannot be read ({error.strerror or error})", path=source.shown) from error
    if data is None or len(data) > limit:
        raise ReadError(f"is larger than the limit of {limit:,} bytes", "raise it with --max-bytes", path=source.shown)
    return data
