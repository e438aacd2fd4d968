"""Parts: judge every document that one source holds; one that fails takes none of the others with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from redactlint.errors import ReadError, RulePackError, fault_of
from redactlint.readers.allowance import Allowance, Held, Limits, Unread
from redactlint.readers.opening import is_streamed, opened, opened_stream, reason_of, reopened
from redactlint.runs.discovery import STDIN, Source, opened_file, read_bytes
from redactlint.text import Member
from redactlint.values import TYPE_CHECKING, evolve

if TYPE_CHECKING:
    from redactlint.engine import Engine, Outcome
    from redactlint.known.sidecars import Sidecar
    from redactlint.text import Text

__all__ = ["holds_parts", "judged", "outcomes_of", "parts_of", "readable", "windows"]

# How many parts, and bytes of them, go to a process at a time, and how many are held at once.
_LARGEST_BATCH, _BATCH_BYTES = 32, 200_000
_LARGEST_WINDOW, _WINDOW_BYTES = 200, 64_000_000

_TOO_LARGE = "takes more memory than there is; divide it, or use fewer --jobs"


def holds_parts(source: Source) -> bool:
    """Whether a source is read a part at a time: an archive, a table of records, a bag."""
    if "://" in source.path:  # what lies elsewhere is read whole: a part at a time would be a request each
        return False
    return source.is_bag or (source.path != STDIN and source.problem is None and is_streamed(source.path))


def judged(engine: Engine, source: Source, limits: Limits, data: bytes | None = None) -> Iterator[Outcome]:
    """The outcomes of one source, as they come; total, but for a wrong rule pack, which is the user's to mend.

    `data` are its bytes, where they were read before.  The suppressions beside it hold for every document in it.
    """
    digest: list[str] = []
    beside = None
    if source.sidecar is not None:
        from redactlint.known import sidecars

        beside = sidecars.read(source.sidecar)
    for part in readable(source, limits, data, digest):
        yield outcome_of(engine, part, digest[0] if digest else None, beside)


def readable(
    source: Source, limits: Limits, data: bytes | None, digest: list[str], *, defers: bool = False
) -> Iterator[Text | Unread]:
    """As `parts_of`, but total: what cannot be read is an Unread, the source itself if need be."""
    try:
        yield from parts_of(source, limits, data, digest, defers=defers)
    except ReadError as error:
        yield Unread(source.shown, reason_of(error))
    except MemoryError:
        yield Unread(source.shown, _TOO_LARGE)
    except Exception as error:
        fault = fault_of(error)
        yield Unread(source.shown, f"made redactlint itself fail ({fault}); please report it", crash=fault)


def parts_of(
    source: Source,
    limits: Limits,
    data: bytes | None = None,
    digest: list[str] | None = None,
    *,
    defers: bool = False,
) -> Iterator[Text | Unread]:
    """The texts of one source, and what of it could not be read; raises ReadError.

    The SHA-256 of the file is put into `digest` before the first, where `limits` ask for digests.  `defers` leaves
    members unopened: they come as Held.
    """
    if source.is_bag:
        yield from _bag(source)
    elif data is None and holds_parts(source):
        with opened_file(source) as stream:
            if limits.digests and digest is not None:
                import hashlib

                whole = hashlib.file_digest(stream, "sha256")  # type: ignore[arg-type]
                digest.append(whole.hexdigest())
                stream.seek(0)
            allowance = Allowance(limits, os.fstat(stream.fileno()).st_size, defers=defers)
            yield from opened_stream(stream, source.shown, allowance)
    else:
        data = read_bytes(source, limits.max_bytes) if data is None else data
        if limits.digests and digest is not None:
            import hashlib

            digest.append(hashlib.sha256(data).hexdigest())
        yield from opened(data, source.shown, Allowance(limits, len(data)))


def outcomes_of(engine: Engine, part: Text | Unread | Held, limits: Limits, digest: str | None) -> Iterator[Outcome]:
    """What came of one part, which may be a member that was held back."""
    if isinstance(part, Held):
        for one in reopened(part, limits):
            yield outcome_of(engine, one, digest, None)
    else:
        yield outcome_of(engine, part, digest, None)


def windows(parts: Iterable[Text | Unread | Held]) -> Iterator[list[list[Text | Unread | Held]]]:
    """The parts in order, in windows of as many as are held at once, each of batches for one process at a time."""
    window: list[list[Text | Unread | Held]] = []
    batch: list[Text | Unread | Held] = []
    held = in_batch = 0
    for one in parts:
        size = len(one.data) if isinstance(one, Held) else 0 if isinstance(one, Unread) else len(one.source)
        batch.append(one)
        held, in_batch = held + size, in_batch + size
        if len(batch) >= _LARGEST_BATCH or in_batch > _BATCH_BYTES:
            window.append(batch)
            batch, in_batch = [], 0
        if held > _WINDOW_BYTES or len(window) >= _LARGEST_WINDOW:
            yield [*window, batch] if batch else window
            window, batch, held, in_batch = [], [], 0, 0
    if batch or window:
        yield [*window, batch] if batch else window


def outcome_of(engine: Engine, part: Text | Unread, digest: str | None, beside: Sidecar | None) -> Outcome:
    """What came of one part; `digest` is that of the whole file, where the part has no bytes of its own."""
    member = part.member
    digest = digest if member is None or member.sha256 is None else member.sha256
    if isinstance(part, Unread):
        return engine.unreadable(
            part.path, part.reason, sha256=digest, crash=part.crash, member=member, also=part.also
        )
    try:
        outcome = engine.check(part, sha256=digest, sidecar=beside)
        if member is not None and member.note is not None:
            outcome = evolve(outcome, notes=(member.note,))
        return outcome
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
