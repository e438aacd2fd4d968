"""Mail: messages as they travel (RFC 5322, MIME), alone or in an mbox file.

A message is a document: its header as people read it, then its text.  Each attachment, and each message forwarded as
one, is a document of its own, opened as whatever it is.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from redactlint.errors import ReadError
from redactlint.readers.allowance import Allowance, ExhaustedError, Held, Unread
from redactlint.readers.opening import inside, reason_of, told_apart
from redactlint.readers.wayback import Pieces
from redactlint.text import Member, Text

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["streamed", "texts"]

# The lines of the header that a reader of mail sees, under the names that it shows.
_SHOWN = ("From", "Date", "To", "Cc", "Bcc", "Reply-To", "Subject", "Importance", "Sensitivity", "X-Classification")
# Parts that hold a signature or a key and no words.
_NO_WORDS = frozenset(("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"))
_ENCRYPTED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"))
# Parts of a message, all levels together, and how deep they nest.
_MOST_PARTS = 1_000
_DEEPEST = 30


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The message or messages of a file, each followed by its attachments."""
    return streamed(io.BytesIO(data), path, allowance)


def streamed(stream: BinaryIO, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """As `texts`, from a file that need not fit into memory, if it is an mbox."""
    is_box = stream.read(5) == b"From "
    stream.seek(0)
    if not is_box:
        data = stream.read(allowance.limits.max_bytes + 1)
        allowance.check_size(len(data))
        yield from _message(data, path, path, {}, 0, allowance)
        return
    for number, (line, message) in enumerate(_messages(stream, allowance), 1):
        allowance.member()
        name, where = f"{path}#{number}", {"record": number}
        try:
            if message is None:
                raise ReadError("is larger than the limit of a document", "raise it with --max-bytes")
            yield from _message(message, name, path, where, line, allowance)
        except ExhaustedError:
            raise
        except ReadError as error:
            yield Unread(name, reason_of(error), Member(path, where))


def _messages(stream: BinaryIO, allowance: Allowance) -> Iterator[tuple[int, bytes | None]]:
    """The messages of an mbox, each with the number of lines before it; None for one that is too large."""
    lines: list[bytes] = []
    size = number = first = 0
    is_blank = True
    while line := stream.readline(1 << 20):
        if line.startswith(b"From ") and is_blank:
            if lines or size:
                yield first, None if size > allowance.limits.max_bytes else b"".join(lines)
            lines, size, first = [], 0, number + 1
        elif size <= allowance.limits.max_bytes:
            lines.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        else:
            lines = []
        number += line.endswith(b"\n")
        is_blank = not line.strip()
    if lines or size:
        yield first, None if size > allowance.limits.max_bytes else b"".join(lines)


def _message(
    data: bytes, name: str, path: str, where: dict[str, Any], line: int, allowance: Allowance
) -> Iterator[Text | Unread]:
    """One message and its attachments; `line` is how many lines of the file stand before it."""
    from email import message_from_bytes

    try:
        message = message_from_bytes(data)
        parts = list(_parts(message))
    except (RecursionError, ValueError, LookupError, TypeError) as error:
        wrong = "is a message that nests too deep, or is damaged"
        raise ReadError(wrong, "take it apart by hand", path=path) from error
    raw = _Raw(data, line)
    pieces = Pieces()
    _write_header(message, raw, pieces)
    body = _body(parts)
    rest = [one for one in parts if one is not body]
    if body is not None:
        pieces.break_line(2)
        _write_body(body, raw, pieces, name)
    text = pieces.text(name)
    if where:
        text.member = Member(path, where)
    yield text
    taken: dict[str, int] = {}
    for part in rest:
        kind = part.get_content_type()
        if kind in _NO_WORDS or _is_alternative(part, body, parts):
            continue
        called = _name_of(part, taken)
        if kind in _ENCRYPTED and "signed" not in str(part.get_param("smime-type", "")):
            member = Member(path, {**where, "member": called})
            yield Unread(f"{name}!{called}", "is encrypted; decrypt it first", member)
            continue
        yield from _attachment(part, called, name, path, where, allowance)


def _attachment(
    part: Message, called: str, name: str, path: str, where: dict[str, Any], allowance: Allowance
) -> Iterator[Text | Unread]:
    allowance.member()
    try:
        data = _content(part)
        allowance.check_size(len(data))
    except ReadError as error:
        yield Unread(f"{name}!{called}", reason_of(error), Member(path, {**where, "member": called}))
        return
    for one in inside(data, called, name, allowance):
        member = one.member
        assert member is not None
        member = member._replace(container=path, where={**where, **member.where})
        if isinstance(one, (Unread, Held)):
            yield one._replace(member=member)
        else:
            one.member = member
            yield one


# -- parts -----------------------------------------------------------------------------------------------------------


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a forwarded message is one, whatever is in it."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    found = 0
    while waiting:
        part, depth = waiting.pop()
        found += 1
        if depth > _DEEPEST or found > _MOST_PARTS:
            raise ValueError("too many parts")
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            if part.get_content_type() == "multipart/encrypted":
                yield part
                continue
            waiting += [(one, depth + 1) for one in reversed(payload) if not isinstance(one, str)]
        else:
            yield part


def _body(parts: list[Message]) -> Message | None:
    """The part that is the text of the message: the first plain one that is no attachment, else the first page."""
    shown = [one for one in parts if not _is_attached(one)]
    for kind in ("text/plain", "text/html"):
        found = next((one for one in shown if one.get_content_type() == kind), None)
        if found is not None:
            return found
    return None


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _is_alternative(part: Message, body: Message | None, parts: list[Message]) -> bool:
    """Whether a page is the body once more: the plain text is read, as a reader without mark-up sees it."""
    if body is None or part.get_content_type() not in ("text/html", "text/enriched", "text/rtf"):
        return False
    if body.get_content_type() != "text/plain" or _is_attached(part):
        return False
    return parts.index(part) == parts.index(body) + 1


_ENDS = {"text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml", "text/calendar": ".ics"}


def _name_of(part: Message, taken: dict[str, int]) -> str:
    """What an attachment is called, unlike all others of the message."""
    try:
        name = " ".join(str(part.get_filename() or "").replace("\\", "/").rpartition("/")[2].split())
    except (ValueError, LookupError, TypeError):
        name = ""
    name = name.encode("utf-8", "replace").decode("utf-8")
    if not name:
        name = f"part{_ENDS.get(part.get_content_type(), '')}"
    return told_apart(name, taken)


def _content(part: Message) -> bytes:
    """The bytes of a part; of a forwarded message, the message."""
    from email.errors import MessageError

    payload = part.get_payload()
    try:
        if isinstance(payload, list):
            return b"\n".join(one.as_bytes() for one in payload if hasattr(one, "as_bytes"))
        data = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ReadError("is an attachment whose encoding is damaged", "get it again") from error
    return data if isinstance(data, bytes) else b""


# -- the text of the message -----------------------------------------------------------------------------------------


class _Raw:
    """The message as it travelled, in which parts are found again in their order."""

    def __init__(self, data: bytes, before: int) -> None:
        self._data = _with_line_feeds(data)
        self._before, self._at, self._line = before, 0, 1

    def line_of(self, content: bytes) -> int:
        """The line on which the bytes of a part begin, searched for behind what was found before."""
        found = self._data.find(_with_line_feeds(content[:2_000]), self._at) if content else -1
        if found >= 0:
            self._line += self._data.count(b"\n", self._at, found)
            self._at = found
        return self._before + self._line

    def header_line(self, name: str) -> int:
        """The line of the header with that name."""
        end = self._data.find(b"\n\n")
        match = re.compile(rb"(?:\A|\n)" + re.escape(name.encode()) + rb"[ \t]*:", re.IGNORECASE).search(
            self._data, 0, len(self._data) if end < 0 else end
        )
        at = 0 if match is None else match.start() + match.group().startswith(b"\n")
        return self._before + self._data.count(b"\n", 0, at) + 1


def _with_line_feeds(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _write_header(message: Message, raw: _Raw, pieces: Pieces) -> None:
    for name in _SHOWN:
        value = message.get(name)
        if value is None:
            continue
        words = " ".join(_decoded(value).split())
        if words:
            pieces.break_line()
            pieces.put(f"{name}: {words}", raw.header_line(name), 1)


def _decoded(value: Any) -> str:
    """A line of the header with its encoded words read."""
    from email.errors import MessageError
    from email.header import decode_header, make_header

    words = str(value)
    if "=?" in words:
        try:
            return str(make_header(decode_header(words)))
        except (MessageError, ValueError, LookupError, TypeError, AttributeError):
            pass
    if not words.isascii():
        return words.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return words


def _write_body(part: Message, raw: _Raw, pieces: Pieces, path: str) -> None:
    """Write the text of the message, line by line where the file shows them."""
    payload = part.get_payload()
    shown = payload.replace("\r\n", "\n").replace("\r", "\n") if isinstance(payload, str) else ""
    line = raw.line_of(_content(part) if _is_plain(part) else shown.encode("ascii", "replace"))
    words = _words_of(part, path)
    if part.get_content_type() == "text/html":
        from redactlint.readers.html import write

        inner = Pieces()
        write(words, inner)
        pieces.append(inner.moved(line, is_exact=_is_plain(part)))
        return
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if _is_plain(part):
        pieces.put(words, line, 1)
    elif str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "quoted-printable":
        _write_soft_lines(words, shown, line, pieces)
    else:
        for one in words.split("\n"):
            pieces.put(f"{one}\n", line, 1)


def _write_soft_lines(words: str, shown: str, line: int, pieces: Pieces) -> None:
    """Write lines of which each stands on one or more lines of the file, divided by equals signs at their ends."""
    lines = iter(shown.split("\n"))
    for one in words.split("\n"):
        pieces.put(f"{one}\n", line, 1)
        line += 1
        while next(lines, "").rstrip(" \t").endswith("="):
            line += 1


def _is_plain(part: Message) -> bool:
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    return encoding in ("", "7bit", "8bit", "binary")


@cache
def _charset() -> re.Pattern[str]:
    # Encodings of characters; Python knows others by name, of bytes, that are none.
    return re.compile(
        r"utf-?(?:8|16(?:le|be)?)|us-ascii|iso-?8859-\d{1,2}|windows-125\d|cp\d{3,4}|koi8-[ru]|(?:shift|euc)[-_][a-z]{2,4}"
        r"|iso-2022-[a-z]{2}|gb(?:k|2312|18030)|big5|macintosh"
    )


def _words_of(part: Message, path: str) -> str:
    from redactlint.readers.plain import decode

    data = _content(part)
    charset = str(part.get_content_charset() or "").lower()
    if charset and _charset().fullmatch(charset):
        try:
            return data.decode("windows-1252" if charset in ("us-ascii", "iso-8859-1") else charset)
        except (UnicodeError, LookupError):
            pass
    return decode(data, path)
