"""Patterns that are compiled once an installation and not once a run.

`re` keeps nothing between runs, and to compile what one telegram needs takes a quarter of a start.  What a pattern is
compiled to is a list of numbers: the compiler of `re` hands it to `_sre.compile`, which checks it.  It can be kept (by
`redactlint.rulebook.rulecache`), and be handed over by us.  Those modules are private to Python: a list is kept only
where the pattern made of it equals the one that `re.compile` makes, and for this very interpreter; and where anything
is not as expected the pattern is compiled as ever.
"""

from __future__ import annotations

import re
import sys
import zlib
from functools import cache

from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["is_worth_keeping", "pattern", "shelf", "use"]

# More than all modules together have.
_MOST = 4_000
_FORMAT = "redactlint patterns 1"


class _Shelf:
    """What is kept: by flags and source, a pattern's flags, groups, names of groups, and where its numbers lie."""

    def __init__(self) -> None:
        self.index: dict[str, list[Any]] = {}
        self.numbers = memoryview(b"")
        self.fresh: list[tuple[str, int]] = []


_kept = _Shelf()


@cache
def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile(source, flags)`, for patterns of this package; what is made of a document is not for keeping."""
    row = _kept.index.get(f"{int(flags)}:{source}")
    if row is not None:
        try:
            made, groups, names, begin, end = row
            return _made(source, made, groups, names, _kept.numbers[begin:end].cast("I").tolist())
        except Exception:  # whatever it is, compiling mends it
            _kept.index = {}
    _kept.fresh.append((source, int(flags)))
    return re.compile(source, flags)


def _made(source: str, flags: int, groups: int, names: dict[str, int], code: list[int]) -> re.Pattern[str]:
    import _sre  # type: ignore[import-not-found]

    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    made: re.Pattern[str] = _sre.compile(source, flags, code, groups, names, tuple(by_number))
    return made


def is_worth_keeping() -> bool:
    """Whether a pattern was compiled that no shelf held."""
    return bool(_kept.fresh)


def use(kept: bytes) -> None:
    """Take patterns from a shelf (from `shelf`); one that is damaged, or of another interpreter, is as good as none."""
    import json

    try:
        head, _, numbers = kept.partition(b"\n")
        index = json.loads(head)
        if index.pop("") == [_tag(), zlib.crc32(numbers)]:
            _kept.index, _kept.numbers = index, memoryview(numbers)
    except (ValueError, LookupError, AttributeError, TypeError):
        return


def shelf() -> bytes | None:
    """The shelf of all patterns that were used from one or compiled; None where none can be kept."""
    import json

    index: dict[str, Any] = {}
    numbers = bytearray()

    def add(key: str, row: list[Any], code: bytes) -> None:
        index[key] = [*row, len(numbers), len(numbers) + len(code)]
        numbers.extend(code)

    for key, (*row, begin, end) in _kept.index.items():
        add(key, row, bytes(_kept.numbers[begin:end]))
    for source, flags in _kept.fresh[: _MOST - len(index)]:
        found = _numbers_of(source, flags)
        if found is not None:
            add(f"{flags}:{source}", *found)
    if not index:
        return None
    head = json.dumps({"": [_tag(), zlib.crc32(numbers)], **index})
    _kept.index, _kept.numbers, _kept.fresh = index, memoryview(bytes(numbers)), []
    return head.encode() + b"\n" + bytes(numbers)


def _numbers_of(source: str, flags: int) -> tuple[list[Any], bytes] | None:
    """The row and the numbers of a pattern, or None where they do not make the pattern that `re.compile` makes."""
    try:
        from array import array
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(source, flags)
        code = _compiler._code(parsed, flags)
        state = parsed.state
        row = [flags | state.flags, state.groups - 1, dict(state.groupdict)]
        if _made(source, row[0], row[1], row[2], code) != re.compile(source, flags):
            return None
        kept = array("I", code)
        return (row, kept.tobytes()) if kept.itemsize == memoryview(b"").cast("I").itemsize else None
    except Exception:  # a Python whose `re` is made otherwise
        return None


def _tag() -> list[Any]:
    """What the numbers depend on beside the pattern."""
    import _sre

    return [_FORMAT, sys.version, sys.byteorder, sys.maxsize, _sre.MAGIC, _sre.CODESIZE]
