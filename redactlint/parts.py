"""Parts: judge every document that one source holds; one that fails takes none of the others with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

from redactlint.discovery import STDIN, Source, opened_file, read_bytes
from redactlint.errors import ReadError, RulePackError, fault_of
from redactlint.readers.allowance import Allowance, Limits, Unread
from redactlint.readers.opening import is_streamed, opened, opened_stream, reason_of
from redactlint.text import Member
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.engine import Engine, Outcome
    from redactlint.sidecars import Sidecar
    from redactlint.text import Text

__all__ = ["holds_parts", "judged", "parts_of"]

_TOO_LARGE = "takes more memory than there is; divide it, or use fewer --jobs"


def holds_parts(source: Source) -> bool:
    """Whether a source is read a part at a time: an archive, a table of records, a bag."""
    return source.is_bag or (source.path != STDIN and source.problem is None and is_streamed(source.path))


def judged(engine: Engine, source: Source, limits: Limits, data: bytes | None = None) -> Iterator[Outcome]:
    """The outcomes of one source, as they come; total, but for a wrong rule pack, which is the user's to mend.

    `data` are its bytes, where they were read before.  The suppressions beside it hold for every document in it.
    """
    digest: list[str] = []
    try:
        beside = None
        if source.sidecar is not None:
            from redactlint import sidecars

            beside = sidecars.read(source.sidecar)
        for part in parts_of(source, limits, data, digest):
            yield outcome_of(engine, part, digest[0] if digest else None, beside)
    except RulePackError:
        raise
    except ReadError as error:
        yield engine.unreadable(source.shown, reason_of(error), sha256=digest[0] if digest else None)
    except MemoryError:
        yield engine.unreadable(source.shown, _TOO_LARGE, sha256=digest[0] if digest else None)
    except Exception as error:
        yield _fault(engine, source.shown, error, digest[0] if digest else None)


def parts_of(
    source: Source, limits: Limits, data: bytes | None = None, digest: list[str] | None = None
) -> Iterator[Text | Unread]:
    """The texts of one source, and what of it could not be read; raises ReadError.

    The SHA-256 of the file is put into `digest` before the first, where `limits` ask for digests.
    """
    if source.is_bag:
        yield from _bag(source)
    elif data is None and holds_parts(source):
        with ExitStack() as stack:
            stream = stack.enter_context(opened_file(source))
            if limits.digests and digest is not None:
                import hashlib

                whole = hashlib.file_digest(stream, "sha256")  # type: ignore[arg-type]
                digest.append(whole.hexdigest())
                stream.seek(0)
            allowance = Allowance(limits, os.fstat(stream.fileno()).st_size)
            yield from opened_stream(stream, source.shown, allowance)
    else:
        data = read_bytes(source, limits.max_bytes) if data is None else data
        if limits.digests and digest is not None:
            import hashlib

            digest.append(hashlib.sha256(data).hexdigest())
        yield from opened(data, source.shown, Allowance(limits, len(data)))


def outcome_of(engine: Engine, part: Text | Unread, digest: str | None, beside: Sidecar | None) -> Outcome:
    """What came of one part; `digest` is that of the whole file, where the part has no bytes of its own."""
    member = part.member
    digest = digest if member is None or member.sha256 is None else member.sha256
    if isinstance(part, Unread):
        return engine.unreadable(
            part.path, part.reason, sha256=digest, crash=part.crash, member=member, also=part.also
        )
    try:
        return engine.check(part, sha256=digest, sidecar=beside)
    except RulePackError:
        raise
    except MemoryError:
        return engine.unreadable(part.path, _TOO_LARGE, sha256=digest, member=member)
    except Exception as error:
        return _fault(engine, part.path, error, digest, member)


def _fault(
    engine: Engine, path: str, error: Exception, digest: str | None, member: Member | None = None
) -> Outcome:
    fault = fault_of(error)
    reason = f"made redactlint itself fail ({fault}); please report it"
    return engine.unreadable(path, reason, sha256=digest, crash=fault, member=member)


def _bag(source: Source) -> Iterator[Unread]:
    """What does not agree in a folder that is a bag; nothing where all of it does: its files are sources themselves."""
    from redactlint.readers.bags import folder_problems

    problems = tuple(folder_problems(source.path))
    if problems:
        yield Unread(source.shown, problems[0], also=problems[1:])
