"""Value: the equality, hash and repr of frozen classes, written once.

attrs writes and compiles these methods for every class, which costs a start more than the judging of a document.  A
class that is rarely compared says `@attrs.frozen(eq=False, repr=False)` and inherits them from here instead.
"""

from __future__ import annotations

from typing import Any

import attrs

__all__ = ["Value"]


class Value:
    """Base of a frozen attrs class: two of the same class are equal where all their fields are."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return _fields(self) == _fields(other)

    def __hash__(self) -> int:
        return hash((self.__class__, _fields(self)))

    def __repr__(self) -> str:
        fields = attrs.fields(self.__class__)  # type: ignore[arg-type]
        shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields)
        return f"{self.__class__.__qualname__}({shown})"


def _fields(value: Any) -> tuple[Any, ...]:
    return tuple([getattr(value, one.name) for one in attrs.fields(value.__class__)])
