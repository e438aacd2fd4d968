"""Remote: documents behind a URL (object stores, archives, servers), found and read by fsspec without copying them.

Only what the command line names is fetched: no document and no rule can name a URL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from redactlint.errors import ReadError, UsageError, fault_of
from redactlint.runs.discovery import Source

__all__ = ["expand", "read"]


def _fsspec() -> Any:
    try:
        import fsspec
    except ImportError as error:
        wrong = "a URL needs the extra remote (fsspec is missing)"
        raise UsageError(wrong, "pip install 'redactlint[remote]'") from error
    return fsspec


def expand(path: str, excluded: Callable[[str, bool], bool]) -> Iterator[Source]:
    """The sources that a URL names: a file, all files of a folder and the folders in it, or those that a glob matches.

    Hidden files are left out, as on this machine.  What cannot be listed is a source with a problem.
    """
    fsspec = _fsspec()
    head, chain, rest = path.partition("::")
    protocol = head.partition("://")[0]
    try:
        system, root = fsspec.core.url_to_fs(path)
        if any(sign in head for sign in "*?["):
            names = [name for name in system.glob(root) if not system.isdir(name)]
            missing = "the pattern matches no file; check it"
        elif system.isdir(root) or not root.strip("/"):
            names, missing = system.find(root), ""
        else:
            names, missing = [root] if system.exists(root) else [], "does not exist; check the address"
    except ImportError as error:
        from fsspec.registry import known_implementations

        remedy = str(known_implementations.get(protocol, {}).get("err", "Install it"))
        yield Source(path, f"cannot be reached ({_why(error)}); {remedy[:1].lower()}{remedy[1:]}")
        return
    except Exception as error:  # each file system has errors of its own
        yield Source(path, f"the folder cannot be listed ({_why(error)}); check the address")
        return
    if not names and missing:
        yield Source(path, missing)
    inside = root.rstrip("/") + "/"
    for name in sorted(names):
        relative = name.removeprefix(inside)
        hidden = name != root and any(part.startswith(".") for part in relative.split("/"))
        if not hidden and not excluded(relative, False):
            yield Source(f"{protocol}://{name}{chain}{rest}" if chain else system.unstrip_protocol(name))


def read(source: Source, limit: int) -> bytes | None:
    """The bytes of a source behind a URL, None if there are more than `limit`; raises ReadError."""
    try:
        with _fsspec().open(source.path, "rb") as stream:
            data: bytes = stream.read(limit + 1)
    except UsageError:
        raise
    except Exception as error:
        raise ReadError(f"cannot be read ({_why(error)})", path=source.shown) from error
    return data if len(data) <= limit else None


def _why(error: Exception) -> str:
    """What went wrong: the type alone, for the words of an error may hold keys of an account."""
    if isinstance(error, FileNotFoundError):
        return "it does not exist"
    if isinstance(error, PermissionError):
        return "permission denied"
    if isinstance(error, ImportError):
        return f"the package {error.name} is missing" if error.name else "a package for this protocol is missing"
    if isinstance(error, ValueError) and "rotocol" in str(error):
        return "no file system has this protocol"
    return fault_of(error)
