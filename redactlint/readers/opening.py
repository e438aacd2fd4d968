"""Opening: the bytes of one file -> the texts in it, one at a time, by the reader that its content asks for.

A reader is a module with a function `texts(data, path, allowance) -> Iterator[Text | Unread]`.  It raises ReadError
where the whole file cannot be read, and yields Unread in place of a part that cannot; it names each text by `path`, or
by `path` and what tells it from the others.  What a container holds goes back through `inside`, which counts it against
the allowance, opens it as whatever it is, and says of each text which member it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from redactlint.errors import ReadError, fault_of
from redactlint.readers.allowance import DEFAULT_MAX_BYTES, Allowance, ExhaustedError, Held, Limits, Unread
from redactlint.readers.plain import decode
from redactlint.text import Member, Text
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, BinaryIO, cast
else:

    def cast(kind, value):
        """As `typing.cast`, without loading typing."""
        return value


__all__ = [
    "DEFAULT_MAX_BYTES", "Limits", "Unread", "inside", "is_streamed", "opened", "opened_stream", "plain_text",
    "reason_of", "reopened", "told_apart", "within",
]  # fmt: skip

# The ends of names of files that may be larger than any document: archives and tables of records.
_STREAMED = frozenset((
    ".zip", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".gz", ".bz2", ".xz", ".csv", ".tsv", ".jsonl", ".ndjson", ".mbox",
    ".mbx",
))  # fmt: skip


def plain_text(data: bytes, path: str = "-") -> Text:
    """The text of a file that is taken for plain text whatever its name; raises ReadError with the reason."""
    return Text.of(decode(data, path), path)


def opened(data: bytes, path: str = "-", allowance: Allowance | None = None) -> Iterator[Text | Unread]:
    """The texts that a file holds, each with the way back to its place; raises ReadError with the reason.

    `path` names the file and, where its content leaves it open, says what it is.
    """
    allowance = Allowance() if allowance is None else allowance
    kind = None
    if not _is_text_at_a_glance(data, path):
        from redactlint.readers import kinds

        kind = kinds.kind_of(data, path)
    if kind is None:
        allowance.check_size(len(data))
        yield plain_text(data, path)
    else:
        yield from _module(kind).texts(data, path, allowance)


def is_streamed(name: str) -> bool:
    """Whether a file of that name is read a part at a time, however large it is."""
    dot = name.rfind(".")
    return dot >= 0 and name[dot:].lower() in _STREAMED


def opened_stream(stream: BinaryIO, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """As `opened`, for a file that can be sought in; what is no archive or table must be of the size of a document."""
    from redactlint.readers import kinds

    kind = kinds.kind_of_stream(stream, path)
    stream.seek(0)
    reader = None if kind is None else getattr(_module(kind), "streamed", None)
    if reader is not None:
        yield from reader(stream, path, allowance)
        return
    data = stream.read(allowance.limits.max_bytes + 1)
    allowance.check_size(len(data))
    yield from opened(data, path, allowance)


# What text begins with, and no container that does not hold one of the signs below.
_FIRST = frozenset(bytes((one,)) for one in b"ACDEFGHIJKLMNOQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789( \r\n")
_SIGNS = (b"<", b"%PDF-", b"ustar", b"\nMIME-Version:", b"\nMessage-ID:", b"\nReceived:")
_MAIL = tuple(sign[1:] for sign in _SIGNS if sign.startswith(b"\n"))


def _is_text_at_a_glance(data: bytes, path: str) -> bool:
    """Whether a file is plain text for certain: what spares most files the question which reader they ask for."""
    if data[:1] not in _FIRST or not path.endswith((".txt", ".TXT")):
        return False
    head = data[:4000]
    return not head.startswith(_MAIL) and not any(sign in head for sign in _SIGNS)


def inside(
    data: bytes, name: str, path: str, allowance: Allowance, where: Mapping[str, Any] | None = None
) -> Iterator[Text | Unread]:
    """The texts of the member `name` of the container `path`; an unreadable one gives an Unread, and never an error.

    `where` is its place in the container ({"member": name} unless given).  Only what ends the file as a whole is
    raised: ExhaustedError.
    """
    whole = f"{path}!{name}"
    member = Member(path, {"member": name} if where is None else where, _digest(data, allowance))
    if allowance.defers and not _is_archive(data, whole):
        return iter((cast("Text", Held(whole, data, member, allowance.depth)),))
    return _held(lambda: opened(data, whole, allowance), whole, member, allowance)


def reopened(held: Held, limits: Limits) -> Iterator[Text | Unread]:
    """The texts of a member that was held back."""
    allowance = Allowance(limits, len(held.data), held.depth)
    return _held(lambda: opened(held.data, held.path, allowance), held.path, held.member, allowance)


def _is_archive(data: bytes, path: str) -> bool:
    from redactlint.readers import kinds

    return kinds.kind_of(data, path) in ("archives", "packed")


def within(stream: BinaryIO, name: str, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """As `inside`, for a member that need not fit into memory."""
    whole = f"{path}!{name}"
    return _held(lambda: opened_stream(stream, whole, allowance), whole, Member(path, {"member": name}), allowance)


def _held(
    parts: Callable[[], Iterator[Text | Unread]], whole: str, member: Member, allowance: Allowance
) -> Iterator[Text | Unread]:
    entered = False
    try:
        allowance.enter()
        entered = True
        for one in parts():
            yield _placed(one, member)
    except ExhaustedError:
        raise
    except ReadError as error:
        yield Unread(whole, reason_of(error), member)
    except MemoryError:
        yield Unread(whole, "takes more memory than there is; divide it, or use fewer --jobs", member)
    except Exception as error:  # a fault in one reader does not lose what lies beside its file
        fault = fault_of(error)
        yield Unread(whole, f"made redactlint itself fail ({fault}); please report it", member, fault)
    finally:
        if entered:
            allowance.leave()


def _module(kind: str) -> Any:
    """The reader of a kind."""
    from importlib import import_module

    return import_module(f"redactlint.readers.{kind}")


def _placed(part: Text | Unread, member: Member) -> Text | Unread:
    """The part with its way in from the outer container; the ways of nested members join with a slash."""
    inner = part.member
    if inner is not None:
        where = {**member.where, **inner.where}
        if "member" in inner.where and "member" in member.where:
            where["member"] = f"{member.where['member']}/{inner.where['member']}"
        member = inner._replace(container=member.container, where=where)
    if isinstance(part, (Unread, Held)):
        return part._replace(member=member)
    part.member = member
    return part


def told_apart(name: str, taken: dict[str, int]) -> str:
    """The name of a member, with a number behind it where another has it; `taken` counts them, this one from now on."""
    times = taken.get(name, 0) + 1
    while times > 1 and f"{name} ({times})" in taken:
        times += 1
    taken[name] = times
    told = name if times == 1 else f"{name} ({times})"
    taken.setdefault(told, 1)
    return told


def reason_of(error: ReadError) -> str:
    """What is wrong with a file and what to do, as DOC001 says it."""
    return f"{error.wrong}; {error.remedy}" if error.remedy else error.wrong


def _digest(data: bytes, allowance: Allowance) -> str | None:
    if not allowance.limits.digests:
        return None
    import hashlib

    return hashlib.sha256(data).hexdigest()
