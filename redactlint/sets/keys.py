"""Keys: what documents of a set may share, and which documents share it.

Every key is a number of 64 bits; its last two bits tell its kind.  Documents that share a key are linked, unless so
many share it that it means nothing: that is the whole of finding what to compare, and it can be done by ranges of keys,
each by itself (`shared`), and put together again (`together`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from redactlint.sets.summary import SENTENCE, Unit

if TYPE_CHECKING:
    from redactlint.sets.passages import Digester

__all__ = [
    "BAND", "MESSAGE", "PASSAGE", "Limits", "Shared", "components", "groups_of", "keys_of",
    "passage_key",
    "shared", "split", "together",
]  # fmt: skip

PASSAGE, BAND, MESSAGE = range(3)
_KIND = 3


class Limits(NamedTuple):
    """What is too common, or too short, to mean anything.

    A sentence of fewer letters than `shortest` is no key.  A passage or a band that more than `documents` documents
    hold is passed over.  Of copies of one message, up to `copies` are compared each with each, more only with their
    neighbours.
    """

    shortest: int = 40
    documents: int = 50
    copies: int = 12


def passage_key(digest: int) -> int:
    """The key of a passage with that digest."""
    return digest & ~_KIND | PASSAGE


def keys_of(units: Iterable[Unit], bands: Iterable[int], digester: Digester, limits: Limits) -> bytes:
    """The keys of one file, each once, packed."""
    found = {one & ~_KIND | BAND for one in bands}
    for unit in units:
        passages = unit.passages
        for digest, letters, kind in zip(passages.digests, passages.letters, passages.kinds, strict=True):
            if kind == SENTENCE and letters >= limits.shortest:
                found.add(digest & ~_KIND)
        if unit.message is not None:
            found.add(digester.digest(b"message " + unit.message.encode()) & ~_KIND | MESSAGE)
    return array("Q", found).tobytes()


class Shared(NamedTuple):
    """Which documents share a key: pairs of their numbers, and the keys of passages that are too common."""

    first: Any
    second: Any
    common: Any


def split(keys: Sequence[bytes], numbers: Sequence[int], parts: int) -> list[tuple[Any, Any]]:
    """The keys of many documents by range, `parts` ranges; each with the number of its document."""
    import numpy as np

    lengths = [len(one) // 8 for one in keys]
    values = np.frombuffer(b"".join(keys), np.uint64)
    owners = np.repeat(np.asarray(numbers, np.uint32), lengths)
    if parts == 1:
        return [(values, owners)]
    ranges = (values >> np.uint64(32)) * np.uint64(parts) >> np.uint64(32)
    found = []
    for one in range(parts):
        inside = ranges == one
        found.append((values[inside], owners[inside]))
    return found


def shared(pieces: Iterable[tuple[Any, Any]], limits: Limits) -> Shared:
    """Which documents share a key of one range; `pieces` are that range of every part of the set."""
    import numpy as np

    pieces = list(pieces)
    values = np.concatenate([one for one, _ in pieces]) if pieces else np.empty(0, np.uint64)
    owners = np.concatenate([one for _, one in pieces]) if pieces else np.empty(0, np.uint32)
    order = np.lexsort((owners, values))
    values, owners = values[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else np.empty(0, int)
    sizes = np.diff(np.append(starts, len(values)))
    kinds = values[starts] & np.uint64(_KIND)
    common = values[starts[(kinds == PASSAGE) & (sizes > limits.documents)]]
    firsts: list[Any] = []
    seconds: list[Any] = []
    twos = starts[sizes == 2]
    firsts.append(owners[twos])
    seconds.append(owners[twos + 1])
    for size in np.unique(sizes[sizes > 2]).tolist():
        chosen = (sizes == size) & ((size <= limits.documents) | (kinds == MESSAGE))
        heads = starts[chosen]
        reach = size if size <= max(limits.copies, limits.documents) else limits.copies // 2
        for apart in range(1, min(reach, size)):
            for at in range(size - apart):
                firsts.append(owners[heads + at])
                seconds.append(owners[heads + at + apart])
    pairs = np.concatenate(firsts).astype(np.uint64) << np.uint64(32) | np.concatenate(seconds)
    pairs = np.unique(pairs)
    return Shared((pairs >> np.uint64(32)).astype(np.uint32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32), common)


def together(parts: Iterable[Shared]) -> tuple[list[tuple[int, int]], frozenset[int]]:
    """The pairs of all ranges, each once and in order, and the keys of passages that are too common."""
    import numpy as np

    parts = list(parts)
    first = np.concatenate([one.first for one in parts]).astype(np.uint64)
    second = np.concatenate([one.second for one in parts]).astype(np.uint64)
    pairs = np.unique(first << np.uint64(32) | second)
    found = list(zip((pairs >> np.uint64(32)).tolist(), (pairs & np.uint64(0xFFFFFFFF)).tolist(), strict=True))
    return found, frozenset(key for one in parts for key in one.common.tolist())


def groups_of(
    pairs: Iterable[tuple[int, int]], sections: Iterable[int]
) -> list[tuple[list[int], list[tuple[int, int]]]]:
    """The groups to judge: linked documents, and each of `sections` that is linked to nothing."""
    groups = components(pairs)
    linked = {number for numbers, _ in groups for number in numbers}
    return groups + [([one], []) for one in sections if one not in linked]


def components(pairs: Iterable[tuple[int, int]]) -> list[tuple[list[int], list[tuple[int, int]]]]:
    """Documents that are linked, directly or through others, with their pairs: each such group can be judged alone."""
    leader: dict[int, int] = {}

    def root(one: int) -> int:
        while leader.setdefault(one, one) != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    pairs = list(pairs)
    for first, second in pairs:
        low, high = sorted((root(first), root(second)))
        leader[high] = low
    groups: dict[int, tuple[list[int], list[tuple[int, int]]]] = {}
    for one in sorted(leader):
        groups.setdefault(root(one), ([], []))[0].append(one)
    for first, second in pairs:
        groups[root(first)][1].append((first, second))
    return list(groups.values())
