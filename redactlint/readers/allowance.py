"""Allowance: what one file may cost to read, whatever is packed in it, and what it has cost so far.

Every reader takes one.  A file that asks for more is told so, with the member and the limit that it breaks; what lies
beside it is still read.
"""

from __future__ import annotations

from redactlint.errors import ReadError
from redactlint.text import Member
from redactlint.values import NamedTuple

__all__ = ["DEFAULT_MAX_BYTES", "Allowance", "Columns", "ExhaustedError", "Held", "Limits", "Unread", "needs_extra"]

# The largest file that is read unless the user sets another limit.
DEFAULT_MAX_BYTES = 50_000_000
# Below so many bytes nothing is a bomb, however well it was packed: a page of blanks packs a thousandfold.
_HARMLESS = 10_000_000
# As much of one file, all members together.
_HARMLESS_IN_ALL = 100_000_000


class Columns(NamedTuple):
    """Which columns of a table, or keys of a line of JSON, hold text, id and date; None: guess by their names."""

    text: str | None = None
    id: str | None = None
    date: str | None = None


class Limits(NamedTuple):
    """The limits that the user sets; see docs/containers.md.

    `max_bytes` is the size of one document: a file that is none of a container, a member, a record.  `max_total` bytes
    may be unpacked of one file, `max_members` members read of it, `max_depth` containers nest; `max_ratio` is how many
    times its packed size a member may unpack to.  Members that `exclude` matches, as in .gitignore, are left out;
    `digests` asks for the SHA-256 of every document.
    """

    max_bytes: int = DEFAULT_MAX_BYTES
    max_total: int = 5_000_000_000
    max_members: int = 100_000
    max_depth: int = 4
    max_ratio: int = 200
    columns: Columns = Columns()
    exclude: tuple[str, ...] = ()
    digests: bool = False


class Unread(NamedTuple):
    """A part of a file that could not be read, in place of its text: who reads on reports it as DOC001.

    `path` is what the part would have been called, `reason` what is wrong and what to do, in the words of a ReadError;
    `crash` is the fault in the reader, if that is what went wrong, and `also` more that is wrong with the same part.
    """

    path: str
    reason: str
    member: Member | None = None
    crash: str | None = None
    also: tuple[str, ...] = ()


class Held(NamedTuple):
    """A member in place of the texts in it, to be opened elsewhere: its bytes, and how deep in the file it lies."""

    path: str
    data: bytes
    member: Member
    depth: int


class Allowance:
    """The limits of one file and what is left of them; containers inside it share them, one step deeper."""

    def __init__(
        self, limits: Limits | None = None, size: int | None = None, depth: int = 0, *, defers: bool = False
    ) -> None:
        """Begin a file of `size` bytes under `limits`, or under those that hold unless a user sets others.

        `defers` says that whoever reads on opens members elsewhere: they come as Held, archives aside.
        """
        self.limits = Limits() if limits is None else limits
        self.depth, self.defers = depth, defers
        self._size = size
        self._members = self._bytes = 0

    def unpacked(self, size: int) -> None:
        """Count `size` more bytes unpacked; raises ExhaustedError where that is too much for one file.

        Call it as the bytes come, a block at a time, not when all are there.
        """
        self._bytes += size
        if self._bytes > self.limits.max_total:
            wrong = f"unpacks to more than the limit of {self.limits.max_total:,} bytes in all"
            raise ExhaustedError(wrong, "unpack it first, or raise --max-total")
        if self._size is not None and self._bytes > max(_HARMLESS_IN_ALL, self.limits.max_ratio * self._size):
            raise ExhaustedError(self._bomb(), "look at it, and unpack it first if it is sound")

    def check_ratio(self, size: int, packed: int) -> None:
        """Raise ReadError where `size` bytes came out of so few that it must be a bomb."""
        if size > _HARMLESS and size > self.limits.max_ratio * max(packed, 1):
            raise ReadError(self._bomb(), "look at it, and unpack it first if it is sound")

    def _bomb(self) -> str:
        return f"unpacks to more than {self.limits.max_ratio} times its size (a decompression bomb?)"

    def check_size(self, size: int) -> None:
        """Raise ReadError where one document is larger than is read."""
        if size > self.limits.max_bytes:
            raise ReadError(f"is larger than the limit of {self.limits.max_bytes:,} bytes", "raise it with --max-bytes")

    def member(self) -> None:
        """Count one more member; raises ReadError where they are too many."""
        self._members += 1
        if self._members > self.limits.max_members:
            wrong = f"holds more than the limit of {self.limits.max_members:,} members, and the rest was not read"
            raise ExhaustedError(wrong, "unpack it first, or raise --max-members")

    def enter(self) -> None:
        """Go into a container inside the file; raises ReadError where they nest too deep.  `leave` it afterwards."""
        if self.depth >= self.limits.max_depth:
            wrong = f"is packed more than {self.limits.max_depth} containers deep"
            raise ReadError(wrong, "unpack the outer ones first")
        self.depth += 1

    def leave(self) -> None:
        """Come out of the container that was entered last."""
        self.depth -= 1


class ExhaustedError(ReadError):
    """The file as a whole has cost what it may: nothing more of it is read."""


def needs_extra(kind: str, extra: str, path: str | None = None) -> ReadError:
    """The error for a container whose library is not installed: `kind` with its article, the extra that brings it."""
    remedy = f"pip install 'redactlint[{extra}]'"
    return ReadError(f"is {kind}, and reading it needs the extra {extra!r}", remedy, path=path)
