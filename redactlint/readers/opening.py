"""Opening: the bytes of one file -> the texts in it, one at a time, by the reader that its content asks for.

A reader is a module with a function `texts(data, path, allowance) -> Iterator[Text | Unread]`.  It raises ReadError
where the whole file cannot be read, and yields Unread in place of a part that cannot; it names each text by `path`, or
by `path` and what tells it from the others.  What a container holds goes back through `inside`, which counts it against
the allowance, opens it as whatever it is, and says of each text which member it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

from redactlint.errors import ReadError, fault_of
from redactlint.readers.allowance import DEFAULT_MAX_BYTES, Allowance, ExhaustedError, Limits, Unread
from redactlint.readers.plain import decode
from redactlint.text import Member, Text

__all__ = ["DEFAULT_MAX_BYTES", "Limits", "Unread", "inside", "opened", "reason_of", "texts"]


def texts(data: bytes, path: str = "-") -> tuple[Text, ...]:
    """The text of a file that is taken for plain text whatever its name; raises ReadError with the reason."""
    return (Text.of(decode(data, path), path),)


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
        yield Text.of(decode(data, path), path)
    else:
        yield from _reader(kind, path)(data, path, allowance)


# What text begins with, and no container that does not hold one of the signs below.
_FIRST = frozenset(bytes((one,)) for one in b"ACDEFGHIJKLMNOQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789( \r\n")
_SIGNS = (b"<", b"%PDF-", b"ustar", b"\nMIME-Version:", b"\nMessage-ID:", b"\nReceived:")


def _is_text_at_a_glance(data: bytes, path: str) -> bool:
    """Whether a file is plain text for certain: what spares most files the question which reader they ask for."""
    if data[:1] not in _FIRST or not path.endswith((".txt", ".TXT")):
        return False
    head = data[:4000]
    return not any(sign in head for sign in _SIGNS)


def inside(
    data: bytes,
    name: str,
    path: str,
    allowance: Allowance,
    where: Mapping[str, Any] | None = None,
    mark: str = "!",
) -> Iterator[Text | Unread]:
    """The texts of the member `name` of the container `path`; an unreadable one gives an Unread, and never an error.

    `where` is its place in the container ({"member": name} unless given).  Only what ends the file as a whole is
    raised: ExhaustedError.
    """
    whole = f"{path}{mark}{name}"
    at = {"member": name} if where is None else where
    member = Member(path, at, _digest(data, allowance))
    allowance.enter()
    try:
        for one in opened(data, whole, allowance):
            yield _placed(one, member)
    except ExhaustedError:
        raise
    except ReadError as error:
        yield Unread(whole, reason_of(error), member)
    except Exception as error:  # a fault in one reader does not lose what lies beside its file
        fault = fault_of(error)
        yield Unread(whole, f"made redactlint itself fail ({fault}); please report it", member, fault)
    finally:
        allowance.leave()


def _reader(kind: str, path: str) -> Callable[[bytes, str, Allowance], Iterator[Text | Unread]]:
    module = f"redactlint.readers.{kind}"
    try:
        reader: Callable[[bytes, str, Allowance], Iterator[Text | Unread]] = import_module(module).texts
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        wrong = f"is of a kind ({kind}) that this version does not read"
        raise ReadError(wrong, "extract its text first", path=path) from error
    return reader


def _placed(part: Text | Unread, member: Member) -> Text | Unread:
    """The part with its way in from the outer container; the ways of nested members join with a slash."""
    inner = part.member
    if inner is not None:
        where = {**member.where, **inner.where}
        if "member" in inner.where and "member" in member.where:
            where["member"] = f"{member.where['member']}/{inner.where['member']}"
        member = inner._replace(container=member.container, where=where)
    if isinstance(part, Unread):
        return part._replace(member=member)
    part.member = member
    return part


def reason_of(error: ReadError) -> str:
    """What is wrong with a file and what to do, as DOC001 says it."""
    return f"{error.wrong}; {error.remedy}" if error.remedy else error.wrong


def _digest(data: bytes, allowance: Allowance) -> str | None:
    if not allowance.limits.digests:
        return None
    import hashlib

    return hashlib.sha256(data).hexdigest()
